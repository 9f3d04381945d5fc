#include "clock/due.h"
#include "command/change.h"
#include "model_gen.h"

static Value moment(int64_t at) {
	return at ? value_int(at) : value_null();
}

/* A dispatch starts the clocks. Signing and arriving are the unit's own and start with each dispatch; completing and answering start with
 * the first and run on through returns (退单不停钟). */
static void start(Change *change) {
	Value now = value_int(change->now);
	bool first = value_is_null(change->after[MATTER_SENT_AT]);
	if (first) change_set(change, MATTER_SENT_AT, now);
	else change_set(change, MATTER_RESENT_AT, now);
	change_set(change, MATTER_SIGNED_AT, value_null());
	change_set(change, MATTER_ATTENDED_AT, value_null());
}

/* Keeps the stored due times, which are what the clock says; one that has been met stays as it was. */
void derive_matter_clocks(Change *change) {
	int command = change->command->index;
	bool starts = command == MATTER_CMD_DISPATCH;
	if (starts) start(change);
	else if (command != MATTER_CMD_MARK_PAUSED && command != MATTER_CMD_MARK_RESUMED && command != MATTER_CMD_MARK_REWORKED &&
			 command != MATTER_CMD_MARK_DONE && command != MATTER_CMD_EXTEND && command != MATTER_CMD_RECOMPUTE)
		return;
	const Book *book = change_book(change);
	DueRun run;
	if (!book) return;
	int fault = due_run_of(change->conn, change->arena, book, change->after, change->now, &run);
	change_fault(change, fault);
	if (fault) return;
	DueTimes times = due_times(change->arena, &run);
	if (times.refused)
		change_refuse(change, "clock", "", "时限无法计算，请系统管理员检查时限规则、作息时间和暂停记录",
			"The due times cannot be worked out; the system administrator must check policy, hours and pauses");
	if (!run.stop_at[CLOCK_SIGN]) change_set(change, MATTER_SIGN_DUE, moment(times.at[CLOCK_SIGN]));
	if (!run.stop_at[CLOCK_ATTEND]) change_set(change, MATTER_ATTEND_DUE, moment(times.at[CLOCK_ATTEND]));
	change_set(change, MATTER_DUE_AT, moment(times.at[CLOCK_COMPLETE]));
	change_set(change, MATTER_ANSWER_DUE, moment(times.at[CLOCK_ANSWER]));
	change_set(change, MATTER_YELLOW_AT, moment(times.yellow_at));
	change_set(change, MATTER_PROVISIONAL_YEAR, moment(times.provisional_year));
}

/* The leading unit's work order bears the matter's due time. */
void effect_matter_keep_lead(Change *change) {
	Value id = value_int(change->id);
	int64_t order = change_query_int(change,
		"SELECT id FROM work_order WHERE matter = ? AND role = 'lead' AND state IN ('sent', 'working') ORDER BY id DESC LIMIT 1",
		&id, 1, 0);
	const Value *row = order ? change_row(change, RECORD_WORK_ORDER, order) : NULL;
	if (!row) return;
	if (value_equal(row[WORK_ORDER_DUE_AT], change->after[MATTER_DUE_AT]) &&
		value_equal(row[WORK_ORDER_YELLOW_AT], change->after[MATTER_YELLOW_AT]))
		return;
	Given given[] = {{WORK_ORDER_DUE_AT, change->after[MATTER_DUE_AT]}, {WORK_ORDER_YELLOW_AT, change->after[MATTER_YELLOW_AT]}};
	change_issue(change, RECORD_WORK_ORDER, WORK_ORDER_CMD_SET_DUE, order, given, 2, NULL);
}
