/* Calendar: which days are worked by law. Weekends rest; the State Council's yearly notice names the holidays and the weekend days
 * worked instead (调休); a bureau may add rows of its own. In years after the last published one the holidays whose date the law
 * itself fixes rest all the same: 1 January, 1–2 May, 1–3 October (全国年节及纪念日放假办法, 2024 revision, in force since 2025); those of
 * the lunar calendar wait for the notice. Nothing here knows hours; see hours.h. */
#ifndef GANGMU_CLOCK_CALENDAR_H
#define GANGMU_CLOCK_CALENDAR_H
#include "base/instant.h"

typedef enum DayKind {
	DAY_WORK, /* 工作日: Monday to Friday, nothing else said */
	DAY_REST, /* 周末: Saturday or Sunday, nothing else said */
	DAY_HOLIDAY, /* 节假日: rest by the notice */
	DAY_MAKEUP, /* 调休上班: a weekend day worked by the notice */
	DAY_HABIT, /* working by law, rest by habit (2024-02-09 除夕): counts unless the Hours say otherwise */
	DAY_SPECIAL, /* rest by the bureau's own decision (停电, 全市停办) */
} DayKind;

typedef struct CalendarRow {
	int32_t day;
	DayKind kind; /* DAY_WORK and DAY_REST are allowed: a local correction of one day */
	const char *name; /* Chinese, "" when none: 国庆节 */
} CalendarRow;

typedef struct CalendarDay {
	DayKind kind;
	const char *name; /* of the row; "" where no row names the day; lives as long as the calendar */
	bool known; /* the notice that decides this day is published (see calendar_day_known) */
} CalendarDay;

typedef struct Calendar Calendar;

enum { CALENDAR_YEAR_MIN = 1990, CALENDAR_YEAR_MAX = 2199, CALENDAR_ROWS_MAX = 20000 };

/* A calendar in the arena; rows in any order, their names are copied; of two rows for one day the later wins (official rows first, the
 * bureau's own after them). `years` are the years whose notice is published. NULL when a row or a year lies outside
 * CALENDAR_YEAR_MIN…MAX, a kind is unknown, or there are more than CALENDAR_ROWS_MAX rows. */
const Calendar *calendar_new(Arena *arena, const CalendarRow *rows, size_t row_count, const int *years, size_t year_count);
/* Which years the rows themselves show to be published: those with a holiday row on 1 October, the last holiday every notice names.
 * Fills up to `max` years ascending and returns how many there are. */
size_t calendar_years_of_rows(const CalendarRow *rows, size_t row_count, int *ret_years, size_t max);
CalendarDay calendar_day(const Calendar *calendar, int32_t day);
/* The kind alone, for counting. */
DayKind calendar_day_kind(const Calendar *calendar, int32_t day);
bool calendar_year_published(const Calendar *calendar, int year);
/* A day is known when its year's notice is published; 27–31 December also need the next year's, since the New Year break and its
 * make-up days reach back (Saturday 2018-12-29 was worked, 2022-12-31 rested, both by the notice of the year after). */
bool calendar_day_known(const Calendar *calendar, int32_t day);
/* The year whose missing notice makes the first unknown day in from…to (both included) unknown; 0 when all are known. Fills ret_day
 * (which may be NULL) with that day. O(years). */
int calendar_unknown_year(const Calendar *calendar, int32_t from_day, int32_t to_day, int32_t *ret_day);
/* "holiday" "workday" (or "makeup") "habit" "special" "work" "rest": the words of the holiday file and of the calendar's rows. */
bool day_kind_parse(const char *word, DayKind *ret);
const char *day_kind_word(DayKind kind);
const char *day_kind_zh(DayKind kind);
const char *day_kind_en(DayKind kind);
/* The English names of the holidays the State Council's notices use, joined likewise (国庆节、中秋节); another name stays as it is. */
char *calendar_name_en(Arena *arena, const char *name);
#endif
