/* Rules of a programme, its pieces and its key lines: what a person's judgement makes of a proposal. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/programme/rules.h"

#include <string.h>

bool programme_in_use(Change *change, int64_t programme) {
	const Value *row = programme ? change_row(change, RECORD_PROGRAMME, programme) : NULL;
	if (row && strcmp(value_str(row[PROGRAMME_STATE]), PROGRAMME_STATE_VOID) != 0) return true;
	change_refuse(change, "programme-void", "programme", "这份纲目已作废或不存在，不能再改。请在有效的纲目里办理",
		"This programme is void or absent; work in one that is in use");
	return false;
}

bool piece_can_ask(const Value *piece) {
	const char *kind = value_str(piece[PIECE_KIND]);
	return !strcmp(kind, PIECE_KIND_IS_SENTENCE) || !strcmp(kind, PIECE_KIND_IS_LIST_ITEM) || !strcmp(kind, PIECE_KIND_IS_HEAD);
}

/* What a person judged counts; until then the proposal does. A head is a key line or none, never an asking sentence. */
void derive_piece_asks(Change *change) {
	const Value *after = change->after;
	const char *said = value_str(after[PIECE_SAID]);
	bool asks = *said ? !strcmp(said, PIECE_LOOKS_IS_ASKS) : !strcmp(value_str(after[PIECE_PROPOSAL]), PIECE_PROPOSAL_IS_ITEM);
	bool head = !strcmp(value_str(after[PIECE_KIND]), PIECE_KIND_IS_HEAD);
	if (head || !piece_can_ask(after)) asks = false;
	change_set(change, PIECE_ASKS, value_int(asks));
	if (value_is_null(after[PIECE_ITEM_COUNT])) change_set(change, PIECE_ITEM_COUNT, value_int(0));
	/* A head of level 1 is its own part, a proposed key line its own section. */
	if (head && value_is_null(after[PIECE_PART])) change_set(change, PIECE_PART, value_int(change->id));
	if (head && value_is_null(after[PIECE_SECTION])) change_set(change, PIECE_SECTION, value_int(change->id));
}

void guard_piece_judge(Change *change) {
	if (!programme_in_use(change, value_number(change->after[PIECE_PROGRAMME], 0))) return;
	if (!piece_can_ask(change->after))
		change_refuse(change, "piece-kind", "said", "标题、称呼和空白不用认定，请认定句子或提纲",
			"Titles, salutations and blanks are not judged; judge a sentence or a head");
	bool asks = !strcmp(value_str(change->after[PIECE_SAID]), PIECE_LOOKS_IS_ASKS);
	if (!asks && value_number(change->after[PIECE_ITEM_COUNT], 0) > 0)
		change_refuse(change, "piece-has-items", "said", "这句话下面还有目，不能认定为“不是要求”。请先撤销或移出其目",
			"There are items under these words; drop or take them out first");
}

void guard_programme_new(Change *change) {
	int64_t year = value_number(change->after[PROGRAMME_YEAR], 0);
	if (year && (year < 1949 || year > 2199))
		change_refuse_input(
			change, "year", PROGRAMME_YEAR, "年度要写成四位年份，如 2024", "The year is written with four digits, like 2024");
	if (value_is_null(change->after[PROGRAMME_DIGEST])) return;
	Value params[] = {change->after[PROGRAMME_DIGEST], value_int(change->id)};
	int64_t same = change_query_int(change, sql_programme_same_text, params, 2, 0);
	const Value *row = same ? change_row(change, RECORD_PROGRAMME, same) : NULL;
	if (row)
		change_refuse(change, "programme-same-text", "text",
			arena_printf(change->arena, "同样的全文已经导入过：“%s”（%lld 年）。请打开那一份；确要重来，先把它作废",
				value_str(row[PROGRAMME_TITLE]), (long long)value_number(row[PROGRAMME_YEAR], 0)),
			arena_printf(change->arena, "The same text is here already: “%s”. Open that one, or make it void first",
				value_str(row[PROGRAMME_TITLE])));
}

void guard_programme_settle(Change *change) {
	Value id = value_int(change->id);
	int64_t open = change_query_int(change, sql_programme_undecided, &id, 1, 0);
	if (open)
		change_refuse(change, "programme-undecided", "",
			arena_printf(change->arena, "还有 %lld 条建议没有认定，全部认定后才能确认", (long long)open),
			arena_printf(change->arena, "%lld proposals are not judged yet; judge them all first", (long long)open));
}

void guard_programme_discard(Change *change) {
	Value id = value_int(change->id);
	int64_t live = change_query_int(change, sql_programme_live_items, &id, 1, 0);
	if (live)
		change_refuse(change, "programme-has-items", "",
			arena_printf(change->arena, "其下还有 %lld 个目没有撤销，不能作废", (long long)live),
			arena_printf(change->arena, "%lld items under it are not dropped; it cannot be made void", (long long)live));
}

void guard_key_line_new(Change *change) {
	int64_t programme = value_number(change->after[KEY_LINE_PROGRAMME], 0),
			piece = value_number(change->after[KEY_LINE_PIECE], 0);
	if (!programme_in_use(change, programme) || !piece) return;
	const Value *row = change_row(change, RECORD_PIECE, piece);
	if (row && value_number(row[PIECE_PROGRAMME], 0) != programme)
		change_refuse_input(change, "other-programme", KEY_LINE_PIECE, "这句话属于另一份纲目，请选本纲目的原文",
			"These words belong to another programme");
	Value param = value_int(piece);
	if (change_query_int(change, sql_key_line_of_piece, &param, 1, 0))
		change_refuse(change, "key-line-twice", "piece", "这条提纲已经列为纲", "This head is a key line already");
}

void guard_key_line_drop(Change *change) {
	Value id = value_int(change->id);
	int64_t open = change_query_int(change, sql_key_line_open_items, &id, 1, 0);
	if (open)
		change_refuse(change, "key-line-has-items", "",
			arena_printf(change->arena, "这条纲下还有 %lld 个目在办，请先办结、撤销或改挂到别的纲", (long long)open),
			arena_printf(
				change->arena, "%lld items under this key line are open; finish, drop or move them first", (long long)open));
}
