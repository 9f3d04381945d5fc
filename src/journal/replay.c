#include "journal/journal.h"

#include "base/buf.h"
#include "base/log.h"
#include "journal/counter.h"

#include <jansson.h>
#include <string.h>

/* Facts back from their JSON; false where a name or a type does not fit the model. */
static bool facts_read(Arena *arena, const Record *record, const char *text, Fact *facts, int *ret_count) {
	json_error_t error;
	json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	bool good = json_is_object(object);
	int count = 0;
	const char *name;
	json_t *value;
	if (good) {
		json_object_foreach(object, name, value) {
			int field = -1;
			if (!record_field(record, name, &field) || count == 63) {
				good = false;
				break;
			}
			Value v = json_is_integer(value)  ? value_int(json_integer_value(value))
					  : json_is_string(value) ? value_text(arena_strdup(arena, json_string_value(value)))
											  : value_null();
			facts[count++] = (Fact){field, v};
		}
	}
	json_decref(object);
	*ret_count = count;
	return good;
}

static int entry_replay(Conn *to, Arena *arena, Cursor *cursor, CounterTally *tally) {
	const Record *record = record_by_name(cursor_text(cursor, 0));
	int64_t row = cursor_int(cursor, 1);
	const char *text = cursor_text(cursor, 2);
	Fact facts[64];
	int count = 0, fault = STORE_OK;
	if (!record) {
		log_error("replay.record", "the journal names record %s, which this model has not", cursor_text(cursor, 0));
		return STORE_WRONG;
	}
	if (!text) return row_apply(to, arena, record, row, false, true, NULL, NULL, 0);
	if (!facts_read(arena, record, text, facts, &count)) {
		log_error("replay.facts", "facts of %s %ld do not fit the model", record->name, (long)row);
		return STORE_WRONG;
	}
	Value *after = row_read(to, arena, record, row, &fault);
	bool is_new = !after;
	if (fault) return fault;
	if (is_new) after = arena_array(arena, (size_t)record->field_count, sizeof *after);
	for (int i = 0; i < count; i++) after[facts[i].field] = facts[i].value;
	if (is_new) tally_follow(tally, record, row, cursor_int(cursor, 3), after);
	fault = row_apply(to, arena, record, row, is_new, false, after, facts, count);
	return fault ? fault : row_index(to, arena, record, row, after);
}

int journal_replay(Conn *from, Conn *to, Arena *arena, int64_t *ret_entries) {
	CounterTally tally = {0};
	int fault = STORE_OK;
	*ret_entries = 0;
	Cursor *cursor = conn_query(from, "SELECT record, row_id, facts, at FROM journal ORDER BY seq", NULL, 0);
	while (!fault && cursor && cursor_next(cursor)) {
		fault = entry_replay(to, arena, cursor, &tally);
		if (!fault && ++*ret_entries % 256 == 0) arena_reset(arena);
	}
	int end = cursor_end(cursor);
	if (!fault) fault = end;
	if (!fault) fault = tally_write(&tally, to);
	tally_end(&tally);
	return fault;
}

static int table_digest(Conn *conn, const Record *record, Digest *digest) {
	BUF(sql, 8192);
	buf_puts(&sql, "SELECT ");
	for (int i = 0; i < record->field_count; i++) buf_printf(&sql, i ? ", %s" : "%s", record->fields[i].name);
	buf_printf(&sql, " FROM %s ORDER BY id", record->name);
	digest_add_text(digest, record->name);
	Cursor *cursor = conn_query(conn, buf_text(&sql), NULL, 0);
	while (cursor && cursor_next(cursor))
		for (int i = 0; i < record->field_count; i++) {
			bool text = record->table->columns[i].type == COLUMN_TEXT;
			digest_add_int(digest, cursor_is_null(cursor, i) ? 0 : text ? 2 : 1);
			if (cursor_is_null(cursor, i)) continue;
			if (text) digest_add_text(digest, cursor_text(cursor, i));
			else digest_add_int(digest, cursor_int(cursor, i));
		}
	return cursor_end(cursor);
}

static int counter_digest(Conn *conn, Digest *digest) {
	digest_add_text(digest, "counter");
	Cursor *cursor = conn_query(conn, "SELECT name, value FROM counter ORDER BY name", NULL, 0);
	while (cursor && cursor_next(cursor)) {
		digest_add_text(digest, cursor_text(cursor, 0));
		digest_add_int(digest, cursor_int(cursor, 1));
	}
	return cursor_end(cursor);
}

int state_digest(Conn *conn, Arena *arena, char ret_hex[DIGEST_HEX]) {
	(void)arena;
	Digest *digest = digest_begin();
	int fault = STORE_OK;
	for (int i = 0; !fault && i < model_record_count; i++) fault = table_digest(conn, &model_records[i], digest);
	if (!fault) fault = counter_digest(conn, digest);
	digest_end(digest, ret_hex);
	return fault;
}
