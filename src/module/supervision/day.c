#include "module/supervision/day.h"

#include "base/instant.h"

enum { AHEAD_DAYS = 366 };

char *day_words_zh(Arena *arena, int32_t day) {
	Civil c = civil_of_day(day);
	return arena_printf(arena, "%d 月 %d 日", c.month, c.day);
}

int64_t day_to_due(Change *change, int field, int64_t unit) {
	const Book *book = change_book(change);
	Value given = change->after[field];
	int32_t today = day_of_instant(change->now), day;
	int64_t due;
	if (!book || value_is_null(given)) return 0;
	if (given.number > today + AHEAD_DAYS) {
		change_refuse_input(change, "too-far", field, "办结日期请写在一年以内", "Choose a day within a year");
		return 0;
	}
	const Hours *hours = book_hours(book, unit);
	bool found = given.number >= today && clock_add_work_days(book_calendar(book), hours, (int32_t)given.number, 0, &day) &&
				 clock_day_end(book_calendar(book), hours, day, &due);
	if (found && due > change->now) return due;
	change_refuse_input(change, "day-over", field,
		given.number == today ? "今天的工作时间已过，请选以后的日期"
							  : arena_printf(change->arena, "办结日期不能早于今天（%s）", day_words_zh(change->arena, today)),
		given.number == today ? "Today's working hours are over; choose a later day" : "Choose a day that is not over");
	return 0;
}
