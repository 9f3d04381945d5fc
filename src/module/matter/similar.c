#include "module/matter/similar.h"

#include "model_gen.h"

#include <string.h>

enum { CANDIDATES = 100, TITLE_CHARACTERS = 120, HALF = 50 };

/* The letters of a title, folded, without blanks and punctuation. */
static size_t letters_of(Arena *arena, const char *title, uint32_t *letters) {
	const char *p = text_fold(arena, title);
	size_t count = 0;
	for (uint32_t c; count < TITLE_CHARACTERS && (c = text_next(&p));) {
		bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
		bool mark = (c >= 0x3000 && c <= 0x303f) || (c >= 0xff00 && c <= 0xff0f) || (c >= 0xff1a && c <= 0xff20) ||
					(c >= 0x2010 && c <= 0x205e);
		if (plain || (c >= 0x80 && !mark)) letters[count++] = c;
	}
	return count;
}

int title_likeness(Arena *arena, const char *a, const char *b) {
	uint32_t first[TITLE_CHARACTERS], second[TITLE_CHARACTERS];
	size_t n = letters_of(arena, a, first), m = letters_of(arena, b, second), shared = 0;
	if (n < 2 || m < 2) return 0;
	for (size_t i = 0; i + 1 < n; i++) {
		bool found = false;
		for (size_t j = 0; j + 1 < m && !found; j++) found = first[i] == second[j] && first[i + 1] == second[j + 1];
		shared += found;
	}
	return (int)(shared * 100 / (n - 1));
}

typedef struct Search {
	Conn *conn;
	Arena *arena;
	const Actor *actor;
	const SimilarAsk *ask;
	int limit;
	Similar *ret;
	int count;
} Search;

static void take(Search *search, const Cursor *cursor, SimilarWhy why) {
	Arena *arena = search->arena;
	for (int i = 0; i < search->count; i++)
		if (search->ret[i].id == cursor_int(cursor, 0)) return;
	if (search->count == search->limit) return;
	search->ret[search->count++] = (Similar){.id = cursor_int(cursor, 0),
		.created_at = cursor_int(cursor, 1),
		.due_at = cursor_int(cursor, 2),
		.no = arena_strdup(arena, cursor_text(cursor, 3)),
		.title = arena_strdup(arena, cursor_text(cursor, 4)),
		.state = arena_strdup(arena, cursor_text(cursor, 5)),
		.place_name = arena_strdup(arena, cursor_is_null(cursor, 6) ? "" : cursor_text(cursor, 6)),
		.me_too = cursor_int(cursor, 7),
		.why = why};
}

static bool fits(const Search *search, const Cursor *cursor, SimilarWhy why) {
	const SimilarAsk *ask = search->ask;
	if (why == SIMILAR_ASSET) return true;
	if (why == SIMILAR_PROBLEM) return ask->problem && cursor_int(cursor, 8) == ask->problem;
	return ask->title && title_likeness(search->arena, ask->title, cursor_text(cursor, 4)) >= HALF;
}

/* The newest open matters with this place or asset; those that fit are taken. */
static int search_by(Search *search, const char *column, int64_t id, SimilarWhy why) {
	if (!id) return STORE_OK;
	BUF(sql, 65536);
	Params *params = arena_alloc(search->arena, sizeof *params);
	buf_printf(&sql,
		"SELECT m.id, m.created_at, m.due_at, m.no, m.title, m.state, m.place_name, m.me_too, m.problem FROM matter m WHERE m.%s "
		"= ? "
		"AND m.state IN ('new', 'accepted', 'sent', 'working') AND m.id <> ?",
		column);
	params_add(params, value_int(id));
	params_add(params, value_int(search->ask->but));
	if (search->actor) {
		const Record *record = &model_records[RECORD_MATTER];
		buf_puts(&sql, " AND ");
		scope_condition(search->actor, record, record->read, "m", SCOPE_FORM_ROW, &sql, params);
	}
	buf_puts(&sql, " ORDER BY m.id DESC LIMIT 100");
	Cursor *cursor = conn_query(search->conn, buf_text(&sql), params->values, params->count);
	for (int i = 0; cursor && i < CANDIDATES && cursor_next(cursor); i++)
		if (fits(search, cursor, why)) take(search, cursor, why);
	return cursor_end(cursor);
}

int matters_similar(
	Conn *conn, Arena *arena, const Actor *actor, const SimilarAsk *ask, int limit, Similar *ret, int *ret_count) {
	Search search = {conn, arena, actor, ask, limit < SIMILAR_MAX ? limit : SIMILAR_MAX, ret, 0};
	int fault = search_by(&search, "asset", ask->asset, SIMILAR_ASSET);
	if (!fault && ask->problem) fault = search_by(&search, "place", ask->place, SIMILAR_PROBLEM);
	if (!fault && ask->title) fault = search_by(&search, "place", ask->place, SIMILAR_WORDS);
	*ret_count = search.count;
	return fault;
}

Label similar_why_label(SimilarWhy why) {
	static const Label labels[] = {{"同一资产", "the same asset"}, {"同一地点的同类问题", "the same problem at the same place"},
		{"同一地点，说法相近", "like words at the same place"}};
	return labels[why];
}
