/* What only PostgreSQL has: a server that goes away, rows that stream, plans that grow old. Nothing to do without GANGMU_TEST_PG. */
#include "store/test_place.h"

/* Ends every other connection of this test (they share a name of their own), as a restart of the server does. */
static void cut_off(Conn *by) {
	Cursor *cursor = conn_query(by,
		"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
		"current_database() AND "
		"application_name = current_setting('application_name')",
		NULL, 0);
	while (cursor_next(cursor)) {
	}
	assert_int_equal(cursor_end(cursor), STORE_OK);
}

static void f_a_lost_server_is_found_again(void **state) {
	Place *place = *state;
	place_things(place, 3);
	Conn *other = conn_open(place->store, false);
	assert_int_equal(place_int(place, "SELECT count(*) FROM thing"), 3);
	cut_off(other);
	assert_int_equal(place_int(place, "SELECT count(*) FROM thing"), 3); /* known statement */
	cut_off(other);
	assert_int_equal(place_int(place, "SELECT max(id) FROM thing"), 3); /* new statement */
	cut_off(other);
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	assert_int_equal(place_run(place, "DELETE FROM thing WHERE id = 3"), STORE_OK);
	assert_int_equal(conn_commit(place->conn), STORE_OK);
	cut_off(other);
	assert_int_equal(conn_begin_read(place->conn), STORE_OK);
	assert_int_equal(place_int(place, "SELECT count(*) FROM thing"), 2);
	assert_int_equal(conn_rollback(place->conn), STORE_OK);
	conn_close(other);
}

static void f_a_transaction_does_not_outlive_its_server(void **state) {
	Place *place = *state;
	place_things(place, 3);
	Conn *other = conn_open(place->store, false);
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	assert_int_equal(place_run(place, "DELETE FROM thing"), STORE_OK);
	assert_int_equal(conn_savepoint(place->conn), STORE_OK);
	cut_off(other);
	assert_int_equal(place_run(place, "DELETE FROM thing WHERE id = 1"), STORE_FAULT);
	assert_int_equal(conn_rollback_savepoint(place->conn), STORE_FAULT);
	assert_int_equal(cursor_end(conn_query(place->conn, "SELECT count(*) FROM thing", NULL, 0)), STORE_FAULT);
	assert_int_equal(conn_commit(place->conn), STORE_FAULT);
	assert_int_equal(place_int(place, "SELECT count(*) FROM thing"), 3);
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	cut_off(other);
	assert_int_equal(conn_commit(place->conn), STORE_FAULT);
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	assert_int_equal(conn_rollback(place->conn), STORE_OK);
	conn_close(other);
}

/* A write outside a transaction may have happened: it is not sent again. */
static void f_a_write_is_not_repeated(void **state) {
	Place *place = *state;
	place_things(place, 1);
	Conn *other = conn_open(place->store, false);
	assert_int_equal(place_run(place, "UPDATE thing SET size = size + 1"), STORE_OK);
	cut_off(other);
	assert_int_equal(place_run(place, "UPDATE thing SET size = size + 1"), STORE_FAULT);
	assert_int_equal(place_run(place, "UPDATE thing SET size = size + 1"), STORE_OK);
	assert_int_equal(place_int(place, "SELECT size FROM thing"), 12);
	conn_close(other);
}

static void rows_stream_and_wait_for_each_other(void **state) {
	Place *place = *state;
	place_things(place, 0);
	Cursor *many = conn_query(place->conn, "SELECT g, repeat('x', 100) FROM generate_series(1, 20000) g", NULL, 0);
	for (int64_t i = 1; i <= 20000; i++) {
		assert_true(cursor_next(many));
		assert_int_equal(cursor_int(many, 0), i);
		if (i % 5000 == 7) {
			Value id = value_int(i);
			assert_int_equal(conn_query_int(place->conn, "SELECT ? + 1", &id, 1, 0, NULL), i + 1);
			assert_int_equal(conn_run(place->conn, "INSERT INTO thing (id) VALUES (?)", &id, 1, NULL), STORE_OK);
		}
	}
	assert_false(cursor_next(many));
	assert_int_equal(cursor_end(many), STORE_OK);
	many = conn_query(place->conn, "SELECT g FROM generate_series(1, 20000) g", NULL, 0);
	assert_true(cursor_next(many));
	assert_int_equal(cursor_end(many), STORE_OK); /* the rest is thrown away */
	assert_int_equal(place_int(place, "SELECT count(*) FROM thing"), 4);
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	many = conn_query(place->conn, "SELECT 10 / (10 - g) FROM generate_series(1, 20) g", NULL, 0);
	int rows = 0;
	while (cursor_next(many)) rows++;
	assert_int_equal(rows, 9);
	assert_int_equal(cursor_end(many), STORE_FAULT);
	assert_int_equal(conn_commit(place->conn), STORE_FAULT);
}

static void plans_grow_old(void **state) {
	Place *place = *state;
	place_things(place, 1);
	Conn *other = conn_open(place->store, false);
	for (int round = 0; round < 3; round++) {
		Cursor *cursor = conn_query(other, "SELECT * FROM thing", NULL, 0);
		assert_true(cursor_next(cursor));
		assert_int_equal(cursor_columns(cursor), 3 + round);
		assert_int_equal(cursor_end(cursor), STORE_OK);
		assert_int_equal(place_run(place, round ? "ALTER TABLE thing ADD COLUMN b BIGINT"
												: "ALTER TABLE thing ADD COLUMN a BIGINT") == STORE_OK,
			round < 2);
	}
	conn_close(other);
}

/* Writers of other processes wait; the wait ends when the writer ends. */
static void writers_hold_one_lock(void **state) {
	Place *place = *state;
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	Conn *other = conn_open(place->store, false);
	static const char sql[] =
		"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM "
		"pg_database WHERE datname = current_database())";
	assert_int_equal(conn_query_int(other, sql, NULL, 0, -1, NULL), 1);
	assert_int_equal(conn_commit(place->conn), STORE_OK);
	assert_int_equal(conn_query_int(other, sql, NULL, 0, -1, NULL), 0);
	assert_int_equal(conn_begin(other), STORE_OK);
	assert_int_equal(conn_rollback(other), STORE_OK);
	conn_close(other);
}

static void a_server_that_does_not_sync_is_refused(void **state) {
	Place *place = *state;
	assert_int_equal(store_backup(place->store, place->path), STORE_FAULT);
	/* A role may have turned synchronous_commit off: Gangmu turns it on for itself. */
	Store *store;
	assert_int_equal(store_open(arena_printf(place->arena, "%s%%20-csynchronous_commit%%3Doff", place->uri), &store), STORE_OK);
	Conn *conn = conn_open(store, false);
	Cursor *cursor = conn_query(conn, "SHOW synchronous_commit", NULL, 0);
	assert_true(cursor_next(cursor));
	assert_string_equal(cursor_text(cursor, 0), "on");
	assert_int_equal(cursor_end(cursor), STORE_OK);
	conn_close(conn);
	store_close(store);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		PLACE_TEST(f_a_lost_server_is_found_again),
		PLACE_TEST(f_a_transaction_does_not_outlive_its_server),
		PLACE_TEST(f_a_write_is_not_repeated),
		PLACE_TEST(rows_stream_and_wait_for_each_other),
		PLACE_TEST(plans_grow_old),
		PLACE_TEST(writers_hold_one_lock),
		PLACE_TEST(a_server_that_does_not_sync_is_refused),
	};
	if (!getenv("GANGMU_TEST_PG")) return 0;
	return cmocka_run_group_tests_name("postgresql", tests, place_postgres, NULL);
}
