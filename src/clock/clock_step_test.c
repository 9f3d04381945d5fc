/* G1: every due time explained step by step, in both languages; and the seed's policies, row by row. */
#include "clock/clock.h"
#include "clock/seed_calendar_test.h"

static ClockAsk ask_of(const Calendar *calendar, const Hours *hours, const char *policy, const char *start, const char *now) {
	ClockAsk ask = {.calendar = calendar, .hours = hours, .start_at = at(start), .now_at = at(now), .want_steps = true};
	if (!clock_policy_parse(policy, &ask.policy)) fail_msg("%s is no policy", policy);
	return ask;
}

static void says(Arena *arena, const ClockAsk *ask, bool english, const char *const *lines, size_t count) {
	ClockResult r = clock_run(arena, ask);
	for (size_t i = 0; i < r.step_count || i < count; i++) {
		const char *found = "(nothing)";
		if (i < r.step_count) found = (english ? clock_step_en : clock_step_zh)(arena, &r, &r.steps[i]);
		if (i >= count || strcmp(found, lines[i]) != 0)
			fail_msg("step %zu: \"%s\", not \"%s\"", i, found, i < count ? lines[i] : "(nothing)");
	}
}
#define SAYS(ask, english, ...)                                                                                                  \
	do {                                                                                                                         \
		const char *const lines[] = {__VA_ARGS__};                                                                               \
		says(arena, &(ask), english, lines, sizeof lines / sizeof *lines);                                                       \
	} while (0)

static void minutes_over_a_holiday(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	const Calendar *calendar = seed_calendar(arena);
	Hours hours = hours_office();
	ClockAsk ask = ask_of(calendar, &hours, "work_minutes:240", "2026-09-30 16:00", "2026-10-08 11:00");
	SAYS(ask, false, "2026 年 9 月 30 日 周三 16:00 起算", "9 月 30 日 周三 16:00–17:00 计 60 分钟，累计 1 小时",
		"9 月 30 日 周三 17:00–24:00 下班后，不计", "10 月 1 日 周四 至 10 月 7 日 周三（7 天）国庆节，不计",
		"10 月 8 日 周四 0:00–9:00 上班前，不计", "10 月 8 日 周四 9:00–12:00 计 180 分钟，累计 4 小时",
		"时限：2026 年 10 月 8 日 周四 12:00", "现在 10 月 8 日 周四 11:00：剩 1 小时");
	SAYS(ask, true, "Starts Wed 30 Sep 2026 16:00", "Wed 30 Sep 16:00–17:00 counts 60 min, 1 h so far",
		"Wed 30 Sep 17:00–24:00 after hours, not counted", "Thu 1 Oct to Wed 7 Oct (7 days) National Day, not counted",
		"Thu 8 Oct 0:00–9:00 before hours, not counted", "Thu 8 Oct 9:00–12:00 counts 180 min, 4 h so far",
		"Due: Thu 8 Oct 2026 12:00", "Now Thu 8 Oct 11:00: 1 h left");
	ask = ask_of(calendar, &hours, "work_minutes:30", "2026-10-09 16:50", "2026-10-10 09:00");
	SAYS(ask, false, "2026 年 10 月 9 日 周五 16:50 起算", "10 月 9 日 周五 16:50–17:00 计 10 分钟，累计 10 分",
		"10 月 9 日 周五 17:00 至 10 月 10 日 周六 9:00 下班后，不计",
		"10 月 10 日 周六 9:00–9:20（国庆节调休上班）计 20 分钟，累计 30 分", "时限：2026 年 10 月 10 日 周六 9:20",
		"现在 10 月 10 日 周六 9:00：剩 20 分");
}

static void pauses_told(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	const Calendar *calendar = seed_calendar(arena);
	Hours hours = hours_office();
	ClockPause pause = {at("2026-11-27 16:00"), at("2026-11-30 10:00"), "等配件", "waiting for parts"};
	ClockAsk ask = ask_of(calendar, &hours, "work_minutes:60", "2026-11-27 15:30", "2026-11-30 11:00");
	ask.pauses = &pause;
	ask.pause_count = 1;
	SAYS(ask, false, "2026 年 11 月 27 日 周五 15:30 起算", "11 月 27 日 周五 15:30–16:00 计 30 分钟，累计 30 分",
		"11 月 27 日 周五 16:00 至 11 月 30 日 周一 10:00 暂停（等配件），停计工作时间 2 小时",
		"11 月 30 日 周一 10:00–10:30 计 30 分钟，累计 1 小时", "时限：2026 年 11 月 30 日 周一 10:30",
		"现在 11 月 30 日 周一 11:00：超 30 分");
	ask.stop_at = at("2026-11-30 10:30");
	clock_policy_parse("work_days:1", &ask.policy);
	SAYS(ask, true, "Starts Fri 27 Nov 2026 15:30; this day does not count (Civil Code, art. 201)",
		"Sat 28 Nov to Sun 29 Nov (2 days) weekend, not counted", "Mon 30 Nov working day 1",
		"Fri 27 Nov 16:00 to Mon 30 Nov 10:00 paused (waiting for parts): 2 h of working time not counted",
		"Paused 2 h in all: moved from Mon 30 Nov 17:00 to Tue 1 Dec 11:00", "Due: Tue 1 Dec 2026 11:00",
		"Met Mon 30 Nov 10:30: took 1 h, in time");
	clock_policy_parse("natural_days:3", &ask.policy);
	SAYS(ask, false, "2026 年 11 月 27 日 周五 15:30 起算，当日不计（《民法典》第二百零一条）",
		"11 月 28 日 周六 至 11 月 30 日 周一（3 天）计 3 日（自然日）",
		"11 月 27 日 周五 16:00 至 11 月 30 日 周一 10:00 暂停（等配件），停计 66 小时",
		"暂停共 66 小时，末日由 11 月 30 日 周一 顺延至 12 月 3 日 周四（不足一天按一天）", "时限：2026 年 12 月 3 日 周四 17:00",
		"11 月 30 日 周一 10:30 完成：用时 1 小时，准时");
}

static void days_told(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	const Calendar *calendar = seed_calendar(arena);
	Hours hours = hours_office();
	ClockAsk ask = ask_of(calendar, &hours, "work_days:2", "2024-02-08 10:00", "2024-02-09 11:00");
	SAYS(ask, false, "2024 年 2 月 8 日 周四 10:00 起算，当日不计（《民法典》第二百零一条）",
		"2 月 9 日 周五（除夕，法定工作日）第 1 个工作日", "2 月 10 日 周六 至 2 月 17 日 周六（8 天）春节，不计",
		"2 月 18 日 周日（春节调休上班）第 2 个工作日", "时限：2024 年 2 月 18 日 周日 17:00",
		"现在 2 月 9 日 周五 11:00：剩 1 天 5 小时");
	ask = ask_of(calendar, &hours, "same_day:60", "2026-11-27 16:10", "2026-11-27 16:20");
	SAYS(ask, false, "2026 年 11 月 27 日 周五 16:10 起算，当日工作时间只剩 50 分，转下一个工作日",
		"11 月 28 日 周六 至 11 月 29 日 周日（2 天）周末，不计", "11 月 30 日 周一 下班前办结（事不过夜）",
		"时限：2026 年 11 月 30 日 周一 17:00", "现在 11 月 27 日 周五 16:20：剩 1 天");
	ask = ask_of(calendar, &hours, "natural_days:7", "2026-09-24 10:00", "2026-10-08 17:01");
	SAYS(ask, false, "2026 年 9 月 24 日 周四 10:00 起算，当日不计（《民法典》第二百零一条）",
		"9 月 25 日 周五 至 10 月 1 日 周四（7 天）计 7 日（自然日）",
		"10 月 1 日 周四 至 10 月 7 日 周三（7 天）国庆节，末日顺延（《民法典》第二百零三条）",
		"时限：2026 年 10 月 8 日 周四 17:00", "现在 10 月 8 日 周四 17:01：超 1 分");
	hours = hours_round_the_clock();
	ask = ask_of(calendar, &hours, "work_days:1", "2026-10-01 23:00", "2026-10-02 01:00");
	SAYS(ask, false, "2026 年 10 月 1 日 周四 23:00 起算，当日不计（《民法典》第二百零一条）", "10 月 2 日 周五 第 1 个工作日",
		"时限：2026 年 10 月 3 日 周六 0:00", "现在 10 月 2 日 周五 1:00：剩 23 小时");
}

static void unpublished_told(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	const Calendar *calendar = seed_calendar(arena);
	Hours hours = hours_office();
	ClockAsk ask = ask_of(calendar, &hours, "work_days:4", "2026-12-28 10:00", "2026-12-28 10:00");
	SAYS(ask, false, "2026 年 12 月 28 日 周一 10:00 起算，当日不计（《民法典》第二百零一条）",
		"自 2026 年 12 月 29 日 周二 起：2027 年放假安排未公布或未录入，暂按周末和固定日期的法定节日计",
		"2026 年 12 月 29 日 周二 第 1 个工作日", "2026 年 12 月 30 日 周三 第 2 个工作日",
		"2026 年 12 月 31 日 周四 第 3 个工作日", "1 月 1 日 周五 元旦，不计",
		"1 月 2 日 周六 至 1 月 3 日 周日（2 天）周末，不计", "1 月 4 日 周一 第 4 个工作日",
		"时限（预计）：2027 年 1 月 4 日 周一 17:00（2027 年放假安排未公布或未录入，公布后重算）",
		"现在 2026 年 12 月 28 日 周一 10:00：预计剩 4 天 6 小时");
}

static void long_walks_are_cut(void **state) {
	(void)state;
	ARENA(arena, 4 << 20);
	const Calendar *calendar = seed_calendar(arena);
	Hours hours = hours_office();
	ClockAsk ask = ask_of(calendar, &hours, "work_minutes:200000", "2024-01-02 09:00", "2024-01-02 09:00");
	ClockResult r = clock_run(arena, &ask);
	assert_int_equal(r.step_count, CLOCK_STEPS_MAX);
	const ClockStep *cut = &r.steps[CLOCK_STEPS_MAX - 3];
	assert_int_equal(cut->kind, STEP_CUT);
	assert_int_equal(cut->sum_min, 200000);
	assert_true(cut->number > 1000);
	assert_string_equal(clock_step_zh(arena, &r, cut), arena_printf(arena, "其余 %d 步从略", cut->number));
	assert_int_equal(r.steps[CLOCK_STEPS_MAX - 2].from_at, r.due_at);
}

/* ── the seed's policies ── */

enum { COLUMNS = 10 };

/* Cuts a line at commas outside quotes; false when it has not exactly COLUMNS. */
static bool cells_of(char *line, char *cells[COLUMNS]) {
	int count = 0;
	bool quoted = false;
	cells[count++] = line;
	for (char *c = line; *c && *c != '\n'; c++) {
		if (*c == '"') quoted = !quoted;
		if (*c != ',' || quoted) continue;
		*c = 0;
		if (count == COLUMNS) return false;
		cells[count++] = c + 1;
	}
	return count == COLUMNS;
}

/* The clocks of one row fall due in their order, whenever it is dispatched in four weeks around a holiday. */
static void row_in_order(Arena *arena, const Calendar *calendar, char *cells[COLUMNS]) {
	Hours hours = hours_office();
	for (int quarter = 0; quarter < 28 * 96; quarter++) {
		int64_t start = at("2026-09-21 00:00") + quarter * 900, last = 0;
		for (int i = 0; i < CLOCK_KINDS; i++) {
			ClockAsk ask = {.calendar = calendar, .hours = &hours, .start_at = start, .now_at = start};
			assert_true(clock_policy_parse(cells[2 + i], &ask.policy));
			if (ask.policy.way == WAY_NONE) continue;
			ClockResult r = clock_run(arena, &ask);
			assert_int_not_equal(r.state, CLOCK_REFUSED);
			if (r.due_at < last)
				fail_msg("%s/%s: %s is due before the clock ahead of it, from %s", cells[0], cells[1],
					clock_kind_en((ClockKind)i), instant_format_local(arena, start));
			last = r.due_at;
		}
	}
}

static void seed_policies(void **state) {
	(void)state;
	ARENA(arena, 4 << 20);
	const Calendar *calendar = seed_calendar(arena);
	FILE *file = fopen("seed/clock_policies.csv", "r");
	assert_non_null(file);
	char line[4096], *cells[COLUMNS];
	int rows = 0;
	assert_non_null(fgets(line, sizeof line, file));
	assert_string_equal(line, "kind,urgent,sign,attend,complete,answer,yellow,zh,en,source\n");
	for (; fgets(line, sizeof line, file); rows++) {
		assert_true(cells_of(line, cells));
		ClockPolicy policy = {0};
		assert_true(clock_yellow_parse(cells[6], &policy));
		assert_int_equal(policy.yellow_percent, 20);
		assert_true(strlen(cells[9]) > 20); /* no figure without its source */
		row_in_order(arena, calendar, cells);
	}
	fclose(file);
	assert_int_equal(rows, 14); /* seven kinds, ordinary and urgent */
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(minutes_over_a_holiday),
		cmocka_unit_test(pauses_told),
		cmocka_unit_test(days_told),
		cmocka_unit_test(unpublished_told),
		cmocka_unit_test(long_walks_are_cut),
		cmocka_unit_test(seed_policies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
