/* Who suits an order: has done such things before, is near it now, has little in hand. */
#include "model_gen.h"
#include "module/home/home.h"

#include <stdlib.h>

enum {
	NEWEST = 500, /* of the unit's orders are looked at: what one did long ago says little */
	SAME_FULL = 3, /* having done it so often counts as knowing it; more adds nothing */
	WEIGHT = 2, /* knowing it, and being near, each outweigh so many jobs in hand; defaults of this program */
};

static void ids_put(Buf *sql, Params *params, const int64_t *ids, int count) {
	for (int i = 0; i < count; i++) {
		buf_puts(sql, i ? ",?" : "(?");
		params_add(params, value_int(ids[i]));
	}
	buf_puts(sql, ")");
}

/* Grouping over pairs of orders is beyond the read door; the orders and the people are rows this actor has been shown by it, and only
 * numbers come of it. "Near": an open job at the same place or in the same building or floor. */
int suits_read(Web *web, const Rows *orders, const Hands *hands, Suits *ret) {
	int64_t *ids = arena_array(web->arena, PEOPLE_MAX + QUERY_LIMIT_MAX, sizeof *ids);
	Params *params = arena_alloc(web->arena, sizeof *params);
	BUF(sql, 8192);
	ret->count = 0;
	if (!orders->count || !hands->count) return STORE_OK;
	params->count = 0;
	buf_puts(&sql, "SELECT a.id, w.worker, sum(CASE WHEN w.state = 'done' AND m.problem = am.problem THEN 1 ELSE 0 END), "
				   "sum(CASE WHEN w.state IN ('sent', 'working') AND (m.place = am.place OR p.parent = ap.parent) THEN 1 ELSE 0 "
				   "END) FROM work_order a JOIN matter am ON am.id = a.matter LEFT JOIN place ap ON ap.id = am.place CROSS JOIN "
				   "(SELECT worker, state, matter FROM work_order WHERE worker IN ");
	for (int i = 0; i < hands->count; i++) ids[i] = hands->items[i].person;
	ids_put(&sql, params, ids, hands->count);
	buf_printf(&sql,
		" ORDER BY id DESC LIMIT %d) w JOIN matter m ON m.id = w.matter LEFT JOIN place p ON p.id = m.place WHERE a.id IN ",
		NEWEST);
	for (int i = 0; i < orders->count; i++) ids[i] = row_id(&orders->rows[i]);
	ids_put(&sql, params, ids, orders->count);
	buf_puts(&sql, " GROUP BY a.id, w.worker");
	Cursor *cursor = conn_query(web_conn(web), buf_text(&sql), params->values, params->count);
	while (cursor && ret->count < SUITS_MAX && cursor_next(cursor))
		ret->items[ret->count++] =
			(Suit){cursor_int(cursor, 0), cursor_int(cursor, 1), cursor_int(cursor, 2), cursor_int(cursor, 3)};
	return cursor_end(cursor);
}

Suit suit_of(const Suits *suits, int64_t order, int64_t person) {
	for (int i = 0; i < suits->count; i++)
		if (suits->items[i].order == order && suits->items[i].person == person) return suits->items[i];
	return (Suit){order, person, 0, 0};
}

int64_t suit_score(Suit suit, int64_t jobs) {
	int64_t same = suit.same > SAME_FULL ? SAME_FULL : suit.same;
	return same * WEIGHT + (suit.near ? SAME_FULL * WEIGHT : 0) - jobs;
}

const char *suit_words(Web *web, Suit suit, int64_t jobs) {
	BUF(words, 200);
	if (suit.same) buf_printf(&words, TR(web, "同类办过 %ld 件，", "did %ld such, "), (long)suit.same);
	if (suit.near) buf_puts(&words, TR(web, "就在附近，", "is near, "));
	buf_printf(&words, TR(web, "手上 %ld 件", "has %ld"), (long)jobs);
	return arena_strdup(web->arena, buf_text(&words));
}
