#include "store/placeholder.h"
#include "store/test_place.h"

#include <sys/wait.h>
#include <unistd.h>

#define INSERT "INSERT INTO thing (id, name, size) VALUES (?, ?, ?)"

static int insert(Place *place, int64_t id, const char *name) {
	Value row[] = {value_int(id), value_text(name), value_null()};
	return conn_run(place->conn, INSERT, row, 3, NULL);
}

static int64_t things(Place *place) {
	return place_int(place, "SELECT count(*) FROM thing");
}

static void values_come_back_as_they_went_in(void **state) {
	Place *place = *state;
	place_things(place, 0);
	assert_int_equal(place_run(place, "ALTER TABLE thing ADD COLUMN note TEXT"), STORE_OK);
	char *large = arena_alloc(place->arena, 3000001);
	for (size_t i = 0; i < 3000000; i += 3) memcpy(large + i, "纲", 3);
	const char *texts[] = {"", "纲目 🀄 𠮷", "'\"\\ ? $1 %", "12", "x"};
	int64_t numbers[] = {INT64_MIN, INT64_MAX, 0, -1, 4294967296};
	for (int i = 0; i < 5; i++) {
		Value row[] = {value_int(i + 1), value_text(texts[i]), value_int(numbers[i])};
		int64_t changed;
		assert_int_equal(conn_run(place->conn, INSERT, row, 3, &changed), STORE_OK);
		assert_int_equal(changed, 1);
	}
	assert_int_equal(insert(place, 6, NULL), STORE_OK);
	Value note = value_text(large); /* too long for an index of PostgreSQL: another column */
	assert_int_equal(conn_run(place->conn, "UPDATE thing SET note = ? WHERE id = 6", &note, 1, NULL), STORE_OK);
	Cursor *noted = conn_query(place->conn, "SELECT note FROM thing WHERE id = 6", NULL, 0);
	assert_true(cursor_next(noted));
	assert_string_equal(cursor_text(noted, 0), large);
	assert_int_equal(cursor_end(noted), STORE_OK);
	Cursor *cursor = conn_query(place->conn, "SELECT name, size, id FROM thing ORDER BY id", NULL, 0);
	assert_int_equal(cursor_columns(cursor), 3);
	for (int i = 0; i < 5; i++) {
		assert_true(cursor_next(cursor));
		assert_string_equal(cursor_text(cursor, 0), texts[i]);
		assert_int_equal(cursor_int(cursor, 1), numbers[i]);
		assert_true(value_equal(cursor_value(place->arena, cursor, 0), value_text(texts[i])));
		assert_true(value_equal(cursor_value(place->arena, cursor, 1), value_int(numbers[i])));
	}
	assert_true(cursor_next(cursor));
	assert_true(cursor_is_null(cursor, 0) && cursor_is_null(cursor, 1) && !cursor_is_null(cursor, 2));
	assert_null(cursor_text(cursor, 0));
	assert_int_equal(cursor_int(cursor, 1), 0);
	assert_true(value_is_null(cursor_value(place->arena, cursor, 1)));
	assert_false(cursor_next(cursor));
	assert_false(cursor_next(cursor));
	assert_int_equal(cursor_end(cursor), STORE_OK);
}

static void computed_columns_have_one_type(void **state) {
	Place *place = *state;
	place_things(place, 4);
	Cursor *cursor =
		conn_query(place->conn, "SELECT sum(size), count(*), max(name), CAST(count(*) AS TEXT), min(id) + 1 FROM thing", NULL, 0);
	assert_true(cursor_next(cursor));
	assert_true(value_equal(cursor_value(place->arena, cursor, 0), value_int(100)));
	assert_true(value_equal(cursor_value(place->arena, cursor, 1), value_int(4)));
	assert_true(value_equal(cursor_value(place->arena, cursor, 2), value_text("n4")));
	assert_true(value_equal(cursor_value(place->arena, cursor, 3), value_text("4")));
	assert_int_equal(cursor_int(cursor, 3), 4);
	assert_int_equal(cursor_int(cursor, 4), 2);
	assert_int_equal(cursor_end(cursor), STORE_OK);
	int fault;
	assert_int_equal(conn_query_int(place->conn, "SELECT id FROM thing WHERE id = 99", NULL, 0, -7, &fault), -7);
	assert_int_equal(fault, STORE_OK);
	Value limits[] = {value_int(15), value_int(2)};
	assert_int_equal(
		conn_query_int(place->conn, "SELECT size FROM thing WHERE size > ? ORDER BY id LIMIT ?", limits, 2, 0, NULL), 20);
	Value as_text = value_text("3"), as_null = value_null();
	assert_int_equal(conn_query_int(place->conn, "SELECT size FROM thing WHERE id = ?", &as_text, 1, 0, NULL), 30);
	assert_int_equal(conn_query_int(place->conn, "SELECT size FROM thing WHERE id = ?", &as_null, 1, 5, NULL), 5);
	Value as_int = value_int(4);
	assert_int_equal(conn_query_int(place->conn, "SELECT size FROM thing WHERE id = ?", &as_int, 1, 0, NULL), 40);
}

static void text_sorts_by_bytes(void **state) {
	Place *place = *state;
	place_things(place, 0);
	const char *names[] = {"a", "B", "纲", "é", "_"};
	for (int i = 0; i < 5; i++) assert_int_equal(insert(place, i, names[i]), STORE_OK);
	const char *sorted[] = {"B", "_", "a", "é", "纲"};
	Cursor *cursor = conn_query(place->conn, "SELECT name FROM thing ORDER BY name", NULL, 0);
	for (int i = 0; i < 5; i++) {
		assert_true(cursor_next(cursor));
		assert_string_equal(cursor_text(cursor, 0), sorted[i]);
	}
	assert_int_equal(cursor_end(cursor), STORE_OK);
}

static void a_faulty_statement_is_a_fault(void **state) {
	Place *place = *state;
	place_things(place, 1);
	assert_int_equal(place_run(place, "SELEC 1"), STORE_FAULT);
	assert_int_equal(place_run(place, "DELETE FROM nothing"), STORE_FAULT);
	assert_int_equal(cursor_end(conn_query(place->conn, "SELECT nothing FROM thing", NULL, 0)), STORE_FAULT);
	Value row[] = {value_int(2), value_text("x"), value_text("no number")};
	assert_int_equal(conn_run(place->conn, INSERT, row, 3, NULL), STORE_FAULT);
	assert_int_equal(place_run(place, "DELETE FROM thing; DELETE FROM thing"), STORE_FAULT);
	assert_int_equal(things(place), 1);
}

static void uniqueness_is_a_conflict(void **state) {
	Place *place = *state;
	place_things(place, 2);
	assert_int_equal(insert(place, 1, "x"), STORE_CONFLICT);
	assert_int_equal(insert(place, 3, "n2"), STORE_CONFLICT);
	assert_int_equal(insert(place, 3, "n3"), STORE_OK);
	int64_t changed = 7;
	assert_int_equal(
		conn_run(place->conn, "INSERT INTO thing (id, name) VALUES (3, 'y') ON CONFLICT DO NOTHING", NULL, 0, &changed),
		STORE_OK);
	assert_int_equal(changed, 0);
	assert_int_equal(conn_run(place->conn, "UPDATE thing SET size = 5 WHERE id >= 2", NULL, 0, &changed), STORE_OK);
	assert_int_equal(changed, 2);
}

static void returning_runs_at_once(void **state) {
	Place *place = *state;
	place_things(place, 2);
	static const char sql[] = "INSERT INTO thing (id, name) VALUES (?, ?) RETURNING id, name";
	Value row[] = {value_int(3), value_text("n3")};
	Cursor *cursor = conn_query(place->conn, sql, row, 2);
	assert_int_equal(cursor_end(cursor), STORE_OK);
	assert_int_equal(things(place), 3);
	row[0] = value_int(4), row[1] = value_text("n4");
	cursor = conn_query(place->conn, sql, row, 2);
	assert_true(cursor_next(cursor));
	assert_int_equal(cursor_int(cursor, 0), 4);
	assert_string_equal(cursor_text(cursor, 1), "n4");
	assert_false(cursor_next(cursor));
	assert_int_equal(cursor_end(cursor), STORE_OK);
	cursor = conn_query(place->conn, sql, row, 2);
	assert_false(cursor_next(cursor));
	assert_int_equal(cursor_end(cursor), STORE_CONFLICT);
	assert_int_equal(things(place), 4);
}

static void savepoints_nest(void **state) {
	Place *place = *state;
	place_things(place, 0);
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	insert(place, 1, "a");
	assert_int_equal(conn_savepoint(place->conn), STORE_OK);
	insert(place, 2, "b");
	assert_int_equal(conn_savepoint(place->conn), STORE_OK);
	insert(place, 3, "c");
	assert_int_equal(conn_rollback_savepoint(place->conn), STORE_OK);
	assert_int_equal(things(place), 2);
	assert_int_equal(conn_savepoint(place->conn), STORE_OK);
	insert(place, 4, "d");
	assert_int_equal(conn_release(place->conn), STORE_OK);
	assert_int_equal(conn_release(place->conn), STORE_OK);
	assert_int_equal(conn_savepoint(place->conn), STORE_OK);
	insert(place, 5, "e");
	assert_int_equal(conn_savepoint(place->conn), STORE_OK);
	insert(place, 6, "f");
	assert_int_equal(conn_release(place->conn), STORE_OK);
	assert_int_equal(conn_rollback_savepoint(place->conn), STORE_OK);
	assert_int_equal(conn_commit(place->conn), STORE_OK);
	assert_int_equal(place_int(place, "SELECT sum(id) FROM thing"), 1 + 2 + 4);
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	for (int i = 0; i < 16; i++) assert_int_equal(conn_savepoint(place->conn), STORE_OK);
	assert_int_equal(conn_savepoint(place->conn), STORE_FAULT);
	assert_int_equal(conn_rollback(place->conn), STORE_OK);
}

static void a_conflict_in_a_savepoint_harms_no_neighbour(void **state) {
	Place *place = *state;
	place_things(place, 1);
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	assert_int_equal(insert(place, 2, "b"), STORE_OK);
	assert_int_equal(conn_savepoint(place->conn), STORE_OK);
	assert_int_equal(insert(place, 3, "c"), STORE_OK);
	assert_int_equal(insert(place, 1, "again"), STORE_CONFLICT);
	assert_int_equal(insert(place, 4, "d"), STORE_FAULT); /* refused until the savepoint is undone: on both databases */
	assert_int_equal(cursor_end(conn_query(place->conn, "SELECT 1", NULL, 0)), STORE_FAULT);
	assert_int_equal(conn_savepoint(place->conn), STORE_FAULT);
	assert_int_equal(conn_release(place->conn), STORE_FAULT);
	assert_int_equal(conn_rollback_savepoint(place->conn), STORE_OK);
	assert_int_equal(conn_savepoint(place->conn), STORE_OK);
	assert_int_equal(place_run(place, "SELEC"), STORE_FAULT);
	assert_int_equal(conn_rollback_savepoint(place->conn), STORE_OK);
	assert_int_equal(insert(place, 5, "e"), STORE_OK);
	assert_int_equal(conn_commit(place->conn), STORE_OK);
	assert_int_equal(place_int(place, "SELECT sum(id) FROM thing"), 1 + 2 + 5);
}

static void a_failed_transaction_never_commits(void **state) {
	Place *place = *state;
	place_things(place, 1);
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	assert_int_equal(insert(place, 2, "b"), STORE_OK);
	assert_int_equal(insert(place, 1, "again"), STORE_CONFLICT);
	assert_int_equal(conn_commit(place->conn), STORE_FAULT);
	assert_int_equal(things(place), 1);
	assert_int_equal(conn_rollback(place->conn), STORE_OK); /* nothing left to roll back */
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	assert_int_equal(insert(place, 2, "b"), STORE_OK);
	assert_int_equal(conn_rollback(place->conn), STORE_OK);
	assert_int_equal(things(place), 1);
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	assert_int_equal(insert(place, 2, "b"), STORE_OK);
	assert_int_equal(conn_commit(place->conn), STORE_OK);
	assert_int_equal(things(place), 2);
}

static void cursors_stand_beside_each_other(void **state) {
	Place *place = *state;
	place_things(place, 40);
	Cursor *open[16];
	for (int i = 0; i < 16; i++) {
		Value above = value_int(i);
		open[i] = conn_query(place->conn, "SELECT id FROM thing WHERE id > ? ORDER BY id", &above, 1);
		assert_non_null(open[i]);
		assert_true(cursor_next(open[i]));
	}
	assert_null(conn_query(place->conn, "SELECT id FROM thing", NULL, 0));
	for (int round = 1; round < 25; round++)
		for (int i = 0; i < 16; i++) {
			assert_int_equal(cursor_int(open[i], 0), i + round);
			bool more = cursor_next(open[i]);
			assert_true(more == (i + round < 40));
			if (!more) assert_true(false);
		}
	assert_int_equal(insert(place, 41, "beside"), STORE_OK);
	for (int i = 0; i < 16; i++) assert_int_equal(cursor_end(open[i]), STORE_OK);
	Cursor *cursor = conn_query(place->conn, "SELECT id FROM thing", NULL, 0);
	assert_non_null(cursor);
	assert_int_equal(cursor_end(cursor), STORE_OK);
	assert_int_equal(cursor_end(NULL), STORE_FAULT);
}

static void statements_are_found_by_text_not_address(void **state) {
	Place *place = *state;
	place_things(place, 1);
	char sql[64];
	int64_t before = conn_statements(place->conn);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 600; i++) { /* more than are kept */
			snprintf(sql, sizeof sql, "SELECT %d FROM thing", i);
			assert_int_equal(place_int(place, sql), i);
		}
	assert_int_equal(conn_statements(place->conn) - before, 1200);
}

static void note(void *user, const char *sql) {
	snprintf(user, 64, "%s", sql);
}

static void every_statement_is_traced(void **state) {
	Place *place = *state;
	char seen[64] = "";
	conn_set_trace(place->conn, note, seen);
	place_int(place, "SELECT 5");
	assert_string_equal(seen, "SELECT 5");
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	assert_int_equal(strncmp(seen, "BEGIN", 5), 0);
	conn_set_trace(place->conn, NULL, NULL);
	assert_int_equal(conn_commit(place->conn), STORE_OK);
	assert_int_equal(strncmp(seen, "BEGIN", 5), 0);
}

static void tables_grow_and_never_lose(void **state) {
	Place *place = *state;
	place_things(place, 2);
	static const Column wider[] = {{"id", COLUMN_INT, true}, {"name", COLUMN_TEXT, false}, {"size", COLUMN_INT, false},
		{"note", COLUMN_TEXT, false}, {"due_at", COLUMN_INT, true}};
	static const TableIndex indexes[] = {
		{"due_at, id", false, "note IS NULL"}, {"name", true, NULL}, {"note", true, "note <> ''"}};
	static const Table table = {"thing", "id", wider, 5, indexes, 3};
	for (int i = 0; i < 2; i++) {
		assert_int_equal(conn_begin(place->conn), STORE_OK);
		assert_int_equal(table_ensure(place->conn, &table), STORE_OK);
		assert_int_equal(conn_commit(place->conn), STORE_OK);
	}
	assert_int_equal(place_int(place, "SELECT count(*) FROM thing WHERE note IS NULL AND due_at IS NULL"), 2);
	assert_int_equal(place_run(place, "UPDATE thing SET note = ''"), STORE_OK);
	assert_int_equal(place_run(place, "UPDATE thing SET note = 'same'"), STORE_CONFLICT);
	static const Column other[] = {{"id", COLUMN_INT, true}, {"name", COLUMN_INT, false}};
	static const Table wrong = {"thing", "id", other, 2, NULL, 0};
	assert_int_equal(table_ensure(place->conn, &wrong), STORE_WRONG);
	static const Column link_columns[] = {{"matter", COLUMN_INT, true}, {"code", COLUMN_TEXT, true}};
	static const Table link = {"matter_code", "matter, code", link_columns, 2, NULL, 0};
	assert_false(table_exists(place->conn, "matter_code"));
	assert_int_equal(table_ensure(place->conn, &link), STORE_OK);
	assert_true(table_exists(place->conn, "matter_code"));
	assert_int_equal(place_run(place, "INSERT INTO matter_code (matter, code) VALUES (1, 'a'), (1, 'b')"), STORE_OK);
	assert_int_equal(place_run(place, "INSERT INTO matter_code (matter, code) VALUES (1, 'a')"), STORE_CONFLICT);
	assert_int_equal(place_run(place, "INSERT INTO matter_code (matter) VALUES (2)"), STORE_FAULT);
}

static void a_read_only_connection_refuses_writes(void **state) {
	Place *place = *state;
	place_things(place, 1);
	if (place->kind == PLACE_MEMORY) return; /* its one connection writes */
	Conn *reader = conn_open(place->store, true);
	assert_non_null(reader);
	static const char *const writes[] = {"DELETE FROM thing", "CREATE TABLE other (id BIGINT)",
		"INSERT INTO thing (id) VALUES (9)", "WITH x AS (SELECT 1 AS n) INSERT INTO thing (id) SELECT n + 8 FROM x"};
	for (int i = 0; i < 4; i++) {
		assert_int_equal(conn_run(reader, writes[i], NULL, 0, NULL), STORE_FAULT);
		assert_int_equal(cursor_end(conn_query(reader, writes[i], NULL, 0)), STORE_FAULT);
	}
	assert_int_equal(conn_begin(reader), STORE_FAULT);
	assert_int_equal(conn_query_int(reader, "SELECT count(*) FROM thing", NULL, 0, -1, NULL), 1);
	conn_close(reader);
}

static void a_reading_transaction_is_one_snapshot(void **state) {
	Place *place = *state;
	place_things(place, 1);
	if (place->kind == PLACE_MEMORY) return;
	for (int read_only = 0; read_only < 2; read_only++) {
		Conn *reader = conn_open(place->store, read_only);
		assert_int_equal(conn_begin_read(reader), STORE_OK);
		int64_t before = conn_query_int(reader, "SELECT count(*) FROM thing", NULL, 0, -1, NULL);
		assert_int_equal(insert(place, 10 + read_only, read_only ? "p" : "q"), STORE_OK);
		assert_int_equal(conn_query_int(reader, "SELECT count(*) FROM thing", NULL, 0, -1, NULL), before);
		assert_int_equal(conn_run(reader, "DELETE FROM thing", NULL, 0, NULL), STORE_FAULT);
		assert_int_equal(conn_rollback(reader), STORE_OK);
		assert_int_equal(conn_query_int(reader, "SELECT count(*) FROM thing", NULL, 0, -1, NULL), before + 1);
		conn_close(reader);
	}
}

/* Reads, adds one, writes: loses counts unless writers exclude one another. */
static int count_up(const char *uri, int times) {
	Store *store;
	if (store_open(uri, &store) != STORE_OK) return 1;
	Conn *conn = conn_open(store, false);
	int bad = conn == NULL;
	for (int i = 0; i < times && !bad; i++) {
		bad |= conn_begin(conn) != STORE_OK;
		Value next = value_int(conn_query_int(conn, "SELECT size FROM thing WHERE id = 1", NULL, 0, -1, NULL) + 1);
		bad |= conn_run(conn, "UPDATE thing SET size = ? WHERE id = 1", &next, 1, NULL) != STORE_OK;
		bad |= conn_commit(conn) != STORE_OK;
	}
	conn_close(conn);
	store_close(store);
	return bad;
}

static void two_processes_write_one_after_another(void **state) {
	Place *place = *state;
	place_things(place, 1);
	if (place->kind == PLACE_MEMORY) return;
	place_run(place, "UPDATE thing SET size = 0");
	pid_t child[2];
	for (int i = 0; i < 2; i++)
		if ((child[i] = fork()) == 0) _exit(count_up(place->uri, 100));
	for (int i = 0; i < 2; i++) {
		int status;
		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(place_int(place, "SELECT size FROM thing WHERE id = 1"), 200);
}

static void question_marks_in_texts_are_no_parameters(void **state) {
	Place *place = *state;
	place_things(place, 1);
	Value id = value_int(1);
	Cursor *cursor =
		conn_query(place->conn, "SELECT 'what? it''s ?', /* ? */ id AS \"a?\" -- ?\n FROM thing WHERE id = ?", &id, 1);
	assert_true(cursor_next(cursor));
	assert_string_equal(cursor_text(cursor, 0), "what? it's ?");
	assert_int_equal(cursor_end(cursor), STORE_OK);
	size_t count;
	char *numbered = placeholder_number("a = ? AND b = '?' AND c = ?", &count);
	assert_string_equal(numbered, "a = $1 AND b = '?' AND c = $2");
	assert_int_equal(count, 2);
	free(numbered);
}

static void what_cannot_be_used_is_refused(void **state) {
	Place *place = *state;
	Store *store = NULL;
	const char *uris[] = {"mysql://x", "sqlite:", "sqlite:/nowhere/at/all/db", "", "postgresql://nobody@/none?host=%2Fnowhere"};
	for (int i = 0; i < 5; i++) assert_int_equal(store_open(uris[i], &store), STORE_WRONG);
	FILE *file = fopen(place->path, "w");
	assert_non_null(file);
	for (int i = 0; i < 1000; i++) fputs("this is no database ", file);
	fclose(file);
	if (place->kind != PLACE_FILE)
		assert_int_equal(store_open(arena_printf(place->arena, "sqlite:%s", place->path), &store), STORE_WRONG);
	assert_null(store);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		PLACE_TEST(values_come_back_as_they_went_in),
		PLACE_TEST(computed_columns_have_one_type),
		PLACE_TEST(text_sorts_by_bytes),
		PLACE_TEST(a_faulty_statement_is_a_fault),
		PLACE_TEST(uniqueness_is_a_conflict),
		PLACE_TEST(returning_runs_at_once),
		PLACE_TEST(savepoints_nest),
		PLACE_TEST(a_conflict_in_a_savepoint_harms_no_neighbour),
		PLACE_TEST(a_failed_transaction_never_commits),
		PLACE_TEST(cursors_stand_beside_each_other),
		PLACE_TEST(statements_are_found_by_text_not_address),
		PLACE_TEST(every_statement_is_traced),
		PLACE_TEST(tables_grow_and_never_lose),
		PLACE_TEST(a_read_only_connection_refuses_writes),
		PLACE_TEST(a_reading_transaction_is_one_snapshot),
		PLACE_TEST(two_processes_write_one_after_another),
		PLACE_TEST(question_marks_in_texts_are_no_parameters),
		PLACE_TEST(what_cannot_be_used_is_refused),
	};
	return PLACE_RUN(tests);
}
