/* The check character of place and asset codes. */
#include "module/place/code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char ALPHABET[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/* The one last character that makes the five before it a code. */
static void complete(char code[CODE_LENGTH + 1]) {
	int found = 0;
	char right = 0;
	for (const char *c = ALPHABET; *c; c++) {
		code[CODE_LENGTH - 1] = *c;
		if (code_is_right(code)) found++, right = *c;
	}
	assert_int_equal(found, 1);
	code[CODE_LENGTH - 1] = right;
}

static void test_U01_every_wrong_character_is_found(void **state) {
	(void)state;
	static const char *const starts[] = {"22222", "A7K3Z", "ZZZZZ", "9PQ2M"};
	for (size_t s = 0; s < sizeof starts / sizeof *starts; s++) {
		char code[CODE_LENGTH + 1] = {0};
		memcpy(code, starts[s], CODE_LENGTH - 1);
		complete(code);
		for (int i = 0; i < CODE_LENGTH; i++) {
			char kept = code[i];
			for (const char *c = ALPHABET; *c; c++) {
				code[i] = *c;
				assert_int_equal(code_is_right(code), *c == kept);
			}
			code[i] = kept;
		}
	}
}

static void test_U01_every_exchange_of_two_is_found(void **state) {
	(void)state;
	char code[CODE_LENGTH + 1] = "A7K3Z";
	complete(code);
	for (int i = 0; i < CODE_LENGTH; i++)
		for (int j = 0; j < i; j++) {
			char a = code[i], b = code[j];
			code[i] = b, code[j] = a;
			assert_int_equal(code_is_right(code), a == b);
			code[i] = a, code[j] = b;
		}
}

static void test_U01_case_length_and_look_alikes(void **state) {
	(void)state;
	char code[CODE_LENGTH + 1] = "A7K3Z", lower[CODE_LENGTH + 1] = {0};
	complete(code);
	for (int i = 0; i < CODE_LENGTH; i++) lower[i] = (char)(code[i] >= 'A' ? code[i] - 'A' + 'a' : code[i]);
	assert_true(code_is_right(lower));
	lower[CODE_LENGTH - 1] = 0;
	assert_false(code_is_right(lower));
	assert_false(code_is_right(""));
	assert_false(code_is_right("0OIL1O"));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_U01_every_wrong_character_is_found),
		cmocka_unit_test(test_U01_every_exchange_of_two_is_found),
		cmocka_unit_test(test_U01_case_length_and_look_alikes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
