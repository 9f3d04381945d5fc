#include "base/log.h"
#include "store/driver.h"

#include <string.h>
#include <strings.h>

enum { DDL_BYTES = 64 * 1024, NAME_BYTES = 63 /* PostgreSQL cuts longer names */ };

static const char *type_of(const Driver *driver, const Column *column) {
	return column->type == COLUMN_INT ? driver->int_type : driver->text_type;
}

static const Column *column_named(const Table *table, const char *name) {
	for (size_t i = 0; i < table->column_count; i++)
		if (text_equal(table->columns[i].name, name)) return &table->columns[i];
	return NULL;
}

static int run_text(Conn *conn, const Buf *sql) {
	if (sql->full) bug("a table definition longer than %d bytes", DDL_BYTES);
	return conn_run(conn, buf_text(sql), NULL, 0, NULL);
}

bool table_exists(Conn *conn, const char *name) {
	Value param = value_text(name);
	return conn_query_int(conn, conn->store->driver->table_query, &param, 1, 0, NULL) == 1;
}

static int table_create(Conn *conn, const Table *table) {
	const Driver *driver = conn->store->driver;
	BUF(sql, DDL_BYTES);
	buf_printf(&sql, "CREATE TABLE %s (", table->name);
	for (size_t i = 0; i < table->column_count; i++) {
		const Column *column = &table->columns[i];
		buf_printf(&sql, "%s %s%s, ", column->name, type_of(driver, column), column->not_null ? " NOT NULL" : "");
	}
	const Column *key = column_named(table, table->primary_key);
	bool rowid = key && key->type == COLUMN_INT;
	buf_printf(&sql, "PRIMARY KEY (%s))%s", table->primary_key, rowid ? driver->rowid_tail : driver->keyed_tail);
	return run_text(conn, &sql);
}

/* Marks the columns the table has in ret_found. STORE_WRONG where one has another type. */
static int columns_find(Conn *conn, const Table *table, bool *ret_found) {
	const Driver *driver = conn->store->driver;
	Value param = value_text(table->name);
	Cursor *cursor = conn_query(conn, driver->column_query, &param, 1);
	int code = STORE_OK;
	while (cursor && cursor_next(cursor)) {
		const Column *column = column_named(table, cursor_text(cursor, 0));
		if (!column) continue;
		ret_found[column - table->columns] = true;
		const char *expected = column->type == COLUMN_INT ? driver->int_name : driver->text_name;
		if (strcasecmp(cursor_text(cursor, 1), expected) == 0) continue;
		log_error(
			"store.wrong", "table %s has column %s as %s, not %s", table->name, column->name, cursor_text(cursor, 1), expected);
		code = STORE_WRONG;
	}
	int end = cursor_end(cursor);
	return end == STORE_OK ? code : end;
}

static int columns_add(Conn *conn, const Table *table) {
	ARENA(arena, DDL_BYTES);
	bool *found = arena_array(arena, table->column_count, sizeof *found);
	int code = columns_find(conn, table, found);
	for (size_t i = 0; i < table->column_count && code == STORE_OK; i++) {
		if (found[i]) continue;
		BUF(sql, DDL_BYTES);
		buf_printf(&sql, "ALTER TABLE %s ADD COLUMN %s %s", table->name, table->columns[i].name,
			type_of(conn->store->driver, &table->columns[i]));
		code = run_text(conn, &sql);
	}
	return code;
}

/* The name carries a hash of the whole definition, so a changed definition is another index. */
static int index_ensure(Conn *conn, const Table *table, const TableIndex *index) {
	BUF(definition, DDL_BYTES);
	buf_printf(
		&definition, "%s(%s)%s%s", table->name, index->columns, index->where ? " WHERE " : "", index->where ? index->where : "");
	uint32_t hash = index->unique;
	for (const char *p = buf_text(&definition); *p; p++) hash = (hash ^ (unsigned char)*p) * 16777619u;
	BUF(sql, DDL_BYTES);
	buf_printf(&sql, "CREATE %sINDEX IF NOT EXISTS %.*s_%s%08x ON %s (%s)", index->unique ? "UNIQUE " : "", NAME_BYTES - 10,
		table->name, index->unique ? "u" : "i", hash, table->name, index->columns);
	if (index->where) buf_printf(&sql, " WHERE %s", index->where);
	return run_text(conn, &sql);
}

int table_ensure(Conn *conn, const Table *table) {
	int code = table_exists(conn, table->name) ? columns_add(conn, table) : table_create(conn, table);
	for (size_t i = 0; i < table->index_count && code == STORE_OK; i++) code = index_ensure(conn, table, &table->indexes[i]);
	return code;
}
