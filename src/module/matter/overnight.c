/* What sleeps over and what was said about it (案不积卷、事不过夜). explained_until is the last day whose night needs no further word: a word
 * "by Friday" speaks for the nights before Friday; a pause with its reason and end speaks for its own. */
#include "base/instant.h"
#include "command/change.h"
#include "model_gen.h"

#include <string.h>

/* A word may speak for half a year at most, as a pause may. A bound of this program. */
enum { EXPLAIN_DAYS_MAX = 183 };

static void silent_from(Change *change, int field) {
	change_set(change, field, value_int(day_of_instant(change->now) - 1));
}

/* A word never shortens what another has said: resuming and coming back do, by silent_from. */
static void speaks_to(Change *change, int field, int64_t day) {
	if (day > value_number(change->after[field], 0)) change_set(change, field, value_int(day));
}

void derive_order_overnight(Change *change) {
	const Value *after = change->after;
	if (!change->before) silent_from(change, WORK_ORDER_EXPLAINED_UNTIL);
	switch (change->command->index) {
	case WORK_ORDER_CMD_EXPLAIN_OVERNIGHT:
		change_set(change, WORK_ORDER_EXPLAINED_UNTIL, value_int(value_number(after[WORK_ORDER_OVERNIGHT_UNTIL], 0) - 1));
		break;
	case WORK_ORDER_CMD_PAUSE:
		speaks_to(change, WORK_ORDER_EXPLAINED_UNTIL, day_of_instant(value_number(after[WORK_ORDER_PAUSE_UNTIL], 0)) - 1);
		break;
	case WORK_ORDER_CMD_RESUME:
	case WORK_ORDER_CMD_REWORK: silent_from(change, WORK_ORDER_EXPLAINED_UNTIL); break;
	default: break;
	}
}

void derive_matter_overnight(Change *change) {
	if (!change->before || change->command->index == MATTER_CMD_MARK_RETURNED ||
		change->command->index == MATTER_CMD_MARK_REOPENED)
		silent_from(change, MATTER_EXPLAINED_UNTIL);
	else if (change->command->index == MATTER_CMD_EXPLAIN_OVERNIGHT)
		change_set(change, MATTER_EXPLAINED_UNTIL, value_int(value_number(change->after[MATTER_OVERNIGHT_UNTIL], 0) - 1));
}

static void check_reason(Change *change, int reason_field, int until_field) {
	const Value *reason = change_row(change, RECORD_DICT_ITEM, value_number(change->after[reason_field], 0));
	int64_t until = value_number(change->after[until_field], 0), today = day_of_instant(change->now);
	if (reason && strcmp(value_str(reason[DICT_ITEM_DICT]), DICT_NAME_IS_OVERNIGHT_REASON))
		change_refuse_input(
			change, "overnight-reason", reason_field, "请选择一个过夜原因", "Choose one of the reasons for sleeping over");
	if (until && (until <= today || until > today + EXPLAIN_DAYS_MAX))
		change_refuse_input(change, "overnight-until", until_field, "预计办结日要晚于今天，最多 183 天后；今天能办完就不用说明",
			"The expected day must be after today and within 183 days; what is done today needs no word");
}

void guard_order_overnight_reason(Change *change) {
	check_reason(change, WORK_ORDER_OVERNIGHT_REASON, WORK_ORDER_OVERNIGHT_UNTIL);
}

void guard_matter_overnight_reason(Change *change) {
	check_reason(change, MATTER_OVERNIGHT_REASON, MATTER_OVERNIGHT_UNTIL);
}
