/* The modules that give pages; the order is the order of the menu. */
#ifndef GANGMU_MAIN_MODULES_H
#define GANGMU_MAIN_MODULES_H
#include "web/web.h"

extern const WebModule *const main_modules[];
extern const size_t main_module_count;
#endif
