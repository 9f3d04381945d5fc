/* G1: the clock against a slow count that looks at every minute, on 20,000 random cases from a fixed seed. The slow count knows the
 * rows of the file and the hours, and nothing of the code it checks but their types. */
#include "clock/clock.h"
#include "clock/seed_calendar_test.h"

enum { CASES = 20000, PAUSES = 3 };

typedef struct Slow {
	CalendarRow rows[2 * SEED_ROWS_MAX];
	size_t row_count;
	const Hours *hours;
	int64_t day; /* whose minutes are in map; -1 for none */
	bool map[1440];
} Slow;

static uint64_t dice_state = 20261124;

static int64_t dice(int64_t below) {
	dice_state ^= dice_state << 13;
	dice_state ^= dice_state >> 7;
	dice_state ^= dice_state << 17;
	return (int64_t)(dice_state % (uint64_t)below);
}

static const DayHours *slow_week(const Hours *hours, int64_t day) {
	Civil c = civil_of_day((int32_t)day);
	for (int i = 0; i < hours->season_count; i++) {
		int md = c.month * 100 + c.day, from = hours->season[i].from_md, to = hours->season[i].to_md;
		if (from <= to ? (from <= md && md <= to) : (from <= md || md <= to)) return hours->season[i].week;
	}
	return hours->week;
}

static void slow_load(Slow *slow, int64_t day) {
	const Hours *hours = slow->hours;
	slow->day = day;
	memset(slow->map, hours->round_the_clock, sizeof slow->map);
	if (hours->round_the_clock) return;
	int weekday = (int)((day + 3) % 7); /* 1970-01-01 was a Thursday; 0 is Monday */
	const DayHours *week = slow_week(hours, day), *own = &week[weekday];
	Civil c = civil_of_day((int32_t)day);
	if (c.year > 2026 && c.month == 1 && c.day == 1 && !hours->works_holidays) return; /* fixed by law, notice or not */
	for (size_t i = 0; i < slow->row_count; i++) {
		if (slow->rows[i].day != day) continue;
		DayKind kind = slow->rows[i].kind;
		if (kind == DAY_HOLIDAY && !hours->works_holidays) return;
		if (kind == DAY_HABIT && hours->habit_rests) return;
		if (kind == DAY_MAKEUP && !own->count) own = &week[hours->makeup_weekday - 1];
	}
	for (int i = 0; i < own->count; i++)
		for (int m = own->span[i].from_min; m < own->span[i].to_min; m++) slow->map[m] = true;
}

static bool slow_counts(Slow *slow, int64_t minute) {
	if (minute / 1440 != slow->day) slow_load(slow, minute / 1440);
	return slow->map[minute % 1440];
}

static bool slow_works(Slow *slow, int64_t day) {
	slow_load(slow, day);
	return memchr(slow->map, true, sizeof slow->map) != NULL;
}

/* The minute after the last that counts on the day. */
static int64_t slow_close(Slow *slow, int64_t day) {
	slow_load(slow, day);
	int minute = 1440;
	while (!slow->map[minute - 1]) minute--;
	return day * 1440 + minute;
}

typedef struct Case {
	ClockAsk ask;
	ClockPause pauses[PAUSES];
	Hours hours;
	int64_t start, end; /* minutes */
} Case;

static int64_t minute_of(int64_t at_s) {
	return (at_s + 8 * 3600) / 60;
}

static bool case_paused(const Case *c, int64_t minute) {
	for (size_t i = 0; i < c->ask.pause_count; i++) {
		int64_t to = c->pauses[i].to_at ? minute_of(c->pauses[i].to_at) : c->end;
		if (minute >= minute_of(c->pauses[i].from_at) && minute < to) return true;
	}
	return false;
}

static bool case_natural(const Case *c) {
	return c->ask.policy.way == WAY_NATURAL_MINUTES || c->ask.policy.way == WAY_NATURAL_DAYS;
}

static int64_t slow_between(Slow *slow, int64_t from, int64_t to) {
	int64_t sum = 0;
	for (int64_t m = from; m < to; m++) sum += slow_counts(slow, m);
	return sum;
}

static int64_t slow_unpaused(Slow *slow, const Case *c, int64_t from, int64_t to) {
	int64_t sum = 0;
	for (int64_t m = from; m < to; m++) sum += (case_natural(c) || slow_counts(slow, m)) && !case_paused(c, m);
	return sum;
}

/* The end without pauses for the ways that count days. */
static int64_t slow_base(Slow *slow, const Case *c) {
	int64_t day = c->start / 1440, count = c->ask.policy.amount;
	if (c->ask.policy.way == WAY_NATURAL_DAYS) {
		for (day += count; !slow_works(slow, day) || slow_close(slow, day) <= c->start;) day++;
		return slow_close(slow, day);
	}
	if (c->ask.policy.way == WAY_SAME_DAY || count == 0) {
		int64_t spare = c->ask.policy.way == WAY_SAME_DAY ? count : 0;
		if (slow_between(slow, c->start, (day + 1) * 1440) > spare) return slow_close(slow, day);
		count = 1;
	}
	for (; count > 0; count--)
		for (day++; !slow_works(slow, day);) day++;
	return slow_close(slow, day);
}

static int64_t slow_due(Slow *slow, const Case *c) {
	ClockWay way = c->ask.policy.way;
	int64_t left = c->ask.policy.amount, minute = c->start;
	if (way == WAY_NATURAL_DAYS) return slow_base(slow, c);
	if (way == WAY_WORK_DAYS || way == WAY_SAME_DAY) left = slow_between(slow, c->start, slow_base(slow, c));
	for (; left > 0; minute++) left -= (case_natural(c) || slow_counts(slow, minute)) && !case_paused(c, minute);
	return minute;
}

static void random_hours(Hours *hours) {
	*hours = hours_office();
	switch (dice(7)) {
	case 0: *hours = hours_round_the_clock(); break;
	case 1:
		for (int i = 0; i < 7; i++)
			assert_true(hours_parse_day("7:00-9:30,10:00-10:01,11:00-13:00,22:00-24:00", &hours->week[i]));
		hours->works_holidays = true;
		break;
	case 2:
		hours->season_count = 1;
		hours->season[0].from_md = 915;
		hours->season[0].to_md = 210;
		for (int i = 0; i < 6; i++) assert_true(hours_parse_day("0:00-4:00,15:00-18:30", &hours->season[0].week[i]));
		break;
	case 3:
		hours->habit_rests = true;
		hours->makeup_weekday = 5;
		assert_true(hours_parse_day("9:00-12:00", &hours->week[4]));
		break;
	default: break;
	}
}

/* Starts lie near a holiday, the turn of a span, or anywhere. */
static void random_case(Case *c, const Calendar *calendar) {
	static const ClockWay ways[] = {
		WAY_WORK_MINUTES, WAY_WORK_MINUTES, WAY_WORK_DAYS, WAY_SAME_DAY, WAY_NATURAL_MINUTES, WAY_NATURAL_DAYS};
	static const int edges[] = {0, 539, 540, 541, 719, 720, 780, 1019, 1020, 1021, 1439};
	*c = (Case){0};
	random_hours(&c->hours);
	int32_t first = day_of(2023, 1, 1), day = first + (int32_t)dice(day_of(2026, 12, 1) - first);
	int32_t feasts[] = {day_of(2024, 2, 9), day_of(2025, 9, 30), day_of(2026, 2, 13), day_of(2024, 2, 28), day_of(2026, 12, 30)};
	if (dice(4) == 0) day = feasts[dice(5)] - (int32_t)dice(3);
	int64_t start = instant_of(day, dice(3) ? (int)dice(1440) : edges[dice(11)]) + dice(60);
	c->ask = (ClockAsk){
		.calendar = calendar, .hours = &c->hours, .start_at = start, .now_at = start + dice(8 * DAY_S), .pauses = c->pauses};
	c->ask.policy.way = ways[dice(6)];
	bool by_minutes = c->ask.policy.way == WAY_WORK_MINUTES || c->ask.policy.way == WAY_NATURAL_MINUTES;
	c->ask.policy.amount = (int32_t)(by_minutes ? dice(dice(4) ? 300 : 1800) : dice(c->ask.policy.way == WAY_SAME_DAY ? 100 : 6));
	c->ask.policy.yellow_percent = (int32_t)(dice(2) * dice(101));
	c->ask.policy.yellow_min = (int32_t)(dice(2) * dice(200));
	if (dice(3) == 0) c->ask.stop_at = start + dice(5 * DAY_S);
	c->ask.pause_count = (size_t)(dice(2) * dice(PAUSES + 1));
	for (size_t i = 0; i < c->ask.pause_count; i++) {
		int64_t from = start - DAY_S / 4 + dice(4 * DAY_S);
		c->pauses[i] = (ClockPause){from, dice(6) ? from + dice(dice(3) ? DAY_S / 6 : 5 * DAY_S) : 0, "等配件", "parts"};
	}
	c->start = minute_of(start);
	c->end = minute_of(c->ask.stop_at ? c->ask.stop_at : c->ask.now_at);
}

static void check_steps(const Case *c, const ClockResult *r) {
	int64_t counted = 0, until = c->ask.start_at - c->ask.start_at % 60;
	bool tiles = c->ask.policy.way == WAY_WORK_MINUTES || c->ask.policy.way == WAY_NATURAL_MINUTES, cut = false;
	for (size_t i = 0; i < r->step_count; i++) {
		const ClockStep *s = &r->steps[i];
		cut |= s->kind == STEP_CUT;
		if (s->kind == STEP_WORKED || s->kind == STEP_NATURAL) assert_int_equal(s->minutes * 60, s->to_at - s->from_at);
		if (s->kind > STEP_START && s->kind <= STEP_PAUSED) assert_true(s->to_at > s->from_at); /* nothing is told of no time */
		if (s->kind == STEP_DUE) assert_int_equal(s->from_at, r->due_at);
		if (s->kind == STEP_PAUSED || s->kind == STEP_EXTENDED || s->kind == STEP_STANDING) counted += 0;
		else counted += s->minutes;
		if (!tiles || cut || s->kind == STEP_STANDING) continue;
		assert_int_equal(s->from_at, until);
		until = s->to_at;
	}
	assert_false(cut);
	if (c->ask.policy.way != WAY_NATURAL_DAYS) assert_int_equal(counted, r->total_min);
	if (tiles) assert_int_equal(until, r->due_at);
	assert_int_equal(r->steps[r->step_count - 2].kind, STEP_DUE);
	assert_int_equal(r->steps[r->step_count - 1].kind, STEP_STANDING);
	assert_int_equal(r->steps[r->step_count - 1].minutes, r->left_min);
}

static void check_natural_days(Slow *slow, const Case *c, const ClockResult *r) {
	int64_t due = minute_of(r->due_at), base = slow_base(slow, c);
	assert_true(due >= base);
	assert_true(slow_works(slow, due / 1440) || slow_works(slow, due / 1440 - 1));
	if (!c->ask.pause_count) assert_int_equal(due, base);
	for (size_t i = 0; i < c->ask.pause_count; i++) {
		int64_t from = minute_of(c->pauses[i].from_at), to = c->pauses[i].to_at ? minute_of(c->pauses[i].to_at) : c->end;
		if (from < due && to > c->start && to > from) assert_true(due > to); /* never ends inside a pause */
	}
}

static void check_case(Slow *slow, Arena *arena, Case *c, bool want_steps) {
	slow->hours = &c->hours;
	slow->day = -1;
	c->ask.want_steps = want_steps;
	ClockResult r = clock_run(arena, &c->ask);
	assert_int_not_equal(r.state, CLOCK_REFUSED);
	int64_t due = minute_of(r.due_at), used = slow_unpaused(slow, c, c->start, c->end);
	if (c->ask.policy.way == WAY_NATURAL_DAYS) check_natural_days(slow, c, &r);
	else assert_int_equal(due, slow_due(slow, c));
	assert_int_equal(r.used_min, used);
	assert_int_equal(r.total_min, slow_unpaused(slow, c, c->start, due));
	assert_int_equal(r.used_min + r.left_min, r.total_min);
	assert_int_equal(r.over_min, r.left_min < 0 ? -r.left_min : 0);
	assert_int_equal(r.late, c->end > due);
	int64_t yellow = minute_of(r.yellow_at);
	assert_true(yellow >= c->start && yellow <= due);
	if (r.lamp == LAMP_YELLOW) assert_true(c->end >= yellow);
	if (r.lamp == LAMP_GREEN) assert_true(c->end < yellow || yellow == due);
	if (want_steps) check_steps(c, &r);
}

static void slow_open(Slow *slow, Arena *arena) {
	slow->row_count = seed_rows(arena, "seed/holidays.csv", slow->rows);
	slow->row_count += seed_rows(arena, "seed/calendar_habit.csv", slow->rows + slow->row_count);
}

static void runs_agree_with_every_minute(void **state) {
	(void)state;
	ARENA(arena, 4 << 20);
	ARENA(scratch, 4 << 20);
	const Calendar *calendar = seed_calendar(arena);
	Slow *slow = arena_alloc(arena, sizeof(Slow));
	slow_open(slow, arena);
	for (int i = 0; i < CASES; i++) {
		Case c;
		random_case(&c, calendar);
		check_case(slow, scratch, &c, i % 4 == 0);
		arena_reset(scratch);
	}
}

static void adding_and_counting_are_inverse(void **state) {
	(void)state;
	ARENA(arena, 4 << 20);
	const Calendar *calendar = seed_calendar(arena);
	for (int i = 0; i < CASES; i++) {
		Case c;
		random_case(&c, calendar);
		int64_t n = dice(5000), start = c.ask.start_at, end, next, later;
		assert_true(clock_add_minutes(calendar, &c.hours, start, n, &end));
		assert_int_equal(clock_between_minutes(calendar, &c.hours, start, end), n);
		assert_int_equal(clock_between_minutes(calendar, &c.hours, end, start), -n);
		if (n)
			assert_int_equal(clock_between_minutes(calendar, &c.hours, start, end - 60), n - 1); /* no earlier instant would do */
		assert_true(clock_add_minutes(calendar, &c.hours, start, n + 1, &next));
		assert_true(next > end);
		assert_true(clock_add_minutes(calendar, &c.hours, start + dice(DAY_S), n, &later));
		assert_true(later >= end);
		int64_t mid = start + dice(30 * DAY_S), far = mid + dice(30 * DAY_S);
		int64_t whole = clock_between_minutes(calendar, &c.hours, start, far);
		assert_int_equal(
			whole, clock_between_minutes(calendar, &c.hours, start, mid) + clock_between_minutes(calendar, &c.hours, mid, far));
		int32_t day = day_of_instant(start), there, back;
		int days = 1 + (int)dice(20);
		assert_true(clock_add_work_days(calendar, &c.hours, day, days, &there));
		assert_int_equal(clock_between_work_days(calendar, &c.hours, day, there), days);
		assert_true(clock_add_work_days(calendar, &c.hours, there, -days, &back));
		assert_true(back <= day && clock_between_work_days(calendar, &c.hours, back, day) == 0);
	}
}

static int64_t due_with(Case *c, Arena *arena, const ClockPause *pauses, size_t count) {
	c->ask.pauses = pauses;
	c->ask.pause_count = count;
	ClockResult r = clock_run(arena, &c->ask);
	assert_int_not_equal(r.state, CLOCK_REFUSED);
	return r.due_at;
}

/* A pause moves the end by exactly the working time it covers; how it is written down does not matter; more of it never shortens. */
static void pauses_add_up(void **state) {
	(void)state;
	ARENA(arena, 4 << 20);
	ARENA(scratch, 4 << 20);
	const Calendar *calendar = seed_calendar(arena);
	for (int i = 0; i < CASES; i++) {
		Case c;
		random_case(&c, calendar);
		bool days = c.ask.policy.way == WAY_NATURAL_DAYS;
		int64_t a = c.ask.start_at + dice(2 * DAY_S), b = a + 60 + dice(DAY_S), d = b + dice(DAY_S), e = d + 60 + dice(DAY_S);
		ClockPause one[] = {{a, e, "", ""}}, two[] = {{d, e, "", ""}, {a, b, "", ""}};
		ClockPause split[] = {{b, e, "", ""}, {a, d, "", ""}, {a, b, "", ""}};
		int64_t none_due = due_with(&c, scratch, NULL, 0), one_due = due_with(&c, scratch, one, 1),
				two_due = due_with(&c, scratch, two, 2);
		assert_int_equal(due_with(&c, scratch, split, 3), one_due);
		assert_true(none_due <= two_due && two_due <= one_due);
		bool both = e <= two_due && d < two_due;
		if (both && !days && !case_natural(&c)) {
			int64_t moved = clock_between_minutes(calendar, &c.hours, none_due, two_due);
			int64_t covered = clock_between_minutes(calendar, &c.hours, a, b) + clock_between_minutes(calendar, &c.hours, d, e);
			assert_int_equal(moved, covered);
		}
		if (both && !days && case_natural(&c))
			assert_int_equal((two_due - none_due) / 60, minute_of(b) - minute_of(a) + minute_of(e) - minute_of(d));
		c.ask.policy.amount++;
		if (c.ask.policy.way != WAY_SAME_DAY) assert_true(due_with(&c, scratch, two, 2) >= two_due);
		arena_reset(scratch);
	}
}

static void nights_agree_with_every_midnight(void **state) {
	(void)state;
	ARENA(arena, 4 << 20);
	const Calendar *calendar = seed_calendar(arena);
	Slow *slow = arena_alloc(arena, sizeof(Slow));
	slow_open(slow, arena);
	for (int i = 0; i < 2000; i++) {
		Case c;
		random_case(&c, calendar);
		slow->hours = &c.hours;
		slow->day = -1;
		int64_t to = c.start + dice(40 * 1440), nights = 0;
		for (int64_t day = c.start / 1440; (day + 1) * 1440 <= to; day++) {
			int64_t since = day == c.start / 1440 ? c.start : day * 1440;
			nights += slow_between(slow, since, (day + 1) * 1440) > 0;
		}
		assert_int_equal(clock_nights(calendar, &c.hours, c.ask.start_at, to * 60 - 8 * 3600), nights);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_agree_with_every_minute),
		cmocka_unit_test(adding_and_counting_are_inverse),
		cmocka_unit_test(pauses_add_up),
		cmocka_unit_test(nights_agree_with_every_midnight),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
