#include "query/where.h"

#include "base/log.h"

#include <string.h>

enum { SQL_MAX = 1 << 18, PARTS_MAX = 120, ROWS_MAX = 8000, KEY_MAX = 16 << 10, ROW_VALUES = TALLY_FIELDS + 1 };

/* One statement being put together: the tallies that are not kept. */
typedef struct Batch {
	Buf *sql;
	Params *params;
	int parts;
	int tallies[PARTS_MAX];
	const char *keys[PARTS_MAX]; /* NULL: not to be kept */
	size_t key_lengths[PARTS_MAX];
} Batch;

/* What follows the number of the part: the same wherever the tally stands, and so its key. */
static void put_part(const Tally *tally, Buf *sql) {
	const Record *record = tally->query->record;
	for (int i = 0; i < TALLY_FIELDS; i++)
		if (i < tally->field_count) buf_printf(sql, ", CAST(m.%s AS TEXT)", record->fields[tally->fields[i]].name);
		else buf_puts(sql, ", CAST(NULL AS TEXT)");
	if (tally->sum) buf_printf(sql, ", CAST(coalesce(sum(m.%s), 0) AS BIGINT)", record->fields[tally->sum].name);
	else buf_puts(sql, ", count(*)");
	buf_printf(sql, tally->most ? " FROM (SELECT 1 FROM %s m" : " FROM %s m", record->name);
}

/* By the value as text, so that no index on the field tempts the planner away from the one that finds the rows. */
static void put_group(const Tally *tally, Buf *sql) {
	const Record *record = tally->query->record;
	if (tally->most) buf_printf(sql, " LIMIT %d) c", tally->most);
	for (int i = 0; i < tally->field_count; i++)
		buf_printf(sql, "%s CAST(m.%s AS TEXT)", i ? "," : " GROUP BY", record->fields[tally->fields[i]].name);
}

static Value value_of(Arena *arena, const Tally *tally, int i, const Cursor *cursor) {
	int64_t number;
	if (i >= tally->field_count || cursor_is_null(cursor, i + 1)) return value_null();
	const Field *field = &tally->query->record->fields[tally->fields[i]];
	const char *text = cursor_text(cursor, i + 1);
	bool words =
		field->type == FIELD_TEXT || field->type == FIELD_LONG || field->type == FIELD_CODE || field->type == FIELD_CHOICE;
	if (!words && text_to_int(text, &number)) return value_int(number);
	return value_text(arena_strdup(arena, text));
}

static TallyRow *row_add(Arena *arena, TallyRows *ret, int tally) {
	if (ret->count == ROWS_MAX) bug("a tally has more than %d groups", ROWS_MAX);
	if (ret->count == ret->capacity) {
		TallyRow *more = arena_array(arena, (size_t)ret->capacity * 2 + 32, sizeof *more);
		if (ret->count) memcpy(more, ret->rows, (size_t)ret->count * sizeof *more);
		ret->rows = more;
		ret->capacity = ret->capacity * 2 + 32;
	}
	TallyRow *row = &ret->rows[ret->count++];
	row->tally = tally;
	return row;
}

/* The answer as it was kept; false where it is not. */
static bool kept_read(Conn *conn, Arena *arena, const Buf *key, int tally, TallyRows *ret) {
	const Value *values;
	size_t count;
	if (!conn_kept_find(conn, buf_text(key), key->length, &values, &count)) return false;
	for (size_t v = 0; v < count; v += ROW_VALUES) {
		TallyRow *row = row_add(arena, ret, tally);
		for (int i = 0; i < TALLY_FIELDS; i++) {
			row->values[i] = values[v + (size_t)i];
			if (row->values[i].kind == VALUE_TEXT) row->values[i].text = arena_strdup(arena, row->values[i].text);
		}
		row->count = values[v + TALLY_FIELDS].number;
	}
	return true;
}

/* Keeps what the batch has brought: the rows of each of its tallies stand together. */
static void batch_keep(Conn *conn, Arena *arena, const Batch *batch, const TallyRows *rows, int from) {
	size_t most = (size_t)(rows->count - from) * ROW_VALUES;
	Value *values = arena_array(arena, most + 1, sizeof *values);
	for (int part = 0; part < batch->parts; part++) {
		size_t count = 0;
		if (!batch->keys[part]) continue;
		for (int r = from; r < rows->count; r++) {
			if (rows->rows[r].tally != batch->tallies[part]) continue;
			for (int i = 0; i < TALLY_FIELDS; i++) values[count++] = rows->rows[r].values[i];
			values[count++] = value_int(rows->rows[r].count);
		}
		conn_kept_put(conn, batch->keys[part], batch->key_lengths[part], values, count);
	}
}

static int batch_run(Conn *conn, Arena *arena, const Tally *tallies, Batch *batch, TallyRows *ret) {
	int from = ret->count;
	if (!batch->parts) return STORE_OK;
	Cursor *cursor = conn_query(conn, buf_text(batch->sql), batch->params->values, batch->params->count);
	while (cursor && cursor_next(cursor)) {
		TallyRow *row = row_add(arena, ret, (int)cursor_int(cursor, 0));
		for (int i = 0; i < TALLY_FIELDS; i++) row->values[i] = value_of(arena, &tallies[row->tally], i, cursor);
		row->count = cursor_int(cursor, TALLY_FIELDS + 1);
	}
	int fault = cursor_end(cursor);
	if (!fault) batch_keep(conn, arena, batch, ret, from);
	buf_clear(batch->sql);
	batch->params->count = 0;
	batch->parts = 0;
	return fault;
}

static void batch_add(Arena *arena, Batch *batch, int tally, const Buf *part, const Params *params, const Buf *key) {
	buf_printf(batch->sql, batch->parts ? " UNION ALL SELECT %d AS part" : "SELECT %d AS part", tally);
	buf_put(batch->sql, buf_text(part), part->length);
	for (size_t p = 0; p < params->count; p++) params_add(batch->params, params->values[p]);
	batch->tallies[batch->parts] = tally;
	batch->keys[batch->parts] = key->full ? NULL : memcpy(arena_alloc(arena, key->length + 1), buf_text(key), key->length + 1);
	batch->key_lengths[batch->parts++] = key->length;
}

int query_tallies(Conn *conn, Arena *arena, const Actor *actor, const Tally *tallies, int count, TallyRows *ret) {
	BUF(all, SQL_MAX);
	BUF(part, SQL_MAX / 2);
	BUF(key, KEY_MAX);
	Batch *batch = arena_alloc(arena, sizeof *batch);
	batch->sql = &all;
	batch->params = arena_alloc(arena, sizeof(Params));
	batch->params->count = 0;
	batch->parts = 0;
	Params *params = arena_alloc(arena, sizeof *params);
	int fault = STORE_OK;
	*ret = (TallyRows){0};
	for (int i = 0; i < count && !fault; i++) {
		buf_clear(&part);
		params->count = 0;
		put_part(&tallies[i], &part);
		if (!query_where(conn, arena, actor, tallies[i].query, &part, params)) continue;
		put_group(&tallies[i], &part);
		if (kept_key(&part, params, &key) && kept_read(conn, arena, &key, i, ret)) continue;
		if (batch->parts == PARTS_MAX || batch->params->count + params->count > PARAMS_MAX ||
			all.length + part.length > SQL_MAX / 2)
			fault = batch_run(conn, arena, tallies, batch, ret);
		batch_add(arena, batch, i, &part, params, &key);
	}
	return fault ? fault : batch_run(conn, arena, tallies, batch, ret);
}
