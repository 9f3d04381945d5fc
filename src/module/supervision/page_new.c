/* /instructions/new: a leader gives an instruction on the phone, in words or by a photo of the paper; the office does it for a leader. */
#include "base/instant.h"
#include "model/field.h"
#include "model_gen.h"
#include "module/supervision/supervision.h"

#include <string.h>

enum { UNITS_MAX = 120, PAPERS_MAX = 9, FRIDAY = 5 };

static bool is_office(const Web *web) {
	return !(web->actor->roles & ROLE_BIT(ROLE_LEADER));
}

/* ── the form ── */

static const Refusal *refusal_at(const Web *web, const char *field) {
	for (int i = 0; i < web->refusals.count; i++)
		if (!strcmp(web->refusals.items[i].field, field)) return &web->refusals.items[i];
	return NULL;
}

static void put_wrong(Web *web, const char *field) {
	const Refusal *wrong = refusal_at(web, field);
	if (wrong) H(web->out, "<p class=\"error\" id=\"e-%s\">%s</p>", field, TR(web, wrong->zh, wrong->en));
}

/* To whom: the bureau's own units, departments before teams. */
static void put_units(Web *web) {
	Query query;
	Rows units;
	const char *chosen = web_value(web, "owner_unit");
	Buf *out = web->out;
	query_init(&query, &model_records[RECORD_UNIT]);
	query_read_text(&query, web->arena, web->actor, web->now, "kind=department,team&active.ne=0&sort=name", &web->refusals);
	query.limit = UNITS_MAX;
	if (query_rows(web_conn(web), web->arena, web->actor, &query, false, &units)) units.count = 0;
	H(out, "<div class=\"field%s\"><label for=\"f-owner_unit\">%s</label><select id=\"f-owner_unit\" name=\"owner_unit\">",
		refusal_at(web, "owner_unit") ? " bad" : "", TR(web, "交给谁", "To whom"));
	H(out, "<option value=\"\">%s</option>",
		TR(web, "由督查（调度台）分解派单", "The supervision desk splits and dispatches it"));
	static const char *const kinds[] = {UNIT_KIND_IS_DEPARTMENT, UNIT_KIND_IS_TEAM};
	for (int pass = 0; pass < 2; pass++) {
		H(out, "<optgroup label=\"%s\">", pass ? TR(web, "班组", "Teams") : TR(web, "处室", "Departments"));
		for (int i = 0; i < units.count; i++) {
			const Row *unit = &units.rows[i];
			if (strcmp(row_text(unit, UNIT_KIND), kinds[pass])) continue;
			const char *id = arena_printf(web->arena, "%lld", (long long)row_id(unit));
			H(out, "<option value=\"%s\"%c", id, ' ');
			if (chosen && !strcmp(chosen, id)) H(out, "selected");
			H(out, ">%s</option>", row_text(unit, UNIT_NAME));
		}
		H(out, "</optgroup>");
	}
	H(out, "</select>");
	put_wrong(web, "owner_unit");
	H(out, "</div>\n");
}

static void put_day(Web *web, const char *value, const char *words) {
	const char *chosen = web_value(web, "due_on");
	H(web->out, "<label><input type=\"radio\" name=\"due_on\" value=\"%s\"%c", value, ' ');
	if (!strcmp(chosen ? chosen : "", value)) H(web->out, "checked");
	H(web->out, "><span>%s</span></label>", words);
}

/* 今天 (while it lasts), 3 日, 本周五; each says its date by being it. */
static void put_days(Web *web) {
	const Book *book = web_book(web);
	int32_t today = day_of_instant(web->now);
	int weekday = day_weekday(today), ahead = FRIDAY - weekday;
	int64_t end = 0;
	bool lasts = book && clock_day_end(book_calendar(book), book_hours(book, 0), today, &end) && end > web->now;
	Buf *out = web->out;
	H(out, "<fieldset class=\"field%s\" id=\"f-due_on\"><legend>%s</legend><div class=\"seg\">",
		refusal_at(web, "due_on") ? " bad" : "", TR(web, "什么时候办结", "Done by"));
	if (lasts) put_day(web, day_format(web->arena, today), TR(web, "今天", "today"));
	put_day(web, day_format(web->arena, today + 3),
		ahead == 3 ? TR(web, "3 日（本周五）", "3 days (Friday)") : TR(web, "3 日", "3 days"));
	if (ahead > 0 && ahead != 3) put_day(web, day_format(web->arena, today + ahead), TR(web, "本周五", "this Friday"));
	if (ahead <= 0) put_day(web, day_format(web->arena, today + ahead + 7), TR(web, "下周五", "next Friday"));
	put_day(web, "", TR(web, "按规定", "by the rule"));
	H(out, "</div>");
	put_wrong(web, "due_on");
	H(out, "<p class=\"help\">%s</p></fieldset>\n",
		TR(web, "遇休息日顺延到下一个工作日；“按规定”是批示交办的办结时限",
			"A day of rest moves on to the next working day; the rule is the limit of instructions"));
}

/* Who holds a leader's post today. Posts and tenures are read beside the read door because the desk may not list them; names of leaders are
 * no secret. */
static void put_leaders(Web *web) {
	Value today = value_int(day_of_instant(web->now)), params[] = {today, today};
	const char *chosen = web_value(web, "leader");
	Buf *out = web->out;
	H(out,
		"<div class=\"field%s\"><label for=\"f-leader\">%s</label><select id=\"f-leader\" name=\"leader\"><option "
		"value=\"\">%s</option>",
		refusal_at(web, "leader") ? " bad" : "", TR(web, "哪位领导交办", "Given by"),
		TR(web, "局外领导（下面写职务）", "a leader outside (write the office below)"));
	Cursor *cursor = conn_query(web_conn(web),
		"SELECT DISTINCT p.id, p.name FROM person p JOIN tenure t ON t.person = p.id JOIN post o ON o.id = t.post WHERE o.role = "
		"'leader' AND t.start_on <= ? AND (t.end_on IS NULL OR t.end_on >= ?) ORDER BY p.name, p.id",
		params, 2);
	while (cursor && cursor_next(cursor)) {
		const char *id = arena_printf(web->arena, "%lld", (long long)cursor_int(cursor, 0));
		H(out, "<option value=\"%s\"%c", id, ' ');
		if (chosen && !strcmp(chosen, id)) H(out, "selected");
		H(out, ">%s</option>", cursor_text(cursor, 1));
	}
	cursor_end(cursor);
	H(out, "</select>");
	put_wrong(web, "leader");
	H(out, "</div>\n");
}

static void put_office_fields(Web *web) {
	const Field *fields = model_records[RECORD_INSTRUCTION].fields;
	H(web->out, "<section class=\"panel\"><div class=\"panel-body fields two\">\n");
	put_leaders(web);
	put_field(web, &fields[INSTRUCTION_GIVEN_BY], "given_by", NULL, -1, false, NULL);
	put_field(web, &fields[INSTRUCTION_GIVEN_ON], "given_on", NULL, -1, false, day_format(web->arena, day_of_instant(web->now)));
	put_field(web, &fields[INSTRUCTION_WAY], "way", NULL, -1, false, INSTRUCTION_WAY_IS_ORAL);
	put_field(web, &fields[INSTRUCTION_TITLE], "title", NULL, -1, false, NULL);
	Field other = fields[INSTRUCTION_DUE_ON];
	other.label = (Label){"其他办结日期", "Another day"};
	put_field(web, &other, "due_other", NULL, -1, false, NULL);
	put_field(web, &fields[INSTRUCTION_URGENT], "urgent", NULL, -1, false, NULL);
	H(web->out, "</div></section>\n");
}

static void new_page(Web *web) {
	Buf *out = web->out;
	bool office = is_office(web);
	Field words = model_records[RECORD_INSTRUCTION].fields[INSTRUCTION_WORDS];
	words.label = office ? (Label){"领导原话", "The leader's words"} : (Label){"交办什么", "What is to be done"};
	words.help = (Label){"按原话写；提交后不能改", "In the very words; they cannot be changed afterwards"};
	Frame frame = {.title = TR(web, "交办", "Give an instruction"),
		.active = "/instructions",
		.crumbs = {{"/instructions", TR(web, "督办", "Supervision")}, {NULL, TR(web, "交办", "New")}}};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	H(out, "<div class=\"head\"><h1>%s</h1></div>\n",
		office ? TR(web, "登记领导交办", "Register a leader's instruction") : frame.title);
	H(out, "<form class=\"form narrow stack\" method=\"post\" enctype=\"multipart/form-data\" action=\"/instructions/new\" "
		   "novalidate "
		   "data-once>\n");
	put_form_hidden(web);
	put_errors(web);
	H(out, "<section class=\"panel\"><div class=\"panel-body fields\">\n");
	put_field(web, &words, "words", NULL, -1, false, NULL);
	put_photos(web, "photos", false);
	put_units(web);
	put_days(web);
	H(out, "</div></section>\n");
	if (office) put_office_fields(web);
	H(out,
		"<div class=\"form-foot\"><button class=\"btn main\" data-submit>%s</button><a class=\"btn plain\" "
		"href=\"/instructions\">%s</a></div>\n</form>\n",
		TR(web, "提交", "Send"), TR(web, "放弃", "Cancel"));
	frame_close(web, &frame);
}

void instruction_new_get(Web *web) {
	new_page(web);
}

/* ── one transaction: the instruction, its matter, the dispatch, the paper ── */

typedef struct Give {
	Call call;
	Upload uploads[PAPERS_MAX];
	int upload_count;
	bool refused; /* the page found mistakes: the door says its own as well, and nothing is kept */
} Give;

static void give_work(Txn *txn, void *user) {
	Give *give = user;
	int64_t ids[PAPERS_MAX], id = txn_call(txn, &give->call);
	if (!id || txn_repeated(txn)) return;
	if (give->refused) {
		txn_refuse(txn, REFUSAL_INPUT, "page", "", "", "");
		return;
	}
	Value of = value_int(id);
	int64_t matter = conn_query_int(txn_conn(txn), "SELECT matter FROM instruction WHERE id = ?", &of, 1, 0, NULL);
	if (matter && give->upload_count)
		uploads_attach(txn, give->uploads, give->upload_count, matter, 0, ATTACHMENT_STAGE_IS_REPORT, false, ids);
}

static int given_read(Web *web, const CommandDef *command, Given *given, int most) {
	const Field *day = &model_records[RECORD_INSTRUCTION].fields[INSTRUCTION_DUE_ON];
	const char *other = web_value(web, "due_other");
	Value value = value_null();
	int count = form_given(web, command, given, most - 2);
	if (!other || text_is_blank(other)) return count;
	field_parse(day, other, web->arena, &web->refusals, &value);
	int kept = 0;
	for (int i = 0; i < count; i++)
		if (given[i].field != INSTRUCTION_DUE_ON) given[kept++] = given[i];
	given[kept++] = (Given){INSTRUCTION_DUE_ON, value};
	return kept;
}

static void refusals_tidy(Web *web) {
	int kept = 0;
	for (int i = 0; i < web->refusals.count; i++)
		if (strcmp(web->refusals.items[i].code, "page")) web->refusals.items[kept++] = web->refusals.items[i];
	web->refusals.count = kept;
}

static void given_done(Web *web, int64_t id) {
	Row *row = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_INSTRUCTION], id, false, NULL);
	int64_t matter = row ? row_int(row, INSTRUCTION_MATTER) : 0;
	if (!matter) web_done(web, "/instructions", TR(web, "已交办", "Given"));
	else if (value_is_null(row->values[INSTRUCTION_OWNER_UNIT]) && web->actor->roles & ROLE_BIT(ROLE_DESK))
		web_done(web, arena_printf(web->arena, "/matters/%lld/dispatch", (long long)matter),
			TR(web, "已登记，请定主办和协办", "Registered; name the lead and cooperating units"));
	else
		web_done(web, arena_printf(web->arena, "/matters/%lld", (long long)matter),
			arena_printf(web->arena, TR(web, "已交办，编号 %s", "Given: %s"), row_text(row, INSTRUCTION_NO)));
}

void instruction_new_post(Web *web) {
	const CommandDef *command = &model_records[RECORD_INSTRUCTION].commands[INSTRUCTION_CMD_CREATE];
	Given given[20];
	Give give = {.refused = false};
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	int count = given_read(web, command, given, 20);
	give.upload_count = uploads_take(web, "photos", give.uploads, PAPERS_MAX);
	if (give.upload_count) given[count++] = (Given){INSTRUCTION_PAPER, value_int(1)};
	give.refused = web->refusals.count > 0;
	give.call = (Call){.command = command, .given = given, .given_count = count, .idem = web_value(web, "once")};
	Outcome outcome = web_run(web, give_work, &give);
	refusals_tidy(web);
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_REFUSED) new_page(web);
	else given_done(web, outcome.id);
}
