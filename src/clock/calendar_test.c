#include "clock/hours.h"
#include "clock/seed_calendar_test.h"

#define KIND(text, wanted) assert_int_equal(calendar_day(calendar, on(text)).kind, wanted)

static void spring_festivals(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	const Calendar *calendar = seed_calendar(arena);
	KIND("2024-02-04", DAY_MAKEUP);
	KIND("2024-02-08", DAY_WORK);
	KIND("2024-02-09", DAY_HABIT);
	KIND("2024-02-10", DAY_HOLIDAY);
	KIND("2024-02-17", DAY_HOLIDAY);
	KIND("2024-02-18", DAY_MAKEUP);
	KIND("2025-01-26", DAY_MAKEUP);
	KIND("2025-01-27", DAY_WORK);
	KIND("2025-01-28", DAY_HOLIDAY);
	KIND("2025-02-04", DAY_HOLIDAY);
	KIND("2025-02-05", DAY_WORK);
	KIND("2025-02-08", DAY_MAKEUP);
	KIND("2026-02-14", DAY_MAKEUP);
	KIND("2026-02-23", DAY_HOLIDAY);
	KIND("2026-02-24", DAY_WORK);
	KIND("2026-02-28", DAY_MAKEUP);
	assert_string_equal(calendar_day(calendar, on("2024-02-09")).name, "除夕");
	assert_string_equal(calendar_day(calendar, on("2026-02-14")).name, "春节");
	assert_string_equal(calendar_day(calendar, on("2026-11-24")).name, "");
}

static void national_days_and_weekends(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	const Calendar *calendar = seed_calendar(arena);
	KIND("2024-09-29", DAY_MAKEUP);
	KIND("2025-09-28", DAY_MAKEUP);
	KIND("2025-10-08", DAY_HOLIDAY);
	KIND("2025-10-11", DAY_MAKEUP);
	KIND("2025-10-12", DAY_REST);
	KIND("2026-09-20", DAY_MAKEUP);
	KIND("2026-10-07", DAY_HOLIDAY);
	KIND("2026-10-08", DAY_WORK);
	KIND("2026-10-10", DAY_MAKEUP);
	KIND("2022-12-31", DAY_HOLIDAY);
	KIND("2024-02-29", DAY_WORK);
	KIND("2026-11-28", DAY_REST);
	KIND("2026-11-30", DAY_WORK);
}

static void years_known(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	const Calendar *calendar = seed_calendar(arena);
	for (int year = 2020; year < 2030; year++)
		assert_int_equal(calendar_year_published(calendar, year), year >= 2023 && year <= 2026);
	assert_true(calendar_day_known(calendar, on("2023-01-01")));
	assert_true(calendar_day_known(calendar, on("2025-12-31")));
	assert_true(calendar_day_known(calendar, on("2026-12-26")));
	assert_false(calendar_day_known(calendar, on("2026-12-27")));
	assert_false(calendar_day_known(calendar, on("2027-01-01")));
	assert_false(calendar_day_known(calendar, on("2022-12-31")));
	int32_t first = 0;
	assert_int_equal(calendar_unknown_year(calendar, on("2026-11-24"), on("2027-03-01"), &first), 2027);
	assert_int_equal(first, on("2026-12-27"));
	assert_int_equal(calendar_unknown_year(calendar, on("2027-02-01"), on("2027-03-01"), &first), 2027);
	assert_int_equal(first, on("2027-02-01"));
	assert_int_equal(calendar_unknown_year(calendar, on("2023-01-01"), on("2026-12-26"), &first), 0);
	assert_int_equal(calendar_unknown_year(calendar, on("2022-06-01"), on("2022-06-02"), NULL), 2022);
	assert_int_equal(calendar_unknown_year(calendar, on("2026-12-28"), on("2026-12-28"), &first), 2027);
	assert_int_equal(first, on("2026-12-28"));
}

/* Years to come rest on the dates the law fixes, and nowhere else on weekdays. */
static void fixed_dates(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	const Calendar *calendar = seed_calendar(arena);
	int rests = 0;
	for (int32_t day = on("2027-01-01"); day <= on("2027-12-31"); day++) rests += calendar_day(calendar, day).kind == DAY_HOLIDAY;
	assert_int_equal(rests, 6);
	KIND("2027-01-01", DAY_HOLIDAY);
	KIND("2027-05-02", DAY_HOLIDAY);
	KIND("2027-05-03", DAY_WORK);
	KIND("2027-10-03", DAY_HOLIDAY);
	assert_string_equal(calendar_day(calendar, on("2030-10-01")).name, "国庆节");
	int year = 2027;
	CalendarRow row = {day_of(2028, 1, 1), DAY_WORK, "试"};
	calendar = calendar_new(arena, &row, 1, &year, 1);
	KIND("2027-05-01", DAY_REST); /* published: its rows alone say */
	KIND("2027-01-01", DAY_WORK);
	KIND("2028-01-01", DAY_WORK); /* a row wins */
	KIND("2028-05-01", DAY_HOLIDAY);
	calendar = calendar_new(arena, NULL, 0, NULL, 0);
	KIND("2024-05-02", DAY_WORK); /* the rule is of 2025 */
	KIND("2025-05-02", DAY_HOLIDAY);
}

static void rows_of_a_bureau(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	int year = 2026;
	CalendarRow rows[] = {
		{day_of(2026, 10, 1), DAY_HOLIDAY, "国庆节"},
		{day_of(2026, 7, 8), DAY_SPECIAL, "停电"},
		{day_of(2026, 7, 11), DAY_WORK, "抢修"},
		{day_of(2026, 7, 9), DAY_REST, ""},
		{day_of(2026, 7, 8), DAY_WORK, "已恢复"},
	};
	const Calendar *calendar = calendar_new(arena, rows, 5, &year, 1);
	KIND("2026-07-08", DAY_WORK); /* the later row wins */
	assert_string_equal(calendar_day(calendar, on("2026-07-08")).name, "已恢复");
	Hours hours = hours_office();
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-07-11"))->total_min, 420); /* a Saturday made a working day */
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-07-09"))->count, 0); /* a Thursday made a day of rest */
	calendar = calendar_new(arena, rows, 4, &year, 1);
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-07-08"))->count, 0);
	hours.works_holidays = true;
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-07-08"))->total_min, 420);
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-10-01"))->total_min, 420);
	rows[0].day = day_of(2200, 1, 1);
	assert_null(calendar_new(arena, rows, 4, &year, 1));
	rows[0] = (CalendarRow){day_of(2026, 1, 1), (DayKind)17, ""};
	assert_null(calendar_new(arena, rows, 4, &year, 1));
	year = 1;
	assert_null(calendar_new(arena, NULL, 0, &year, 1));
	calendar = calendar_new(arena, NULL, 0, NULL, 0);
	KIND("2024-10-01", DAY_WORK);
	assert_false(calendar_day(calendar, on("2024-10-01")).known);
}

static void kind_words(void **state) {
	(void)state;
	ARENA(arena, 1 << 16);
	DayKind kind;
	assert_true(day_kind_parse("workday", &kind));
	assert_int_equal(kind, DAY_MAKEUP);
	for (DayKind k = DAY_WORK; k <= DAY_SPECIAL; k++) {
		assert_true(day_kind_parse(day_kind_word(k), &kind));
		assert_int_equal(kind, k);
	}
	assert_false(day_kind_parse("Holiday", &kind));
	assert_false(day_kind_parse("", &kind));
	assert_string_equal(calendar_name_en(arena, "国庆节、中秋节"), "National Day and Mid-Autumn Festival");
	assert_string_equal(calendar_name_en(arena, "停电"), "停电");
	assert_string_equal(calendar_name_en(arena, ""), "");
}

static void hours_as_text(void **state) {
	(void)state;
	ARENA(arena, 1 << 16);
	DayHours day;
	assert_true(hours_parse_day("8:30-12:00,14:00-17:30", &day));
	assert_int_equal(day.count, 2);
	assert_int_equal(day.total_min, 420);
	assert_string_equal(hours_format_day(arena, &day, false), "8:30–12:00、14:00–17:30");
	assert_string_equal(hours_format_day(arena, &day, true), "8:30–12:00, 14:00–17:30");
	assert_true(hours_parse_day(hours_format_day(arena, &day, false), &day));
	assert_int_equal(day.span[1].to_min, 1050);
	assert_true(hours_parse_day(" 08：30 ～ 12:00， 12:00至24:00 ", &day)); /* touching spans are one */
	assert_int_equal(day.count, 1);
	assert_int_equal(day.span[0].to_min, 1440);
	assert_true(hours_parse_day("", &day));
	assert_string_equal(hours_format_day(arena, &day, false), "不上班");
	const char *bad[] = {"8:30", "8:30-", "8:30-8:30", "9:00-8:00", "8:00-10:00,9:00-11:00", "8:00-24:01", "25:00-26:00",
		"8:60-9:00", "8:0-9:00", "8:00-9:00,", "8:00-9:00 10:00-11:00", "a", "1:00-2:00,3:00-4:00,5:00-6:00,7:00-8:00,9:00-10:00",
		"123:00-124:00"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (hours_parse_day(bad[i], &day)) fail_msg("%s was taken", bad[i]);
}

static void hours_checked(void **state) {
	(void)state;
	ARENA(arena, 1 << 16);
	Hours hours = hours_office();
	assert_true(hours_valid(&hours));
	assert_string_equal(hours_day_note_zh(arena, &hours), "1 天 = 7 小时（机关作息 9:00–12:00、13:00–17:00）");
	assert_string_equal(hours_day_note_en(arena, &hours), "1 day = 7 h (office hours 9:00–12:00, 13:00–17:00)");
	hours.day_min = 450;
	assert_string_equal(hours_day_note_zh(arena, &hours), "1 天 = 7 小时 30 分（机关作息 9:00–12:00、13:00–17:00）");
	Hours always = hours_round_the_clock();
	assert_string_equal(hours_day_note_zh(arena, &always), "1 天 = 24 小时（全天候 0:00–24:00）");
	assert_true(hours_valid(&always));
	hours.week[2].total_min++;
	assert_false(hours_valid(&hours));
	hours = hours_office();
	hours.season_count = 1;
	hours.season[0].from_md = 230;
	hours.season[0].to_md = 901;
	assert_false(hours_valid(&hours)); /* 30 February */
	hours.season[0].from_md = 229;
	assert_true(hours_valid(&hours));
	hours.week[0].span[1].from_min = 700;
	assert_false(hours_valid(&hours));
	hours = (Hours){0};
	assert_true(hours_valid(&hours));
	assert_int_equal(hours_day_min(&hours), 1440);
}

static void seasons_and_makeup_days(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	const Calendar *calendar = seed_calendar(arena);
	Hours hours = hours_office();
	hours.season_count = 2;
	hours.season[0].from_md = 701; /* summer */
	hours.season[0].to_md = 930;
	hours.season[1].from_md = 1201; /* over the turn of the year */
	hours.season[1].to_md = 131;
	for (int i = 0; i < 5; i++) {
		assert_true(hours_parse_day("8:00-12:00,15:00-18:00", &hours.season[0].week[i]));
		assert_true(hours_parse_day("9:00-12:00,13:00-16:00", &hours.season[1].week[i]));
	}
	assert_true(hours_parse_day("9:00-11:00", &hours.week[4]));
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-06-30"))->span[0].from_min, 540);
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-07-01"))->span[0].from_min, 480);
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-09-30"))->span[0].from_min, 480);
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-10-08"))->span[0].from_min, 540);
	assert_int_equal(hours_of_day(calendar, &hours, on("2025-12-01"))->total_min, 360);
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-01-30"))->total_min, 360);
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-02-02"))->total_min, 420);
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-09-20"))->span[0].from_min, 480); /* make-up Sunday in summer */
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-10-10"))->total_min, 420); /* as Monday */
	hours.makeup_weekday = 5;
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-10-10"))->total_min, 120); /* as Friday */
	assert_true(hours_parse_day("10:00-11:00", &hours.week[5]));
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-10-10"))->total_min, 60); /* its own Saturday spans */
	assert_int_equal(hours_of_day(calendar, &hours, on("2026-10-17"))->total_min, 60);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spring_festivals),
		cmocka_unit_test(national_days_and_weekends),
		cmocka_unit_test(years_known),
		cmocka_unit_test(fixed_dates),
		cmocka_unit_test(rows_of_a_bureau),
		cmocka_unit_test(kind_words),
		cmocka_unit_test(hours_as_text),
		cmocka_unit_test(hours_checked),
		cmocka_unit_test(seasons_and_makeup_days),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
