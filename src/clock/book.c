#include "clock/book.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

enum { STAMPS = 10, LEVELS_MAX = 32 };

typedef struct BookUnit {
	int64_t id, parent, hours;
} BookUnit;
typedef struct BookHours {
	int64_t id;
	Hours hours;
} BookHours;

struct Book {
	int64_t stamps[STAMPS];
	const Calendar *calendar;
	BookUnit *units; /* by id, ascending */
	BookHours *hours;
	BookPolicy *policies;
	size_t unit_count, hours_count, policy_count;
	Hours standard;
};

/* A row added or changed raises the greatest version, one removed lowers the count. */
static const char STAMP_SQL[] =
	"SELECT (SELECT coalesce(max(version), 0) FROM calendar_day), (SELECT count(*) FROM calendar_day), "
	"(SELECT coalesce(max(version), 0) FROM calendar_year), (SELECT count(*) FROM calendar_year), "
	"(SELECT coalesce(max(version), 0) FROM hours), (SELECT count(*) FROM hours), "
	"(SELECT coalesce(max(version), 0) FROM clock_policy), (SELECT count(*) FROM clock_policy), "
	"(SELECT coalesce(max(version), 0) FROM unit), (SELECT count(*) FROM unit)";

static int stamps_read(Conn *conn, int64_t ret_stamps[STAMPS]) {
	Cursor *cursor = conn_query(conn, STAMP_SQL, NULL, 0);
	if (cursor && cursor_next(cursor))
		for (int i = 0; i < STAMPS; i++) ret_stamps[i] = cursor_int(cursor, i);
	return cursor_end(cursor);
}

bool book_is_fresh(const Book *book, Conn *conn, int *ret_fault) {
	int64_t stamps[STAMPS] = {0};
	*ret_fault = stamps_read(conn, stamps);
	return !*ret_fault && !memcmp(stamps, book->stamps, sizeof stamps);
}

/* ── texts of hours ── */

static bool days_parse(const char *text, bool ret_days[7]) {
	if (!*text) return false;
	for (const char *p = text; *p;) {
		int from = *p - '0', to = from;
		if (from < 1 || from > 7) return false;
		p++;
		if (*p == '-') {
			to = p[1] - '0';
			if (to < from || to > 7) return false;
			p += 2;
		}
		for (int i = from; i <= to; i++) {
			if (ret_days[i - 1]) return false;
			ret_days[i - 1] = true;
		}
		if (*p == ',' && p[1]) p++;
		else if (*p) return false;
	}
	return true;
}

/* "1-5 09:00-12:00 13:00-17:00" into the days it names. */
static bool group_parse(const char *text, DayHours week[7], bool taken[7]) {
	char days_text[32], spans[160];
	size_t n = 0;
	bool days[7] = {false};
	while (*text == ' ') text++;
	size_t word = strcspn(text, " ");
	if (!word || word >= sizeof days_text) return false;
	memcpy(days_text, text, word);
	days_text[word] = 0;
	if (!days_parse(days_text, days)) return false;
	for (const char *p = text + word; *p;) {
		while (*p == ' ') p++;
		size_t length = strcspn(p, " ");
		if (!length) break;
		if (n + length + 2 > sizeof spans) return false;
		if (n) spans[n++] = ',';
		memcpy(spans + n, p, length);
		n += length;
		p += length;
	}
	spans[n] = 0;
	DayHours hours;
	if (!n || !hours_parse_day(spans, &hours)) return false;
	for (int i = 0; i < 7; i++) {
		if (!days[i]) continue;
		if (taken[i]) return false;
		taken[i] = true;
		week[i] = hours;
	}
	return true;
}

bool book_week_parse(const char *text, DayHours ret_week[7]) {
	char group[400];
	bool taken[7] = {false}, any = false;
	memset(ret_week, 0, 7 * sizeof *ret_week);
	for (const char *p = text; *p;) {
		size_t length = strcspn(p, ";");
		size_t wide = 0;
		const char *mark = strstr(p, "；");
		if (mark && (size_t)(mark - p) < length) length = (size_t)(mark - p), wide = 2;
		if (length >= sizeof group) return false;
		memcpy(group, p, length);
		group[length] = 0;
		if (!text_is_blank(group)) {
			if (!group_parse(group, ret_week, taken)) return false;
			any = true;
		}
		p += length;
		if (*p) p += 1 + wide;
	}
	return any;
}

bool book_week_is_whole(const DayHours week[7]) {
	for (int i = 0; i < 7; i++)
		if (week[i].total_min != DAY_MINUTES) return false;
	return true;
}

bool book_month_day_parse(const char *text, int16_t *ret_md) {
	char date[16];
	int32_t day;
	if (strlen(text) != 5) return false;
	snprintf(date, sizeof date, "2024-%s", text); /* a leap year, so that 02-29 is a day */
	if (!day_parse(date, &day)) return false;
	Civil civil = civil_of_day(day);
	*ret_md = (int16_t)(civil.month * 100 + civil.day);
	return true;
}

/* ── reading ── */

static bool hours_of_row(const Cursor *cursor, Arena *arena, Hours *ret) {
	*ret = (Hours){.name_zh = arena_strdup(arena, cursor_text(cursor, 1)), .name_en = "working hours"};
	if (!book_week_parse(cursor_text(cursor, 2), ret->week)) return false;
	if (book_week_is_whole(ret->week)) ret->round_the_clock = true;
	if (cursor_is_null(cursor, 3) || cursor_is_null(cursor, 4) || cursor_is_null(cursor, 5)) return hours_valid(ret);
	HoursSeason *season = &ret->season[0];
	if (!book_month_day_parse(cursor_text(cursor, 3), &season->from_md) ||
		!book_month_day_parse(cursor_text(cursor, 4), &season->to_md) || !book_week_parse(cursor_text(cursor, 5), season->week))
		return false;
	ret->season_count = 1;
	return hours_valid(ret);
}

static int load_hours(Conn *conn, Arena *arena, Book *book) {
	int fault = STORE_OK;
	int64_t count = conn_query_int(conn, "SELECT count(*) FROM hours", NULL, 0, 0, &fault);
	if (fault) return fault;
	book->hours = arena_array(arena, (size_t)count + 1, sizeof *book->hours);
	book->standard = hours_office();
	Cursor *cursor = conn_query(
		conn, "SELECT id, name, spans, season_from, season_to, season_spans, standard FROM hours ORDER BY id DESC", NULL, 0);
	while (cursor && book->hours_count < (size_t)count && cursor_next(cursor)) {
		BookHours *at = &book->hours[book->hours_count];
		at->id = cursor_int(cursor, 0);
		if (!hours_of_row(cursor, arena, &at->hours)) {
			log_warn("book.hours", "working hours %lld cannot be read and are left out", (long long)at->id);
			continue;
		}
		if (cursor_int(cursor, 6) == 1) book->standard = at->hours; /* the oldest of several */
		book->hours_count++;
	}
	return cursor_end(cursor);
}

static int load_units(Conn *conn, Arena *arena, Book *book) {
	int fault = STORE_OK;
	int64_t count = conn_query_int(conn, "SELECT count(*) FROM unit", NULL, 0, 0, &fault);
	if (fault) return fault;
	book->units = arena_array(arena, (size_t)count + 1, sizeof *book->units);
	Cursor *cursor = conn_query(conn, "SELECT id, parent, hours FROM unit ORDER BY id", NULL, 0);
	while (cursor && book->unit_count < (size_t)count && cursor_next(cursor))
		book->units[book->unit_count++] = (BookUnit){cursor_int(cursor, 0), cursor_int(cursor, 1), cursor_int(cursor, 2)};
	return cursor_end(cursor);
}

static int load_calendar(Conn *conn, Arena *arena, Book *book) {
	CalendarRow *rows = arena_array(arena, CALENDAR_ROWS_MAX, sizeof *rows);
	int years[CALENDAR_YEAR_MAX - CALENDAR_YEAR_MIN + 1];
	size_t row_count = 0, year_count = 0;
	Cursor *cursor = conn_query(conn, "SELECT day, kind, name FROM calendar_day ORDER BY day", NULL, 0);
	while (cursor && row_count < CALENDAR_ROWS_MAX && cursor_next(cursor)) {
		CalendarRow *row = &rows[row_count];
		row->day = (int32_t)cursor_int(cursor, 0);
		if (!day_kind_parse(cursor_text(cursor, 1), &row->kind)) continue;
		row->name = arena_strdup(arena, cursor_text(cursor, 2));
		row_count++;
	}
	int fault = cursor_end(cursor);
	if (fault) return fault;
	cursor = conn_query(conn, "SELECT year FROM calendar_year WHERE published = 1 ORDER BY year", NULL, 0);
	while (cursor && year_count < sizeof years / sizeof *years && cursor_next(cursor))
		years[year_count++] = (int)cursor_int(cursor, 0);
	fault = cursor_end(cursor);
	if (fault) return fault;
	book->calendar = calendar_new(arena, rows, row_count, years, year_count);
	if (book->calendar) return STORE_OK;
	log_error("book.calendar", "the calendar's rows do not make a calendar");
	return STORE_FAULT;
}

static int load_policies(Conn *conn, Arena *arena, Book *book) {
	int fault = STORE_OK;
	int64_t count = conn_query_int(conn, "SELECT count(*) FROM clock_policy", NULL, 0, 0, &fault);
	if (fault) return fault;
	book->policies = arena_array(arena, (size_t)count + 1, sizeof *book->policies);
	Cursor *cursor = conn_query(conn,
		"SELECT id, name, source, sign, attend, complete, answer, yellow_min, effect_days, urge_gap_min FROM clock_policy ORDER "
		"BY id",
		NULL, 0);
	while (cursor && book->policy_count < (size_t)count && cursor_next(cursor)) {
		BookPolicy *policy = &book->policies[book->policy_count++];
		policy->id = cursor_int(cursor, 0);
		policy->name = arena_strdup(arena, cursor_text(cursor, 1));
		policy->source = arena_strdup(arena, cursor_text(cursor, 2));
		for (int kind = 0; kind < CLOCK_KINDS; kind++)
			if (!clock_policy_parse(cursor_text(cursor, 3 + kind), &policy->clocks[kind]))
				log_warn("book.policy", "clock policy %lld: one clock cannot be read and is off", (long long)policy->id);
		policy->clocks[CLOCK_COMPLETE].yellow_min = (int32_t)cursor_int(cursor, 7);
		policy->effect_days = (int)cursor_int(cursor, 8);
		policy->urge_gap_min = cursor_is_null(cursor, 9) ? URGE_GAP_MIN : cursor_int(cursor, 9);
	}
	return cursor_end(cursor);
}

const Book *book_load(Conn *conn, Arena *arena) {
	Book *book = arena_alloc(arena, sizeof *book);
	int fault = stamps_read(conn, book->stamps);
	if (!fault) fault = load_calendar(conn, arena, book);
	if (!fault) fault = load_hours(conn, arena, book);
	if (!fault) fault = load_units(conn, arena, book);
	if (!fault) fault = load_policies(conn, arena, book);
	return fault ? NULL : book;
}

/* ── asking ── */

const Calendar *book_calendar(const Book *book) {
	return book->calendar;
}

static const BookUnit *unit_find(const Book *book, int64_t id) {
	size_t low = 0, high = book->unit_count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (book->units[middle].id == id) return &book->units[middle];
		if (book->units[middle].id < id) low = middle + 1;
		else high = middle;
	}
	return NULL;
}

const Hours *book_hours(const Book *book, int64_t unit) {
	for (int level = 0; level < LEVELS_MAX && unit; level++) {
		const BookUnit *at = unit_find(book, unit);
		if (!at) break;
		for (size_t i = 0; i < book->hours_count && at->hours; i++)
			if (book->hours[i].id == at->hours) return &book->hours[i].hours;
		unit = at->parent;
	}
	return &book->standard;
}

const BookPolicy *book_policy(const Book *book, int64_t id) {
	for (size_t i = 0; i < book->policy_count; i++)
		if (book->policies[i].id == id) return &book->policies[i];
	return NULL;
}
