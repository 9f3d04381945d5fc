#include "command/change.h"
#include "model_gen.h"

static void add_one(Change *change, int field) {
	change_set(change, field, value_int(value_number(change->after[field], 0) + 1));
}

static void clear(Change *change, const int *fields, size_t count) {
	for (size_t i = 0; i < count; i++) change_set(change, fields[i], value_null());
}
#define CLEAR(change, ...) clear(change, (const int[]){__VA_ARGS__}, sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

/* The day on which it is looked at whether the remedy lasted: so many days after closing as the kind's policy says. */
static Value effect_day(Change *change) {
	const Book *book = change_book(change);
	const Value *kind = change_row(change, RECORD_KIND, value_number(change->after[MATTER_KIND], 0));
	if (!book || !kind) return value_null();
	bool urgent = value_number(change->after[MATTER_URGENT], 0) == 1 && !value_is_null(kind[KIND_URGENT_POLICY]);
	const BookPolicy *policy = book_policy(book, value_number(kind[urgent ? KIND_URGENT_POLICY : KIND_POLICY], 0));
	return policy && policy->effect_days ? value_int(day_of_instant(change->now) + policy->effect_days) : value_null();
}

/* Who must sign and arrive anew when the matter goes back to the desk. */
static void back_to_desk(Change *change) {
	CLEAR(change, MATTER_SIGNED_AT, MATTER_ATTENDED_AT, MATTER_WORKER, MATTER_PLAN, MATTER_SIGN_DUE, MATTER_ATTEND_DUE,
		MATTER_PAUSED_AT, MATTER_PAUSE_UNTIL, MATTER_PAUSE_REASON);
}

static void undo_outcome(Change *change) {
	CLEAR(change, MATTER_DONE_AT, MATTER_RESULT, MATTER_QUALITY, MATTER_OUTCOME, MATTER_ANSWERED_AT, MATTER_ANSWER_WAY);
}

/* Counters and moments that a command leaves on the matter. */
void derive_matter_counts(Change *change) {
	Value now = value_int(change->now);
	switch (change->command->index) {
	case MATTER_CMD_ACCEPT: change_set(change, MATTER_ACCEPTED_AT, now); break;
	case MATTER_CMD_URGE:
		add_one(change, MATTER_URGE_COUNT);
		change_set(change, MATTER_URGED_AT, now);
		break;
	case MATTER_CMD_ME_TOO: add_one(change, MATTER_ME_TOO); break;
	case MATTER_CMD_MARK_RETURNED: add_one(change, MATTER_RETURN_COUNT); /* fall through */
	case MATTER_CMD_REDIRECT: back_to_desk(change); break;
	case MATTER_CMD_MARK_REWORKED: undo_outcome(change); break;
	case MATTER_CMD_MARK_DONE:
	case MATTER_CMD_MARK_RESUMED: CLEAR(change, MATTER_PAUSED_AT, MATTER_PAUSE_UNTIL, MATTER_PAUSE_REASON); break;
	case MATTER_CMD_REOPEN:
	case MATTER_CMD_MARK_REOPENED:
		add_one(change, MATTER_REOPEN_COUNT);
		undo_outcome(change);
		back_to_desk(change);
		CLEAR(change, MATTER_SENT_AT, MATTER_RESENT_AT, MATTER_DUE_AT, MATTER_ANSWER_DUE, MATTER_YELLOW_AT,
			MATTER_PROVISIONAL_YEAR, MATTER_CLOSED_AT, MATTER_EFFECT_ON);
		break;
	case MATTER_CMD_CLOSE:
		change_set(change, MATTER_CLOSED_AT, now);
		change_set(change, MATTER_EFFECT_OK, value_null());
		change_set(change, MATTER_EFFECT_ON, effect_day(change));
		break;
	default: break;
	}
}
