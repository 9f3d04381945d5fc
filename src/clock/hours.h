/* Hours: when a unit works on a day that is worked. A unit's hours and the calendar together give each day's spans. */
#ifndef GANGMU_CLOCK_HOURS_H
#define GANGMU_CLOCK_HOURS_H
#include "clock/calendar.h"

enum { HOURS_SPANS_MAX = 4, HOURS_SEASONS_MAX = 4, DAY_MINUTES = 1440 };

typedef struct HourSpan {
	int16_t from_min, to_min; /* minutes after midnight, from < to ≤ 1440 */
} HourSpan;

typedef struct DayHours {
	int16_t count; /* 0: not worked */
	int16_t total_min;
	HourSpan span[HOURS_SPANS_MAX]; /* ascending, not touching */
} DayHours;

typedef struct HoursSeason { /* 夏令作息: replaces the week inside its dates, every year */
	int16_t from_md, to_md; /* month * 100 + day, both included; from > to runs over the turn of the year */
	DayHours week[7]; /* Monday … Sunday */
} HoursSeason;

typedef struct Hours {
	const char *name_zh, *name_en; /* 机关作息 / office hours; not owned */
	bool round_the_clock; /* every minute of every day counts; the calendar does not matter (值班) */
	bool works_holidays; /* shift unit: the weekday's spans hold on holidays too */
	bool habit_rests; /* days of DAY_HABIT do not count */
	int16_t makeup_weekday; /* 1…7: whose spans a make-up day has when its own weekday has none; 0 means Monday */
	int16_t day_min; /* minutes called "one day" in words; 0 means the first worked weekday's total */
	DayHours week[7]; /* Monday … Sunday */
	int16_t season_count;
	HoursSeason season[HOURS_SEASONS_MAX];
} Hours;

/* Monday to Friday 9:00–12:00 and 13:00–17:00, seven hours: a default of this program for offices in Zhengzhou, to be set by the site. */
Hours hours_office(void);
Hours hours_round_the_clock(void);
/* "8:30-12:00,14:00-17:30" (also – — ～ and 、 ， as separators; "" means not worked) → spans. False: not in that form, not
 * ascending, more than HOURS_SPANS_MAX, or beyond 24:00. Touching spans are joined. */
bool hours_parse_day(const char *text, DayHours *ret);
/* "8:30–12:00、14:00–17:30" / English with a comma; 不上班 / "not worked" for none. */
char *hours_format_day(Arena *arena, const DayHours *day, bool english);
/* Nothing inconsistent in them (totals, order, seasons' dates, weekdays in range); the clock refuses hours that are not valid. */
bool hours_valid(const Hours *hours);
/* Minutes called "one day" for these hours, never 0. */
int hours_day_min(const Hours *hours);
/* "1 天 = 7 小时（机关作息 9:00–12:00、13:00–17:00）": where the day in duration words comes from. */
char *hours_day_note_zh(Arena *arena, const Hours *hours);
char *hours_day_note_en(Arena *arena, const Hours *hours);

/* The spans that count on a day by calendar and hours; never NULL; count 0 on a day that is not worked. */
const DayHours *hours_of_day(const Calendar *calendar, const Hours *hours, int32_t day);
#endif
