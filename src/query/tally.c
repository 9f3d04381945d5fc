#include "query/where.h"

#include <string.h>

enum { SQL_MAX = 1 << 18, PARTS_MAX = 120, ROWS_MAX = 4000 };

/* One statement being put together. */
typedef struct Batch {
	Buf *sql;
	Params *params;
	int parts;
} Batch;

static void put_part(const Tally *tally, int index, Buf *sql) {
	const Record *record = tally->query->record;
	buf_printf(sql, "SELECT %d AS part", index);
	for (int i = 0; i < TALLY_FIELDS; i++)
		if (i < tally->field_count) buf_printf(sql, ", CAST(m.%s AS TEXT)", record->fields[tally->fields[i]].name);
		else buf_puts(sql, ", CAST(NULL AS TEXT)");
	buf_printf(sql, ", count(*) FROM %s m", record->name);
}

static void put_group(const Tally *tally, Buf *sql) {
	const Record *record = tally->query->record;
	for (int i = 0; i < tally->field_count; i++)
		buf_printf(sql, "%s m.%s", i ? "," : " GROUP BY", record->fields[tally->fields[i]].name);
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

static int batch_run(Conn *conn, Arena *arena, const Tally *tallies, Batch *batch, TallyRows *ret) {
	if (!batch->parts) return STORE_OK;
	Cursor *cursor = conn_query(conn, buf_text(batch->sql), batch->params->values, batch->params->count);
	while (cursor && ret->count < ROWS_MAX && cursor_next(cursor)) {
		TallyRow *row = &ret->rows[ret->count++];
		row->tally = (int)cursor_int(cursor, 0);
		for (int i = 0; i < TALLY_FIELDS; i++) row->values[i] = value_of(arena, &tallies[row->tally], i, cursor);
		row->count = cursor_int(cursor, TALLY_FIELDS + 1);
	}
	int fault = cursor_end(cursor);
	buf_clear(batch->sql);
	batch->params->count = 0;
	batch->parts = 0;
	return fault;
}

int query_tallies(Conn *conn, Arena *arena, const Actor *actor, const Tally *tallies, int count, TallyRows *ret) {
	BUF(all, SQL_MAX);
	Batch batch = {&all, arena_alloc(arena, sizeof(Params)), 0};
	Params *params = arena_alloc(arena, sizeof *params);
	int fault = STORE_OK;
	*ret = (TallyRows){.rows = arena_array(arena, ROWS_MAX, sizeof(TallyRow))};
	for (int i = 0; i < count && !fault; i++) {
		BUF(part, SQL_MAX / 2);
		params->count = 0;
		put_part(&tallies[i], i, &part);
		if (!query_where(conn, arena, actor, tallies[i].query, &part, params)) continue;
		put_group(&tallies[i], &part);
		if (batch.parts == PARTS_MAX || batch.params->count + params->count > PARAMS_MAX ||
			all.length + part.length > SQL_MAX / 2)
			fault = batch_run(conn, arena, tallies, &batch, ret);
		if (batch.parts++) buf_puts(&all, " UNION ALL ");
		buf_puts(&all, buf_text(&part));
		for (size_t p = 0; p < params->count; p++) params_add(batch.params, params->values[p]);
	}
	return fault ? fault : batch_run(conn, arena, tallies, &batch, ret);
}
