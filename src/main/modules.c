#include "main/modules.h"

#include "web/app.h"

const WebModule *const main_modules[] = {&web_core, &web_office};
const size_t main_module_count = sizeof main_modules / sizeof *main_modules;
