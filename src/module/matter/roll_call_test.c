/* A2 案不积卷、事不过夜: what is asked at the set hour, what speaks for a night, what is counted when the day ends, and that each is done once. */
#include "job/job.h"
#include "module/matter/world_test.h"

extern const Job roll_call_ask, roll_call_count;
const Job *const jobs[] = {&roll_call_ask, &roll_call_count};
const size_t job_count = 2;

/* Runs what is due at that local time; how many ran. */
static int clock_at(World *w, const char *when) {
	w->now = at(when);
	return jobs_run(w->store, w->door, w->now, false);
}

static const char *const row_sql = "SELECT id FROM roll_call WHERE unit = ? ORDER BY day DESC LIMIT 1";

static void is_row(World *w, int64_t unit, const char *day, int64_t open, int64_t asked, int64_t slept, int64_t silent) {
	int64_t id = count_of(w, row_sql, unit);
	assert_true(id);
	assert_int_equal(num(w, RECORD_ROLL_CALL, id, ROLL_CALL_DAY), on(day));
	assert_int_equal(num(w, RECORD_ROLL_CALL, id, ROLL_CALL_OPEN), open);
	assert_int_equal(num(w, RECORD_ROLL_CALL, id, ROLL_CALL_ASKED), asked);
	assert_int_equal(num(w, RECORD_ROLL_CALL, id, ROLL_CALL_SLEPT), slept);
	assert_int_equal(num(w, RECORD_ROLL_CALL, id, ROLL_CALL_SILENT), silent);
}

static int64_t night_reason(World *w) {
	return make(w, RECORD_DICT_ITEM,
		GIVEN(T(DICT_ITEM_DICT, "overnight_reason"), T(DICT_ITEM_NAME, "量大，需多日施工"), I(DICT_ITEM_ACTIVE, 1)));
}

static int64_t explains(World *w, const Actor *actor, int64_t order, int64_t reason, const char *until) {
	return tries(w, actor, RECORD_WORK_ORDER, WORK_ORDER_CMD_EXPLAIN_OVERNIGHT, order,
		GIVEN(I(WORK_ORDER_OVERNIGHT_REASON, reason), I(WORK_ORDER_OVERNIGHT_UNTIL, on(until))), NULL);
}

static void test_A2_asked_explained_counted(void **state) {
	(void)state;
	World *w = world_new(); /* Tuesday 9:00 */
	int64_t reason = night_reason(w);
	assert_true(jobs_ensure(w->door, w->now));
	assert_true(jobs_ensure(w->door, w->now)); /* once is enough */
	assert_int_equal(count_of(w, "SELECT count(*) FROM timer WHERE id > ?", 0), 2);
	int64_t first = lead_of(w, sent_matter(w, w->asker, NULL)), second = lead_of(w, sent_matter(w, w->asker, NULL));
	reports(w, w->asker, "灯不亮", w->room); /* stays with the desk */
	assert_int_equal(clock_at(w, "2026-11-24T16:59"), 0);
	assert_int_equal(clock_at(w, "2026-11-24T17:00"), 1);
	assert_int_equal(clock_at(w, "2026-11-24T17:00"), 0);
	is_row(w, w->electric, "2026-11-24", 2, 2, 0, 0);
	is_row(w, w->centre, "2026-11-24", 1, 1, 0, 0);
	assert_true(explains(w, w->team, first, reason, "2026-11-26"));
	assert_int_equal(clock_at(w, "2026-11-25T00:00"), 1);
	is_row(w, w->electric, "2026-11-24", 2, 2, 2, 1);
	is_row(w, w->centre, "2026-11-24", 1, 1, 1, 1);
	/* Next day the word still speaks; the other is asked again and gets done. */
	assert_int_equal(clock_at(w, "2026-11-25T17:00"), 1);
	is_row(w, w->electric, "2026-11-25", 2, 1, 0, 0);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, second);
	photographs(w, w->worker, num(w, RECORD_WORK_ORDER, second, WORK_ORDER_MATTER), "after");
	does(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_COMPLETE, second,
		GIVEN(T(WORK_ORDER_RESULT, "eased"), T(WORK_ORDER_QUALITY, "good")), "先做临时处理");
	assert_int_equal(clock_at(w, "2026-11-26T00:00"), 1);
	is_row(w, w->electric, "2026-11-25", 2, 1, 1, 0);
	/* On the day it was promised for, a new word is due. */
	assert_int_equal(clock_at(w, "2026-11-26T17:00"), 1);
	is_row(w, w->electric, "2026-11-26", 1, 1, 0, 0);
	world_end(w);
}

static void test_A2_down_catches_up_once_in_order(void **state) {
	(void)state;
	World *w = world_new();
	assert_true(jobs_ensure(w->door, w->now));
	int64_t matter = sent_matter(w, w->asker, NULL);
	/* Down from Tuesday morning to Monday 8:00: four evenings and four nights, no weekend. */
	assert_int_equal(clock_at(w, "2026-11-30T08:00"), 8);
	assert_int_equal(clock_at(w, "2026-11-30T08:00"), 0);
	assert_int_equal(count_of(w, "SELECT count(*) FROM roll_call WHERE late = 1 AND slept = 1 AND unit = ?", w->electric), 4);
	assert_int_equal(count_of(w, "SELECT count(*) FROM job_run WHERE late = 1 AND id > ?", 0), 8);
	assert_int_equal(
		count_of(
			w, "SELECT count(*) FROM job_run a JOIN job_run b ON b.id = a.id + 1 WHERE b.for_at <= a.for_at AND a.id > ?", 0),
		0);
	/* What was completed on Monday slept the nights before all the same. */
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, lead_of(w, matter));
	assert_int_equal(clock_at(w, "2026-11-30T17:00"), 1);
	world_end(w);
}

static void test_A2_calendar_decides_the_evenings(void **state) {
	(void)state;
	World *w = world_new();
	make(w, RECORD_CALENDAR_DAY,
		GIVEN(I(CALENDAR_DAY_DAY, on("2026-11-25")), T(CALENDAR_DAY_KIND, "holiday"), T(CALENDAR_DAY_NAME, "试"),
			T(CALENDAR_DAY_SOURCE, "测试")));
	make(w, RECORD_CALENDAR_DAY,
		GIVEN(I(CALENDAR_DAY_DAY, on("2026-11-28")), T(CALENDAR_DAY_KIND, "makeup"), T(CALENDAR_DAY_NAME, "试"),
			T(CALENDAR_DAY_SOURCE, "测试")));
	make(w, RECORD_CALENDAR_DAY,
		GIVEN(I(CALENDAR_DAY_DAY, on("2026-11-27")), T(CALENDAR_DAY_KIND, "habit"), T(CALENDAR_DAY_NAME, "除夕"),
			T(CALENDAR_DAY_SOURCE, "测试")));
	assert_true(jobs_ensure(w->door, w->now));
	sent_matter(w, w->asker, NULL);
	clock_at(w, "2026-11-30T08:00");
	assert_int_equal(count_of(w, "SELECT count(*) FROM roll_call WHERE day = ?", on("2026-11-25")), 0);
	assert_int_equal(count_of(w, "SELECT count(*) FROM roll_call WHERE day = ?", on("2026-11-27")), 1); /* worked by law */
	assert_int_equal(count_of(w, "SELECT count(*) FROM roll_call WHERE day = ?", on("2026-11-28")), 1);
	assert_int_equal(count_of(w, "SELECT count(*) FROM roll_call WHERE day = ?", on("2026-11-29")), 0);
	world_end(w);
}

static void test_A2_clock_jumps_either_way(void **state) {
	(void)state;
	World *w = world_new();
	assert_true(jobs_ensure(w->door, w->now));
	sent_matter(w, w->asker, NULL);
	int ahead = clock_at(w, "2027-11-24T08:00"); /* a month is made up for, not a year */
	assert_true(ahead > 20 && ahead <= 2 * JOB_BACK_DAYS);
	assert_int_equal(clock_at(w, "2026-11-24T17:00"), 1); /* set right: today's is still done */
	assert_int_equal(clock_at(w, "2026-11-24T17:01"), 0);
	assert_int_equal(clock_at(w, "2026-11-25T00:00"), 1);
	assert_int_equal(clock_at(w, "2025-11-25T00:00"), 0);
	world_end(w);
}

static void test_A2_words_are_checked(void **state) {
	(void)state;
	World *w = world_new();
	int64_t reason = night_reason(w), order = lead_of(w, sent_matter(w, w->asker, NULL));
	assert_int_equal(explains(w, w->team, order, reason, "2026-11-24"), 0);
	refused(w, "overnight-until");
	assert_int_equal(explains(w, w->team, order, reason, "2027-11-24"), 0);
	refused(w, "overnight-until");
	assert_int_equal(explains(w, w->team, order, w->why_wait, "2026-11-25"), 0);
	refused(w, "overnight-reason");
	assert_int_equal(explains(w, w->plumber, order, reason, "2026-11-25"), 0);
	assert_int_equal(explains(w, w->asker, order, reason, "2026-11-25"), 0);
	assert_true(explains(w, w->team, order, reason, "2026-11-25"));
	/* Three duties and the clock are untouched by a word. */
	assert_string_equal(str(w, RECORD_WORK_ORDER, order, WORK_ORDER_STATE), "sent");
	world_end(w);
}

static void test_A2_a_pause_speaks_for_its_nights(void **state) {
	(void)state;
	World *w = world_new();
	int64_t order = lead_of(w, sent_matter(w, w->asker, NULL));
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	does(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_PAUSE, order,
		GIVEN(I(WORK_ORDER_PAUSE_REASON, w->why_wait), I(WORK_ORDER_PAUSE_UNTIL, at("2026-11-27T09:00"))), "等配件");
	assert_int_equal(num(w, RECORD_WORK_ORDER, order, WORK_ORDER_EXPLAINED_UNTIL), on("2026-11-26"));
	w->now = at("2026-11-25T10:00");
	orders(w, w->worker, WORK_ORDER_CMD_RESUME, order);
	assert_int_equal(num(w, RECORD_WORK_ORDER, order, WORK_ORDER_EXPLAINED_UNTIL), on("2026-11-24"));
	world_end(w);
}

static void test_timer_text(void **state) {
	(void)state;
	static const char *const wrong[] = {"", "7:00", "24:01", "17.00", "17:60", "17:00 ", "ab:cd", "１７:00"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_int_equal(timer_minutes(wrong[i]), -1);
	assert_int_equal(timer_minutes("00:00"), 0);
	assert_int_equal(timer_minutes("17:05"), 1025);
	assert_int_equal(timer_minutes("24:00"), 1440);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_A2_asked_explained_counted),
		cmocka_unit_test(test_A2_down_catches_up_once_in_order), cmocka_unit_test(test_A2_calendar_decides_the_evenings),
		cmocka_unit_test(test_A2_clock_jumps_either_way), cmocka_unit_test(test_A2_words_are_checked),
		cmocka_unit_test(test_A2_a_pause_speaks_for_its_nights), cmocka_unit_test(test_timer_text)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
