#include "clock/clock.h"
#include "clock/seed_calendar_test.h"

typedef struct World {
	Arena *arena;
	const Calendar *calendar;
	Hours office;
} World;

static int world_open(void **state) {
	Arena *arena = arena_new(8 << 20);
	World *world = arena_alloc(arena, sizeof(World));
	*world = (World){arena, seed_calendar(arena), hours_office()};
	*state = world;
	return 0;
}

static int world_close(void **state) {
	World *world = *state;
	arena_free(world->arena);
	return 0;
}

static ClockAsk ask_of(World *world, const char *policy, const char *start) {
	ClockAsk ask = {.calendar = world->calendar, .hours = &world->office, .start_at = at(start), .now_at = at(start)};
	if (!clock_policy_parse(policy, &ask.policy)) fail_msg("%s is no policy", policy);
	return ask;
}

static ClockResult run(World *world, ClockAsk ask) {
	return clock_run(world->arena, &ask);
}

static void due_is(World *world, const char *policy, const char *start, const char *due) {
	ClockResult result = run(world, ask_of(world, policy, start));
	char *found = instant_format_local(world->arena, result.due_at);
	if (result.state == CLOCK_REFUSED || strcmp(found, due) != 0)
		fail_msg("%s from %s is due %s, not %s", policy, start, found, due);
}

/* G1 */
static void minutes_by_the_hours(void **state) {
	World *world = *state;
	due_is(world, "work_minutes:30", "2026-11-24 10:00", "2026-11-24 10:30");
	due_is(world, "work_minutes:30", "2026-11-24 11:40", "2026-11-24 13:10"); /* over lunch */
	due_is(world, "work_minutes:20", "2026-11-24 11:40", "2026-11-24 12:00"); /* ends with the span */
	due_is(world, "work_minutes:30", "2026-11-24 12:30", "2026-11-24 13:30");
	due_is(world, "work_minutes:30", "2026-11-24 16:30", "2026-11-24 17:00"); /* to the last minute of the day */
	due_is(world, "work_minutes:31", "2026-11-24 16:30", "2026-11-25 09:01");
	due_is(world, "work_minutes:30", "2026-11-24 17:00", "2026-11-25 09:30"); /* at the end itself */
	due_is(world, "work_minutes:30", "2026-11-24 08:59", "2026-11-24 09:30");
	due_is(world, "work_minutes:30", "2026-11-24 09:00", "2026-11-24 09:30");
	due_is(world, "work_minutes:30", "2026-11-27 20:00", "2026-11-30 09:30"); /* Friday evening */
	due_is(world, "work_minutes:0", "2026-11-28 20:00", "2026-11-28 20:00");
	due_is(world, "work_minutes:420", "2026-11-24 09:00", "2026-11-24 17:00");
	due_is(world, "work_minutes:421", "2026-11-24 09:00", "2026-11-25 09:01");
	due_is(world, "work_minutes:30", "2026-11-24 10:00:59", "2026-11-24 10:30"); /* cut to the minute */
}

static void spring_festival_times(void **state) {
	World *world = *state;
	due_is(world, "work_minutes:120", "2024-02-09 16:00", "2024-02-18 10:00"); /* 除夕 2024 is worked, then Sunday 18 */
	due_is(world, "work_days:1", "2024-02-08 10:00", "2024-02-09 17:00");
	due_is(world, "work_days:1", "2024-02-09 10:00", "2024-02-18 17:00");
	due_is(world, "work_days:3", "2025-01-26 10:00", "2025-02-06 17:00"); /* 27 Jan, 5 and 6 Feb */
	due_is(world, "work_minutes:60", "2025-01-27 16:30", "2025-02-05 09:30");
	due_is(world, "work_days:2", "2026-02-13 18:00", "2026-02-24 17:00"); /* Saturday 14, then 24 */
	due_is(world, "work_minutes:840", "2026-02-13 13:00", "2026-02-24 12:00");
	world->office.habit_rests = true;
	due_is(world, "work_days:1", "2024-02-08 10:00", "2024-02-18 17:00");
	due_is(world, "work_minutes:120", "2024-02-08 16:00", "2024-02-18 10:00");
	world->office.habit_rests = false;
}

static void national_day_times(void **state) {
	World *world = *state;
	due_is(world, "work_days:1", "2024-09-28 10:00", "2024-09-29 17:00"); /* Saturday → Sunday made up */
	due_is(world, "work_days:4", "2025-09-28 10:00", "2025-10-10 17:00"); /* 29, 30, 9, 10 */
	due_is(world, "work_days:5", "2025-09-28 10:00", "2025-10-11 17:00"); /* the made-up Saturday */
	due_is(world, "work_days:6", "2025-09-28 10:00", "2025-10-13 17:00");
	due_is(world, "work_minutes:60", "2026-09-30 16:30", "2026-10-08 09:30");
	due_is(world, "work_days:3", "2026-10-08 09:00", "2026-10-12 17:00"); /* 9, 10 made up, 12 */
	due_is(world, "work_days:1", "2024-02-28 10:00", "2024-02-29 17:00"); /* leap day */
	due_is(world, "work_days:1", "2024-02-29 10:00", "2024-03-01 17:00");
	due_is(world, "natural_minutes:1440", "2024-02-28 10:00", "2024-02-29 10:00");
	due_is(world, "work_days:13", "2026-11-24 10:00", "2026-12-11 17:00");
}

/* A2 */
static void same_day(void **state) {
	World *world = *state;
	due_is(world, "same_day", "2026-11-24 16:59", "2026-11-24 17:00");
	due_is(world, "same_day", "2026-11-24 17:00", "2026-11-25 17:00");
	due_is(world, "same_day", "2026-11-24 00:00", "2026-11-24 17:00");
	due_is(world, "same_day", "2026-11-28 10:00", "2026-11-30 17:00");
	due_is(world, "same_day", "2026-02-13 17:30", "2026-02-14 17:00"); /* the Saturday is made up */
	due_is(world, "same_day:60", "2026-11-24 15:59", "2026-11-24 17:00");
	due_is(world, "same_day:60", "2026-11-24 16:00", "2026-11-25 17:00");
	due_is(world, "work_days:0", "2026-11-24 16:00", "2026-11-24 17:00");
	due_is(world, "work_days:0", "2026-11-24 18:00", "2026-11-25 17:00");
}

static void natural_time(void **state) {
	World *world = *state;
	due_is(world, "natural_minutes:120", "2026-11-28 23:30", "2026-11-29 01:30");
	due_is(world, "natural_days:7", "2026-11-24 10:00", "2026-12-01 17:00");
	due_is(world, "natural_days:5", "2026-11-23 10:00", "2026-11-30 17:00"); /* Saturday moves to Monday */
	due_is(world, "natural_days:7", "2026-09-24 10:00", "2026-10-08 17:00"); /* 1 October moves to the 8th */
	due_is(world, "natural_days:0", "2026-11-24 16:59", "2026-11-24 17:00");
	due_is(world, "natural_days:0", "2026-11-24 17:00", "2026-11-25 17:00");
	due_is(world, "natural_days:1", "2026-02-13 10:00", "2026-02-14 17:00"); /* a made-up Saturday is no day of rest */
	world->office = hours_round_the_clock();
	due_is(world, "natural_days:7", "2026-09-24 10:00", "2026-10-02 00:00");
	due_is(world, "work_minutes:120", "2026-10-01 23:00", "2026-10-02 01:00");
	due_is(world, "work_days:1", "2026-10-01 23:00", "2026-10-03 00:00");
	due_is(world, "same_day", "2026-10-01 23:00", "2026-10-02 00:00");
	world->office = hours_office();
}

static void unpublished_years(void **state) {
	World *world = *state;
	ClockResult result = run(world, ask_of(world, "work_days:13", "2026-12-14 10:00"));
	assert_int_equal(result.due_at, at("2026-12-31 17:00"));
	assert_int_equal(result.provisional_year, 2027);
	assert_string_equal(clock_provisional_zh(world->arena, &result), "2027 年放假安排未公布或未录入，公布后重算");
	assert_true(text_starts(clock_standing_zh(world->arena, &result), "预计剩 "));
	result = run(world, ask_of(world, "work_days:5", "2026-12-14 10:00"));
	assert_int_equal(result.provisional_year, 0);
	assert_null(clock_provisional_zh(world->arena, &result));
	assert_int_equal(run(world, ask_of(world, "work_days:1", "2027-03-01 10:00")).provisional_year, 2027);
	assert_int_equal(run(world, ask_of(world, "work_minutes:60", "2027-03-01 10:00")).provisional_year, 2027);
	assert_int_equal(run(world, ask_of(world, "natural_minutes:60", "2027-03-01 10:00")).provisional_year, 0);
	assert_int_equal(run(world, ask_of(world, "natural_days:7", "2026-12-15 10:00")).provisional_year, 0);
	assert_int_equal(run(world, ask_of(world, "natural_days:15", "2026-12-15 10:00")).provisional_year, 2027);
	/* Once the notice is there the same question has another, final answer. */
	CalendarRow rows[] = {{day_of(2026, 12, 31), DAY_HOLIDAY, "元旦"}, {day_of(2027, 10, 1), DAY_HOLIDAY, "国庆节"}};
	int years[] = {2026, 2027};
	ClockAsk ask = ask_of(world, "work_days:13", "2026-12-14 10:00");
	ask.calendar = calendar_new(world->arena, rows, 2, years, 2);
	result = run(world, ask);
	assert_int_equal(result.due_at, at("2027-01-01 17:00")); /* the invented notice gives only 31 December */
	assert_int_equal(result.provisional_year, 0);
	world->office = hours_round_the_clock();
	assert_int_equal(run(world, ask_of(world, "work_minutes:60", "2027-03-01 10:00")).provisional_year, 0);
	world->office = hours_office();
}

static ClockResult paused(
	World *world, const char *policy, const char *start, const ClockPause *pauses, size_t count, const char *now) {
	ClockAsk ask = ask_of(world, policy, start);
	ask.pauses = pauses;
	ask.pause_count = count;
	ask.now_at = at(now);
	return run(world, ask);
}

/* G1 */
static void pauses_extend(void **state) {
	World *world = *state;
	ClockPause weekend = {at("2026-11-27 16:00"), at("2026-11-30 10:00"), "等配件", "waiting for parts"};
	ClockResult result = paused(world, "work_days:3", "2026-11-25 10:00", &weekend, 1, "2026-11-26 09:00");
	assert_int_equal(result.due_at, at("2026-12-01 11:00")); /* 30 Nov 17:00 and two hours more */
	assert_false(result.paused);
	result = paused(world, "work_minutes:60", "2026-11-27 15:30", &weekend, 1, "2026-11-28 09:00");
	assert_int_equal(result.due_at, at("2026-11-30 10:30"));
	assert_true(result.paused);
	assert_int_equal(result.lamp, LAMP_GREY);
	assert_int_equal(result.left_min, 30);
	assert_string_equal(clock_standing_zh(world->arena, &result), "暂停，剩 30 分");
	ClockPause two[] = {
		{at("2026-11-24 14:00"), at("2026-11-24 15:00"), "", ""}, {at("2026-11-24 10:00"), at("2026-11-24 11:00"), 0, 0}};
	assert_int_equal(
		paused(world, "work_minutes:240", "2026-11-24 09:00", two, 2, "2026-11-24 09:00").due_at, at("2026-11-24 16:00"));
	two[0].from_at = at("2026-11-24 10:30"); /* they overlap now: 10:00–15:00, four working hours */
	assert_int_equal(
		paused(world, "work_minutes:240", "2026-11-24 09:00", two, 2, "2026-11-24 09:00").due_at, at("2026-11-25 10:00"));
	ClockPause night = {at("2026-11-24 17:00"), at("2026-11-25 09:00"), "", ""};
	assert_int_equal(
		paused(world, "work_days:1", "2026-11-24 10:00", &night, 1, "2026-11-24 10:00").due_at, at("2026-11-25 17:00"));
	assert_int_equal(
		paused(world, "natural_minutes:1440", "2026-11-24 10:00", &night, 1, "2026-11-24 10:00").due_at, at("2026-11-26 02:00"));
	assert_int_equal(
		paused(world, "natural_days:3", "2026-11-24 10:00", &night, 1, "2026-11-24 10:00").due_at, at("2026-11-30 17:00"));
	/* The first makes Wednesday the last day; the second ends with that day's close of business, and a term never ends in a pause. */
	ClockPause to_close[] = {
		{at("2026-11-23 12:00"), at("2026-11-23 22:00"), "", ""}, {at("2026-11-25 12:00"), at("2026-11-25 17:00"), "", ""}};
	assert_int_equal(
		paused(world, "natural_days:1", "2026-11-23 10:00", to_close, 1, "2026-11-23 10:00").due_at, at("2026-11-25 17:00"));
	assert_int_equal(
		paused(world, "natural_days:1", "2026-11-23 10:00", to_close, 2, "2026-11-23 10:00").due_at, at("2026-11-26 17:00"));
	ClockPause before = {at("2026-11-23 09:00"), at("2026-11-24 09:30"), "", ""}; /* counts from the start on only */
	assert_int_equal(
		paused(world, "work_minutes:60", "2026-11-24 09:00", &before, 1, "2026-11-24 09:00").due_at, at("2026-11-24 10:30"));
	ClockPause after = {at("2026-11-24 10:00"), at("2026-11-24 11:00"), "", ""}; /* begins when it is due: too late */
	assert_int_equal(
		paused(world, "work_minutes:60", "2026-11-24 09:00", &after, 1, "2026-11-24 12:00").due_at, at("2026-11-24 10:00"));
	ClockPause backwards = {at("2026-11-24 11:00"), at("2026-11-24 10:00"), "", ""};
	assert_int_equal(
		paused(world, "work_minutes:180", "2026-11-24 09:00", &backwards, 1, "2026-11-24 09:00").due_at, at("2026-11-24 12:00"));
}

static void open_pauses(void **state) {
	World *world = *state;
	ClockPause open = {at("2026-11-24 10:00"), 0, "等批复", "awaiting approval"};
	ClockResult result = paused(world, "work_minutes:120", "2026-11-24 09:00", &open, 1, "2026-11-24 10:00");
	assert_true(result.paused);
	assert_int_equal(result.due_at, at("2026-11-24 11:00"));
	result = paused(world, "work_minutes:120", "2026-11-24 09:00", &open, 1, "2026-11-25 10:00");
	assert_int_equal(result.state, CLOCK_PAUSED);
	assert_int_equal(result.used_min, 60);
	assert_int_equal(result.left_min, 60);
	assert_int_equal(result.due_at, at("2026-11-25 11:00"));
	ClockPause late = {at("2026-11-24 14:00"), 0, "", ""}; /* pausing after the due time hides nothing */
	result = paused(world, "work_minutes:120", "2026-11-24 09:00", &late, 1, "2026-11-25 10:00");
	assert_int_equal(result.lamp, LAMP_RED);
	assert_int_equal(result.state, CLOCK_RUNNING);
	assert_int_equal(result.over_min, 120);
	assert_string_equal(clock_standing_zh(world->arena, &result), "暂停，超 2 小时");
	ClockPause planned = {at("2026-11-24 10:00"), at("2026-11-27 09:00"), "等配件", ""};
	result = paused(world, "work_minutes:120", "2026-11-24 09:00", &planned, 1, "2026-11-24 10:30");
	assert_int_equal(result.due_at, at("2026-11-27 10:00"));
	assert_int_equal(result.left_min, 60);
}

static ClockResult seen(
	World *world, const char *policy, const char *yellow, const char *start, const char *now, const char *stop) {
	ClockAsk ask = ask_of(world, policy, start);
	if (!clock_yellow_parse(yellow, &ask.policy)) fail_msg("%s is no threshold", yellow);
	ask.now_at = at(now);
	ask.stop_at = stop ? at(stop) : 0;
	return run(world, ask);
}

static void lamps(void **state) {
	World *world = *state;
	ClockResult r = seen(world, "work_minutes:100", "20%", "2026-11-24 09:00", "2026-11-24 10:19", NULL);
	assert_int_equal(r.lamp, LAMP_GREEN);
	assert_int_equal(r.left_min, 21);
	assert_int_equal(r.used_min, 79);
	assert_int_equal(r.total_min, 100);
	assert_int_equal(r.yellow_at, at("2026-11-24 10:20"));
	assert_string_equal(clock_word_zh(&r), "正常");
	r = seen(world, "work_minutes:100", "20%", "2026-11-24 09:00", "2026-11-24 10:20", NULL);
	assert_int_equal(r.lamp, LAMP_YELLOW);
	assert_string_equal(clock_word_zh(&r), "临期");
	assert_string_equal(clock_standing_zh(world->arena, &r), "剩 20 分");
	r = seen(world, "work_minutes:100", "20", "2026-11-24 09:00", "2026-11-24 10:40", NULL);
	assert_int_equal(r.lamp, LAMP_YELLOW); /* at the due minute itself nobody is late */
	assert_false(r.late);
	r = seen(world, "work_minutes:100", "20", "2026-11-24 09:00", "2026-11-24 10:41", NULL);
	assert_int_equal(r.lamp, LAMP_RED);
	assert_string_equal(clock_word_zh(&r), "逾期");
	assert_string_equal(clock_standing_zh(world->arena, &r), "超 1 分");
	r = seen(world, "same_day", "", "2026-11-24 09:00", "2026-11-24 19:00", NULL);
	assert_int_equal(r.lamp, LAMP_RED);
	assert_int_equal(r.over_min, 0);
	assert_string_equal(clock_standing_zh(world->arena, &r), "已过时限");
	assert_string_equal(clock_standing_en(world->arena, &r), "past due");
	r = seen(world, "same_day", "", "2026-11-24 09:00", "2026-11-26 12:00", NULL);
	assert_int_equal(r.over_min, 600);
	assert_string_equal(clock_standing_zh(world->arena, &r), "超 1 天 3 小时");
	assert_string_equal(clock_standing_en(world->arena, &r), "1 day 3 h over");
	r = seen(world, "work_minutes:60", "500", "2026-11-24 09:00", "2026-11-24 09:00", NULL);
	assert_int_equal(r.lamp, LAMP_YELLOW);
	assert_int_equal(r.yellow_at, at("2026-11-24 09:00"));
	r = seen(world, "work_minutes:60", "", "2026-11-24 09:00", "2026-11-24 10:00", NULL);
	assert_int_equal(r.lamp, LAMP_GREEN);
	assert_int_equal(r.yellow_at, r.due_at);
}

static void met_and_not_started(void **state) {
	World *world = *state;
	ClockResult r = seen(world, "work_minutes:60", "", "2026-11-24 09:00", "2026-12-24 09:00", "2026-11-24 10:00");
	assert_int_equal(r.state, CLOCK_MET);
	assert_int_equal(r.lamp, LAMP_BLUE);
	assert_false(r.late);
	assert_string_equal(clock_word_zh(&r), "准时");
	assert_string_equal(clock_standing_zh(world->arena, &r), "用时 1 小时，准时");
	r = seen(world, "work_minutes:60", "", "2026-11-24 09:00", "2026-12-24 09:00", "2026-11-24 10:01");
	assert_true(r.late);
	assert_string_equal(clock_word_zh(&r), "超时");
	assert_string_equal(clock_standing_zh(world->arena, &r), "用时 1 小时 1 分，超时 1 分");
	assert_string_equal(clock_standing_en(world->arena, &r), "took 1 h 1 min, late by 1 min");
	r = seen(world, "work_minutes:60", "", "2026-11-24 09:00", "2026-11-24 08:00", "2026-11-24 08:30");
	assert_int_equal(r.used_min, 0); /* met before it was dispatched */
	assert_false(r.late);
	r = seen(world, "work_minutes:60", "20%", "2026-11-24 09:00", "2026-11-24 08:00", NULL);
	assert_int_equal(r.state, CLOCK_NOT_STARTED);
	assert_int_equal(r.lamp, LAMP_GREY);
	assert_int_equal(r.due_at, at("2026-11-24 10:00"));
	ClockAsk ask = ask_of(world, "work_minutes:60", "2026-11-24 09:00");
	ask.start_at = 0;
	r = run(world, ask);
	assert_int_equal(r.state, CLOCK_NOT_STARTED);
	assert_int_equal(r.due_at, 0);
	assert_string_equal(clock_standing_zh(world->arena, &r), "未起");
	r = run(world, ask_of(world, "none", "2026-11-24 09:00"));
	assert_int_equal(r.state, CLOCK_OFF);
	assert_string_equal(clock_standing_zh(world->arena, &r), "不计时");
}

static void absurd_asks(void **state) {
	World *world = *state;
	ClockAsk good = ask_of(world, "work_minutes:60", "2026-11-24 09:00"), ask;
	assert_int_equal(run(world, good).state, CLOCK_RUNNING);
#define REFUSED(change)                                                                                                          \
	do {                                                                                                                         \
		ask = good;                                                                                                              \
		change;                                                                                                                  \
		assert_int_equal(run(world, ask).state, CLOCK_REFUSED);                                                                  \
		assert_int_equal(run(world, ask).due_at, 0);                                                                             \
	} while (0)
	REFUSED(ask.policy.amount = -1);
	REFUSED(ask.policy.amount = INT32_MAX);
	REFUSED(ask.policy.amount = 800 * 420); /* more working minutes than three years hold */
	REFUSED(ask.policy.way = (ClockWay)9);
	REFUSED(ask.policy.yellow_percent = 101);
	REFUSED(ask.policy.yellow_min = -1);
	REFUSED(ask.start_at = INT64_MAX);
	REFUSED(ask.start_at = INT64_MIN);
	REFUSED(ask.now_at = INT64_MAX);
	REFUSED(ask.stop_at = -INT64_MAX);
	REFUSED(ask.pause_count = CLOCK_PAUSES_MAX + 1);
	ClockPause wild = {INT64_MIN, INT64_MAX, NULL, NULL};
	REFUSED((ask.pauses = &wild, ask.pause_count = 1));
	Hours never = {0}, broken = hours_office();
	broken.week[3].count = 5;
	REFUSED(ask.hours = &never);
	REFUSED(ask.hours = &broken);
	REFUSED((ask.hours = &never, ask.policy.way = WAY_NATURAL_DAYS, ask.policy.amount = 7));
	ClockPause century = {at("2026-11-24 10:00"), at("2198-01-02 00:00"), NULL, NULL};
	ask = good;
	ask.policy.amount = 120;
	ask.pauses = &century;
	ask.pause_count = 1;
	assert_int_equal(run(world, ask).due_at, at("2198-01-02 10:00"));
	assert_string_equal(clock_word_zh(&(ClockResult){.state = CLOCK_REFUSED}), "无法计算");
}

static void arithmetic(void **state) {
	World *world = *state;
	const Calendar *calendar = world->calendar;
	const Hours *hours = &world->office;
	int64_t when;
	int32_t day;
	assert_true(clock_next_working(calendar, hours, at("2026-11-24 10:00"), &when));
	assert_int_equal(when, at("2026-11-24 10:00"));
	assert_true(clock_next_working(calendar, hours, at("2026-11-24 12:00"), &when));
	assert_int_equal(when, at("2026-11-24 13:00"));
	assert_true(clock_next_working(calendar, hours, at("2026-09-30 17:00"), &when));
	assert_int_equal(when, at("2026-10-08 09:00"));
	assert_int_equal(clock_between_minutes(calendar, hours, at("2026-09-30 16:00"), at("2026-10-08 10:00")), 120);
	assert_int_equal(clock_between_minutes(calendar, hours, at("2026-10-08 10:00"), at("2026-09-30 16:00")), -120);
	assert_int_equal(clock_between_minutes(calendar, hours, INT64_MIN, at("1990-01-01 10:00")), 60);
	assert_true(clock_between_minutes(calendar, hours, INT64_MIN, INT64_MAX) > 20000000);
	assert_false(clock_add_minutes(calendar, hours, at("2026-11-24 10:00"), -1, &when));
	assert_false(clock_add_minutes(calendar, hours, INT64_MAX, 1, &when));
	assert_true(clock_add_work_days(calendar, hours, on("2026-09-30"), 1, &day));
	assert_int_equal(day, on("2026-10-08"));
	assert_true(clock_add_work_days(calendar, hours, on("2026-10-08"), -1, &day));
	assert_int_equal(day, on("2026-09-30"));
	assert_true(clock_add_work_days(calendar, hours, on("2026-10-03"), 0, &day));
	assert_int_equal(day, on("2026-10-08"));
	assert_false(clock_add_work_days(calendar, hours, on("2026-10-03"), INT32_MIN, &day));
	assert_false(clock_add_work_days(calendar, hours, INT32_MAX, 1, &day));
	assert_false(clock_add_work_days(calendar, hours, INT32_MIN, 0, &day));
	assert_int_equal(clock_between_work_days(calendar, hours, on("2026-09-30"), on("2026-10-12")), 4);
	assert_int_equal(clock_between_work_days(calendar, hours, on("2026-10-12"), on("2026-09-30")), -4);
	assert_int_equal(clock_between_work_days(calendar, hours, INT32_MAX, INT32_MAX), 0);
	assert_false(clock_day_end(calendar, hours, on("2026-10-01"), &when));
	assert_true(clock_day_end(calendar, hours, on("2026-10-10"), &when));
	assert_int_equal(when, at("2026-10-10 17:00"));
}

/* A2 */
static void nights(void **state) {
	World *world = *state;
#define NIGHTS(from, to) clock_nights(world->calendar, &world->office, at(from), at(to))
	assert_int_equal(NIGHTS("2026-11-24 10:00", "2026-11-24 23:59"), 0);
	assert_int_equal(NIGHTS("2026-11-24 10:00", "2026-11-25 00:00"), 1);
	assert_int_equal(NIGHTS("2026-11-24 10:00", "2026-11-26 09:00"), 2);
	assert_int_equal(NIGHTS("2026-11-24 17:00", "2026-11-25 16:00"), 0); /* came after hours, done the next day */
	assert_int_equal(NIGHTS("2026-11-27 16:00", "2026-11-30 10:00"), 1); /* Friday to Monday: one working night */
	assert_int_equal(NIGHTS("2026-11-28 10:00", "2026-11-30 10:00"), 0);
	assert_int_equal(NIGHTS("2026-09-30 10:00", "2026-10-08 10:00"), 1);
	assert_int_equal(NIGHTS("2026-02-13 10:00", "2026-02-24 10:00"), 2); /* Friday and the made-up Saturday */
	assert_int_equal(NIGHTS("2026-11-26 10:00", "2026-11-24 10:00"), 0);
	world->office = hours_round_the_clock();
	assert_int_equal(NIGHTS("2026-09-30 10:00", "2026-10-08 10:00"), 8);
	world->office = hours_office();
}

static void policies_as_text(void **state) {
	World *world = *state;
	const char *good[] = {
		"none", "work_minutes:30", "work_days:3", "same_day", "same_day:60", "natural_minutes:1440", "natural_days:7"};
	const char *zh[] = {"不计时", "30 分（工作时间）", "3 个工作日", "当日（事不过夜）",
		"当日（事不过夜；下班前 60 分钟内收到的转下一个工作日）", "24 小时（自然时间）", "7 日（遇休息日顺延）"};
	ClockPolicy policy = {0};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(clock_policy_parse(good[i], &policy));
		assert_string_equal(clock_policy_format(world->arena, &policy), good[i]);
		assert_string_equal(clock_policy_zh(world->arena, &policy), zh[i]);
		assert_true(*clock_policy_en(world->arena, &policy));
	}
	const char *bad[] = {"", "work_minutes", "work_minutes:", "work_minutes:-1", "work_days:1101", "none:1", "same_day:1441",
		"days:3", "work_days:3 ", "work_minutes:99999999999999999999", "natural_days:x", ":3"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (clock_policy_parse(bad[i], &policy)) fail_msg("%s was taken", bad[i]);
	assert_true(clock_yellow_parse("20%", &policy));
	assert_int_equal(policy.yellow_percent, 20);
	assert_true(clock_yellow_parse("90", &policy));
	assert_int_equal(policy.yellow_min, 90);
	assert_int_equal(policy.yellow_percent, 0);
	assert_true(clock_yellow_parse("", &policy));
	assert_int_equal(policy.yellow_min, 0);
	assert_false(clock_yellow_parse("101%", &policy));
	assert_false(clock_yellow_parse("%", &policy));
	assert_false(clock_yellow_parse("-3", &policy));
	assert_false(clock_yellow_parse("123456789012345678", &policy));
}

static void durations(void **state) {
	World *world = *state;
#define WORDS(minutes, zh, en)                                                                                                   \
	assert_string_equal(clock_minutes_zh(world->arena, minutes, 420), zh);                                                       \
	assert_string_equal(clock_minutes_en(world->arena, minutes, 420), en)
	WORDS(0, "0 分", "0 min");
	WORDS(59, "59 分", "59 min");
	WORDS(60, "1 小时", "1 h");
	WORDS(135, "2 小时 15 分", "2 h 15 min");
	WORDS(419, "6 小时 59 分", "6 h 59 min");
	WORDS(420, "1 天", "1 day");
	WORDS(449, "1 天", "1 day");
	WORDS(-600, "1 天 3 小时", "1 day 3 h");
	WORDS(840 + 60, "2 天 1 小时", "2 days 1 h");
	assert_string_equal(clock_minutes_zh(world->arena, 1500, 1440), "1 天 1 小时");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(minutes_by_the_hours),
		cmocka_unit_test(spring_festival_times),
		cmocka_unit_test(national_day_times),
		cmocka_unit_test(same_day),
		cmocka_unit_test(natural_time),
		cmocka_unit_test(unpublished_years),
		cmocka_unit_test(pauses_extend),
		cmocka_unit_test(open_pauses),
		cmocka_unit_test(lamps),
		cmocka_unit_test(met_and_not_started),
		cmocka_unit_test(absurd_asks),
		cmocka_unit_test(arithmetic),
		cmocka_unit_test(nights),
		cmocka_unit_test(policies_as_text),
		cmocka_unit_test(durations),
	};
	return cmocka_run_group_tests(tests, world_open, world_close);
}
