#include "main/modules.h"

#include "module/intake/intake.h"
#include "module/matter/pages.h"
#include "module/search/search.h"
#include "web/app.h"

const WebModule *const main_modules[] = {&web_core, &matter_web, &intake_web, &search_web};
const size_t main_module_count = sizeof main_modules / sizeof *main_modules;
