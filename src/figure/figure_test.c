/* Figures: a number equals the list behind its link, whoever asks; shares round half up; small ones are marked. */
#include "figure/figure.h"

#include "access/vault.h"
#include "base/instant.h"
#include "command/door.h"
#include "model_gen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { MATTERS = 60, ROWS_MAX = 400 };

typedef struct Bureau {
	char folder[64];
	Arena *arena;
	Store *store;
	Door *door;
	Conn *conn;
	int64_t now, units[2], people[2], kind, compound;
	const Actor *leader, *worker;
} Bureau;

static int64_t make(Bureau *b, int record, const char *command, const Given *given, int count) {
	Call call = {
		.command = record_command(&model_records[record], command), .given = given, .given_count = count, .trusted = true};
	Outcome outcome = door_call(b->door, b->arena, &actor_engine, "cli", b->now, &call);
	if (outcome.kind != OUTCOME_DONE)
		fail_msg(
			"%s.%s: %s", model_records[record].name, command, outcome.refusals.count ? outcome.refusals.items[0].en : "fault");
	return outcome.id;
}
#define I(field, number) ((Given){field, value_int(number)})
#define T(field, words) ((Given){field, value_text(words)})
#define MAKE(b, record, command, ...)                                                                                            \
	make(b, record, command, (const Given[]){__VA_ARGS__}, (int)(sizeof((const Given[]){__VA_ARGS__}) / sizeof(Given)))

static const Actor *person(Bureau *b, int who, const char *login, const char *role, const char *scope, int64_t unit) {
	int fault = 0;
	b->people[who] = MAKE(
		b, RECORD_PERSON, "create", T(PERSON_LOGIN, login), T(PERSON_NAME, login), I(PERSON_UNIT, unit), I(PERSON_ACTIVE, 1));
	int64_t post = MAKE(b, RECORD_POST, "create", T(POST_NAME, login), I(POST_UNIT, unit), T(POST_ROLE, role),
		T(POST_DATA_SCOPE, scope), I(POST_ACTIVE, 1));
	MAKE(b, RECORD_TENURE, "create", I(TENURE_PERSON, b->people[who]), I(TENURE_POST, post),
		I(TENURE_START_ON, day_of_instant(b->now) - 400));
	const Actor *actor = actor_load(b->conn, b->arena, b->people[who], day_of_instant(b->now), &fault);
	assert_non_null(actor);
	return actor;
}

/* Past matters of two units, done early, late, rated or not, over more than a year, and some open ones in every lamp. */
static void matters(Bureau *b) {
	static const char *const rated[] = {SATISFACTION_IS_GOOD, SATISFACTION_IS_POOR, SATISFACTION_IS_FAIR, NULL};
	static const char *const graded[] = {QUALITY_IS_GOOD, QUALITY_IS_FINE, QUALITY_IS_PERFECT};
	for (int i = 0; i < MATTERS; i++) {
		int64_t done = b->now - (int64_t)(i % 20) * 3 * DAY_S - (i % 7) * 3600, due = done + (i % 3 ? 1800 : i % 2 ? 0 : -1800);
		MAKE(b, RECORD_MATTER, "import", T(MATTER_TITLE, "灯不亮"), I(MATTER_KIND, b->kind),
			T(MATTER_CHANNEL, i % 2 ? CHANNEL_IS_QR : CHANNEL_IS_DESK), I(MATTER_OWNER_UNIT, b->units[i % 2]),
			I(MATTER_WORKER, b->people[1]), I(MATTER_DONE_AT, done), I(MATTER_DUE_AT, due), I(MATTER_ANSWERED_AT, done + 60),
			I(MATTER_ANSWER_DUE, done + (i % 4 ? 120 : 0)), T(MATTER_SATISFACTION, rated[i % 4]),
			T(MATTER_QUALITY, graded[i % 3]), I(MATTER_CLOSED_AT, done + 120),
			I(MATTER_EFFECT_ON, day_of_instant(b->now) - 5 + i % 10));
	}
	for (int i = 0; i < 12; i++)
		MAKE(b, RECORD_MATTER, "create", T(MATTER_TITLE, "水管漏水"), I(MATTER_KIND, b->kind),
			I(MATTER_OWNER_UNIT, b->units[i % 2]));
}

static void orders(Bureau *b) {
	for (int i = 0; i < 12; i++)
		MAKE(b, RECORD_WORK_ORDER, "create", I(WORK_ORDER_MATTER, MATTERS + 1 + i), T(WORK_ORDER_ROLE, ORDER_ROLE_IS_LEAD),
			I(WORK_ORDER_UNIT, b->units[i % 2]), T(WORK_ORDER_TASK, "修水管"), I(WORK_ORDER_DUE_AT, b->now + (i - 5) * 3600),
			I(WORK_ORDER_YELLOW_AT, b->now + (i - 6) * 3600),
			i % 3 ? I(WORK_ORDER_WORKER, b->people[1]) : T(WORK_ORDER_TASK, "换阀门"));
}

static int bureau_open(void **state) {
	Bureau *b = calloc(1, sizeof *b);
	char path[128];
	snprintf(b->folder, sizeof b->folder, "/tmp/gangmu-figure-XXXXXX");
	assert_non_null(mkdtemp(b->folder));
	snprintf(path, sizeof path, "%s/key", b->folder);
	assert_true(vault_start(path));
	snprintf(path, sizeof path, "sqlite:%s/db", b->folder);
	b->arena = arena_new(256u << 20);
	assert_true(instant_parse("2026-11-24T10:00", &b->now));
	assert_int_equal(store_open(path, &b->store), STORE_OK);
	b->door = door_open(b->store);
	b->conn = conn_open(b->store, true);
	assert_non_null(b->conn);
	int64_t hours = MAKE(
		b, RECORD_HOURS, "create", T(HOURS_NAME, "标准"), T(HOURS_SPANS, "1-5 09:00-12:00 13:00-17:00"), I(HOURS_STANDARD, 1));
	for (int i = 0; i < 2; i++)
		b->units[i] = MAKE(b, RECORD_UNIT, "create", T(UNIT_NAME, i ? "水暖班" : "电工班"), T(UNIT_KIND, "team"),
			I(UNIT_HOURS, hours), I(UNIT_ACTIVE, 1));
	int64_t policy = MAKE(b, RECORD_CLOCK_POLICY, "create", T(CLOCK_POLICY_NAME, "报修"), T(CLOCK_POLICY_SIGN, "work_minutes:30"),
		T(CLOCK_POLICY_ATTEND, "work_minutes:60"), T(CLOCK_POLICY_COMPLETE, "same_day"), T(CLOCK_POLICY_ANSWER, "same_day"),
		T(CLOCK_POLICY_SOURCE, "test"));
	b->kind =
		MAKE(b, RECORD_KIND, "create", T(KIND_CODE, "inquiry"), T(KIND_NAME, "咨询"), I(KIND_POLICY, policy), I(KIND_ACTIVE, 1));
	b->leader = person(b, 0, "leader", "leader", "all", b->units[0]);
	b->worker = person(b, 1, "worker", "worker", "unit", b->units[1]);
	matters(b);
	orders(b);
	*state = b;
	return 0;
}

static int bureau_close(void **state) {
	Bureau *b = *state;
	char command[128];
	conn_close(b->conn);
	door_close(b->door);
	store_close(b->store);
	arena_free(b->arena);
	snprintf(command, sizeof command, "rm -r '%s'", b->folder);
	assert_int_equal(system(command), 0);
	free(b);
	return 0;
}

/* What the list behind the link shows: its total, and the rows themselves, page by page. */
static int64_t listed(Bureau *b, const Actor *actor, const Figure *figure, const char *more, bool whole, int64_t *ret_rows) {
	Query query;
	Refusals refusals;
	int64_t total = 0;
	refusals_init(&refusals, b->arena);
	query_init(&query, &model_records[figure->record]);
	const char *link = strchr(figure_link(b->arena, figure, more, whole), '?') + 1;
	if (!query_read_text(&query, b->arena, actor, b->now, link, &refusals))
		fail_msg("%s: %s", figure->name, refusals.items[0].en);
	assert_int_equal(query_count(b->conn, b->arena, actor, &query, 0, &total), 0);
	*ret_rows = 0;
	query.limit = 7;
	for (int page = 0; page < ROWS_MAX; page++) {
		Rows rows;
		assert_int_equal(query_rows(b->conn, b->arena, actor, &query, false, &rows), 0);
		*ret_rows += rows.count;
		if (!rows.next) break;
		query_init(&query, &model_records[figure->record]);
		const char *next = arena_printf(b->arena, "%s&after=%s", link, rows.next);
		assert_true(query_read_text(&query, b->arena, actor, b->now, next, &refusals));
		query.limit = 7;
	}
	return total;
}

static void crawl(Bureau *b, const Actor *actor, const char *more, int record, int64_t *ret_sum) {
	for (size_t t = 0; t < figure_table_count; t++)
		for (size_t i = 0; i < figure_tables[t]->count; i++) {
			const Figure *figure = &figure_tables[t]->figures[i];
			if (more && figure->record != record) continue;
			FigureAsk ask = {figure, more};
			FigureCount count;
			int64_t rows;
			assert_int_equal(figure_counts(b->conn, b->arena, actor, b->now, &ask, 1, &count), 0);
			int64_t total = listed(b, actor, figure, more, false, &rows);
			if (count.count != total || total != rows)
				fail_msg("%s: %ld, list %ld, rows %ld", figure->name, (long)count.count, (long)total, (long)rows);
			*ret_sum += total;
			if (!figure->of) continue;
			total = listed(b, actor, figure, more, true, &rows);
			if (count.of != total || total != rows)
				fail_msg("%s: of %ld, list %ld, rows %ld", figure->name, (long)count.of, (long)total, (long)rows);
			assert_true(count.count <= count.of);
			*ret_sum += total;
		}
}

static void f4_every_figure_equals_its_list(void **state) {
	Bureau *b = *state;
	int64_t all = 0, own = 0, part = 0;
	crawl(b, b->leader, NULL, 0, &all);
	crawl(b, b->worker, NULL, 0, &own);
	crawl(b, b->leader, arena_printf(b->arena, "owner_unit=%lld", (long long)b->units[1]), RECORD_MATTER, &part);
	assert_true(all > 0 && own > 0 && part > 0 && part < all);
}

static void figures_counted_together_are_each_their_own(void **state) {
	Bureau *b = *state;
	FigureAsk asks[FIGURES_MAX] = {{NULL, NULL}};
	FigureCount together[FIGURES_MAX], alone;
	int count = 0;
	for (size_t i = 0; i < figure_tables[0]->count && count < FIGURES_MAX; i++)
		asks[count++] = (FigureAsk){&figure_tables[0]->figures[i], NULL};
	assert_int_equal(figure_counts(b->conn, b->arena, b->leader, b->now, asks, count, together), 0);
	for (int i = 0; i < count; i++) {
		assert_int_equal(figure_counts(b->conn, b->arena, b->leader, b->now, &asks[i], 1, &alone), 0);
		assert_int_equal(alone.count, together[i].count);
		assert_int_equal(alone.of, together[i].of);
	}
}

static void every_figure_has_a_definition_in_both_languages_and_one_name(void **state) {
	(void)state;
	for (size_t t = 0; t < figure_table_count; t++)
		for (size_t i = 0; i < figure_tables[t]->count; i++) {
			const Figure *figure = &figure_tables[t]->figures[i];
			assert_true(strlen(figure->definition.zh) > 12 && strlen(figure->definition.en) > 12);
			assert_non_null(figure->label.en);
			assert_ptr_equal(figure_by_name(figure->name), figure);
		}
	assert_null(figure_by_name("nothing"));
}

static void a11_in_time_counts_the_minute_of_the_due_time(void **state) {
	Bureau *b = *state;
	const Figure *figure = figure_by_name("done-on-time");
	FigureAsk ask = {figure, NULL};
	FigureCount count;
	int64_t expected = 0, whole = 0;
	for (int i = 0; i < MATTERS; i++) {
		int64_t done = b->now - (int64_t)(i % 20) * 3 * DAY_S - (i % 7) * 3600;
		if (done < instant_of(day_of_instant(b->now) - 29, 0)) continue;
		whole++;
		expected += i % 3 || i % 2;
	}
	assert_int_equal(figure_counts(b->conn, b->arena, b->leader, b->now, &ask, 1, &count), 0);
	assert_int_equal(count.of, whole);
	assert_int_equal(count.count, expected);
	assert_true(expected < whole);
}

static void figures_by_groups_equal_the_single_ones(void **state) {
	Bureau *b = *state;
	static const char *const names[] = {"matters-open", "done-on-time", "satisfaction", "quality-fine", "rated", "matters-poor"};
	const Figure *figures[6];
	FigureCount single;
	FigureGroups groups;
	const Actor *actors[] = {b->leader, b->worker};
	int64_t seen = 0;
	for (int f = 0; f < 6; f++) figures[f] = figure_by_name(names[f]);
	for (int a = 0; a < 2; a++) {
		assert_int_equal(figure_groups(b->conn, b->arena, actors[a], b->now, figures, 6, MATTER_OWNER_UNIT, &groups), 0);
		assert_true(groups.count >= 1);
		for (int g = 0; g < groups.count; g++)
			for (int f = 0; f < 6; f++) {
				FigureAsk ask = {figures[f], arena_printf(b->arena, "owner_unit=%lld", (long long)groups.items[g].value.number)};
				assert_int_equal(figure_counts(b->conn, b->arena, actors[a], b->now, &ask, 1, &single), 0);
				assert_int_equal(groups.items[g].counts[f].count, single.count);
				assert_int_equal(groups.items[g].counts[f].of, single.of);
				seen += single.count;
			}
	}
	assert_true(seen > 0);
}

static void groups_add_up_to_the_whole(void **state) {
	Bureau *b = *state;
	Query query;
	Refusals refusals;
	TallyRows rows;
	int64_t total = 0, sum = 0, seen = 0;
	refusals_init(&refusals, b->arena);
	query_init(&query, &model_records[RECORD_MATTER]);
	assert_true(query_read_text(&query, b->arena, b->leader, b->now, "done_at.ne=null", &refusals));
	Tally tallies[] = {
		{.query = &query}, {.query = &query, .fields = {MATTER_OWNER_UNIT, MATTER_SATISFACTION}, .field_count = 2}};
	assert_int_equal(query_tallies(b->conn, b->arena, b->leader, tallies, 2, &rows), 0);
	for (int i = 0; i < rows.count; i++) {
		if (!rows.rows[i].tally) total = rows.rows[i].count;
		else sum += rows.rows[i].count, seen++;
		if (rows.rows[i].tally)
			assert_true(rows.rows[i].values[0].number == b->units[0] || rows.rows[i].values[0].number == b->units[1]);
	}
	assert_int_equal(total, MATTERS);
	assert_int_equal(sum, MATTERS);
	assert_true(seen >= 4);
}

static void shares_round_half_up_and_few_are_marked(void **state) {
	Bureau *b = *state;
	static const Figure share = {.name = "s", .of = ""}, number = {.name = "n"};
	assert_int_equal(figure_permille((FigureCount){1, 3}), 333);
	assert_int_equal(figure_permille((FigureCount){2, 3}), 667);
	assert_int_equal(figure_permille((FigureCount){1, 16}), 63); /* 62.5 */
	assert_int_equal(figure_permille((FigureCount){0, 5}), 0);
	assert_int_equal(figure_permille((FigureCount){0, 0}), -1);
	assert_string_equal(figure_words(b->arena, &share, (FigureCount){97, 100}), "97.0");
	assert_string_equal(figure_words(b->arena, &share, (FigureCount){5, 5}), "100");
	assert_string_equal(figure_words(b->arena, &share, (FigureCount){0, 0}), "–");
	assert_string_equal(figure_words(b->arena, &number, (FigureCount){12, 0}), "12");
	assert_true(figure_is_few(&share, (FigureCount){4, 4}));
	assert_false(figure_is_few(&share, (FigureCount){4, 5}));
	assert_false(figure_is_few(&number, (FigureCount){1, 0}));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(f4_every_figure_equals_its_list),
		cmocka_unit_test(figures_counted_together_are_each_their_own),
		cmocka_unit_test(every_figure_has_a_definition_in_both_languages_and_one_name),
		cmocka_unit_test(a11_in_time_counts_the_minute_of_the_due_time),
		cmocka_unit_test(figures_by_groups_equal_the_single_ones),
		cmocka_unit_test(groups_add_up_to_the_whole),
		cmocka_unit_test(shares_round_half_up_and_few_are_marked),
	};
	return cmocka_run_group_tests(tests, bureau_open, bureau_close);
}
