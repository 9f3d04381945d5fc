/* Small answers kept while nothing changes: found under the same mark and key alone, and never half. */
#include "store/test_place.h"

static const char *const keys[] = {"a", "ab", "a\0b", ""};

static bool finds(Conn *conn, const char *key, size_t length, const char *text, int64_t number) {
	const Value *values;
	size_t count;
	if (!conn_kept_find(conn, key, length, &values, &count)) return false;
	assert_int_equal(count, 3);
	assert_int_equal(values[0].kind, VALUE_NULL);
	assert_string_equal(values[1].text, text);
	assert_int_equal(values[2].number, number);
	return true;
}

static void put(Conn *conn, const char *key, size_t length, const char *text, int64_t number) {
	Value values[] = {value_null(), value_text(text), value_int(number)};
	conn_kept_put(conn, key, length, values, 3);
}

static void again(Conn *conn) {
	assert_int_equal(conn_rollback(conn), STORE_OK);
	assert_int_equal(conn_begin_read(conn), STORE_OK);
}

static void test_kept_until_anybody_commits(void **state) {
	Place *place = *state;
	Conn *conn = conn_open(place->store, true);
	char text[] = "院区";
	assert_int_equal(conn_run(place->conn, "CREATE TABLE t(a INTEGER)", NULL, 0, NULL), STORE_OK);
	put(conn, keys[0], 1, text, 7);
	assert_false(finds(conn, keys[0], 1, "院区", 7)); /* outside a read transaction nothing is kept */
	assert_int_equal(conn_begin_read(conn), STORE_OK);
	put(conn, keys[0], 1, text, 7);
	text[0] = 'x'; /* it was copied */
	assert_true(finds(conn, keys[0], 1, "院区", 7));
	again(conn);
	assert_true(finds(conn, keys[0], 1, "院区", 7));
	assert_false(finds(conn, keys[1], 2, "院区", 7));
	put(conn, keys[2], 3, "甲", 8); /* bytes, not a text */
	assert_true(finds(conn, keys[2], 3, "甲", 8));
	assert_false(finds(conn, "a\0c", 3, "甲", 8));
	/* Somebody commits: this snapshot is as it was, the next knows nothing. */
	assert_int_equal(conn_run(place->conn, "INSERT INTO t VALUES(1)", NULL, 0, NULL), STORE_OK);
	assert_true(finds(conn, keys[0], 1, "院区", 7));
	again(conn);
	assert_false(finds(conn, keys[0], 1, "院区", 7));
	put(conn, keys[0], 1, "乙", 9);
	assert_true(finds(conn, keys[0], 1, "乙", 9));
	/* Another opening of the file, as another program would have it. */
	Store *other = NULL;
	assert_int_equal(store_open(place->uri, &other), STORE_OK);
	Conn *writer = conn_open(other, false);
	assert_int_equal(conn_run(writer, "INSERT INTO t VALUES(2)", NULL, 0, NULL), STORE_OK);
	again(conn);
	assert_false(finds(conn, keys[0], 1, "乙", 9));
	conn_close(writer);
	store_close(other);
	conn_close(conn);
}

static void test_kept_is_bounded(void **state) {
	Place *place = *state;
	Conn *conn = conn_open(place->store, true);
	assert_int_equal(conn_begin_read(conn), STORE_OK);
	char *big = calloc(1, 40001);
	memset(big, 'x', 40000);
	Value value = value_text(big), none[1] = {value_null()};
	const Value *found;
	size_t count;
	conn_kept_put(conn, "big", 3, &value, 1);
	assert_false(conn_kept_find(conn, "big", 3, &found, &count));
	conn_kept_put(conn, "none", 4, none, 0);
	assert_true(conn_kept_find(conn, "none", 4, &found, &count));
	assert_int_equal(count, 0);
	for (int i = 0; i < 5000; i++) {
		char key[16];
		int length = snprintf(key, sizeof key, "k%d", i);
		Value number = value_int(i);
		conn_kept_put(conn, key, (size_t)length, &number, 1);
		assert_true(conn_kept_find(conn, key, (size_t)length, &found, &count));
		assert_int_equal(found[0].number, i);
	}
	free(big);
	conn_close(conn);
}

/* One connection that writes for itself, and a database whose commits have no number: nothing is kept. */
static void test_kept_not_where_it_cannot_know(void **state) {
	Place *place = *state;
	assert_int_equal(conn_begin_read(place->conn), STORE_OK);
	put(place->conn, keys[0], 1, "甲", 1);
	assert_false(finds(place->conn, keys[0], 1, "甲", 1));
	conn_rollback(place->conn);
}

int main(void) {
	const struct CMUnitTest file[] = {PLACE_TEST(test_kept_until_anybody_commits), PLACE_TEST(test_kept_is_bounded)},
							memory[] = {PLACE_TEST(test_kept_not_where_it_cannot_know)};
	return cmocka_run_group_tests(file, place_file, NULL) + cmocka_run_group_tests(memory, place_memory, NULL);
}
