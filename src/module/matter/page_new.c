/* A new matter: by the desk with the caller card, by everybody else without. */
#include "base/json_out.h"
#include "journal/journal.h"
#include "model_gen.h"
#include "module/matter/intake_form.h"
#include "module/matter/pages.h"

#include <string.h>

enum { TILES_MAX = 200, TITLE_MAX = 60 };

static bool is_desk(const Web *web) {
	return web->actor->roles & ROLE_BIT(ROLE_DESK);
}

static Rows rows_active(Web *web, int record, int active, int limit) {
	Query query;
	Rows rows;
	query_init(&query, &model_records[record]);
	query_add(&query, web->arena, active, FILTER_NOT_IN, value_int(0));
	query.limit = limit;
	if (query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows)) rows.count = 0;
	return rows;
}

static const Refusal *refusal_at(Web *web, const char *field) {
	for (int i = 0; i < web->refusals.count; i++)
		if (!strcmp(web->refusals.items[i].field, field)) return &web->refusals.items[i];
	return NULL;
}

static void put_wrong(Web *web, const char *field) {
	const Refusal *wrong = refusal_at(web, field);
	if (wrong) H(web->out, "<p class=\"error\" id=\"e-%s\">%s</p>", field, TR(web, wrong->zh, wrong->en));
}

static void put_kinds(Web *web, const Rows *kinds) {
	const char *chosen = web_value(web, "kind");
	Buf *out = web->out;
	H(out, "<fieldset class=\"field%s\" id=\"f-kind\"><legend>%s<span class=\"need\">%s</span></legend><div class=\"row wide\">",
		refusal_at(web, "kind") ? " bad" : "", TR(web, "类别", "Kind"), TR(web, "必填", "required"));
	for (int i = 0; i < kinds->count; i++) {
		const char *id = arena_printf(web->arena, "%lld", (long long)row_id(&kinds->rows[i]));
		H(out, "<label class=\"pick\"><input type=\"radio\" name=\"kind\" value=\"%s\"", id);
		if (chosen && !strcmp(chosen, id)) H(out, " checked");
		H(out, ">%s</label>", row_text(&kinds->rows[i], KIND_NAME));
	}
	H(out, "</div>");
	put_wrong(web, "kind");
	H(out, "<p class=\"help\">%s</p></fieldset>\n",
		TR(web, "选了常见问题，可不选类别、不写事由", "With a common problem, kind and subject may be left out"));
}

/* Tiles grouped by where they belong, so that two 灯不亮 are told apart. */
static void put_problems(Web *web) {
	Rows tiles = rows_active(web, RECORD_PROBLEM, PROBLEM_ACTIVE, TILES_MAX);
	const Field *use = &model_records[RECORD_PROBLEM].fields[PROBLEM_PLACE_USE];
	const char *chosen = web_value(web, "problem");
	Buf *out = web->out;
	H(out,
		"<div class=\"field\"><label for=\"f-problem\">%s</label><select id=\"f-problem\" name=\"problem\"><option "
		"value=\"\">%s</option>",
		TR(web, "常见问题", "Common problem"), TR(web, "（不选）", "(none)"));
	for (int group = 0; group <= use->choices->count; group++) {
		const char *code = group < use->choices->count ? use->choices->choices[group].code : "";
		const char *label =
			group < use->choices->count ? label_in(use->choices->choices[group].label, web->language) : TR(web, "其他", "Other");
		bool any = false;
		for (int i = 0; i < tiles.count; i++) {
			const Row *tile = &tiles.rows[i];
			if (strcmp(row_text(tile, PROBLEM_PLACE_USE), code)) continue;
			if (!any) H(out, "<optgroup label=\"%s\">", label);
			any = true;
			const char *id = arena_printf(web->arena, "%lld", (long long)row_id(tile)), *en = row_text(tile, PROBLEM_NAME_EN);
			H(out, "<option value=\"%s\"", id);
			if (chosen && !strcmp(chosen, id)) H(out, " selected");
			H(out, ">%s</option>", web->language == LANGUAGE_EN && *en ? en : row_text(tile, PROBLEM_NAME));
		}
		if (any) H(out, "</optgroup>");
	}
	H(out, "</select></div>\n");
}

static void put_question(Web *web, const Row *question, const char *kind) {
	const char *name = arena_printf(web->arena, "question-%lld", (long long)row_id(question)),
			   *type = row_text(question, QUESTION_TYPE);
	const char *en = row_text(question, QUESTION_LABEL_EN), *value = web_value(web, name);
	const char *label = web->language == LANGUAGE_EN && *en ? en : row_text(question, QUESTION_LABEL);
	bool yes_no = !strcmp(type, QUESTION_TYPE_IS_YES_NO), choice = !strcmp(type, QUESTION_TYPE_IS_CHOICE);
	Buf *out = web->out;
	value = value ? value : "";
	H(out, "<div class=\"field%s\" data-when-kind=\"%s\"><label for=\"f-%s\">%s", refusal_at(web, name) ? " bad" : "", kind, name,
		label);
	if (row_int(question, QUESTION_REQUIRED)) H(out, "<span class=\"need\">%s</span>", TR(web, "必填", "required"));
	H(out, "</label>");
	if (yes_no || choice) {
		char *options[20] = {"yes", "no"};
		int count = yes_no ? 2 : text_list(web->arena, row_text(question, QUESTION_OPTIONS), options, 20);
		H(out, "<select id=\"f-%s\" name=\"%s\"><option value=\"\">%s</option>", name, name, TR(web, "（不选）", "(none)"));
		for (int i = 0; i < count; i++) {
			H(out, "<option value=\"%s\"", options[i]);
			if (!strcmp(options[i], value)) H(out, " selected");
			H(out, ">%s</option>", !yes_no ? options[i] : i ? TR(web, "否", "no") : TR(web, "是", "yes"));
		}
		H(out, "</select>");
	} else
		H(out, "<input id=\"f-%s\" name=\"%s\" type=\"%s\" maxlength=\"300\" value=\"%s\">", name, name,
			!strcmp(type, QUESTION_TYPE_IS_DATE) ? "date" : "text", value);
	put_wrong(web, name);
	H(out, "</div>\n");
}

static void put_questions(Web *web, const Rows *kinds) {
	Rows questions = rows_active(web, RECORD_QUESTION, QUESTION_ACTIVE, QUESTIONS_MAX);
	const char *chosen = web_value(web, "kind");
	for (int k = 0; k < kinds->count; k++) {
		int64_t kind = row_id(&kinds->rows[k]);
		const char *id = arena_printf(web->arena, "%lld", (long long)kind);
		bool any = false;
		if (chosen && *chosen && strcmp(chosen, id)) continue;
		for (int i = 0; i < questions.count; i++) {
			if (row_int(&questions.rows[i], QUESTION_KIND) != kind) continue;
			if (!any)
				H(web->out, "<p class=\"muted\" data-when-kind=\"%s\">%s%s</p>\n", id, row_text(&kinds->rows[k], KIND_NAME),
					TR(web, "请再答：", ": please answer"));
			any = true;
			put_question(web, &questions.rows[i], id);
		}
	}
}

static void put_who(Web *web, int64_t client) {
	const Record *record = &model_records[RECORD_CLIENT];
	const char *phone = web_param(web, "phone");
	Buf *out = web->out;
	/* The card stands again after a refusal. */
	const char *asked = web_value(web, "phone");
	if (asked && *asked) H(out, "<input type=\"hidden\" name=\"phone\" value=\"%s\">", asked);
	if (client) {
		H(out, "<input type=\"hidden\" name=\"client\" value=\"%ld\">\n", (long)client);
		return;
	}
	H(out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2></div><div class=\"panel-body fields two\">\n",
		TR(web, "谁提的", "Who reports it"));
	Field field = record->fields[CLIENT_PHONE];
	put_field(web, &field, "client_phone", NULL, -1, false, strlen(phone) > 4 ? phone : "");
	field = record->fields[CLIENT_NAME];
	put_field(web, &field, "client_name", NULL, -1, false, NULL);
	field = record->fields[CLIENT_UNIT];
	put_field(web, &field, "client_unit", NULL, -1, false, NULL);
	put_field(web, &model_records[RECORD_MATTER].fields[MATTER_ANONYMOUS], "anonymous", NULL, -1, false, NULL);
	H(out, "</div></section>\n");
}

/* Likely the same: told before it is registered a second time. */
static void put_similar(Web *web, const Similar *similar, int count) {
	Buf *out = web->out;
	H(out,
		"<section class=\"panel\" id=\"similar\" data-similar-list%s><div class=\"panel-head\"><h2>%s</h2></div><ul "
		"class=\"panel-body lines\">",
		count ? "" : " hidden", TR(web, "可能是同一件", "Perhaps the same"));
	for (int i = 0; i < count; i++) {
		const Choice *state = choice_by_code(model_records[RECORD_MATTER].states, similar[i].state);
		H(out,
			"<li><p><a href=\"/matters/%ld\">%s %s</a></p><p class=\"muted small\">%s · %s · %s</p><p><button class=\"btn tiny\" "
			"name=\"into\" value=\"%ld\" form=\"intake\">%s</button></p></li>",
			(long)similar[i].id, similar[i].no, similar[i].title, similar[i].place_name,
			state ? label_in(state->label, web->language) : "", label_in(similar_why_label(similar[i].why), web->language),
			(long)similar[i].id, TR(web, "就是这一件，并入", "It is this one: join"));
	}
	H(out, "</ul></section>\n");
}

static void new_page(Web *web, const Similar *similar, int similar_count) {
	const Record *record = &model_records[RECORD_MATTER];
	bool desk = is_desk(web);
	Buf *out = web->out;
	Frame frame = {.title = TR(web, "登记事项", "New matter"),
		.active = "/matters",
		.crumbs = {{"/matters", TR(web, "事项", "Matters")}, {NULL, TR(web, "登记", "New")}}};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	H(out, "<div class=\"head\"><h1>%s</h1></div>\n<div class=\"split\">\n",
		desk ? TR(web, "接电话登记", "Take a call") : TR(web, "登记事项", "New matter"));
	BUF(aside, 262144);
	Buf *page = web->out;
	web->out = &aside;
	int64_t client = desk ? put_caller_card(web) : 0;
	web->out = page;
	Rows kinds = rows_active(web, RECORD_KIND, KIND_ACTIVE, 60);
	H(out, "<form class=\"form wide stack\" id=\"intake\" method=\"post\" enctype=\"multipart/form-data\" "
		   "action=\"/matters/new\" novalidate data-once data-similar=\"/matters/similar\">\n");
	put_form_hidden(web);
	put_errors(web);
	if (similar_count) {
		H(out, "<input type=\"hidden\" name=\"sure\" value=\"1\"><div class=\"note warn\" role=\"alert\">%s</div>\n",
			TR(web, "这里已有相近的在办事项，还没有登记：是同一件就并入，不是就再按一次登记。",
				"Something like it is under way; nothing is registered yet: join it, or press again if it is another thing."));
	}
	H(out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2></div><div class=\"panel-body fields\">\n",
		TR(web, "什么事", "What is it"));
	put_field(web, &record->fields[MATTER_PLACE], "place", NULL, -1, false, NULL);
	put_problems(web);
	put_kinds(web, &kinds);
	put_text_control(web, "title", TR(web, "事由", "Subject"), "", false, TITLE_MAX, NULL);
	Field detail = record->fields[MATTER_DETAIL];
	if (desk) detail.label = (Label){"对方原话", "In their words"};
	put_field(web, &detail, "detail", NULL, -1, false, NULL);
	put_questions(web, &kinds);
	put_field(web, &record->fields[MATTER_ASSET], "asset", NULL, -1, false, NULL);
	put_field(web, &record->fields[MATTER_URGENT], "urgent", NULL, -1, false, NULL);
	put_photos(web, "photos", false);
	H(out, "</div></section>\n");
	if (desk) put_who(web, client);
	H(out, "<div class=\"form-foot\"><button class=\"btn main\" data-submit name=\"accept\" value=\"%d\">%s</button>", desk,
		desk ? TR(web, "登记并受理", "Register and accept") : TR(web, "登记", "Register"));
	if (desk) H(out, "<button class=\"btn\" name=\"accept\" value=\"0\">%s</button>", TR(web, "只登记", "Register only"));
	H(out,
		"<a class=\"btn plain\" href=\"%s\">%s</a><span class=\"why push desk-only\">%s</span></div>\n</form>\n<div "
		"class=\"aside stack\">\n",
		desk ? "/desk" : "/matters", TR(web, "放弃", "Cancel"), TR(web, "Ctrl+Enter 提交", "Ctrl+Enter sends"));
	buf_puts(out, buf_text(&aside));
	put_similar(web, similar, similar_count);
	H(out, "</div>\n</div>\n");
	frame_close(web, &frame);
}

void matter_new_get(Web *web) {
	new_page(web, NULL, 0);
}

/* A second tap on the same form: the first has done it, and is itself the most similar of all. */
static bool is_sent_before(Web *web) {
	Entry entry;
	const char *once = web_value(web, "once");
	if (!once || !*once) return false;
	return journal_find_idem(
			   web_conn(web), web->arena, arena_printf(web->arena, "%lld:%s", (long long)web->actor->person, once), &entry) > 0;
}

void matter_new_post(Web *web) {
	Intake intake;
	Similar similar[INTAKE_SIMILAR];
	bool desk = is_desk(web);
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	intake_read(web, desk, &intake);
	bool told = web_value(web, "sure") && !strcmp(web_value(web, "sure"), "1");
	int count = told || intake.into || web->refusals.count ? 0 : intake_similar(web, &intake, similar);
	/* Asked after looking: what is seen as similar was committed together with its key. */
	if (count && !is_sent_before(web)) {
		new_page(web, similar, count);
		return;
	}
	Outcome outcome = intake_run(web, &intake);
	if (outcome.kind == OUTCOME_FAULT) {
		web_fault(web);
		return;
	}
	if (outcome.kind == OUTCOME_REFUSED) {
		new_page(web, NULL, 0);
		return;
	}
	const char *path = arena_printf(web->arena, "/matters/%lld", (long long)outcome.id);
	if (intake.into)
		web_done(web, path,
			TR(web, "已并入这一件，报事人同样会得到回音", "Joined to this one; the asker will be answered all the same"));
	else if (intake.accept)
		web_done(web, arena_printf(web->arena, "%s/dispatch", path),
			TR(web, "已登记并受理，请派单", "Registered and accepted; dispatch it now"));
	else web_done(web, path, TR(web, "已登记", "Registered"));
}

/* GET /matters/similar?place=&asset=&problem=&title=: what may be the same, while it is typed. */
void matter_similar_get(Web *web) {
	Similar similar[INTAKE_SIMILAR];
	SimilarAsk ask = {.title = *web_param(web, "title") ? web_param(web, "title") : NULL};
	int count = 0;
	text_to_int(web_param(web, "place"), &ask.place);
	text_to_int(web_param(web, "asset"), &ask.asset);
	text_to_int(web_param(web, "problem"), &ask.problem);
	if (matters_similar(web_conn(web), web->arena, web->actor, &ask, INTAKE_SIMILAR, similar, &count)) count = 0;
	web->response->type = "application/json";
	json_open(web->out, NULL, '[');
	for (int i = 0; i < count; i++) {
		const Choice *state = choice_by_code(model_records[RECORD_MATTER].states, similar[i].state);
		json_open(web->out, NULL, '{');
		json_int(web->out, "id", similar[i].id);
		json_text(web->out, "no", similar[i].no);
		json_text(web->out, "title", similar[i].title);
		json_text(web->out, "place", similar[i].place_name);
		json_text(web->out, "state", state ? label_in(state->label, web->language) : "");
		json_text(web->out, "why", label_in(similar_why_label(similar[i].why), web->language));
		json_close(web->out, '}');
	}
	json_close(web->out, ']');
}
