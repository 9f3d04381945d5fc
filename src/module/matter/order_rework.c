#include "command/change.h"
#include "model_gen.h"
#include "module/matter/orders.h"

#include <string.h>

/* A lead's work is done again while its matter waits for the answer, a cooperating part's while the matter is under way. */
void guard_order_rework(Change *change) {
	const Value *matter = change_row(change, RECORD_MATTER, value_number(change->before[WORK_ORDER_MATTER], 0));
	const char *state = matter ? value_str(matter[MATTER_STATE]) : "";
	bool lead = order_is_lead(change->before, WORK_ORDER_ROLE);
	if (lead && strcmp(state, MATTER_STATE_DONE))
		change_refuse(change, "rework", "", "事项已销号或已退回调度台，不能返工；请在事项上选“没解决”重新办理",
			"The matter is struck off or back at the desk; open it again instead (“Not solved”)");
	if (!lead && strcmp(state, MATTER_STATE_WORKING))
		change_refuse(change, "rework", "", "主办已办结，请先让主办返工，再返工配合部分",
			"The lead has completed; send the lead's work back first, then this part");
}

void effect_order_reworked(Change *change) {
	if (!order_is_lead(change->after, WORK_ORDER_ROLE)) return;
	change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_REWORKED, change->after[WORK_ORDER_MATTER].number, NULL, 0, change->note);
}
