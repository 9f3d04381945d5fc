/* The timeline: what was caused folds into its cause, what is for the asker stays marked, accounts stay out. */
#include "module/matter/page_words.h"

#include "journal/journal.h"
#include "model_gen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { T0 = 1795500000 };

static Event event(
	int64_t seq, int64_t cause, int record, const char *command, int64_t row, const Fact *facts, int count, const char *note) {
	const Record *of = &model_records[record];
	return (Event){.seq = seq,
		.at = T0 + seq * 60,
		.cause = cause,
		.record = of,
		.row = row,
		.actor = 5,
		.actor_name = "电工二班电工岗",
		.door = "page",
		.command = command,
		.note = note,
		.def = record_command(of, command),
		.facts = facts,
		.fact_count = count};
}

static Row order_row(Arena *arena, int64_t id, const char *role, const char *task, const char *unit) {
	const Record *record = &model_records[RECORD_WORK_ORDER];
	Row row = {record, arena_array(arena, (size_t)record->field_count, sizeof(Value)),
		arena_array(arena, (size_t)record->field_count, sizeof(char *))};
	row.values[WORK_ORDER_ID] = value_int(id);
	row.values[WORK_ORDER_CREATED_AT] = value_int(T0 + 3 * 60);
	row.values[WORK_ORDER_ROLE] = value_text(role);
	row.values[WORK_ORDER_TASK] = value_text(task);
	row.labels[WORK_ORDER_UNIT] = unit;
	return row;
}

static void test_signing_is_one_open_line(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	Event list[] = {event(3, 0, RECORD_MATTER, "dispatch", 1, NULL, 0, "请抓紧"),
		event(4, 3, RECORD_WORK_ORDER, "create", 9, NULL, 0, NULL), event(15, 0, RECORD_WORK_ORDER, "sign", 9, NULL, 0, NULL),
		event(16, 15, RECORD_MATTER, "mark_signed", 1, NULL, 0, NULL)};
	Events events = {list, 4};
	Moment moments[8];
	Row orders[] = {order_row(arena, 9, "lead", "空调漏水", "空调班")};
	Rows rows = {orders, 1, NULL};
	assert_int_equal(moments_of(arena, &events, moments, 8), 2);
	assert_true(moments[0].open);
	assert_string_equal(moments[0].note, "请抓紧");
	assert_string_equal(moment_words(arena, LANGUAGE_ZH, &moments[0], &events, &rows, T0), "派单：主办 空调班");
	assert_true(moments[1].open);
	assert_ptr_equal(moments[1].mirror, &list[3]);
	assert_string_equal(moment_words(arena, LANGUAGE_ZH, &moments[1], &events, &rows, T0), "签收，用时 12 分");
	assert_non_null(strstr(moment_words(arena, LANGUAGE_EN, &moments[1], &events, &rows, T0), "12"));
}

static void test_helper_is_inside_and_named(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	Fact due[] = {{WORK_ORDER_DUE_AT, value_int(T0 + 3600)}},
		 done[] = {{WORK_ORDER_RESULT, value_text(RESULT_IS_DONE)}, {WORK_ORDER_QUALITY, value_text(QUALITY_IS_FINE)}};
	Event list[] = {event(3, 0, RECORD_MATTER, "dispatch", 1, NULL, 0, NULL),
		event(4, 3, RECORD_WORK_ORDER, "create", 9, NULL, 0, NULL), event(5, 3, RECORD_WORK_ORDER, "create", 10, due, 1, NULL),
		event(9, 0, RECORD_WORK_ORDER, "complete", 10, done, 2, "改到 308")};
	Events events = {list, 4};
	Moment moments[8];
	Row orders[] = {
		order_row(arena, 9, "lead", "空调漏水", "空调班"), order_row(arena, 10, "helper", "调换会议室", "会议保障科")};
	Rows rows = {orders, 2, NULL};
	assert_int_equal(moments_of(arena, &events, moments, 8), 2);
	const char *words = moment_words(arena, LANGUAGE_ZH, &moments[0], &events, &rows, T0);
	assert_non_null(strstr(words, "主办 空调班，协办 会议保障科（调换会议室，"));
	assert_false(moments[1].open);
	assert_string_equal(
		moment_words(arena, LANGUAGE_ZH, &moments[1], &events, &rows, T0), "协办“调换会议室”办结：办成，质量 优秀");
}

static void test_reopening_stands_apart_and_accounts_stay_out(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	Fact grade[] = {{MATTER_SATISFACTION, value_text(SATISFACTION_IS_POOR)}};
	Event list[] = {event(20, 0, RECORD_MATTER, "callback", 1, grade, 1, "还在漏"),
		event(21, 20, RECORD_MATTER, "mark_reopened", 1, NULL, 0, "还在漏"),
		event(22, 0, RECORD_MATTER, "recompute", 1, NULL, 0, NULL), event(23, 0, RECORD_WORK_ORDER, "set_due", 9, NULL, 0, NULL)};
	Events events = {list, 4};
	Moment moments[8];
	Rows rows = {0};
	assert_int_equal(moments_of(arena, &events, moments, 8), 2);
	assert_string_equal(moment_words(arena, LANGUAGE_ZH, &moments[0], &events, &rows, T0), "回访：不满意");
	assert_string_equal(moments[0].note, "还在漏");
	assert_null(moments[1].note);
}

static void test_who_and_quote(void **state) {
	(void)state;
	Fact facts[] = {{MATTER_DETAIL, value_text("下午三点有会")}, {MATTER_CHANNEL, value_text(CHANNEL_IS_QR)}};
	Event made = event(1, 0, RECORD_MATTER, "report", 1, facts, 2, NULL);
	made.actor_name = "", made.door = "guest";
	Moment moment = {.event = &made, .open = true};
	assert_string_equal(moment_who(&moment, LANGUAGE_ZH), "报事人");
	assert_string_equal(moment_quote(&moment), "下午三点有会");
	made.door = "job";
	assert_string_equal(moment_who(&moment, LANGUAGE_ZH), "系统");
	Event later = event(2, 0, RECORD_MATTER, "accept", 1, facts, 2, NULL);
	assert_null(moment_quote(&(Moment){.event = &later}));
	assert_true(value_is_null(event_fact(&later, MATTER_TITLE)));
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_signing_is_one_open_line),
		cmocka_unit_test(test_helper_is_inside_and_named), cmocka_unit_test(test_reopening_stands_apart_and_accounts_stay_out),
		cmocka_unit_test(test_who_and_quote)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
