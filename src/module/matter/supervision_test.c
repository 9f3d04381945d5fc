/* A7 督办: an instruction and its matter through the real door. */
#include "module/matter/world_test.h"

static World *world_with_kind(void) {
	World *w = world_new();
	world_kind(w, "instruction", w->policy, w->quick, 0);
	return w;
}

static int64_t gives(World *w, const Actor *actor, const char *words, int64_t unit, const char *day) {
	Given given[4] = {T(INSTRUCTION_WORDS, words)};
	int count = 1;
	if (unit) given[count++] = I(INSTRUCTION_OWNER_UNIT, unit);
	if (day) given[count++] = I(INSTRUCTION_DUE_ON, on(day));
	return tries(w, actor, RECORD_INSTRUCTION, INSTRUCTION_CMD_CREATE, 0, given, count, NULL);
}

static int64_t matter_of(World *w, int64_t instruction) {
	return num(w, RECORD_INSTRUCTION, instruction, INSTRUCTION_MATTER);
}

static void test_A7_instruction_becomes_a_dispatched_matter(void **state) {
	(void)state;
	World *w = world_with_kind();
	int64_t id = gives(w, w->leader, "南院坑洼，本周补好\n补完报我", w->electric, "2026-11-27");
	assert_int_not_equal(id, 0);
	int64_t matter = matter_of(w, id), order = lead_of(w, matter);
	assert_string_equal(str(w, RECORD_INSTRUCTION, id, INSTRUCTION_NO), "PS2026-0001");
	assert_string_equal(str(w, RECORD_INSTRUCTION, id, INSTRUCTION_WORDS), "南院坑洼，本周补好\n补完报我");
	assert_string_equal(str(w, RECORD_INSTRUCTION, id, INSTRUCTION_WAY), "oral");
	assert_int_equal(num(w, RECORD_INSTRUCTION, id, INSTRUCTION_LEADER), w->leader->person);
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_TITLE), "南院坑洼，本周补好");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_STATE), "sent");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ASKER), w->leader->person);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-27T17:00"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_YELLOW_AT), at("2026-11-27T16:00"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ANSWER_DUE), at("2026-11-30T17:00")); /* Monday, the next working day */
	assert_int_equal(num(w, RECORD_WORK_ORDER, order, WORK_ORDER_DUE_AT), at("2026-11-27T17:00"));
	/* The loop that exists ends it: signed, completed, told, struck off. */
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	assert_int_not_equal(completes(w, w->worker, order), 0);
	does(w, w->leader, RECORD_MATTER, MATTER_CMD_READ_ANSWER, matter, NOTHING, NULL);
	does(w, w->leader, RECORD_MATTER, MATTER_CMD_CLOSE, matter, NOTHING, NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ON_TIME), 1);
	world_end(w);
}

/* Saturday moves on to Monday; a pause moves the set day by its working time; without a day the kind's policy counts. */
static void test_A7_G1_day_set_by_the_leader(void **state) {
	(void)state;
	World *w = world_with_kind();
	int64_t saturday = matter_of(w, gives(w, w->leader, "周六前办好", w->electric, "2026-11-28"));
	assert_int_equal(num(w, RECORD_MATTER, saturday, MATTER_DUE_AT), at("2026-11-30T17:00"));
	int64_t plain = matter_of(w, gives(w, w->leader, "按规定办", w->electric, NULL));
	assert_int_equal(num(w, RECORD_MATTER, plain, MATTER_DUE_AT), at("2026-11-24T17:00"));
	int64_t order = lead_of(w, saturday);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	does(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_PAUSE, order,
		GIVEN(I(WORK_ORDER_PAUSE_REASON, w->why_wait), I(WORK_ORDER_PAUSE_UNTIL, at("2026-11-25T09:00"))), "等材料");
	assert_int_equal(num(w, RECORD_MATTER, saturday, MATTER_DUE_AT), at("2026-12-01T17:00"));
	world_end(w);
}

/* Without a unit it waits for the desk's dispatch; the day set counts from there as well, and goes when the matter opens again. */
static void test_A7_office_registers_and_dispatches(void **state) {
	(void)state;
	World *w = world_with_kind();
	int64_t id = tries(w, w->desk, RECORD_INSTRUCTION, INSTRUCTION_CMD_CREATE, 0,
		GIVEN(T(INSTRUCTION_GIVEN_BY, "市政府秘书长"), I(INSTRUCTION_PAPER, 1), I(INSTRUCTION_DUE_ON, on("2026-12-04"))), NULL);
	assert_int_not_equal(id, 0);
	int64_t matter = matter_of(w, id);
	assert_string_equal(str(w, RECORD_INSTRUCTION, id, INSTRUCTION_WAY), "paper");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_TITLE), "批示件（2026-11-24）");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_STATE), "accepted");
	assert_int_equal(num(w, RECORD_INSTRUCTION, id, INSTRUCTION_LEADER), 0);
	w->now = at("2026-11-25T10:00");
	dispatches(w, matter, w->electric, "[{\"unit\":5,\"task\":\"备料\",\"due\":\"2026-12-01\"}]");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-12-04T17:00"));
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, lead_of(w, matter));
	orders(w, w->plumber, WORK_ORDER_CMD_SIGN, helper_of(w, matter));
	assert_int_not_equal(completes(w, w->plumber, helper_of(w, matter)), 0);
	assert_int_not_equal(completes(w, w->worker, lead_of(w, matter)), 0);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_REOPEN, matter, NOTHING, "没有解决");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_GIVEN_AT), 0);
	world_end(w);
}

static void test_A7_instruction_refusals(void **state) {
	(void)state;
	World *w = world_new();
	assert_int_equal(gives(w, w->leader, "没有类别", w->electric, NULL), 0);
	refused(w, "no-kind");
	world_kind(w, "instruction", w->policy, w->quick, 0);
	assert_int_equal(gives(w, w->leader, " ", w->electric, NULL), 0);
	refused(w, "required");
	assert_int_equal(gives(w, w->leader, "过去的日子", w->electric, "2026-11-23"), 0);
	refused(w, "day-over");
	assert_int_equal(gives(w, w->leader, "太远", w->electric, "2028-01-01"), 0);
	refused(w, "too-far");
	w->now = at("2026-11-24T17:00");
	assert_int_equal(gives(w, w->leader, "今天", w->electric, "2026-11-24"), 0);
	refused(w, "day-over");
	assert_int_equal(gives(w, w->leader, "服务对象", w->archive, NULL), 0);
	refused(w, "owner-client");
	assert_int_equal(gives(w, w->desk, "谁交办的", w->electric, NULL), 0);
	refused(w, "required");
	assert_int_equal(tries(w, w->desk, RECORD_INSTRUCTION, INSTRUCTION_CMD_CREATE, 0,
						 GIVEN(T(INSTRUCTION_WORDS, "不是领导"), I(INSTRUCTION_LEADER, w->worker_id)), NULL),
		0);
	refused(w, "leader");
	assert_int_equal(gives(w, w->head, "越权", w->electric, NULL), 0);
	refused(w, "no-right");
	assert_int_equal(count_of(w, "SELECT count(*) FROM matter WHERE id >= ?", 0), 0);
	world_end(w);
}

static int64_t asks(World *w, const Actor *actor, int64_t order, const char *day, const char *reason) {
	return tries(w, actor, RECORD_EXTENSION, EXTENSION_CMD_CREATE, 0,
		GIVEN(I(EXTENSION_WORK_ORDER, order), I(EXTENSION_UNTIL_ON, on(day)), T(EXTENSION_REASON, reason)), NULL);
}

static void test_A7_extension_moves_the_due_time(void **state) {
	(void)state;
	World *w = world_with_kind();
	int64_t matter = matter_of(w, gives(w, w->leader, "三天补好", w->electric, "2026-11-27")), order = lead_of(w, matter);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	int64_t id = asks(w, w->worker, order, "2026-12-02", "沥青要等");
	assert_int_not_equal(id, 0);
	assert_string_equal(str(w, RECORD_EXTENSION, id, EXTENSION_NO), "YQ2026-0001");
	assert_int_equal(num(w, RECORD_EXTENSION, id, EXTENSION_FROM_DUE), at("2026-11-27T17:00"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-27T17:00"));
	assert_int_equal(tries(w, w->head, RECORD_EXTENSION, EXTENSION_CMD_GRANT, id, NOTHING, NULL), 0);
	refused(w, "no-right");
	w->now = at("2026-11-25T09:00");
	does(w, w->leader, RECORD_EXTENSION, EXTENSION_CMD_GRANT, id, NOTHING, "同意，务必办好");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-12-02T17:00"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_YELLOW_AT), at("2026-12-02T16:00"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ANSWER_DUE), at("2026-12-03T17:00"));
	assert_int_equal(num(w, RECORD_WORK_ORDER, order, WORK_ORDER_DUE_AT), at("2026-12-02T17:00"));
	assert_string_equal(str(w, RECORD_EXTENSION, id, EXTENSION_DECISION), "同意，务必办好");
	assert_int_equal(
		count_of(w, "SELECT count(*) FROM journal WHERE command = 'extend' AND note LIKE '%沥青要等%' AND row_id = ?", matter),
		1);
	assert_int_equal(tries(w, w->leader, RECORD_EXTENSION, EXTENSION_CMD_GRANT, id, NOTHING, NULL), 0);
	refused(w, "state");
	world_end(w);
}

/* A pause before the extension is in its day already; one after it moves the day; a cooperating part moves alone. */
static void test_A7_extension_with_pause_and_of_a_helper(void **state) {
	(void)state;
	World *w = world_with_kind();
	int64_t matter = matter_of(w, gives(w, w->leader, "三天补好", 0, "2026-11-27"));
	dispatches(w, matter, w->electric,
		arena_printf(w->arena, "[{\"unit\":%lld,\"task\":\"备料\",\"due\":\"2026-11-26\"}]", (long long)w->plumbing));
	int64_t order = lead_of(w, matter), helper = helper_of(w, matter);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	does(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_PAUSE, order,
		GIVEN(I(WORK_ORDER_PAUSE_REASON, w->why_wait), I(WORK_ORDER_PAUSE_UNTIL, at("2026-11-24T11:00"))), "等材料");
	w->now = at("2026-11-24T11:00");
	orders(w, w->worker, WORK_ORDER_CMD_RESUME, order);
	int64_t id = asks(w, w->worker, order, "2026-12-02", "等材料耽误");
	does(w, w->desk, RECORD_EXTENSION, EXTENSION_CMD_GRANT, id, NOTHING, NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-12-02T17:00"));
	does(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_PAUSE, order,
		GIVEN(I(WORK_ORDER_PAUSE_REASON, w->why_wait), I(WORK_ORDER_PAUSE_UNTIL, at("2026-11-25T11:00"))), "再等");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-12-03T17:00"));
	id = asks(w, w->plumber, helper, "2026-11-30", "库房缺货");
	assert_int_not_equal(id, 0);
	does(w, w->desk, RECORD_EXTENSION, EXTENSION_CMD_GRANT, id, NOTHING, NULL);
	assert_int_equal(num(w, RECORD_WORK_ORDER, helper, WORK_ORDER_DUE_AT), at("2026-11-30T17:00"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-12-03T17:00"));
	world_end(w);
}

static void test_A7_extension_refusals(void **state) {
	(void)state;
	World *w = world_with_kind();
	int64_t matter = matter_of(w, gives(w, w->leader, "三天补好", w->electric, "2026-11-27")), order = lead_of(w, matter);
	assert_int_equal(asks(w, w->plumber, order, "2026-12-02", "别的班"), 0);
	refused(w, "order-of-another");
	assert_int_equal(asks(w, w->worker, order, "2026-11-26", "反而早了"), 0);
	refused(w, "extension-earlier");
	assert_int_equal(asks(w, w->worker, order, "2026-11-27", "同一天"), 0);
	refused(w, "extension-earlier");
	assert_int_equal(asks(w, w->worker, order, "2026-12-02", " "), 0);
	refused(w, "required");
	int64_t id = asks(w, w->team, order, "2026-12-02", "等材料");
	assert_int_not_equal(id, 0);
	assert_int_equal(asks(w, w->worker, order, "2026-12-03", "再申请一次"), 0);
	refused(w, "extension-open");
	assert_int_equal(tries(w, w->desk, RECORD_EXTENSION, EXTENSION_CMD_REFUSE, id, NOTHING, NULL), 0);
	refused(w, "required");
	does(w, w->desk, RECORD_EXTENSION, EXTENSION_CMD_REFUSE, id, NOTHING, "材料已到，请按期办结");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-27T17:00"));
	id = asks(w, w->worker, order, "2026-12-02", "又有新情况");
	assert_int_not_equal(id, 0);
	w->now = at("2026-11-27T17:01");
	assert_int_equal(asks(w, w->head, order, "2026-12-04", "晚了"), 0);
	refused(w, "extension-late");
	assert_non_null(strstr(w->last.refusals.items[0].zh, "已过办结时限，不能再申请延期。可提交情况说明，由督查科决定"));
	w->now = at("2026-12-02T17:00");
	assert_int_equal(tries(w, w->desk, RECORD_EXTENSION, EXTENSION_CMD_GRANT, id, NOTHING, NULL), 0);
	refused(w, "extension-over");
	assert_int_equal(tries(w, w->desk, RECORD_EXTENSION, EXTENSION_CMD_REFUSE, id, NOTHING, "已过期"), id);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	assert_int_not_equal(completes(w, w->worker, order), 0);
	assert_int_equal(asks(w, w->worker, order, "2026-12-04", "办完了"), 0);
	refused(w, "order-ended");
	world_end(w);
}

static void ladder(World *w) {
	static const int64_t from[] = {0, 1, 5};
	for (int64_t level = 1; level <= 3; level++)
		make(w, RECORD_URGING_STEP,
			GIVEN(I(URGING_STEP_LEVEL, level), T(URGING_STEP_NAME, "级"), I(URGING_STEP_FROM_DAY, from[level - 1]),
				I(URGING_STEP_ANSWER_DAYS, 1), T(URGING_STEP_WORDS, "请办结并反馈"),
				T(URGING_STEP_CC, level > 1 ? "督查组" : NULL), T(URGING_STEP_SOURCE, "测试")));
}

static int64_t urges(World *w, const Actor *actor, int64_t matter) {
	return tries(w, actor, RECORD_URGING_SLIP, URGING_SLIP_CMD_CREATE, 0, GIVEN(I(URGING_SLIP_MATTER, matter)), NULL);
}

static int64_t level_of(World *w, int64_t slip) {
	return num(w, RECORD_URGING_SLIP, slip, URGING_SLIP_LEVEL);
}

static void test_A7_urging_slips_climb(void **state) {
	(void)state;
	World *w = world_with_kind();
	ladder(w);
	int64_t matter = matter_of(w, gives(w, w->leader, "三天补好", w->electric, "2026-11-27"));
	int64_t first = urges(w, w->desk, matter);
	assert_string_equal(str(w, RECORD_URGING_SLIP, first, URGING_SLIP_NO), "CB2026-0001");
	assert_int_equal(level_of(w, first), 1);
	assert_string_equal(str(w, RECORD_URGING_SLIP, first, URGING_SLIP_WORDS), "请办结并反馈");
	assert_int_equal(num(w, RECORD_URGING_SLIP, first, URGING_SLIP_ANSWER_BY), at("2026-11-25T17:00"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_URGE_COUNT), 1);
	/* Before the limit it does not climb, however often. */
	assert_int_equal(level_of(w, urges(w, w->leader, matter)), 1);
	/* Monday is the working day after Friday's limit. */
	w->now = at("2026-11-30T09:30");
	int64_t third = urges(w, w->head, matter);
	assert_int_equal(level_of(w, third), 2);
	assert_int_equal(num(w, RECORD_URGING_SLIP, third, URGING_SLIP_NTH), 3);
	assert_int_equal(num(w, RECORD_URGING_SLIP, third, URGING_SLIP_OVER_DAYS), 1);
	assert_int_equal(num(w, RECORD_URGING_SLIP, third, URGING_SLIP_OVER_MIN), 30);
	assert_string_equal(str(w, RECORD_URGING_SLIP, third, URGING_SLIP_CC), "督查组");
	w->now = at("2026-12-03T17:00");
	assert_int_equal(level_of(w, urges(w, w->desk, matter)), 2);
	w->now = at("2026-12-04T09:00");
	assert_int_equal(level_of(w, urges(w, w->desk, matter)), 3);
	assert_int_equal(level_of(w, urges(w, w->desk, matter)), 3);
	world_end(w);
}

/* The last step wants a slip before it, even where the limit passed long ago. */
static void test_A7_first_slip_is_never_the_last_step(void **state) {
	(void)state;
	World *w = world_with_kind();
	ladder(w);
	int64_t matter = matter_of(w, gives(w, w->leader, "早该办好", w->electric, "2026-11-25"));
	w->now = at("2026-12-09T09:00");
	assert_int_equal(level_of(w, urges(w, w->desk, matter)), 2);
	assert_int_equal(level_of(w, urges(w, w->desk, matter)), 3);
	world_end(w);
}

static void test_A7_urging_slip_answer_and_refusals(void **state) {
	(void)state;
	World *w = world_with_kind();
	int64_t waiting = matter_of(w, gives(w, w->leader, "还没派", 0, NULL));
	int64_t matter = matter_of(w, gives(w, w->leader, "三天补好", w->electric, "2026-11-27")), order = lead_of(w, matter);
	assert_int_equal(urges(w, w->desk, matter), 0);
	refused(w, "no-ladder");
	ladder(w);
	assert_int_equal(urges(w, w->desk, waiting), 0);
	refused(w, "not-dispatched");
	assert_int_equal(urges(w, w->worker, matter), 0);
	refused(w, "no-right");
	int64_t slip = urges(w, w->desk, matter);
	assert_int_equal(
		tries(w, w->plumber, RECORD_URGING_SLIP, URGING_SLIP_CMD_ANSWER, slip, GIVEN(T(URGING_SLIP_FEEDBACK, "不是我们")), NULL),
		0);
	assert_int_equal(
		tries(w, w->worker, RECORD_URGING_SLIP, URGING_SLIP_CMD_ANSWER, slip, GIVEN(T(URGING_SLIP_FEEDBACK, " ")), NULL), 0);
	refused(w, "required");
	does(w, w->worker, RECORD_URGING_SLIP, URGING_SLIP_CMD_ANSWER, slip, GIVEN(T(URGING_SLIP_FEEDBACK, "明天完工")), NULL);
	assert_int_equal(num(w, RECORD_URGING_SLIP, slip, URGING_SLIP_FEEDBACK_AT), w->now);
	assert_int_equal(num(w, RECORD_URGING_SLIP, slip, URGING_SLIP_FEEDBACK_BY), w->worker_id);
	assert_int_equal(
		tries(w, w->worker, RECORD_URGING_SLIP, URGING_SLIP_CMD_ANSWER, slip, GIVEN(T(URGING_SLIP_FEEDBACK, "再说")), NULL), 0);
	refused(w, "state");
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	assert_int_not_equal(completes(w, w->worker, order), 0);
	assert_int_equal(urges(w, w->desk, matter), 0);
	refused(w, "matter-ended");
	assert_int_equal(tries(w, &actor_engine, RECORD_URGING_STEP, URGING_STEP_CMD_CREATE, 0,
						 GIVEN(I(URGING_STEP_LEVEL, 4), T(URGING_STEP_NAME, "四"), I(URGING_STEP_FROM_DAY, 0),
							 I(URGING_STEP_ANSWER_DAYS, 1), T(URGING_STEP_WORDS, "x"), T(URGING_STEP_SOURCE, "x")),
						 NULL),
		0);
	refused(w, "level");
	world_end(w);
}

static int64_t reports_progress(World *w, const Actor *actor, int64_t order, int64_t percent, const char *milestone) {
	Given given[4] = {I(PROGRESS_WORK_ORDER, order), T(PROGRESS_WORDS, "基层已挖开")};
	int count = 2;
	if (percent >= -1) given[count++] = I(PROGRESS_PERCENT, percent);
	if (milestone) given[count++] = T(PROGRESS_MILESTONE, milestone);
	return tries(w, actor, RECORD_PROGRESS, PROGRESS_CMD_CREATE, 0, given, count, NULL);
}

static void test_A7_progress_by_percent_or_milestone(void **state) {
	(void)state;
	enum { NO_PERCENT = -2 };
	World *w = world_with_kind();
	int64_t matter = matter_of(w, gives(w, w->leader, "三天补好", w->electric, "2026-11-27")), order = lead_of(w, matter);
	int64_t id = reports_progress(w, w->worker, order, 40, NULL);
	assert_int_not_equal(id, 0);
	assert_int_equal(num(w, RECORD_PROGRESS, id, PROGRESS_MATTER), matter);
	assert_int_equal(num(w, RECORD_PROGRESS, id, PROGRESS_UNIT), w->electric);
	assert_int_equal(num(w, RECORD_PROGRESS, id, PROGRESS_REPORTER), w->worker_id);
	assert_int_equal(
		count_of(
			w, "SELECT count(*) FROM journal WHERE command = 'mark_progress' AND note = '40% 基层已挖开' AND row_id = ?", matter),
		1);
	assert_int_equal(reports_progress(w, w->worker, order, 39, NULL), 0);
	refused(w, "percent-back");
	assert_int_equal(reports_progress(w, w->worker, order, 101, NULL), 0);
	refused(w, "percent");
	assert_int_equal(reports_progress(w, w->worker, order, -1, NULL), 0);
	refused(w, "percent");
	assert_int_equal(reports_progress(w, w->worker, order, NO_PERCENT, NULL), 0);
	refused(w, "required");
	assert_int_not_equal(reports_progress(w, w->head, order, NO_PERCENT, "基层验收"), 0);
	assert_int_not_equal(reports_progress(w, w->team, order, 40, NULL), 0);
	assert_int_equal(reports_progress(w, w->plumber, order, 50, NULL), 0);
	refused(w, "order-of-another");
	assert_int_equal(reports_progress(w, w->desk, order, 50, NULL), 0);
	refused(w, "no-right");
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	assert_int_not_equal(completes(w, w->worker, order), 0);
	assert_int_equal(reports_progress(w, w->worker, order, 100, NULL), 0);
	refused(w, "order-ended");
	world_end(w);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_A7_instruction_becomes_a_dispatched_matter),
		cmocka_unit_test(test_A7_G1_day_set_by_the_leader),
		cmocka_unit_test(test_A7_office_registers_and_dispatches),
		cmocka_unit_test(test_A7_instruction_refusals),
		cmocka_unit_test(test_A7_extension_moves_the_due_time),
		cmocka_unit_test(test_A7_extension_with_pause_and_of_a_helper),
		cmocka_unit_test(test_A7_extension_refusals),
		cmocka_unit_test(test_A7_progress_by_percent_or_milestone),
		cmocka_unit_test(test_A7_urging_slips_climb),
		cmocka_unit_test(test_A7_first_slip_is_never_the_last_step),
		cmocka_unit_test(test_A7_urging_slip_answer_and_refusals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
