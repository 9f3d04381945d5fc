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

static void test_kept_by_mark_and_key(void **state) {
	(void)state;
	Store *store = NULL;
	assert_int_equal(store_open("sqlite::memory:", &store), STORE_OK);
	Conn *conn = conn_open(store, false);
	char text[] = "院区";
	Value values[] = {value_null(), value_text(text), value_int(7)};
	conn_kept_put(conn, keys[0], 1, values, 3);
	assert_false(finds(conn, keys[0], 1, "院区", 7)); /* without a mark nothing is kept */
	conn_set_mark(conn, 5);
	conn_kept_put(conn, keys[0], 1, values, 3);
	text[0] = 'x'; /* it was copied */
	assert_true(finds(conn, keys[0], 1, "院区", 7));
	assert_false(finds(conn, keys[1], 2, "院区", 7));
	values[1] = value_text("甲"), values[2] = value_int(8);
	conn_kept_put(conn, keys[2], 3, values, 3); /* bytes, not a text */
	assert_true(finds(conn, keys[2], 3, "甲", 8));
	assert_false(finds(conn, "a\0c", 3, "甲", 8));
	conn_set_mark(conn, 6);
	assert_false(finds(conn, keys[0], 1, "院区", 7));
	values[1] = value_text("乙"), values[2] = value_int(9);
	conn_kept_put(conn, keys[0], 1, values, 3);
	assert_true(finds(conn, keys[0], 1, "乙", 9));
	conn_set_mark(conn, 0);
	assert_false(finds(conn, keys[0], 1, "乙", 9));
	conn_close(conn);
	store_close(store);
}

static void test_kept_is_bounded(void **state) {
	(void)state;
	Store *store = NULL;
	assert_int_equal(store_open("sqlite::memory:", &store), STORE_OK);
	Conn *conn = conn_open(store, false);
	conn_set_mark(conn, 1);
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
	store_close(store);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_kept_by_mark_and_key), cmocka_unit_test(test_kept_is_bounded)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
