/* Tests of the base room: text, instants, decimals, digest, JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "base/digest.h"
#include "base/instant.h"
#include "base/json_out.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static void utf8_refuses_what_is_not(void **state) {
	(void)state;
	static const char *const bad[] = {"\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "\xe4\xb8", "\x80"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(text_utf8_valid(bad[i], strlen(bad[i])));
	assert_true(text_utf8_valid("龑犇😀", strlen("龑犇😀")));
	assert_false(text_utf8_valid("a\0b", 3));
	assert_int_equal(text_count("龑犇😀"), 3);
}

static void text_trims_and_cuts_whole_characters(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	assert_string_equal(text_trim(arena, " \xe3\x80\x80 一二\r\n三 \xe3\x80\x80"), "一二\n三");
	assert_string_equal(text_cut(arena, "一二三四", 3), "一二三…");
	assert_string_equal(text_cut(arena, "一二三", 3), "一二三");
	assert_string_equal(text_fold(arena, "ＡＢｃ１"), "abc1");
	assert_true(text_has_control("a\x07"));
	assert_true(text_has_control("a\u202e"));
	assert_false(text_has_control("a\tb\n"));
}

static void integers_overflow_is_refused(void **state) {
	(void)state;
	int64_t n = 7;
	assert_true(text_to_int("-9223372036854775808", &n));
	assert_true(n == INT64_MIN);
	assert_true(text_to_int("9223372036854775807", &n));
	assert_false(text_to_int("9223372036854775808", &n));
	assert_false(text_to_int("", &n));
	assert_false(text_to_int("1 ", &n));
	assert_false(text_to_int("-", &n));
}

static void days_and_civil_dates_are_inverse(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	for (int32_t day = day_of(1900, 1, 1); day <= day_of(2199, 12, 31); day++) {
		Civil c = civil_of_day(day);
		assert_int_equal(day_of(c.year, c.month, c.day), day);
		int32_t again;
		if (day % 97 == 0) {
			assert_true(day_parse(day_format(arena, day), &again));
			assert_int_equal(again, day);
		}
	}
	assert_int_equal(day_weekday(day_of(2026, 11, 24)), 2);
	int32_t day;
	assert_false(day_parse("2025-02-29", &day));
	assert_true(day_parse("2024-02-29", &day));
	assert_false(day_parse("2026-1-2", &day));
	assert_false(day_parse("2026-11-24 ", &day));
}

static void instants_read_zones(void **state) {
	(void)state;
	int64_t a, b, c;
	assert_true(instant_parse("2026-11-24T10:32", &a));
	assert_true(instant_parse("2026-11-24T02:32:00Z", &b));
	assert_true(instant_parse("2026-11-23 21:32:00-05:00", &c));
	assert_true(a == b && b == c);
	assert_false(instant_parse("2026-11-24T24:00", &a));
	assert_false(instant_parse("2026-11-24", &a));
}

static void decimals_read_and_write(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	int64_t v;
	assert_true(decimal_parse("1,234.50", 2, &v) && v == 123450);
	assert_true(decimal_parse("-0.05", 2, &v) && v == -5);
	assert_string_equal(decimal_format(arena, -5, 2), "-0.05");
	static const char *const bad[] = {"", ".", "1.", "1.234", "1,23.4", "1,,234", "12,34", "1e3", "9999999999999999", "--1"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(decimal_parse(bad[i], 2, &v));
	for (int64_t n = -2000; n < 2000; n += 7) {
		assert_true(decimal_parse(decimal_format(arena, n, 2), 2, &v));
		assert_true(v == n);
	}
}

/* Rounded once, half away from zero; rounded parts add up to the whole. */
static void money_parts_add_up(void **state) {
	(void)state;
	int64_t v, parts[7], weights[7];
	assert_true(decimal_scale(5, 1, 2, &v) && v == 3);
	assert_true(decimal_scale(-5, 1, 2, &v) && v == -3);
	assert_false(decimal_scale(INT64_MAX, 2, 1, &v));
	assert_false(decimal_scale(1, 1, 0, &v));
	srand(7);
	for (int round = 0; round < 20000; round++) {
		int64_t total = rand() - RAND_MAX / 2, sum = 0, weight = 0;
		size_t count = (size_t)(rand() % 7 + 1);
		for (size_t i = 0; i < count; i++) weight += weights[i] = rand() % 1000;
		if (!weight) continue;
		assert_true(decimal_share(total, weights, count, parts));
		for (size_t i = 0; i < count; i++) {
			sum += parts[i];
			int64_t exact;
			assert_true(decimal_scale(total, weights[i], weight, &exact));
			assert_true(llabs(exact - parts[i]) <= 1);
		}
		assert_true(sum == total);
	}
}

/* The example of GB/T 32905-2016, annex A. */
static void sm3_of_abc(void **state) {
	(void)state;
	char hex[DIGEST_HEX];
	digest_of("abc", 3, hex);
	assert_string_equal(hex, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
	char a[DIGEST_HEX], b[DIGEST_HEX];
	Digest *one = digest_begin(), *two = digest_begin();
	digest_add_text(one, "ab"), digest_add_text(one, "c"), digest_end(one, a);
	digest_add_text(two, "a"), digest_add_text(two, "bc"), digest_end(two, b);
	assert_string_not_equal(a, b);
}

static void json_is_escaped_and_parted(void **state) {
	(void)state;
	BUF(out, 1000);
	json_open(&out, NULL, '{');
	json_text(&out, "a", "\"\\\n\x01一");
	json_open(&out, "list", '[');
	json_int(&out, NULL, -3);
	json_text(&out, NULL, NULL);
	json_close(&out, ']');
	json_bool(&out, "b", true);
	json_close(&out, '}');
	assert_string_equal(buf_text(&out), "{\"a\":\"\\\"\\\\\\n\\u0001一\",\"list\":[-3,null],\"b\":true}");
}

static void a_full_buffer_stays_full(void **state) {
	(void)state;
	BUF(out, 10);
	buf_puts(&out, "123456789");
	buf_puts(&out, "ab");
	assert_true(out.full);
	buf_puts(&out, "c");
	assert_string_equal(buf_text(&out), "123456789");
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(utf8_refuses_what_is_not),
		cmocka_unit_test(text_trims_and_cuts_whole_characters), cmocka_unit_test(integers_overflow_is_refused),
		cmocka_unit_test(days_and_civil_dates_are_inverse), cmocka_unit_test(instants_read_zones),
		cmocka_unit_test(decimals_read_and_write), cmocka_unit_test(money_parts_add_up), cmocka_unit_test(sm3_of_abc),
		cmocka_unit_test(json_is_escaped_and_parted), cmocka_unit_test(a_full_buffer_stays_full)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
