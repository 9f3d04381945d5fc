/* The cooperating units of a dispatch: a JSON list in matter.plan,
 *   [{"unit": 3, "task": "送备件", "due": "2026-11-25T12:00"}, …]
 * due may be left out (then the lead's), and may be a day (then its close of business in that unit's hours). */
#ifndef GANGMU_MODULE_MATTER_PLAN_H
#define GANGMU_MODULE_MATTER_PLAN_H
#include "command/change.h"

enum { PLAN_MAX = 10 };

typedef struct PlanRow {
	int64_t unit, due_at, yellow_at; /* due_at 0: the lead's */
	const char *task;
} PlanRow;

/* Reads change->after[MATTER_PLAN] into at most PLAN_MAX rows and returns how many. Every row that does not hold is refused by its number
 * when `refuse` is set, otherwise passed over. */
int plan_read(Change *change, PlanRow ret_rows[PLAN_MAX], bool refuse);
#endif
