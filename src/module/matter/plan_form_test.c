/* A8: the rows of a dispatch form become the plan the door reads; each mistake is told at its own control. */
#include "module/matter/plan_form.h"

#include "base/instant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

static const int64_t NOW = 1795500000; /* 2026-11-24 15:20 bureau time */

static int wrong_count(const PlanTyped *row, const char **ret_fields) {
	ARENA(arena, 1 << 20);
	Refusals refusals;
	refusals_init(&refusals, arena);
	bool good = plan_typed_check(row, 2, NOW, &refusals);
	assert_int_equal(good, refusals.count == 0);
	static char fields[400];
	fields[0] = 0;
	for (int i = 0; i < refusals.count; i++) {
		strcat(fields, refusals.items[i].field);
		strcat(fields, " ");
		assert_non_null(strstr(refusals.items[i].zh, "第 3 行"));
	}
	*ret_fields = fields;
	return refusals.count;
}

static void test_good_row_is_taken(void **state) {
	(void)state;
	const char *fields;
	assert_int_equal(wrong_count(&(PlanTyped){7, "会议保障科", "调换会议室", "2026-11-25T12:00"}, &fields), 0);
	assert_int_equal(wrong_count(&(PlanTyped){7, "会议保障科", "调换会议室", ""}, &fields), 0);
	assert_int_equal(wrong_count(&(PlanTyped){7, "会议保障科", "调换会议室", "2026-11-24"}, &fields), 0);
}

static void test_all_mistakes_of_a_row_at_once(void **state) {
	(void)state;
	const char *fields;
	assert_int_equal(wrong_count(&(PlanTyped){0, "", "", "昨天"}, &fields), 3);
	assert_string_equal(fields, "help_unit_2 help_task_2 help_due_2 ");
	assert_int_equal(wrong_count(&(PlanTyped){0, "没有的科", "送件", "2026-11-23T10:00"}, &fields), 2);
	assert_string_equal(fields, "help_unit_2 help_due_2 ");
	assert_int_equal(wrong_count(&(PlanTyped){7, "会议保障科", "送件", "2026-11-23"}, &fields), 1);
}

static void test_task_has_120_characters(void **state) {
	(void)state;
	char task[121 * 3 + 1] = "";
	const char *fields;
	for (int i = 0; i < 120; i++) strcat(task, "送");
	assert_int_equal(wrong_count(&(PlanTyped){7, "科", task, ""}, &fields), 0);
	strcat(task, "件");
	assert_int_equal(wrong_count(&(PlanTyped){7, "科", task, ""}, &fields), 1);
	assert_string_equal(fields, "help_task_2 ");
}

static void test_blank(void **state) {
	(void)state;
	assert_true(plan_typed_is_blank(&(PlanTyped){0, "", " ", ""}));
	assert_false(plan_typed_is_blank(&(PlanTyped){0, "", "", "2026-11-25"}));
	assert_false(plan_typed_is_blank(&(PlanTyped){3, "", "", ""}));
}

static void test_json_reads_back(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	PlanTyped rows[] = {{3, "a", "送\"备件\"\\", "2026-11-25T12:00"}, {4, "b", "开门", ""}};
	assert_null(plan_typed_json(arena, rows, 0));
	json_t *list = json_loads(plan_typed_json(arena, rows, 2), JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(list);
	assert_int_equal(json_array_size(list), 2);
	json_t *first = json_array_get(list, 0), *second = json_array_get(list, 1);
	assert_int_equal(json_integer_value(json_object_get(first, "unit")), 3);
	assert_string_equal(json_string_value(json_object_get(first, "task")), "送\"备件\"\\");
	assert_string_equal(json_string_value(json_object_get(first, "due")), "2026-11-25T12:00");
	assert_null(json_object_get(second, "due"));
	json_decref(list);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_good_row_is_taken),
		cmocka_unit_test(test_all_mistakes_of_a_row_at_once), cmocka_unit_test(test_task_has_120_characters),
		cmocka_unit_test(test_blank), cmocka_unit_test(test_json_reads_back)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
