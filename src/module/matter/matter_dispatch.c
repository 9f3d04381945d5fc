#include "clock/due.h"
#include "command/change.h"
#include "model_gen.h"
#include "module/matter/plan.h"
#include "module/matter/unit_person.h"

#include <string.h>

/* The lead is a working unit; a worker named at once belongs to it; every cooperating row holds. */
void guard_matter_dispatch(Change *change) {
	const Value *after = change->after;
	int64_t owner = value_number(after[MATTER_OWNER_UNIT], 0), worker = value_number(after[MATTER_WORKER], 0);
	const Value *unit = owner ? change_row(change, RECORD_UNIT, owner) : NULL;
	if (!unit) change_refuse_input(change, "required", MATTER_OWNER_UNIT, "请选择承办单位", "Choose the responsible unit");
	else if (!strcmp(value_str(unit[UNIT_KIND]), UNIT_KIND_IS_CLIENT))
		change_refuse_input(change, "owner-client", MATTER_OWNER_UNIT, "服务对象单位不承办事项，请另选一个",
			"A client unit does no work; choose another");
	else if (worker && !unit_has_person(change, owner, worker))
		change_refuse_input(change, "worker-unit", MATTER_WORKER, "经办人不在承办单位，请选择该单位的人或留空",
			"The worker is not of the responsible unit; choose one who is, or leave it empty");
	PlanRow rows[PLAN_MAX];
	plan_read(change, rows, true);
}

static int32_t yellow_min(Change *change, const Book *book) {
	DueRun run;
	int fault = due_run_of(change->conn, change->arena, book, change->after, change->now, &run);
	change_fault(change, fault);
	return !fault && run.policy ? run.policy->clocks[CLOCK_COMPLETE].yellow_min : 0;
}

/* Sends the lead's work order, and one to each cooperating unit with its own task and due time. */
void effect_matter_dispatch(Change *change) {
	const Value *after = change->after;
	const Book *book = change_book(change);
	PlanRow rows[PLAN_MAX];
	if (!book) return;
	Given lead[] = {{WORK_ORDER_MATTER, value_int(change->id)}, {WORK_ORDER_ROLE, value_text(ORDER_ROLE_IS_LEAD)},
		{WORK_ORDER_UNIT, after[MATTER_OWNER_UNIT]}, {WORK_ORDER_WORKER, after[MATTER_WORKER]},
		{WORK_ORDER_TASK, after[MATTER_TITLE]}, {WORK_ORDER_PLACE_NAME, after[MATTER_PLACE_NAME]},
		{WORK_ORDER_DUE_AT, after[MATTER_DUE_AT]}, {WORK_ORDER_YELLOW_AT, after[MATTER_YELLOW_AT]}};
	change_issue(change, RECORD_WORK_ORDER, WORK_ORDER_CMD_CREATE, 0, lead, sizeof lead / sizeof *lead, change->note);
	int count = plan_read(change, rows, false);
	int32_t yellow = count ? yellow_min(change, book) : 0;
	for (int i = 0; i < count; i++) {
		Value due = rows[i].due_at ? value_int(rows[i].due_at) : after[MATTER_DUE_AT];
		Value warn =
			rows[i].due_at
				? value_int(due_yellow(change->arena, book, book_hours(book, rows[i].unit), change->now, rows[i].due_at, yellow))
				: after[MATTER_YELLOW_AT];
		Given helper[] = {{WORK_ORDER_MATTER, value_int(change->id)}, {WORK_ORDER_ROLE, value_text(ORDER_ROLE_IS_HELPER)},
			{WORK_ORDER_UNIT, value_int(rows[i].unit)}, {WORK_ORDER_TASK, value_text(rows[i].task)},
			{WORK_ORDER_PLACE_NAME, after[MATTER_PLACE_NAME]}, {WORK_ORDER_DUE_AT, due}, {WORK_ORDER_YELLOW_AT, warn}};
		change_issue(change, RECORD_WORK_ORDER, WORK_ORDER_CMD_CREATE, 0, helper, sizeof helper / sizeof *helper, change->note);
	}
}
