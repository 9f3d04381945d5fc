#include "module/roll_call/roll_call.h"

#include "base/log.h"

/* Still open, and completed only after the moment: two readings by two indexes, no scan. */
static const char orders_sql[] =
	"SELECT unit, count(*), sum(CASE WHEN explained_until >= ? THEN 0 ELSE 1 END) FROM ("
	"SELECT unit, explained_until FROM work_order WHERE state IN ('sent', 'working') AND created_at <= ? "
	"UNION ALL SELECT unit, explained_until FROM work_order WHERE done_at > ? AND created_at <= ?) o GROUP BY unit ORDER BY unit";
/* What nobody has dispatched lies with the desk: the unit of its posts. */
static const char desk_sql[] =
	"SELECT (SELECT p.unit FROM post p WHERE p.role = 'desk' AND (p.active IS NULL OR p.active = 1) ORDER BY p.id LIMIT 1), "
	"count(*), "
	"sum(CASE WHEN explained_until >= ? THEN 0 ELSE 1 END) FROM (SELECT explained_until FROM matter WHERE state IN ('new', "
	"'accepted') "
	"AND created_at <= ? UNION ALL SELECT explained_until FROM matter WHERE sent_at > ? AND created_at <= ?) m";

static void night_add(Night *night, int64_t unit, int64_t open, int64_t silent) {
	int i = 0;
	while (i < night->count && night->units[i].unit != unit) i++;
	if (i == NIGHT_UNITS_MAX) bug("more than %d units have open orders", NIGHT_UNITS_MAX);
	if (i == night->count) night->units[night->count++] = (NightUnit){.unit = unit};
	night->units[i].open += open;
	night->units[i].silent += silent;
}

int night_read(Conn *conn, Arena *arena, int64_t at, int32_t day, Night *ret) {
	static const char *const texts[] = {orders_sql, desk_sql};
	Value params[] = {value_int(day), value_int(at), value_int(at), value_int(at)};
	*ret = (Night){.units = arena_array(arena, NIGHT_UNITS_MAX, sizeof(NightUnit))};
	for (int i = 0; i < 2; i++) {
		Cursor *cursor = conn_query(conn, texts[i], params, 4);
		while (cursor && cursor_next(cursor)) {
			if (cursor_is_null(cursor, 0) || !cursor_int(cursor, 1)) continue;
			night_add(ret, cursor_int(cursor, 0), cursor_int(cursor, 1), cursor_int(cursor, 2));
		}
		int fault = cursor_end(cursor);
		if (fault) return fault;
	}
	return STORE_OK;
}
