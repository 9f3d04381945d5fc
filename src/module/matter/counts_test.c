/* F4: what is counted and offered from memory is what a plain reading finds, whoever asks and whatever was done meanwhile. */
#include "module/matter/world_test.h"
#include "query/query.h"

enum { TURNS = 120 };

static const char *const filters[] = {
	"state=new", "state=accepted,sent,working", "mine=1", "place.under=%", "urge_count.gt=0", ""};

static void read_filter(World *w, const Actor *actor, int which, Query *query) {
	Refusals refusals;
	refusals_init(&refusals, w->arena);
	query_init(query, &model_records[RECORD_MATTER]);
	const char *text =
		strchr(filters[which], '%') ? arena_printf(w->arena, "place.under=%lld", (long long)w->floor) : filters[which];
	if (*text) query_read_text(query, w->arena, actor, w->now, text, &refusals);
	assert_int_equal(refusals.count, 0);
}

/* Counted through the connection that keeps, twice, and through one that does not. */
static void compare(World *w, Conn *keeps, const Actor *actor) {
	enum { FILTERS = sizeof filters / sizeof *filters };
	Query queries[FILTERS];
	Tally tallies[FILTERS + 1];
	int64_t found[FILTERS], by_state = 0;
	TallyRows rows;
	for (int i = 0; i < FILTERS; i++) {
		read_filter(w, actor, i, &queries[i]);
		tallies[i] = (Tally){.query = &queries[i], .most = i % 2 ? 0 : 3};
	}
	tallies[FILTERS] = (Tally){.query = &queries[FILTERS - 1], .fields = {MATTER_STATE}, .field_count = 1};
	for (int turn = 0; turn < 2; turn++) {
		assert_int_equal(query_tallies(keeps, w->arena, actor, tallies, FILTERS + 1, &rows), 0);
		memset(found, 0, sizeof found);
		by_state = 0;
		for (int i = 0; i < rows.count; i++)
			if (rows.rows[i].tally < FILTERS) found[rows.rows[i].tally] += rows.rows[i].count;
			else by_state += rows.rows[i].count;
		int64_t plain;
		for (int i = 0; i < FILTERS; i++) {
			assert_int_equal(query_count(w->conn, w->arena, actor, &queries[i], tallies[i].most, &plain), 0);
			assert_int_equal(found[i], plain);
		}
		assert_int_equal(by_state, plain);
	}
}

/* The newest in several states, page by page: each once, newest first, as many as there are. */
static void walks(World *w, const Actor *actor) {
	Query query;
	Rows rows;
	int64_t plain, seen = 0, last = INT64_MAX;
	read_filter(w, actor, 1, &query);
	query.sort_field = FIELD_ID_AT;
	query.sort_down = true;
	query.limit = 3;
	assert_int_equal(query_count(w->conn, w->arena, actor, &query, 0, &plain), 0);
	do {
		assert_int_equal(query_rows(w->conn, w->arena, actor, &query, false, &rows), 0);
		for (int i = 0; i < rows.count; i++) {
			assert_true(row_id(&rows.rows[i]) < last);
			last = row_id(&rows.rows[i]);
			seen++;
		}
		query.has_after = true;
		query.after_id = last;
	} while (rows.next);
	assert_int_equal(seen, plain);
}

static void offered(World *w, Conn *keeps, const Actor *actor, bool few) {
	const Record *records[] = {
		&model_records[RECORD_UNIT], &model_records[RECORD_KIND], &model_records[RECORD_PLACE], &model_records[RECORD_CLIENT]};
	Picks picks[4];
	for (int turn = 0; turn < 2; turn++) {
		assert_int_equal(query_options(keeps, w->arena, actor, records, 4, 20, picks), 0);
		for (int i = 0; i < 3; i++) {
			Query query;
			Rows rows;
			query_init(&query, records[i]);
			int active = -1;
			assert_non_null(record_field(records[i], "active", &active));
			query_add(&query, w->arena, active, FILTER_NOT_IN, value_int(0));
			query.limit = 60;
			assert_int_equal(query_rows(w->conn, w->arena, actor, &query, false, &rows), 0);
			assert_true(picks[i].few == (i != 0 || few));
			if (!picks[i].few) continue;
			assert_int_equal(picks[i].count, rows.count);
			for (int r = 0; r < rows.count; r++) {
				assert_int_equal(picks[i].ids[r], row_id(&rows.rows[r]));
				assert_string_equal(picks[i].titles[r], row_text(&rows.rows[r], records[i]->title_field));
			}
		}
		assert_false(picks[3].few); /* a sealed name is not offered */
	}
}

static void step(World *w, unsigned *dice, int64_t *matters, int *count) {
	*dice = *dice * 1103515245u + 12345u;
	unsigned roll = *dice >> 16;
	int64_t matter = *count ? matters[roll / 8 % (unsigned)*count] : 0;
	switch (matter ? roll % 8 : 0) {
	case 0:
	case 1:
		matters[(*count)++] = does(w, roll & 64 ? w->asker : w->desk, RECORD_MATTER, MATTER_CMD_CREATE, 0,
			GIVEN(T(MATTER_TITLE, "灯不亮"), I(MATTER_KIND, w->repair), I(MATTER_PLACE, roll & 128 ? w->room : w->yard)), NULL);
		break;
	case 2:
	case 3: tries(w, w->desk, RECORD_MATTER, MATTER_CMD_ACCEPT, matter, NOTHING, NULL); break;
	case 4:
	case 5:
		tries(w, w->desk, RECORD_MATTER, MATTER_CMD_DISPATCH, matter,
			GIVEN(I(MATTER_OWNER_UNIT, roll & 256 ? w->electric : w->plumbing)), "请办理");
		break;
	case 6: tries(w, w->desk, RECORD_MATTER, MATTER_CMD_URGE, matter, NOTHING, "请抓紧"); break;
	default: break; /* nothing is done: the kept answers serve */
	}
	w->now += 60;
}

/* The next request on the same connection. */
static void again(Conn *conn) {
	assert_int_equal(conn_rollback(conn), 0);
	assert_int_equal(conn_begin_read(conn), 0);
}

static void test_F4_kept_counts_equal_plain_ones(void **state) {
	(void)state;
	World *w = world_new();
	Conn *keeps = conn_open(w->store, true);
	const Actor *actors[] = {w->desk, w->worker, w->plumber, w->asker, w->liaison, w->head, w->guest};
	int64_t matters[TURNS];
	int count = 0;
	unsigned dice = 20261124;
	for (int turn = 0; turn < TURNS; turn++) {
		step(w, &dice, matters, &count);
		for (size_t a = 0; a < sizeof actors / sizeof *actors; a++) {
			again(keeps);
			compare(w, keeps, actors[a]);
			if (turn % 10 == 9) walks(w, actors[a]);
		}
	}
	assert_true(count > 10);
	conn_close(keeps);
	world_end(w);
}

static void test_options_are_the_rows_in_use(void **state) {
	(void)state;
	World *w = world_new();
	Conn *keeps = conn_open(w->store, true);
	again(keeps);
	offered(w, keeps, w->desk, true);
	does(w, &actor_engine, RECORD_UNIT, UNIT_CMD_EDIT, w->plumbing, GIVEN(I(UNIT_ACTIVE, 0)), NULL);
	world_unit(w, "夜班", "team", w->works);
	again(keeps);
	offered(w, keeps, w->desk, true);
	offered(w, keeps, w->head, true);
	for (int i = 0; i < 20; i++) world_unit(w, arena_printf(w->arena, "第%d班", i), "team", w->works);
	again(keeps);
	offered(w, keeps, w->desk, false);
	conn_close(keeps);
	world_end(w);
}

static void test_no_mark_keeps_nothing(void **state) {
	(void)state;
	World *w = world_new();
	Conn *plain = conn_open(w->store, true);
	compare(w, plain, w->desk);
	does(w, w->desk, RECORD_MATTER, MATTER_CMD_CREATE, 0,
		GIVEN(T(MATTER_TITLE, "灯不亮"), I(MATTER_KIND, w->repair), I(MATTER_PLACE, w->room)), NULL);
	compare(w, plain, w->desk);
	conn_close(plain);
	world_end(w);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_F4_kept_counts_equal_plain_ones),
		cmocka_unit_test(test_options_are_the_rows_in_use), cmocka_unit_test(test_no_mark_keeps_nothing)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
