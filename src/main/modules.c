#include "main/modules.h"

#include "figure/figure.h"
#include "module/home/home.h"
#include "web/app.h"

const WebModule *const main_modules[] = {&web_core, &home_web};
const size_t main_module_count = sizeof main_modules / sizeof *main_modules;

const FigureTable *const figure_tables[] = {&home_figures};
const size_t figure_table_count = sizeof figure_tables / sizeof *figure_tables;
