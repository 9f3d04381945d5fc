/* A matter from its first word to the received answer. */
#include "module/matter/duty.h"
#include "module/matter/world_test.h"

static void test_A1_A5_three_duties_gate_closing(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = reports(w, w->asker, "会议室空调漏水", w->room);
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_NO), "SX2026-00001");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_PLACE_NAME), "市政协办公区 2号楼 305会议室");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_COMPOUND), w->yard);
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_CHANNEL), "page");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ASKER), w->asker_id);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ASKER_UNIT), w->archive);
	assert_int_equal(strlen(str(w, RECORD_MATTER, matter, MATTER_TOKEN)), 22);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_ACCEPT, matter, NOTHING, NULL);
	dispatches(w, matter, w->electric, NULL);
	int64_t order = lead_of(w, matter);
	assert_int_equal(num(w, RECORD_WORK_ORDER, order, WORK_ORDER_DUE_AT), at("2026-11-24T17:00"));
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_STATE), "working");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_WORKER), w->worker_id);
	orders(w, w->worker, WORK_ORDER_CMD_ATTEND, order);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ATTENDED_AT), w->now);
	photographs(w, w->worker, matter, "after");
	w->now = at("2026-11-24T10:00");
	assert_int_not_equal(completes(w, w->worker, order), 0);
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_STATE), "done");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_RESULT), "done");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_QUALITY), "fine");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_OUTCOME), "更换排水管，试机正常");
	assert_int_equal(tries(w, w->desk, RECORD_MATTER, MATTER_CMD_CLOSE, matter, NOTHING, NULL), 0);
	refused(w, "duty-answer");
	assert_int_equal(w->last.refusals.count, 1);
	assert_non_null(strstr(w->last.refusals.items[0].zh, "还差一项：回音"));
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_READ_ANSWER, matter, NOTHING, NULL);
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_ANSWER_WAY), "link");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ANSWERED_AT), w->now);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_CLOSE, matter, NOTHING, NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_CLOSED_AT), w->now);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_EFFECT_ON), on("2026-12-24"));
	world_end(w);
}

static void test_A1_duties_say_what_is_missing(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = reports(w, w->asker, "会议室空调漏水", w->room);
	DutyFacts facts;
	assert_int_equal(duty_facts(w->conn, matter, &facts), 0);
	Duties duties = duties_of(w->arena, row(w, RECORD_MATTER, matter), &facts, w->now);
	assert_int_equal(duties.account.state, DUTY_NONE);
	assert_int_equal(duties.outcome.state, DUTY_NONE);
	assert_int_equal(duties.answer.state, DUTY_NONE);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_ACCEPT, matter, NOTHING, NULL);
	dispatches(w, matter, w->electric, NULL);
	duties = duties_of(w->arena, row(w, RECORD_MATTER, matter), &facts, at("2026-11-24T09:30"));
	assert_int_equal(duties.account.state, DUTY_RUNNING);
	duties = duties_of(w->arena, row(w, RECORD_MATTER, matter), &facts, at("2026-11-24T09:31"));
	assert_int_equal(duties.account.state, DUTY_LATE);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, lead_of(w, matter));
	duties = duties_of(w->arena, row(w, RECORD_MATTER, matter), &facts, at("2026-11-24T09:31"));
	assert_int_equal(duties.account.state, DUTY_FULL);
	assert_int_equal(duties.account.who, w->worker_id);
	assert_int_equal(duties.outcome.state, DUTY_RUNNING);
	assert_true(*duties.outcome.missing.zh && *duties.outcome.how.en);
	world_end(w);
}

/* The kind wants a photo of the result; one of the report does not do. */
static void test_A10_photo_of_the_result(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = sent_matter(w, w->asker, NULL), order = lead_of(w, matter);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	photographs(w, w->asker, matter, "report");
	photographs(w, w->worker, matter, "before");
	assert_int_equal(completes(w, w->worker, order), 0);
	refused(w, "photo-needed");
	assert_string_equal(str(w, RECORD_WORK_ORDER, order, WORK_ORDER_STATE), "working");
	does(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_COMPLETE, order,
		GIVEN(T(WORK_ORDER_RESULT, "not_done"), T(WORK_ORDER_QUALITY, "below")), "主机老化，修不了，建议更换");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_RESULT), "not_done");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_QUALITY), "below");
	assert_int_equal(tries(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_COMPLETE, order, NOTHING, "再办"), 0);
	refused(w, "state");
	world_end(w);
}

static void test_A10_result_and_quality_and_words_are_needed(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = sent_matter(w, w->asker, NULL), order = lead_of(w, matter);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	assert_int_equal(
		tries(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_COMPLETE, order, GIVEN(T(WORK_ORDER_RESULT, "not_done")), NULL), 0);
	refused(w, "required");
	assert_int_equal(w->last.refusals.count, 2);
	world_end(w);
}

/* Four clocks from the dispatch, by the kind's policy; the urgent one where urgent. */
static void test_A3_G1_clocks_by_kind(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = sent_matter(w, w->asker, NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_SIGN_DUE), at("2026-11-24T09:30"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ATTEND_DUE), at("2026-11-24T10:00"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-24T17:00"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_YELLOW_AT), at("2026-11-24T16:00"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ANSWER_DUE), at("2026-11-27T17:00"));
	int64_t urgent = does(w, w->asker, RECORD_MATTER, MATTER_CMD_CREATE, 0,
		GIVEN(T(MATTER_TITLE, "跑水"), I(MATTER_KIND, w->repair), I(MATTER_PLACE, w->room), I(MATTER_URGENT, 1)), NULL);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_ACCEPT, urgent, NOTHING, NULL);
	dispatches(w, urgent, w->plumbing, NULL);
	assert_int_equal(num(w, RECORD_MATTER, urgent, MATTER_DUE_AT), at("2026-11-24T11:00"));
	world_end(w);
}

/* Waiting for a part until tomorrow 10:00: six hours of working time from 11:00 on do not count; resumed early, fewer do. */
static void test_G1_pause_moves_the_due_time(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = sent_matter(w, w->asker, NULL), order = lead_of(w, matter);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	w->now = at("2026-11-24T11:00");
	assert_int_equal(tries(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_PAUSE, order,
						 GIVEN(I(WORK_ORDER_PAUSE_REASON, w->why_wait), I(WORK_ORDER_PAUSE_UNTIL, w->now)), "缺压缩机"),
		0);
	refused(w, "pause-until");
	assert_int_equal(
		tries(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_PAUSE, order,
			GIVEN(I(WORK_ORDER_PAUSE_REASON, w->why_back), I(WORK_ORDER_PAUSE_UNTIL, at("2026-11-25T10:00"))), "缺压缩机"),
		0);
	refused(w, "pause-reason");
	does(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_PAUSE, order,
		GIVEN(I(WORK_ORDER_PAUSE_REASON, w->why_wait), I(WORK_ORDER_PAUSE_UNTIL, at("2026-11-25T10:00"))), "缺压缩机");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-25T16:00"));
	assert_int_equal(num(w, RECORD_WORK_ORDER, order, WORK_ORDER_DUE_AT), at("2026-11-25T16:00"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_PAUSED_AT), w->now);
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_PAUSE_REASON), "等配件");
	assert_int_equal(
		tries(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_PAUSE, order,
			GIVEN(I(WORK_ORDER_PAUSE_REASON, w->why_wait), I(WORK_ORDER_PAUSE_UNTIL, at("2026-11-26T10:00"))), "再等"),
		0);
	refused(w, "paused");
	w->now = at("2026-11-24T14:00");
	orders(w, w->worker, WORK_ORDER_CMD_RESUME, order);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-25T11:00") - 0);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_PAUSED_AT), 0);
	assert_int_equal(count_of(w, "SELECT to_at FROM pause WHERE matter = ?", matter), w->now);
	assert_int_equal(tries(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_RESUME, order, NOTHING, NULL), 0);
	refused(w, "not-paused");
	world_end(w);
}

/* A pause nobody ended counts up to its planned end, no further. */
static void test_G1_late_resume_counts_to_the_planned_end(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = sent_matter(w, w->asker, NULL), order = lead_of(w, matter);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	w->now = at("2026-11-24T11:00");
	does(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_PAUSE, order,
		GIVEN(I(WORK_ORDER_PAUSE_REASON, w->why_wait), I(WORK_ORDER_PAUSE_UNTIL, at("2026-11-24T14:00"))), "缺压缩机");
	w->now = at("2026-11-26T09:00");
	orders(w, w->worker, WORK_ORDER_CMD_RESUME, order);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-25T11:00"));
	world_end(w);
}

/* A holiday put into the calendar moves what is under way, and only that. */
static void test_G1_calendar_change_moves_open_matters(void **state) {
	(void)state;
	World *w = world_new();
	w->now = at("2026-11-24T14:00");
	int64_t matter = sent_matter(w, w->asker, NULL), done = done_matter(w, w->asker);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-25T14:00"));
	int64_t version = num(w, RECORD_MATTER, done, MATTER_VERSION);
	int64_t day = make(w, RECORD_CALENDAR_DAY,
		GIVEN(I(CALENDAR_DAY_DAY, on("2026-11-25")), T(CALENDAR_DAY_KIND, "holiday"), T(CALENDAR_DAY_NAME, "停电"),
			T(CALENDAR_DAY_SOURCE, "测试")));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-26T14:00"));
	assert_int_equal(num(w, RECORD_WORK_ORDER, lead_of(w, matter), WORK_ORDER_DUE_AT), at("2026-11-26T14:00"));
	assert_int_equal(num(w, RECORD_MATTER, done, MATTER_VERSION), version);
	version = num(w, RECORD_MATTER, matter, MATTER_VERSION);
	does(w, &actor_engine, RECORD_CALENDAR_DAY, CALENDAR_DAY_CMD_EDIT, day, GIVEN(T(CALENDAR_DAY_NAME, "全市停办")), NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_VERSION), version);
	does(w, &actor_engine, RECORD_CALENDAR_DAY, CALENDAR_DAY_CMD_REMOVE, day, NOTHING, NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-25T14:00"));
	world_end(w);
}

static void test_G1_unpublished_year_is_provisional(void **state) {
	(void)state;
	World *w = world_new();
	w->now = at("2026-12-31T14:00");
	int64_t matter = sent_matter(w, w->asker, NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_PROVISIONAL_YEAR), 2027);
	make(w, RECORD_CALENDAR_YEAR, GIVEN(I(CALENDAR_YEAR_YEAR, 2027), I(CALENDAR_YEAR_PUBLISHED, 1)));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_PROVISIONAL_YEAR), 0);
	world_end(w);
}

static const char PLAN[] = "[{\"unit\":%lld,\"task\":\"送备件\",\"due\":\"2026-11-24T15:00\"}]";

static void test_A8_lead_and_helper_each_with_own_due_and_result(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = sent_matter(w, w->asker, arena_printf(w->arena, PLAN, (long long)w->plumbing));
	int64_t lead = lead_of(w, matter), helper = helper_of(w, matter);
	assert_int_not_equal(helper, 0);
	assert_int_equal(num(w, RECORD_WORK_ORDER, helper, WORK_ORDER_UNIT), w->plumbing);
	assert_string_equal(str(w, RECORD_WORK_ORDER, helper, WORK_ORDER_TASK), "送备件");
	assert_int_equal(num(w, RECORD_WORK_ORDER, helper, WORK_ORDER_DUE_AT), at("2026-11-24T15:00"));
	assert_int_equal(num(w, RECORD_WORK_ORDER, helper, WORK_ORDER_YELLOW_AT), at("2026-11-24T14:00"));
	orders(w, w->plumber, WORK_ORDER_CMD_SIGN, helper);
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_STATE), "sent");
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, lead);
	photographs(w, w->worker, matter, "after");
	assert_int_equal(completes(w, w->worker, lead), 0);
	refused(w, "helpers-open");
	assert_non_null(strstr(w->last.refusals.items[0].zh, "水暖班"));
	does(w, w->plumber, RECORD_WORK_ORDER, WORK_ORDER_CMD_COMPLETE, helper,
		GIVEN(T(WORK_ORDER_RESULT, "eased"), T(WORK_ORDER_QUALITY, "good")), "备件已送到");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_STATE), "working");
	assert_int_not_equal(completes(w, w->worker, lead), 0);
	assert_string_equal(str(w, RECORD_WORK_ORDER, helper, WORK_ORDER_RESULT), "eased");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_RESULT), "done");
	world_end(w);
}

static void test_A8_helper_pause_moves_its_own_due_only(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = sent_matter(w, w->asker, arena_printf(w->arena, PLAN, (long long)w->plumbing)),
			helper = helper_of(w, matter);
	orders(w, w->plumber, WORK_ORDER_CMD_SIGN, helper);
	w->now = at("2026-11-24T10:00");
	does(w, w->plumber, RECORD_WORK_ORDER, WORK_ORDER_CMD_PAUSE, helper,
		GIVEN(I(WORK_ORDER_PAUSE_REASON, w->why_wait), I(WORK_ORDER_PAUSE_UNTIL, at("2026-11-24T16:00"))), "等配件");
	w->now = at("2026-11-24T11:00");
	orders(w, w->plumber, WORK_ORDER_CMD_RESUME, helper);
	assert_int_equal(num(w, RECORD_WORK_ORDER, helper, WORK_ORDER_DUE_AT), at("2026-11-24T16:00"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-24T17:00"));
	assert_int_equal(count_of(w, "SELECT count(*) FROM pause WHERE matter = ?", matter), 0);
	world_end(w);
}

static void refuse_plan(World *w, int64_t matter, const char *plan, const char *words) {
	assert_int_equal(tries(w, w->desk, RECORD_MATTER, MATTER_CMD_DISPATCH, matter,
						 GIVEN(I(MATTER_OWNER_UNIT, w->electric), T(MATTER_PLAN, plan)), NULL),
		0);
	for (int i = 0; i < w->last.refusals.count; i++)
		if (strstr(w->last.refusals.items[i].zh, words)) return;
	fail_msg("%s: not refused by %s but by %s", plan, words, w->last.refusals.items[0].zh);
}

static void test_A8_plan_is_refused_row_by_row(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = reports(w, w->asker, "会议室空调漏水", w->room);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_ACCEPT, matter, NOTHING, NULL);
	refuse_plan(w, matter, "{", "列表");
	refuse_plan(w, matter, "[{\"unit\":999,\"task\":\"x\"}]", "第 1 行：没有找到这个单位");
	refuse_plan(w, matter, "[{\"unit\":\"5\",\"task\":\"x\"}]", "第 1 行：请选择单位");
	refuse_plan(w, matter, arena_printf(w->arena, "[{\"unit\":%lld,\"task\":\"x\"}]", (long long)w->electric), "已是主办单位");
	refuse_plan(w, matter, arena_printf(w->arena, "[{\"unit\":%lld,\"task\":\"x\"}]", (long long)w->archive), "服务对象单位");
	refuse_plan(
		w, matter, arena_printf(w->arena, "[{\"unit\":%lld,\"task\":\" \"}]", (long long)w->plumbing), "请写明配合做什么");
	refuse_plan(w, matter,
		arena_printf(w->arena, "[{\"unit\":%lld,\"task\":\"x\"},{\"unit\":%lld,\"task\":\"y\"}]", (long long)w->plumbing,
			(long long)w->plumbing),
		"第 2 行：这个单位前面已写过");
	refuse_plan(w, matter,
		arena_printf(w->arena, "[{\"unit\":%lld,\"task\":\"x\",\"due\":\"2026-11-24T09:00\"}]", (long long)w->plumbing),
		"晚于现在");
	refuse_plan(w, matter,
		arena_printf(w->arena, "[{\"unit\":%lld,\"task\":\"x\",\"due\":\"2026-11-25\"}]", (long long)w->plumbing),
		"不能晚于整件事的办结时限");
	refuse_plan(w, matter,
		arena_printf(w->arena, "[{\"unit\":%lld,\"task\":\"x\",\"due\":\"2026-11-28\"}]", (long long)w->plumbing), "不上班");
	refuse_plan(w, matter, arena_printf(w->arena, "[{\"unit\":%lld,\"task\":\"x\",\"who\":1}]", (long long)w->plumbing), "三项");
	assert_int_equal(count_of(w, "SELECT count(*) FROM work_order WHERE matter = ?", matter), 0);
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_STATE), "accepted");
	world_end(w);
}

static void test_dispatch_asks_a_working_unit_and_its_worker(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = reports(w, w->asker, "会议室空调漏水", w->room);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_ACCEPT, matter, NOTHING, NULL);
	assert_int_equal(tries(w, w->desk, RECORD_MATTER, MATTER_CMD_DISPATCH, matter, NOTHING, NULL), 0);
	refused(w, "required");
	assert_int_equal(
		tries(w, w->desk, RECORD_MATTER, MATTER_CMD_DISPATCH, matter, GIVEN(I(MATTER_OWNER_UNIT, w->archive)), NULL), 0);
	refused(w, "owner-client");
	assert_int_equal(tries(w, w->desk, RECORD_MATTER, MATTER_CMD_DISPATCH, matter,
						 GIVEN(I(MATTER_OWNER_UNIT, w->electric), I(MATTER_WORKER, w->plumber_id)), NULL),
		0);
	refused(w, "worker-unit");
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_DISPATCH, matter,
		GIVEN(I(MATTER_OWNER_UNIT, w->electric), I(MATTER_WORKER, w->worker_id)), NULL);
	assert_int_equal(num(w, RECORD_WORK_ORDER, lead_of(w, matter), WORK_ORDER_WORKER), w->worker_id);
	world_end(w);
}

static void test_return_goes_to_the_desk_and_the_clock_runs_on(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = sent_matter(w, w->asker, arena_printf(w->arena, PLAN, (long long)w->plumbing));
	int64_t order = lead_of(w, matter), helper = helper_of(w, matter);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	assert_int_equal(tries(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_RETURN_TO_DESK, order,
						 GIVEN(I(WORK_ORDER_RETURN_REASON, w->why_back), I(WORK_ORDER_NEXT_UNIT, w->electric)), "管道问题"),
		0);
	refused(w, "next-unit");
	assert_int_equal(tries(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_RETURN_TO_DESK, order,
						 GIVEN(I(WORK_ORDER_RETURN_REASON, w->why_wait), I(WORK_ORDER_NEXT_UNIT, w->plumbing)), "管道问题"),
		0);
	refused(w, "return-reason");
	does(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_RETURN_TO_DESK, order,
		GIVEN(I(WORK_ORDER_RETURN_REASON, w->why_back), I(WORK_ORDER_NEXT_UNIT, w->plumbing)), "管道问题");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_STATE), "accepted");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_RETURN_COUNT), 1);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_WORKER), 0);
	assert_string_equal(str(w, RECORD_WORK_ORDER, helper, WORK_ORDER_STATE), "cancelled");
	assert_int_equal(
		count_of(w,
			"SELECT count(*) FROM journal WHERE record = 'matter' AND row_id = ? AND command = 'mark_returned' AND note "
			"LIKE '%非本班职责%水暖班%管道问题%'",
			matter),
		1);
	w->now = at("2026-11-24T11:00");
	dispatches(w, matter, w->plumbing, NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-24T17:00"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_SIGN_DUE), at("2026-11-24T11:30"));
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_SIGNED_AT), 0);
	world_end(w);
}

static int64_t gives_back(World *w, const Actor *who, int64_t matter, int64_t next) {
	return tries(w, who, RECORD_WORK_ORDER, WORK_ORDER_CMD_RETURN_TO_DESK, lead_of(w, matter),
		GIVEN(I(WORK_ORDER_RETURN_REASON, w->why_back), I(WORK_ORDER_NEXT_UNIT, next)), "不归我们管");
}

/* After two returns the desk decides for good (ui.md 2.5); a matter opened again begins anew. */
static void test_A8_after_two_returns_the_desk_decides(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = sent_matter(w, w->asker, NULL), due = num(w, RECORD_MATTER, matter, MATTER_DUE_AT);
	assert_int_not_equal(gives_back(w, w->worker, matter, w->plumbing), 0);
	dispatches(w, matter, w->plumbing, NULL);
	assert_int_not_equal(gives_back(w, w->plumber, matter, w->electric), 0);
	dispatches(w, matter, w->electric, NULL);
	assert_int_equal(gives_back(w, w->worker, matter, w->plumbing), 0);
	refused(w, "return-final");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_RETURN_COUNT), 2);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), due);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, lead_of(w, matter));
	photographs(w, w->worker, matter, "after");
	assert_int_not_equal(completes(w, w->worker, lead_of(w, matter)), 0);
	w->now += 3600;
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_REOPEN, matter, NOTHING, "又坏了");
	dispatches(w, matter, w->electric, NULL);
	assert_int_not_equal(gives_back(w, w->worker, matter, w->plumbing), 0);
	world_end(w);
}

static void test_A8_helper_return_ends_its_part_only(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = sent_matter(w, w->asker, arena_printf(w->arena, PLAN, (long long)w->plumbing)),
			helper = helper_of(w, matter);
	does(w, w->plumber, RECORD_WORK_ORDER, WORK_ORDER_CMD_RETURN_TO_DESK, helper,
		GIVEN(I(WORK_ORDER_RETURN_REASON, w->why_back), I(WORK_ORDER_NEXT_UNIT, w->electric)), "没有备件");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_STATE), "sent");
	assert_int_equal(
		count_of(w, "SELECT count(*) FROM journal WHERE record = 'matter' AND row_id = ? AND command = 'remark'", matter), 1);
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, lead_of(w, matter));
	photographs(w, w->worker, matter, "after");
	assert_int_not_equal(completes(w, w->worker, lead_of(w, matter)), 0);
	world_end(w);
}

static void test_redirect_takes_the_orders_back(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = sent_matter(w, w->asker, NULL), order = lead_of(w, matter);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_REDIRECT, matter, NOTHING, "派错了");
	assert_string_equal(str(w, RECORD_WORK_ORDER, order, WORK_ORDER_STATE), "cancelled");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_STATE), "accepted");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_RETURN_COUNT), 0);
	world_end(w);
}

static void test_assign_within_the_unit_and_own_orders(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = sent_matter(w, w->asker, NULL), order = lead_of(w, matter);
	assert_int_equal(
		tries(w, w->team, RECORD_WORK_ORDER, WORK_ORDER_CMD_ASSIGN, order, GIVEN(I(WORK_ORDER_WORKER, w->plumber_id)), NULL), 0);
	refused(w, "worker-unit");
	does(w, w->team, RECORD_WORK_ORDER, WORK_ORDER_CMD_ASSIGN, order, GIVEN(I(WORK_ORDER_WORKER, w->worker_id)), NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_WORKER), w->worker_id);
	assert_int_equal(tries(w, w->worker2, RECORD_WORK_ORDER, WORK_ORDER_CMD_SIGN, order, NOTHING, NULL), 0);
	refused(w, "order-of-another");
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	orders(w, w->worker, WORK_ORDER_CMD_ATTEND, order);
	assert_int_equal(tries(w, w->worker, RECORD_WORK_ORDER, WORK_ORDER_CMD_ATTEND, order, NOTHING, NULL), 0);
	refused(w, "attended");
	world_end(w);
}

static void test_rework_undoes_the_outcome(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = done_matter(w, w->asker), order = lead_of(w, matter);
	does(w, w->team, RECORD_WORK_ORDER, WORK_ORDER_CMD_REWORK, order, NOTHING, "还在滴水");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_STATE), "working");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DONE_AT), 0);
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_RESULT), "");
	assert_int_not_equal(completes(w, w->worker, order), 0);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_ANSWER, matter, GIVEN(T(MATTER_ANSWER_WAY, "phone")), "已告知");
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_CLOSE, matter, NOTHING, NULL);
	assert_int_equal(tries(w, w->team, RECORD_WORK_ORDER, WORK_ORDER_CMD_REWORK, order, NOTHING, "还在滴水"), 0);
	refused(w, "rework");
	world_end(w);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_A1_A5_three_duties_gate_closing),
		cmocka_unit_test(test_A1_duties_say_what_is_missing),
		cmocka_unit_test(test_A10_photo_of_the_result),
		cmocka_unit_test(test_A10_result_and_quality_and_words_are_needed),
		cmocka_unit_test(test_A3_G1_clocks_by_kind),
		cmocka_unit_test(test_G1_pause_moves_the_due_time),
		cmocka_unit_test(test_G1_late_resume_counts_to_the_planned_end),
		cmocka_unit_test(test_G1_calendar_change_moves_open_matters),
		cmocka_unit_test(test_G1_unpublished_year_is_provisional),
		cmocka_unit_test(test_A8_lead_and_helper_each_with_own_due_and_result),
		cmocka_unit_test(test_A8_helper_pause_moves_its_own_due_only),
		cmocka_unit_test(test_A8_plan_is_refused_row_by_row),
		cmocka_unit_test(test_dispatch_asks_a_working_unit_and_its_worker),
		cmocka_unit_test(test_return_goes_to_the_desk_and_the_clock_runs_on),
		cmocka_unit_test(test_A8_after_two_returns_the_desk_decides),
		cmocka_unit_test(test_A8_helper_return_ends_its_part_only),
		cmocka_unit_test(test_redirect_takes_the_orders_back),
		cmocka_unit_test(test_assign_within_the_unit_and_own_orders),
		cmocka_unit_test(test_rework_undoes_the_outcome),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
