/* Search over everything the person may see: one box, groups with counts. */
#ifndef GANGMU_MODULE_SEARCH_SEARCH_H
#define GANGMU_MODULE_SEARCH_SEARCH_H
#include "web/web.h"

extern const WebModule search_web;
#endif
