/* The write door and the read door together: savepoints, idempotency under a crowd, tampering found, scope against a plain filter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "access/vault.h"
#include "base/outside.h"
#include "command/door.h"
#include "model_gen.h"
#include "query/query.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Place {
	char folder[64];
	Store *store;
	Door *door;
	Arena *arena;
} Place;

static int setup(void **state) {
	static Place place;
	char path[200];
	place = (Place){.folder = "/tmp/gangmu-door-XXXXXX"};
	assert_non_null(mkdtemp(place.folder));
	snprintf(path, sizeof path, "%s/site.key", place.folder);
	assert_true(vault_start(path));
	snprintf(path, sizeof path, "sqlite:%s/t.db", place.folder);
	assert_int_equal(store_open(path, &place.store), 0);
	Conn *conn = conn_open(place.store, false);
	assert_non_null(conn);
	assert_int_equal(conn_begin(conn), 0);
	assert_int_equal(vault_ensure(conn), 0);
	assert_int_equal(conn_commit(conn), 0);
	conn_close(conn);
	assert_non_null(place.door = door_open(place.store));
	place.arena = arena_new(512u << 20);
	*state = &place;
	return 0;
}

/* Every test ends by rebuilding from the journal and comparing. */
static int teardown(void **state) {
	Place *place = *state;
	char command[200], uri[200], was[DIGEST_HEX], is[DIGEST_HEX];
	int64_t entries;
	VerifyReport report;
	Store *other;
	door_close(place->door);
	Conn *from = conn_open(place->store, true);
	snprintf(uri, sizeof uri, "sqlite:%s/replay.db", place->folder);
	assert_int_equal(store_open(uri, &other), 0);
	Conn *to = conn_open(other, false);
	assert_int_equal(conn_begin(to), 0);
	assert_int_equal(schema_ensure(to), 0);
	assert_int_equal(journal_verify(from, place->arena, &report), 0);
	if (!report.wrong_seq) {
		ARENA(arena, 64u << 20);
		assert_int_equal(journal_replay(from, to, arena, &entries), 0);
		assert_int_equal(state_digest(from, arena, was), 0);
		assert_int_equal(state_digest(to, arena, is), 0);
		assert_string_equal(was, is);
	}
	assert_int_equal(conn_commit(to), 0);
	conn_close(from);
	conn_close(to);
	store_close(other);
	store_close(place->store);
	arena_free(place->arena);
	snprintf(command, sizeof command, "%s/", place->folder);
	static const char *const names[] = {
		"t.db", "t.db-wal", "t.db-shm", "replay.db", "replay.db-wal", "replay.db-shm", "site.key"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(command, sizeof command, "%s/%s", place->folder, names[i]);
		unlink(command);
	}
	rmdir(place->folder);
	return 0;
}

static Outcome make_unit(Place *place, const char *name, const char *kind, int64_t parent, const char *idem) {
	Given given[] = {{UNIT_NAME, value_text(name)}, {UNIT_KIND, value_text(kind)}, {UNIT_ACTIVE, value_int(1)},
		{UNIT_PARENT, parent ? value_int(parent) : value_null()}};
	Call call = {
		.command = record_command(&model_records[RECORD_UNIT], "create"), .given = given, .given_count = 4, .idem = idem};
	return door_call(place->door, place->arena, &actor_engine, "cli", 1700000000, &call);
}

static int64_t count(Place *place, const char *sql) {
	Conn *conn = conn_open(place->store, true);
	int64_t n = conn_query_int(conn, sql, NULL, 0, -1, NULL);
	conn_close(conn);
	return n;
}

static void a_refusal_changes_nothing_and_gives_all_reasons(void **state) {
	Place *place = *state;
	Given given[] = {{UNIT_NAME, value_text("")}, {UNIT_KIND, value_text("nonsense")}, {UNIT_PHONE, value_int(3)}};
	Call call = {.command = record_command(&model_records[RECORD_UNIT], "create"), .given = given, .given_count = 3};
	Outcome outcome = door_call(place->door, place->arena, &actor_engine, "cli", 1700000000, &call);
	assert_int_equal(outcome.kind, OUTCOME_REFUSED);
	assert_true(outcome.refusals.count >= 2);
	assert_true(refusals_have(&outcome.refusals, "choice"));
	assert_int_equal(count(place, "SELECT count(*) FROM journal"), 0);
	assert_int_equal(count(place, "SELECT count(*) FROM unit"), 0);
}

static void half_of_a_whole_is_undone(Txn *txn, void *user) {
	(void)user;
	Given good[] = {{UNIT_NAME, value_text("先成的")}, {UNIT_KIND, value_text(UNIT_KIND_IS_DEPARTMENT)}};
	Given bad[] = {{UNIT_NAME, value_text("后败的")}};
	Call first = {.command = record_command(&model_records[RECORD_UNIT], "create"), .given = good, .given_count = 2};
	Call second = {.command = record_command(&model_records[RECORD_UNIT], "create"), .given = bad, .given_count = 1};
	assert_true(txn_call(txn, &first) > 0);
	assert_int_equal(txn_call(txn, &second), 0);
	assert_true(txn_failed(txn));
}

static void several_commands_are_one(void **state) {
	Place *place = *state;
	Outcome outcome = door_run(place->door, place->arena, &actor_engine, "import", 1700000000, half_of_a_whole_is_undone, NULL);
	assert_int_equal(outcome.kind, OUTCOME_REFUSED);
	assert_int_equal(count(place, "SELECT count(*) FROM unit"), 0);
	assert_int_equal(count(place, "SELECT count(*) FROM journal"), 0);
	assert_int_equal(make_unit(place, "之后照常", "department", 0, NULL).kind, OUTCOME_DONE);
}

typedef struct Crowd {
	Place *place;
	int number, wrong;
	int64_t id;
} Crowd;

static void *crowd_main(void *user) {
	Crowd *crowd = user;
	ARENA(arena, 64u << 20);
	Place mine = *crowd->place;
	mine.arena = arena;
	char name[40];
	for (int i = 0; i < 25; i++) {
		snprintf(name, sizeof name, "单位 %d-%d", crowd->number, i);
		/* Every fifth is refused; it must harm no neighbour in its batch. */
		Outcome outcome = make_unit(&mine, i % 5 == 4 ? "" : name, "team", 0, NULL);
		if (outcome.kind != (i % 5 == 4 ? OUTCOME_REFUSED : OUTCOME_DONE)) {
			crowd->wrong++;
			if (outcome.refusals.count) fprintf(stderr, "%s: %s\n", name, outcome.refusals.items[0].zh);
		}
	}
	crowd->id = make_unit(&mine, "同一个键", "team", 0, "once").id;
	return NULL;
}

static void a_crowd_writes_and_one_key_does_one_thing(void **state) {
	Place *place = *state;
	pthread_t threads[16];
	Crowd crowd[16];
	for (int i = 0; i < 16; i++) {
		crowd[i] = (Crowd){place, i, 0, 0};
		assert_int_equal(pthread_create(&threads[i], NULL, crowd_main, &crowd[i]), 0);
	}
	for (int i = 0; i < 16; i++) pthread_join(threads[i], NULL);
	for (int i = 0; i < 16; i++) assert_int_equal(crowd[i].wrong, 0);
	for (int i = 1; i < 16; i++) assert_true(crowd[i].id == crowd[0].id);
	assert_int_equal(count(place, "SELECT count(*) FROM unit"), 16 * 20 + 1);
	assert_int_equal(count(place, "SELECT count(*) FROM journal WHERE record = 'unit' AND command = 'create'"), 16 * 20 + 1);
	assert_int_equal(count(place, "SELECT max(seq) - count(*) FROM journal"), 0);
}

static void tampering_is_found_and_located(void **state) {
	Place *place = *state;
	for (int i = 0; i < 20; i++) {
		char name[40];
		snprintf(name, sizeof name, "单位 %d", i);
		assert_int_equal(make_unit(place, name, "team", 0, NULL).kind, OUTCOME_DONE);
	}
	static const char *const harms[] = {"UPDATE journal SET facts = replace(facts, '单位 7', '单位 8') WHERE seq = 8",
		"UPDATE journal SET at = at + 1 WHERE seq = 8", "UPDATE journal SET note = 'x' WHERE seq = 8",
		"UPDATE journal SET actor = 5 WHERE seq = 8", "UPDATE journal SET hash = 'x' || substr(hash, 2) WHERE seq = 8",
		"DELETE FROM journal WHERE seq = 8"};
	for (size_t i = 0; i < sizeof harms / sizeof *harms; i++) {
		Conn *conn = conn_open(place->store, false);
		VerifyReport report;
		assert_int_equal(conn_begin(conn), 0);
		assert_int_equal(conn_run(conn, harms[i], NULL, 0, NULL), 0);
		assert_int_equal(journal_verify(conn, place->arena, &report), 0);
		assert_true(report.wrong_seq == 8 || report.wrong_seq == 9);
		conn_rollback(conn);
		assert_int_equal(journal_verify(conn, place->arena, &report), 0);
		assert_int_equal(report.wrong_seq, 0);
		conn_close(conn);
	}
}

/* G9: what the read door shows is what a plain filter over all rows would show, for every scope and for search and counts alike. */
static void scope_equals_a_plain_filter(void **state) {
	Place *place = *state;
	int64_t top = make_unit(place, "局", "bureau", 0, NULL).id, units[9];
	for (int i = 0; i < 9; i++) {
		char name[40];
		snprintf(name, sizeof name, "单位%d", i);
		units[i] = make_unit(place, name, "team", i < 3 ? top : units[i / 3], NULL).id;
	}
	const CommandDef *create = record_command(&model_records[RECORD_CLIENT], "create");
	int64_t owner[120], person[120];
	srand(11);
	for (int i = 0; i < 120; i++) {
		char phone[20], remark[40];
		snprintf(phone, sizeof phone, "138%08d", i);
		snprintf(remark, sizeof remark, "备注%d", i);
		owner[i] = rand() % 4 ? units[rand() % 9] : 0;
		person[i] = rand() % 3 ? 0 : rand() % 3 + 1;
		Given given[] = {{CLIENT_PHONE, value_text(phone)}, {CLIENT_REMARK, value_text(remark)},
			{CLIENT_UNIT, owner[i] ? value_int(owner[i]) : value_null()},
			{CLIENT_PERSON, person[i] ? value_int(person[i]) : value_null()}};
		Call call = {.command = create, .given = given, .given_count = 4, .trusted = true};
		assert_int_equal(door_call(place->door, place->arena, &actor_engine, "cli", 1700000000, &call).kind, OUTCOME_DONE);
	}
	Conn *conn = conn_open(place->store, true);
	for (int round = 0; round < 300; round++) {
		int64_t ids[4];
		int id_count = rand() % 4;
		for (int i = 0; i < id_count; i++) ids[i] = units[rand() % 9];
		ScopeKind kinds[] = {SCOPE_OWN, SCOPE_UNITS, SCOPE_UNITS, SCOPE_ALL, SCOPE_NONE};
		Role roles[] = {ROLE_DESK, ROLE_HEAD, ROLE_FINANCE, ROLE_WORKER};
		Grant grant = {roles[rand() % 4], kinds[rand() % 5], ids, id_count};
		Actor actor = {.person = rand() % 4,
			.name = "",
			.roles = ROLE_BIT(grant.role) | ROLE_BIT(ROLE_ASKER),
			.grants = &grant,
			.grant_count = 1};
		bool may = model_records[RECORD_CLIENT].read & ROLE_BIT(grant.role);
		int64_t want = 0;
		for (int i = 0; i < 120; i++) {
			bool by_unit = false;
			for (int k = 0; k < id_count && grant.kind == SCOPE_UNITS; k++) by_unit |= owner[i] == ids[k];
			want += may && (grant.kind == SCOPE_ALL || by_unit || (actor.person && person[i] == actor.person));
		}
		Query query;
		Rows rows;
		int64_t got;
		query_init(&query, &model_records[RECORD_CLIENT]);
		query.limit = 200;
		ARENA(arena, 64u << 20);
		assert_int_equal(query_count(conn, arena, &actor, &query, 0, &got), 0);
		assert_int_equal(got, want);
		assert_int_equal(query_rows(conn, arena, &actor, &query, false, &rows), 0);
		assert_int_equal(rows.count, want);
		for (int i = 0; i < rows.count; i++) assert_string_equal(row_text(&rows.rows[i], CLIENT_PHONE), "***");
	}
	conn_close(conn);
}

static void personal_values_are_erased_with_their_key(void **state) {
	Place *place = *state;
	Given given[] = {{CLIENT_NAME, value_text("某岗")}, {CLIENT_PHONE, value_text("13800001234")}};
	Call call = {
		.command = record_command(&model_records[RECORD_CLIENT], "create"), .given = given, .given_count = 2, .trusted = true};
	Outcome outcome = door_call(place->door, place->arena, &actor_engine, "cli", 1700000000, &call);
	assert_int_equal(outcome.kind, OUTCOME_DONE);
	assert_int_equal(count(place, "SELECT count(*) FROM journal WHERE facts LIKE '%13800001234%'"), 0);
	assert_int_equal(count(place, "SELECT count(*) FROM client WHERE phone LIKE '%13800001234%'"), 0);
	Conn *conn = conn_open(place->store, false);
	Row *row = query_row(conn, place->arena, &actor_engine, &model_records[RECORD_CLIENT], outcome.id, true, NULL);
	assert_string_equal(row_text(row, CLIENT_PHONE), "13800001234");
	char subject[40];
	snprintf(subject, sizeof subject, "client:%lld", (long long)outcome.id);
	assert_int_equal(vault_erase(conn, subject), 0);
	row = query_row(conn, place->arena, &actor_engine, &model_records[RECORD_CLIENT], outcome.id, true, NULL);
	assert_string_equal(row_text(row, CLIENT_PHONE), "");
	VerifyReport report;
	assert_int_equal(journal_verify(conn, place->arena, &report), 0);
	assert_int_equal(report.wrong_seq, 0);
	conn_close(conn);
}

typedef struct Tries {
	Arena *scratch;
	int done, refused;
	bool undo;
} Tries;

/* Five units, every second of a kind there is not. */
static void try_some(Txn *txn, void *user) {
	Tries *tries = user;
	txn_cause(txn, 7);
	for (int i = 0; i < 5; i++) {
		Refusals refusals;
		Given given[] = {{UNIT_NAME, value_text(arena_printf(tries->scratch, "试%d", i))},
			{UNIT_KIND, value_text(i % 2 ? "nonsense" : "team")}, {UNIT_ACTIVE, value_int(1)}};
		Call call = {.command = record_command(&model_records[RECORD_UNIT], "create"), .given = given, .given_count = 3};
		bool good = txn_try(txn, tries->scratch, &call, &refusals) > 0;
		assert_true(good == (refusals.count == 0));
		tries->done += good;
		tries->refused += refusals.count > 0;
		arena_reset(tries->scratch);
	}
	if (tries->undo) txn_refuse(txn, REFUSAL_STATE, "only-checked", "", "只检查", "Only checked");
}

/* G2: a check judges as the writing does and leaves nothing; a wrong row harms no neighbour. */
static void commands_are_tried_one_by_one(void **state) {
	Place *place = *state;
	ARENA(scratch, 8u << 20);
	Tries tries = {.scratch = scratch, .undo = true};
	Outcome outcome = door_run(place->door, place->arena, &actor_engine, "import", 1700000000, try_some, &tries);
	assert_int_equal(outcome.kind, OUTCOME_REFUSED);
	assert_true(refusals_have(&outcome.refusals, "only-checked"));
	assert_int_equal(tries.done, 3);
	assert_int_equal(tries.refused, 2);
	assert_int_equal(count(place, "SELECT count(*) FROM unit"), 0);
	assert_int_equal(count(place, "SELECT count(*) FROM journal"), 0);
	tries = (Tries){.scratch = scratch};
	outcome = door_run(place->door, place->arena, &actor_engine, "import", 1700000000, try_some, &tries);
	assert_int_equal(outcome.kind, OUTCOME_DONE);
	assert_int_equal(count(place, "SELECT count(*) FROM unit"), 3);
	assert_int_equal(count(place, "SELECT count(*) FROM journal WHERE cause = 7"), 3);
	assert_int_equal(count(place, "SELECT max(seq) FROM journal"), 3);
	assert_int_equal(count(place, "SELECT max(id) FROM unit"), 3);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_refusal_changes_nothing_and_gives_all_reasons, setup, teardown),
		cmocka_unit_test_setup_teardown(several_commands_are_one, setup, teardown),
		cmocka_unit_test_setup_teardown(commands_are_tried_one_by_one, setup, teardown),
		cmocka_unit_test_setup_teardown(a_crowd_writes_and_one_key_does_one_thing, setup, teardown),
		cmocka_unit_test_setup_teardown(tampering_is_found_and_located, setup, teardown),
		cmocka_unit_test_setup_teardown(scope_equals_a_plain_filter, setup, teardown),
		cmocka_unit_test_setup_teardown(personal_values_are_erased_with_their_key, setup, teardown)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
