#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

static void finds_what_was_put(void **state) {
	(void)state;
	ARENA(arena, 16u << 20);
	Map map;
	char key[20];
	map_init(&map, arena);
	assert_null(map_find(&map, "a"));
	for (int i = 0; i < 5000; i++) {
		snprintf(key, sizeof key, "key %d", i);
		map_put(&map, key)->number = i;
	}
	assert_int_equal(map.count, 5000);
	for (int i = 0; i < 5000; i++) {
		snprintf(key, sizeof key, "key %d", i);
		assert_non_null(map_find(&map, key));
		assert_int_equal(map_find(&map, key)->number, i);
	}
	assert_null(map_find(&map, "key 5000"));
	assert_int_equal(map_put(&map, "key 17")->number, 17);
	assert_int_equal(map.count, 5000);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(finds_what_was_put)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
