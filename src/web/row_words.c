#include "model/field.h"
#include "web/exchange.h"

#include <string.h>

static bool tells_apart(const Record *record, int index) {
	const Field *field = &record->fields[index];
	if (index < FIELD_ENGINE_COUNT || index == record->title_field) return false;
	if (field->flags & (FLAG_HIDDEN | FLAG_PERSONAL) || field->type == FIELD_SECRET) return false;
	return index == record->number_field || field->flags & (FLAG_KEY | FLAG_UNIQUE);
}

char *row_words_full(Arena *arena, const Row *row) {
	const Record *record = row->record;
	const Field *title_field = &record->fields[record->title_field];
	const char *title = title_field->type == FIELD_REF
							? (row->labels && row->labels[record->title_field] ? row->labels[record->title_field] : "")
							: field_show(title_field, row->values[record->title_field], arena, LANGUAGE_ZH);
	for (int i = 0; i < record->field_count; i++) {
		if (!tells_apart(record, i) || value_is_null(row->values[i])) continue;
		const char *by = record->fields[i].type == FIELD_REF ? (row->labels ? row->labels[i] : NULL)
															 : field_show(&record->fields[i], row->values[i], arena, LANGUAGE_ZH);
		if (by && *by) return arena_printf(arena, "%s（%s）", title, by);
	}
	return arena_printf(arena, "%s（#%lld）", title, (long long)row_id(row));
}

char *row_words(Conn *conn, Arena *arena, const Record *record, int64_t id, const char *title) {
	const Field *field = &record->fields[record->title_field];
	/* A title that is a reference or a personal value cannot be looked up. */
	if (field->type == FIELD_REF || field->flags & FLAG_PERSONAL) return arena_printf(arena, "%s（#%lld）", title, (long long)id);
	if (field->flags & FLAG_UNIQUE || field->type != FIELD_TEXT) return arena_strdup(arena, title);
	BUF(sql, 400);
	Value param = value_text(title);
	/* No scope: it only asks whether this title, which the actor sees already, is a row's alone. */
	buf_printf(&sql, "SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s = ? LIMIT 2) c", record->name, field->name);
	if (conn_query_int(conn, buf_text(&sql), &param, 1, 0, NULL) < 2) return arena_strdup(arena, title);
	Row *row = query_row(conn, arena, &actor_engine, record, id, false, NULL);
	return row ? row_words_full(arena, row) : arena_strdup(arena, title);
}
