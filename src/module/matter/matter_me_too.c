#include "command/change.h"
#include "model_gen.h"

/* Each person says it once, and the asker said it by asking. A guest cannot be told from another; the page limits them. */
void guard_matter_me_too(Change *change) {
	int64_t person = change->actor->person;
	if (!person || change_is_issued(change)) return;
	Value params[] = {value_int(change->id), value_int(person)};
	bool said = value_number(change_before(change, MATTER_ASKER), 0) == person ||
				change_query_int(change,
					"SELECT count(*) FROM journal WHERE record = 'matter' AND row_id = ? AND command = 'me_too' AND actor = ?",
					params, 2, 0);
	if (said)
		change_refuse(
			change, "me-too", "", "您已经报过这件事，有进展会告诉您", "You have told us already; you will hear of its progress");
}
