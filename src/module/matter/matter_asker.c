#include "base/outside.h"
#include "command/change.h"
#include "model_gen.h"

#include <string.h>

static const char *channel_of(const Change *change) {
	const char *entrance = change_entrance(change);
	bool for_another = !value_is_null(change->after[MATTER_CLIENT]) && actor_is(change->actor, ROLE_DESK);
	if (!strcmp(entrance, "guest")) return CHANNEL_IS_QR;
	if (!strcmp(entrance, "api")) return CHANNEL_IS_API;
	return for_another ? CHANNEL_IS_DESK : CHANNEL_IS_PAGE;
}

/* Who raised it, for which unit, through which channel, and the secret by which it is followed without a log-in. Where a person served
 * is named, the matter is theirs; an assistant who reported it for them sees it too (代报). The desk stands in the journal only. An anonymous
 * one names nobody. */
void derive_matter_asker(Change *change) {
	Value *after = change->after;
	if (change->before) return;
	if (value_is_null(after[MATTER_CHANNEL])) change_set(change, MATTER_CHANNEL, value_text(channel_of(change)));
	if (value_is_null(after[MATTER_TOKEN])) change_set(change, MATTER_TOKEN, value_text(outside_token(change->arena)));
	if (value_number(after[MATTER_ANONYMOUS], 0) == 1) {
		after[MATTER_CLIENT] = after[MATTER_ASKER] = after[MATTER_ASKER_UNIT] = after[MATTER_PROXY] = value_null();
		return;
	}
	if (!value_is_null(after[MATTER_ASKER])) return;
	if (!value_is_null(after[MATTER_CLIENT])) {
		const Value *client = change_row(change, RECORD_CLIENT, after[MATTER_CLIENT].number);
		if (client) after[MATTER_ASKER] = client[CLIENT_PERSON], after[MATTER_ASKER_UNIT] = client[CLIENT_UNIT];
		bool own = client && value_number(client[CLIENT_PERSON], 0) == change->actor->person;
		if (change->actor->person && !own && !actor_is(change->actor, ROLE_DESK))
			after[MATTER_PROXY] = value_int(change->actor->person);
	} else if (change->actor->person) {
		after[MATTER_ASKER] = value_int(change->actor->person);
		if (change->actor->unit) after[MATTER_ASKER_UNIT] = value_int(change->actor->unit);
	}
}
