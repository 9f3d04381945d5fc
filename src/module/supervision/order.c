#include "module/supervision/order.h"

#include "model_gen.h"

#include <string.h>

bool order_is_theirs(const Actor *actor, const Value *order) {
	int64_t worker = value_number(order[WORK_ORDER_WORKER], 0), unit = value_number(order[WORK_ORDER_UNIT], 0);
	if (worker && worker == actor->person) return true;
	for (int i = 0; i < actor->grant_count; i++) {
		const Grant *grant = &actor->grants[i];
		bool leads = grant->role == ROLE_TEAM || grant->role == ROLE_HEAD;
		if (grant->role == ROLE_ENGINE) return true;
		if (!leads && (grant->role != ROLE_WORKER || worker)) continue;
		if (grant->kind == SCOPE_ALL) return true;
		for (int k = 0; grant->kind == SCOPE_UNITS && k < grant->id_count; k++)
			if (grant->ids[k] == unit) return true;
	}
	return false;
}

const Value *order_open(Change *change, int field) {
	int64_t id = value_number(change->after[field], 0);
	const Value *order = id ? change_row(change, RECORD_WORK_ORDER, id) : NULL;
	if (!order) return NULL;
	if (!order_is_theirs(change->actor, order)) {
		refuse(change->refusals, REFUSAL_RIGHT, "order-of-another", "", "这张工单由别的单位或别人承办，请由承办的人提交",
			"Another unit or person does this order; they must send this");
		return NULL;
	}
	const char *state = value_str(order[WORK_ORDER_STATE]);
	if (strcmp(state, WORK_ORDER_STATE_SENT) != 0 && strcmp(state, WORK_ORDER_STATE_WORKING) != 0) {
		change_refuse(change, "order-ended", "", "这张工单已经办结或收回，不用再提交",
			"This order is completed or was taken back; nothing is to be sent any more");
		return NULL;
	}
	return order;
}
