#include "store/test_place.h"
#include "store/words.h"

static uint32_t dice_state;

static uint32_t dice(uint32_t sides) {
	dice_state = dice_state * 1664525u + 1013904223u;
	return (dice_state >> 8) % sides;
}

static void begin_search(Place *place) {
	dice_state = 20261124;
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	assert_int_equal(search_ensure(place->conn, "thing_search"), STORE_OK);
	assert_int_equal(search_ensure(place->conn, "thing_search"), STORE_OK);
	assert_int_equal(conn_commit(place->conn), STORE_OK);
	place_things(place, 0);
}

static void put(Place *place, int64_t id, const char *text) {
	Value row[] = {value_int(id)};
	assert_int_equal(conn_run(place->conn, "INSERT INTO thing (id) VALUES (?) ON CONFLICT DO NOTHING", row, 1, NULL), STORE_OK);
	assert_int_equal(search_set(place->conn, "thing_search", id, text), STORE_OK);
}

/* The ids found, newest first, as "3,1"; "-" where there is nothing to search for. */
static const char *found(Place *place, const char *typed) {
	char *param = search_param(place->store, place->arena, typed);
	if (!param) return "-";
	char *sql = arena_printf(place->arena, "SELECT m.id FROM thing m WHERE %s ORDER BY m.id DESC",
		search_condition(place->store, place->arena, "thing_search", "m.id"));
	Value value = value_text(param);
	Cursor *cursor = conn_query(place->conn, sql, &value, 1);
	assert_non_null(cursor);
	char *ids = arena_strdup(place->arena, "");
	while (cursor_next(cursor))
		ids = arena_printf(place->arena, "%s%s%lld", ids, *ids ? "," : "", (long long)cursor_int(cursor, 0));
	assert_int_equal(cursor_end(cursor), STORE_OK);
	return ids;
}

/* Against the texts of the test below. */
static const struct {
	const char *typed, *ids;
} cases[] = {
	{"空调", "1"},
	{"会议室", "1"},
	{"会议", "4,1"},
	{"议室", "4,1"},
	{"会室", "4"},
	{"车", "2"},
	{"室", "4,1"},
	{"会议室空调坏了", "1"},
	{"空调 维修", "1"},
	{"维修　空调", "1"},
	{"空调，维修", "1"},
	{"空调 用车", ""},
	{"SX2026-00012", "1"},
	{"sx2026-000", "1"},
	{"sx2026-12", ""},
	{"00012", "1"},
	{"sx", "1"},
	{"X2026", ""},
	{"7号车", "2"},
	{"７号", "2"},
	{"a4纸", "6,2"},
	{"Ａ４", "6,2"},
	{"a4 纸", "6,2"},
	{"repair room", "3"},
	{"REPAIR 401", "3"},
	{"oom", ""},
	{"http://a.example", "3"},
	{"x_y", "3"},
	{"翀喆", "5"},
	{"𠮷", "5"},
	{"喆𠮷龑", "5"},
	{"018工程", "5"},
	{"18工程", ""},
	{"018工", "5"},
	{"工程018", ""},
	{"号院", "5"},
	{"坏了请", ""},
	{"空调分", ""},
	{"", "-"},
	{"  ，。！?\"'*()", "-"},
	{"\"空调\" OR (车*", ""},
	{"空调'", "1"},
	{"NOT 车", ""},
	{"text:空调", ""},
	{"a' | 'b", ""},
	{"\\", "-"},
	{"%", "-"},
	{"{空调}", "1"},
	{"会\xff议", "4,1"},
};

static void g3_words_are_found(void **state) {
	Place *place = *state;
	begin_search(place);
	put(place, 1, "会议室空调坏了，请派人维修。编号 SX2026-00012");
	put(place, 2, "公务用车调度：７号车 Ａ４纸");
	put(place, 3, "Repair of the AC in Room 4012; see http://a.example/x_y");
	put(place, 4, "会议结束后，室内灯未关；议室、会室");
	put(place, 5, "姓名：翀喆𠮷龑，018工程，百花里一号院");
	put(place, 6, "空 调 分 写，A4，纸");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (!text_equal(found(place, cases[i].typed), cases[i].ids))
			print_error("%s: found %s, expected %s\n", cases[i].typed, found(place, cases[i].typed), cases[i].ids);
		assert_string_equal(found(place, cases[i].typed), cases[i].ids);
	}
}

static void a_text_is_replaced_and_removed(void **state) {
	Place *place = *state;
	begin_search(place);
	put(place, 1, "食堂饭菜");
	put(place, 2, "食堂停电");
	assert_string_equal(found(place, "食堂"), "2,1");
	put(place, 1, "停车场");
	assert_string_equal(found(place, "食堂"), "2");
	assert_string_equal(found(place, "饭菜"), "");
	assert_string_equal(found(place, "停"), "2,1");
	put(place, 1, "停车场");
	put(place, 2, "");
	put(place, 3, NULL);
	assert_string_equal(found(place, "停"), "1");
	put(place, 1, "，");
	assert_string_equal(found(place, "停"), "");
	put(place, 2, "食堂停电");
	assert_string_equal(found(place, "食堂"), "2");
}

static void a_rollback_undoes_the_index(void **state) {
	Place *place = *state;
	begin_search(place);
	put(place, 1, "锅炉房");
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	put(place, 2, "锅炉");
	assert_int_equal(conn_savepoint(place->conn), STORE_OK);
	put(place, 1, "电梯");
	assert_int_equal(conn_rollback_savepoint(place->conn), STORE_OK);
	assert_int_equal(conn_commit(place->conn), STORE_OK);
	assert_string_equal(found(place, "锅炉"), "2,1");
	assert_string_equal(found(place, "电梯"), "");
}

/* Few characters, so that parts of words meet by chance; signs and blanks part them; some letters. */
static char *random_text(Arena *arena, uint32_t length, bool signs) {
	static const char *const characters[] = {"会", "议", "室", "空", "调", "𠮷", "车"};
	BUF(text, 4096);
	for (uint32_t i = 0; i < length; i++) {
		uint32_t n = dice(signs ? 12 : 7);
		buf_puts(&text, n < 7 ? characters[n] : n == 7 ? "，" : n == 8 ? " " : n == 9 ? "\n" : n == 10 ? " ab " : "7");
	}
	return arena_strdup(arena, buf_text(&text));
}

/* Every search for a run of Chinese characters finds exactly the texts that contain it. */
static void g3_search_equals_a_substring_filter(void **state) {
	Place *place = *state;
	enum { TEXTS = 300, SEARCHES = 600 };
	begin_search(place);
	char **texts = arena_array(place->arena, TEXTS + 1, sizeof *texts);
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	for (int round = 0; round < 2; round++) /* the second round replaces a third of them */
		for (int i = 1; i <= TEXTS; i++) {
			if (round == 1 && dice(3)) continue;
			texts[i] = random_text(place->arena, dice(30), true);
			put(place, i, texts[i]);
		}
	assert_int_equal(conn_commit(place->conn), STORE_OK);
	int hits = 0, longer = 0;
	for (int s = 0; s < SEARCHES; s++) {
		char *first = random_text(place->arena, 1 + dice(4), false),
			 *second = dice(3) ? NULL : random_text(place->arena, 1 + dice(2), false);
		BUF(expected, 65536);
		for (int i = TEXTS; i > 0; i--) {
			if (!strstr(texts[i], first) || (second && !strstr(texts[i], second))) continue;
			if (expected.length) buf_putc(&expected, ',');
			buf_put_int(&expected, i);
			hits++;
			longer += text_count(first) > 2;
		}
		const char *typed = second ? arena_printf(place->arena, "%s %s", first, second) : first;
		if (!text_equal(found(place, typed), buf_text(&expected))) print_error("typed %s\n", typed);
		assert_string_equal(found(place, typed), buf_text(&expected));
	}
	assert_true(hits > SEARCHES && longer > 100); /* not all of it empty */
}

static void long_texts_are_cut_between_characters(void **state) {
	Place *place = *state;
	begin_search(place);
	size_t length = 3 * 120000;
	char *text = arena_alloc(place->arena, length + 1);
	for (size_t i = 0, n = 0; i < length; i += 3, n++) {
		char code[4];
		text_encode(0x4e00 + (uint32_t)(n * 7919 % 20000), code);
		memcpy(text + i, code, 3);
	}
	memcpy(text, "甲乙丙", 9);
	put(place, 1, text);
	assert_string_equal(found(place, "甲乙丙"), "1");
	char last[10] = {0}, after[10] = {0};
	size_t cut = words_clip(text, SEARCH_TEXT_BYTES);
	assert_true(cut <= SEARCH_TEXT_BYTES && cut + 3 > SEARCH_TEXT_BYTES && cut % 3 == 0);
	memcpy(last, text + cut - 9, 9);
	memcpy(after, text + cut, 9);
	assert_string_equal(found(place, last), "1");
	char *word = arena_alloc(place->arena, 5001);
	memset(word, 'x', 5000);
	put(place, 2, word);
	assert_string_equal(found(place, word), "2");
	char *typed = arena_alloc(place->arena, 20001);
	memset(typed, 'y', 20000);
	for (int i = 0; i < 20000; i += 2) typed[i] = ' ';
	assert_string_equal(found(place, typed), "");
	assert_string_equal(found(place, text), "1"); /* as much of it as is searched for */
}

static void broken_utf8_harms_nothing(void **state) {
	Place *place = *state;
	(void)place;
	static const char *const broken[] = {"\xe4\xbc", "\xf0\x9f\x80", "a\x80", "\xc0\x80", "\xff", "会\xe8\xae", "\xed\xa0\x80"};
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		Words words = {broken[i], 0, strlen(broken[i])};
		Unit unit;
		size_t end = 0;
		while (words_next(&words, &unit)) {
			assert_true(unit.start >= end && unit.end > unit.start && unit.end <= words.length);
			assert_true(text_utf8_valid(unit.word, unit.length));
			end = unit.end;
		}
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		PLACE_TEST(g3_words_are_found),
		PLACE_TEST(a_text_is_replaced_and_removed),
		PLACE_TEST(a_rollback_undoes_the_index),
		PLACE_TEST(g3_search_equals_a_substring_filter),
		PLACE_TEST(long_texts_are_cut_between_characters),
		PLACE_TEST(broken_utf8_harms_nothing),
	};
	return PLACE_RUN(tests);
}
