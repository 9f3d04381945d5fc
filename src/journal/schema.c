#include "journal/journal.h"

#include <string.h>

int journal_ensure(Conn *conn) {
	static const Column columns[] = {{"seq", COLUMN_INT, true}, {"at", COLUMN_INT, true}, {"actor", COLUMN_INT, true},
		{"door", COLUMN_TEXT, true}, {"record", COLUMN_TEXT, true}, {"command", COLUMN_TEXT, true}, {"row_id", COLUMN_INT, true},
		{"cause", COLUMN_INT, true}, {"facts", COLUMN_TEXT, false}, {"note", COLUMN_TEXT, false}, {"idem", COLUMN_TEXT, false},
		{"hash", COLUMN_TEXT, true}};
	static const TableIndex indexes[] = {{"record, row_id, seq", false, NULL}, {"idem", true, "idem IS NOT NULL"}};
	static const Table journal = {"journal", "seq", columns, 12, indexes, 2};
	static const Column counter_columns[] = {{"name", COLUMN_TEXT, true}, {"value", COLUMN_INT, true}};
	static const Table counter = {"counter", "name", counter_columns, 2, NULL, 0};
	static const Column meta_columns[] = {{"name", COLUMN_TEXT, true}, {"value", COLUMN_TEXT, true}};
	static const Table meta = {"meta", "name", meta_columns, 2, NULL, 0};
	int fault = table_ensure(conn, &journal);
	if (!fault) fault = table_ensure(conn, &counter);
	return fault ? fault : table_ensure(conn, &meta);
}

int schema_ensure(Conn *conn) {
	int fault = journal_ensure(conn);
	for (int i = 0; !fault && i < model_record_count; i++) {
		fault = table_ensure(conn, model_records[i].table);
		if (!fault && model_records[i].has_search) fault = search_ensure(conn, model_records[i].search_table);
	}
	Value params[] = {value_text(model_digest)};
	if (!fault)
		fault = conn_run(conn,
			"INSERT INTO meta(name, value) VALUES('model', ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value", params, 1,
			NULL);
	return fault;
}
