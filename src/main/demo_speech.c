/* The demo's year: the speech itself as programme, its key lines and most of its asking sentences taken as items with an owner and a date, some
 * done, some under way, some late, some sentences still without an item. */
#include "base/instant.h"
#include "main/demo.h"
#include "model_gen.h"
#include "module/programme/speech_import.h"
#include "web/web_files.h"

#include <stdio.h>
#include <string.h>

typedef struct Year {
	Site *site;
	Seed *seed;
	Conn *conn;
	const Actor *leader;
	int64_t programme, now;
	const Speech *speech;
} Year;

static void store_work(Txn *txn, void *user) {
	Year *year = user;
	SpeechGiven given = {.source = "年度工作会议讲话"};
	year->programme = speech_store(txn, year->speech, &given);
}

static int64_t give(
	Year *year, int64_t at, int record, const char *command, int64_t id, const Given *given, int count, const char *note) {
	ARENA(arena, 32u << 20);
	Call call = {
		.command = record_command(&model_records[record], command), .id = id, .given = given, .given_count = count, .note = note};
	Outcome outcome = door_call(year->site->door, arena, year->leader, "page", at, &call);
	for (int i = 0; i < outcome.refusals.count; i++)
		fprintf(stderr, "gangmu: demo speech %s: %s\n", command, outcome.refusals.items[i].zh);
	return outcome.kind == OUTCOME_DONE ? outcome.id : 0;
}

/* Whose work a sentence is, by a word in it; the office's where none fits. */
static const char *unit_of(const char *text) {
	static const char *const words[][2] = {{"公寓", "基建处"}, {"改建", "基建处"}, {"改造", "基建处"}, {"工程", "基建处"},
		{"硬件", "工程维修科"}, {"设施", "工程维修科"}, {"投入", "财务处"}, {"定额", "财务处"}, {"财", "财务处"},
		{"标准", "物业管理科"}, {"保洁", "物业管理科"}, {"管办", "物业管理科"}, {"社会化", "物业管理科"}, {"市场", "物业管理科"},
		{"遗留", "房地产处"}, {"家属区", "房地产处"}, {"团购房", "房地产处"}, {"用车", "车辆服务中心"}, {"考核", "考评科"},
		{"项目", "考评科"}, {"廉政", "机关纪委"}, {"底线", "机关纪委"}, {"双责", "机关纪委"}, {"党", "机关纪委"},
		{"平安", "保卫处"}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(text, words[i][0])) return words[i][1];
	return "办公室";
}

static void item_live(Year *year, int64_t item, int n, int64_t start) {
	if (!item) return;
	if (n % 5 == 1 || n % 5 == 3) {
		static const char *const grades[] = {QUALITY_IS_GOOD, QUALITY_IS_FINE, QUALITY_IS_EXCELLENT};
		Given given[] = {{ITEM_RESULT, value_text(RESULT_IS_DONE)}, {ITEM_QUALITY, value_text(grades[n % 3])},
			{ITEM_EVIDENCE, value_text("验收单和照片存督办卷，第 1 至 6 页")}};
		give(year, start + (int64_t)(20 + n % 25) * DAY_S, RECORD_ITEM, "finish", item, given, 3, "已按要求完成并验收");
	} else if (n % 5 != 0) {
		Given given[] = {{ITEM_PROGRESS, value_int(20 + n * 7 % 60)}};
		give(year, start + (int64_t)(30 + n % 20) * DAY_S, RECORD_ITEM, "report", item, given, 1, "正在推进，按时间表进行");
	}
}

typedef struct Piece {
	int64_t id, section, key_line;
	const char *title, *text;
	bool is_key;
} Piece;

static int pieces_read(Year *year, Arena *arena, Piece *pieces, int most) {
	Value params[] = {value_int(year->programme)};
	int count = 0;
	/* The demo is made by the engine: it sees every piece. */
	Cursor *cursor = conn_query(year->conn,
		"SELECT id, section, proposal, proposal_title, text, strength FROM piece WHERE programme = ? AND proposal IN ('key', "
		"'item') ORDER BY seq",
		params, 1);
	while (cursor && count < most && cursor_next(cursor)) {
		bool is_key = !strcmp(cursor_text(cursor, 2), PIECE_PROPOSAL_IS_KEY);
		pieces[count++] = (Piece){.id = cursor_int(cursor, 0),
			.section = cursor_int(cursor, 1),
			.is_key = is_key,
			.title = arena_strdup(arena, cursor_is_null(cursor, 3) ? "" : cursor_text(cursor, 3)),
			.text = arena_strdup(arena, cursor_text(cursor, 4))};
	}
	cursor_end(cursor);
	return count;
}

static void year_live(Year *year, int64_t start) {
	ARENA(arena, 32u << 20);
	Piece *pieces = arena_array(arena, 400, sizeof *pieces);
	int count = pieces_read(year, arena, pieces, 400), n = 0;
	for (int i = 0; i < count; i++) {
		if (!pieces[i].is_key) continue;
		Given given[] = {{KEY_LINE_PROGRAMME, value_int(year->programme)}, {KEY_LINE_PIECE, value_int(pieces[i].id)},
			{KEY_LINE_TITLE, value_text(pieces[i].title)}, {KEY_LINE_SORT, value_int(i)}};
		Given judged[] = {{PIECE_SAID, value_text(PIECE_LOOKS_IS_ASKS)}};
		pieces[i].key_line = give(year, start, RECORD_KEY_LINE, "create", 0, given, 4, NULL);
		give(year, start, RECORD_PIECE, "judge", pieces[i].id, judged, 1, NULL);
	}
	for (int i = 0; i < count; i++) {
		if (pieces[i].is_key) continue;
		if (n++ % 7 == 5) {
			/* It asks for work and has no item yet: judged so, and shown so. */
			Given judged[] = {{PIECE_SAID, value_text(PIECE_LOOKS_IS_ASKS)}};
			give(year, start, RECORD_PIECE, "judge", pieces[i].id, judged, 1, NULL);
			continue;
		}
		int64_t key_line = 0;
		for (int k = 0; k < count; k++)
			if (pieces[k].is_key && pieces[k].id == pieces[i].section) key_line = pieces[k].key_line;
		int64_t due = instant_of(day_of_instant(year->now) + (n * 11) % 75 - 14, 17 * 60 + 30);
		Given given[] = {{ITEM_PROGRAMME, value_int(year->programme)}, {ITEM_PIECE, value_int(pieces[i].id)},
			{ITEM_TITLE, value_text(pieces[i].title)},
			{ITEM_UNIT, value_int(seed_id(year->seed, "unit", unit_of(pieces[i].text)))}, {ITEM_DUE_AT, value_int(due)},
			{ITEM_KEY_LINE, key_line ? value_int(key_line) : value_null()}};
		item_live(year, give(year, start + DAY_S, RECORD_ITEM, "create", 0, given, 6, NULL), n, start);
	}
	give(year, start + 2 * DAY_S, RECORD_PROGRAMME, "settle", year->programme, NULL, 0, "党组会研究确定");
}

bool demo_speech(Site *site, Seed *seed, int64_t now) {
	Arena *arena = arena_new(SPEECH_ARENA);
	Year year = {.site = site, .seed = seed, .now = now, .conn = conn_open(site->store, true)};
	OutlineSay refusal = {0};
	int64_t start = now - (int64_t)70 * DAY_S;
	int fault;
	for (size_t i = 0; i < seed_files_count; i++)
		if (!strcmp(seed_files[i].name, "speech.zh.txt"))
			year.speech = speech_read(arena, seed_files[i].data, seed_files[i].length, &refusal);
	if (year.conn && year.speech) {
		year.leader = actor_load(year.conn, arena, seed_id(seed, "person", "leader"), day_of_instant(start), &fault);
		if (year.leader && door_run(site->door, arena, year.leader, "page", start, store_work, &year).kind == OUTCOME_DONE)
			year_live(&year, start);
	}
	if (year.conn) conn_close(year.conn);
	arena_free(arena);
	return year.programme > 0;
}
