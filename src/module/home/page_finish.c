/* Finishing a job on a page of its own: photos, result, quality, parts, words; four taps at most. */
#include "model_gen.h"
#include "module/home/home.h"

#include <string.h>

enum { PHOTOS_MAX = 6 };

Row *task_order(Web *web) {
	int fault = STORE_OK;
	Row *row = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_WORK_ORDER], web->ids[0], false, &fault);
	if (!row && fault) web_fault(web);
	else if (!row) web_not_found(web);
	return row;
}

void put_task_head(Web *web, const Row *row) {
	H(web->out, "<section class=\"card\"><div class=\"card-line\"><b>%s</b>", web_show(web, row, WORK_ORDER_TASK));
	put_clock(web, NULL, row);
	H(web->out, "</div><p class=\"muted\">%s · %s</p></section>\n", row_text(row, WORK_ORDER_PLACE_NAME),
		row_text(row, WORK_ORDER_NO));
}

static Rows photos_before(Web *web, const Row *row) {
	Query query;
	Rows rows = {0};
	query_init(&query, &model_records[RECORD_ATTACHMENT]);
	query.limit = PHOTOS_MAX;
	query.labels = false;
	query_add(&query, web->arena, ATTACHMENT_MATTER, FILTER_IN, row->values[WORK_ORDER_MATTER]);
	query_add(&query, web->arena, ATTACHMENT_STAGE, FILTER_IN, value_text(ATTACHMENT_STAGE_IS_BEFORE));
	query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows);
	return rows;
}

static void put_shoot(Web *web, const char *name, const char *words, const char *help) {
	H(web->out, "<div class=\"shoot tall\" data-photo=\"%s\">", name);
	put_icon(web, "camera");
	H(web->out,
		"<div class=\"grow\"><b>%s</b><small>%s</small><input type=\"file\" id=\"f-%s\" name=\"%s\" "
		"accept=\"image/jpeg,image/png\" "
		"capture=\"environment\" multiple aria-label=\"%s\"></div></div>",
		words, help, name, name, words);
}

static void put_photos_part(Web *web, const Row *row) {
	Buf *out = web->out;
	Rows before = photos_before(web, row);
	H(out, "<section class=\"card\"><h2>%s</h2><div class=\"photo-pair\">", TR(web, "修前、修后", "Before and after"));
	if (before.count) {
		long id = (long)row_id(&before.rows[0]);
		H(out, "<a class=\"photo\" href=\"/files/%ld\"><img src=\"/files/%ld/thumb\" alt=\"%s\"><span>%s %s</span></a>", id, id,
			TR(web, "修前照片", "Photo before"), TR(web, "修前", "Before"),
			web_time(web, row_int(&before.rows[0], FIELD_CREATED_AT_AT)));
	} else put_shoot(web, "before", TR(web, "拍修前", "Photo before"), TR(web, "可不拍", "not needed"));
	put_shoot(web, "photos", TR(web, "拍修后", "Photo after"), TR(web, "6 张以内，自动缩小", "6 at most, made smaller"));
	H(out, "</div><ul class=\"files\" data-photo-list=\"before\">");
	put_uploads_kept(web, "before");
	H(out, "</ul><ul class=\"files\" data-photo-list=\"photos\">");
	put_uploads_kept(web, "photos");
	H(out, "</ul></section>\n");
}

static void put_result(Web *web) {
	static const struct {
		const char *code, *icon, *zh, *en;
	} results[] = {{RESULT_IS_DONE, "check", "修好", "Mended"}, {RESULT_IS_EASED, "clock", "暂时处理", "For now"},
		{RESULT_IS_NOT_DONE, "close", "修不了", "Cannot"}};
	const char *chosen = web_value(web, "result");
	if (!chosen) chosen = RESULT_IS_DONE;
	H(web->out, "<fieldset class=\"tiles three\"><legend class=\"asked\" id=\"f-result\">%s</legend>", TR(web, "结果", "Result"));
	for (int i = 0; i < 3; i++) {
		H(web->out, "<label class=\"tile\"><input type=\"radio\" name=\"result\" value=\"%s\"%c", results[i].code, ' ');
		if (!strcmp(chosen, results[i].code)) H(web->out, "checked");
		H(web->out, "><span class=\"tile-face\">");
		put_icon(web, results[i].icon);
		H(web->out, "%s</span></label>", TR(web, results[i].zh, results[i].en));
	}
	H(web->out, "</fieldset>\n");
}

static void put_quality(Web *web) {
	static const char *const codes[] = {QUALITY_IS_GOOD, QUALITY_IS_FINE, QUALITY_IS_EXCELLENT, QUALITY_IS_PERFECT};
	const ChoiceSet *set = model_records[RECORD_WORK_ORDER].fields[WORK_ORDER_QUALITY].choices;
	const char *chosen = web_value(web, "quality");
	if (!chosen) chosen = QUALITY_IS_GOOD;
	H(web->out,
		"<fieldset class=\"card\"><legend class=\"hide\" id=\"f-quality\">%s</legend><div class=\"card-line\"><b "
		"aria-hidden=\"true\">%s</b><span "
		"class=\"muted small\">%s</span></div><div class=\"grades four\">",
		TR(web, "质量自评", "Quality, by yourself"), TR(web, "质量自评", "Quality, by yourself"),
		TR(web, "班组长复核", "the team leader checks it"));
	for (int i = 0; i < 4; i++) {
		const Choice *choice = choice_by_code(set, codes[i]);
		H(web->out, "<label class=\"grade\"><input type=\"radio\" name=\"quality\" value=\"%s\"%c", codes[i], ' ');
		if (!strcmp(chosen, codes[i])) H(web->out, "checked");
		H(web->out, "><span>%s</span></label>", label_in(choice->label, web->language));
	}
	H(web->out, "</div></fieldset>\n");
}

static void put_words(Web *web) {
	const char *note = web_value(web, "note"), *parts = web_value(web, "parts");
	H(web->out,
		"<section class=\"card\"><div class=\"field\"><label for=\"f-parts\">%s</label><input id=\"f-parts\" type=\"text\" "
		"name=\"parts\" "
		"maxlength=\"200\" value=\"%s\" placeholder=\"%s\"></div>",
		TR(web, "用料（可不填）", "Parts used (optional)"), parts ? parts : "", TR(web, "如 LED 灯管 2 支", "e.g. 2 LED tubes"));
	H(web->out,
		"<div class=\"field\"><label for=\"f-note\">%s</label><textarea id=\"f-note\" name=\"note\" rows=\"2\" "
		"maxlength=\"2000\" "
		"aria-describedby=\"h-note\">%s</textarea><p class=\"help\" id=\"h-note\">%s</p></div></section>\n",
		TR(web, "说明", "What was done"), note ? note : "",
		TR(web, "修好、暂时处理可不填；修不了请写原因", "may be left out unless it cannot be done"));
}

static void finish_page(Web *web) {
	Row *row = task_order(web);
	if (!row) return;
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	PhoneHead head = {.over = row_text(row, WORK_ORDER_NO), .heading = TR(web, "完成", "Finish"), .under = NULL};
	Frame frame = {.title = TR(web, "完成", "Finish"), .phone = &head};
	frame_open(web, &frame);
	put_errors(web);
	put_task_head(web, row);
	H(web->out, "<form method=\"post\" action=\"/tasks/%ld/finish\" enctype=\"multipart/form-data\" data-once>",
		(long)row_id(row));
	put_form_hidden(web);
	put_photos_part(web, row);
	put_result(web);
	put_quality(web);
	put_words(web);
	H(web->out,
		"<div class=\"cta\"><p class=\"why\">%s</p><button class=\"btn main tall\" data-submit>%s</button></div></form>\n<p><a "
		"class=\"btn plain\" href=\"/tasks\">%s</a></p>\n",
		TR(web, "完成后告知报事人，并请其评价", "The asker is told and may rate it"), TR(web, "完成", "Finish"),
		TR(web, "返回任务", "Back to the jobs"));
	frame_close(web, &frame);
}

void finish_get(Web *web) {
	finish_page(web);
}

typedef struct FinishWork {
	Call call;
	Upload before[PHOTOS_MAX], after[PHOTOS_MAX];
	int before_count, after_count;
	int64_t matter, order;
} FinishWork;

static void finish_work(Txn *txn, void *user) {
	FinishWork *work = user;
	int64_t ids[PHOTOS_MAX], old[PHOTOS_MAX];
	uploads_attach(txn, work->before, work->before_count, work->matter, work->order, ATTACHMENT_STAGE_IS_BEFORE, false, old);
	work->call.photo_count =
		uploads_attach(txn, work->after, work->after_count, work->matter, work->order, ATTACHMENT_STAGE_IS_AFTER, false, ids);
	work->call.photos = ids;
	txn_call(txn, &work->call);
}

/* The words where none were typed: what the chosen result says. What cannot be done needs words of its own. */
static const char *note_of(Web *web) {
	const char *result = web_value(web, "result");
	if (!form_is_blank(web, "note")) return web_value(web, "note");
	if (result && !strcmp(result, RESULT_IS_DONE)) return "已修好，请您看看是否还有问题";
	if (result && !strcmp(result, RESULT_IS_EASED)) return "已做暂时处理，不影响使用，后续再彻底修复";
	return NULL;
}

void finish_post(Web *web) {
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	Row *row = task_order(web);
	if (!row) return;
	const CommandDef *command = &model_records[RECORD_WORK_ORDER].commands[WORK_ORDER_CMD_COMPLETE];
	Given given[8];
	FinishWork *work = arena_alloc(web->arena, sizeof *work);
	work->matter = row_int(row, WORK_ORDER_MATTER);
	work->order = row_id(row);
	work->call =
		(Call){.command = command, .id = row_id(row), .given = given, .note = note_of(web), .idem = web_value(web, "once")};
	work->call.given_count = form_given(web, command, given, 8);
	work->before_count = uploads_take(web, "before", work->before, PHOTOS_MAX);
	work->after_count = uploads_take(web, "photos", work->after, PHOTOS_MAX);
	Outcome outcome = {.kind = OUTCOME_REFUSED};
	if (!web->refusals.count) outcome = web_run(web, finish_work, work);
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_REFUSED) finish_page(web);
	else web_done(web, "/tasks", TR(web, "已完成，会告知报事人", "Finished; the asker is told"));
}
