#include "module/matter/suggest.h"

#include "model_gen.h"

#include <string.h>

typedef struct Search {
	Arena *arena;
	Suggested *ret;
	int count;
} Search;

static void take(Search *search, int64_t unit, const char *name, Label why) {
	for (int i = 0; i < search->count; i++)
		if (search->ret[i].unit == unit) return;
	if (!unit || !name || !*name || search->count == SUGGEST_MAX) return;
	search->ret[search->count++] = (Suggested){unit, arena_strdup(search->arena, name), why, 0};
}

/* The latest return names who should have it. */
static void take_returned(Search *search, const Rows *orders) {
	for (int i = orders->count - 1; i >= 0; i--) {
		const Row *order = &orders->rows[i];
		if (strcmp(row_text(order, WORK_ORDER_STATE), WORK_ORDER_STATE_RETURNED)) continue;
		take(search, row_int(order, WORK_ORDER_NEXT_UNIT), order->labels ? order->labels[WORK_ORDER_NEXT_UNIT] : NULL,
			(Label){"退单单位建议转给", "named by the unit that returned it"});
		return;
	}
}

/* Grouping is beyond the read door: the last 500 of this kind within the actor's scope, counted by unit. */
static int take_usual(Conn *conn, const Actor *actor, const Row *matter, Search *search) {
	BUF(sql, 65536);
	Params *params = arena_alloc(search->arena, sizeof *params);
	const Record *record = &model_records[RECORD_MATTER];
	params_add(params, value_int(row_int(matter, MATTER_PROBLEM)));
	params_add(params, value_int(row_int(matter, MATTER_PLACE)));
	params_add(params, value_int(row_int(matter, MATTER_KIND)));
	buf_puts(&sql, "SELECT l.owner_unit, u.name, l.same_problem, l.here FROM (SELECT m.owner_unit, sum(CASE WHEN m.problem = ? "
				   "THEN 1 ELSE 0 END) "
				   "AS same_problem, sum(CASE WHEN m.place = ? THEN 1 ELSE 0 END) AS here, count(*) AS n FROM (SELECT m.* FROM "
				   "matter m WHERE "
				   "m.kind = ? AND m.owner_unit IS NOT NULL AND ");
	scope_condition(actor, record, record->read, "m", SCOPE_FORM_LIST, &sql, params);
	buf_puts(&sql, " ORDER BY m.id DESC LIMIT 500) m GROUP BY m.owner_unit) l JOIN unit u ON u.id = l.owner_unit WHERE "
				   "coalesce(u.active, 1) = 1 ORDER BY l.same_problem * 3 + l.here * 2 DESC, l.n DESC, l.owner_unit LIMIT 3");
	Cursor *cursor = conn_query(conn, buf_text(&sql), params->values, params->count);
	while (cursor && cursor_next(cursor)) {
		long same = (long)cursor_int(cursor, 2), here = (long)cursor_int(cursor, 3);
		Label why = same   ? (Label){arena_printf(search->arena, "近期同类问题办过 %ld 件", same),
								 arena_printf(search->arena, "did %ld of these lately", same)}
					: here ? (Label){arena_printf(search->arena, "近期在这里办过 %ld 件", here),
								 arena_printf(search->arena, "did %ld here lately", here)}
						   : (Label){"近期常办这类事项", "often does this kind"};
		take(search, cursor_int(cursor, 0), cursor_text(cursor, 1), why);
	}
	return cursor_end(cursor);
}

static int count_open(Conn *conn, Search *search) {
	Value params[SUGGEST_MAX];
	for (int i = 0; i < SUGGEST_MAX; i++) params[i] = value_int(i < search->count ? search->ret[i].unit : 0);
	/* How busy a unit is: a number about units, shown to whoever may dispatch; no row of it is. */
	Cursor *cursor = conn_query(conn,
		"SELECT unit, count(*) FROM work_order WHERE unit IN (?, ?, ?) AND state IN ('sent', 'working') GROUP BY unit", params,
		SUGGEST_MAX);
	while (cursor && cursor_next(cursor))
		for (int i = 0; i < search->count; i++)
			if (search->ret[i].unit == cursor_int(cursor, 0)) search->ret[i].open = cursor_int(cursor, 1);
	return cursor_end(cursor);
}

int units_suggest(
	Conn *conn, Arena *arena, const Actor *actor, const Row *matter, const Rows *orders, Suggested *ret, int *ret_count) {
	Search search = {arena, ret, 0};
	int fault = STORE_OK;
	take_returned(&search, orders);
	int64_t problem = row_int(matter, MATTER_PROBLEM);
	Row *tile = problem ? query_row(conn, arena, actor, &model_records[RECORD_PROBLEM], problem, false, &fault) : NULL;
	if (tile && tile->labels)
		take(&search, row_int(tile, PROBLEM_UNIT), tile->labels[PROBLEM_UNIT],
			(Label){"这类问题的承办单位", "the unit of this problem"});
	if (!fault) fault = take_usual(conn, actor, matter, &search);
	if (!fault && search.count) fault = count_open(conn, &search);
	*ret_count = search.count;
	return fault;
}
