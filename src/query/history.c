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

int query_history(Conn *conn, Arena *arena, const Row *row, bool public_only, int limit, Events *ret) {
	const Record *record = row->record;
	Value params[] = {value_text(record->name), value_int(row_id(row)), value_int(limit)};
	*ret = (Events){.events = arena_array(arena, (size_t)limit + 1, sizeof(Event))};
	/* The row was read within the actor's scope; its journal is seen with it. */
	Cursor *cursor = conn_query(conn,
		"SELECT j.seq, j.at, j.actor, j.cause, j.door, j.command, j.note, j.facts, p.name FROM (SELECT * FROM journal WHERE "
		"record = ? AND row_id = ? ORDER BY seq DESC LIMIT ?) j "
		"LEFT JOIN person p ON p.id = j.actor ORDER BY j.seq",
		params, 3);
	while (cursor && ret->count < limit && cursor_next(cursor)) {
		Event event = {.seq = cursor_int(cursor, 0),
			.at = cursor_int(cursor, 1),
			.actor = cursor_int(cursor, 2),
			.cause = cursor_int(cursor, 3)};
		event.door = arena_strdup(arena, cursor_text(cursor, 4));
		event.command = arena_strdup(arena, cursor_text(cursor, 5));
		event.def = record_command(record, event.command);
		if (public_only && !(event.def && event.def->flags & COMMAND_PUBLIC)) continue;
		event.note = cursor_is_null(cursor, 6) ? NULL : arena_strdup(arena, cursor_text(cursor, 6));
		event.deleted = cursor_is_null(cursor, 7);
		facts_read(arena, record, cursor_text(cursor, 7), &event);
		event.actor_name = cursor_is_null(cursor, 8) ? "" : arena_strdup(arena, cursor_text(cursor, 8));
		ret->events[ret->count++] = event;
	}
	return cursor_end(cursor);
}
