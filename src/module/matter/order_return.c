#include "command/change.h"
#include "model_gen.h"
#include "module/matter/duty.h"
#include "module/matter/orders.h"
#include "module/matter/unit_person.h"

#include <string.h>

enum { NOTE_MAX = 1990 };

/* After so many returns of the lead's part since it was first sent the desk has decided for good (终审): whoever it went to then keeps it. */
static void refuse_final(Change *change) {
	Value id = change->before[WORK_ORDER_MATTER];
	const Value *matter = change_row(change, RECORD_MATTER, value_number(id, 0));
	const BookPolicy *policy = matter ? matter_policy(change, matter) : NULL;
	if (!matter || !order_is_lead(change->before, WORK_ORDER_ROLE)) return;
	Value params[] = {id, value_int(value_number(matter[MATTER_SENT_AT], 0))};
	int64_t returned = change_query_int(change,
		"SELECT count(*) FROM work_order WHERE matter = ? AND role = 'lead' AND state = 'returned' AND created_at >= ?", params,
		2, 0);
	if (returned < (policy ? policy->returns_max : RETURNS_MAX)) return;
	change_refuse(change, "return-final", "",
		arena_printf(change->arena,
			"此事已退单 %lld 次，调度台已终审由%s主办，不能再退。条件不具备请登记暂停；确需改派请联系调度台", (long long)returned,
			unit_name(change, value_number(change->after[WORK_ORDER_UNIT], 0))),
		arena_printf(change->arena,
			"It was returned %lld times and the desk has decided for good. If it cannot go on now, record a pause; the desk "
			"alone "
			"can give it to another unit",
			(long long)returned));
}

/* Who returns an order says why, out of the dictionary, and who should have it instead. */
void guard_order_return(Change *change) {
	const Value *after = change->after;
	const Value *reason = change_row(change, RECORD_DICT_ITEM, value_number(after[WORK_ORDER_RETURN_REASON], 0));
	refuse_final(change);
	if (reason && strcmp(value_str(reason[DICT_ITEM_DICT]), DICT_NAME_IS_RETURN_REASON))
		change_refuse_input(
			change, "return-reason", WORK_ORDER_RETURN_REASON, "请选择一个退单原因", "Choose one of the reasons for a return");
	if (value_equal(after[WORK_ORDER_NEXT_UNIT], after[WORK_ORDER_UNIT]))
		change_refuse_input(change, "next-unit", WORK_ORDER_NEXT_UNIT, "建议转给的单位不能是本单位，请另选一个",
			"The next owner cannot be your own unit; choose another");
}

static const char *words_of(Change *change) {
	const Value *after = change->after;
	const Value *reason = change_row(change, RECORD_DICT_ITEM, value_number(after[WORK_ORDER_RETURN_REASON], 0));
	const char *words = arena_printf(change->arena, "%s退单：%s，建议转给%s。%s",
		unit_name(change, value_number(after[WORK_ORDER_UNIT], 0)), reason ? value_str(reason[DICT_ITEM_NAME]) : "",
		unit_name(change, value_number(after[WORK_ORDER_NEXT_UNIT], 0)), change->note ? change->note : "");
	return text_cut(change->arena, words, NOTE_MAX);
}

/* The lead's return gives the whole matter back to the desk; a cooperating unit's ends its own part, and the desk reads why. The matter's
 * clock does not stop. */
void effect_order_returned(Change *change) {
	int64_t matter = change->after[WORK_ORDER_MATTER].number;
	const char *words = words_of(change);
	if (!order_is_lead(change->after, WORK_ORDER_ROLE)) {
		change_issue(change, RECORD_MATTER, MATTER_CMD_REMARK, matter, NULL, 0, words);
		return;
	}
	orders_cancel(change, matter, change->id, words);
	change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_RETURNED, matter, NULL, 0, words);
}
