#include "command/change.h"
#include "model_gen.h"
#include "module/matter/asker.h"

bool asker_is(const Change *change) {
	const Actor *actor = change->actor;
	/* A guest sees one matter only: the one whose secret link they hold. */
	if (!actor->person) return actor_is(actor, ROLE_GUEST);
	return value_number(change_before(change, MATTER_ASKER), 0) == actor->person ||
		   value_number(change_before(change, MATTER_PROXY), 0) == actor->person;
}

/* The asker or who reported it for them, by log-in or by the secret link; or one of the roles the command names beside guest and asker. */
void guard_matter_is_asker(Change *change) {
	unsigned others = change->command->by & ~(ROLE_BIT(ROLE_GUEST) | ROLE_BIT(ROLE_ASKER));
	if (change_is_issued(change) || change->actor->roles & others || asker_is(change)) return;
	refuse(change->refusals, REFUSAL_RIGHT, "not-asker", "", "只有报事人本人可以这样做；如需代办请联系调度台",
		"Only who raised it may do this; the desk can do it on their behalf");
}
