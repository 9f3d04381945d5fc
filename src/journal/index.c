#include "journal/journal.h"

#include "base/buf.h"
#include "journal/initials.h"

char *row_search_text(Arena *arena, const Record *record, const Value *after) {
	BUF(words, 1u << 20);
	for (int i = 0; record->has_search && i < record->field_count; i++) {
		const Field *field = &record->fields[i];
		if (!(field->flags & FLAG_SEARCH) || after[i].kind != VALUE_TEXT || (field->flags & FLAG_PERSONAL)) continue;
		buf_printf(&words, "%s\n", after[i].text);
		if (field->flags & FLAG_PINYIN) buf_printf(&words, "%s\n", initials_of(arena, after[i].text));
	}
	return arena_strdup(arena, buf_text(&words));
}

int row_index(Conn *conn, Arena *arena, const Record *record, int64_t id, const Value *after) {
	if (!record->has_search) return STORE_OK;
	return search_set(conn, record->search_table, id, row_search_text(arena, record, after));
}
