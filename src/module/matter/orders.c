#include "module/matter/orders.h"

#include "model_gen.h"

enum { ORDERS_MAX = 100 };

static size_t ids_read(Change *change, const char *sql, const Value *params, size_t count, int64_t ret_ids[ORDERS_MAX]) {
	size_t found = 0;
	Cursor *cursor = conn_query(change->conn, sql, params, count);
	while (cursor && found < ORDERS_MAX && cursor_next(cursor)) ret_ids[found++] = cursor_int(cursor, 0);
	change_fault(change, cursor_end(cursor));
	return found;
}

void pauses_finish(Change *change, int64_t matter) {
	int64_t ids[ORDERS_MAX];
	Value id = value_int(matter);
	size_t count = ids_read(change, "SELECT id FROM pause WHERE matter = ? AND to_at IS NULL ORDER BY id", &id, 1, ids);
	for (size_t i = 0; i < count; i++) {
		const Value *row = change_row(change, RECORD_PAUSE, ids[i]);
		int64_t until = row ? value_number(row[PAUSE_UNTIL_AT], 0) : 0;
		Given given[] = {{PAUSE_TO_AT, value_int(until && until < change->now ? until : change->now)}};
		change_issue(change, RECORD_PAUSE, PAUSE_CMD_FINISH, ids[i], given, 1, NULL);
	}
}

void orders_cancel(Change *change, int64_t matter, int64_t but, const char *note) {
	int64_t ids[ORDERS_MAX];
	Value params[] = {value_int(matter), value_int(but)};
	size_t count = ids_read(change,
		"SELECT id FROM work_order WHERE matter = ? AND id <> ? AND state IN ('sent', 'working') ORDER BY id", params, 2, ids);
	for (size_t i = 0; i < count; i++) change_issue(change, RECORD_WORK_ORDER, WORK_ORDER_CMD_CANCEL, ids[i], NULL, 0, note);
	pauses_finish(change, matter);
}

/* The desk gives the matter to somebody else: what was sent is taken back. */
void effect_matter_cancel_orders(Change *change) {
	orders_cancel(change, change->id, 0, change->note);
}
