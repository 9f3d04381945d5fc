/* Answers, ratings, urging, joining of duplicates, effect checks, extra questions, the caller card. */
#include "module/matter/answers.h"
#include "module/matter/caller.h"
#include "module/matter/duty.h"
#include "module/matter/similar.h"
#include "module/matter/world_test.h"

static const Actor *holder(World *w, int64_t matter) {
	return actor_guest(w->arena, RECORD_MATTER, matter);
}

static int64_t closed_matter(World *w, const Actor *asker) {
	int64_t matter = done_matter(w, asker);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_ANSWER, matter, GIVEN(T(MATTER_ANSWER_WAY, "phone")), "已电话告知");
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_CLOSE, matter, NOTHING, NULL);
	return matter;
}

static void test_A5_channels_and_askers(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = reports(w, w->guest, "走廊灯不亮", w->hall);
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_CHANNEL), "qr");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ASKER), 0);
	Call call = {.command = &model_records[RECORD_MATTER].commands[MATTER_CMD_CREATE],
		.given = (const Given[]){T(MATTER_TITLE, "门禁失灵"), I(MATTER_KIND, w->repair), I(MATTER_ASSET, w->asset)},
		.given_count = 3};
	assert_int_equal(world_do(w, w->asker, "api", &call).kind, OUTCOME_DONE);
	assert_string_equal(str(w, RECORD_MATTER, w->last.id, MATTER_CHANNEL), "api");
	assert_int_equal(num(w, RECORD_MATTER, w->last.id, MATTER_PLACE), w->room);
	matter = does(w, w->desk, RECORD_MATTER, MATTER_CMD_CREATE, 0,
		GIVEN(T(MATTER_TITLE, "家里水管漏"), I(MATTER_KIND, w->repair), I(MATTER_CLIENT, w->client)), NULL);
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_CHANNEL), "desk");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_PLACE), w->hall);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ASKER), 0);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ASKER_UNIT), w->archive);
	world_end(w);
}

static void test_A3_create_checks_subject_kind_and_place(void **state) {
	(void)state;
	World *w = world_new();
	const char *sixty = "字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字"
						"字字字字字字字字";
	assert_int_equal(
		tries(w, w->guest, RECORD_MATTER, MATTER_CMD_REPORT, 0, GIVEN(T(MATTER_TITLE, "漏水"), I(MATTER_KIND, w->repair)), NULL),
		0);
	refused(w, "matter-place");
	assert_int_equal(
		tries(w, w->guest, RECORD_MATTER, MATTER_CMD_REPORT, 0, GIVEN(T(MATTER_TITLE, "问问"), I(MATTER_KIND, w->inquiry)), NULL),
		0);
	refused(w, "kind");
	does(w, w->guest, RECORD_MATTER, MATTER_CMD_REPORT, 0, GIVEN(T(MATTER_TITLE, sixty), I(MATTER_KIND, w->suggestion)), NULL);
	assert_int_equal(tries(w, w->guest, RECORD_MATTER, MATTER_CMD_REPORT, 0,
						 GIVEN(T(MATTER_TITLE, arena_printf(w->arena, "%s字", sixty)), I(MATTER_KIND, w->suggestion)), NULL),
		0);
	refused(w, "too-long");
	does(w, &actor_engine, RECORD_KIND, KIND_CMD_EDIT, w->suggestion, GIVEN(I(KIND_ACTIVE, 0)), NULL);
	assert_int_equal(tries(w, w->guest, RECORD_MATTER, MATTER_CMD_REPORT, 0,
						 GIVEN(T(MATTER_TITLE, "漏水"), I(MATTER_KIND, w->suggestion)), NULL),
		0);
	world_end(w);
}

/* 代办: an assistant reports for the person served; both see it. A unit's liaison sees what the unit raised, and nobody else's. */
static void test_A4_proxy_and_liaison_see_it(void **state) {
	(void)state;
	World *w = world_new();
	int64_t served = world_person(w, "served", NULL, NULL, w->archive);
	int64_t client = make(w, RECORD_CLIENT, GIVEN(T(CLIENT_NAME, "馆长"), I(CLIENT_PERSON, served), I(CLIENT_UNIT, w->archive)));
	int64_t matter = does(w, w->asker, RECORD_MATTER, MATTER_CMD_CREATE, 0,
		GIVEN(T(MATTER_TITLE, "门锁坏了"), I(MATTER_KIND, w->repair), I(MATTER_PLACE, w->room), I(MATTER_CLIENT, client)), NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ASKER), served);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_PROXY), w->asker_id);
	int64_t other = reports(w, w->worker, "灯不亮", w->hall);
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_SUPPLEMENT, matter, NOTHING, "在三层");
	does(w, world_actor(w, served), RECORD_MATTER, MATTER_CMD_SUPPLEMENT, matter, NOTHING, "是的");
	does(w, w->liaison, RECORD_MATTER, MATTER_CMD_URGE, matter, NOTHING, NULL);
	assert_int_equal(tries(w, w->liaison, RECORD_MATTER, MATTER_CMD_URGE, other, NOTHING, NULL), 0);
	refused(w, "not-found");
	assert_int_equal(tries(w, w->plumber, RECORD_MATTER, MATTER_CMD_SUPPLEMENT, matter, NOTHING, "x"), 0);
	refused(w, "not-found");
	world_end(w);
}

static void test_A5_anonymous_names_nobody(void **state) {
	(void)state;
	World *w = world_new();
	/* Given under a log-in it would stand in the journal: refused, with the way to do it. */
	assert_int_equal(tries(w, w->asker, RECORD_MATTER, MATTER_CMD_CREATE, 0,
						 GIVEN(T(MATTER_TITLE, "食堂意见"), I(MATTER_KIND, w->suggestion), I(MATTER_ANONYMOUS, 1)), NULL),
		0);
	refused(w, "anonymous-named");
	int64_t matter = does(w, w->guest, RECORD_MATTER, MATTER_CMD_REPORT, 0,
		GIVEN(T(MATTER_TITLE, "食堂意见"), I(MATTER_KIND, w->suggestion), I(MATTER_ANONYMOUS, 1)), NULL);
	static const int names[] = {MATTER_ASKER, MATTER_ASKER_UNIT, MATTER_CLIENT, MATTER_PROXY, FIELD_CREATED_BY_AT};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_int_equal(num(w, RECORD_MATTER, matter, names[i]), 0);
	/* The desk writes down what somebody said by phone: its own name is not the asker's. */
	matter = does(w, w->desk, RECORD_MATTER, MATTER_CMD_CREATE, 0,
		GIVEN(T(MATTER_TITLE, "电话里的意见"), I(MATTER_KIND, w->suggestion), I(MATTER_ANONYMOUS, 1)), NULL);
	for (size_t i = 0; i < 4; i++) assert_int_equal(num(w, RECORD_MATTER, matter, names[i]), 0);
	world_end(w);
}

static void test_A1_answer_ways(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = done_matter(w, w->asker);
	assert_int_equal(
		tries(w, w->desk, RECORD_MATTER, MATTER_CMD_ANSWER, matter, GIVEN(T(MATTER_ANSWER_WAY, "confirm")), "已告知"), 0);
	refused(w, "answer-way");
	assert_int_equal(tries(w, w->desk, RECORD_MATTER, MATTER_CMD_ANSWER, matter, GIVEN(T(MATTER_ANSWER_WAY, "none")), "公开"), 0);
	refused(w, "answer-way");
	does(w, w->worker, RECORD_MATTER, MATTER_CMD_ANSWER, matter, GIVEN(T(MATTER_ANSWER_WAY, "visit")), "当面说明");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_ANSWER_WAY), "visit");
	int64_t when = num(w, RECORD_MATTER, matter, MATTER_ANSWERED_AT);
	assert_int_equal(when, w->now);
	assert_int_equal(
		tries(w, w->desk, RECORD_MATTER, MATTER_CMD_ANSWER, matter, GIVEN(T(MATTER_ANSWER_WAY, "phone")), "再告知"), 0);
	refused(w, "answered");
	w->now += 60;
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_CONFIRM, matter, NOTHING, NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ANSWERED_AT), when);
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_ANSWER_WAY), "visit");
	world_end(w);
}

static void test_A4_only_the_asker_confirms_rates_and_reopens(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = done_matter(w, w->asker), other = done_matter(w, w->guest);
	assert_int_equal(tries(w, w->worker, RECORD_MATTER, MATTER_CMD_CONFIRM, matter, NOTHING, NULL), 0);
	refused(w, "not-asker");
	assert_int_equal(tries(w, w->desk, RECORD_MATTER, MATTER_CMD_READ_ANSWER, matter, NOTHING, NULL), 0);
	refused(w, "not-asker");
	assert_int_equal(tries(w, holder(w, other), RECORD_MATTER, MATTER_CMD_CONFIRM, matter, NOTHING, NULL), 0);
	refused(w, "not-found");
	does(w, holder(w, other), RECORD_MATTER, MATTER_CMD_RATE, other, GIVEN(T(MATTER_SATISFACTION, "very_good")), NULL);
	does(w, holder(w, other), RECORD_MATTER, MATTER_CMD_READ_ANSWER, other, NOTHING, NULL);
	assert_int_equal(tries(w, holder(w, other), RECORD_MATTER, MATTER_CMD_READ_ANSWER, other, NOTHING, NULL), 0);
	refused(w, "answered");
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_REOPEN, matter, NOTHING, "还在漏");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_STATE), "accepted");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_REOPEN_COUNT), 1);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DONE_AT), 0);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_SENT_AT), 0);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_OWNER_UNIT), w->electric);
	w->now = at("2026-11-25T09:00");
	dispatches(w, matter, w->electric, NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-25T17:00"));
	world_end(w);
}

static void test_A4_withdraw_by_asker_or_desk(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = reports(w, w->asker, "漏水", w->room), other = reports(w, w->asker, "漏电", w->room);
	assert_int_equal(tries(w, w->leader, RECORD_MATTER, MATTER_CMD_WITHDRAW, matter, NOTHING, "不用了"), 0);
	refused(w, "not-yours");
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_WITHDRAW, matter, NOTHING, "不用了");
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_WITHDRAW, other, NOTHING, "来电说不用了");
	world_end(w);
}

static void test_callback_of_a_dissatisfied_asker_reopens(void **state) {
	(void)state;
	World *w = world_new();
	int64_t poor = done_matter(w, w->asker), good = done_matter(w, w->asker);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_CALLBACK, poor, GIVEN(T(MATTER_SATISFACTION, "poor")), "还在滴水");
	assert_string_equal(str(w, RECORD_MATTER, poor, MATTER_STATE), "accepted");
	assert_int_equal(num(w, RECORD_MATTER, poor, MATTER_REOPEN_COUNT), 1);
	assert_int_equal(num(w, RECORD_MATTER, poor, MATTER_ANSWERED_AT), 0);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_CALLBACK, good, GIVEN(T(MATTER_SATISFACTION, "good")), "满意");
	assert_string_equal(str(w, RECORD_MATTER, good, MATTER_STATE), "done");
	assert_string_equal(str(w, RECORD_MATTER, good, MATTER_ANSWER_WAY), "phone");
	world_end(w);
}

/* Once in four working hours: urged at 15:00, again from 11:00 of the next day. */
static void test_U04_urge_and_me_too(void **state) {
	(void)state;
	World *w = world_new();
	w->now = at("2026-11-24T15:00");
	int64_t matter = reports(w, w->asker, "漏水", w->room);
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_URGE, matter, NOTHING, NULL);
	w->now = at("2026-11-25T10:59");
	assert_int_equal(tries(w, w->asker, RECORD_MATTER, MATTER_CMD_URGE, matter, NOTHING, NULL), 0);
	refused(w, "urged-already");
	assert_int_equal(refusals_status(&w->last.refusals), 429);
	assert_non_null(strstr(w->last.refusals.items[0].zh, "11:00"));
	assert_int_equal(tries(w, w->worker, RECORD_MATTER, MATTER_CMD_URGE, matter, NOTHING, NULL), 0);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_URGE, matter, NOTHING, "请抓紧");
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_URGE_COUNT), 2);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_URGED_AT), w->now);
	w->now = at("2026-11-25T15:59");
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_URGE, matter, NOTHING, NULL);
	assert_int_equal(tries(w, w->inspector, RECORD_MATTER, MATTER_CMD_URGE, matter, NOTHING, NULL), 0);
	refused(w, "not-asker");
	does(w, w->inspector, RECORD_MATTER, MATTER_CMD_ME_TOO, matter, NOTHING, NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_ME_TOO), 1);
	/* a matter of their own, with its own link and right to an answer, and not the first asker's words */
	int64_t own = count_of(w, "SELECT from_matter FROM rejoin WHERE matter = ?", matter);
	assert_string_equal(str(w, RECORD_MATTER, own, MATTER_STATE), "merged");
	assert_true(num(w, RECORD_MATTER, own, MATTER_ASKER) == w->inspector->person);
	assert_string_equal(str(w, RECORD_MATTER, own, MATTER_TITLE), "repair");
	assert_int_equal(strlen(str(w, RECORD_MATTER, own, MATTER_TOKEN)), 22);
	assert_int_equal(tries(w, w->inspector, RECORD_MATTER, MATTER_CMD_ME_TOO, matter, NOTHING, NULL), 0);
	refused(w, "me-too");
	assert_int_equal(tries(w, w->asker, RECORD_MATTER, MATTER_CMD_ME_TOO, matter, NOTHING, NULL), 0);
	refused(w, "me-too");
	world_end(w);
}

/* How long between two urgings is a row: with the policy's own time, and with none at all. */
static void test_G12_urge_gap_is_a_row(void **state) {
	(void)state;
	World *w = world_new();
	w->now = at("2026-11-24T09:00");
	int64_t policy = num(w, RECORD_KIND, w->repair, KIND_POLICY);
	const Actor *system_admin = world_actor(w, world_person(w, "sysadmin", "system", "all", w->bureau));
	assert_int_equal(
		tries(w, system_admin, RECORD_CLOCK_POLICY, CLOCK_POLICY_CMD_EDIT, policy, GIVEN(I(CLOCK_POLICY_URGE_GAP_MIN, -1)), NULL),
		0);
	refused(w, "policy-urge");
	does(w, system_admin, RECORD_CLOCK_POLICY, CLOCK_POLICY_CMD_EDIT, policy, GIVEN(I(CLOCK_POLICY_URGE_GAP_MIN, 30)), NULL);
	int64_t matter = reports(w, w->asker, "漏水", w->room);
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_URGE, matter, NOTHING, NULL);
	w->now = at("2026-11-24T09:29");
	assert_int_equal(tries(w, w->asker, RECORD_MATTER, MATTER_CMD_URGE, matter, NOTHING, NULL), 0);
	assert_non_null(strstr(w->last.refusals.items[0].zh, "9:30"));
	w->now = at("2026-11-24T09:30");
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_URGE, matter, NOTHING, NULL);
	does(w, system_admin, RECORD_CLOCK_POLICY, CLOCK_POLICY_CMD_EDIT, policy, GIVEN(I(CLOCK_POLICY_URGE_GAP_MIN, 0)), NULL);
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_URGE, matter, NOTHING, NULL);
	world_end(w);
}

/* Who is not content is called back, whether closed or not; who did not say within a month of closing; who cannot be reached never. */
static void test_F2_dissatisfied_is_called_back(void **state) {
	(void)state;
	World *w = world_new();
	int64_t poor = done_matter(w, w->asker), silent = closed_matter(w, w->asker), nobody = done_matter(w, w->guest);
	int32_t today = day_of_instant(w->now);
	assert_int_equal(num(w, RECORD_MATTER, silent, MATTER_CALLBACK_UNTIL), today + 30);
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_RATE, silent, GIVEN(T(MATTER_SATISFACTION, "very_poor")), NULL);
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_RATE, poor, GIVEN(T(MATTER_SATISFACTION, "poor")), NULL);
	assert_int_equal(num(w, RECORD_MATTER, silent, MATTER_CALLBACK_UNTIL), today + 365);
	assert_int_equal(num(w, RECORD_MATTER, poor, MATTER_CALLBACK_UNTIL), today + 365);
	does(w, holder(w, nobody), RECORD_MATTER, MATTER_CMD_RATE, nobody, GIVEN(T(MATTER_SATISFACTION, "poor")), NULL);
	assert_int_equal(num(w, RECORD_MATTER, nobody, MATTER_CALLBACK_UNTIL), 0);
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_RATE, poor, GIVEN(T(MATTER_SATISFACTION, "good")), NULL);
	assert_int_equal(num(w, RECORD_MATTER, poor, MATTER_CALLBACK_UNTIL), 0);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_CALLBACK, silent, GIVEN(T(MATTER_SATISFACTION, "poor")), "还在滴水");
	assert_int_equal(num(w, RECORD_MATTER, silent, MATTER_CALLBACK_UNTIL), 0);
	assert_string_equal(str(w, RECORD_MATTER, silent, MATTER_STATE), "accepted");
	world_end(w);
}

static void test_A9_effect_check(void **state) {
	(void)state;
	World *w = world_new();
	int64_t matter = closed_matter(w, w->asker);
	assert_int_equal(
		tries(w, w->inspector, RECORD_MATTER, MATTER_CMD_EFFECT_CHECK, matter, GIVEN(I(MATTER_EFFECT_OK, 1)), "好"), 0);
	refused(w, "effect-early");
	w->now = at("2026-12-24T10:00");
	does(w, w->inspector, RECORD_MATTER, MATTER_CMD_EFFECT_CHECK, matter, GIVEN(I(MATTER_EFFECT_OK, 1)), "没有再漏");
	assert_string_equal(str(w, RECORD_MATTER, matter, MATTER_STATE), "closed");
	assert_int_equal(
		tries(w, w->inspector, RECORD_MATTER, MATTER_CMD_EFFECT_CHECK, matter, GIVEN(I(MATTER_EFFECT_OK, 0)), "漏"), 0);
	refused(w, "effect-checked");
	w->now = at("2026-11-25T09:00");
	int64_t second = closed_matter(w, w->asker);
	w->now = at("2026-12-28T10:00");
	does(w, w->inspector, RECORD_MATTER, MATTER_CMD_EFFECT_CHECK, second, GIVEN(I(MATTER_EFFECT_OK, 0)), "又漏了");
	assert_string_equal(str(w, RECORD_MATTER, second, MATTER_STATE), "accepted");
	assert_int_equal(num(w, RECORD_MATTER, second, MATTER_REOPEN_COUNT), 1);
	assert_int_equal(num(w, RECORD_MATTER, second, MATTER_OWNER_UNIT), w->electric);
	assert_int_equal(num(w, RECORD_MATTER, second, MATTER_EFFECT_ON), 0);
	world_end(w);
}

static void test_G14_merge_keeps_every_right_to_an_answer(void **state) {
	(void)state;
	World *w = world_new();
	int64_t target = reports(w, w->asker, "会议室空调漏水", w->room), by_guest = reports(w, w->guest, "空调滴水", w->room);
	int64_t by_client = does(w, w->desk, RECORD_MATTER, MATTER_CMD_CREATE, 0,
		GIVEN(T(MATTER_TITLE, "空调漏"), I(MATTER_KIND, w->repair), I(MATTER_PLACE, w->room), I(MATTER_CLIENT, w->client)), NULL);
	int64_t again = reports(w, w->asker, "空调还漏", w->room);
	assert_int_equal(
		tries(w, w->desk, RECORD_MATTER, MATTER_CMD_MERGE, by_guest, GIVEN(I(MATTER_MERGED_INTO, by_guest)), NULL), 0);
	refused(w, "merge-self");
	/* the guest's into the client's first, then that into the target: both rights arrive there */
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_MERGE, by_guest, GIVEN(I(MATTER_MERGED_INTO, by_client)), NULL);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_MERGE, by_client, GIVEN(I(MATTER_MERGED_INTO, target)), NULL);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_MERGE, again, GIVEN(I(MATTER_MERGED_INTO, target)), NULL);
	assert_int_equal(count_of(w, "SELECT count(*) FROM rejoin WHERE matter = ?", target), 2);
	int64_t late = reports(w, w->guest, "滴水", w->room);
	assert_int_equal(tries(w, w->desk, RECORD_MATTER, MATTER_CMD_MERGE, late, GIVEN(I(MATTER_MERGED_INTO, by_client)), NULL), 0);
	refused(w, "merge-closed");
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_ACCEPT, target, NOTHING, NULL);
	dispatches(w, target, w->electric, NULL);
	assert_int_equal(tries(w, holder(w, by_guest), RECORD_MATTER, MATTER_CMD_READ_MERGED, by_guest, NOTHING, NULL), 0);
	refused(w, "no-answer");
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, lead_of(w, target));
	photographs(w, w->worker, target, "after");
	assert_int_not_equal(completes(w, w->worker, lead_of(w, target)), 0);
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_CONFIRM, target, NOTHING, NULL);
	assert_int_equal(tries(w, w->desk, RECORD_MATTER, MATTER_CMD_CLOSE, target, NOTHING, NULL), 0);
	refused(w, "duty-answer");
	assert_non_null(strstr(w->last.refusals.items[0].zh, "2 位"));
	does(w, holder(w, by_guest), RECORD_MATTER, MATTER_CMD_READ_MERGED, by_guest, NOTHING, NULL);
	int64_t rejoin = count_of(w, "SELECT id FROM rejoin WHERE matter = ? AND answered_at IS NULL", target);
	does(w, w->desk, RECORD_REJOIN, REJOIN_CMD_ANSWERED, rejoin, NOTHING, "已电话告知");
	assert_int_equal(num(w, RECORD_REJOIN, rejoin, REJOIN_ANSWERED_AT), w->now);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_CLOSE, target, NOTHING, NULL);
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_REOPEN, target, NOTHING, "又漏了");
	assert_int_equal(count_of(w, "SELECT count(*) FROM rejoin WHERE matter = ? AND answered_at IS NULL", target), 2);
	world_end(w);
}

static void test_G14_likely_duplicates(void **state) {
	(void)state;
	World *w = world_new();
	Similar found[SIMILAR_MAX];
	int count = 0;
	assert_int_equal(title_likeness(w->arena, "会议室空调漏水", "305 会议室，空调一直漏水"), 83);
	assert_int_equal(title_likeness(w->arena, "会议室空调漏水", "门厅灯不亮"), 0);
	int64_t words = reports(w, w->asker, "会议室的空调漏水", w->room);
	int64_t asset = does(w, w->asker, RECORD_MATTER, MATTER_CMD_CREATE, 0,
		GIVEN(T(MATTER_TITLE, "不制冷"), I(MATTER_KIND, w->repair), I(MATTER_ASSET, w->asset)), NULL);
	int64_t problem = does(w, w->asker, RECORD_MATTER, MATTER_CMD_CREATE, 0,
		GIVEN(T(MATTER_TITLE, "窗边有水"), I(MATTER_KIND, w->repair), I(MATTER_PLACE, w->room), I(MATTER_PROBLEM, w->leak)),
		NULL);
	reports(w, w->asker, "会议室空调漏水", w->hall);
	int64_t over = reports(w, w->asker, "会议室空调漏水", w->room);
	does(w, w->asker, RECORD_MATTER, MATTER_CMD_WITHDRAW, over, NOTHING, "不用了");
	SimilarAsk ask = {.place = w->room, .asset = w->asset, .problem = w->leak, .title = "会议室空调漏水"};
	assert_int_equal(matters_similar(w->conn, w->arena, w->desk, &ask, 5, found, &count), 0);
	assert_int_equal(count, 3);
	assert_int_equal(found[0].id, asset);
	assert_int_equal(found[0].why, SIMILAR_ASSET);
	assert_int_equal(found[1].id, problem);
	assert_int_equal(found[2].id, words);
	assert_int_equal(found[2].why, SIMILAR_WORDS);
	assert_int_equal(matters_similar(w->conn, w->arena, w->plumber, &ask, 5, found, &count), 0);
	assert_int_equal(count, 0);
	ask = (SimilarAsk){.place = w->room, .title = "会议室空调漏水", .but = words};
	assert_int_equal(matters_similar(w->conn, w->arena, NULL, &ask, 5, found, &count), 0);
	assert_int_equal(count, 0);
	Value id = value_int(1);
	Cursor *cursor = conn_query(w->conn,
		"EXPLAIN QUERY PLAN SELECT m.id FROM matter m WHERE m.asset = ? AND m.state IN ('new', 'accepted', 'sent', 'working') "
		"AND "
		"m.id <> 0 ORDER BY m.id DESC LIMIT 100",
		&id, 1);
	while (cursor && cursor_next(cursor)) assert_null(strstr(cursor_text(cursor, 3), "SCAN"));
	cursor_end(cursor);
	world_end(w);
}

typedef struct Giving {
	World *w;
	int64_t kind;
	const AnswerGiven *given;
	int count, written;
	int64_t matter;
} Giving;

static void give(Txn *txn, void *user) {
	Giving *giving = user;
	Given given[] = {T(MATTER_TITLE, "换灯管"), I(MATTER_KIND, giving->kind)};
	Call call = {.command = &model_records[RECORD_MATTER].commands[MATTER_CMD_REPORT], .given = given, .given_count = 2};
	if (!giving->matter) giving->matter = txn_call(txn, &call);
	if (giving->matter) giving->written = matter_give_answers(txn, giving->matter, giving->kind, giving->given, giving->count);
}

static Outcome gives(World *w, int64_t matter, const AnswerGiven *given, int count) {
	Giving giving = {.w = w, .kind = w->suggestion, .given = given, .count = count, .matter = matter};
	w->last = door_run(w->door, w->arena, w->guest, "guest", w->now, give, &giving);
	if (w->last.kind == OUTCOME_DONE) w->last.id = giving.matter;
	return w->last;
}

static void test_G12_extra_questions(void **state) {
	(void)state;
	World *w = world_new();
	int64_t number = make(w, RECORD_QUESTION,
		GIVEN(I(QUESTION_KIND, w->suggestion), T(QUESTION_LABEL, "数量"), T(QUESTION_TYPE, "number"), I(QUESTION_REQUIRED, 1)));
	int64_t choice = make(w, RECORD_QUESTION,
		GIVEN(I(QUESTION_KIND, w->suggestion), T(QUESTION_LABEL, "时段"), T(QUESTION_TYPE, "choice"),
			T(QUESTION_OPTIONS, "上午，下午")));
	int64_t date =
		make(w, RECORD_QUESTION, GIVEN(I(QUESTION_KIND, w->suggestion), T(QUESTION_LABEL, "日期"), T(QUESTION_TYPE, "date")));
	int64_t yes =
		make(w, RECORD_QUESTION, GIVEN(I(QUESTION_KIND, w->suggestion), T(QUESTION_LABEL, "已断电"), T(QUESTION_TYPE, "yes_no")));
	int64_t foreign =
		make(w, RECORD_QUESTION, GIVEN(I(QUESTION_KIND, w->repair), T(QUESTION_LABEL, "楼层"), T(QUESTION_TYPE, "text")));
	gives(w, 0, (AnswerGiven[]){{choice, "上午"}}, 1);
	refused(w, "required");
	assert_string_equal(w->last.refusals.items[0].field, arena_printf(w->arena, "question-%lld", (long long)number));
	gives(w, 0, (AnswerGiven[]){{number, "三"}, {choice, "晚上"}, {date, "11-24"}, {yes, "也许"}}, 4);
	refused(w, "answer-type");
	assert_int_equal(w->last.refusals.count, 4);
	gives(w, 0, (AnswerGiven[]){{number, "3"}, {foreign, "三层"}}, 2);
	refused(w, "question");
	gives(w, 0, (AnswerGiven[]){{number, "3"}, {number, "4"}}, 2);
	refused(w, "answer-twice");
	assert_int_equal(count_of(w, "SELECT count(*) FROM matter WHERE kind = ?", w->suggestion), 0);
	gives(w, 0, (AnswerGiven[]){{number, "3"}, {choice, "下午"}, {date, ""}, {yes, "是"}}, 4);
	assert_int_equal(w->last.kind, OUTCOME_DONE);
	int64_t matter = w->last.id;
	assert_int_equal(count_of(w, "SELECT count(*) FROM answer WHERE matter = ?", matter), 3);
	assert_int_equal(count_of(w, "SELECT count(*) FROM answer WHERE matter = ? AND value = 'yes'", matter), 1);
	gives(w, matter, (AnswerGiven[]){{number, "5"}}, 1);
	assert_int_equal(w->last.kind, OUTCOME_DONE);
	assert_int_equal(count_of(w, "SELECT count(*) FROM answer WHERE matter = ?", matter), 3);
	assert_int_equal(count_of(w, "SELECT count(*) FROM answer WHERE matter = ? AND value = '5'", matter), 1);
	world_end(w);
}

typedef struct Calling {
	const char *phone, *name;
	int64_t client;
} Calling;

static void call_in(Txn *txn, void *user) {
	Calling *calling = user;
	calling->client = client_of_phone(txn, calling->phone, calling->name);
}

/* A guest who gives a number is known by it from then on. */
static void test_client_of_phone(void **state) {
	(void)state;
	World *w = world_new();
	Calling known = {"138 0000-5678", "别的称呼", 0}, fresh = {"13911112222", "来访者", 0}, wrong = {"12ab", NULL, 0};
	assert_int_equal(door_run(w->door, w->arena, w->guest, "guest", w->now, call_in, &known).kind, OUTCOME_DONE);
	assert_int_equal(known.client, w->client);
	assert_string_equal(vault_open(w->conn, w->arena, str(w, RECORD_CLIENT, w->client, CLIENT_NAME)), "离退休老领导");
	assert_int_equal(door_run(w->door, w->arena, w->guest, "guest", w->now, call_in, &fresh).kind, OUTCOME_DONE);
	assert_true(fresh.client > w->client);
	assert_string_equal(vault_open(w->conn, w->arena, str(w, RECORD_CLIENT, fresh.client, CLIENT_PHONE)), "13911112222");
	assert_int_equal(door_run(w->door, w->arena, w->guest, "guest", w->now, call_in, &wrong).kind, OUTCOME_REFUSED);
	int64_t matter = does(w, w->guest, RECORD_MATTER, MATTER_CMD_REPORT, 0,
		GIVEN(T(MATTER_TITLE, "漏水"), I(MATTER_KIND, w->repair), I(MATTER_PLACE, w->room), I(MATTER_CLIENT, fresh.client)),
		NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_CLIENT), fresh.client);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_PROXY), 0);
	world_end(w);
}

static void test_F2_caller_card(void **state) {
	(void)state;
	World *w = world_new();
	int64_t open = does(w, w->desk, RECORD_MATTER, MATTER_CMD_CREATE, 0,
		GIVEN(T(MATTER_TITLE, "暖气不热"), I(MATTER_KIND, w->repair), I(MATTER_CLIENT, w->client)), NULL);
	int64_t over = does(w, w->desk, RECORD_MATTER, MATTER_CMD_CREATE, 0,
		GIVEN(T(MATTER_TITLE, "换灯"), I(MATTER_KIND, w->repair), I(MATTER_CLIENT, w->client)), NULL);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_REFUSE, over, NOTHING, "由物业负责");
	Caller callers[CALLERS_MAX];
	int count = 0;
	const char *const typed[] = {"13800005678", "138-0000 5678", "5678"};
	for (int i = 0; i < 3; i++) {
		assert_int_equal(caller_find(w->conn, w->arena, w->desk, typed[i], callers, &count), 0);
		assert_int_equal(count, 1);
		assert_string_equal(row_text(callers[0].client, CLIENT_NAME), "离退休老领导");
		assert_string_equal(row_text(callers[0].client, CLIENT_PHONE), "13800005678");
		assert_string_equal(callers[0].client->labels[CLIENT_UNIT], "市档案馆");
		assert_int_equal(callers[0].open.count, 1);
		assert_int_equal(row_id(&callers[0].open.rows[0]), open);
		assert_int_equal(callers[0].last.count, 1);
	}
	assert_int_equal(caller_find(w->conn, w->arena, w->desk, "13800005679", callers, &count), 0);
	assert_int_equal(count, 0);
	assert_int_equal(caller_find(w->conn, w->arena, w->desk, "567", callers, &count), 0);
	assert_int_equal(count, 0);
	assert_int_equal(tries(w, w->desk, RECORD_CLIENT, CLIENT_CMD_CREATE, 0,
						 GIVEN(T(CLIENT_NAME, "某处"), T(CLIENT_PHONE, "13800005678")), NULL),
		0);
	refused(w, "client-known");
	world_end(w);
}

static void erase(Txn *txn, void *user) {
	assert_int_equal(vault_erase(txn_conn(txn), user), 0);
}

/* Rows and journal hold ciphertext; what was not changed stays as it was; what was erased stays erased. */
static void test_personal_values_are_sealed(void **state) {
	(void)state;
	World *w = world_new();
	const char *sealed = str(w, RECORD_CLIENT, w->client, CLIENT_PHONE);
	assert_true(vault_is_sealed(sealed));
	assert_string_equal(vault_open(w->conn, w->arena, sealed), "13800005678");
	assert_int_equal(count_of(w, "SELECT count(*) FROM journal WHERE row_id >= ? AND facts LIKE '%13800005678%'", 0), 0);
	does(w, w->desk, RECORD_CLIENT, CLIENT_CMD_EDIT, w->client,
		GIVEN(T(CLIENT_NAME, "离退休老领导"), T(CLIENT_PHONE, "13800005678"), T(CLIENT_REMARK, "行动不便")), NULL);
	assert_string_equal(str(w, RECORD_CLIENT, w->client, CLIENT_PHONE), sealed);
	does(w, w->desk, RECORD_CLIENT, CLIENT_CMD_EDIT, w->client, GIVEN(T(CLIENT_PHONE, "13900001234")), NULL);
	assert_string_equal(vault_open(w->conn, w->arena, str(w, RECORD_CLIENT, w->client, CLIENT_PHONE)), "13900001234");
	assert_string_equal(str(w, RECORD_CLIENT, w->client, CLIENT_TAIL_KEY), vault_index(w->arena, "1234"));
	/* text that looks sealed is text like any other */
	does(w, w->desk, RECORD_CLIENT, CLIENT_CMD_EDIT, w->client, GIVEN(T(CLIENT_NAME, "p1.client:1.abc")), NULL);
	assert_string_equal(vault_open(w->conn, w->arena, str(w, RECORD_CLIENT, w->client, CLIENT_NAME)), "p1.client:1.abc");
	does(w, w->desk, RECORD_CLIENT, CLIENT_CMD_EDIT, w->client, (const Given[]){{CLIENT_PHONE, value_null()}}, 1, NULL);
	assert_int_equal(row(w, RECORD_CLIENT, w->client)[CLIENT_PHONE].kind, VALUE_NULL);
	assert_int_equal(row(w, RECORD_CLIENT, w->client)[CLIENT_PHONE_KEY].kind, VALUE_NULL);
	char *subject = arena_printf(w->arena, "client:%lld", (long long)w->client);
	assert_int_equal(door_run(w->door, w->arena, &actor_engine, "cli", w->now, erase, subject).kind, OUTCOME_DONE);
	assert_int_equal(
		tries(w, w->desk, RECORD_CLIENT, CLIENT_CMD_EDIT, w->client, GIVEN(T(CLIENT_PHONE, "13700001111")), NULL), 0);
	refused(w, "erased");
	world_end(w);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_A5_channels_and_askers),
		cmocka_unit_test(test_A3_create_checks_subject_kind_and_place),
		cmocka_unit_test(test_A4_proxy_and_liaison_see_it),
		cmocka_unit_test(test_A5_anonymous_names_nobody),
		cmocka_unit_test(test_A1_answer_ways),
		cmocka_unit_test(test_A4_only_the_asker_confirms_rates_and_reopens),
		cmocka_unit_test(test_A4_withdraw_by_asker_or_desk),
		cmocka_unit_test(test_callback_of_a_dissatisfied_asker_reopens),
		cmocka_unit_test(test_U04_urge_and_me_too),
		cmocka_unit_test(test_G12_urge_gap_is_a_row),
		cmocka_unit_test(test_F2_dissatisfied_is_called_back),
		cmocka_unit_test(test_A9_effect_check),
		cmocka_unit_test(test_G14_merge_keeps_every_right_to_an_answer),
		cmocka_unit_test(test_G14_likely_duplicates),
		cmocka_unit_test(test_G12_extra_questions),
		cmocka_unit_test(test_client_of_phone),
		cmocka_unit_test(test_F2_caller_card),
		cmocka_unit_test(test_personal_values_are_sealed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
