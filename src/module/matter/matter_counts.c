#include "command/change.h"
#include "model_gen.h"
#include "module/matter/duty.h"

#include <string.h>

/* How long the desk has a call to make in its queue: defaults of this program. */
enum { CALL_DAYS = 30, CALL_POOR_DAYS = 365 };

static void add_one(Change *change, int field) {
	change_set(change, field, value_int(value_number(change->after[field], 0) + 1));
}

static void clear(Change *change, const int *fields, size_t count) {
	for (size_t i = 0; i < count; i++) change_set(change, fields[i], value_null());
}
#define CLEAR(change, ...) clear(change, (const int[]){__VA_ARGS__}, sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

/* The day on which it is looked at whether the remedy lasted: so many days after closing as the kind's policy says. */
static Value effect_day(Change *change) {
	const BookPolicy *policy = matter_policy(change, change->after);
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

/* Who was not content is called, for a year; who did not say is asked within a month of closing; who cannot be reached is not. */
static void keep_callback(Change *change) {
	const Value *after = change->after;
	const char *grade = value_str(after[MATTER_SATISFACTION]);
	bool poor = !strcmp(grade, SATISFACTION_IS_POOR) || !strcmp(grade, SATISFACTION_IS_VERY_POOR);
	bool known = !value_is_null(after[MATTER_CLIENT]) || !value_is_null(after[MATTER_ASKER]), asked = false;
	int64_t from = change->now;
	switch (change->command->index) {
	case MATTER_CMD_RATE:
	case MATTER_CMD_CONFIRM: break;
	case MATTER_CMD_IMPORT: from = value_number(after[MATTER_CLOSED_AT], 0); /* fall through */
	case MATTER_CMD_CLOSE:
		asked = !*grade;
		/* Called already, and they were content in the end. */
		poor = poor && !value_is_null(after[MATTER_CALLBACK_UNTIL]);
		break;
	default: return;
	}
	bool call = known && (poor || asked);
	int32_t day = day_of_instant(from) + (poor ? CALL_POOR_DAYS : CALL_DAYS);
	change_set(change, MATTER_CALLBACK_UNTIL, call ? value_int(day) : value_null());
}

/* Counters and moments that a command leaves on the matter. */
void derive_matter_counts(Change *change) {
	Value now = value_int(change->now);
	keep_callback(change);
	switch (change->command->index) {
	case MATTER_CMD_ACCEPT: change_set(change, MATTER_ACCEPTED_AT, now); break;
	case MATTER_CMD_URGE:
		add_one(change, MATTER_URGE_COUNT);
		change_set(change, MATTER_URGED_AT, now);
		break;
	case MATTER_CMD_CALLBACK: change_set(change, MATTER_CALLBACK_UNTIL, value_null()); break;
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
			MATTER_PROVISIONAL_YEAR, MATTER_DUE_GIVEN_AT, MATTER_DUE_SET_AT, MATTER_CLOSED_AT, MATTER_EFFECT_ON,
			MATTER_CALLBACK_UNTIL);
		break;
	case MATTER_CMD_CLOSE:
		change_set(change, MATTER_CLOSED_AT, now);
		change_set(change, MATTER_EFFECT_OK, value_null());
		change_set(change, MATTER_EFFECT_ON, effect_day(change));
		break;
	default: break;
	}
}
