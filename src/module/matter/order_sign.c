#include "command/change.h"
#include "model_gen.h"
#include "module/matter/orders.h"

/* Signed for: the first duty (交待) of the matter has its name. */
void effect_order_signed(Change *change) {
	if (!order_is_lead(change->after, WORK_ORDER_ROLE)) return;
	Given given[] = {{MATTER_SIGNED_AT, value_int(change->now)}, {MATTER_WORKER, change->after[WORK_ORDER_WORKER]}};
	change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_SIGNED, change->after[WORK_ORDER_MATTER].number, given, 2, change->note);
}

/* One arrives once. */
void guard_order_attend(Change *change) {
	if (!value_is_null(change_before(change, WORK_ORDER_ATTENDED_AT)))
		change_refuse(change, "attended", "", "已登记到场，不用再登记", "Your arrival has been recorded already");
}

void effect_order_attended(Change *change) {
	if (!order_is_lead(change->after, WORK_ORDER_ROLE)) return;
	Given given[] = {{MATTER_ATTENDED_AT, value_int(change->now)}};
	change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_ATTENDED, change->after[WORK_ORDER_MATTER].number, given, 1, NULL);
}
