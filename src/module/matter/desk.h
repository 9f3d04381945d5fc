/* The dispatch desk's console, as its forms and other pages meet it. */
#ifndef GANGMU_MODULE_MATTER_DESK_H
#define GANGMU_MODULE_MATTER_DESK_H
#include "module/matter/page.h"

/* The dispatch form; compact in the console's pane, where it carries the queue (view) and the matter that comes next. */
void put_dispatch_form(Web *web, const MatterPage *page, const char *action, bool compact, const char *view, int64_t next);
/* Sends what the form says: all refusals of page and door at once, collected in web->refusals. */
Outcome dispatch_run(Web *web, int64_t id);
#endif
