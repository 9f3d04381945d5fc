#include "base/instant.h"
#include "command/change.h"
#include "job/job.h"
#include "model_gen.h"

#include <string.h>

int timer_minutes(const char *text) {
	for (int i = 0; i < 5; i++)
		if (i == 2 ? text[i] != ':' : text[i] < '0' || text[i] > '9') return -1;
	int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
	if (text[5] || minute > 59 || hour * 60 + minute > 1440) return -1;
	return hour * 60 + minute;
}

void guard_timer_at(Change *change) {
	if (timer_minutes(value_str(change->after[TIMER_AT])) < 0)
		change_refuse_input(
			change, "timer-at", TIMER_AT, "时刻写成四位，如 17:00，最晚 24:00", "Write the time like 17:00, at the latest 24:00");
}

int64_t timer_next(const Calendar *calendar, const Hours *hours, const char *at, const char *days, int64_t now) {
	int minutes = timer_minutes(at);
	int32_t day = day_of_instant(now) - 1;
	for (int i = 0; i < 367 && minutes >= 0; i++) {
		int64_t moment = instant_of(day + i, minutes);
		if (moment > now && (strcmp(days, JOB_DAYS_IS_WORKDAY) || clock_is_work_day(calendar, hours, day + i))) return moment;
	}
	return 0;
}
