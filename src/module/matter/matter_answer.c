#include "command/change.h"
#include "model_gen.h"

#include <string.h>

static bool way_is(const Change *change, const char *way) {
	return !strcmp(value_str(change->after[MATTER_ANSWER_WAY]), way);
}

/* What staff may register: they told the asker by phone or in person, or answered openly where nobody can be told. */
void guard_matter_answer(Change *change) {
	const Value *before = change->before;
	bool nobody = value_is_null(before[MATTER_CLIENT]) && value_is_null(before[MATTER_ASKER]);
	if (!value_is_null(before[MATTER_ANSWERED_AT]))
		change_refuse(change, "answered", "", "回音已登记过，不用再登记", "The answer has been recorded already");
	if (way_is(change, ANSWER_WAY_IS_LINK) || way_is(change, ANSWER_WAY_IS_CONFIRM))
		change_refuse_input(change, "answer-way", MATTER_ANSWER_WAY, "本人查看、本人确认由系统登记；请选择电话告知或当面告知",
			"Reading and confirming are recorded when the asker does so; choose by phone or in person");
	if (way_is(change, ANSWER_WAY_IS_NONE) && !nobody)
		change_refuse_input(change, "answer-way", MATTER_ANSWER_WAY, "报事人有名有姓，请电话或当面告知后再登记",
			"The asker is known: tell them by phone or in person, then record it");
}

/* Reading counts once, and only an answer that stands. */
void guard_matter_unanswered(Change *change) {
	if (!value_is_null(change->before[MATTER_ANSWERED_AT]))
		change_refuse(change, "answered", "", "回音已登记过，不用再登记", "The answer has been recorded already");
}

static const char *way_of(const Change *change) {
	switch (change->command->index) {
	case MATTER_CMD_CONFIRM: return ANSWER_WAY_IS_CONFIRM;
	case MATTER_CMD_CALLBACK: return ANSWER_WAY_IS_PHONE;
	case MATTER_CMD_READ_ANSWER: return ANSWER_WAY_IS_LINK;
	default: return value_str(change->after[MATTER_ANSWER_WAY]);
	}
}

/* The answer has reached the asker: noted once, by the way it first came. */
void effect_matter_answered(Change *change) {
	if (!value_is_null(change->after[MATTER_ANSWERED_AT])) return;
	Given given[] = {{MATTER_ANSWERED_AT, value_int(change->now)}, {MATTER_ANSWER_WAY, value_text(way_of(change))}};
	change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_ANSWERED, change->id, given, 2, NULL);
}

/* A call back to somebody who is not content opens the matter again; otherwise it is the answer. */
void effect_matter_callback(Change *change) {
	const char *words = value_str(change->after[MATTER_SATISFACTION]);
	bool content = strcmp(words, SATISFACTION_IS_POOR) && strcmp(words, SATISFACTION_IS_VERY_POOR);
	if (content) effect_matter_answered(change);
	else change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_REOPENED, change->id, NULL, 0, change->note);
}
