/* What is there already: words that name rows, and rows by their natural key. */
#include "access/vault.h"
#include "base/log.h"
#include "model/field.h"
#include "web/exchange.h"
#include "web/import.h"

#include <string.h>

enum { PAGE_ROWS = 1000, PAGE_BYTES = 192 << 20, NAMED_ROWS_MAX = 300000 };

static void words_add(ImportNames *names, const char *words, int64_t id) {
	if (!words || !*words) return;
	MapSlot *slot = map_find(&names->words, words);
	if (!slot) map_put(&names->words, words)->number = id;
	else if (slot->number != id) slot->number = 0;
}

void import_names_add(ImportNames *names, Arena *scratch, const Row *row) {
	const Record *record = names->record;
	const Field *title = &record->fields[record->title_field];
	int64_t id = row_id(row);
	words_add(names, arena_printf(scratch, "#%lld", (long long)id), id);
	const char *full = row_words_full(scratch, row);
	const char *sign = strstr(full, "（#");
	if (sign) words_add(names, arena_printf(scratch, "（#%lld）", (long long)id), id);
	if (title->flags & FLAG_PERSONAL) {
		const char *label = value_str(row->values[record->title_field]);
		words_add(names, arena_printf(scratch, "%s（#%lld）", vault_mask(scratch, label), (long long)id), id);
		return;
	}
	words_add(names, full, id);
	if (title->type != FIELD_REF) words_add(names, field_show(title, row->values[record->title_field], scratch, LANGUAGE_ZH), id);
	if (title->type == FIELD_REF && row->labels && row->labels[record->title_field])
		words_add(names, arena_printf(scratch, "%s（#%lld）", row->labels[record->title_field], (long long)id), id);
	for (int i = FIELD_ENGINE_COUNT; i < record->field_count; i++) {
		const Field *field = &record->fields[i];
		bool names_it = i == record->number_field || field->flags & FLAG_UNIQUE;
		if (!names_it || field->flags & (FLAG_HIDDEN | FLAG_PERSONAL) || field->type == FIELD_REF) continue;
		const char *code = field_show(field, row->values[i], scratch, LANGUAGE_ZH);
		/* A title wins over a code that reads the same. */
		if (*code && !map_find(&names->words, code)) words_add(names, code, id);
	}
}

char *import_key(const Import *import, Arena *arena, const int *fields, int count, const Value *values) {
	BUF(key, 8192);
	for (int i = 0; i < count; i++) {
		Value value = values[fields[i]];
		bool parent = import->record->fields[fields[i]].type == FIELD_REF &&
					  import->record->fields[fields[i]].ref_record == import->record->index;
		if (value.kind == VALUE_NULL && !parent) return NULL;
		if (value.kind == VALUE_TEXT) buf_puts(&key, value.text);
		else if (value.kind == VALUE_INT) buf_put_int(&key, value.number);
		buf_putc(&key, '\x1f');
	}
	return count ? arena_strdup(arena, buf_text(&key)) : NULL;
}

static void keys_add(Import *import, Arena *scratch, const Row *row) {
	char *key = import_key(import, scratch, import->key, import->key_count, row->values);
	if (key) map_put(&import->by_key, key)->number = row_id(row);
	char *other = import_key(import, scratch, import->other, import->other_count, row->values);
	if (!other) return;
	/* Several rows may be alike: they stand behind one another, each is met once. */
	MapSlot *slot = map_put(&import->by_other, other);
	if (slot->number) {
		MapSlot *more = arena_alloc(import->arena, sizeof *more);
		*more = (MapSlot){.number = slot->number, .data = slot->data};
		slot->data = more;
	}
	slot->number = row_id(row);
}

/* Every row the actor sees, page by page. */
ImportNames *import_names_load(Import *import, Conn *conn, const Record *record, int *ret_fault) {
	ARENA(page, PAGE_BYTES);
	ImportNames *names = arena_alloc(import->arena, sizeof *names);
	*names = (ImportNames){.record = record};
	map_init(&names->words, import->arena);
	Query query;
	query_init(&query, record);
	query.limit = PAGE_ROWS;
	query.sort_field = FIELD_ID_AT;
	query.sort_down = false;
	int loaded = 0;
	for (Rows rows = {.next = ""}; rows.next && loaded < NAMED_ROWS_MAX; loaded += PAGE_ROWS) {
		*ret_fault = query_rows(conn, page, import->actor, &query, true, &rows);
		if (*ret_fault) return NULL;
		for (int r = 0; r < rows.count; r++) {
			import_names_add(names, page, &rows.rows[r]);
			if (record == import->record) keys_add(import, page, &rows.rows[r]);
		}
		query.has_after = true;
		if (rows.count) query.after_id = row_id(&rows.rows[rows.count - 1]);
		if (rows.next) rows.next = "";
		arena_reset(page);
	}
	if (loaded >= NAMED_ROWS_MAX)
		log_warn("import.names", "only the first %d rows of %s can be named", NAMED_ROWS_MAX, record->name);
	return names;
}
