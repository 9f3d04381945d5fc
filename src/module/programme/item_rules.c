/* Rules of items (目): whose they are, their lamp, and the count of items each sentence carries. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/programme/rules.h"

#include <string.h>

enum {
	YELLOW_S = 7 * DAY_S, /* 临期 begins a week before the limit, for a shorter term at its half; Gangmu's own rule */
	ITEM_PIECES_MAX = 400,
};

/* Whether a role that is bound to its unit reaches this unit; the desk and bureau leaders act for the whole bureau. */
static bool reaches(const Actor *actor, int64_t unit, int64_t owner) {
	if (owner && actor->person == owner) return true;
	for (int i = 0; i < actor->grant_count; i++) {
		const Grant *grant = &actor->grants[i];
		if (grant->role == ROLE_ENGINE || grant->role == ROLE_DESK || grant->role == ROLE_LEADER) return true;
		if (grant->role != ROLE_HEAD && grant->role != ROLE_TEAM) continue;
		if (grant->kind == SCOPE_ALL || !unit) return true;
		for (int k = 0; grant->kind == SCOPE_UNITS && k < grant->id_count; k++)
			if (grant->ids[k] == unit) return true;
	}
	return false;
}

static bool is_bureau_wide(const Actor *actor) {
	return actor->roles & (ROLE_BIT(ROLE_DESK) | ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_ENGINE));
}

static void refuse_other_unit(Change *change) {
	change_refuse(change, "item-other-unit", "", "这个目由别的单位负责，您不能代办。请联系责任单位或督查",
		"Another unit owns this item; ask that unit or the supervision office");
}

/* done_at, dropped_at, yellow_at and the programme follow from the other fields. */
void derive_item_clock(Change *change) {
	const Value *after = change->after;
	bool done = !strcmp(value_str(after[ITEM_STATE]), ITEM_STATE_DONE),
		 dropped = !strcmp(value_str(after[ITEM_STATE]), ITEM_STATE_DROPPED);
	if (done != !value_is_null(after[ITEM_DONE_AT])) {
		change_set(change, ITEM_DONE_AT, done ? value_int(change->now) : value_null());
		if (done) change_set(change, ITEM_PROGRESS, value_int(100));
	}
	if (dropped != !value_is_null(after[ITEM_DROPPED_AT]))
		change_set(change, ITEM_DROPPED_AT, dropped ? value_int(change->now) : value_null());
	if (change_touches(change, ITEM_PROGRESS)) change_set(change, ITEM_PROGRESS_AT, value_int(change->now));
	if (change_touches(change, ITEM_DUE_AT)) {
		int64_t due = value_number(after[ITEM_DUE_AT], 0), half = (due - change->now) / 2;
		Value yellow = due ? value_int(due - (half > 0 && half < YELLOW_S ? half : YELLOW_S)) : value_null();
		change_set(change, ITEM_YELLOW_AT, yellow);
	}
	if (value_is_null(after[ITEM_PROGRAMME]) && !value_is_null(after[ITEM_PIECE])) {
		const Value *piece = change_row(change, RECORD_PIECE, after[ITEM_PIECE].number);
		if (piece) change_set(change, ITEM_PROGRAMME, piece[PIECE_PROGRAMME]);
	}
}

void guard_item_key(Change *change) {
	int64_t key = value_number(change->after[ITEM_KEY_LINE], 0);
	const Value *row = key && change_touches(change, ITEM_KEY_LINE) ? change_row(change, RECORD_KEY_LINE, key) : NULL;
	if (!row) return;
	if (!value_equal(row[KEY_LINE_PROGRAMME], change->after[ITEM_PROGRAMME]))
		change_refuse_input(change, "other-programme", ITEM_KEY_LINE, "这条纲属于另一份纲目，请选本纲目的纲",
			"This key line belongs to another programme");
	else if (strcmp(value_str(row[KEY_LINE_STATE]), KEY_LINE_STATE_OPEN) != 0)
		change_refuse_input(change, "key-line-dropped", ITEM_KEY_LINE, "这条纲已撤下，请另选", "This key line is withdrawn");
}

void guard_item_due(Change *change) {
	if (!change_touches(change, ITEM_DUE_AT) || value_is_null(change->after[ITEM_DUE_AT])) return;
	int64_t was = value_number(change_before(change, ITEM_DUE_AT), 0);
	if (change->after[ITEM_DUE_AT].number <= change->now)
		change_refuse_input(
			change, "due-past", ITEM_DUE_AT, "时限要晚于现在，请改一个日期", "The limit must lie ahead; choose another day");
	if (was && was < change->now && !is_bureau_wide(change->actor))
		change_refuse(change, "due-over", "due_at", "已过时限，不能自己改期。请向督查说明情况，由督查或局领导定",
			"The limit has passed; only the supervision office or a bureau leader may move it now");
}

static bool piece_fits(Change *change, int64_t piece, int64_t programme, int field) {
	const Value *row = change_row(change, RECORD_PIECE, piece);
	if (!row) return false;
	if (value_number(row[PIECE_PROGRAMME], 0) != programme)
		change_refuse_input(change, "other-programme", field, "这句话属于另一份纲目，请选本纲目的原文",
			"These words belong to another programme");
	else if (!piece_can_ask(row))
		change_refuse_input(change, "piece-kind", field, "标题、称呼和空白下面不能立项，请选一句话",
			"No item stands under a title, salutation or blank; choose a sentence");
	else return true;
	return false;
}

void guard_item_new(Change *change) {
	int64_t programme = value_number(change->after[ITEM_PROGRAMME], 0), piece = value_number(change->after[ITEM_PIECE], 0);
	if (!programme) {
		change_refuse_input(
			change, "required", ITEM_PROGRAMME, "请选择纲目，或写明出自哪句话", "Choose the programme or the words");
		return;
	}
	if (!programme_in_use(change, programme)) return;
	if (piece) piece_fits(change, piece, programme, ITEM_PIECE);
	guard_item_key(change);
	guard_item_due(change);
}

void guard_item_progress(Change *change) {
	int64_t progress = value_number(change->after[ITEM_PROGRESS], 0);
	if (progress < 0 || progress > 100)
		change_refuse_input(change, "progress", ITEM_PROGRESS, "进度写 0 到 100", "Progress is 0 to 100");
}

void derive_item_piece_home(Change *change) {
	const Value *item = change_row(change, RECORD_ITEM, value_number(change->after[ITEM_PIECE_ITEM], 0));
	if (item) change_set(change, ITEM_PIECE_PROGRAMME, item[ITEM_PROGRAMME]);
}

void guard_item_piece(Change *change) {
	int64_t programme = value_number(change->after[ITEM_PIECE_PROGRAMME], 0);
	const Value *item = change_row(change, RECORD_ITEM, value_number(change->after[ITEM_PIECE_ITEM], 0));
	if (item && !strcmp(value_str(item[ITEM_STATE]), ITEM_STATE_DROPPED))
		change_refuse(change, "item-dropped", "item", "这个目已撤销，不能并入", "This item is dropped");
	if (programme_in_use(change, programme))
		piece_fits(change, value_number(change->after[ITEM_PIECE_PIECE], 0), programme, ITEM_PIECE_PIECE);
}

void guard_item_piece_remove(Change *change) {
	const Value *item = change_row(change, RECORD_ITEM, change->before[ITEM_PIECE_ITEM].number);
	if (item && value_equal(item[ITEM_PIECE], change->before[ITEM_PIECE_PIECE]))
		change_refuse(change, "item-first-words", "", "这是目的第一出处，不能移出。目不再需要时请撤销它",
			"These are the words the item came from; drop the item instead");
}

static void piece_recount(Change *change, int64_t piece, bool judge) {
	Value param = value_int(piece);
	int64_t count = change_query_int(change, sql_piece_item_count, &param, 1, 0);
	const Value *row = change_row(change, RECORD_PIECE, piece);
	if (!row) return;
	if (value_number(row[PIECE_ITEM_COUNT], 0) != count) {
		Given given = {PIECE_ITEM_COUNT, value_int(count)};
		change_issue(change, RECORD_PIECE, PIECE_CMD_RECOUNT, piece, &given, 1, NULL);
	}
	/* Who puts an item under a sentence has judged that it asks for work. */
	if (judge && strcmp(value_str(row[PIECE_SAID]), PIECE_LOOKS_IS_ASKS) != 0) {
		Given said = {PIECE_SAID, value_text(PIECE_LOOKS_IS_ASKS)};
		change_issue(change, RECORD_PIECE, PIECE_CMD_JUDGE, piece, &said, 1, NULL);
	}
}

void effect_item_piece_count(Change *change) {
	bool gone = change->command->flags & COMMAND_DELETE;
	const Value *row = gone ? change->before : change->after;
	piece_recount(change, value_number(row[ITEM_PIECE_PIECE], 0), !gone);
}

void effect_item_new(Change *change) {
	if (value_is_null(change->after[ITEM_PIECE])) return;
	Given given[] = {{ITEM_PIECE_ITEM, value_int(change->id)}, {ITEM_PIECE_PIECE, change->after[ITEM_PIECE]}};
	change_issue(change, RECORD_ITEM_PIECE, ITEM_PIECE_CMD_CREATE, 0, given, 2, NULL);
}

/* Dropped or brought back: every sentence it answers is counted again, so that a sentence left alone shows 尚无事项. */
void effect_item_count(Change *change) {
	int64_t *pieces = arena_array(change->arena, ITEM_PIECES_MAX, sizeof *pieces);
	int count = 0;
	Value id = value_int(change->id);
	Cursor *cursor = conn_query(change->conn, sql_item_pieces, &id, 1);
	while (cursor && count < ITEM_PIECES_MAX && cursor_next(cursor)) pieces[count++] = cursor_int(cursor, 0);
	change_fault(change, cursor_end(cursor));
	for (int i = 0; i < count; i++) piece_recount(change, pieces[i], false);
}

void guard_item_matter(Change *change) {
	const Value *row = change->before ? change->before : change->after;
	const Value *item = change_row(change, RECORD_ITEM, value_number(row[ITEM_MATTER_ITEM], 0));
	if (!item) return;
	if (!reaches(change->actor, value_number(item[ITEM_UNIT], 0), value_number(item[ITEM_OWNER], 0))) refuse_other_unit(change);
	if (!strcmp(value_str(item[ITEM_STATE]), ITEM_STATE_DROPPED))
		change_refuse(change, "item-dropped", "item", "这个目已撤销，不能再关联事项", "This item is dropped");
	if (!change->before && !change_is_issued(change) &&
		!change_sees(change, RECORD_MATTER, value_number(row[ITEM_MATTER_MATTER], 0)))
		change_refuse_input(change, "ref", ITEM_MATTER_MATTER, "没有找到这件事项，或者您没有查看它的权限",
			"No such matter, or you may not see it");
}
