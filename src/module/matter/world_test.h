/* For the tests of the rules: a small bureau, built by commands through the real door, with a clock the test sets. */
#ifndef GANGMU_MODULE_MATTER_WORLD_TEST_H
#define GANGMU_MODULE_MATTER_WORLD_TEST_H
#include "access/vault.h"
#include "base/instant.h"
#include "command/door.h"
#include "model_gen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct World {
	char folder[64];
	Arena *arena;
	Store *store;
	Door *door;
	Conn *conn; /* reads what is committed */
	int64_t now;
	Outcome last;
	int64_t bureau, centre, works, electric, plumbing, archive; /* units */
	int64_t yard, house, floor, room, hall; /* places */
	int64_t asset;
	int64_t policy, quick, repair, suggestion, inquiry; /* policies, kinds */
	int64_t leak, why_wait, why_back; /* a problem, a reason to pause, a reason to return */
	int64_t client;
	const Actor *asker, *liaison, *worker, *worker2, *plumber, *team, *desk, *head, *leader, *inspector, *guest;
	int64_t asker_id, worker_id, worker2_id, plumber_id;
} World;

static inline int64_t at(const char *text) {
	int64_t when = 0;
	if (!instant_parse(text, &when)) fail_msg("%s is no instant", text);
	return when;
}

static inline int32_t on(const char *text) {
	int32_t day = 0;
	if (!day_parse(text, &day)) fail_msg("%s is no day", text);
	return day;
}

#define I(field, number) ((Given){field, value_int(number)})
#define T(field, words) ((Given){field, value_text(words)})
#define GIVEN(...) (const Given[]){__VA_ARGS__}, (int)(sizeof((Given[]){__VA_ARGS__}) / sizeof(Given))
#define NOTHING NULL, 0

static inline Outcome world_do(World *w, const Actor *actor, const char *entrance, const Call *call) {
	w->last = door_call(w->door, w->arena, actor, entrance, w->now, call);
	if (w->last.kind == OUTCOME_FAULT) fail_msg("%s: a fault", call->command->name);
	return w->last;
}

/* A command that may be refused: the row's id, 0 where refused (see w->last). */
static inline int64_t tries(
	World *w, const Actor *actor, int record, int command, int64_t id, const Given *given, int count, const char *note) {
	Call call = {
		.command = &model_records[record].commands[command], .id = id, .given = given, .given_count = count, .note = note};
	Outcome outcome = world_do(w, actor, actor == w->guest || !actor->person ? "guest" : "page", &call);
	return outcome.kind == OUTCOME_DONE ? outcome.id : 0;
}

/* A command that must be done. */
static inline int64_t does(
	World *w, const Actor *actor, int record, int command, int64_t id, const Given *given, int count, const char *note) {
	int64_t row = tries(w, actor, record, command, id, given, count, note);
	if (!row)
		fail_msg("%s.%s refused: %s %s", model_records[record].name, model_records[record].commands[command].name,
			w->last.refusals.items[0].code, w->last.refusals.items[0].zh);
	return row;
}

static inline void refused(const World *w, const char *code) {
	assert_int_equal(w->last.kind, OUTCOME_REFUSED);
	if (refusals_have(&w->last.refusals, code)) return;
	fail_msg("refused by %s (%s), not by %s", w->last.refusals.items[0].code, w->last.refusals.items[0].zh, code);
}

static inline const Value *row(World *w, int record, int64_t id) {
	int fault = 0;
	const Value *values = row_read(w->conn, w->arena, &model_records[record], id, &fault);
	assert_int_equal(fault, 0);
	assert_non_null(values);
	return values;
}

static inline int64_t num(World *w, int record, int64_t id, int field) {
	return value_number(row(w, record, id)[field], 0);
}

static inline const char *str(World *w, int record, int64_t id, int field) {
	return value_str(row(w, record, id)[field]);
}

static inline int64_t count_of(World *w, const char *sql, int64_t id) {
	Value param = value_int(id);
	int fault = 0;
	int64_t value = conn_query_int(w->conn, sql, &param, 1, 0, &fault);
	assert_int_equal(fault, 0);
	return value;
}

static inline int64_t make(World *w, int record, const Given *given, int count) {
	return does(w, &actor_engine, record, 0, 0, given, count, NULL);
}

static inline int64_t world_unit(World *w, const char *name, const char *kind, int64_t parent) {
	Given given[] = {T(UNIT_NAME, name), T(UNIT_KIND, kind), I(UNIT_PARENT, parent), I(UNIT_ACTIVE, 1)};
	if (!parent) given[2].value = value_null();
	return make(w, RECORD_UNIT, given, 4);
}

static inline int64_t world_person(World *w, const char *login, const char *role, const char *scope, int64_t unit) {
	int64_t person =
		make(w, RECORD_PERSON, GIVEN(T(PERSON_LOGIN, login), T(PERSON_NAME, login), I(PERSON_UNIT, unit), I(PERSON_ACTIVE, 1)));
	if (!role) return person;
	int64_t post = make(w, RECORD_POST,
		GIVEN(T(POST_NAME, login), I(POST_UNIT, unit), T(POST_ROLE, role), T(POST_DATA_SCOPE, scope), I(POST_ACTIVE, 1)));
	make(w, RECORD_TENURE, GIVEN(I(TENURE_PERSON, person), I(TENURE_POST, post), I(TENURE_START_ON, on("2026-01-01"))));
	return person;
}

static inline const Actor *world_actor(World *w, int64_t person) {
	int fault = 0;
	const Actor *actor = actor_load(w->conn, w->arena, person, day_of_instant(w->now), &fault);
	assert_int_equal(fault, 0);
	assert_non_null(actor);
	return actor;
}

static inline int64_t world_place(World *w, const char *name, const char *kind, int64_t parent) {
	Given given[] = {T(PLACE_NAME, name), T(PLACE_KIND, kind), I(PLACE_ACTIVE, 1), I(PLACE_PARENT, parent)};
	return make(w, RECORD_PLACE, given, parent ? 4 : 3);
}

static inline int64_t world_policy(World *w, const char *name, const char *complete, int64_t effect_days) {
	return make(w, RECORD_CLOCK_POLICY,
		GIVEN(T(CLOCK_POLICY_NAME, name), T(CLOCK_POLICY_SIGN, "work_minutes:30"), T(CLOCK_POLICY_ATTEND, "work_minutes:60"),
			T(CLOCK_POLICY_COMPLETE, complete), T(CLOCK_POLICY_ANSWER, "work_days:3"), I(CLOCK_POLICY_YELLOW_MIN, 60),
			I(CLOCK_POLICY_EFFECT_DAYS, effect_days), T(CLOCK_POLICY_SOURCE, "测试")));
}

static inline int64_t world_kind(World *w, const char *code, int64_t policy, int64_t urgent, int64_t photo) {
	return make(w, RECORD_KIND,
		GIVEN(T(KIND_CODE, code), T(KIND_NAME, code), I(KIND_POLICY, policy), I(KIND_URGENT_POLICY, urgent),
			I(KIND_NEEDS_PHOTO, photo), I(KIND_FOR_ASKER, strcmp(code, "inquiry") != 0), I(KIND_ACTIVE, 1)));
}

static inline void world_people(World *w) {
	w->asker_id = world_person(w, "asker", NULL, NULL, w->archive);
	w->worker_id = world_person(w, "worker", "worker", "unit", w->electric);
	w->worker2_id = world_person(w, "worker2", "worker", "unit", w->electric);
	w->plumber_id = world_person(w, "plumber", "worker", "unit", w->plumbing);
	int64_t liaison = world_person(w, "liaison", "liaison", "unit", w->archive),
			team = world_person(w, "team", "team", "below", w->works);
	int64_t desk = world_person(w, "desk", "desk", "all", w->centre), head = world_person(w, "head", "head", "below", w->works);
	int64_t leader = world_person(w, "leader", "leader", "all", w->bureau);
	int64_t inspector = world_person(w, "inspector", "inspector", "all", w->bureau);
	w->asker = world_actor(w, w->asker_id);
	w->worker = world_actor(w, w->worker_id);
	w->worker2 = world_actor(w, w->worker2_id);
	w->plumber = world_actor(w, w->plumber_id);
	w->liaison = world_actor(w, liaison);
	w->team = world_actor(w, team);
	w->desk = world_actor(w, desk);
	w->head = world_actor(w, head);
	w->leader = world_actor(w, leader);
	w->inspector = world_actor(w, inspector);
	w->guest = actor_guest(w->arena, RECORD_MATTER, 0);
}

static inline void world_rows(World *w) {
	make(w, RECORD_HOURS, GIVEN(T(HOURS_NAME, "机关作息"), T(HOURS_SPANS, "1-5 09:00-12:00 13:00-17:00"), I(HOURS_STANDARD, 1)));
	make(w, RECORD_CALENDAR_YEAR, GIVEN(I(CALENDAR_YEAR_YEAR, 2026), I(CALENDAR_YEAR_PUBLISHED, 1)));
	w->bureau = world_unit(w, "事管局", "bureau", 0);
	w->centre = world_unit(w, "调度中心", "department", w->bureau);
	w->works = world_unit(w, "工程科", "department", w->bureau);
	w->electric = world_unit(w, "电工班", "team", w->works);
	w->plumbing = world_unit(w, "水暖班", "team", w->works);
	w->archive = world_unit(w, "市档案馆", "client", 0);
	w->yard = world_place(w, "市政协办公区", "compound", 0);
	w->house = world_place(w, "2号楼", "building", w->yard);
	w->floor = world_place(w, "三层", "floor", w->house);
	w->room = world_place(w, "305会议室", "room", w->floor);
	w->hall = world_place(w, "门厅", "room", w->floor);
	w->asset = make(w, RECORD_ASSET,
		GIVEN(T(ASSET_NAME, "会议室空调"), T(ASSET_KIND, "aircon"), I(ASSET_PLACE, w->room), I(ASSET_ACTIVE, 1)));
	w->policy = world_policy(w, "普通", "work_minutes:420", 30);
	w->quick = world_policy(w, "紧急", "work_minutes:120", 0);
	w->repair = world_kind(w, "repair", w->policy, w->quick, 1);
	w->suggestion = world_kind(w, "suggestion", w->policy, w->quick, 0);
	w->inquiry = world_kind(w, "inquiry", w->policy, w->quick, 0);
	w->leak = make(w, RECORD_PROBLEM, GIVEN(T(PROBLEM_NAME, "漏水"), I(PROBLEM_KIND, w->repair), I(PROBLEM_ACTIVE, 1)));
	w->why_wait =
		make(w, RECORD_DICT_ITEM, GIVEN(T(DICT_ITEM_DICT, "pause_reason"), T(DICT_ITEM_NAME, "等配件"), I(DICT_ITEM_ACTIVE, 1)));
	w->why_back = make(
		w, RECORD_DICT_ITEM, GIVEN(T(DICT_ITEM_DICT, "return_reason"), T(DICT_ITEM_NAME, "非本班职责"), I(DICT_ITEM_ACTIVE, 1)));
	world_people(w);
	w->client = make(w, RECORD_CLIENT,
		GIVEN(T(CLIENT_NAME, "离退休老领导"), T(CLIENT_PHONE, "13800005678"), I(CLIENT_UNIT, w->archive), I(CLIENT_ROOM, w->hall),
			I(CLIENT_ELDER, 1)));
}

/* Tuesday 2026-11-24 9:00. */
static inline World *world_new(void) {
	World *w = calloc(1, sizeof *w);
	char path[128];
	for (int i = 0; i < 100; i++) {
		snprintf(w->folder, sizeof w->folder, "/tmp/gangmu-matter-%d-%d", (int)getpid(), i);
		if (mkdir(w->folder, 0700) == 0) break;
	}
	snprintf(path, sizeof path, "%s/key", w->folder);
	assert_true(vault_start(path));
	snprintf(path, sizeof path, "sqlite:%s/db", w->folder);
	w->arena = arena_new(256u << 20);
	w->now = at("2026-11-24T09:00");
	assert_int_equal(store_open(path, &w->store), STORE_OK);
	w->door = door_open(w->store);
	assert_non_null(w->door);
	w->conn = conn_open(w->store, true);
	assert_non_null(w->conn);
	world_rows(w);
	return w;
}

/* Ends every flow: the chain holds, and the journal alone makes the same state again. Frees the world. */
static inline void world_end(World *w) {
	VerifyReport report;
	Store *store;
	int64_t entries = 0;
	char here[DIGEST_HEX], there[DIGEST_HEX];
	assert_int_equal(journal_verify(w->conn, w->arena, &report), 0);
	assert_int_equal(report.wrong_seq, 0);
	assert_true(report.entries > 0);
	assert_int_equal(store_open("sqlite::memory:", &store), STORE_OK);
	Conn *empty = conn_open(store, false);
	ARENA(scratch, 256u << 20); /* replay empties it as it goes */
	assert_int_equal(conn_begin(empty), 0);
	assert_int_equal(schema_ensure(empty), 0);
	assert_int_equal(journal_replay(w->conn, empty, scratch, &entries), 0);
	assert_int_equal(conn_commit(empty), 0);
	assert_int_equal(entries, report.entries);
	assert_int_equal(state_digest(w->conn, w->arena, here), 0);
	assert_int_equal(state_digest(empty, w->arena, there), 0);
	assert_string_equal(here, there);
	conn_close(empty);
	store_close(store);
	conn_close(w->conn);
	door_close(w->door);
	store_close(w->store);
	arena_free(w->arena);
	char command[128];
	snprintf(command, sizeof command, "rm -r '%s'", w->folder);
	assert_int_equal(system(command), 0);
	free(w);
}

/* ── flows ── */

static inline int64_t reports(World *w, const Actor *actor, const char *title, int64_t place) {
	return does(w, actor, RECORD_MATTER, actor->person ? MATTER_CMD_CREATE : MATTER_CMD_REPORT, 0,
		GIVEN(T(MATTER_TITLE, title), I(MATTER_KIND, w->repair), I(MATTER_PLACE, place)), NULL);
}

static inline void dispatches(World *w, int64_t matter, int64_t unit, const char *plan) {
	Given given[] = {I(MATTER_OWNER_UNIT, unit), T(MATTER_PLAN, plan)};
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_DISPATCH, matter, given, plan ? 2 : 1, NULL);
}

/* Reported, accepted and dispatched to the electricians. */
static inline int64_t sent_matter(World *w, const Actor *asker, const char *plan) {
	int64_t matter = reports(w, asker, "会议室空调漏水", w->room);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_ACCEPT, matter, NOTHING, NULL);
	dispatches(w, matter, w->electric, plan);
	return matter;
}

static inline int64_t lead_of(World *w, int64_t matter) {
	return count_of(w, "SELECT max(id) FROM work_order WHERE matter = ? AND role = 'lead'", matter);
}

static inline int64_t helper_of(World *w, int64_t matter) {
	return count_of(w, "SELECT max(id) FROM work_order WHERE matter = ? AND role = 'helper'", matter);
}

static inline void orders(World *w, const Actor *actor, int command, int64_t order) {
	does(w, actor, RECORD_WORK_ORDER, command, order, NOTHING, NULL);
}

static inline void photographs(World *w, const Actor *actor, int64_t matter, const char *stage) {
	does(w, actor, RECORD_ATTACHMENT, ATTACHMENT_CMD_CREATE, 0,
		GIVEN(I(ATTACHMENT_MATTER, matter), T(ATTACHMENT_NAME, "现场.jpg"), T(ATTACHMENT_DIGEST, "d1"),
			T(ATTACHMENT_MIME, "image/jpeg"), I(ATTACHMENT_SIZE, 1000), T(ATTACHMENT_STAGE, stage)),
		NULL);
}

static inline int64_t completes(World *w, const Actor *actor, int64_t order) {
	return tries(w, actor, RECORD_WORK_ORDER, WORK_ORDER_CMD_COMPLETE, order,
		GIVEN(T(WORK_ORDER_RESULT, "done"), T(WORK_ORDER_QUALITY, "fine")), "更换排水管，试机正常");
}

/* Signed, arrived, photographed and completed by the electrician. */
static inline int64_t done_matter(World *w, const Actor *asker) {
	int64_t matter = sent_matter(w, asker, NULL), order = lead_of(w, matter);
	w->now += 600;
	orders(w, w->worker, WORK_ORDER_CMD_SIGN, order);
	orders(w, w->worker, WORK_ORDER_CMD_ATTEND, order);
	w->now += 600;
	photographs(w, w->worker, matter, "after");
	assert_int_not_equal(completes(w, w->worker, order), 0);
	return matter;
}
#endif
