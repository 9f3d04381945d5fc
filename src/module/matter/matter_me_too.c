#include "command/change.h"
#include "model_gen.h"

/* Each person says it once, and the asker said it by asking. */
void guard_matter_me_too(Change *change) {
	int64_t person = change->actor->person;
	Value params[] = {value_int(change->id), value_int(person)};
	bool said = value_number(change_before(change, MATTER_ASKER), 0) == person ||
				change_query_int(change, "SELECT count(*) FROM rejoin WHERE matter = ? AND person = ?", params, 2, 0);
	if (person && said)
		change_refuse(
			change, "me-too", "", "您已经报过这件事，有进展会告诉您", "You have told us already; you will hear of its progress");
}

/* A matter of their own, joined at once: with its own number and link and its own right to an answer. It bears the tile's word, not the
 * other asker's. */
void effect_matter_me_too(Change *change) {
	const Value *of = change->after;
	const Value *problem = change_row(change, RECORD_PROBLEM, value_number(of[MATTER_PROBLEM], 0)),
				*kind = change_row(change, RECORD_KIND, value_number(of[MATTER_KIND], 0));
	Given given[] = {{MATTER_TITLE, problem ? problem[PROBLEM_NAME]
									: kind	? kind[KIND_NAME]
											: value_null()},
		{MATTER_KIND, of[MATTER_KIND]}, {MATTER_PROBLEM, of[MATTER_PROBLEM]}, {MATTER_PLACE, of[MATTER_PLACE]},
		{MATTER_ASSET, of[MATTER_ASSET]}, {MATTER_DETAIL, value_text(change->note)}};
	int64_t own = change_issue(change, RECORD_MATTER, MATTER_CMD_REPORT, 0, given, sizeof given / sizeof *given, NULL);
	Given into = {MATTER_MERGED_INTO, value_int(change->id)};
	if (own) change_issue(change, RECORD_MATTER, MATTER_CMD_MERGE, own, &into, 1, NULL);
}
