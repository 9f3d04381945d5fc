#include "command/change.h"
#include "model_gen.h"

/* The calendar knows the years 1990–2199 and so many days. */
void guard_calendar_day_range(Change *change) {
	int year = civil_of_day((int32_t)value_number(change->after[CALENDAR_DAY_DAY], 0)).year;
	if (year < CALENDAR_YEAR_MIN || year > CALENDAR_YEAR_MAX)
		change_refuse_input(change, "calendar-range", CALENDAR_DAY_DAY, "日期要在 1990 年到 2199 年之间",
			"The day must lie between 1990 and 2199");
	if (!change->before && change_query_int(change, "SELECT count(*) FROM calendar_day", NULL, 0, 0) >= CALENDAR_ROWS_MAX)
		change_refuse(change, "calendar-full", "", "日历最多 20000 行，请先删除不用的",
			"The calendar may have 20000 rows; remove some first");
}

void guard_calendar_year_range(Change *change) {
	int64_t year = value_number(change->after[CALENDAR_YEAR_YEAR], 0);
	if (year < CALENDAR_YEAR_MIN || year > CALENDAR_YEAR_MAX)
		change_refuse_input(change, "calendar-range", CALENDAR_YEAR_YEAR, "年份要在 1990 到 2199 之间",
			"The year must lie between 1990 and 2199");
}
