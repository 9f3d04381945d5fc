#include "module/supervision/urging.h"

#include "base/instant.h"
#include "model_gen.h"

enum { LEVEL_MAX = 3, FIRST_LEVEL_MAX = 2 };

static int last_read(Conn *conn, int64_t matter, int64_t *ret_level, int64_t *ret_count) {
	Value id = value_int(matter);
	Cursor *cursor = conn_query(conn, "SELECT coalesce(max(level), 0), count(*) FROM urging_slip WHERE matter = ?", &id, 1);
	if (cursor && cursor_next(cursor)) *ret_level = cursor_int(cursor, 0), *ret_count = cursor_int(cursor, 1);
	return cursor_end(cursor);
}

/* The highest step that working days over the limit have reached. */
static int reached_read(Conn *conn, int64_t over_days, int64_t *ret_level) {
	Value days = value_int(over_days);
	int fault = STORE_OK;
	*ret_level = conn_query_int(conn, "SELECT coalesce(max(level), 0) FROM urging_step WHERE from_day <= ?", &days, 1, 0, &fault);
	return fault;
}

static int step_read(Conn *conn, Arena *arena, int64_t *ret_days, Urging *urging) {
	Value level = value_int(urging->level);
	Cursor *cursor =
		conn_query(conn, "SELECT name, words, coalesce(cc, ''), answer_days FROM urging_step WHERE level = ?", &level, 1);
	if (cursor && cursor_next(cursor)) {
		urging->name = arena_strdup(arena, cursor_text(cursor, 0));
		urging->words = arena_strdup(arena, cursor_text(cursor, 1));
		urging->cc = arena_strdup(arena, cursor_text(cursor, 2));
		*ret_days = cursor_int(cursor, 3);
	} else urging->level = 0;
	return cursor_end(cursor);
}

static int64_t answer_by(const Book *book, const Hours *hours, int64_t now, int64_t days) {
	int32_t day;
	int64_t at;
	bool found = clock_add_work_days(book_calendar(book), hours, day_of_instant(now), (int)days, &day) &&
				 clock_day_end(book_calendar(book), hours, day, &at);
	return found ? at : now + days * DAY_S;
}

int urging_next(Conn *conn, Arena *arena, const Book *book, const Value *matter, int64_t now, Urging *ret) {
	const Hours *hours = book_hours(book, value_number(matter[MATTER_OWNER_UNIT], 0));
	int64_t due = value_number(matter[MATTER_DUE_AT], 0), last = 0, count = 0, reached = 0, days = 1;
	*ret = (Urging){.name = "", .words = "", .cc = ""};
	if (due && now > due) {
		ret->over_days = clock_between_work_days(book_calendar(book), hours, day_of_instant(due), day_of_instant(now));
		ret->over_min = clock_between_minutes(book_calendar(book), hours, due, now);
	}
	int fault = last_read(conn, value_number(matter[MATTER_ID], 0), &last, &count);
	if (!fault) fault = reached_read(conn, ret->over_days, &reached);
	if (fault) return fault;
	int64_t most = last + 1 > FIRST_LEVEL_MAX ? last + 1 : FIRST_LEVEL_MAX;
	ret->level = reached < most ? reached : most;
	if (ret->level < last) ret->level = last;
	if (ret->level > LEVEL_MAX) ret->level = LEVEL_MAX;
	ret->nth = count + 1;
	fault = step_read(conn, arena, &days, ret);
	ret->answer_by = answer_by(book, hours, now, days);
	return fault;
}
