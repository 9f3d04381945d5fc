#include "command/change.h"
#include "model_gen.h"

#include <string.h>

enum { REJOINS_MAX = 200 };

static bool is_open(const Value *matter) {
	static const char *const open[] = {
		MATTER_STATE_NEW, MATTER_STATE_ACCEPTED, MATTER_STATE_SENT, MATTER_STATE_WORKING, MATTER_STATE_DONE};
	for (size_t i = 0; i < sizeof open / sizeof *open; i++)
		if (!strcmp(value_str(matter[MATTER_STATE]), open[i])) return true;
	return false;
}

/* Two reports of one thing: the target is another matter, open, and one the actor may see. */
void guard_matter_merge(Change *change) {
	int64_t into = value_number(change->after[MATTER_MERGED_INTO], 0);
	if (!into) return;
	const Value *target = change_row(change, RECORD_MATTER, into);
	bool seen = target && (change_is_issued(change) || change_sees(change, RECORD_MATTER, into));
	if (into == change->id)
		change_refuse_input(change, "merge-self", MATTER_MERGED_INTO, "不能合并到它自己，请选择另一件事项",
			"A matter cannot be joined to itself; choose another");
	else if (!seen)
		change_refuse_input(
			change, "ref", MATTER_MERGED_INTO, "没有找到要并入的事项，请重新选择", "No such matter to join it to; choose again");
	else if (!is_open(target))
		change_refuse_input(change, "merge-closed", MATTER_MERGED_INTO, "要并入的事项已经结束或已合并，请选择在办的事项",
			"That matter has ended or was joined itself; choose one under way");
}

static void join(Change *change, int64_t from, Value client, Value person) {
	Given given[] = {{REJOIN_MATTER, change->after[MATTER_MERGED_INTO]}, {REJOIN_FROM_MATTER, value_int(from)},
		{REJOIN_CLIENT, client}, {REJOIN_PERSON, person}};
	change_issue(change, RECORD_REJOIN, REJOIN_CMD_CREATE, 0, given, 4, NULL);
}

static bool is_same_asker(const Value *a, const Value *b) {
	bool client = !value_is_null(a[MATTER_CLIENT]) && value_equal(a[MATTER_CLIENT], b[MATTER_CLIENT]);
	return client || (!value_is_null(a[MATTER_ASKER]) && value_equal(a[MATTER_ASKER], b[MATTER_ASKER]));
}

/* How many others met it, for those who read of it at the door. */
static void count_askers(Change *change, const Value *target) {
	Value into = change->after[MATTER_MERGED_INTO];
	int64_t others = change_query_int(change, "SELECT count(*) FROM rejoin WHERE matter = ?", &into, 1, 0);
	Given given = {MATTER_ME_TOO, value_int(others)};
	if (others != value_number(target[MATTER_ME_TOO], 0))
		change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_JOINED, into.number, &given, 1, NULL);
}

/* Every asker of the joined matter keeps the right to an answer: its own, and those joined to it before. */
void effect_matter_merge(Change *change) {
	const Value *target = change_row(change, RECORD_MATTER, value_number(change->after[MATTER_MERGED_INTO], 0));
	int64_t from[REJOINS_MAX];
	Value client[REJOINS_MAX], person[REJOINS_MAX], id = value_int(change->id);
	size_t count = 0;
	if (!target) return;
	if (!is_same_asker(change->after, target))
		join(change, change->id, change->after[MATTER_CLIENT], change->after[MATTER_ASKER]);
	Cursor *cursor =
		conn_query(change->conn, "SELECT from_matter, client, person FROM rejoin WHERE matter = ? ORDER BY id LIMIT 200", &id, 1);
	while (cursor && count < REJOINS_MAX && cursor_next(cursor)) {
		from[count] = cursor_int(cursor, 0);
		client[count] = cursor_value(change->arena, cursor, 1);
		person[count++] = cursor_value(change->arena, cursor, 2);
	}
	change_fault(change, cursor_end(cursor));
	for (size_t i = 0; i < count; i++) join(change, from[i], client[i], person[i]);
	count_askers(change, target);
}

/* The entry of this asker on the matter theirs went into in the end; 0 where there is none that still waits. */
static int64_t waiting_rejoin(Change *change) {
	Value id = value_int(change->id);
	return change_query_int(change,
		"SELECT r.id FROM rejoin r JOIN matter m ON m.id = r.matter WHERE r.from_matter = ? AND r.answered_at IS NULL AND "
		"m.state IN "
		"('done', 'closed') ORDER BY r.id DESC LIMIT 1",
		&id, 1, 0);
}

void guard_matter_merged_answer(Change *change) {
	if (!waiting_rejoin(change))
		change_refuse(change, "no-answer", "", "合并后的事项还没有答复，或者您已经看过",
			"The joined matter has no answer yet, or you have read it");
}

void effect_matter_read_merged(Change *change) {
	int64_t rejoin = waiting_rejoin(change);
	if (rejoin) change_issue(change, RECORD_REJOIN, REJOIN_CMD_ANSWERED, rejoin, NULL, 0, NULL);
}
