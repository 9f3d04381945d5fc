/* Book: the calendar, the units' hours and the clock policies of this bureau, read from their rows. A Book lives in the arena it was loaded
 * into and does not change; whoever keeps one asks book_is_fresh before using it again. The door's thread and the page threads each
 * keep their own. */
#ifndef GANGMU_CLOCK_BOOK_H
#define GANGMU_CLOCK_BOOK_H
#include "clock/clock.h"
#include "store/store.h"

enum {
	BOOK_BYTES_MAX = 64 << 20,
	URGE_GAP_MIN = 240, /* where the policy says nothing: 4 working hours, the default of ui.md 2.1 */
};

typedef struct Book Book;

typedef struct BookPolicy {
	int64_t id;
	const char *name, *source;
	ClockPolicy clocks[CLOCK_KINDS]; /* the yellow threshold stands in CLOCK_COMPLETE only */
	int effect_days; /* 0: no effect check */
	int64_t urge_gap_min; /* working minutes before an asker may urge again; 0: at any time */
} BookPolicy;

/* NULL on a fault. */
const Book *book_load(Conn *conn, Arena *arena);
/* Nothing the book was read from has changed since. One statement. False on a fault, and *ret_fault says so. */
bool book_is_fresh(const Book *book, Conn *conn, int *ret_fault);

const Calendar *book_calendar(const Book *book);
/* The unit's own hours, else those of the nearest unit above that has some, else the standard hours, else hours_office(). */
const Hours *book_hours(const Book *book, int64_t unit);
/* NULL where there is none of this id. */
const BookPolicy *book_policy(const Book *book, int64_t id);

/* "1-5 09:00-12:00 13:00-17:00; 6 09:00-12:00": days 1 Monday … 7 Sunday (also 1,3,5), then their spans; groups parted by ;. A day named by
 * no group is not worked, by two is wrong. False for anything else. */
bool book_week_parse(const char *text, DayHours ret_week[7]);
/* Every day 00:00-24:00: round the clock, holidays too. */
bool book_week_is_whole(const DayHours week[7]);
/* "06-01" → 601; only days that exist (02-29 does). */
bool book_month_day_parse(const char *text, int16_t *ret_md);
#endif
