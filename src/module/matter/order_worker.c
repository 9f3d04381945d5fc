#include "command/change.h"
#include "model_gen.h"
#include "module/matter/orders.h"
#include "module/matter/unit_person.h"

/* The worker named belongs to the unit the order was sent to, or below it. */
void guard_order_worker(Change *change) {
	int64_t unit = value_number(change->after[WORK_ORDER_UNIT], 0), worker = value_number(change->after[WORK_ORDER_WORKER], 0);
	if (!worker || unit_has_person(change, unit, worker)) return;
	change_refuse_input(change, "worker-unit", WORK_ORDER_WORKER,
		arena_printf(change->arena, "经办人要是%s或其下级的人，请另选一个", unit_name(change, unit)),
		arena_printf(change->arena, "The worker must be of %s or a unit below it; choose another", unit_name(change, unit)));
}

/* An order given to somebody is theirs; a team leader or head may act for them. */
void guard_order_mine(Change *change) {
	int64_t worker = value_number(change_before(change, WORK_ORDER_WORKER), 0);
	unsigned above = ROLE_BIT(ROLE_TEAM) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_ENGINE);
	if (!worker || worker == change->actor->person || change->actor->roles & above || change_is_issued(change)) return;
	const Value *person = change_row(change, RECORD_PERSON, worker);
	const char *name = person ? value_str(person[PERSON_NAME]) : "";
	refuse(change->refusals, REFUSAL_RIGHT, "order-of-another", "",
		arena_printf(change->arena, "这张工单已派给%s，请由本人办理，或请班组长改派", name),
		arena_printf(change->arena, "This order was given to %s, who must do this; the team leader can assign it anew", name));
}

/* The matter's worker is the lead order's. */
void effect_order_assigned(Change *change) {
	if (!order_is_lead(change->after, WORK_ORDER_ROLE)) return;
	Given given[] = {{MATTER_WORKER, change->after[WORK_ORDER_WORKER]}};
	change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_WORKER, change->after[WORK_ORDER_MATTER].number, given, 1, NULL);
}
