#include "main/modules.h"

#include "figure/figure.h"
#include "job/job.h"
#include "web/app.h"

/* Each module defines its WebModule; the order below is the order of the menu. */
extern const WebModule home_web;
extern const WebModule matter_web;
extern const WebModule supervision_web;
extern const WebModule roll_call_web;
extern const WebModule intake_web;
extern const WebModule programme_web;
extern const WebModule board_web;
extern const WebModule search_web;
extern const WebModule web_office;

const WebModule *const main_modules[] = {
	&web_core,
	&home_web,
	&matter_web,
	&supervision_web,
	&roll_call_web,
	&intake_web,
	&programme_web,
	&board_web,
	&search_web,
	&web_office,
};
const size_t main_module_count = sizeof main_modules / sizeof *main_modules;

extern const Job roll_call_ask, roll_call_count;

const Job *const jobs[] = {&roll_call_ask, &roll_call_count};
const size_t job_count = sizeof jobs / sizeof *jobs;

extern const FigureTable home_figures;

const FigureTable *const figure_tables[] = {
	&home_figures,
};
const size_t figure_table_count = sizeof figure_tables / sizeof *figure_tables;
