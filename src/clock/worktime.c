#include "clock/worktime.h"
#include "clock/clock.h"

static int64_t tick_min(void) {
	return (int64_t)day_of(CALENDAR_YEAR_MIN, 1, 1) * DAY_MINUTES;
}

static int64_t tick_max(void) {
	return (int64_t)day_of(CALENDAR_YEAR_MAX, 12, 31) * DAY_MINUTES;
}

bool worktime_fits(int64_t at_s) {
	return at_s >= worktime_instant(tick_min()) && at_s <= worktime_instant(tick_max());
}

int64_t worktime_tick(int64_t at_s) {
	if (at_s <= worktime_instant(tick_min())) return tick_min();
	if (at_s >= worktime_instant(tick_max())) return tick_max();
	return (at_s + BUREAU_OFFSET_S) / 60;
}

int64_t worktime_instant(int64_t tick) {
	return tick * 60 - BUREAU_OFFSET_S;
}

/* Minutes of the day's spans that lie in [from, to) of that day. */
static int64_t counted_in(const DayHours *day, int64_t from, int64_t to) {
	int64_t sum = 0;
	for (int i = 0; i < day->count; i++) {
		int64_t a = day->span[i].from_min > from ? day->span[i].from_min : from;
		int64_t b = day->span[i].to_min < to ? day->span[i].to_min : to;
		if (b > a) sum += b - a;
	}
	return sum;
}

int64_t worktime_between(const Calendar *calendar, const Hours *hours, int64_t from, int64_t to) {
	if (hours->round_the_clock) return to - from;
	int32_t first = worktime_day(from), last = worktime_day(to);
	if (first == last) return counted_in(hours_of_day(calendar, hours, first), from % DAY_MINUTES, to % DAY_MINUTES);
	int64_t sum = counted_in(hours_of_day(calendar, hours, first), from % DAY_MINUTES, DAY_MINUTES);
	for (int32_t day = first + 1; day < last; day++) sum += hours_of_day(calendar, hours, day)->total_min;
	if (to % DAY_MINUTES) sum += counted_in(hours_of_day(calendar, hours, last), 0, to % DAY_MINUTES);
	return sum;
}

/* The minute of the day at which `minutes` (1 … what is left) of its spans are counted since `from`. */
static int64_t minute_after(const DayHours *day, int64_t from, int64_t minutes) {
	for (int i = 0; i < day->count; i++) {
		int64_t a = day->span[i].from_min > from ? day->span[i].from_min : from;
		int64_t length = day->span[i].to_min - a;
		if (length <= 0) continue;
		if (minutes <= length) return a + minutes;
		minutes -= length;
	}
	return DAY_MINUTES;
}

bool worktime_add(const Calendar *calendar, const Hours *hours, int64_t from, int64_t minutes, int64_t *ret_tick) {
	if (minutes < 0 || minutes > (int64_t)CLOCK_AHEAD_DAYS * DAY_MINUTES) return false;
	if (minutes == 0 || hours->round_the_clock) {
		*ret_tick = from + minutes;
		return true;
	}
	int64_t at = from % DAY_MINUTES;
	for (int32_t day = worktime_day(from), end = day + CLOCK_AHEAD_DAYS; day <= end; day++, at = 0) {
		const DayHours *spans = hours_of_day(calendar, hours, day);
		int64_t here = at ? counted_in(spans, at, DAY_MINUTES) : spans->total_min;
		if (minutes > here) {
			minutes -= here;
			continue;
		}
		*ret_tick = (int64_t)day * DAY_MINUTES + minute_after(spans, at, minutes);
		return true;
	}
	return false;
}

bool clock_add_minutes(const Calendar *calendar, const Hours *hours, int64_t at, int64_t minutes, int64_t *ret_at) {
	int64_t tick;
	if (!worktime_fits(at) || !worktime_add(calendar, hours, worktime_tick(at), minutes, &tick)) return false;
	*ret_at = worktime_instant(tick);
	return true;
}

int64_t clock_between_minutes(const Calendar *calendar, const Hours *hours, int64_t from_at, int64_t to_at) {
	int64_t from = worktime_tick(from_at), to = worktime_tick(to_at);
	return from <= to ? worktime_between(calendar, hours, from, to) : -worktime_between(calendar, hours, to, from);
}

bool clock_next_working(const Calendar *calendar, const Hours *hours, int64_t at, int64_t *ret_at) {
	int64_t tick;
	if (!worktime_fits(at) || !worktime_add(calendar, hours, worktime_tick(at), 1, &tick)) return false;
	*ret_at = worktime_instant(tick - 1);
	return true;
}

bool clock_is_work_day(const Calendar *calendar, const Hours *hours, int32_t day) {
	return hours_of_day(calendar, hours, day)->count > 0;
}

bool clock_add_work_days(const Calendar *calendar, const Hours *hours, int32_t day, int count, int32_t *ret_day) {
	if (count > CLOCK_AHEAD_DAYS || count < -CLOCK_AHEAD_DAYS || !worktime_fits(instant_of(day, 0))) return false;
	int step = count < 0 ? -1 : 1, left = count < 0 ? -count : count;
	if (left == 0) {
		left = 1;
		day--;
	}
	for (int i = 0; i <= CLOCK_AHEAD_DAYS; i++) {
		day += step;
		if (!clock_is_work_day(calendar, hours, day) || --left > 0) continue;
		*ret_day = day;
		return true;
	}
	return false;
}

int64_t clock_between_work_days(const Calendar *calendar, const Hours *hours, int32_t from_day, int32_t to_day) {
	if (to_day < from_day) return -clock_between_work_days(calendar, hours, to_day, from_day);
	int32_t least = worktime_day(tick_min()), most = worktime_day(tick_max());
	if (from_day < least) from_day = least;
	if (from_day > most) from_day = most;
	if (to_day > most) to_day = most;
	int64_t count = 0;
	for (int32_t day = from_day + 1; day <= to_day; day++) count += clock_is_work_day(calendar, hours, day);
	return count;
}

bool clock_day_end(const Calendar *calendar, const Hours *hours, int32_t day, int64_t *ret_at) {
	const DayHours *spans = hours_of_day(calendar, hours, day);
	if (!spans->count) return false;
	*ret_at = instant_of(day, spans->span[spans->count - 1].to_min);
	return true;
}

int64_t clock_nights(const Calendar *calendar, const Hours *hours, int64_t from_at, int64_t to_at) {
	int64_t from = worktime_tick(from_at), to = worktime_tick(to_at);
	if (to <= from) return 0;
	int32_t first = worktime_day(from), last = worktime_day(to);
	if (first == last) return 0;
	bool in_time = worktime_between(calendar, hours, from, (int64_t)(first + 1) * DAY_MINUTES) > 0;
	return clock_between_work_days(calendar, hours, first, last - 1) + in_time;
}
