/* For this room's tests: the calendar of seed/holidays.csv (date,kind,name,source), with rows the test adds. */
#ifndef GANGMU_CLOCK_SEED_CALENDAR_TEST_H
#define GANGMU_CLOCK_SEED_CALENDAR_TEST_H
#include "base/text.h"
#include "clock/calendar.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

enum { SEED_ROWS_MAX = 400 };

/* Reads the rows of the file; fails the test when a line cannot be read. */
static inline size_t seed_rows(Arena *arena, const char *path, CalendarRow *rows) {
	FILE *file = fopen(path, "r");
	if (!file) fail_msg("%s cannot be opened: run from the root of the repository", path);
	char line[2048];
	size_t count = 0;
	for (int number = 1; fgets(line, sizeof line, file); number++) {
		if (number == 1) continue;
		char *word = strchr(line, ','), *name = word ? strchr(word + 1, ',') : NULL, *end = name ? strchr(name + 1, ',') : NULL;
		if (!end) fail_msg("%s:%d has too few columns", path, number);
		*word = *name = *end = 0;
		CalendarRow *row = &rows[count];
		if (!day_parse(line, &row->day) || !day_kind_parse(word + 1, &row->kind))
			fail_msg("%s:%d is not a calendar row", path, number);
		row->name = arena_strdup(arena, name + 1);
		if (++count == SEED_ROWS_MAX) fail_msg("%s has too many rows", path);
	}
	fclose(file);
	return count;
}

/* The seed's holidays and habit days; the years as its rows show them. */
static inline const Calendar *seed_calendar(Arena *arena) {
	CalendarRow *rows = arena_array(arena, 2 * SEED_ROWS_MAX, sizeof(CalendarRow));
	size_t count = seed_rows(arena, "seed/holidays.csv", rows);
	count += seed_rows(arena, "seed/calendar_habit.csv", rows + count);
	int years[16];
	size_t year_count = calendar_years_of_rows(rows, count, years, 16);
	const Calendar *calendar = calendar_new(arena, rows, count, years, year_count);
	assert_non_null(calendar);
	return calendar;
}

static inline int64_t at(const char *text) {
	int64_t when = 0;
	if (!instant_parse(text, &when)) fail_msg("%s is no instant", text);
	return when;
}

static inline int32_t on(const char *text) {
	int32_t day = 0;
	if (!day_parse(text, &day)) fail_msg("%s is no day", text);
	return day;
}
#endif
