/* Rules of people, places, hours, calendar and catalogue. */
#include "module/matter/world_test.h"

static void test_D1_unit_path_and_circles(void **state) {
	(void)state;
	World *w = world_new();
	assert_string_equal(str(w, RECORD_UNIT, w->electric, UNIT_PATH),
		arena_printf(w->arena, "/%lld/%lld/%lld/", (long long)w->bureau, (long long)w->works, (long long)w->electric));
	assert_int_equal(tries(w, &actor_engine, RECORD_UNIT, UNIT_CMD_EDIT, w->works, GIVEN(I(UNIT_PARENT, w->electric)), NULL), 0);
	refused(w, "unit-circle");
	assert_int_equal(tries(w, &actor_engine, RECORD_UNIT, UNIT_CMD_EDIT, w->works, GIVEN(I(UNIT_PARENT, w->works)), NULL), 0);
	refused(w, "unit-circle");
	int64_t night = world_unit(w, "夜班", "team", w->electric);
	does(w, &actor_engine, RECORD_UNIT, UNIT_CMD_EDIT, w->works, GIVEN(I(UNIT_PARENT, w->centre)), NULL);
	assert_string_equal(str(w, RECORD_UNIT, night, UNIT_PATH),
		arena_printf(w->arena, "/%lld/%lld/%lld/%lld/%lld/", (long long)w->bureau, (long long)w->centre, (long long)w->works,
			(long long)w->electric, (long long)night));
	assert_int_equal(num(w, RECORD_UNIT, w->archive, UNIT_VERSION) < num(w, RECORD_UNIT, w->works, UNIT_VERSION), 1);
	int64_t at_unit = w->bureau;
	for (int i = 0; i < 9; i++) at_unit = world_unit(w, arena_printf(w->arena, "第%d级", i), "team", at_unit);
	assert_int_equal(tries(w, &actor_engine, RECORD_UNIT, UNIT_CMD_CREATE, 0,
						 GIVEN(T(UNIT_NAME, "太深"), T(UNIT_KIND, "team"), I(UNIT_PARENT, at_unit)), NULL),
		0);
	refused(w, "unit-deep");
	world_end(w);
}

static void test_G9_compound_scope_names_a_compound(void **state) {
	(void)state;
	World *w = world_new();
	Given given[] = {T(POST_NAME, "院区值班"), I(POST_UNIT, w->works), T(POST_ROLE, "head"), T(POST_DATA_SCOPE, "compound"),
		I(POST_ACTIVE, 1), I(POST_COMPOUND, w->room)};
	assert_int_equal(tries(w, &actor_engine, RECORD_POST, POST_CMD_CREATE, 0, given, 5, NULL), 0);
	refused(w, "post-compound");
	assert_int_equal(tries(w, &actor_engine, RECORD_POST, POST_CMD_CREATE, 0, given, 6, NULL), 0);
	refused(w, "post-compound");
	given[5].value = value_int(w->yard);
	does(w, &actor_engine, RECORD_POST, POST_CMD_CREATE, 0, given, 6, NULL);
	given[0].value = value_text("别的");
	given[3].value = value_text("unit");
	assert_int_equal(tries(w, &actor_engine, RECORD_POST, POST_CMD_CREATE, 0, given, 6, NULL), 0);
	refused(w, "post-compound");
	world_end(w);
}

static int64_t admin_post(World *w, const char *role) {
	return make(w, RECORD_POST,
		GIVEN(T(POST_NAME, role), I(POST_UNIT, w->bureau), T(POST_ROLE, role), T(POST_DATA_SCOPE, "all"), I(POST_ACTIVE, 1)));
}

static void test_G9_three_administrators_are_three_persons(void **state) {
	(void)state;
	World *w = world_new();
	int64_t system_post = admin_post(w, "system"), audit = admin_post(w, "audit"), plain = admin_post(w, "finance");
	int64_t person = world_person(w, "admin", NULL, NULL, w->bureau);
	int64_t first = make(w, RECORD_TENURE,
		GIVEN(I(TENURE_PERSON, person), I(TENURE_POST, system_post), I(TENURE_START_ON, on("2026-01-01")),
			I(TENURE_END_ON, on("2026-06-30"))));
	Given second[] = {I(TENURE_PERSON, person), I(TENURE_POST, audit), I(TENURE_START_ON, on("2026-06-30"))};
	assert_int_equal(tries(w, &actor_engine, RECORD_TENURE, TENURE_CMD_CREATE, 0, second, 3, NULL), 0);
	refused(w, "administrators-separate");
	second[2].value = value_int(on("2026-07-01"));
	does(w, &actor_engine, RECORD_TENURE, TENURE_CMD_CREATE, 0, second, 3, NULL);
	assert_int_equal(
		tries(w, &actor_engine, RECORD_TENURE, TENURE_CMD_EDIT, first, GIVEN(I(TENURE_END_ON, on("2026-08-01"))), NULL), 0);
	refused(w, "administrators-separate");
	assert_int_equal(
		tries(w, &actor_engine, RECORD_TENURE, TENURE_CMD_EDIT, first, GIVEN(I(TENURE_END_ON, on("2025-08-01"))), NULL), 0);
	refused(w, "tenure-dates");
	make(w, RECORD_TENURE, GIVEN(I(TENURE_PERSON, person), I(TENURE_POST, plain), I(TENURE_START_ON, on("2026-07-01"))));
	assert_int_equal(tries(w, &actor_engine, RECORD_POST, POST_CMD_EDIT, plain, GIVEN(T(POST_ROLE, "security")), NULL), 0);
	refused(w, "administrators-separate");
	world_end(w);
}

static void test_own_settings_are_own(void **state) {
	(void)state;
	World *w = world_new();
	does(w, w->worker, RECORD_PERSON, PERSON_CMD_OWN_MODE, w->worker_id, GIVEN(I(PERSON_LARGE_TYPE, 1)), NULL);
	assert_int_equal(
		tries(w, w->worker, RECORD_PERSON, PERSON_CMD_OWN_MODE, w->worker2_id, GIVEN(I(PERSON_LARGE_TYPE, 1)), NULL), 0);
	refused(w, "not-self");
	does(w, &actor_engine, RECORD_PERSON, PERSON_CMD_EDIT, w->worker_id, GIVEN(T(PERSON_PHONE, "13811112222")), NULL);
	assert_string_equal(str(w, RECORD_PERSON, w->worker_id, PERSON_PHONE_KEY), vault_index(w->arena, "13811112222"));
	assert_true(vault_is_sealed(str(w, RECORD_PERSON, w->worker_id, PERSON_PHONE)));
	world_end(w);
}

static void test_D1_place_tree(void **state) {
	(void)state;
	World *w = world_new();
	assert_string_equal(str(w, RECORD_PLACE, w->room, PLACE_FULL_NAME), "市政协办公区 2号楼 305会议室");
	assert_string_equal(str(w, RECORD_PLACE, w->hall, PLACE_FULL_NAME), "市政协办公区 2号楼 三层 门厅");
	assert_int_equal(num(w, RECORD_PLACE, w->room, PLACE_COMPOUND), w->yard);
	assert_int_equal(num(w, RECORD_PLACE, w->yard, PLACE_COMPOUND), w->yard);
	int64_t twelfth = world_place(w, "十二层", "floor", w->house);
	int64_t high = world_place(w, "1203室", "room", twelfth), odd = world_place(w, "305室", "room", twelfth);
	assert_string_equal(str(w, RECORD_PLACE, high, PLACE_FULL_NAME), "市政协办公区 2号楼 1203室");
	assert_string_equal(str(w, RECORD_PLACE, odd, PLACE_FULL_NAME), "市政协办公区 2号楼 十二层 305室");
	int64_t second = world_place(w, "百花里一号院", "compound", 0);
	does(w, &actor_engine, RECORD_PLACE, PLACE_CMD_EDIT, w->house, GIVEN(I(PLACE_PARENT, second), T(PLACE_NAME, "甲楼")), NULL);
	assert_string_equal(str(w, RECORD_PLACE, w->room, PLACE_FULL_NAME), "百花里一号院 甲楼 305会议室");
	assert_int_equal(num(w, RECORD_PLACE, w->room, PLACE_COMPOUND), second);
	assert_string_equal(
		str(w, RECORD_PLACE, w->room, PLACE_PATH), arena_printf(w->arena, "/%lld/%lld/%lld/%lld/", (long long)second,
													   (long long)w->house, (long long)w->floor, (long long)w->room));
	world_end(w);
}

static void refuse_place(World *w, const char *kind, int64_t parent, const char *code) {
	Given given[] = {T(PLACE_NAME, "某处"), T(PLACE_KIND, kind), I(PLACE_PARENT, parent)};
	assert_int_equal(tries(w, &actor_engine, RECORD_PLACE, PLACE_CMD_CREATE, 0, given, parent ? 3 : 2, NULL), 0);
	refused(w, code);
}

static void test_D1_place_parents(void **state) {
	(void)state;
	World *w = world_new();
	refuse_place(w, "compound", w->yard, "place-parent");
	refuse_place(w, "room", 0, "place-parent");
	refuse_place(w, "floor", w->yard, "place-parent");
	refuse_place(w, "building", w->room, "place-parent");
	refuse_place(w, "room", 9999, "ref");
	assert_int_equal(tries(w, &actor_engine, RECORD_PLACE, PLACE_CMD_EDIT, w->house, GIVEN(I(PLACE_PARENT, w->room)), NULL), 0);
	refused(w, "place-circle");
	world_place(w, "门卫室", "room", w->yard);
	world_end(w);
}

/* ISO/IEC 7064 in its pure form with modulus 31 and radix 3, reckoned here anew. */
static bool bears_check(const char *code) {
	static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
	int sum = 0, power = 1;
	if (strlen(code) != 6) return false;
	for (int i = 5; i >= 0; i--, power = power * 3 % 31) {
		const char *found = strchr(alphabet, code[i]);
		if (!found) return false;
		sum += (int)(found - alphabet) * power;
	}
	return sum % 31 == 1;
}

static void test_U01_codes(void **state) {
	(void)state;
	World *w = world_new();
	const char *place = str(w, RECORD_PLACE, w->room, PLACE_CODE), *asset = str(w, RECORD_ASSET, w->asset, ASSET_CODE);
	assert_true(bears_check(place));
	assert_true(bears_check(asset));
	assert_string_not_equal(place, asset);
	assert_int_equal(tries(w, &actor_engine, RECORD_ASSET, ASSET_CMD_CREATE, 0,
						 GIVEN(T(ASSET_NAME, "灯"), T(ASSET_KIND, "lamp"), I(ASSET_PLACE, w->room), T(ASSET_CODE, place)), NULL),
		0);
	refused(w, "code-taken");
	int64_t own = make(w, RECORD_ASSET,
		GIVEN(T(ASSET_NAME, "灯"), T(ASSET_KIND, "lamp"), I(ASSET_PLACE, w->room), T(ASSET_CODE, "ZC-2019-001")));
	assert_string_equal(str(w, RECORD_ASSET, own, ASSET_CODE), "ZC-2019-001");
	does(w, &actor_engine, RECORD_ASSET, ASSET_CMD_EDIT, own, (const Given[]){{ASSET_CODE, value_null()}}, 1, NULL);
	assert_string_equal(str(w, RECORD_ASSET, own, ASSET_CODE), "ZC-2019-001");
	world_end(w);
}

static int64_t hours(World *w, const char *name, const char *spans, const char *from, const char *to, const char *season) {
	return tries(w, &actor_engine, RECORD_HOURS, HOURS_CMD_CREATE, 0,
		GIVEN(T(HOURS_NAME, name), T(HOURS_SPANS, spans), T(HOURS_SEASON_FROM, from), T(HOURS_SEASON_TO, to),
			T(HOURS_SEASON_SPANS, season)),
		NULL);
}

static void test_G1_hours_text(void **state) {
	(void)state;
	World *w = world_new();
	static const char *const wrong[] = {"周一到周五 9:00-17:00", "1-5", "8 09:00-12:00", "5-1 09:00-12:00", "1-5 12:00-09:00",
		"1-5 09:00-12:00; 3 13:00-14:00", "1-5 09:00-25:00"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(hours(w, "错", wrong[i], NULL, NULL, NULL), 0);
		refused(w, "hours-text");
	}
	assert_int_equal(hours(w, "错", "1-5 09:00-12:00", "06-01", NULL, NULL), 0);
	refused(w, "hours-season");
	assert_int_equal(hours(w, "错", "1-5 09:00-12:00", "06-31", "09-30", "1-5 08:00-12:00"), 0);
	refused(w, "hours-season");
	assert_int_not_equal(hours(w, "夏", "1-5 09:00-12:00 13:00-17:00；6 09:00-12:00", "06-01", "09-30", "1-5 08:00-12:00"), 0);
	assert_int_equal(tries(w, &actor_engine, RECORD_HOURS, HOURS_CMD_CREATE, 0,
						 GIVEN(T(HOURS_NAME, "二"), T(HOURS_SPANS, "1-5 09:00-12:00"), I(HOURS_STANDARD, 1)), NULL),
		0);
	refused(w, "hours-standard");
	world_end(w);
}

/* A team round the clock: its own hours, those of the unit above, or the standard ones. */
static void test_G1_hours_of_the_unit(void **state) {
	(void)state;
	World *w = world_new();
	int64_t always = hours(w, "值班", "1-7 00:00-24:00", NULL, NULL, NULL);
	ARENA(arena, BOOK_BYTES_MAX);
	const Book *book = book_load(w->conn, arena);
	int fault = 0;
	assert_true(book_is_fresh(book, w->conn, &fault));
	assert_false(book_hours(book, w->electric)->round_the_clock);
	does(w, &actor_engine, RECORD_UNIT, UNIT_CMD_EDIT, w->works, GIVEN(I(UNIT_HOURS, always)), NULL);
	assert_false(book_is_fresh(book, w->conn, &fault));
	book = book_load(w->conn, arena);
	assert_true(book_hours(book, w->electric)->round_the_clock);
	assert_false(book_hours(book, w->centre)->round_the_clock);
	w->now = at("2026-11-28T20:00"); /* a Saturday evening */
	int64_t matter = sent_matter(w, w->asker, NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-29T03:00"));
	world_end(w);
}

static void test_G1_policy_and_calendar_ranges(void **state) {
	(void)state;
	World *w = world_new();
	assert_int_equal(
		tries(w, &actor_engine, RECORD_CLOCK_POLICY, CLOCK_POLICY_CMD_EDIT, w->policy, GIVEN(T(CLOCK_POLICY_SIGN, "30")), NULL),
		0);
	refused(w, "policy-text");
	assert_int_equal(tries(w, &actor_engine, RECORD_CLOCK_POLICY, CLOCK_POLICY_CMD_EDIT, w->policy,
						 GIVEN(I(CLOCK_POLICY_EFFECT_DAYS, -1)), NULL),
		0);
	refused(w, "policy-effect");
	assert_int_equal(tries(w, &actor_engine, RECORD_CALENDAR_YEAR, CALENDAR_YEAR_CMD_CREATE, 0,
						 GIVEN(I(CALENDAR_YEAR_YEAR, 20260), I(CALENDAR_YEAR_PUBLISHED, 1)), NULL),
		0);
	refused(w, "calendar-range");
	assert_int_equal(tries(w, &actor_engine, RECORD_CALENDAR_DAY, CALENDAR_DAY_CMD_CREATE, 0,
						 GIVEN(I(CALENDAR_DAY_DAY, on("1989-12-31")), T(CALENDAR_DAY_KIND, "holiday"), T(CALENDAR_DAY_NAME, "x"),
							 T(CALENDAR_DAY_SOURCE, "x")),
						 NULL),
		0);
	refused(w, "calendar-range");
	int64_t matter = sent_matter(w, w->asker, NULL);
	does(w, &actor_engine, RECORD_CLOCK_POLICY, CLOCK_POLICY_CMD_EDIT, w->policy, GIVEN(T(CLOCK_POLICY_COMPLETE, "work_days:2")),
		NULL);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-26T17:00"));
	world_end(w);
}

typedef struct Holiday {
	const char *day;
	bool undo;
} Holiday;

static void add_holiday(Txn *txn, void *user) {
	const Holiday *holiday = user;
	Given given[] = {I(CALENDAR_DAY_DAY, on(holiday->day)), T(CALENDAR_DAY_KIND, "holiday"), T(CALENDAR_DAY_NAME, "停电"),
		T(CALENDAR_DAY_SOURCE, "测试")};
	Call call = {
		.command = &model_records[RECORD_CALENDAR_DAY].commands[CALENDAR_DAY_CMD_CREATE], .given = given, .given_count = 4};
	txn_call(txn, &call);
	if (holiday->undo) txn_refuse(txn, REFUSAL_STATE, "undone", "", "撤回", "undone");
}

/* What an undone command read is forgotten, though the next one bears the same version. */
static void test_G1_book_of_an_undone_command_is_dropped(void **state) {
	(void)state;
	World *w = world_new();
	w->now = at("2026-11-24T14:00");
	int64_t matter = sent_matter(w, w->asker, NULL);
	Holiday undone = {"2026-11-25", true}, kept = {"2026-12-25", false};
	assert_int_equal(door_run(w->door, w->arena, &actor_engine, "page", w->now, add_holiday, &undone).kind, OUTCOME_REFUSED);
	assert_int_equal(door_run(w->door, w->arena, &actor_engine, "page", w->now, add_holiday, &kept).kind, OUTCOME_DONE);
	assert_int_equal(num(w, RECORD_MATTER, matter, MATTER_DUE_AT), at("2026-11-25T14:00"));
	world_end(w);
}

static int64_t question(World *w, const char *type, const char *options) {
	return tries(w, &actor_engine, RECORD_QUESTION, QUESTION_CMD_CREATE, 0,
		GIVEN(I(QUESTION_KIND, w->repair), T(QUESTION_LABEL, "时段"), T(QUESTION_TYPE, type), T(QUESTION_OPTIONS, options)),
		NULL);
}

static void test_G12_question_options(void **state) {
	(void)state;
	World *w = world_new();
	static const char *const wrong[] = {NULL, "上午", "上午,上午", "上午,,下午"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(question(w, "choice", wrong[i]), 0);
		refused(w, "question-options");
	}
	assert_int_equal(question(w, "number", "1,2"), 0);
	refused(w, "question-options");
	assert_int_not_equal(question(w, "choice", "上午、下午"), 0);
	world_end(w);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_D1_unit_path_and_circles),
		cmocka_unit_test(test_G9_compound_scope_names_a_compound),
		cmocka_unit_test(test_G9_three_administrators_are_three_persons),
		cmocka_unit_test(test_own_settings_are_own),
		cmocka_unit_test(test_D1_place_tree),
		cmocka_unit_test(test_D1_place_parents),
		cmocka_unit_test(test_U01_codes),
		cmocka_unit_test(test_G1_hours_text),
		cmocka_unit_test(test_G1_hours_of_the_unit),
		cmocka_unit_test(test_G1_policy_and_calendar_ranges),
		cmocka_unit_test(test_G1_book_of_an_undone_command_is_dropped),
		cmocka_unit_test(test_G12_question_options),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
