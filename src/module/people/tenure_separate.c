#include "command/change.h"
#include "model_gen.h"

#include <string.h>

static bool is_administrator(const char *role) {
	return !strcmp(role, ROLE_IS_SYSTEM) || !strcmp(role, ROLE_IS_SECURITY) || !strcmp(role, ROLE_IS_AUDIT);
}

static void refuse_second(Change *change, const char *zh_who, const char *en_who) {
	change_refuse(change, "administrators-separate", "post",
		arena_printf(change->arena,
			"系统管理员、安全管理员、审计管理员不能由同一人担任：%s在同一时期已任其中另一职，请另选一人或先结束原任职", zh_who),
		arena_printf(change->arena,
			"System, security and audit administration must lie with different persons: %s holds another of them in that time; "
			"choose "
			"somebody else, or end the other post first",
			en_who));
}

/* The three administrators are never one person in two roles (separation of the three, 三员分立, GB/T 22239-2019 8.1.5); an end comes not
 * before the start. */
void guard_tenure_separate(Change *change) {
	const Value *after = change->after;
	int64_t start = value_number(after[TENURE_START_ON], 0), end = value_number(after[TENURE_END_ON], INT32_MAX);
	if (end < start)
		change_refuse_input(
			change, "tenure-dates", TENURE_END_ON, "止的日期不能早于起的日期，请改正", "The end is before the start; correct it");
	const Value *post = change_row(change, RECORD_POST, value_number(after[TENURE_POST], 0));
	if (!post || !is_administrator(value_str(post[POST_ROLE]))) return;
	Value params[] = {after[TENURE_PERSON], value_int(change->id), post[POST_ROLE], value_int(end), value_int(start)};
	int64_t others = change_query_int(change,
		"SELECT count(*) FROM tenure t JOIN post p ON p.id = t.post WHERE t.person = ? AND t.id <> ? AND p.role IN ('system', "
		"'security', 'audit') AND p.role <> ? AND t.start_on <= ? AND (t.end_on IS NULL OR t.end_on >= ?)",
		params, 5, 0);
	if (others) refuse_second(change, "此人", "this person");
}

/* A post whose role becomes one of the three: nobody who holds it may hold another of them in that time. */
void guard_tenure_post_separate(Change *change) {
	const char *role = value_str(change->after[POST_ROLE]);
	if (!change_touches(change, POST_ROLE) || !is_administrator(role)) return;
	Value params[] = {value_int(change->id), value_int(change->id), value_text(role)};
	int64_t others = change_query_int(change,
		"SELECT count(*) FROM tenure t JOIN tenure o ON o.person = t.person AND o.post <> ? JOIN post p ON p.id = o.post WHERE "
		"t.post "
		"= ? AND p.role IN ('system', 'security', 'audit') AND p.role <> ? AND (t.end_on IS NULL OR o.start_on <= t.end_on) AND "
		"(o.end_on IS NULL OR o.end_on >= t.start_on)",
		params, 3, 0);
	if (others) refuse_second(change, "担任此岗位的人", "a person in this post");
}
