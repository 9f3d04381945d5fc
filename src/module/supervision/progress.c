/* 进展: how far a unit's part has come, in percent or by a milestone, with words; the matter's timeline tells it. */
#include "command/change.h"
#include "model_gen.h"
#include "module/supervision/order.h"

enum { PERCENT_MAX = 100 };

void derive_progress_of(Change *change) {
	int64_t id = value_number(change->after[PROGRESS_WORK_ORDER], 0);
	const Value *order = id && !change->before ? change_row(change, RECORD_WORK_ORDER, id) : NULL;
	if (!order) return;
	change_set(change, PROGRESS_MATTER, order[WORK_ORDER_MATTER]);
	change_set(change, PROGRESS_UNIT, order[WORK_ORDER_UNIT]);
	if (change->actor->person) change_set(change, PROGRESS_REPORTER, value_int(change->actor->person));
}

/* On an open order of one's own; percent or milestone, and never less than was reported before: work undone is said in words at the same
 * percent. */
void guard_progress_may(Change *change) {
	const Value *after = change->after;
	Value percent = after[PROGRESS_PERCENT], order = after[PROGRESS_WORK_ORDER];
	if (!order_open(change, PROGRESS_WORK_ORDER)) return;
	if (value_is_null(percent) && value_is_null(after[PROGRESS_MILESTONE]))
		change_refuse_input(change, "required", PROGRESS_PERCENT, "请填写完成百分比或节点", "Give a percentage or a milestone");
	if (value_is_null(percent)) return;
	if (percent.number < 0 || percent.number > PERCENT_MAX) {
		change_refuse_input(change, "percent", PROGRESS_PERCENT, "完成百分比填 0 到 100", "The percentage is between 0 and 100");
		return;
	}
	Value params[] = {order, value_int(change->id)};
	int64_t last = change_query_int(change, "SELECT max(percent) FROM progress WHERE work_order = ? AND id <> ?", params, 2, 0);
	if (percent.number < last)
		change_refuse_input(change, "percent-back", PROGRESS_PERCENT,
			arena_printf(change->arena, "上次已报 %lld%%，不能少于它；有返工请写在进展情况里", (long long)last),
			arena_printf(change->arena, "%lld%% was reported before; not less than that. Say in words what is done again",
				(long long)last));
}

void effect_progress_told(Change *change) {
	const Value *after = change->after;
	const char *milestone = value_str(after[PROGRESS_MILESTONE]), *words = value_str(after[PROGRESS_WORDS]);
	const char *far = value_is_null(after[PROGRESS_PERCENT])
						  ? ""
						  : arena_printf(change->arena, "%lld%% ", (long long)after[PROGRESS_PERCENT].number);
	int64_t matter = value_number(after[PROGRESS_MATTER], 0);
	const Value *row = matter ? change_row(change, RECORD_MATTER, matter) : NULL;
	if (!row) return;
	change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_PROGRESS, matter, NULL, 0,
		arena_printf(change->arena, "%s%s%s%s", far, milestone, *milestone ? "：" : "", words));
}
