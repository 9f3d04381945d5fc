/* The pure parts of the asker's pages. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/intake/track.h"
#include "web/app.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static Arena *arena;

static int setup(void **state) {
	(void)state;
	arena = arena_new(4u << 20);
	return 0;
}

static int teardown(void **state) {
	(void)state;
	arena_free(arena);
	return 0;
}

static int64_t at(const char *text) {
	int64_t when = 0;
	if (!instant_parse(text, &when)) fail_msg("%s is no instant", text);
	return when;
}

/* ── codes ── */
static void code_typed_reads_what_people_type(void **state) {
	(void)state;
	assert_string_equal(code_typed(arena, " ab12-cd "), "AB12CD");
	assert_string_equal(code_typed(arena, "ＡＢ１２ＣＤ"), "AB12CD");
	assert_string_equal(code_typed(arena, "http://10.1.2.3/q/AC0305?x=1"), "AC0305");
	assert_string_equal(code_typed(arena, "https://bureau.example/q/ac0305"), "AC0305");
	assert_string_equal(code_typed(arena, "'; DROP TABLE place"), "");
	assert_string_equal(code_typed(arena, "<b>"), "");
	assert_string_equal(code_typed(arena, "ABCDEFGHJKMNPQRST"), "");
	assert_string_equal(code_typed(arena, ""), "");
}

static void code_check_finds_every_single_slip(void **state) {
	(void)state;
	static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
	char right[7] = "7K4MQ?";
	int found = 0;
	for (int i = 0; i < 31; i++) {
		right[5] = alphabet[i];
		found += !code_looks_mistyped(right);
	}
	assert_int_equal(found, 1);
	for (int i = 0; i < 31 && code_looks_mistyped(right); i++) right[5] = alphabet[i];
	assert_false(code_looks_mistyped(right));
	for (int place = 0; place < 6; place++)
		for (int i = 0; i < 31; i++) {
			char wrong[7];
			memcpy(wrong, right, sizeof wrong);
			wrong[place] = alphabet[i];
			assert_int_equal(code_looks_mistyped(wrong), strcmp(wrong, right) != 0);
		}
	for (int a = 0; a < 6; a++)
		for (int b = a + 1; b < 6; b++) {
			char wrong[7];
			memcpy(wrong, right, sizeof wrong);
			wrong[a] = right[b], wrong[b] = right[a];
			assert_int_equal(code_looks_mistyped(wrong), strcmp(wrong, right) != 0);
		}
	assert_true(code_looks_mistyped("0OIL11"));
	assert_true(code_looks_mistyped("ABC"));
}

static void phone_is_shown_as_it_is_dialled(void **state) {
	(void)state;
	assert_string_equal(phone_show(arena, "037167180110"), "0371-67180110");
	assert_string_equal(phone_show(arena, "01012345678"), "010-12345678");
	assert_string_equal(phone_show(arena, "13800005678"), "13800005678");
	assert_string_equal(phone_show(arena, "80110"), "80110");
}

/* ── tiles ── */
static Tile tile(int64_t id, const char *asset_kind, const char *use) {
	return (Tile){.id = id, .asset_kind = asset_kind, .place_use = use, .name = "", .name_en = "", .icon = ""};
}

static void A5_an_asset_offers_its_own_problems(void **state) {
	(void)state;
	const Tile all[] = {tile(1, "aircon", "meeting"), tile(2, "lamp", "meeting"), tile(3, "aircon", "office"),
		tile(4, "", "meeting"), tile(5, "", ""), tile(6, "", "")};
	Spot spot = {.asset = 9, .asset_kind = "aircon", .place_use = "meeting"};
	Tiles tiles;
	tiles_choose(all, 6, &spot, &tiles);
	assert_int_equal(tiles.count, 3);
	assert_int_equal(tiles.items[0].id, 1);
	assert_int_equal(tiles.items[1].id, 5);
	assert_int_equal(tiles.other, 1);
	/* In a corridor no aircon tile is made for the place: those for aircons elsewhere serve. */
	spot.place_use = "corridor";
	tiles_choose(all, 6, &spot, &tiles);
	assert_int_equal(tiles.count, 4);
	assert_int_equal(tiles.items[0].id, 1);
	assert_int_equal(tiles.items[1].id, 3);
}

static void A5_a_door_offers_at_most_eight_and_the_last_fits_everything(void **state) {
	(void)state;
	Tile all[14];
	for (int i = 0; i < 12; i++) all[i] = tile(i + 1, i % 2 ? "lamp" : "", "toilet");
	all[12] = tile(13, "", ""), all[13] = tile(14, "", "road");
	Spot spot = {.asset_kind = "", .place_use = "toilet"};
	Tiles tiles;
	tiles_choose(all, 14, &spot, &tiles);
	assert_int_equal(tiles.count, TILES_MAX);
	assert_int_equal(tiles.other, TILES_MAX - 1);
	assert_int_equal(tiles.items[TILES_MAX - 1].id, 13);
	tiles_choose(all + 13, 1, &spot, &tiles);
	assert_int_equal(tiles.count, 0);
	assert_int_equal(tiles.other, -1);
}

/* ── sentences ── */
static Standing standing(const char *state) {
	return (Standing){.state = state,
		.number = "SX2026-00012",
		.unit = "电工二班",
		.result = "",
		.pause_reason = "",
		.repair = true,
		.now = at("2026-11-24T14:00")};
}

static void says(const Standing *s, const char *zh, const char *en) {
	assert_string_equal(standing_words(arena, s, LANGUAGE_ZH), zh);
	assert_string_equal(standing_words(arena, s, LANGUAGE_EN), en);
}

static void A4_received_says_number_and_promise(void **state) {
	(void)state;
	Standing s = standing(MATTER_STATE_NEW);
	s.promise = (Promise){at("2026-11-24T17:30"), true};
	says(
		&s, "已收到，编号 SX2026-00012。今天 17:30 前会有人到场", "Received, number SX2026-00012. Somebody comes by today 17:30");
	s.promise = (Promise){at("2026-11-27T17:00"), false};
	s.repair = false;
	assert_non_null(strstr(standing_words(arena, &s, LANGUAGE_ZH), "前答复您"));
	/* A promise that has passed is not repeated. */
	s.promise.at = at("2026-11-24T13:00");
	assert_string_equal(standing_words(arena, &s, LANGUAGE_ZH), "已收到，编号 SX2026-00012。调度台正在安排");
}

static void A4_each_state_has_one_sentence(void **state) {
	(void)state;
	Standing s = standing(MATTER_STATE_SENT);
	s.attend_due = at("2026-11-24T15:00"), s.due_at = at("2026-11-24T17:00");
	assert_string_equal(standing_words(arena, &s, LANGUAGE_ZH), "电工二班的师傅今天 15:00 前到");
	s.state = MATTER_STATE_WORKING;
	assert_string_equal(standing_words(arena, &s, LANGUAGE_ZH), "电工二班的师傅今天 15:00 前到");
	s.attended_at = at("2026-11-24T13:50");
	assert_string_equal(standing_words(arena, &s, LANGUAGE_ZH), "师傅正在处理，今天 17:00 前修好");
	s.now = at("2026-11-24T17:01");
	assert_string_equal(standing_words(arena, &s, LANGUAGE_ZH), "原定今天 17:00 前办好，现在还没有，您可以催一下");
	assert_string_equal(standing_lamp(&s, 0), "red");
	s.now = at("2026-11-24T14:00");
	s.paused_at = s.now, s.pause_reason = "等配件", s.pause_until = at("2026-11-24T16:00");
	assert_string_equal(standing_words(arena, &s, LANGUAGE_ZH), "等配件，暂停办理，今天 16:00 继续");
	assert_string_equal(standing_lamp(&s, 0), "grey");
	s = standing(MATTER_STATE_DONE), s.result = RESULT_IS_DONE;
	assert_string_equal(standing_words(arena, &s, LANGUAGE_ZH), "已修好，请您看看");
	s.answered = true;
	assert_string_equal(standing_words(arena, &s, LANGUAGE_ZH), "已修好，您已看过");
	static const char *const rest[] = {
		MATTER_STATE_ACCEPTED, MATTER_STATE_CLOSED, MATTER_STATE_MERGED, MATTER_STATE_REFUSED, MATTER_STATE_WITHDRAWN};
	for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
		s = standing(rest[i]);
		assert_true(*standing_words(arena, &s, LANGUAGE_ZH) != 0);
		assert_true(*standing_words(arena, &s, LANGUAGE_EN) != 0);
	}
}

static void A4_a_late_worker_is_said_to_be_late(void **state) {
	(void)state;
	Standing s = standing(MATTER_STATE_SENT);
	s.attend_due = at("2026-11-24T13:30"), s.due_at = at("2026-11-24T17:00");
	assert_string_equal(standing_words(arena, &s, LANGUAGE_ZH), "电工二班的师傅应在今天 13:30 前到，现在还没有到，您可以催一下");
}

static void a_link_works_ninety_days_after_the_end(void **state) {
	(void)state;
	int64_t ended = at("2026-08-01T10:00");
	assert_false(track_is_expired(MATTER_STATE_CLOSED, ended, ended + 90 * (int64_t)DAY_S));
	assert_true(track_is_expired(MATTER_STATE_CLOSED, ended, ended + 90 * (int64_t)DAY_S + 1));
	assert_true(track_is_expired(MATTER_STATE_REFUSED, ended, ended + 91 * (int64_t)DAY_S));
	assert_false(track_is_expired(MATTER_STATE_DONE, ended, ended + 400 * (int64_t)DAY_S));
}

/* ── limits ── */
static void one_source_is_one_address_or_one_network(void **state) {
	(void)state;
	assert_string_equal(limit_source(arena, "192.0.2.7"), "192.0.2.7");
	assert_string_equal(limit_source(arena, "::ffff:192.0.2.7"), "192.0.2.7");
	assert_string_equal(limit_source(arena, "2001:db8:1:2::1"), limit_source(arena, "2001:db8:1:2:ffff::9"));
	assert_string_not_equal(limit_source(arena, "2001:db8:1:2::1"), limit_source(arena, "2001:db8:1:3::1"));
}

static void limit_work(Txn *txn, void *user) {
	limit_use(txn, user, 1);
}

static void a_limit_ends_with_its_hour(void **state) {
	(void)state;
	Store *store;
	char folder[] = "/tmp/gangmu-intake-XXXXXX", path[80];
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "sqlite:%s/t.db", folder);
	assert_int_equal(store_open(path, &store), 0);
	Conn *conn = conn_open(store, false);
	assert_non_null(conn);
	assert_int_equal(conn_begin(conn), 0);
	assert_int_equal(limit_tables_ensure(conn), 0);
	assert_int_equal(conn_commit(conn), 0);
	Door *door = door_open(store);
	assert_non_null(door);
	Limit limit = {"t:1", 3, 3600};
	int64_t now = at("2026-11-24T10:00");
	for (int i = 0; i < 3; i++) {
		assert_true(limit_is_free(conn, &limit, 1, now + i));
		assert_int_equal(door_run(door, arena, &actor_engine, "guest", now + i, limit_work, &limit).kind, OUTCOME_DONE);
	}
	assert_false(limit_is_free(conn, &limit, 1, now + 3599));
	assert_true(limit_is_free(conn, &limit, 1, now + 3600));
	assert_int_equal(door_run(door, arena, &actor_engine, "guest", now + 3600, limit_work, &limit).kind, OUTCOME_DONE);
	assert_true(limit_is_free(conn, &limit, 1, now + 3601));
	door_close(door);
	conn_close(conn);
	store_close(store);
	static const char *const files[] = {"t.db", "t.db-wal", "t.db-shm"};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[i]);
		unlink(path);
	}
	assert_int_equal(rmdir(folder), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(code_typed_reads_what_people_type),
		cmocka_unit_test(code_check_finds_every_single_slip), cmocka_unit_test(phone_is_shown_as_it_is_dialled),
		cmocka_unit_test(A5_an_asset_offers_its_own_problems),
		cmocka_unit_test(A5_a_door_offers_at_most_eight_and_the_last_fits_everything),
		cmocka_unit_test(A4_received_says_number_and_promise), cmocka_unit_test(A4_each_state_has_one_sentence),
		cmocka_unit_test(A4_a_late_worker_is_said_to_be_late), cmocka_unit_test(a_link_works_ninety_days_after_the_end),
		cmocka_unit_test(one_source_is_one_address_or_one_network), cmocka_unit_test(a_limit_ends_with_its_hour)};
	return cmocka_run_group_tests(tests, setup, teardown);
}
