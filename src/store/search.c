/* The search tables. Both databases index the same words (words.h): each character, each pair of neighbouring characters, each run of
 * letters or digits. What was typed is parted at blanks and signs into groups; every group must occur, its units one after another, the
 * last letters of a group as a prefix. */
#include "base/log.h"
#include "store/driver.h"
#include "store/words.h"

#include <string.h>

enum { SQL_BYTES = 1024, PARAM_BYTES = 32 * 1024, SEARCH_ADD_ROWS = 100 };

int search_ensure(Conn *conn, const char *name) {
	return table_exists(conn, name) ? STORE_OK : conn->store->driver->search->ensure(conn, name);
}

int search_set(Conn *conn, const char *name, int64_t id, const char *text) {
	size_t length = text ? words_clip(text, SEARCH_TEXT_BYTES) : 0;
	return conn->store->driver->search->set(conn, name, id, text ? text : "", length);
}

int search_add(Conn *conn, const char *name, const SearchText *texts, size_t count) {
	return conn->store->driver->search->add(conn, name, texts, count);
}

char *search_condition(Store *store, Arena *arena, const char *name, const char *id_column) {
	return store->driver->search->condition(arena, name, id_column);
}

char *search_param(Store *store, Arena *arena, const char *typed) {
	return store->driver->search->param(arena, typed, words_clip(typed, SEARCH_TYPED_BYTES));
}

/* ── what was typed ── */

/* The units typed, at most SEARCH_TYPED_UNITS. first[i]: unit i begins a group. Signs that join a number or a name (SX-2026/7, 3.5,
 * v_1, a@b) keep letters on both sides in one group; any other sign, and every blank, ends the group. */
static size_t typed_units(const char *typed, size_t length, Unit *ret_units, bool *ret_first) {
	Words words = {typed, 0, length};
	size_t count = 0;
	while (count < SEARCH_TYPED_UNITS && words_next(&words, &ret_units[count])) {
		const Unit *unit = &ret_units[count], *before = unit - 1;
		bool joined = count > 0 && unit->touches;
		if (count > 0 && !joined && !unit->character && !before->character && unit->start - before->end == 1)
			joined = strchr("-_./:@#&+", typed[before->end]) != NULL;
		ret_first[count] = !joined;
		count++;
	}
	return count;
}

static size_t group_end(const bool *first, size_t count, size_t from) {
	size_t end = from + 1;
	while (end < count && !first[end]) end++;
	return end;
}

/* ── SQLite: an FTS5 table ── */

static int sqlite_ensure(Conn *conn, const char *name) {
	BUF(sql, SQL_BYTES);
	buf_printf(&sql, "CREATE VIRTUAL TABLE %s USING fts5(text, tokenize='gangmu', columnsize=0)", name);
	return conn_run(conn, buf_text(&sql), NULL, 0, NULL);
}

/* Whether the table holds exactly this text for the id; ret_exists: whether it holds any. */
static int sqlite_holds(
	Conn *conn, const char *name, int64_t id, const char *text, size_t length, bool *ret_exists, bool *ret_same) {
	BUF(sql, SQL_BYTES);
	buf_printf(&sql, "SELECT text FROM %s WHERE rowid = ?", name);
	Value param = value_int(id);
	Cursor *cursor = conn_query(conn, buf_text(&sql), &param, 1);
	*ret_exists = cursor && cursor_next(cursor);
	*ret_same = *ret_exists && strlen(cursor_text(cursor, 0)) == length && memcmp(cursor_text(cursor, 0), text, length) == 0;
	return cursor_end(cursor);
}

static int sqlite_set(Conn *conn, const char *name, int64_t id, const char *text, size_t length) {
	bool exists, same;
	int code = sqlite_holds(conn, name, id, text, length, &exists, &same);
	if (code != STORE_OK || same || (!exists && length == 0)) return code;
	BUF(sql, SQL_BYTES);
	if (length == 0) {
		buf_printf(&sql, "DELETE FROM %s WHERE rowid = ?", name);
		Value param = value_int(id);
		return conn_run(conn, buf_text(&sql), &param, 1, NULL);
	}
	ARENA(arena, SEARCH_TEXT_BYTES + 4096);
	Value params[] = {value_text(arena_strndup(arena, text, length)), value_int(id)};
	if (exists) buf_printf(&sql, "UPDATE %s SET text = ? WHERE rowid = ?", name);
	else buf_printf(&sql, "INSERT INTO %s (text, rowid) VALUES (?, ?)", name);
	return conn_run(conn, buf_text(&sql), params, 2, NULL);
}

/* FTS5 writes what it gathered as a segment before each statement that could be undone alone: many rows in one statement make one. */
static int sqlite_add_rows(Conn *conn, const char *name, const SearchText *texts, size_t count) {
	ARENA(arena, 2 * SEARCH_ADD_ROWS * (SEARCH_TEXT_BYTES + 4096));
	BUF(sql, SQL_BYTES);
	Value params[2 * SEARCH_ADD_ROWS];
	buf_printf(&sql, "INSERT INTO %s (text, rowid) VALUES ", name);
	for (size_t i = 0; i < count; i++) {
		buf_puts(&sql, i ? ",(?,?)" : "(?,?)");
		params[2 * i] = value_text(arena_strndup(arena, texts[i].text, words_clip(texts[i].text, SEARCH_TEXT_BYTES)));
		params[2 * i + 1] = value_int(texts[i].id);
	}
	return conn_run(conn, buf_text(&sql), params, 2 * count, NULL);
}

static int sqlite_add(Conn *conn, const char *name, const SearchText *texts, size_t count) {
	int code = STORE_OK;
	for (size_t from = 0; from < count && code == STORE_OK; from += SEARCH_ADD_ROWS)
		code = sqlite_add_rows(conn, name, texts + from, count - from < SEARCH_ADD_ROWS ? count - from : SEARCH_ADD_ROWS);
	return code;
}

static char *sqlite_condition(Arena *arena, const char *name, const char *id_column) {
	return arena_printf(arena, "%s IN (SELECT rowid FROM %s WHERE %s MATCH ?)", id_column, name, name);
}

/* One group as an FTS5 phrase: "会议室" gives the pairs 会议 and 议室; before letters the last character stands alone as well, because
 * in the index they follow that character. */
static void sqlite_phrase(Buf *out, const Unit *units, size_t count) {
	for (size_t i = 0; i < count; i++) {
		if (i > 0) buf_puts(out, " + ");
		buf_putc(out, '"');
		buf_puts(out, units[i].word);
		bool run = units[i].character;
		for (; run && i + 1 < count && units[i + 1].character; i++) buf_puts(out, units[i + 1].word);
		buf_putc(out, '"');
		if (run && i > 0 && units[i - 1].character && i + 1 < count) buf_printf(out, " + \"%s\"", units[i].word);
	}
	if (!units[count - 1].character) buf_puts(out, " *");
}

static char *sqlite_param(Arena *arena, const char *typed, size_t length) {
	Unit units[SEARCH_TYPED_UNITS];
	bool first[SEARCH_TYPED_UNITS];
	size_t count = typed_units(typed, length, units, first);
	if (count == 0) return NULL;
	BUF(out, PARAM_BYTES);
	for (size_t i = 0, end; i < count; i = end) {
		end = group_end(first, count, i);
		if (i > 0) buf_puts(&out, " AND ");
		sqlite_phrase(&out, units + i, end - i);
	}
	return arena_strdup(arena, buf_text(&out));
}

const SearchForm sqlite_search = {sqlite_ensure, sqlite_set, sqlite_add, sqlite_condition, sqlite_param};

/* ── PostgreSQL: words as a tsvector, and the text in one plain form ──
 * tsvector positions end at 16383 and 255 a word, so phrases are compared in the plain form instead: a blank before every unit that does
 * not follow a character as a character, " a4 纸张". */

static void plain_put(Buf *out, const Unit *unit, const Unit *before, bool follows) {
	if (!(follows && unit->character && before->character && unit->touches)) buf_putc(out, ' ');
	buf_puts(out, unit->word);
}

/* The plain form and the words as an array literal. A word holds letters and digits only, so nothing needs an escape. */
static void postgres_words(const char *text, size_t length, Buf *plain, Buf *array) {
	Words words = {text, 0, length};
	Unit units[2];
	bool follows = false;
	for (size_t i = 0; words_next(&words, &units[i]); i = 1 - i, follows = true) {
		const Unit *unit = &units[i], *before = &units[1 - i];
		plain_put(plain, unit, before, follows);
		buf_printf(array, "%s\"%s\"", follows ? "," : "{", unit->word);
		if (follows && unit->character && before->character && unit->touches)
			buf_printf(array, ",\"%s%s\"", before->word, unit->word);
	}
	buf_putc(plain, ' ');
	buf_puts(array, follows ? "}" : "{}");
}

static int postgres_ensure(Conn *conn, const char *name) {
	static const char *const texts[] = {
		"CREATE TABLE @ (id BIGINT PRIMARY KEY, text TEXT COLLATE \"C\" NOT NULL, words TSVECTOR NOT NULL)",
		"ALTER TABLE @ ALTER COLUMN words SET STATISTICS 1000", /* the planner must know the common words */
		"CREATE INDEX @_words ON @ USING gin (words) WITH (gin_pending_list_limit = 512)",
	};
	int code = STORE_OK;
	for (size_t i = 0; i < sizeof texts / sizeof *texts && code == STORE_OK; i++) {
		BUF(sql, SQL_BYTES);
		const char *mark = texts[i];
		for (const char *at; (at = strchr(mark, '@')); mark = at + 1) {
			buf_put(&sql, mark, (size_t)(at - mark));
			buf_puts(&sql, name);
		}
		buf_puts(&sql, mark);
		code = conn_run(conn, buf_text(&sql), NULL, 0, NULL);
	}
	return code;
}

static int postgres_set(Conn *conn, const char *name, int64_t id, const char *text, size_t length) {
	BUF(sql, SQL_BYTES);
	if (length == 0) {
		buf_printf(&sql, "DELETE FROM %s WHERE id = ?", name);
		Value param = value_int(id);
		return conn_run(conn, buf_text(&sql), &param, 1, NULL);
	}
	BUF(plain, 8 * SEARCH_TEXT_BYTES);
	BUF(array, 8 * SEARCH_TEXT_BYTES);
	postgres_words(text, length, &plain, &array);
	if (plain.full || array.full) bug("the words of a text outgrew their bound");
	buf_printf(&sql,
		"INSERT INTO %s (id, text, words) VALUES (?, ?, array_to_tsvector(?::text[])) ON CONFLICT (id) DO UPDATE SET text = "
		"excluded.text, "
		"words = excluded.words WHERE %s.text <> excluded.text",
		name, name);
	Value params[] = {value_int(id), value_text(buf_text(&plain)), value_text(buf_text(&array))};
	return conn_run(conn, buf_text(&sql), params, 3, NULL);
}

static int postgres_add(Conn *conn, const char *name, const SearchText *texts, size_t count) {
	int code = STORE_OK;
	for (size_t i = 0; i < count && code == STORE_OK; i++)
		code = postgres_set(conn, name, texts[i].id, texts[i].text, words_clip(texts[i].text, SEARCH_TEXT_BYTES));
	return code;
}

/* The parameter is an array: the tsquery, then a LIKE pattern for each group that is a phrase. CASE hides LIKE from the planner, which
 * takes any pattern for rare and would then sort all hits of a common word instead of walking from the newest. */
static char *postgres_condition(Arena *arena, const char *name, const char *id_column) {
	return arena_printf(arena,
		"%s IN (SELECT f.id FROM (SELECT ?::text[] AS q) p, %s f WHERE f.words @@ p.q[1]::tsquery AND CASE WHEN f.text LIKE ALL "
		"(p.q[2:]) "
		"THEN TRUE ELSE FALSE END)",
		id_column, name);
}

static void postgres_query_word(Buf *out, const char *first, const char *second, const char *tail) {
	if (out->length > 0) buf_puts(out, " & ");
	buf_printf(out, "'%s%s'%s", first, second, tail);
}

static void postgres_group(Buf *query, Buf *patterns, const Unit *units, size_t count) {
	BUF(pattern, PARAM_BYTES);
	for (size_t i = 0; i < count; i++) {
		bool before = i > 0 && units[i - 1].character, after = i + 1 < count && units[i + 1].character;
		if (!units[i].character) postgres_query_word(query, units[i].word, "", i + 1 == count ? ":*" : "");
		else if (after) postgres_query_word(query, units[i].word, units[i + 1].word, "");
		else if (!before) postgres_query_word(query, units[i].word, "", "");
		if (!(units[i].character && (i == 0 || before))) buf_putc(&pattern, ' ');
		buf_puts(&pattern, units[i].word);
	}
	bool phrase = count > 2 || (count == 2 && !(units[0].character && units[1].character));
	if (phrase) buf_printf(patterns, ",\"%%%s%%\"", buf_text(&pattern));
}

static char *postgres_param(Arena *arena, const char *typed, size_t length) {
	Unit units[SEARCH_TYPED_UNITS];
	bool first[SEARCH_TYPED_UNITS];
	size_t count = typed_units(typed, length, units, first);
	if (count == 0) return NULL;
	BUF(query, PARAM_BYTES);
	BUF(patterns, PARAM_BYTES);
	for (size_t i = 0, end; i < count; i = end) {
		end = group_end(first, count, i);
		postgres_group(&query, &patterns, units + i, end - i);
	}
	return arena_printf(arena, "{\"%s\"%s}", buf_text(&query), buf_text(&patterns));
}

const SearchForm postgres_search = {postgres_ensure, postgres_set, postgres_add, postgres_condition, postgres_param};
