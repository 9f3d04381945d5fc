/* S1, S2, C1: a speech through the real write door into rows; items and sentences both ways; coverage; rights; replay. From the root of
 * the repository. */
#include "base/instant.h"
#include "base/outside.h"
#include "model_gen.h"
#include "module/programme/speech_import.h"
#include "output/made_for_test.h"
#include "query/query.h"

#include <stdlib.h>
#include <string.h>

static const int64_t now = 1740000000; /* 2025-02-20 05:20 in the bureau */

typedef struct World {
	Store *store;
	Door *door;
	Arena *arena, *speech_arena;
	Actor *desk, *head, *worker;
	int64_t repair, finance; /* units */
	Speech *speech;
	int64_t programme;
} World;

/* ── calls through the door ── */

static Outcome call(
	World *world, const Actor *actor, int record, int command, int64_t id, const Given *given, int count, const char *note) {
	Call one = {.command = &model_records[record].commands[command],
		.id = id,
		.given = given,
		.given_count = count,
		.note = note,
		.trusted = actor == &actor_engine};
	return door_call(world->door, world->arena, actor, "page", now, &one);
}

static int64_t done(Outcome outcome) {
	if (outcome.kind != OUTCOME_DONE) fail_msg("refused: %s", outcome.refusals.count ? outcome.refusals.items[0].zh : "fault");
	return outcome.id;
}

static void refused(Outcome outcome, const char *code) {
	assert_int_equal(outcome.kind, OUTCOME_REFUSED);
	if (!refusals_have(&outcome.refusals, code)) fail_msg("refused by %s, not %s", outcome.refusals.items[0].code, code);
}

typedef struct Asking {
	const char *filter, *sql;
	int record;
	int64_t number;
	const Actor *actor;
	Arena *arena;
} Asking;

/* The memory store has one connection, the writer's: reading goes through it as well. */
static void ask_work(Txn *txn, void *user) {
	Asking *ask = user;
	if (ask->sql) {
		ask->number = conn_query_int(txn_conn(txn), ask->sql, NULL, 0, -1, NULL);
		return;
	}
	Query query;
	Refusals wrong;
	refusals_init(&wrong, ask->arena);
	query_init(&query, &model_records[ask->record]);
	assert_true(query_read_text(&query, ask->arena, ask->actor, now, ask->filter, &wrong));
	assert_int_equal(query_count(txn_conn(txn), ask->arena, ask->actor, &query, 0, &ask->number), STORE_OK);
	Rows rows;
	query.limit = 20000;
	assert_int_equal(query_rows(txn_conn(txn), ask->arena, ask->actor, &query, false, &rows), STORE_OK);
	assert_int_equal(rows.count, ask->number); /* a figure is the number of its rows */
}

static int64_t sql_number(World *world, const char *sql) {
	Asking ask = {.sql = sql};
	door_run(world->door, world->arena, &actor_engine, "job", now, ask_work, &ask);
	return ask.number;
}

static int64_t count_of(World *world, const Actor *actor, int record, const char *filter) {
	Asking ask = {.filter = filter, .record = record, .actor = actor, .arena = world->arena};
	door_run(world->door, world->arena, &actor_engine, "job", now, ask_work, &ask);
	return ask.number;
}

typedef struct Reading {
	int record;
	int64_t id;
	const Value *row;
} Reading;

static void row_work(Txn *txn, void *user) {
	Reading *reading = user;
	reading->row = row_read(txn_conn(txn), txn_arena(txn), &model_records[reading->record], reading->id, NULL);
}

static const Value *row_of(World *world, int record, int64_t id) {
	Reading reading = {record, id, NULL};
	door_run(world->door, world->arena, &actor_engine, "job", now, row_work, &reading);
	assert_non_null(reading.row);
	return reading.row;
}

/* ── the world ── */

static Actor *actor_new(Arena *arena, int64_t person, Role role, ScopeKind kind, int64_t unit) {
	Actor *actor = arena_alloc(arena, sizeof *actor);
	Grant *grants = arena_array(arena, 2, sizeof *grants);
	int64_t *ids = arena_alloc(arena, sizeof *ids);
	*ids = unit;
	grants[0] = (Grant){ROLE_ASKER, SCOPE_OWN, NULL, 0};
	grants[1] = (Grant){role, kind, ids, 1};
	*actor = (Actor){.person = person,
		.login = "",
		.name = "",
		.post = "",
		.unit_name = "",
		.unit = unit,
		.roles = ROLE_BIT(role) | ROLE_BIT(ROLE_ASKER),
		.grants = grants,
		.grant_count = 2};
	return actor;
}

static int64_t unit_new(World *world, const char *name) {
	Given given[] = {
		{UNIT_NAME, value_text(name)}, {UNIT_KIND, value_text(UNIT_KIND_IS_DEPARTMENT)}, {UNIT_ACTIVE, value_int(1)}};
	return done(call(world, &actor_engine, RECORD_UNIT, UNIT_CMD_CREATE, 0, given, 3, NULL));
}

typedef struct StoreWork {
	const Speech *speech;
	SpeechGiven given;
	int64_t id;
} StoreWork;

static void store_work(Txn *txn, void *user) {
	StoreWork *work = user;
	work->id = speech_store(txn, work->speech, &work->given);
}

static Outcome speech_put(World *world, const Speech *speech, int64_t year) {
	StoreWork work = {.speech = speech, .given = {.source = "讲话.txt", .year = year}};
	return door_run(world->door, world->arena, world->desk, "page", now, store_work, &work);
}

static char *file_text(Arena *arena, const char *path, size_t *ret_length) {
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	char *bytes = arena_alloc(arena, 1 << 16);
	*ret_length = fread(bytes, 1, (1 << 16) - 1, file);
	fclose(file);
	return bytes;
}

static int world_open(void **state) {
	static World world;
	world = (World){.arena = arena_new(64u << 20), .speech_arena = arena_new(SPEECH_ARENA)};
	assert_int_equal(store_open("sqlite::memory:", &world.store), STORE_OK);
	world.door = door_open(world.store);
	assert_non_null(world.door);
	world.repair = unit_new(&world, "工程维修科");
	world.finance = unit_new(&world, "财务处");
	world.desk = actor_new(world.arena, 101, ROLE_DESK, SCOPE_ALL, world.finance);
	world.head = actor_new(world.arena, 102, ROLE_HEAD, SCOPE_UNITS, world.repair);
	world.worker = actor_new(world.arena, 103, ROLE_WORKER, SCOPE_OWN, world.repair);
	size_t length;
	char *bytes = file_text(world.speech_arena, "seed/speech.zh.txt", &length);
	OutlineSay say;
	world.speech = speech_read(world.speech_arena, bytes, length, &say);
	assert_non_null(world.speech);
	world.programme = done(speech_put(&world, world.speech, 0));
	*state = &world;
	return 0;
}

static int world_close(void **state) {
	World *world = *state;
	door_close(world->door);
	store_close(world->store);
	arena_free(world->arena);
	arena_free(world->speech_arena);
	return 0;
}

static int64_t piece_with(World *world, const char *words) {
	char sql[400];
	snprintf(sql, sizeof sql, "SELECT id FROM piece WHERE text LIKE '%%%s%%' AND programme = %lld ORDER BY id LIMIT 1", words,
		(long long)world->programme);
	int64_t id = sql_number(world, sql);
	if (id < 1) fail_msg("no piece with %s", words);
	return id;
}

static int64_t item_new(World *world, const Actor *actor, int64_t piece, const char *title, int64_t unit, int64_t due) {
	Given given[] = {{ITEM_PIECE, value_int(piece)}, {ITEM_TITLE, value_text(title)},
		{ITEM_UNIT, unit ? value_int(unit) : value_null()}, {ITEM_DUE_AT, due ? value_int(due) : value_null()}};
	return done(call(world, actor, RECORD_ITEM, ITEM_CMD_CREATE, 0, given, 4, NULL));
}

/* ── S1 ── */

static void s1_the_speech_stands_in_rows_as_it_was_said(void **state) {
	World *world = *state;
	assert_int_equal(sql_number(world, "SELECT count(*) FROM piece WHERE kind = 'head' AND level = 1"), 4);
	static const char *const parts[] = {"一、过去", "二、新的", "三、做好", "四、完成"};
	static const int points[] = {4, 3, 6, 4};
	for (int i = 0; i < 4; i++) {
		char sql[200];
		int64_t part = piece_with(world, parts[i]);
		snprintf(sql, sizeof sql,
			"SELECT count(*) FROM piece WHERE kind = 'head' AND level = 2 AND parent = %lld AND part = %lld", (long long)part,
			(long long)part);
		assert_int_equal(sql_number(world, sql), points[i]);
	}
	assert_int_equal(sql_number(world, "SELECT count(*) FROM piece"), (int64_t)world->speech->outline->piece_count);
	/* Nothing becomes a key line or an item by itself; every proposal says why. */
	assert_int_equal(sql_number(world, "SELECT (SELECT count(*) FROM item) + (SELECT count(*) FROM key_line)"), 0);
	assert_int_equal(
		sql_number(world, "SELECT count(*) FROM piece WHERE proposal <> 'none' AND (reason IS NULL OR reason_en IS NULL)"), 0);
	assert_int_equal(sql_number(world, "SELECT count(*) FROM piece WHERE proposal = 'key'"), 13);
	assert_int_equal(sql_number(world, "SELECT count(*) FROM piece WHERE said IS NOT NULL"), 0);
	const Value *row = row_of(world, RECORD_PROGRAMME, world->programme);
	assert_int_equal(row[PROGRAMME_YEAR].number, 2024);
	assert_string_equal(value_str(row[PROGRAMME_THEME]), "规范提升年");
	assert_true(strlen(value_str(row[PROGRAMME_YEAR_REASON])) > 0 && strlen(value_str(row[PROGRAMME_THEME_REASON])) > 0);
	assert_true(sql_number(world, "SELECT count(*) FROM piece WHERE warning LIKE '%六面对%'") == 1);
}

typedef struct Joined {
	Buf text;
	int64_t programme;
} Joined;

static void join_work(Txn *txn, void *user) {
	Joined *joined = user;
	Value id = value_int(joined->programme);
	Cursor *cursor = conn_query(txn_conn(txn), "SELECT text, start_byte FROM piece WHERE programme = ? ORDER BY seq", &id, 1);
	while (cursor && cursor_next(cursor)) {
		assert_int_equal(cursor_int(cursor, 1), joined->text.length);
		buf_puts(&joined->text, cursor_text(cursor, 0));
	}
	assert_int_equal(cursor_end(cursor), STORE_OK);
}

static void joined_as(World *world, int64_t programme, const char *text) {
	Joined joined = {.programme = programme};
	buf_init(&joined.text, 4u << 20);
	door_run(world->door, world->arena, &actor_engine, "job", now, join_work, &joined);
	assert_string_equal(buf_text(&joined.text), text);
	buf_free(&joined.text);
}

static void s1_the_rows_joined_are_the_text(void **state) {
	World *world = *state;
	joined_as(world, world->programme, world->speech->text);
}

static void s1_the_same_text_is_not_taken_twice(void **state) {
	World *world = *state;
	int64_t before = sql_number(world, "SELECT count(*) FROM piece");
	refused(speech_put(world, world->speech, 2024), "programme-same-text");
	assert_int_equal(sql_number(world, "SELECT count(*) FROM piece"), before);
	assert_int_equal(sql_number(world, "SELECT count(*) FROM programme"), 1);
}

static Speech *read_text(World *world, const void *bytes, size_t length, const char *code) {
	OutlineSay say = {"", "", ""};
	Speech *speech = speech_read(world->speech_arena, bytes, length, &say);
	if (code && speech) fail_msg("taken, not refused as %s", code);
	if (!code && !speech) fail_msg("refused: %s", say.zh);
	if (code && *code) assert_string_equal(say.code, code);
	if (!speech) assert_true(strlen(say.zh) > 0 && strlen(say.en) > 0);
	return speech;
}

static void s1_bad_input_is_named(void **state) {
	World *world = *state;
	read_text(world, "", 0, "outline.empty");
	read_text(world, "要改造卫生间\x08。", 22, "outline.binary");
	read_text(world, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, "outline.binary");
	char *large = malloc(3u << 20);
	memset(large, 'a', 3u << 20);
	read_text(world, large, 3u << 20, "outline.long");
	free(large);
	made_find_reader();
	read_text(world, "PK\3\4 this is no document", 24, "");
	char *breathless = malloc(90001);
	memset(breathless, 0, 90001);
	for (int i = 0; i < 30000; i++) memcpy(breathless + 3 * i, "言", 3);
	read_text(world, breathless, 90000, "speech.sentence");
	free(breathless);
}

static void s1_a_text_without_outline_is_taken_by_paragraphs(void **state) {
	World *world = *state;
	static const char text[] = "今年要修好东门道路。\r\n\r\n要改造卫生间\u202e。\f去年做了绿化。";
	Speech *speech = read_text(world, text, sizeof text - 1, NULL);
	assert_int_equal(speech->replaced, 1);
	assert_int_equal(speech->outline->head_count, 0);
	/* Without a year in it the year must be given. */
	refused(speech_put(world, speech, 0), "required");
	int64_t id = done(speech_put(world, speech, 2025));
	joined_as(world, id, "今年要修好东门道路。\n\n要改造卫生间 。\n去年做了绿化。");
	assert_true(strlen(value_str(row_of(world, RECORD_PROGRAMME, id)[PROGRAMME_WARNINGS])) > 0);
}

static void s1_a_word_file_keeps_its_numbering(void **state) {
	World *world = *state;
	made_find_reader();
	static const char document[] =
		"<w:document "
		"xmlns:w='w'><w:body><w:p><w:r><w:t>一、总体要求</w:t></w:r></w:p><w:p><w:r><w:t>要完善标准。</w:t></w:r></w:p>"
		"<w:p><w:r><w:t>二、主要任务</w:t></w:r></w:p><w:p><w:r><w:t>要修好道路。</w:t></w:r></w:p></w:body></w:document>";
	static const char top[] =
		"<Relationships><Relationship Id='a' Type='http://x/officeDocument' Target='word/document.xml'/></Relationships>";
	BUF(file, 1 << 20);
	const MadePart parts[] = {
		{"[Content_Types].xml", "<Types/>", 0}, {"_rels/.rels", top, 0}, {"word/document.xml", document, 0}, {NULL, NULL, 0}};
	made_zip(parts, &file);
	Speech *speech = read_text(world, file.data, file.length, NULL);
	assert_int_equal(speech->outline->head_count, 2);
	assert_int_equal(speech->proposal->item_count, 2);
}

static void s1_ten_thousand_sentences_are_one_quick_transaction(void **state) {
	World *world = *state;
	BUF(text, 2u << 20);
	for (int i = 0; i < 100; i++) {
		buf_printf(&text, "%d.要办好第%d类工作。", i + 1, i + 1);
		for (int k = 0; k < 100; k++) buf_printf(&text, "第%d处室今年要完成第%d项改造任务。", i + 1, k + 1);
		buf_puts(&text, "\n");
	}
	Speech *speech = read_text(world, text.data, text.length, NULL);
	assert_true(speech->outline->piece_count > 10000);
	size_t before = arena_used(world->arena);
	int64_t start = outside_monotonic_ms();
	int64_t id = done(speech_put(world, speech, 2026));
	int64_t took_ms = outside_monotonic_ms() - start;
	print_message("%zu pieces in %lld ms, %zu kB of the request's arena\n", speech->outline->piece_count, (long long)took_ms,
		(arena_used(world->arena) - before) / 1024);
	assert_true(took_ms < 20000);
	assert_true(arena_used(world->arena) - before < 1u << 20);
	joined_as(world, id, speech->text);
}

/* ── S2 ── */

static void s2_item_and_sentence_both_ways(void **state) {
	World *world = *state;
	int64_t road = piece_with(world, "道路坑洼"), toilet = piece_with(world, "卫生间破旧");
	int64_t item = item_new(world, world->desk, road, "北院东门至3号楼道路修复", world->repair, now + 40 * DAY_S);
	const Value *row = row_of(world, RECORD_ITEM, item);
	assert_int_equal(row[ITEM_PIECE].number, road);
	assert_int_equal(row[ITEM_PROGRAMME].number, world->programme);
	assert_int_equal(row[ITEM_YELLOW_AT].number, now + 33 * DAY_S);
	assert_int_equal(row_of(world, RECORD_PIECE, road)[PIECE_ITEM_COUNT].number, 1);
	assert_string_equal(value_str(row_of(world, RECORD_PIECE, road)[PIECE_SAID]), "asks");
	/* One item may answer several sentences. */
	Given join[] = {{ITEM_PIECE_ITEM, value_int(item)}, {ITEM_PIECE_PIECE, value_int(toilet)}};
	done(call(world, world->desk, RECORD_ITEM_PIECE, ITEM_PIECE_CMD_CREATE, 0, join, 2, NULL));
	assert_int_equal(row_of(world, RECORD_PIECE, toilet)[PIECE_ITEM_COUNT].number, 1);
	refused(call(world, world->desk, RECORD_ITEM_PIECE, ITEM_PIECE_CMD_CREATE, 0, join, 2, NULL), "duplicate");
	char filter[80];
	snprintf(filter, sizeof filter, "programme=%lld&item=%lld", (long long)world->programme, (long long)item);
	assert_int_equal(count_of(world, world->desk, RECORD_ITEM_PIECE, filter), 2);
	/* Dropped: both sentences stand alone again; they are still there and still ask. */
	refused(call(world, world->desk, RECORD_ITEM, ITEM_CMD_DROP, item, NULL, 0, NULL), "required");
	done(call(world, world->desk, RECORD_ITEM, ITEM_CMD_DROP, item, NULL, 0, "并入 018 工程"));
	assert_int_equal(row_of(world, RECORD_PIECE, road)[PIECE_ITEM_COUNT].number, 0);
	assert_int_equal(row_of(world, RECORD_PIECE, road)[PIECE_ASKS].number, 1);
	assert_int_equal(row_of(world, RECORD_PIECE, toilet)[PIECE_ITEM_COUNT].number, 0);
	done(call(world, world->desk, RECORD_ITEM, ITEM_CMD_REOPEN, item, NULL, 0, "018 工程不含此路"));
	assert_int_equal(row_of(world, RECORD_PIECE, road)[PIECE_ITEM_COUNT].number, 1);
}

static void s2_coverage_is_the_number_of_its_rows(void **state) {
	World *world = *state;
	char all[80], with[96], bare[96], sql[200];
	snprintf(all, sizeof all, "programme=%lld&asks=1", (long long)world->programme);
	snprintf(with, sizeof with, "%s&item_count.gt=0", all);
	snprintf(bare, sizeof bare, "%s&item_count=0", all);
	int64_t asks = count_of(world, world->desk, RECORD_PIECE, all);
	assert_int_equal(asks, (int64_t)world->speech->proposal->item_count);
	assert_int_equal(count_of(world, world->desk, RECORD_PIECE, with), 2); /* the road and the toilets */
	assert_int_equal(count_of(world, world->desk, RECORD_PIECE, bare), asks - 2);
	snprintf(sql, sizeof sql,
		"SELECT count(DISTINCT p.piece) FROM item_piece p JOIN item i ON i.id = p.item WHERE i.state <> 'dropped' AND "
		"p.programme = %lld",
		(long long)world->programme);
	assert_int_equal(sql_number(world, sql), 2);
	/* A sentence that looks back may be judged to ask, and one that asks may be judged not to: the figure follows the person. */
	Given said = {PIECE_SAID, value_text(PIECE_LOOKS_IS_CONTEXT)};
	done(call(world, world->desk, RECORD_PIECE, PIECE_CMD_JUDGE, piece_with(world, "写文章要纲举目张"), &said, 1, NULL));
	assert_int_equal(count_of(world, world->desk, RECORD_PIECE, all), asks - 1);
	said.value = value_text(PIECE_LOOKS_IS_ASKS);
	done(call(world, world->desk, RECORD_PIECE, PIECE_CMD_JUDGE, piece_with(world, "管办分离的路子"), &said, 1, NULL));
	assert_int_equal(count_of(world, world->desk, RECORD_PIECE, all), asks);
	said.value = value_text(PIECE_LOOKS_IS_BACK);
	refused(call(world, world->desk, RECORD_PIECE, PIECE_CMD_JUDGE, piece_with(world, "道路坑洼"), &said, 1, NULL),
		"piece-has-items");
	refused(call(world, world->desk, RECORD_PIECE, PIECE_CMD_JUDGE, piece_with(world, "同志们："), &said, 1, NULL), "piece-kind");
}

static void s2_lamps_follow_the_limit_and_the_end(void **state) {
	World *world = *state;
	int64_t piece = piece_with(world, "没有技术手段");
	int64_t soon = item_new(world, world->desk, piece, "视频巡查试点", world->repair, now + 3600);
	Given late[] = {{ITEM_PIECE, value_int(piece)}, {ITEM_TITLE, value_text("旧账")}, {ITEM_DUE_AT, value_int(now - 60)}};
	refused(call(world, world->desk, RECORD_ITEM, ITEM_CMD_CREATE, 0, late, 3, NULL), "due-past");
	char filter[80];
	snprintf(filter, sizeof filter, "programme=%lld&lamp=green", (long long)world->programme);
	assert_int_equal(count_of(world, world->desk, RECORD_ITEM, filter), 2);
	assert_int_equal(
		row_of(world, RECORD_ITEM, soon)[ITEM_YELLOW_AT].number, now + 1800); /* a short term turns yellow at its half */
	Given end[] = {
		{ITEM_RESULT, value_text("done")}, {ITEM_QUALITY, value_text("fine")}, {ITEM_EVIDENCE, value_text("验收单 12 号")}};
	refused(call(world, world->desk, RECORD_ITEM, ITEM_CMD_FINISH, soon, end, 2, NULL), "required");
	done(call(world, world->head, RECORD_ITEM, ITEM_CMD_FINISH, soon, end, 3, NULL));
	assert_int_equal(row_of(world, RECORD_ITEM, soon)[ITEM_DONE_AT].number, now);
	assert_int_equal(row_of(world, RECORD_ITEM, soon)[ITEM_PROGRESS].number, 100);
	snprintf(filter, sizeof filter, "programme=%lld&lamp=blue", (long long)world->programme);
	assert_int_equal(count_of(world, world->desk, RECORD_ITEM, filter), 1);
}

/* ── C1 and rights ── */

static void c1_key_line_carries_items_and_ends_when_none_is_open(void **state) {
	World *world = *state;
	int64_t head = piece_with(world, "2.要补齐短板");
	Given given[] = {{KEY_LINE_PROGRAMME, value_int(world->programme)}, {KEY_LINE_PIECE, value_int(head)},
		{KEY_LINE_TITLE, value_text("补齐短板")}, {KEY_LINE_UNIT, value_int(world->repair)}};
	int64_t key = done(call(world, world->desk, RECORD_KEY_LINE, KEY_LINE_CMD_CREATE, 0, given, 4, NULL));
	refused(call(world, world->desk, RECORD_KEY_LINE, KEY_LINE_CMD_CREATE, 0, given, 4, NULL), "key-line-twice");
	Given item[] = {{ITEM_PIECE, value_int(piece_with(world, "今年要加大投入"))}, {ITEM_KEY_LINE, value_int(key)},
		{ITEM_TITLE, value_text("投入清单")}};
	int64_t id = done(call(world, world->desk, RECORD_ITEM, ITEM_CMD_CREATE, 0, item, 3, NULL));
	refused(call(world, world->desk, RECORD_KEY_LINE, KEY_LINE_CMD_DROP, key, NULL, 0, "不再列"), "key-line-has-items");
	done(call(world, world->desk, RECORD_ITEM, ITEM_CMD_DROP, id, NULL, 0, "重复"));
	done(call(world, world->desk, RECORD_KEY_LINE, KEY_LINE_CMD_DROP, key, NULL, 0, "不再列"));
	/* Work without a goal is possible and findable. */
	Given loose[] = {{ITEM_PROGRAMME, value_int(world->programme)}, {ITEM_TITLE, value_text("日常工作")}};
	done(call(world, world->desk, RECORD_ITEM, ITEM_CMD_CREATE, 0, loose, 2, NULL));
	char filter[80];
	snprintf(filter, sizeof filter, "programme=%lld&view=loose", (long long)world->programme);
	assert_int_equal(count_of(world, world->desk, RECORD_ITEM, filter), 1);
}

static void c1_nothing_is_settled_while_a_proposal_is_undecided(void **state) {
	World *world = *state;
	refused(
		call(world, world->desk, RECORD_PROGRAMME, PROGRAMME_CMD_SETTLE, world->programme, NULL, 0, NULL), "programme-undecided");
	refused(call(world, world->desk, RECORD_PROGRAMME, PROGRAMME_CMD_DISCARD, world->programme, NULL, 0, "导错"),
		"programme-has-items");
	Given own[] = {{PROGRAMME_TITLE, value_text("手工纲目")}, {PROGRAMME_YEAR, value_int(2025)}};
	int64_t id = done(call(world, world->desk, RECORD_PROGRAMME, PROGRAMME_CMD_CREATE, 0, own, 2, NULL));
	done(call(world, world->desk, RECORD_PROGRAMME, PROGRAMME_CMD_SETTLE, id, NULL, 0, NULL));
	own[1].value = value_int(24);
	refused(call(world, world->desk, RECORD_PROGRAMME, PROGRAMME_CMD_CREATE, 0, own, 2, NULL), "year");
}

static void a_unit_acts_on_its_own_items_and_sees_all_of_the_programme(void **state) {
	World *world = *state;
	int64_t item =
		item_new(world, world->desk, piece_with(world, "与财务处搞好衔接"), "定额对接", world->finance, now + 20 * DAY_S);
	Given report = {ITEM_PROGRESS, value_int(30)};
	refused(call(world, world->head, RECORD_ITEM, ITEM_CMD_REPORT, item, &report, 1, "已对接一次"), "not-yours");
	Given assign[] = {{ITEM_UNIT, value_int(world->repair)}, {ITEM_DUE_AT, value_int(now + 20 * DAY_S)}};
	done(call(world, world->desk, RECORD_ITEM, ITEM_CMD_ASSIGN, item, assign, 2, NULL));
	done(call(world, world->head, RECORD_ITEM, ITEM_CMD_REPORT, item, &report, 1, "已对接一次"));
	report.value = value_int(130);
	refused(call(world, world->head, RECORD_ITEM, ITEM_CMD_REPORT, item, &report, 1, "多了"), "progress");
	refused(call(world, world->worker, RECORD_ITEM, ITEM_CMD_CREATE, 0, NULL, 0, NULL), "no-right");
	Given said = {PIECE_SAID, value_text(PIECE_LOOKS_IS_ASKS)};
	refused(
		call(world, world->worker, RECORD_PIECE, PIECE_CMD_JUDGE, piece_with(world, "百花里一号院"), &said, 1, NULL), "no-right");
	/* The colour of a sentence is the same for every reader. */
	char filter[80];
	snprintf(filter, sizeof filter, "programme=%lld&state=open,done", (long long)world->programme);
	int64_t all = count_of(world, world->desk, RECORD_ITEM, filter);
	assert_true(all > 3);
	assert_int_equal(count_of(world, world->head, RECORD_ITEM, filter), all);
	assert_int_equal(count_of(world, world->worker, RECORD_ITEM, filter), all);
	assert_true(count_of(world, world->head, RECORD_ITEM, "state=open,done") < all); /* without the programme: their own unit's */
}

typedef struct Replay {
	Conn *to;
	Arena *arena;
	char was[DIGEST_HEX], is[DIGEST_HEX];
	int64_t entries;
} Replay;

static void replay_work(Txn *txn, void *user) {
	Replay *replay = user;
	assert_int_equal(state_digest(txn_conn(txn), replay->arena, replay->was), STORE_OK);
	assert_int_equal(journal_replay(txn_conn(txn), replay->to, replay->arena, &replay->entries), STORE_OK);
	assert_int_equal(state_digest(replay->to, replay->arena, replay->is), STORE_OK);
}

static void replay_of_all_of_it_is_equal(void **state) {
	World *world = *state;
	Store *store;
	Replay replay = {.arena = arena_new(512u << 20)};
	assert_int_equal(store_open("sqlite::memory:", &store), STORE_OK);
	replay.to = conn_open(store, false);
	assert_int_equal(conn_begin(replay.to), STORE_OK);
	assert_int_equal(schema_ensure(replay.to), STORE_OK);
	door_run(world->door, world->arena, &actor_engine, "job", now, replay_work, &replay);
	assert_int_equal(conn_commit(replay.to), STORE_OK);
	assert_true(replay.entries > 10000);
	assert_string_equal(replay.was, replay.is);
	conn_close(replay.to);
	store_close(store);
	arena_free(replay.arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s1_the_speech_stands_in_rows_as_it_was_said),
		cmocka_unit_test(s1_the_rows_joined_are_the_text),
		cmocka_unit_test(s1_the_same_text_is_not_taken_twice),
		cmocka_unit_test(s2_item_and_sentence_both_ways),
		cmocka_unit_test(s2_coverage_is_the_number_of_its_rows),
		cmocka_unit_test(s2_lamps_follow_the_limit_and_the_end),
		cmocka_unit_test(c1_key_line_carries_items_and_ends_when_none_is_open),
		cmocka_unit_test(c1_nothing_is_settled_while_a_proposal_is_undecided),
		cmocka_unit_test(a_unit_acts_on_its_own_items_and_sees_all_of_the_programme),
		cmocka_unit_test(s1_bad_input_is_named),
		cmocka_unit_test(s1_a_text_without_outline_is_taken_by_paragraphs),
		cmocka_unit_test(s1_a_word_file_keeps_its_numbering),
		cmocka_unit_test(s1_ten_thousand_sentences_are_one_quick_transaction),
		cmocka_unit_test(replay_of_all_of_it_is_equal),
	};
	return cmocka_run_group_tests(tests, world_open, world_close);
}
