/* What a select offers: the few rows of a small table. */
#include "query/where.h"

#include "base/log.h"

#include <string.h>

enum { SQL_MAX = 1 << 16, KEY_MAX = 16 << 10, RECORDS_MAX = 24 };

typedef struct Part {
	const char *key; /* NULL: not to be kept */
	size_t key_length;
	Value *values; /* id and title in turn */
	size_t count;
} Part;

static bool is_plain(const Record *record) {
	const Field *title = &record->fields[record->title_field];
	return !(title->flags & FLAG_PERSONAL) && (title->type == FIELD_TEXT || title->type == FIELD_CODE);
}

/* Without its number, so that the key is the same whatever else is asked for. */
static bool put_part(Conn *conn, Arena *arena, const Actor *actor, const Record *record, int most, Buf *sql, Params *params) {
	Query query;
	int active = -1;
	query_init(&query, record);
	if (record_field(record, "active", &active)) query_add(&query, arena, active, FILTER_NOT_IN, value_int(0));
	buf_printf(sql, "m.id AS id, m.%s AS title FROM %s m", record->fields[record->title_field].name, record->name);
	if (!query_where(conn, arena, actor, &query, sql, params)) return false;
	query_order(&query, sql);
	buf_printf(sql, " LIMIT %d", most + 1);
	return true;
}

static void set_options(Arena *arena, const Value *values, size_t count, int most, Picks *ret) {
	int64_t *ids = arena_array(arena, count / 2 + 1, sizeof *ids);
	ret->titles = arena_array(arena, count / 2 + 1, sizeof *ret->titles);
	for (size_t i = 0; i < count / 2; i++) {
		ids[i] = values[2 * i].number;
		ret->titles[i] = arena_strdup(arena, value_str(values[2 * i + 1]));
	}
	ret->ids = ids;
	ret->few = count / 2 <= (size_t)most;
	ret->count = ret->few ? (int)(count / 2) : 0;
}

static int read_parts(Conn *conn, Arena *arena, Buf *sql, Params *params, int most, Part *parts) {
	if (!sql->length) return STORE_OK;
	Cursor *cursor = conn_query(conn, buf_text(sql), params->values, params->count);
	while (cursor && cursor_next(cursor)) {
		Part *part = &parts[cursor_int(cursor, 0)];
		if (!part->values) part->values = arena_array(arena, (size_t)(most + 1) * 2, sizeof *part->values);
		part->values[part->count++] = value_int(cursor_int(cursor, 1));
		part->values[part->count++] = cursor_value(arena, cursor, 2);
	}
	buf_clear(sql);
	params->count = 0;
	return cursor_end(cursor);
}

int query_options(Conn *conn, Arena *arena, const Actor *actor, const Record *const records[], int count, int most, Picks *ret) {
	BUF(all, SQL_MAX);
	BUF(one, SQL_MAX / 4);
	BUF(key, KEY_MAX);
	Params *params = arena_alloc(arena, sizeof *params), *all_params = arena_alloc(arena, sizeof *params);
	Part *parts = arena_array(arena, RECORDS_MAX, sizeof *parts);
	all_params->count = 0;
	int fault = STORE_OK;
	if (count > RECORDS_MAX) bug("options of more than %d records at once", RECORDS_MAX);
	for (int i = 0; i < count && !fault; i++) {
		const Value *values;
		size_t value_count;
		ret[i] = (Picks){0};
		buf_clear(&one);
		params->count = 0;
		if (!is_plain(records[i]) || !put_part(conn, arena, actor, records[i], most, &one, params)) continue;
		bool keeps = kept_key(&one, params, &key);
		if (keeps && conn_kept_find(conn, buf_text(&key), key.length, &values, &value_count)) {
			set_options(arena, values, value_count, most, &ret[i]);
			continue;
		}
		if (keeps)
			parts[i] = (Part){
				.key = memcpy(arena_alloc(arena, key.length + 1), buf_text(&key), key.length + 1), .key_length = key.length};
		ret[i].few = true;
		if (all_params->count + params->count > PARAMS_MAX || all.length + one.length > SQL_MAX / 2)
			fault = read_parts(conn, arena, &all, all_params, most, parts);
		buf_printf(&all, "%sSELECT part, id, title FROM (SELECT %d AS part, ", all.length ? " UNION ALL " : "", i);
		buf_put(&all, buf_text(&one), one.length);
		buf_printf(&all, ") o%d", i);
		for (size_t p = 0; p < params->count; p++) params_add(all_params, params->values[p]);
	}
	if (!fault) fault = read_parts(conn, arena, &all, all_params, most, parts);
	for (int i = 0; i < count && !fault; i++) {
		if (!ret[i].few || ret[i].titles) continue;
		set_options(arena, parts[i].values, parts[i].count, most, &ret[i]);
		if (parts[i].key) conn_kept_put(conn, parts[i].key, parts[i].key_length, parts[i].values, parts[i].count);
	}
	return fault;
}
