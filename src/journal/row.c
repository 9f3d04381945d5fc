#include "journal/journal.h"

#include "base/buf.h"
#include "base/log.h"

#include <string.h>

static int row_insert(Conn *conn, const Record *record, const Value *after) {
	BUF(sql, 16384);
	buf_puts(&sql, "INSERT INTO ");
	buf_puts(&sql, record->name);
	for (int i = 0; i < record->field_count; i++) buf_puts(&sql, i ? ", " : "("), buf_puts(&sql, record->fields[i].name);
	buf_puts(&sql, ") VALUES(");
	for (int i = 0; i < record->field_count; i++) buf_puts(&sql, i ? ",?" : "?");
	buf_puts(&sql, ")");
	return conn_run(conn, buf_text(&sql), after, (size_t)record->field_count, NULL);
}

static int row_update(Conn *conn, const Record *record, int64_t row, const Fact *facts, int fact_count) {
	BUF(sql, 16384);
	Value params[64];
	if (fact_count > 63) bug("too many facts");
	buf_printf(&sql, "UPDATE %s SET ", record->name);
	for (int i = 0; i < fact_count; i++) {
		buf_printf(&sql, i ? ", %s = ?" : "%s = ?", record->fields[facts[i].field].name);
		params[i] = facts[i].value;
	}
	buf_puts(&sql, " WHERE id = ?");
	params[fact_count] = value_int(row);
	return conn_run(conn, buf_text(&sql), params, (size_t)fact_count + 1, NULL);
}

int row_apply(Conn *conn, Arena *arena, const Record *record, int64_t row, bool is_new, bool deleted, const Value *after,
	const Fact *facts, int fact_count) {
	(void)arena;
	if (deleted) {
		BUF(sql, 256);
		Value id = value_int(row);
		buf_printf(&sql, "DELETE FROM %s WHERE id = ?", record->name);
		return conn_run(conn, buf_text(&sql), &id, 1, NULL);
	}
	return is_new ? row_insert(conn, record, after) : row_update(conn, record, row, facts, fact_count);
}

Value *row_read(Conn *conn, Arena *arena, const Record *record, int64_t id, int *ret_fault) {
	BUF(sql, 8192);
	Value param = value_int(id), *values = NULL;
	for (int i = 0; i < record->field_count; i++) buf_puts(&sql, i ? ", " : "SELECT "), buf_puts(&sql, record->fields[i].name);
	buf_printf(&sql, " FROM %s WHERE id = ?", record->name);
	Cursor *cursor = conn_query(conn, buf_text(&sql), &param, 1);
	if (cursor && cursor_next(cursor)) {
		values = arena_array(arena, (size_t)record->field_count, sizeof *values);
		for (int i = 0; i < record->field_count; i++) values[i] = cursor_value(arena, cursor, i);
	}
	int fault = cursor_end(cursor);
	if (ret_fault) *ret_fault = fault;
	return fault ? NULL : values;
}
