/* The pages of the yearly programme, for the list in main. */
#ifndef GANGMU_MODULE_PROGRAMME_WEB_H
#define GANGMU_MODULE_PROGRAMME_WEB_H
#include "web/web.h"

extern const WebModule programme_web;
#endif
