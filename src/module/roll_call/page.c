/* /roll-call: what sleeps over tonight, a word for each row sent together; how the units stand, tonight and this month. */
#include "module/roll_call/page.h"
#include "base/instant.h"
#include "base/log.h"
#include "model_gen.h"

#include <stdio.h>
#include <string.h>

enum { ROWS_MAX = 40, UNITS_MAX = 60, REASONS_MAX = 30, NAME_BYTES = 40 };

/* The two kinds of rows that sleep: orders with the units, matters that nobody has dispatched with the desk. */
typedef struct Sleeper {
	int record, command, reason, until, note, title, where, no, who;
	char letter;
	const char *filter;
} Sleeper;
static const Sleeper sleepers[] = {
	{RECORD_WORK_ORDER, WORK_ORDER_CMD_EXPLAIN_OVERNIGHT, WORK_ORDER_OVERNIGHT_REASON, WORK_ORDER_OVERNIGHT_UNTIL,
		WORK_ORDER_OVERNIGHT_NOTE, WORK_ORDER_TASK, WORK_ORDER_PLACE_NAME, WORK_ORDER_NO, WORK_ORDER_WORKER, 'w',
		"view=tonight&sort=due_at"},
	{RECORD_MATTER, MATTER_CMD_EXPLAIN_OVERNIGHT, MATTER_OVERNIGHT_REASON, MATTER_OVERNIGHT_UNTIL, MATTER_OVERNIGHT_NOTE,
		MATTER_TITLE, MATTER_PLACE_NAME, MATTER_NO, MATTER_OWNER_UNIT, 'm',
		"state=new,accepted&explained_until.lt=today&sort=id"},
};

static const CommandDef *command_of(const Sleeper *sleeper) {
	return &model_records[sleeper->record].commands[sleeper->command];
}

static Rows filter_read(Web *web, int record, const char *filter, int limit) {
	Query query;
	Rows rows = {0};
	query_init(&query, &model_records[record]);
	query.limit = limit;
	if (!query_read_text(&query, web->arena, web->actor, web->now, filter, &web->refusals))
		bug("a filter of the roll call is wrong");
	if (query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows)) rows = (Rows){0};
	return rows;
}

static const char *name_of(Web *web, const char *what, const Sleeper *sleeper, int64_t id) {
	return arena_printf(web->arena, "%s-%c%lld", what, sleeper->letter, (long long)id);
}

/* ── a row to be explained ── */

static const Refusal *refusal_of(const Web *web, const char *field) {
	for (int i = 0; i < web->refusals.count; i++)
		if (!strcmp(web->refusals.items[i].field, field)) return &web->refusals.items[i];
	return NULL;
}

static void put_wrong(Web *web, const char *name) {
	const Refusal *wrong = refusal_of(web, name);
	if (wrong) H(web->out, "<p class=\"error\" id=\"e-%s\">%s</p>", name, TR(web, wrong->zh, wrong->en));
}

static void put_marks(Web *web, const char *name, const char *label, const char *what) {
	H(web->out, " id=\"f-%s\" name=\"%s\" aria-label=\"%s：%s\"", name, name, what, label);
	if (refusal_of(web, name)) H(web->out, " aria-invalid=\"true\" aria-describedby=\"e-%s\"", name);
}

static void put_reason(Web *web, const Sleeper *sleeper, const Row *row, const Rows *reasons) {
	const char *name = name_of(web, "reason", sleeper, row_id(row)), *chosen = web_value(web, name);
	H(web->out, "<select class=\"input\"");
	put_marks(web, name, TR(web, "过夜原因", "Why"), row_text(row, sleeper->no));
	H(web->out, "><option value=\"\">%s</option>", TR(web, "今天办完（不用说明）", "Will be done today"));
	for (int i = 0; i < reasons->count; i++) {
		const Row *reason = &reasons->rows[i];
		const char *id = arena_printf(web->arena, "%lld", (long long)row_id(reason)), *en = row_text(reason, DICT_ITEM_NAME_EN);
		H(web->out, "<option value=\"%s\"%c", id, ' ');
		if (chosen && !strcmp(chosen, id)) H(web->out, "selected");
		H(web->out, ">%s</option>", TR(web, row_text(reason, DICT_ITEM_NAME), *en ? en : row_text(reason, DICT_ITEM_NAME)));
	}
	H(web->out, "</select>");
	put_wrong(web, name);
}

static void put_word(Web *web, const Sleeper *sleeper, const Row *row, const Rows *reasons) {
	Buf *out = web->out;
	int64_t id = row_id(row);
	const char *until = name_of(web, "until", sleeper, id), *note = name_of(web, "note", sleeper, id);
	const char *until_value = web_value(web, until), *note_value = web_value(web, note);
	H(out, "<td data-label=\"%s\">", TR(web, "过夜原因", "Why"));
	put_reason(web, sleeper, row, reasons);
	H(out, "</td><td data-label=\"%s\"><input class=\"input\" type=\"date\" value=\"%s\"", TR(web, "预计办结日", "Expected on"),
		until_value ? until_value : day_format(web->arena, day_of_instant(web->now) + 1));
	put_marks(web, until, TR(web, "预计办结日", "Expected on"), row_text(row, sleeper->no));
	H(out, ">");
	put_wrong(web, until);
	H(out, "</td><td data-label=\"%s\"><input class=\"input\" type=\"text\" maxlength=\"200\" value=\"%s\"",
		TR(web, "说明（可不填）", "Words (optional)"), note_value ? note_value : "");
	put_marks(web, note, TR(web, "说明", "Words"), row_text(row, sleeper->no));
	H(out, ">");
	put_wrong(web, note);
	H(out, "</td>");
}

static void put_sleeper(Web *web, const Sleeper *sleeper, const Row *row, const Rows *reasons, bool explains) {
	Buf *out = web->out;
	const char *lamp = row_lamp(row, web->now), *who = web_show(web, row, sleeper->who);
	if (!*who && sleeper->letter == 'w') who = web_show(web, row, WORK_ORDER_UNIT);
	int64_t due = row_int(row, row->record->lamp_due);
	H(out, "<tr><td class=\"c-lamp nowrap\">");
	put_lamp(web, lamp, due ? web_time(web, due) : TR(web, "未派单", "Not sent"));
	H(out, "</td><td class=\"c-title\"><a href=\"/%s/%ld\">%s</a><small>%s · %s%s%s</small></td>", row->record->path,
		(long)row_id(row), row_text(row, sleeper->title), row_text(row, sleeper->no), row_text(row, sleeper->where),
		*who ? " · " : "", who);
	if (explains) put_word(web, sleeper, row, reasons);
	H(out, "</tr>\n");
}

typedef struct Tonight {
	Rows rows[2];
	bool explains;
	int count;
} Tonight;

static void tonight_read(Web *web, Tonight *ret) {
	*ret = (Tonight){0};
	for (int i = 0; i < 2; i++) {
		const CommandDef *command = command_of(&sleepers[i]);
		bool mine = command_allowed(command, web->actor);
		ret->explains |= mine;
		/* The desk's own rows are for the desk; orders are shown to everybody who sees them. */
		if (i == 1 && !mine) continue;
		ret->rows[i] = filter_read(web, sleepers[i].record, sleepers[i].filter, ROWS_MAX);
		ret->count += ret->rows[i].count;
	}
}

static void put_tonight(Web *web, const Tonight *tonight) {
	Buf *out = web->out;
	Rows reasons = filter_read(web, RECORD_DICT_ITEM, "dict=overnight_reason&active.ne=0&sort=sort", REASONS_MAX);
	bool more = tonight->rows[0].next || tonight->rows[1].next;
	H(out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2><span class=\"count %s\">%d%s</span>",
		TR(web, "今晚过夜，还没有说明的", "Sleeping over tonight, not yet explained"), tonight->count ? "late" : "soft",
		tonight->count, more ? "+" : "");
	H(out, "<a class=\"small push\" href=\"/work-orders?view=tonight\">%s</a></div>\n", TR(web, "全部", "All"));
	if (!tonight->count) {
		put_empty(web, TR(web, "都办结或说明了，今晚没有不明不白过夜的", "All done or explained; nothing sleeps without a word"),
			NULL, NULL);
		H(out, "</section>\n");
		return;
	}
	if (tonight->explains) {
		H(out, "<form method=\"post\" action=\"/roll-call\" data-once>");
		put_form_hidden(web);
	}
	H(out, "<div class=\"scroll\"><table class=\"table cards\"><thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th>",
		TR(web, "时限", "Due"), TR(web, "事项", "What"));
	if (tonight->explains)
		H(out, "<th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th>", TR(web, "过夜原因", "Why"),
			TR(web, "预计办结日", "Expected on"), TR(web, "说明（可不填）", "Words (optional)"));
	H(out, "</tr></thead><tbody>\n");
	for (int i = 0; i < 2; i++)
		for (int r = 0; r < tonight->rows[i].count; r++) {
			bool mine = command_allowed(command_of(&sleepers[i]), web->actor);
			put_sleeper(web, &sleepers[i], &tonight->rows[i].rows[r], &reasons, tonight->explains && mine);
		}
	H(out, "</tbody></table></div>\n");
	if (tonight->explains)
		H(out, "<div class=\"panel-foot\"><button class=\"btn main\" data-submit>%s</button></div></form>",
			TR(web, "一并提交", "Send all"));
	H(out, "</section>\n");
}

/* ── the units ── */

static int64_t group_of(const TallyRows *rows, int tally, int64_t unit) {
	for (int i = 0; i < rows->count; i++)
		if (rows->rows[i].tally == tally && value_number(rows->rows[i].values[0], 0) == unit) return rows->rows[i].count;
	return 0;
}

/* A number that opens its rows. */
static void put_number(Web *web, const char *label, int64_t count, const char *link, bool bad) {
	if (count)
		H(web->out, "<td class=\"num%s\" data-label=\"%s\"><a href=\"%s\">%ld</a></td>", bad ? " late" : "", label, link,
			(long)count);
	else H(web->out, "<td class=\"num muted\" data-label=\"%s\">0</td>", label);
}

static void put_unit(Web *web, const Row *row, const TallyRows *sums) {
	Buf *out = web->out;
	long unit = (long)row_int(row, ROLL_CALL_UNIT), id = (long)row_id(row);
	const char *night = arena_printf(web->arena, "/roll-calls/%ld", id);
	const char *month = arena_printf(web->arena, "/roll-calls?view=month&unit=%ld", unit);
	H(out, "<tr><td class=\"c-title\"><a href=\"%s\">%s</a></td>", night, web_show(web, row, ROLL_CALL_UNIT));
	put_number(web, TR(web, "点名时在办", "Open then"), row_int(row, ROLL_CALL_OPEN), night, false);
	put_number(web, TR(web, "应说明", "To explain"), row_int(row, ROLL_CALL_ASKED), night, false);
	put_number(web, TR(web, "现未说明", "Still silent"), group_of(sums, 0, unit),
		arena_printf(web->arena, "/work-orders?view=tonight&unit=%ld", unit), true);
	put_number(web, TR(web, "本月过夜", "Nights this month"), group_of(sums, 1, unit), month, false);
	put_number(web, TR(web, "本月未说明过夜", "Unexplained this month"), group_of(sums, 2, unit), month, true);
	H(out, "</tr>\n");
}

/* The units of the newest roll call, with the month's nights: sums of the rows behind the link. */
static void put_units(Web *web) {
	Buf *out = web->out;
	Query queries[3];
	TallyRows sums;
	Rows newest = filter_read(web, RECORD_ROLL_CALL, "sort=-day", 1);
	if (!newest.count) return;
	int64_t day = row_int(&newest.rows[0], ROLL_CALL_DAY);
	static const char *const filters[] = {"view=tonight", "view=month", "view=month"};
	static const int records[] = {RECORD_WORK_ORDER, RECORD_ROLL_CALL, RECORD_ROLL_CALL},
					 units[] = {WORK_ORDER_UNIT, ROLL_CALL_UNIT, ROLL_CALL_UNIT},
					 added[] = {0, ROLL_CALL_SLEPT, ROLL_CALL_SILENT};
	Tally tallies[3];
	for (int i = 0; i < 3; i++) {
		query_init(&queries[i], &model_records[records[i]]);
		query_read_text(&queries[i], web->arena, web->actor, web->now, filters[i], &web->refusals);
		tallies[i] = (Tally){.query = &queries[i], .fields = {units[i]}, .field_count = 1, .sum = added[i]};
	}
	Rows rows = filter_read(
		web, RECORD_ROLL_CALL, arena_printf(web->arena, "day=%s&sort=unit", day_format(web->arena, (int32_t)day)), UNITS_MAX);
	if (query_tallies(web_conn(web), web->arena, web->actor, tallies, 3, &sums)) return;
	H(out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2><span class=\"muted small\">%s %s%s</span>",
		TR(web, "各单位", "The units"), day_format(web->arena, (int32_t)day), TR(web, "点名", "roll call"),
		row_int(&rows.rows[0], ROLL_CALL_LATE) ? TR(web, "（补点）", " (made up late)") : "");
	H(out, "<a class=\"small push\" href=\"/roll-calls?view=month\">%s</a></div>\n", TR(web, "本月逐日", "Day by day"));
	H(out, "<div class=\"scroll\"><table class=\"table cards\"><thead><tr><th scope=\"col\">%s</th>", TR(web, "单位", "Unit"));
	const char *const heads[] = {TR(web, "点名时在办", "Open then"), TR(web, "应说明", "To explain"),
		TR(web, "现未说明", "Still silent"), TR(web, "本月过夜", "Nights this month"),
		TR(web, "本月未说明过夜", "Unexplained this month")};
	for (int i = 0; i < 5; i++) H(out, "<th scope=\"col\" class=\"num\">%s</th>", heads[i]);
	H(out, "</tr></thead><tbody>\n");
	for (int i = 0; i < rows.count; i++) put_unit(web, &rows.rows[i], &sums);
	H(out, "</tbody></table></div></section>\n");
}

static void roll_call_page(Web *web) {
	Tonight tonight;
	const char *title = TR(web, "点名", "Roll call");
	Frame frame = {.title = title, .active = "/roll-call"};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	tonight_read(web, &tonight);
	frame_open(web, &frame);
	H(web->out, "<div class=\"head\"><div><h1>%s</h1><p class=\"sub\">%s</p></div></div>\n", title,
		tonight.count && tonight.explains
			? arena_printf(web->arena,
				  TR(web, "这 %d 件今晚要过夜，请逐件写明原因和办结时间；今天办完的不用写",
					  "These %d sleep over tonight: say why and until when; what is done today needs no word"),
				  tonight.count)
			: TR(web, "案不积卷、事不过夜：今天办不完的，要有原因和办结时间",
				  "Nothing sleeps unexplained: what is not done today has a reason and a day"));
	put_errors(web);
	/* Who only looks on sees the units first. */
	if (!tonight.explains) put_units(web);
	put_tonight(web, &tonight);
	if (tonight.explains) put_units(web);
	frame_close(web, &frame);
}

void roll_call_get(Web *web) {
	roll_call_page(web);
}

/* ── the words sent together ── */

/* Refusals of one row's command are told at that row's controls. */
static void refusals_move(Web *web, int from, const Sleeper *sleeper, int64_t id) {
	const Field *fields = model_records[sleeper->record].fields;
	for (int i = from; i < web->refusals.count; i++) {
		Refusal *r = &web->refusals.items[i];
		const char *what = !strcmp(r->field, fields[sleeper->until].name)  ? "until"
						   : !strcmp(r->field, fields[sleeper->note].name) ? "note"
																		   : "reason";
		r->field = name_of(web, what, sleeper, id);
	}
}

static bool day_given(Web *web, const char *name, Value *ret) {
	int32_t day;
	const char *text = web_value(web, name);
	*ret = value_null();
	if (!text || !*text) return true;
	if (!day_parse(text, &day)) {
		refuse(&web->refusals, REFUSAL_INPUT, "day", name, "日期写成 2026-11-27 这样", "Write the day like 2026-11-27");
		return false;
	}
	*ret = value_int(day);
	return true;
}

/* One row's word. 1 said, 0 refused or nothing to say, -1 a fault. */
static int word_send(Web *web, const Sleeper *sleeper, int64_t id, const char *reason) {
	int64_t reason_id;
	Value until;
	int from = web->refusals.count;
	const char *note = web_value(web, name_of(web, "note", sleeper, id)), *once = web_value(web, "once");
	if (!day_given(web, name_of(web, "until", sleeper, id), &until)) return 0;
	if (!text_to_int(reason, &reason_id)) return 0;
	Given given[] = {{sleeper->reason, value_int(reason_id)}, {sleeper->until, until},
		{sleeper->note, note && !text_is_blank(note) ? value_text(text_trim(web->arena, note)) : value_null()}};
	Call call = {.command = command_of(sleeper),
		.id = id,
		.given = given,
		.given_count = 3,
		.idem = arena_printf(web->arena, "%s-%c%lld", once ? once : "", sleeper->letter, (long long)id)};
	Outcome outcome = web_call(web, &call);
	if (outcome.kind == OUTCOME_FAULT) return -1;
	refusals_move(web, from, sleeper, id);
	return outcome.kind == OUTCOME_DONE;
}

void roll_call_post(Web *web) {
	int said = 0;
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	for (size_t i = 0; i < web->part_count; i++) {
		const HttpPart *part = &web->parts[i];
		int64_t id;
		if (strncmp(part->name, "reason-", 7) || !part->value || !*part->value || !text_to_int(part->name + 8, &id)) continue;
		const Sleeper *sleeper = part->name[7] == 'w' ? &sleepers[0] : part->name[7] == 'm' ? &sleepers[1] : NULL;
		int done = sleeper ? word_send(web, sleeper, id, part->value) : 0;
		if (done < 0) {
			web_fault(web);
			return;
		}
		said += done;
	}
	if (!said && !web->refusals.count)
		refuse(&web->refusals, REFUSAL_INPUT, "required", "", "请至少给一件选择过夜原因；今天办完的不用写",
			"Choose a reason for at least one; what is done today needs none");
	if (web->refusals.count) roll_call_page(web);
	else web_done(web, "/roll-call", arena_printf(web->arena, TR(web, "已说明 %d 件", "%d explained"), said));
}

static const Route routes[] = {
	{HTTP_GET_M, "/roll-call", roll_call_get, ROLL_CALL_READERS, false},
	{HTTP_POST_M, "/roll-call", roll_call_post, ROLL_CALL_READERS, true},
	{HTTP_GET_M, "/roll-calls/:id", night_page, ROLL_CALL_READERS, false},
};
static const NavItem nav[] = {{NULL, NULL, "/roll-call", "moon", {"点名", "Roll call"}, ROLL_CALL_READERS}};
extern const WebModule roll_call_web;
const WebModule roll_call_web = {
	.routes = routes, .route_count = sizeof routes / sizeof *routes, .nav = nav, .nav_count = sizeof nav / sizeof *nav};
