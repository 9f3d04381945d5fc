#include "command/change.h"
#include "model_gen.h"
#include "module/matter/orders.h"

#include <string.h>

/* The longest a clock may rest at once: half a year; a longer wait is a matter to close or to give on. A bound of this program. */
enum { PAUSE_DAYS_MAX = 183 };

/* A pause has a reason of the dictionary and a planned end to come. */
void guard_order_pause(Change *change) {
	const Value *after = change->after;
	int64_t until = value_number(after[WORK_ORDER_PAUSE_UNTIL], 0);
	const Value *reason = change_row(change, RECORD_DICT_ITEM, value_number(after[WORK_ORDER_PAUSE_REASON], 0));
	if (!value_is_null(change->before[WORK_ORDER_PAUSED_AT]))
		change_refuse(
			change, "paused", "", "已经暂停，请先继续再重新暂停", "It is paused already; resume it before pausing it anew");
	if (reason && strcmp(value_str(reason[DICT_ITEM_DICT]), DICT_NAME_IS_PAUSE_REASON))
		change_refuse_input(
			change, "pause-reason", WORK_ORDER_PAUSE_REASON, "请选择一个暂停原因", "Choose one of the reasons for a pause");
	if (until && (until <= change->now || until > change->now + (int64_t)PAUSE_DAYS_MAX * DAY_S))
		change_refuse_input(change, "pause-until", WORK_ORDER_PAUSE_UNTIL, "暂停至要晚于现在，最多 183 天；更久请退单或办结",
			"The pause must end after now and within 183 days; return or complete the order if it takes longer");
}

/* The lead's pause rests the matter's clocks; a planned end is counted at once, so the due time shown is the one to expect. */
void effect_order_paused(Change *change) {
	const Value *after = change->after;
	if (!order_is_lead(after, WORK_ORDER_ROLE)) return;
	const Value *item = change_row(change, RECORD_DICT_ITEM, value_number(after[WORK_ORDER_PAUSE_REASON], 0));
	Value reason = value_text(item ? value_str(item[DICT_ITEM_NAME]) : "暂停");
	Given pause[] = {{PAUSE_MATTER, after[WORK_ORDER_MATTER]}, {PAUSE_FROM_AT, value_int(change->now)},
		{PAUSE_UNTIL_AT, after[WORK_ORDER_PAUSE_UNTIL]}, {PAUSE_REASON, reason}};
	change_issue(change, RECORD_PAUSE, PAUSE_CMD_CREATE, 0, pause, 4, NULL);
	Given matter[] = {{MATTER_PAUSED_AT, value_int(change->now)}, {MATTER_PAUSE_UNTIL, after[WORK_ORDER_PAUSE_UNTIL]},
		{MATTER_PAUSE_REASON, reason}};
	change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_PAUSED, after[WORK_ORDER_MATTER].number, matter, 3, change->note);
}

void guard_order_resume(Change *change) {
	if (value_is_null(change_before(change, WORK_ORDER_PAUSED_AT)))
		change_refuse(change, "not-paused", "", "没有暂停，不用继续", "It is not paused");
}

/* The clocks go on, their due times worked out anew. */
void effect_order_resumed(Change *change) {
	if (!order_is_lead(change->after, WORK_ORDER_ROLE)) return;
	int64_t matter = change->after[WORK_ORDER_MATTER].number;
	pauses_finish(change, matter);
	change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_RESUMED, matter, NULL, 0, change->note);
}
