/* 延期: asked by the unit before its limit, decided by the desk or a leader; granted, it moves the due time in the clock's own way. */
#include "base/instant.h"
#include "clock/due.h"
#include "command/change.h"
#include "model_gen.h"
#include "module/supervision/day.h"
#include "module/supervision/order.h"

#include <string.h>

void derive_extension_times(Change *change) {
	const Value *after = change->after;
	if (change->before) {
		change_set(change, EXTENSION_DECIDED_AT, value_int(change->now));
		change_set(change, EXTENSION_DECIDED_BY, change->actor->person ? value_int(change->actor->person) : value_null());
		change_set(
			change, EXTENSION_DECISION, change->note ? value_text(text_cut(change->arena, change->note, 300)) : value_null());
		return;
	}
	int64_t id = value_number(after[EXTENSION_WORK_ORDER], 0), until = value_number(after[EXTENSION_UNTIL_ON], 0);
	const Value *order = id ? change_row(change, RECORD_WORK_ORDER, id) : NULL;
	if (!order) return;
	change_set(change, EXTENSION_MATTER, order[WORK_ORDER_MATTER]);
	change_set(change, EXTENSION_UNIT, order[WORK_ORDER_UNIT]);
	change_set(change, EXTENSION_FROM_DUE, order[WORK_ORDER_DUE_AT]);
	int64_t due = until >= day_of_instant(change->now)
					  ? day_to_due(change, EXTENSION_UNTIL_ON, value_number(order[WORK_ORDER_UNIT], 0))
					  : 0;
	if (due) change_set(change, EXTENSION_UNTIL_AT, value_int(due));
}

static bool another_is_open(Change *change) {
	Value params[] = {change->after[EXTENSION_WORK_ORDER], value_int(change->id)};
	return change_query_int(
			   change, "SELECT count(*) FROM extension WHERE work_order = ? AND state = 'asked' AND id <> ?", params, 2, 0) > 0;
}

/* Before the limit, once at a time, and to a later moment. */
void guard_extension_ask(Change *change) {
	const Value *order = order_open(change, EXTENSION_WORK_ORDER), *after = change->after;
	if (!order) return;
	int64_t due = value_number(order[WORK_ORDER_DUE_AT], 0), until = value_number(after[EXTENSION_UNTIL_AT], 0);
	if (due && change->now > due)
		change_refuse(change, "extension-late", "", "已过办结时限，不能再申请延期。可提交情况说明，由督查科决定",
			"The limit has passed, so no extension can be asked for. Explain the situation; the supervision office decides");
	else if (!due)
		change_refuse(
			change, "no-due", "", "这张工单没有办结时限，不用延期", "This order has no limit, so there is nothing to extend");
	if (another_is_open(change))
		change_refuse(change, "extension-open", "", "已有一份延期申请在等批复，批复后再申请",
			"An extension is waiting for its decision; ask again after that");
	if (due && !value_is_null(after[EXTENSION_UNTIL_ON]) && until <= due && !refusals_have(change->refusals, "too-far"))
		change_refuse_input(change, "extension-earlier", EXTENSION_UNTIL_ON,
			arena_printf(change->arena, "延期后的日期要晚于原时限（%s）", instant_format_zh(change->arena, due, change->now)),
			arena_printf(change->arena, "The new day must be later than the present limit (%s)",
				instant_format_en(change->arena, due, change->now)));
}

static const Value *order_of(Change *change) {
	return change_row(change, RECORD_WORK_ORDER, value_number(change->after[EXTENSION_WORK_ORDER], 0));
}

/* What was asked for still makes sense: the order is open, and the new moment has not passed either. */
void guard_extension_grant(Change *change) {
	const Value *order = order_of(change);
	const char *state = order ? value_str(order[WORK_ORDER_STATE]) : "";
	if (strcmp(state, WORK_ORDER_STATE_SENT) != 0 && strcmp(state, WORK_ORDER_STATE_WORKING) != 0)
		change_refuse(change, "order-ended", "", "这张工单已经办结或收回，不用再延期",
			"This order is completed or was taken back; there is nothing to extend");
	else if (value_number(change->after[EXTENSION_UNTIL_AT], 0) <= change->now)
		change_refuse(change, "extension-over", "", "申请延至的日期已过，请不予同意，并请承办单位说明情况",
			"The day asked for has passed; do not grant it, and let the unit explain");
}

/* A cooperating part has its own limit, set by hand; it turns yellow as the matter's policy says. */
static void move_helper(Change *change, const Value *order) {
	const Book *book = change_book(change);
	const Value *matter = change_row(change, RECORD_MATTER, value_number(change->after[EXTENSION_MATTER], 0));
	int64_t until = value_number(change->after[EXTENSION_UNTIL_AT], 0);
	DueRun run;
	if (!book || !matter) return;
	int fault = due_run_of(change->conn, change->arena, book, matter, change->now, &run);
	change_fault(change, fault);
	if (fault) return;
	int32_t yellow = run.policy ? run.policy->clocks[CLOCK_COMPLETE].yellow_min : 0;
	const Hours *hours = book_hours(book, value_number(order[WORK_ORDER_UNIT], 0));
	Given given[] = {{WORK_ORDER_DUE_AT, value_int(until)},
		{WORK_ORDER_YELLOW_AT, value_int(due_yellow(change->arena, book, hours, change->now, until, yellow))}};
	change_issue(change, RECORD_WORK_ORDER, WORK_ORDER_CMD_SET_DUE, value_number(order[WORK_ORDER_ID], 0), given, 2, NULL);
}

/* The lead's limit is the matter's: the matter is told, and with it who asked for the work. */
void effect_extension_granted(Change *change) {
	const Value *order = order_of(change), until = change->after[EXTENSION_UNTIL_AT];
	int64_t matter = value_number(change->after[EXTENSION_MATTER], 0);
	if (!order) return;
	bool lead = !strcmp(value_str(order[WORK_ORDER_ROLE]), ORDER_ROLE_IS_LEAD);
	const char *words = arena_printf(change->arena, "%s办结时间由 %s 延至 %s。理由：%s", lead ? "" : "协办部分",
		instant_format_zh(change->arena, value_number(change->after[EXTENSION_FROM_DUE], 0), change->now),
		instant_format_zh(change->arena, until.number, change->now), value_str(change->after[EXTENSION_REASON]));
	Given given[] = {{MATTER_DUE_GIVEN_AT, until}, {MATTER_DUE_SET_AT, value_int(change->now)}};
	if (!lead) move_helper(change, order);
	change_issue(change, RECORD_MATTER, lead ? MATTER_CMD_EXTEND : MATTER_CMD_MARK_EXTENSION, matter, given, lead ? 2 : 0, words);
}

/* Inside only: the limit stands, and why. */
void effect_extension_refused(Change *change) {
	const Value *matter = change_row(change, RECORD_MATTER, value_number(change->after[EXTENSION_MATTER], 0));
	const char *state = matter ? value_str(matter[MATTER_STATE]) : "";
	if (strcmp(state, MATTER_STATE_SENT) != 0 && strcmp(state, MATTER_STATE_WORKING) != 0) return;
	change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_EXTENSION_REFUSED, value_number(change->after[EXTENSION_MATTER], 0), NULL,
		0, change->note);
}
