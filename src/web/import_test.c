/* Import without a browser: what cells mean, how columns and rows are known again, that a check leaves nothing, and that it can be undone. */
#include "output/made_for_test.h"

#include "access/vault.h"
#include "base/instant.h"
#include "model_gen.h"
#include "web/exchange.h"
#include "web/import.h"

typedef struct Site {
	char folder[64];
	Store *store;
	Door *door;
	Arena *arena;
	Actor actor;
} Site;

static int setup(void **state) {
	static Site site;
	char path[200];
	made_find_reader();
	site = (Site){.folder = "/tmp/gangmu-import-XXXXXX", .actor = actor_engine};
	site.actor.roles = ~0u;
	assert_non_null(mkdtemp(site.folder));
	snprintf(path, sizeof path, "%s/site.key", site.folder);
	assert_true(vault_start(path));
	snprintf(path, sizeof path, "sqlite:%s/t.db", site.folder);
	assert_int_equal(store_open(path, &site.store), 0);
	assert_non_null(site.door = door_open(site.store));
	site.arena = arena_new(768u << 20);
	*state = &site;
	return 0;
}

static int teardown(void **state) {
	Site *site = *state;
	door_close(site->door);
	store_close(site->store);
	arena_free(site->arena);
	static const char *const names[] = {"t.db", "t.db-wal", "t.db-shm", "site.key"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char path[200];
		snprintf(path, sizeof path, "%s/%s", site->folder, names[i]);
		unlink(path);
	}
	rmdir(site->folder);
	return 0;
}

static int64_t count(Site *site, const char *sql) {
	Conn *conn = conn_open(site->store, true);
	int64_t n = conn_query_int(conn, sql, NULL, 0, -1, NULL);
	conn_close(conn);
	return n;
}

static Import begin(Site *site, int record, const char *text) {
	Import import = {
		.record = &model_records[record], .actor = &site->actor, .file_name = "t.csv", .now = 1764000000, .arena = site->arena};
	Refusals refusals;
	refusals_init(&refusals, site->arena);
	assert_true(import_commands(&import));
	Conn *conn = conn_open(site->store, true);
	int file = made_fd(text, strlen(text));
	assert_int_equal(conn_begin_read(conn), 0);
	assert_true(import_open(&import, conn, file, &refusals));
	close(file);
	conn_rollback(conn);
	conn_close(conn);
	return import;
}

static Import import_text(Site *site, int record, const char *text, ImportWay way) {
	Import import = begin(site, record, text);
	assert_true(import_run(&import, site->door, way));
	return import;
}

/* ── pure ── */
static Value read_as(Site *site, int record, int field, ImportCell cell, CellResult want, const char *code) {
	static ImportColumn column;
	static ImportRow row;
	static ImportCell cells[1];
	cells[0] = cell;
	if (!cells[0].merge) cells[0].merge = "";
	column = (ImportColumn){.title = "列", .use = COLUMN_USED, .field = field};
	row = (ImportRow){7, cells};
	Import import = {.record = &model_records[record], .arena = site->arena, .table = {.columns = &column, .column_count = 1}};
	Value value;
	CellResult result = import_cell(&import, site->arena, &row, 0, &value);
	assert_int_equal(result, want);
	assert_int_equal(import.problem_count, want == CELL_WRONG);
	if (code) assert_non_null(strstr(import.problems[0].what, code));
	return value;
}

static void cells_mean_values(void **state) {
	Site *site = *state;
	int32_t day = day_of(2025, 12, 1);
	ImportCell number = {CELL_NUMBER, false, false, "45992", NULL};
	assert_int_equal(read_as(site, RECORD_ASSET, ASSET_BOUGHT_ON, number, CELL_VALUE, NULL).number, day);
	static const char *const dates[] = {"2025-12-01", "2025/12/1", "2025.12.1", "2025年12月1日", "45992"};
	for (size_t i = 0; i < 5; i++) {
		ImportCell text = {CELL_TEXT, false, false, dates[i], NULL};
		assert_int_equal(read_as(site, RECORD_ASSET, ASSET_BOUGHT_ON, text, CELL_VALUE, NULL).number, day);
	}
	static const char *const none[] = {"去年", "2025-13-01", "2025/12", "12", "45992.5", "999999"};
	for (size_t i = 0; i < 6; i++) {
		ImportCell text = {CELL_TEXT, false, false, none[i], NULL};
		read_as(site, RECORD_ASSET, ASSET_BOUGHT_ON, text, CELL_WRONG, "购置日期");
	}
	ImportCell instant = {CELL_INSTANT, false, false, "2025-12-01T00:00:00", NULL};
	assert_int_equal(read_as(site, RECORD_ASSET, ASSET_BOUGHT_ON, instant, CELL_VALUE, NULL).number, day);
	ImportCell area = {CELL_NUMBER, true, false, "24.5", NULL};
	assert_int_equal(read_as(site, RECORD_PLACE, PLACE_AREA, area, CELL_VALUE, NULL).number, 2450);
	ImportCell clear = {CELL_TEXT, false, false, "（清空）", NULL};
	assert_true(value_is_null(read_as(site, RECORD_PLACE, PLACE_AREA, clear, CELL_VALUE, NULL)));
	ImportCell empty = {.kind = CELL_TEXT, .text = " "};
	read_as(site, RECORD_PLACE, PLACE_AREA, empty, CELL_NOTHING, NULL);
	ImportCell covered = {CELL_TEXT, false, false, "138****5678", NULL};
	read_as(site, RECORD_PERSON, PERSON_PHONE, covered, CELL_MASKED, NULL);
}

static void cells_that_are_spoilt_are_named(void **state) {
	Site *site = *state;
	ImportCell merged = {CELL_TEXT, false, false, "甲", "A7:B9"};
	read_as(site, RECORD_PLACE, PLACE_NAME, merged, CELL_WRONG, "A7:B9 是合并单元格");
	ImportCell error = {CELL_ERROR, true, false, "#DIV/0!", NULL};
	read_as(site, RECORD_PLACE, PLACE_NAME, error, CELL_WRONG, "A7 的公式出错");
	ImportCell no_result = {CELL_EMPTY, true, false, "", NULL};
	read_as(site, RECORD_PLACE, PLACE_NAME, no_result, CELL_WRONG, "A7 的公式没有存下结果");
	ImportCell inexact = {CELL_NUMBER, false, true, "411111111111111000", NULL};
	read_as(site, RECORD_PLACE, PLACE_NAME, inexact, CELL_WRONG, "超过 15 位");
}

/* Every record with an open creating command and a key can be imported; those without cannot. */
static void records_that_can_be_imported(void **state) {
	(void)state;
	assert_true(import_possible(&model_records[RECORD_PLACE]));
	assert_true(import_possible(&model_records[RECORD_TENURE]));
	assert_false(import_possible(&model_records[RECORD_MATTER]));
	assert_false(import_possible(&model_records[RECORD_ATTACHMENT]));
	assert_false(import_possible(&model_records[RECORD_IMPORT_BATCH]));
	for (int i = 0; i < model_record_count; i++) {
		int fields[IMPORT_FIELDS_MAX];
		const Record *record = &model_records[i];
		if (!import_possible(record)) continue;
		int n =
			import_fields(record, record_command(record, "create"), record_command(record, "edit"), fields, IMPORT_FIELDS_MAX);
		assert_true(n > 0);
		for (int f = 0; f < n; f++) assert_false(record->fields[fields[f]].flags & (FLAG_FIXED | FLAG_HIDDEN));
	}
}

/* ── with a store ── */
static void columns_are_matched(void **state) {
	Site *site = *state;
	Import import = begin(site, RECORD_UNIT, "单位名册,,\n名称 *,Kind,名称,层级,登记时间,错误说明,别的\n甲班,班组,,,,,x\n");
	static const ColumnUse want[] = {
		COLUMN_USED, COLUMN_USED, COLUMN_TWICE, COLUMN_UNKNOWN, COLUMN_READ_ONLY, COLUMN_REMARK, COLUMN_UNKNOWN};
	assert_int_equal(import.table.column_count, 7);
	assert_int_equal(import.table.head_row, 2);
	for (int i = 0; i < 7; i++) assert_int_equal(import.table.columns[i].use, want[i]);
	assert_int_equal(import.table.row_count, 1);
	assert_int_equal(import.table.rows[0].number, 3);
}

static const char tree[] =
	"名称,类别,上级地点,点位码\n东院,院区,,E1\n一号楼,楼宇,东院,E2\n101室,房间,东院 一号楼,E3\n102室,房间,E2,\n102室,房间,E2,\n";

static void a_check_leaves_nothing_and_the_same_file_changes_nothing(void **state) {
	Site *site = *state;
	Import import = import_text(site, RECORD_PLACE, tree, IMPORT_CHECK);
	assert_int_equal(import.fresh, 5);
	assert_int_equal(import.bad, 0);
	assert_int_equal(count(site, "SELECT count(*) FROM place"), 0);
	assert_int_equal(count(site, "SELECT count(*) FROM journal"), 0);
	import = import_text(site, RECORD_PLACE, tree, IMPORT_ALL);
	assert_int_equal(count(site, "SELECT count(*) FROM place"), 5);
	int64_t entries = count(site, "SELECT count(*) FROM journal");
	import = import_text(site, RECORD_PLACE, tree, IMPORT_ALL);
	assert_int_equal(import.same, 5);
	assert_int_equal(count(site, "SELECT count(*) FROM journal"), entries);
}

static void one_wrong_row_stops_all_or_only_itself(void **state) {
	Site *site = *state;
	static const char text[] =
		"名称,类别,上级地点,点位码\n东院,院区,,E1\n坏楼,楼房,东院,E2\n好楼,楼宇,东院,E1\n又楼,楼宇,无此院,E4\n";
	Import import = import_text(site, RECORD_PLACE, text, IMPORT_ALL);
	assert_int_equal(import.bad, 3);
	assert_int_equal(count(site, "SELECT count(*) FROM place"), 0);
	assert_int_equal(import.problems[0].row, 3);
	assert_string_equal(import.problems[0].field, "类别");
	assert_string_equal(import.problems[0].value, "楼房");
	assert_non_null(strstr(import.problems[1].what, "与第 2 行重复"));
	assert_non_null(strstr(import.problems[2].what, "没有“无此院”"));
	import = import_text(site, RECORD_PLACE, text, IMPORT_GOOD);
	assert_int_equal(import.fresh, 1);
	assert_int_equal(count(site, "SELECT count(*) FROM place"), 1);
}

static void a_column_that_must_be_there_is_missed_once(void **state) {
	Site *site = *state;
	Import import = import_text(site, RECORD_PLACE, "名称,点位码\n甲,E1\n乙,E2\n", IMPORT_CHECK);
	assert_int_equal(import.bad, 2);
	assert_int_equal(import.problem_count, 1);
	assert_non_null(strstr(import.problems[0].what, "缺少必填列“类别”"));
}

static void an_example_row_is_passed_over(void **state) {
	Site *site = *state;
	Import import = import_text(site, RECORD_UNIT, "名称,类别\n示例1,班组\n甲班,班组\n", IMPORT_CHECK);
	assert_int_equal(import.fresh, 1);
	assert_int_equal(import.bad, 0);
}

static int64_t batch_begin(Site *site, Import *import) {
	const Record *record = &model_records[RECORD_IMPORT_BATCH];
	Given given[] = {{IMPORT_BATCH_WHAT, value_text("地点")}, {IMPORT_BATCH_RECORD, value_text("place")},
		{IMPORT_BATCH_FILE, value_text("t.csv")}};
	Call create = {.command = &record->commands[IMPORT_BATCH_CMD_CREATE], .given = given, .given_count = 3, .trusted = true};
	Outcome made = door_call(site->door, site->arena, &site->actor, "import", import->now, &create);
	assert_int_equal(made.kind, OUTCOME_DONE);
	Call start = {.command = &record->commands[IMPORT_BATCH_CMD_START], .id = made.id, .trusted = true};
	Outcome begun = door_call(site->door, site->arena, &site->actor, "import", import->now, &start);
	import->batch = made.id;
	import->cause = begun.seq;
	return made.id;
}

static void an_import_is_taken_back(void **state) {
	Site *site = *state;
	import_text(site, RECORD_PLACE, "名称,类别,点位码,面积(㎡)\n东院,院区,E1,10\n", IMPORT_ALL);
	Import import = begin(site, RECORD_PLACE, "名称,类别,点位码,面积(㎡)\n东大院,院区,E1,11\n西院,院区,W1,12\n北院,院区,N1,13\n");
	int64_t batch = batch_begin(site, &import);
	assert_true(import_run(&import, site->door, IMPORT_ALL));
	assert_int_equal(import.changed, 1);
	assert_int_equal(import.fresh, 2);
	assert_int_equal(count(site, "SELECT count(*) FROM import_batch WHERE state = 'done' AND written = 3"), 1);
	/* Somebody touches one of them. */
	import_text(site, RECORD_PLACE, "名称,类别,点位码,面积(㎡)\n北院,院区,N1,14\n", IMPORT_ALL);
	UndoReport report;
	assert_int_equal(
		import_undo(site->door, site->arena, &site->actor, import.now, &model_records[RECORD_PLACE], batch, "t.csv", &report)
			.kind,
		OUTCOME_DONE);
	assert_int_equal(report.undone, 2);
	assert_int_equal(report.kept, 1);
	assert_int_equal(report.deactivated, 1);
	assert_int_equal(count(site, "SELECT count(*) FROM place WHERE code = 'E1' AND name = '东院' AND area = 1000"), 1);
	assert_int_equal(count(site, "SELECT count(*) FROM place WHERE code = 'W1' AND active = 0"), 1);
	assert_int_equal(count(site, "SELECT count(*) FROM place WHERE code = 'N1' AND area = 1400"), 1);
	assert_int_equal(count(site, "SELECT count(*) FROM import_batch WHERE state = 'undone' AND kept = 1"), 1);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {TEST(cells_mean_values), TEST(cells_that_are_spoilt_are_named),
		TEST(records_that_can_be_imported), TEST(columns_are_matched),
		TEST(a_check_leaves_nothing_and_the_same_file_changes_nothing), TEST(one_wrong_row_stops_all_or_only_itself),
		TEST(a_column_that_must_be_there_is_missed_once), TEST(an_example_row_is_passed_over), TEST(an_import_is_taken_back)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
