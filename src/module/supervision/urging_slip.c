/* 催办单: sent on an open matter, numbered, its level by the ladder; answered by the unit. */
#include "base/instant.h"
#include "command/change.h"
#include "model_gen.h"
#include "module/supervision/urging.h"

#include <string.h>

void guard_urging_step_range(Change *change) {
	const Value *after = change->after;
	int64_t level = value_number(after[URGING_STEP_LEVEL], 0), from = value_number(after[URGING_STEP_FROM_DAY], 0),
			days = value_number(after[URGING_STEP_ANSWER_DAYS], 0);
	if (level < 1 || level > 3) change_refuse_input(change, "level", URGING_STEP_LEVEL, "级别是 1 到 3", "The level is 1 to 3");
	if (from < 0 || from > 60)
		change_refuse_input(change, "from-day", URGING_STEP_FROM_DAY, "请填 0 到 60 个工作日", "0 to 60 working days");
	if (days < 1 || days > 30)
		change_refuse_input(change, "answer-days", URGING_STEP_ANSWER_DAYS, "请填 1 到 30 个工作日", "1 to 30 working days");
}

/* Everything but the words follows from the matter and the ladder. */
void derive_urging_slip_times(Change *change) {
	const Value *after = change->after;
	if (change->before) {
		change_set(change, URGING_SLIP_FEEDBACK_AT, value_int(change->now));
		change_set(change, URGING_SLIP_FEEDBACK_BY, change->actor->person ? value_int(change->actor->person) : value_null());
		return;
	}
	int64_t id = value_number(after[URGING_SLIP_MATTER], 0);
	const Value *matter = id ? change_row(change, RECORD_MATTER, id) : NULL;
	const Book *book = change_book(change);
	Urging urging;
	if (!matter || !book) return;
	int fault = urging_next(change->conn, change->arena, book, matter, change->now, &urging);
	change_fault(change, fault);
	if (fault || !urging.level) return;
	change_set(change, URGING_SLIP_UNIT, matter[MATTER_OWNER_UNIT]);
	change_set(change, URGING_SLIP_LEVEL, value_int(urging.level));
	change_set(change, URGING_SLIP_NTH, value_int(urging.nth));
	change_set(change, URGING_SLIP_DUE_AT, matter[MATTER_DUE_AT]);
	if (urging.over_min > 0) {
		change_set(change, URGING_SLIP_OVER_DAYS, value_int(urging.over_days));
		change_set(change, URGING_SLIP_OVER_MIN, value_int(urging.over_min));
	}
	change_set(change, URGING_SLIP_ANSWER_BY, value_int(urging.answer_by));
	if (*urging.cc) change_set(change, URGING_SLIP_CC, value_text(urging.cc));
	if (change->actor->person) change_set(change, URGING_SLIP_SENDER, value_int(change->actor->person));
	if (value_is_null(after[URGING_SLIP_WORDS]) || text_is_blank(value_str(after[URGING_SLIP_WORDS])))
		change_set(change, URGING_SLIP_WORDS, value_text(urging.words));
}

/* On what a unit has in hand and the sender sees. */
void guard_urging_slip_may(Change *change) {
	int64_t id = value_number(change->after[URGING_SLIP_MATTER], 0);
	const Value *matter = id ? change_row(change, RECORD_MATTER, id) : NULL;
	if (!matter) return;
	const char *state = value_str(matter[MATTER_STATE]);
	if (!change_sees(change, RECORD_MATTER, id)) {
		change_refuse_input(change, "ref", URGING_SLIP_MATTER, "没有找到所选的事项，请重新选择", "No such matter; choose again");
		return;
	}
	if (!strcmp(state, MATTER_STATE_NEW) || !strcmp(state, MATTER_STATE_ACCEPTED))
		change_refuse(change, "not-dispatched", "", "还没有派单，没有可催的单位；请先派单",
			"Not dispatched yet, so there is nobody to urge; dispatch it first");
	else if (strcmp(state, MATTER_STATE_SENT) != 0 && strcmp(state, MATTER_STATE_WORKING) != 0)
		change_refuse(change, "matter-ended", "", "此件已办结，不用再发催办单", "This matter is completed; no slip is needed");
	else if (value_is_null(change->after[URGING_SLIP_LEVEL]))
		change_refuse(change, "no-ladder", "", "还没有催办阶梯，请系统管理员在“催办阶梯”里补上",
			"There is no urging ladder; the system administrator must add it");
}

/* The matter counts it, and shows it to who follows the matter. */
void effect_urging_slip_sent(Change *change) {
	const Value *after = change->after;
	const char *words =
		arena_printf(change->arena, "催办单 %s：%s", value_str(after[URGING_SLIP_NO]), value_str(after[URGING_SLIP_WORDS]));
	change_issue(change, RECORD_MATTER, MATTER_CMD_URGE, value_number(after[URGING_SLIP_MATTER], 0), NULL, 0, words);
}

/* The unit that was urged answers, by those who do its work or lead it. */
void guard_urging_slip_theirs(Change *change) {
	int64_t unit = value_number(change->before[URGING_SLIP_UNIT], 0);
	const Actor *actor = change->actor;
	const unsigned doers = ROLE_BIT(ROLE_WORKER) | ROLE_BIT(ROLE_TEAM) | ROLE_BIT(ROLE_HEAD);
	for (int i = 0; i < actor->grant_count; i++) {
		const Grant *grant = &actor->grants[i];
		if (!(ROLE_BIT(grant->role) & doers)) continue;
		if (grant->kind == SCOPE_ALL) return;
		for (int k = 0; grant->kind == SCOPE_UNITS && k < grant->id_count; k++)
			if (grant->ids[k] == unit) return;
	}
	refuse(change->refusals, REFUSAL_RIGHT, "slip-of-another", "", "这张催办单发给别的单位，请由承办单位反馈",
		"This slip went to another unit, which must answer it");
}
