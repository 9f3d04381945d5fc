#include "main/modules.h"

#include "web/app.h"

/* Each module defines its WebModule; the order below is the order of the menu. */
extern const WebModule matter_web;
extern const WebModule intake_web;
extern const WebModule programme_web;

const WebModule *const main_modules[] = {
	&web_core,
	&matter_web,
	&intake_web,
	&programme_web,
};
const size_t main_module_count = sizeof main_modules / sizeof *main_modules;
