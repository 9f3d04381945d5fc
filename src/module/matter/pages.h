/* Routes of the matter's pages. */
#ifndef GANGMU_MODULE_MATTER_PAGES_H
#define GANGMU_MODULE_MATTER_PAGES_H
#include "web/web.h"

extern const WebModule matter_web;

void matter_get(Web *web);
void matter_say_post(Web *web);
void matter_close_get(Web *web);
void matter_close_post(Web *web);
void matter_accept_post(Web *web);
#endif
