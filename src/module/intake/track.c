#include "module/intake/track.h"
#include "base/instant.h"
#include "model_gen.h"

#include <string.h>

enum { JOINS_MAX = 8 };

bool track_is_expired(const char *state, int64_t ended_at, int64_t now) {
	bool ended =
		!strcmp(state, MATTER_STATE_CLOSED) || !strcmp(state, MATTER_STATE_REFUSED) || !strcmp(state, MATTER_STATE_WITHDRAWN);
	return ended && ended_at && now > ended_at + (int64_t)LINK_DAYS * DAY_S;
}

Standing standing_of(Web *web, const Row *row, bool repair, Promise promise) {
	const char *unit = web_show(web, row, MATTER_OWNER_UNIT);
	return (Standing){.state = row_text(row, MATTER_STATE),
		.number = row_text(row, MATTER_NO),
		.unit = unit,
		.result = row_text(row, MATTER_RESULT),
		.pause_reason = row_text(row, MATTER_PAUSE_REASON),
		.repair = repair,
		.answered = !value_is_null(row->values[MATTER_ANSWERED_AT]),
		.again = row_int(row, MATTER_REOPEN_COUNT) > 0,
		.promise = promise,
		.now = web->now,
		.attend_due = row_int(row, MATTER_ATTEND_DUE),
		.due_at = row_int(row, MATTER_DUE_AT),
		.attended_at = row_int(row, MATTER_ATTENDED_AT),
		.paused_at = row_int(row, MATTER_PAUSED_AT),
		.pause_until = row_int(row, MATTER_PAUSE_UNTIL),
		.done_at = row_int(row, MATTER_DONE_AT)};
}

static const char *column(Arena *arena, const Cursor *cursor, int at) {
	return cursor_is_null(cursor, at) ? "" : arena_strdup(arena, cursor_text(cursor, at));
}

typedef struct Found {
	int64_t id, asker, merged_into, ended_at, policy, unit;
	const char *state, *kind;
} Found;

#define FOUND                                                                                                                    \
	"SELECT m.id, m.asker, m.merged_into, coalesce(m.closed_at, m.updated_at), m.state, k.code, "                                \
	"CASE WHEN m.urgent = 1 THEN coalesce(k.urgent_policy, k.policy) ELSE k.policy END, coalesce(m.owner_unit, b.unit), "        \
	"u.phone, "                                                                                                                  \
	"(SELECT po.name FROM tenure t JOIN post po ON po.id = t.post WHERE t.person = m.worker AND t.start_on <= ? AND (t.end_on "  \
	"IS NULL OR t.end_on >= ?) ORDER BY t.id LIMIT 1), "                                                                         \
	"(SELECT du.phone FROM post d JOIN unit du ON du.id = d.unit WHERE d.role = 'desk' AND d.active = 1 AND du.phone IS NOT "    \
	"NULL ORDER BY d.id LIMIT 1) "                                                                                               \
	"FROM matter m JOIN kind k ON k.id = m.kind LEFT JOIN problem b ON b.id = m.problem LEFT JOIN unit u ON u.id = "             \
	"m.owner_unit WHERE "

/* Nobody logged in may read units, posts or kinds: of this one matter the unit's number, the worker's post and the clocks of its kind. */
static bool found_read(Web *web, const char *sql, Value key, Track *track, Found *ret) {
	int64_t today = day_of_instant(web->now);
	Value params[] = {value_int(today), value_int(today), key};
	Cursor *cursor = conn_query(web_conn(web), sql, params, 3);
	bool found = cursor && cursor_next(cursor);
	if (found) {
		*ret = (Found){cursor_int(cursor, 0), cursor_int(cursor, 1), cursor_int(cursor, 2), cursor_int(cursor, 3),
			cursor_int(cursor, 6), cursor_int(cursor, 7), column(web->arena, cursor, 4), column(web->arena, cursor, 5)};
		track->unit_phone = column(web->arena, cursor, 8);
		track->worker = column(web->arena, cursor, 9);
		track->desk_phone = column(web->arena, cursor, 10);
	}
	return !cursor_end(cursor) && found;
}

static Row *row_of(Web *web, const Actor *actor, int64_t id) {
	return query_row(web_conn(web), web->arena, actor, &model_records[RECORD_MATTER], id, false, NULL);
}

/* Follows 合并 to the matter that is worked on. Its holder asked for the same thing, so they may see how far it is; what others wrote and
 * photographed there is not shown (page_track.c). */
static void follow_joins(Web *web, Track *track, Found *found) {
	for (int i = 0; i < JOINS_MAX && !strcmp(found->state, MATTER_STATE_MERGED) && found->merged_into; i++)
		if (!found_read(web, FOUND "m.id = ?", value_int(found->merged_into), track, found)) return;
	if (found->id == track->id) return;
	Row *shown = row_of(web, actor_guest(web->arena, RECORD_MATTER, found->id), found->id);
	if (shown) track->shown = shown, track->joined = true;
}

Track *track_read(Web *web, const char *token, bool *ret_expired) {
	Track *track = arena_alloc(web->arena, sizeof *track);
	Found found;
	*ret_expired = false;
	if (strlen(token) > 40) return NULL;
	/* The token is the right to this one row. */
	if (!found_read(web, FOUND "m.token = ?", value_text(token), track, &found)) return NULL;
	track->token = token;
	track->id = found.id;
	bool own = web->actor->person && found.asker == web->actor->person;
	track->guest = own ? web->actor : actor_guest(web->arena, RECORD_MATTER, track->id);
	track->row = track->shown = row_of(web, track->guest, track->id);
	if (!track->row) return NULL;
	follow_joins(web, track, &found);
	*ret_expired = track_is_expired(found.state, found.ended_at, web->now);
	if (*ret_expired) return NULL;
	track->repair = !strcmp(found.kind, "repair");
	bool waits = !strcmp(found.state, MATTER_STATE_NEW) || !strcmp(found.state, MATTER_STATE_ACCEPTED);
	Promise promise = {0};
	if (waits)
		promise =
			promise_of(web->arena, web_book(web), found.policy, found.unit, row_int(track->shown, FIELD_CREATED_AT_AT), web->now);
	track->standing = standing_of(web, track->shown, track->repair, promise);
	track->yellow_at = row_int(track->shown, MATTER_YELLOW_AT);
	return track;
}
