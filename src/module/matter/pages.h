/* The routes of the matter's pages. */
#ifndef GANGMU_MODULE_MATTER_PAGES_H
#define GANGMU_MODULE_MATTER_PAGES_H
#include "web/web.h"

extern const WebModule matter_web;

void matter_get(Web *web);
void matter_say_post(Web *web);
void matter_close_get(Web *web);
void matter_close_post(Web *web);
void matter_accept_post(Web *web);
void matter_dispatch_get(Web *web);
void matter_dispatch_post(Web *web);
void matter_new_get(Web *web);
void matter_new_post(Web *web);
void matter_similar_get(Web *web);
void desk_get(Web *web);
void desk_post(Web *web);
void call_get(Web *web);
void call_post(Web *web);
void bulk_post(Web *web);
#endif
