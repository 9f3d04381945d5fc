#include "main/modules.h"

#include "module/programme/programme_web.h"
#include "web/app.h"

const WebModule *const main_modules[] = {&web_core, &programme_web};
const size_t main_module_count = sizeof main_modules / sizeof *main_modules;
