#include "query/query.h"

#include "journal/journal.h"

#include <jansson.h>
#include <string.h>

static void facts_read(Arena *arena, const Record *record, const char *text, Event *event) {
	json_error_t error;
	json_t *object = text ? json_loads(text, 0, &error) : NULL, *value;
	const char *name;
	Fact *facts = arena_array(arena, 64, sizeof *facts);
	int count = 0, field;
	if (json_is_object(object)) json_object_foreach(object, name, value) {
			if (count == 64 || !record_field(record, name, &field)) continue;
			Value v = json_is_integer(value)  ? value_int(json_integer_value(value))
					  : json_is_string(value) ? value_text(arena_strdup(arena, json_string_value(value)))
											  : value_null();
			facts[count++] = (Fact){field, v};
		}
	json_decref(object);
	event->facts = facts;
	event->fact_count = count;
}

static Event event_read(Arena *arena, const Cursor *cursor) {
	Event event = {.seq = cursor_int(cursor, 0),
		.at = cursor_int(cursor, 1),
		.actor = cursor_int(cursor, 2),
		.cause = cursor_int(cursor, 3)};
	event.door = arena_strdup(arena, cursor_text(cursor, 4));
	event.command = arena_strdup(arena, cursor_text(cursor, 5));
	event.note = cursor_is_null(cursor, 6) ? NULL : arena_strdup(arena, cursor_text(cursor, 6));
	event.deleted = cursor_is_null(cursor, 7);
	event.actor_name = cursor_is_null(cursor, 8) ? "" : arena_strdup(arena, cursor_text(cursor, 8));
	event.record = record_by_name(cursor_text(cursor, 9));
	event.row = cursor_int(cursor, 10);
	if (!event.record) return event;
	event.def = record_command(event.record, event.command);
	facts_read(arena, event.record, cursor_text(cursor, 7), &event);
	return event;
}

/* The rows were read within the actor's scope; their journal is seen with them. */
int query_histories(Conn *conn, Arena *arena, const Row *rows[], int count, int limit, Events *ret) {
	BUF(sql, 8192);
	Params *params = arena_alloc(arena, sizeof *params);
	*ret = (Events){.events = arena_array(arena, (size_t)limit + 1, sizeof(Event))};
	buf_puts(&sql,
		"SELECT j.seq, j.at, j.actor, j.cause, j.door, j.command, j.note, j.facts, p.name, j.record, j.row_id FROM (SELECT * "
		"FROM journal WHERE ");
	for (int i = 0; i < count && i < HISTORY_ROWS_MAX; i++) {
		buf_puts(&sql, i ? " OR (record = ? AND row_id = ?)" : "(record = ? AND row_id = ?)");
		params_add(params, value_text(rows[i]->record->name));
		params_add(params, value_int(row_id(rows[i])));
	}
	buf_puts(&sql, " ORDER BY seq DESC LIMIT ?) j LEFT JOIN person p ON p.id = j.actor ORDER BY j.seq");
	params_add(params, value_int(limit));
	Cursor *cursor = conn_query(conn, buf_text(&sql), params->values, params->count);
	while (cursor && ret->count < limit && cursor_next(cursor)) {
		Event event = event_read(arena, cursor);
		if (event.record) ret->events[ret->count++] = event;
	}
	return cursor_end(cursor);
}

int query_history(Conn *conn, Arena *arena, const Row *row, bool public_only, int limit, Events *ret) {
	int fault = query_histories(conn, arena, &row, 1, limit, ret), kept = 0;
	for (int i = 0; i < ret->count && public_only; i++) {
		const Event *event = &ret->events[i];
		if (event->def && event->def->flags & COMMAND_PUBLIC) ret->events[kept++] = *event;
	}
	if (public_only) ret->count = kept;
	return fault;
}
