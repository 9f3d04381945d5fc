/* For the tests of this room: one fresh, empty database after another, of each kind, so that the same assertions meet all of them.
 * GANGMU_TEST_PG names a PostgreSQL database (tools/pg_cluster.sh); only the schema store_test in it is touched. */
#ifndef GANGMU_STORE_TEST_PLACE_H
#define GANGMU_STORE_TEST_PLACE_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "store/store.h"

typedef enum PlaceKind { PLACE_MEMORY, PLACE_FILE, PLACE_POSTGRES } PlaceKind;

typedef struct Place {
	PlaceKind kind;
	char folder[64], path[128], uri[1024];
	Store *store;
	Conn *conn; /* writes */
	Arena *arena;
} Place;

static inline void place_new_schema(Place *place) {
	assert_int_equal(conn_run(place->conn, "DROP SCHEMA IF EXISTS store_test CASCADE", NULL, 0, NULL), STORE_OK);
	assert_int_equal(conn_run(place->conn, "CREATE SCHEMA store_test", NULL, 0, NULL), STORE_OK);
}

static inline int place_open(void **state) {
	Place *place = *state;
	place->arena = arena_new(64u << 20);
	snprintf(place->folder, sizeof place->folder, "/tmp/gangmu-store-XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->path, sizeof place->path, "%s/db", place->folder);
	if (place->kind == PLACE_MEMORY) snprintf(place->uri, sizeof place->uri, "sqlite::memory:");
	if (place->kind == PLACE_FILE) snprintf(place->uri, sizeof place->uri, "sqlite:%s", place->path);
	if (place->kind == PLACE_POSTGRES) {
		const char *uri = getenv("GANGMU_TEST_PG");
		snprintf(place->uri, sizeof place->uri, "%s%capplication_name=store-test-%d&options=-csearch_path%%3Dstore_test", uri,
			strchr(uri, '?') ? '&' : '?', (int)getpid());
	}
	assert_int_equal(store_open(place->uri, &place->store), STORE_OK);
	place->conn = conn_open(place->store, false);
	assert_non_null(place->conn);
	if (place->kind == PLACE_POSTGRES) place_new_schema(place);
	return 0;
}

static inline int place_close(void **state) {
	Place *place = *state;
	conn_close(place->conn);
	store_close(place->store);
	arena_free(place->arena);
	char command[128];
	snprintf(command, sizeof command, "rm -rf %s", place->folder);
	return system(command);
}

/* The group's state: tests open and close the database in it. */
static inline int place_memory(void **state) {
	static Place place = {.kind = PLACE_MEMORY};
	*state = &place;
	return 0;
}
static inline int place_file(void **state) {
	static Place place = {.kind = PLACE_FILE};
	*state = &place;
	return 0;
}
static inline int place_postgres(void **state) {
	static Place place = {.kind = PLACE_POSTGRES};
	*state = &place;
	return 0;
}

static inline int place_run(Place *place, const char *sql) {
	return conn_run(place->conn, sql, NULL, 0, NULL);
}

static inline int64_t place_int(Place *place, const char *sql) {
	int fault;
	int64_t number = conn_query_int(place->conn, sql, NULL, 0, INT64_MIN, &fault);
	assert_int_equal(fault, STORE_OK);
	return number;
}

/* A table thing (id, name unique, size) with rows 1 … count named n1 …; committed. */
static inline void place_things(Place *place, int count) {
	static const Column columns[] = {{"id", COLUMN_INT, true}, {"name", COLUMN_TEXT, false}, {"size", COLUMN_INT, false}};
	static const TableIndex indexes[] = {{"name", true, NULL}};
	static const Table table = {"thing", "id", columns, 3, indexes, 1};
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	assert_int_equal(table_ensure(place->conn, &table), STORE_OK);
	for (int i = 1; i <= count; i++) {
		Value row[] = {value_int(i), value_text(arena_printf(place->arena, "n%d", i)), value_int(i * 10)};
		assert_int_equal(conn_run(place->conn, "INSERT INTO thing (id, name, size) VALUES (?, ?, ?)", row, 3, NULL), STORE_OK);
	}
	assert_int_equal(conn_commit(place->conn), STORE_OK);
}

#define PLACE_TEST(f) cmocka_unit_test_setup_teardown(f, place_open, place_close)
#define PLACE_RUN(tests)                                                                                                         \
	(cmocka_run_group_tests_name("sqlite memory", tests, place_memory, NULL) +                                                   \
		cmocka_run_group_tests_name("sqlite file", tests, place_file, NULL) +                                                    \
		(getenv("GANGMU_TEST_PG") ? cmocka_run_group_tests_name("postgresql", tests, place_postgres, NULL) : 0))
#endif
