#include "query/where.h"

#include "access/vault.h"
#include "base/log.h"

#include <string.h>

enum { SQL_MAX = 1 << 17 };

static const Field *title_of(const Field *field) {
	const Record *target = &model_records[field->ref_record];
	return &target->fields[target->title_field];
}

static bool is_listed_ref(const Record *record, int field) {
	const Field *f = &record->fields[field];
	return f->type == FIELD_REF && !(f->flags & FLAG_HIDDEN);
}

static void put_words(Buf *sql, const char *a, const char *b, const char *c) {
	buf_puts(sql, a);
	if (b) buf_puts(sql, b);
	buf_puts(sql, c);
}

/* A title that is itself a reference shows as that row's title (任职 → 人员): one step. PostgreSQL's planner takes a second to order a
 * dozen joins, so there each label is a query of its own inside the statement; SQLite is a fifth quicker with joins. */
static void put_columns(Conn *conn, const Query *query, Buf *sql) {
	const Record *record = query->record;
	bool joins = store_kind(conn_store(conn)) == STORE_SQLITE;
	/* Written plainly: a page's statement has a hundred names. */
	for (int i = 0; i < record->field_count; i++) put_words(sql, i ? ", m." : "SELECT m.", record->fields[i].name, "");
	for (int i = 0; query->labels && i < record->field_count; i++) {
		if (!is_listed_ref(record, i)) continue;
		const char *title = title_of(&record->fields[i])->name;
		if (joins) {
			put_words(sql, ", r", NULL, "");
			buf_put_int(sql, i);
			put_words(sql, ".", title, "");
		} else {
			put_words(sql, ", (SELECT r.", title, " FROM ");
			put_words(sql, model_records[record->fields[i].ref_record].name, " r WHERE r.id = m.", record->fields[i].name);
			buf_putc(sql, ')');
		}
	}
	buf_puts(sql, " FROM ");
}

static void put_joins(Conn *conn, const Query *query, Buf *sql) {
	const Record *record = query->record;
	if (store_kind(conn_store(conn)) != STORE_SQLITE || !query->labels) return;
	for (int i = 0; i < record->field_count; i++) {
		if (!is_listed_ref(record, i)) continue;
		put_words(sql, " LEFT JOIN ", model_records[record->fields[i].ref_record].name, " r");
		buf_put_int(sql, i);
		buf_puts(sql, " ON r");
		buf_put_int(sql, i);
		put_words(sql, ".id = m.", record->fields[i].name, "");
	}
}

static void put_values(Buf *sql, Params *params, const Filter *filter) {
	for (int i = 0; i < filter->count; i++) {
		buf_puts(sql, i ? ",?" : "?");
		params_add(params, filter->values[i]);
	}
}

/* Rows at or below a row of a tree: its path is the beginning of theirs. */
static void put_under(const Record *record, const Filter *filter, Buf *sql, Params *params) {
	const Field *field = &record->fields[filter->field];
	if (field->type != FIELD_REF) {
		buf_puts(sql, "1=0");
		return;
	}
	const Record *target = &model_records[field->ref_record];
	if (!record_field(target, "path", NULL)) {
		buf_printf(sql, "m.%s IN (", field->name);
		put_values(sql, params, filter);
		buf_puts(sql, ")");
		return;
	}
	buf_printf(sql, "m.%s IN (SELECT c.id FROM %s a JOIN %s c ON c.path >= a.path AND c.path < a.path || '~' WHERE a.id IN (",
		field->name, target->name, target->name);
	put_values(sql, params, filter);
	buf_puts(sql, "))");
}

static void put_filter(const Record *record, const Filter *filter, Buf *sql, Params *params) {
	const char *name = record->fields[filter->field].name;
	static const char *const compare[] = {[FILTER_LT] = "<", [FILTER_LE] = "<=", [FILTER_GT] = ">", [FILTER_GE] = ">="};
	buf_puts(sql, " AND ");
	switch (filter->op) {
	case FILTER_IN:
		if (filter->count == 1) {
			buf_printf(sql, "m.%s = ?", name);
			params_add(params, filter->values[0]);
			break;
		}
		buf_printf(sql, "m.%s IN (", name), put_values(sql, params, filter), buf_puts(sql, ")");
		break;
	case FILTER_NOT_IN:
		buf_printf(sql, "(m.%s IS NULL OR m.%s NOT IN (", name, name), put_values(sql, params, filter), buf_puts(sql, "))");
		break;
	case FILTER_NULL: buf_printf(sql, "m.%s IS NULL", name); break;
	case FILTER_NOT_NULL: buf_printf(sql, "m.%s IS NOT NULL", name); break;
	case FILTER_UNDER: put_under(record, filter, sql, params); break;
	default: buf_printf(sql, "m.%s %s ?", name, compare[filter->op]); params_add(params, filter->values[0]);
	}
}

/* The lamps as row_lamp sees them, in SQL. */
static void put_lamp(const Query *query, int64_t now, Buf *sql, Params *params) {
	const Record *r = query->record;
	const char *due = r->fields[r->lamp_due].name, *done = r->lamp_done >= 0 ? r->fields[r->lamp_done].name : NULL;
	const char *paused = r->lamp_paused >= 0 ? r->fields[r->lamp_paused].name : NULL,
			   *yellow = r->lamp_yellow >= 0 ? r->fields[r->lamp_yellow].name : due;
	if (!strcmp(query->lamp, "blue")) {
		buf_printf(sql, done ? " AND m.%s IS NOT NULL" : " AND 1=0", done);
		return;
	}
	if (done) buf_printf(sql, " AND m.%s IS NULL", done);
	if (!strcmp(query->lamp, "grey")) {
		if (paused) buf_printf(sql, " AND (m.%s IS NULL OR m.%s IS NOT NULL)", due, paused);
		else buf_printf(sql, " AND m.%s IS NULL", due);
		return;
	}
	if (paused) buf_printf(sql, " AND m.%s IS NULL", paused);
	if (!strcmp(query->lamp, "red")) buf_printf(sql, " AND m.%s < ?", due), params_add(params, value_int(now));
	else if (!strcmp(query->lamp, "yellow")) {
		buf_printf(sql, " AND m.%s >= ? AND m.%s <= ?", due, yellow);
		params_add(params, value_int(now)), params_add(params, value_int(now));
	} else {
		buf_printf(sql, " AND m.%s >= ? AND m.%s > ?", due, yellow);
		params_add(params, value_int(now)), params_add(params, value_int(now));
	}
}

static ScopeForm form_of(const Query *query) {
	for (int i = 0; i < query->filter_count; i++)
		if (query->filters[i].op == FILTER_IN && query->record->fields[query->filters[i].field].flags & FLAG_WITHIN)
			return SCOPE_FORM_PARENT;
	return SCOPE_FORM_LIST;
}

bool query_where(Conn *conn, Arena *arena, const Actor *actor, const Query *query, Buf *sql, Params *params) {
	buf_puts(sql, " WHERE ");
	scope_condition(actor, query->record, query->roles, "m", form_of(query), sql, params);
	for (int i = 0; i < query->filter_count; i++) put_filter(query->record, &query->filters[i], sql, params);
	if (query->lamp) put_lamp(query, query->now, sql, params);
	if (!query->search) return true;
	const char *param = query->record->has_search ? search_param(conn_store(conn), arena, query->search) : NULL;
	if (!param) return false;
	buf_printf(sql, " AND %s", search_condition(conn_store(conn), arena, query->record->search_table, "m.id"));
	params_add(params, value_text(param));
	return true;
}

static bool is_never_null(const Query *query) {
	const Record *record = query->record;
	return query->sort_field < FIELD_ENGINE_COUNT || record->fields[query->sort_field].flags & FLAG_REQUIRED ||
		   query->sort_field == record->state_field || query->sort_field == record->number_field;
}

/* Nothing sorts before everything. */
void query_order(const Query *query, Buf *sql) {
	const char *f = query->record->fields[query->sort_field].name, *way = query->sort_down ? "DESC" : "ASC";
	if (query->sort_field == FIELD_ID_AT) buf_printf(sql, " ORDER BY m.id %s", way);
	else if (is_never_null(query)) buf_printf(sql, " ORDER BY m.%s %s, m.id %s", f, way, way);
	else buf_printf(sql, " ORDER BY m.%s %s NULLS %s, m.id %s", f, way, query->sort_down ? "LAST" : "FIRST", way);
}

/* Keyset paging by (sort field, id). */
static void put_page(const Query *query, Buf *sql, Params *params) {
	const char *f = query->record->fields[query->sort_field].name, *op = query->sort_down ? "<" : ">";
	bool by_id = query->sort_field == FIELD_ID_AT;
	if (query->has_after && by_id) buf_printf(sql, " AND m.id %s ?", op), params_add(params, value_int(query->after_id));
	else if (query->has_after && value_is_null(query->after_value)) {
		buf_printf(sql, query->sort_down ? " AND m.%s IS NULL AND m.id < ?" : " AND (m.%s IS NOT NULL OR m.id > ?)", f);
		params_add(params, value_int(query->after_id));
	} else if (query->has_after) {
		bool nulls_follow = query->sort_down && !is_never_null(query);
		buf_printf(sql, nulls_follow ? " AND ((m.%s, m.id) %s (?, ?) OR m.%s IS NULL)" : " AND (m.%s, m.id) %s (?, ?)", f, op, f);
		params_add(params, query->after_value), params_add(params, value_int(query->after_id));
	}
	query_order(query, sql);
	buf_puts(sql, " LIMIT ?");
	params_add(params, value_int(query->limit + 1));
}

/* The newest rows in any of several states: the newest of each state, by its index, hold them; all the rows of the states would have to be
 * sorted else. False where the query is of another form. */
static bool put_ids_by_state(Conn *conn, Arena *arena, const Actor *actor, const Query *query, Buf *sql, Params *params) {
	const Record *record = query->record;
	int at = 0;
	while (at < query->filter_count && !(query->filters[at].field == record->state_field && query->filters[at].op == FILTER_IN &&
										   query->filters[at].count > 1))
		at++;
	if (query->sort_field != FIELD_ID_AT || query->search || record->state_field < 0 || at == query->filter_count) return false;
	BUF(all, SQL_MAX / 2);
	Params *own = arena_alloc(arena, sizeof *own);
	Query one = *query;
	own->count = 0;
	for (int i = 0; i < query->filters[at].count; i++) {
		one.filters[at].values = &query->filters[at].values[i];
		one.filters[at].count = 1;
		buf_printf(&all, "%sSELECT id FROM (SELECT m.id FROM %s m", i ? " UNION ALL " : "", record->name);
		if (!query_where(conn, arena, actor, &one, &all, own)) return false;
		put_page(&one, &all, own);
		buf_printf(&all, ") s%d", i);
		/* A scope of very many units, given once for each state, would be too much for one statement. */
		if (!i && own->count * (size_t)query->filters[at].count + 2 > PARAMS_MAX - 2) return false;
	}
	if (all.full) return false;
	buf_printf(sql, "(SELECT u.id FROM (%s) u ORDER BY u.id %s LIMIT ?", buf_text(&all), query->sort_down ? "DESC" : "ASC");
	for (size_t i = 0; i < own->count; i++) params_add(params, own->values[i]);
	params_add(params, value_int(query->limit + 1));
	return true;
}

/* The whole statement. Where rows may have to be sorted, only their ids are: the columns and labels are fetched for one page, not for all
 * that fit. False where nothing can match. */
static bool put_rows(Conn *conn, Arena *arena, const Actor *actor, const Query *query, Buf *sql, Params *params) {
	const char *name = query->record->name;
	bool walks = query->sort_field == FIELD_ID_AT && !query->filter_count && !query->search && !query->lamp;
	put_columns(conn, query, sql);
	if (walks) {
		buf_printf(sql, "%s m", name);
		put_joins(conn, query, sql);
		if (!query_where(conn, arena, actor, query, sql, params)) return false;
		put_page(query, sql, params);
		return true;
	}
	if (!put_ids_by_state(conn, arena, actor, query, sql, params)) {
		buf_printf(sql, "(SELECT m.id FROM %s m", name);
		if (!query_where(conn, arena, actor, query, sql, params)) return false;
		put_page(query, sql, params);
	}
	buf_printf(sql, ") k JOIN %s m ON m.id = k.id", name);
	put_joins(conn, query, sql);
	query_order(query, sql);
	return true;
}

static void read_row(const Query *query, Arena *arena, const Cursor *cursor, Row *row) {
	const Record *record = query->record;
	row->record = record;
	row->values = arena_array(arena, (size_t)record->field_count, sizeof *row->values);
	row->labels = query->labels ? arena_array(arena, (size_t)record->field_count, sizeof *row->labels) : NULL;
	int column = 0;
	for (int i = 0; i < record->field_count; i++) row->values[i] = cursor_value(arena, cursor, column++);
	for (int i = 0; query->labels && i < record->field_count; i++) {
		if (!is_listed_ref(record, i)) continue;
		Value label = cursor_value(arena, cursor, column++);
		row->labels[i] = label.kind == VALUE_TEXT  ? label.text
						 : label.kind == VALUE_INT ? arena_printf(arena, "%lld", (long long)label.number)
												   : NULL;
	}
}

/* Opens (or stars) personal values and personal labels of all rows with one statement. */
static int open_personal(Conn *conn, Arena *arena, const Query *query, Rows *rows, bool open) {
	const Record *record = query->record;
	int most = rows->count * record->field_count * 2, count = 0;
	Value **list = arena_array(arena, (size_t)most + 1, sizeof *list),
		  *labels = arena_array(arena, (size_t)most + 1, sizeof *labels);
	const char ***slots = arena_array(arena, (size_t)most + 1, sizeof *slots);
	for (int r = 0; r < rows->count; r++)
		for (int i = 0; i < record->field_count; i++) {
			Row *row = &rows->rows[r];
			if (record->fields[i].flags & FLAG_PERSONAL && row->values[i].kind == VALUE_TEXT)
				slots[count] = NULL, list[count++] = &row->values[i];
			if (row->labels && row->labels[i] && vault_is_sealed(row->labels[i])) {
				labels[count] = value_text(row->labels[i]);
				list[count] = &labels[count];
				slots[count++] = &row->labels[i];
			}
		}
	int fault = STORE_OK;
	if (!open)
		for (int i = 0; i < count; i++) list[i]->text = "***";
	else if (count) fault = vault_open_all(conn, arena, list, count);
	for (int i = 0; i < count; i++)
		if (slots[i]) *slots[i] = list[i]->text;
	return fault;
}

int query_rows(Conn *conn, Arena *arena, const Actor *actor, const Query *query, bool open, Rows *ret) {
	BUF(sql, SQL_MAX);
	Params given, *params = &given; /* 28 KiB: not worth an arena */
	given.count = 0;
	*ret = (Rows){.rows = arena_array(arena, (size_t)query->limit + 1, sizeof(Row))};
	if (!put_rows(conn, arena, actor, query, &sql, params)) return STORE_OK;
	if (sql.full) bug("a query's SQL exceeds %d bytes", SQL_MAX);
	Cursor *cursor = conn_query(conn, buf_text(&sql), params->values, params->count);
	while (cursor && ret->count <= query->limit && cursor_next(cursor)) read_row(query, arena, cursor, &ret->rows[ret->count++]);
	int fault = cursor_end(cursor);
	if (fault) return fault;
	if (ret->count > query->limit) {
		ret->count--;
		const Row *last = &ret->rows[ret->count - 1];
		Value v = last->values[query->sort_field];
		const char *id = arena_printf(arena, "%lld", (long long)row_id(last));
		if (query->sort_field == FIELD_ID_AT || v.kind == VALUE_NULL) ret->next = id;
		else if (v.kind == VALUE_INT) ret->next = arena_printf(arena, "%s~i%lld", id, (long long)v.number);
		else ret->next = arena_printf(arena, "%s~t%s", id, v.text);
	}
	return open_personal(conn, arena, query, ret, open);
}

int query_count(Conn *conn, Arena *arena, const Actor *actor, const Query *query, int64_t most, int64_t *ret) {
	BUF(sql, SQL_MAX);
	Params given, *params = &given; /* 28 KiB: not worth an arena */
	given.count = 0;
	*ret = 0;
	if (most) buf_printf(&sql, "SELECT count(*) FROM (SELECT 1 FROM %s m", query->record->name);
	else buf_printf(&sql, "SELECT count(*) FROM %s m", query->record->name);
	if (!query_where(conn, arena, actor, query, &sql, params)) return STORE_OK;
	if (most) buf_puts(&sql, " LIMIT ?) c"), params_add(params, value_int(most));
	int fault = STORE_OK;
	*ret = conn_query_int(conn, buf_text(&sql), params->values, params->count, 0, &fault);
	return fault;
}

Row *query_row_by(
	Conn *conn, Arena *arena, const Actor *actor, const Record *record, int field, Value value, bool open, int *ret_fault) {
	BUF(sql, SQL_MAX);
	Query query;
	query_init(&query, record);
	query.limit = 1;
	Params given, *params = &given; /* 28 KiB: not worth an arena */
	given.count = 0;
	Rows rows = {.rows = arena_alloc(arena, sizeof(Row))};
	put_columns(conn, &query, &sql);
	buf_printf(&sql, "%s m", record->name);
	put_joins(conn, &query, &sql);
	buf_printf(&sql, " WHERE m.%s = ? AND ", record->fields[field].name);
	params_add(params, value);
	scope_condition(actor, record, record->read, "m", SCOPE_FORM_ROW, &sql, params);
	buf_puts(&sql, " LIMIT 1");
	Cursor *cursor = conn_query(conn, buf_text(&sql), params->values, params->count);
	if (cursor && cursor_next(cursor)) read_row(&query, arena, cursor, &rows.rows[rows.count++]);
	int fault = cursor_end(cursor);
	if (!fault) fault = open_personal(conn, arena, &query, &rows, open);
	if (ret_fault) *ret_fault = fault;
	return fault || !rows.count ? NULL : rows.rows;
}

Row *query_row(Conn *conn, Arena *arena, const Actor *actor, const Record *record, int64_t id, bool open, int *ret_fault) {
	return query_row_by(conn, arena, actor, record, FIELD_ID_AT, value_int(id), open, ret_fault);
}

const char *row_lamp(const Row *row, int64_t now) {
	const Record *r = row->record;
	if (r->lamp_due < 0) return NULL;
	if (r->lamp_done >= 0 && !value_is_null(row->values[r->lamp_done])) return "blue";
	if (value_is_null(row->values[r->lamp_due]) || (r->lamp_paused >= 0 && !value_is_null(row->values[r->lamp_paused])))
		return "grey";
	int64_t due = row_int(row, r->lamp_due), yellow = r->lamp_yellow >= 0 ? value_number(row->values[r->lamp_yellow], due) : due;
	return due < now ? "red" : yellow <= now ? "yellow" : "green";
}

Label lamp_label(const char *lamp) {
	switch (*lamp) {
	case 'r': return (Label){"逾期", "Overdue"};
	case 'y': return (Label){"临期", "Due soon"};
	case 'b': return (Label){"已办结", "Completed"};
	case 'g': return lamp[3] == 'y' ? (Label){"未起或暂停", "Not running"} : (Label){"正常", "On time"};
	default: return (Label){lamp, lamp};
	}
}
