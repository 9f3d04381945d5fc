/* An instruction becomes a matter of kind `instruction`, accepted, and dispatched where the unit is known: one transaction. */
#include "base/instant.h"
#include "command/change.h"
#include "model_gen.h"
#include "module/supervision/day.h"

#include <string.h>

enum { SUBJECT_CHARS = 30, DETAIL_CHARS = 1000 };

static bool is_blank(Value value) {
	return value_is_null(value) || text_is_blank(value_str(value));
}

/* The first line of the words, cut; of a photographed paper alone, what it is. */
static const char *subject_of(Change *change) {
	const char *words = value_str(change->after[INSTRUCTION_WORDS]);
	if (is_blank(change->after[INSTRUCTION_WORDS]))
		return arena_printf(change->arena, "批示件（%s）",
			day_format(change->arena, (int32_t)value_number(change->after[INSTRUCTION_GIVEN_ON], 0)));
	words = text_trim(change->arena, words);
	return text_cut(change->arena, arena_strndup(change->arena, words, strcspn(words, "\r\n")), SUBJECT_CHARS);
}

/* Who gives it on the own phone need not say who and when. */
void derive_instruction_given(Change *change) {
	Value *after = change->after;
	if (change->before) return;
	bool unnamed = value_is_null(after[INSTRUCTION_LEADER]) && is_blank(after[INSTRUCTION_GIVEN_BY]);
	if (unnamed && actor_is(change->actor, ROLE_LEADER) && change->actor->person)
		change_set(change, INSTRUCTION_LEADER, value_int(change->actor->person));
	int64_t leader = value_number(after[INSTRUCTION_LEADER], 0);
	const Value *person = leader ? change_row(change, RECORD_PERSON, leader) : NULL;
	if (person && is_blank(after[INSTRUCTION_GIVEN_BY])) change_set(change, INSTRUCTION_GIVEN_BY, person[PERSON_NAME]);
	if (value_is_null(after[INSTRUCTION_GIVEN_ON]))
		change_set(change, INSTRUCTION_GIVEN_ON, value_int(day_of_instant(change->now)));
	if (value_is_null(after[INSTRUCTION_WAY]))
		change_set(change, INSTRUCTION_WAY,
			value_text(value_number(after[INSTRUCTION_PAPER], 0) ? INSTRUCTION_WAY_IS_PAPER : INSTRUCTION_WAY_IS_ORAL));
	if (is_blank(after[INSTRUCTION_TITLE])) change_set(change, INSTRUCTION_TITLE, value_text(subject_of(change)));
}

static int64_t kind_id(Change *change) {
	return change_query_int(change, "SELECT id FROM kind WHERE code = 'instruction' AND coalesce(active, 1) = 1", NULL, 0, 0);
}

/* The leader named holds a leader's post now. */
static void check_leader(Change *change) {
	int64_t leader = value_number(change->after[INSTRUCTION_LEADER], 0);
	if (!leader || leader == change->actor->person) return;
	Value today = value_int(day_of_instant(change->now)), params[] = {value_int(leader), today, today};
	int64_t posts = change_query_int(change,
		"SELECT count(*) FROM tenure t JOIN post p ON p.id = t.post WHERE t.person = ? AND p.role = 'leader' AND t.start_on <= ? "
		"AND (t.end_on IS NULL OR t.end_on >= ?)",
		params, 3, 0);
	if (!posts)
		change_refuse_input(change, "leader", INSTRUCTION_LEADER,
			"所选的人现在不是局领导；局外领导请在“交办人（职务）”里写明职务",
			"This person is no leader of the bureau now; write an outside leader's office under Given by");
}

/* Words or a paper, whose, not of tomorrow, and a day that can still be kept. */
void guard_instruction_new(Change *change) {
	const Value *after = change->after;
	int32_t today = day_of_instant(change->now);
	if (is_blank(after[INSTRUCTION_WORDS]) && value_number(after[INSTRUCTION_PAPER], 0) != 1)
		change_refuse_input(change, "required", INSTRUCTION_WORDS, "请写下领导的原话，或拍下批示件",
			"Write down the leader's words, or photograph the paper");
	if (value_is_null(after[INSTRUCTION_LEADER]) && is_blank(after[INSTRUCTION_GIVEN_BY]))
		change_refuse_input(
			change, "required", INSTRUCTION_GIVEN_BY, "请写明是哪位领导交办的（职务）", "Say which leader gave it (the office)");
	check_leader(change);
	if (value_number(after[INSTRUCTION_GIVEN_ON], today) > today)
		change_refuse_input(change, "given-later", INSTRUCTION_GIVEN_ON,
			arena_printf(change->arena, "交办日期不能晚于今天（%s）", day_words_zh(change->arena, today)),
			"The day it was given cannot lie in the future");
	if (!kind_id(change))
		change_refuse(change, "no-kind", "", "事项类别里没有在用的“批示交办”，请系统管理员补上",
			"There is no kind “instruction” in use; the system administrator must add it");
	day_to_due(change, INSTRUCTION_DUE_ON, value_number(after[INSTRUCTION_OWNER_UNIT], 0));
}

void effect_instruction_matter(Change *change) {
	const Value *after = change->after;
	int64_t unit = value_number(after[INSTRUCTION_OWNER_UNIT], 0), due = day_to_due(change, INSTRUCTION_DUE_ON, unit);
	const char *words = text_cut(change->arena, value_str(after[INSTRUCTION_WORDS]), DETAIL_CHARS);
	Given given[] = {{MATTER_TITLE, after[INSTRUCTION_TITLE]}, {MATTER_KIND, value_int(kind_id(change))},
		{MATTER_DETAIL, *words ? value_text(words) : value_null()}, {MATTER_URGENT, after[INSTRUCTION_URGENT]},
		{MATTER_ASKER, after[INSTRUCTION_LEADER]}, {MATTER_DUE_GIVEN_AT, due ? value_int(due) : value_null()},
		{MATTER_DUE_SET_AT, due ? value_int(change->now) : value_null()}};
	int64_t matter = change_issue(change, RECORD_MATTER, MATTER_CMD_CREATE, 0, given, sizeof given / sizeof *given, NULL);
	if (!matter) return;
	if (!change_issue(change, RECORD_MATTER, MATTER_CMD_ACCEPT, matter, NULL, 0, NULL)) return;
	Given owner = {MATTER_OWNER_UNIT, after[INSTRUCTION_OWNER_UNIT]};
	if (unit && !change_issue(change, RECORD_MATTER, MATTER_CMD_DISPATCH, matter, &owner, 1, NULL)) return;
	Given of = {INSTRUCTION_MATTER, value_int(matter)};
	change_issue(change, RECORD_INSTRUCTION, INSTRUCTION_CMD_ATTACH, change->id, &of, 1, NULL);
}
