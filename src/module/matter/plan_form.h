/* The rows of a dispatch form as they were typed, and the matter.plan they make (plan.h). */
#ifndef GANGMU_MODULE_MATTER_PLAN_FORM_H
#define GANGMU_MODULE_MATTER_PLAN_FORM_H
#include "model/refusal.h"
#include "module/matter/plan.h"

typedef struct PlanTyped {
	int64_t unit; /* 0: none found for the words */
	const char *unit_words, *task, *due; /* "" where empty; due as a datetime-local or date control gives it */
} PlanTyped;

bool plan_typed_is_blank(const PlanTyped *row);
/* What is wrong with a row as it stands (unit, task, due missing or not readable, due past), refused at its own control
 * (help_unit_N, help_task_N, help_due_N). False where something is. What only the store knows the write door says. */
bool plan_typed_check(const PlanTyped *row, int number, int64_t now, Refusals *refusals);
/* The JSON of the rows; NULL where there are none. */
char *plan_typed_json(Arena *arena, const PlanTyped *rows, int count);
#endif
