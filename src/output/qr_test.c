#include "output/made_for_test.h"
#include "output/qr.h"

static void test_finder_patterns(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	int side;
	const unsigned char *modules = qr_matrix(arena, "http://10.0.0.8/q/AB12-7", &side);
	assert_non_null(modules);
	assert_true(side >= 21 && (side - 17) % 4 == 0);
	static const char finder[] = "1111111100000110111011011101101110110000011111111";
	const int corners[3][2] = {{0, 0}, {side - 7, 0}, {0, side - 7}};
	for (int i = 0; i < 3; i++)
		for (int y = 0; y < 7; y++)
			for (int x = 0; x < 7; x++)
				assert_int_equal(modules[(corners[i][1] + y) * side + corners[i][0] + x], finder[y * 7 + x] - '0');
}

/* The path painted again gives the matrix. */
static void test_svg_is_the_matrix(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	BUF(out, 64 << 10);
	int side;
	const char *text = "https://gw.example/q/ROOM-0412-3";
	const unsigned char *modules = qr_matrix(arena, text, &side);
	assert_true(qr_svg(&out, text));
	unsigned char *painted = arena_alloc(arena, (size_t)(side * side));
	const char *at = strstr(out.data, "/><path d=\"");
	assert_non_null(at);
	for (at += 11; *at == 'M';) {
		int x, y, length, back, used = 0;
		assert_int_equal(sscanf(at, "M%d %dh%dv1h-%dz%n", &x, &y, &length, &back, &used), 4);
		assert_int_equal(length, back);
		for (int i = 0; i < length; i++) painted[(y - QR_QUIET) * side + x - QR_QUIET + i] = 1;
		at += used;
	}
	assert_memory_equal(painted, modules, (size_t)(side * side));
	assert_true(out.length < 12000);
}

static void test_ascii_only(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	BUF(out, 64 << 10);
	char longest[QR_TEXT_MAX + 2];
	memset(longest, 'a', sizeof longest);
	longest[QR_TEXT_MAX + 1] = 0;
	static const char *const wrong[] = {"", "会议室", "a\nb", "a\x7f"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_false(qr_svg(&out, wrong[i]));
	assert_false(qr_svg(&out, longest));
	assert_int_equal(out.length, 0);
	longest[QR_TEXT_MAX] = 0;
	assert_true(qr_svg(&out, longest));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finder_patterns),
		cmocka_unit_test(test_svg_is_the_matrix),
		cmocka_unit_test(test_ascii_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
