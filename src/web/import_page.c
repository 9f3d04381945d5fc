/* The wizard: /PATH/import (template and upload), /imports/ID (check, progress, result, withdrawal). */
#include "web/import_page.h"

#include "base/instant.h"
#include "base/log.h"
#include "model_gen.h"
#include "web/exchange_page.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ── ① and ②: choose, template, upload ── */
void put_import_steps(Web *web, int now) {
	const char *const zh[] = {"下载模板", "上传", "检查", "导入"}, *const en[] = {"Template", "Upload", "Check", "Import"};
	H(web->out, "<ol class=\"steps\">");
	for (int i = 0; i < 4; i++) {
		if (i < now) H(web->out, "<li class=\"done\">%s</li>", TR(web, zh[i], en[i]));
		else if (i == now) H(web->out, "<li class=\"now\" aria-current=\"step\">%s</li>", TR(web, zh[i], en[i]));
		else H(web->out, "<li>%s</li>", TR(web, zh[i], en[i]));
	}
	H(web->out, "</ol>\n");
}

static const Record *record_of(Web *web, Import *ret) {
	const Record *record = record_by_path(web->words[0]);
	*ret = (Import){
		.record = record, .actor = web->actor, .language = web->language, .arena = web->arena, .file_name = "", .now = web->now};
	if (!record || !import_possible(record)) {
		web_not_found(web);
		return NULL;
	}
	if (!(web->actor->roles & record->read) || !import_commands(ret)) {
		web_no_right(web, record->label.zh, record->label.en);
		return NULL;
	}
	return record;
}

static void upload_page(Web *web, const Record *record) {
	const char *list = arena_printf(web->arena, "/%s", record->path), *what = label_in(record->label, web->language);
	const char *title = arena_printf(web->arena, "%s%s", TR(web, "导入", "Import: "), what);
	Frame frame = {.title = title, .active = list, .crumbs = {{list, what}, {NULL, TR(web, "导入", "Import")}}};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	Buf *out = web->out;
	H(out, "<div class=\"head\"><h1>%s</h1></div>\n", title);
	put_import_steps(web, 1);
	H(out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2></div><div class=\"panel-body\"><p>%s</p></div>",
		TR(web, "下载模板", "The template"),
		TR(web, "红底的列必填；字典列有下拉；前两行是示例。也可以用导出的文件改好再传。一次最多 10,000 行。",
			"Red heads must be filled; dictionaries have drop-downs; two rows are examples. An exported file will do as well. At "
			"most "
			"10,000 rows."));
	H(out, "<div class=\"panel-foot row\"><a class=\"btn\" href=\"%s/template.xlsx\">", list);
	put_icon(web, "download");
	H(out, "%s</a></div></section>\n", TR(web, "下载模板", "Download the template"));
	H(out, "<form class=\"panel\" method=\"post\" enctype=\"multipart/form-data\" action=\"%s/import\" data-plain>", list);
	put_form_hidden(web);
	H(out, "<div class=\"panel-head\"><h2>%s</h2></div><div class=\"panel-body fields\">", TR(web, "上传", "Upload"));
	put_errors(web);
	H(out,
		"<div class=\"field\"><label for=\"f-file\">%s<span class=\"need\">%s</span></label><input type=\"file\" id=\"f-file\" "
		"name=\"file\" required accept=\".xlsx,.csv\" aria-describedby=\"h-file\"><p class=\"help\" id=\"h-file\">%s</p></div>",
		TR(web, "表格文件", "Spreadsheet"), TR(web, "必填", "required"),
		TR(web, ".xlsx 或 .csv，不超过 20 MB。先检查，不写入；检查结果里可以下载错误行。",
			".xlsx or .csv, up to 20 MB. It is checked first, nothing is written; the wrong rows can be downloaded."));
	H(out,
		"</div><div class=\"panel-foot row\"><button class=\"btn main\" data-submit>%s</button><a class=\"btn plain\" "
		"href=\"%s\">%s</a></div></form>\n",
		TR(web, "上传并检查", "Upload and check"), list, TR(web, "返回", "Back"));
	frame_close(web, &frame);
}

void import_get(Web *web) {
	Import import;
	const Record *record = record_of(web, &import);
	if (record) upload_page(web, record);
}

void import_template_get(Web *web) {
	Import import;
	int file;
	int64_t length;
	const Record *record = record_of(web, &import);
	if (!record) return;
	if (!import_template_write(&import, web_conn(web), &file, &length)) {
		web_fault(web);
		return;
	}
	exchange_send(web, file, false,
		arena_printf(web->arena, "%s%s", label_in(record->label, web->language), TR(web, "-模板", "-template")));
}

/* ── ③: the check ── */
static const HttpPart *file_part(Web *web) {
	for (size_t i = 0; i < web->part_count; i++)
		if (web->parts[i].file_name && !strcmp(web->parts[i].name, "file") && web->parts[i].length) return &web->parts[i];
	return NULL;
}

int64_t import_batch_create(
	Door *door, Arena *arena, const Actor *actor, int64_t now, const Import *import, const char *key, Refusals *refusals) {
	Given given[] = {{IMPORT_BATCH_WHAT, value_text(import->record->label.zh)},
		{IMPORT_BATCH_RECORD, value_text(import->record->name)}, {IMPORT_BATCH_FILE, value_text(import->file_name)},
		{IMPORT_BATCH_KEY, value_text(key)}, {IMPORT_BATCH_PERSON, actor->person ? value_int(actor->person) : value_null()},
		{IMPORT_BATCH_TOTAL, value_int(import->table.row_count)}, {IMPORT_BATCH_FRESH, value_int(import->fresh)},
		{IMPORT_BATCH_CHANGED, value_int(import->changed)}, {IMPORT_BATCH_SAME, value_int(import->same)},
		{IMPORT_BATCH_BAD, value_int(import->bad)}};
	Call call = {.command = &model_records[RECORD_IMPORT_BATCH].commands[IMPORT_BATCH_CMD_CREATE],
		.given = given,
		.given_count = 10,
		.trusted = true};
	Outcome outcome = door_call(door, arena, actor, "import", now, &call);
	for (int i = 0; i < outcome.refusals.count; i++) {
		const Refusal *r = &outcome.refusals.items[i];
		refuse(refusals, r->class, r->code, r->field, r->zh, r->en);
	}
	return outcome.kind == OUTCOME_DONE ? outcome.id : 0;
}

/* A file's name as the batch keeps it: one line, no control characters, 100 characters. */
static const char *clean_name(Arena *arena, const char *name) {
	char *clean = text_trim(arena, name ? name : "");
	for (char *p = clean; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f) *p = ' ';
	return *clean && !text_has_control(clean) ? text_cut(arena, clean, 100) : "import";
}

static int64_t check(Web *web, Import *import, const HttpPart *part) {
	const char *data = web->app->config.data_dir;
	char *key = import_keep(web->arena, data, part->data, part->length);
	int file = key ? open(import_path(web->arena, data, key, ""), O_RDONLY | O_CLOEXEC) : -1;
	if (file < 0) {
		refuse(
			&web->refusals, REFUSAL_LIMIT, "fault", "file", "文件暂时存不下，请稍后再试", "The file cannot be stored just now");
		return 0;
	}
	bool good = import_open(import, web_conn(web), file, &web->refusals);
	close(file);
	web_release(web);
	if (good && !import_run(import, web->app->door, IMPORT_CHECK)) {
		refuse(&web->refusals, REFUSAL_LIMIT, "fault", "file", "暂时检查不了，请稍后再试", "It cannot be checked just now");
		good = false;
	}
	good = good && import_results_keep(import, data, key);
	if (!good) {
		unlink(import_path(web->arena, data, key, ""));
		if (!web->refusals.count)
			refuse(&web->refusals, REFUSAL_LIMIT, "fault", "file", "检查结果暂时存不下，请稍后再试",
				"The result cannot be stored just now");
		return 0;
	}
	return import_batch_create(web->app->door, web->arena, web->actor, web->now, import, key, &web->refusals);
}

void import_post(Web *web) {
	ARENA(arena, IMPORT_ARENA_BYTES);
	Import import;
	const Record *record = record_of(web, &import);
	if (!record) return;
	import.arena = arena;
	const HttpPart *part = web_form(web) ? file_part(web) : NULL;
	if (!part)
		refuse(&web->refusals, REFUSAL_INPUT, "required", "file", "请选择要上传的表格", "Choose the spreadsheet to upload");
	else if (part->length > READER_FILE_MAX)
		refuse(&web->refusals, REFUSAL_INPUT, "too-large", "file", "文件超过 20 MB，请分成几个文件",
			"The file is over 20 MB; split it");
	else {
		import.file_name = clean_name(web->arena, part->file_name);
		int64_t batch = check(web, &import, part);
		if (batch) {
			web_redirect(web, arena_printf(web->arena, "/imports/%lld", (long long)batch));
			return;
		}
	}
	upload_page(web, record);
}

/* ── the batch ── */
static bool batch_read(Web *web, int64_t id, ImportBatch *ret) {
	const Record *record = &model_records[RECORD_IMPORT_BATCH];
	int fault = STORE_OK;
	Row *row = query_row(web_conn(web), web->arena, web->actor, record, id, false, &fault);
	if (!row) {
		if (fault) web_fault(web);
		else web_not_found(web);
		return false;
	}
	*ret = (ImportBatch){.id = id,
		.created_at = row_int(row, FIELD_CREATED_AT_AT),
		.record = record_by_name(row_text(row, IMPORT_BATCH_RECORD)),
		.file = row_text(row, IMPORT_BATCH_FILE),
		.key = row_text(row, IMPORT_BATCH_KEY),
		.state = row_text(row, IMPORT_BATCH_STATE),
		.person = row_int(row, IMPORT_BATCH_PERSON),
		.total = (int)row_int(row, IMPORT_BATCH_TOTAL),
		.fresh = (int)row_int(row, IMPORT_BATCH_FRESH),
		.changed = (int)row_int(row, IMPORT_BATCH_CHANGED),
		.same = (int)row_int(row, IMPORT_BATCH_SAME),
		.bad = (int)row_int(row, IMPORT_BATCH_BAD),
		.written = (int)row_int(row, IMPORT_BATCH_WRITTEN),
		.undone = (int)row_int(row, IMPORT_BATCH_UNDONE),
		.kept = (int)row_int(row, IMPORT_BATCH_KEPT)};
	ret->has_result = *ret->key && access(import_path(web->arena, web->app->config.data_dir, ret->key, ".problems"), R_OK) == 0;
	return true;
}

void import_batch_get(Web *web) {
	ImportBatch batch;
	if (batch_read(web, web->ids[0], &batch)) import_batch_page(web, &batch);
}

void import_errors_get(Web *web) {
	ImportBatch batch;
	if (!batch_read(web, web->ids[0], &batch)) return;
	int file = batch.person == web->actor->person
				   ? open(import_path(web->arena, web->app->config.data_dir, batch.key, ".errors"), O_RDONLY | O_CLOEXEC)
				   : -1;
	if (file < 0) web_not_found(web);
	else exchange_send(web, file, false, TR(web, "错误行", "wrong-rows"));
}

static bool may_work_on(Web *web, const ImportBatch *batch) {
	if (batch->person == web->actor->person && batch->record) return true;
	web_no_right(web, "这次导入", "this import");
	return false;
}

void import_run_post(Web *web) {
	ImportBatch batch;
	if (!batch_read(web, web->ids[0], &batch) || !may_work_on(web, &batch)) return;
	const char *way = web_form(web) ? web_value(web, "way") : NULL;
	bool good_first = way && !strcmp(way, "good");
	if (!good_first && batch.bad)
		refuse(&web->refusals, REFUSAL_STATE, "rows-wrong", "",
			arena_printf(web->arena, "还有 %d 行错误：改好再上传，或选“正确的先导入”", batch.bad),
			arena_printf(web->arena, "%d rows are wrong: mend and upload again, or let the correct rows go first", batch.bad));
	if (!web->refusals.count && import_job_start(web, &batch, good_first ? IMPORT_GOOD : IMPORT_ALL)) {
		web_redirect(web, arena_printf(web->arena, "/imports/%lld", (long long)batch.id));
		return;
	}
	web->response->status = refusals_status(&web->refusals);
	import_batch_page(web, &batch);
}

void import_undo_post(Web *web) {
	ImportBatch batch;
	UndoReport report;
	if (!batch_read(web, web->ids[0], &batch) || !may_work_on(web, &batch)) return;
	int at, total;
	if (import_job_progress(web->app, batch.id, &at, &total))
		refuse(&web->refusals, REFUSAL_STATE, "running", "", "导入还在进行，请等它完成",
			"The import is still running; wait for its end");
	else if (web->now > batch.created_at + (int64_t)IMPORT_UNDO_DAYS * DAY_S)
		refuse(&web->refusals, REFUSAL_STATE, "too-late", "", "已过 7 天，不能整批撤回，请逐条修改",
			"More than 7 days ago; change the rows one by one");
	web_release(web);
	if (!web->refusals.count) {
		Outcome outcome =
			import_undo(web->app->door, web->arena, web->actor, web->now, batch.record, batch.id, batch.file, &report);
		for (int i = 0; i < outcome.refusals.count; i++)
			refuse(&web->refusals, outcome.refusals.items[i].class, outcome.refusals.items[i].code, "",
				outcome.refusals.items[i].zh, outcome.refusals.items[i].en);
		if (outcome.kind == OUTCOME_DONE) {
			web_done(web, arena_printf(web->arena, "/imports/%lld", (long long)batch.id),
				arena_printf(web->arena,
					TR(web, "已撤回 %d 行，保留 %d 行（其中停用代替删除 %d 行）",
						"Withdrawn: %d rows, kept: %d (put out of use instead of removed: %d)"),
					report.undone, report.kept, report.deactivated));
			return;
		}
	}
	web->response->status = refusals_status(&web->refusals);
	import_batch_page(web, &batch);
}
