#include "command/change.h"
#include "model_gen.h"

#include <string.h>

enum { TITLE_MAX = 60 };
/* The kind for which somebody must go somewhere. */
static const char REPAIR[] = "repair";

/* An anonymous matter is given by nobody: whoever is logged in would stand in the journal. The desk's own name there is not the asker's. */
static void refuse_named_anonymous(Change *change) {
	const Actor *actor = change->actor;
	if (value_number(change->after[MATTER_ANONYMOUS], 0) != 1 || !actor->person || actor_is(actor, ROLE_DESK)) return;
	change_refuse_input(change, "anonymous-named", MATTER_ANONYMOUS,
		"这样登记会记下您的账号，不是匿名。要匿名请在“建议、意见”页（/my/opinion）提交，那里不记录您是谁",
		"Registered here your log-in would be kept, so it would not be anonymous. Use the page of suggestions (/my/opinion), "
		"which "
		"keeps no name");
}

/* A matter has a short subject and a kind in use; a repair says where; a guest chooses among the kinds offered to askers. */
void guard_matter_create(Change *change) {
	const Value *after = change->after;
	const Value *kind = change_row(change, RECORD_KIND, value_number(after[MATTER_KIND], 0));
	if (text_count(value_str(after[MATTER_TITLE])) > TITLE_MAX)
		change_refuse_input(change, "too-long", MATTER_TITLE, "事由最多 60 个字，详细情况请写在说明里",
			"The subject may have 60 characters; put the rest into the details");
	refuse_named_anonymous(change);
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
