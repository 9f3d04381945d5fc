/* Done in time, answered in time, checked by somebody else: what the figures and the team leader's list rest on. */
#include "module/matter/world_test.h"

static void a11_completed_in_time_is_kept_and_forgotten_by_rework(void **state) {
	World *w = world_new();
	(void)state;
	int64_t matter = sent_matter(w, w->asker, NULL), order = lead_of(w, matter);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	orders(w, w->worker, WORK_ORDER_CMD_ATTEND, order);
	photographs(w, w->worker, matter, ATTACHMENT_STAGE_IS_AFTER);
	completes(w, w->worker, order);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ON_TIME), 1);
	assert_int_equal(num(w, RECORD_WORK_ORDER, order, WORK_ORDER_ON_TIME), 1);
	does(w, w->team, RECORD_WORK_ORDER, WORK_ORDER_CMD_REWORK, order, NOTHING, "再看一次");
	assert_true(value_is_null(row(w, RECORD_MATTER, matter)[MATTER_ON_TIME]));
	assert_true(value_is_null(row(w, RECORD_WORK_ORDER, order)[WORK_ORDER_ON_TIME]));
	w->now += 20 * DAY_S;
	completes(w, w->worker, order);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ON_TIME), 0);
	assert_int_equal(num(w, RECORD_WORK_ORDER, order, WORK_ORDER_ON_TIME), 0);
	world_end(w);
}

static void a11_answered_in_time(void **state) {
	World *w = world_new();
	(void)state;
	int64_t quick = done_matter(w, w->asker), slow = done_matter(w, w->asker);
	const Given by_phone[] = {T(MATTER_ANSWER_WAY, ANSWER_WAY_IS_PHONE)};
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_ANSWER, quick, by_phone, 1, "已告知");
	w->now += 20 * DAY_S;
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_ANSWER, slow, by_phone, 1, "已告知");
	assert_int_equal(num(w, RECORD_MATTER, quick, MATTER_ANSWERED_ON_TIME), 1);
	assert_int_equal(num(w, RECORD_MATTER, slow, MATTER_ANSWERED_ON_TIME), 0);
	world_end(w);
}

static void b13_a_completed_order_is_checked_once_by_another(void **state) {
	World *w = world_new();
	(void)state;
	int64_t matter = done_matter(w, w->asker), order = lead_of(w, matter);
	tries(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_CHECK, order, NOTHING, NULL);
	assert_int_equal(w->last.kind, OUTCOME_REFUSED);
	does(w, w->team, RECORD_WORK_ORDER, WORK_ORDER_CMD_CHECK, order, NOTHING, NULL);
	assert_int_equal(num(w, RECORD_WORK_ORDER, order, WORK_ORDER_CHECKED_AT), w->now);
	tries(w, w->team, RECORD_WORK_ORDER, WORK_ORDER_CMD_CHECK, order, NOTHING, NULL);
	refused(w, "checked");
	does(w, w->team, RECORD_WORK_ORDER, WORK_ORDER_CMD_REWORK, order, NOTHING, "返工");
	assert_true(value_is_null(row(w, RECORD_WORK_ORDER, order)[WORK_ORDER_CHECKED_AT]));
	world_end(w);
}

static void b13_nobody_checks_their_own_order(void **state) {
	World *w = world_new();
	(void)state;
	int64_t matter = sent_matter(w, w->asker, NULL), order = lead_of(w, matter);
	orders(w, w->team, WORK_ORDER_CMD_SIGN, order);
	photographs(w, w->team, matter, ATTACHMENT_STAGE_IS_AFTER);
	completes(w, w->team, order);
	tries(w, w->team, RECORD_WORK_ORDER, WORK_ORDER_CMD_CHECK, order, NOTHING, NULL);
	refused(w, "check-own");
	world_end(w);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a11_completed_in_time_is_kept_and_forgotten_by_rework),
		cmocka_unit_test(a11_answered_in_time),
		cmocka_unit_test(b13_a_completed_order_is_checked_once_by_another),
		cmocka_unit_test(b13_nobody_checks_their_own_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
