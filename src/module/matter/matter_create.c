#include "command/change.h"
#include "model_gen.h"

#include <string.h>

enum { TITLE_MAX = 60 };
/* The kind for which somebody must go somewhere. */
static const char REPAIR[] = "repair";

/* A matter has a short subject and a kind in use; a repair says where; a guest chooses among the kinds offered to askers. */
void guard_matter_create(Change *change) {
	const Value *after = change->after;
	const Value *kind = change_row(change, RECORD_KIND, value_number(after[MATTER_KIND], 0));
	if (text_count(value_str(after[MATTER_TITLE])) > TITLE_MAX)
		change_refuse_input(change, "too-long", MATTER_TITLE, "事由最多 60 个字，详细情况请写在说明里",
			"The subject may have 60 characters; put the rest into the details");
	if (!kind) return;
	bool guest = change->actor->person == 0 && !actor_is(change->actor, ROLE_ENGINE);
	if (value_number(kind[KIND_ACTIVE], 1) == 0 || (guest && value_number(kind[KIND_FOR_ASKER], 0) != 1))
		change_refuse_input(
			change, "kind", MATTER_KIND, "这个类别不能选，请另选一个", "This kind cannot be chosen; choose another");
	bool somewhere = !value_is_null(after[MATTER_PLACE]) || !value_is_null(after[MATTER_ASKER_UNIT]);
	if (!strcmp(value_str(kind[KIND_CODE]), REPAIR) && !somewhere)
		change_refuse_input(change, "matter-place", MATTER_PLACE, "请选择地点或资产，师傅才知道去哪里",
			"Choose a place or an asset, so that the worker knows where to go");
}
