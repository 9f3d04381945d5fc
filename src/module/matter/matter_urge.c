#include "command/change.h"
#include "model_gen.h"
#include "module/matter/asker.h"
#include "module/matter/duty.h"

/* The desk, heads and leaders urge at any time; the asker and their unit's liaison again after the working minutes of the kind's policy, in
 * the responsible unit's working time. */
void guard_matter_urge(Change *change) {
	const Actor *actor = change->actor;
	const Value *before = change->before;
	if (change_is_issued(change) || actor_is(actor, ROLE_DESK) || actor_is(actor, ROLE_HEAD) || actor_is(actor, ROLE_LEADER))
		return;
	bool liaison = actor_is(actor, ROLE_LIAISON) && actor->unit && value_number(before[MATTER_ASKER_UNIT], 0) == actor->unit;
	if (!asker_is(change) && !liaison) {
		refuse(change->refusals, REFUSAL_RIGHT, "not-asker", "", "只有报事人、本单位联络员、调度台和负责人可以催办",
			"Only the asker, their unit's liaison, the desk and heads may urge");
		return;
	}
	int64_t last = value_number(before[MATTER_URGED_AT], 0), next;
	const Book *book = change_book(change);
	if (!last || !book) return;
	const Hours *hours = book_hours(book, value_number(before[MATTER_OWNER_UNIT], 0));
	const BookPolicy *policy = matter_policy(change, before);
	int64_t gap = policy ? policy->urge_gap_min : URGE_GAP_MIN;
	if (!gap || !clock_add_minutes(book_calendar(book), hours, last, gap, &next) || next <= change->now) return;
	refuse(change->refusals, REFUSAL_LIMIT, "urged-already", "",
		arena_printf(
			change->arena, "已催过一次，承办单位已收到。%s 以后可以再催", instant_format_zh(change->arena, next, change->now)),
		arena_printf(change->arena, "Urged already, and the unit has been told. You may urge again after %s",
			instant_format_en(change->arena, next, change->now)));
}
