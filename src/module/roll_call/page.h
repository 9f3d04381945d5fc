/* Inside the module: its pages. */
#ifndef GANGMU_MODULE_ROLL_CALL_PAGE_H
#define GANGMU_MODULE_ROLL_CALL_PAGE_H
#include "web/web.h"

/* Who reads the record roll_call in its model. */
enum {
	ROLL_CALL_READERS = ROLE_BIT(ROLE_WORKER) | ROLE_BIT(ROLE_TEAM) | ROLE_BIT(ROLE_DESK) | ROLE_BIT(ROLE_HEAD) |
						ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_INSPECTOR) | ROLE_BIT(ROLE_DISCIPLINE)
};

void roll_call_get(Web *web);
void roll_call_post(Web *web);
/* /roll-calls/ID: one unit's night and the rows that slept. */
void night_page(Web *web);
#endif
