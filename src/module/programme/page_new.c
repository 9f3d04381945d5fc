/* /programmes/new: the text of a speech, pasted or sent as a file. */
#include "model/field.h"
#include "module/programme/page.h"
#include "module/programme/speech_import.h"
#include "web/app.h"

#include <string.h>

static const Refusal *refusal_at(const Web *web, const char *field) {
	for (int i = 0; i < web->refusals.count; i++)
		if (!strcmp(web->refusals.items[i].field, field)) return &web->refusals.items[i];
	return NULL;
}

static void put_wrong(Web *web, const Refusal *wrong, const char *name) {
	if (wrong) H(web->out, "<p class=\"error\" id=\"e-%s\">%s</p>", name, TR(web, wrong->zh, wrong->en));
}

static void put_text_box(Web *web, const char *text) {
	const Refusal *wrong = refusal_at(web, "text");
	Buf *out = web->out;
	H(out, "<div class=\"field%s\"><label for=\"f-text\">%s</label><textarea id=\"f-text\" name=\"text\" rows=\"14\"%c",
		wrong ? " bad" : "", TR(web, "全文", "The whole text"), ' ');
	H(out, "aria-describedby=\"h-text%s\"", wrong ? " e-text" : "");
	if (wrong) H(out, " aria-invalid=\"true\"");
	/* A line end first: the one after the tag is not part of the value. */
	H(out, ">\n%s</textarea>", text);
	put_wrong(web, wrong, "text");
	H(out, "<p class=\"help\" id=\"h-text\">%s</p></div>\n",
		TR(web, "把讲话、报告或纪要的全文贴在这里，连同“一、”“（一）”“1.”“一是”等序号。没有序号也可以，按段落识别",
			"Paste the whole speech, report or minutes with its numbering. Without numbering the paragraphs are the units"));
}

static void put_file_box(Web *web) {
	const Refusal *wrong = refusal_at(web, "file");
	Buf *out = web->out;
	H(out, "<div class=\"field%s\"><label for=\"f-file\">%s</label><input type=\"file\" id=\"f-file\" name=\"file\" ",
		wrong ? " bad" : "", TR(web, "或选一个文件", "Or choose a file"));
	H(out,
		"accept=\".txt,.docx,text/plain,application/vnd.openxmlformats-officedocument.wordprocessingml.document\" "
		"aria-describedby=\"h-file%s\"",
		wrong ? " e-file" : "");
	if (wrong) H(out, " aria-invalid=\"true\"");
	H(out, ">");
	put_wrong(web, wrong, "file");
	H(out, "<p class=\"help\" id=\"h-file\">%s</p></div>\n",
		TR(web, ".txt（UTF-8 或 GB18030）或 .docx；文字最多 2 MB。.doc 和 PDF 请另存为 .docx 或复制文字贴入",
			".txt (UTF-8 or GB18030) or .docx; at most 2 MB of text. Save .doc and PDF as .docx or paste their text"));
}

/* text: what the box shows; source: the file it came from. */
static void new_page(Web *web, const char *text, const char *source) {
	const Record *record = &model_records[RECORD_PROGRAMME];
	const char *title = TR(web, "从讲话新建年度纲目", "New programme from a speech");
	Frame frame = {.title = title,
		.active = "/programmes",
		.crumbs = {{"/programmes", label_in(record->label, web->language)}, {NULL, TR(web, "新建", "New")}}};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	Buf *out = web->out;
	H(out,
		"<div class=\"head\"><div><h1>%s</h1><p class=\"sub\">%s</p></div></div>\n<form class=\"form stack\" "
		"id=\"new-programme\" "
		"method=\"post\" enctype=\"multipart/form-data\" action=\"/programmes/new\" novalidate data-once>\n",
		title,
		TR(web, "先识别提纲，再由您逐条确认；没有您确认，什么都不会立项",
			"First the outline is found, then you confirm line by line; nothing becomes an item without you"));
	put_form_hidden(web);
	put_errors(web);
	H(out, "<section class=\"panel\"><div class=\"panel-body fields\">\n");
	put_text_box(web, text);
	put_file_box(web);
	if (*source)
		H(out, "<input type=\"hidden\" name=\"source\" value=\"%s\"><p class=\"muted\">%s %s</p>\n", source,
			TR(web, "文字取自", "The text is from"), source);
	H(out,
		"</div></section>\n<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2><span class=\"muted "
		"small\">%s</span></div>"
		"<div class=\"panel-body fields\">\n",
		TR(web, "名称", "Names"),
		TR(web, "留空则从文中找，找到的会写明依据", "Left empty they are taken from the text, with the reason"));
	put_field(web, &record->fields[PROGRAMME_TITLE], "title", NULL, -1, false, NULL);
	put_field(web, &record->fields[PROGRAMME_YEAR], "year", NULL, -1, false, NULL);
	put_field(web, &record->fields[PROGRAMME_THEME], "theme", NULL, -1, false, NULL);
	H(out,
		"</div></section>\n<div class=\"form-foot\"><button class=\"btn main\" data-submit>%s</button><a class=\"btn plain\" "
		"href=\"/programmes\">%s</a></div>\n</form>\n",
		TR(web, "识别提纲", "Find the outline"), TR(web, "返回", "Back"));
	frame_close(web, &frame);
}

void programme_new_get(Web *web) {
	if (!may_write(web)) web_no_right(web, "年度纲目", "the yearly programme");
	else new_page(web, "", "");
}

static const HttpPart *file_part(const Web *web) {
	for (size_t i = 0; i < web->part_count; i++)
		if (web->parts[i].file_name && !strcmp(web->parts[i].name, "file") && (*web->parts[i].file_name || web->parts[i].length))
			return &web->parts[i];
	return NULL;
}

typedef struct NewWork {
	const Speech *speech;
	SpeechGiven given;
} NewWork;

static void new_work(Txn *txn, void *user) {
	NewWork *work = user;
	speech_store(txn, work->speech, &work->given);
}

static Speech *take_speech(Web *web, Arena *arena, const HttpPart *file, const char *text) {
	OutlineSay say = {"", "", ""};
	bool blank = text_is_blank(text);
	if (file && !blank) {
		refuse(&web->refusals, REFUSAL_INPUT, "both", "file", "贴了文字又选了文件，请只留一样（贴的文字已保留）",
			"There is text and a file; keep one of them (the text is kept)");
		return NULL;
	}
	if (!file && blank) {
		refuse(&web->refusals, REFUSAL_INPUT, "required", "text", "请贴入全文，或选一个文件", "Paste the text or choose a file");
		return NULL;
	}
	Speech *speech = speech_read(arena, file ? file->data : text, file ? file->length : strlen(text), &say);
	if (speech) return speech;
	const char *zh = say.zh, *en = say.en;
	if (!file && !strcmp(say.code, "outline.long"))
		zh = "文字超过 2 MB，请按部分分成几份，一份一份导入（贴的文字已保留）",
		en = "The text has more than 2 MB; import its parts one by one (the text is kept)";
	if (file)
		zh = arena_printf(web->arena, "“%s”：%s", file->file_name, say.zh),
		en = arena_printf(web->arena, "“%s”: %s", file->file_name, say.en);
	refuse(&web->refusals, REFUSAL_INPUT, say.code, file ? "file" : "text", zh, en);
	return NULL;
}

static void read_names(Web *web, SpeechGiven *given) {
	const Record *record = &model_records[RECORD_PROGRAMME];
	static const int fields[] = {PROGRAMME_TITLE, PROGRAMME_YEAR, PROGRAMME_THEME};
	Value values[3] = {value_null(), value_null(), value_null()};
	for (int i = 0; i < 3; i++) {
		const char *text = web_value(web, record->fields[fields[i]].name);
		if (text) field_parse(&record->fields[fields[i]], text, web->arena, &web->refusals, &values[i]);
	}
	given->title = values[0].text;
	given->year = value_number(values[1], 0);
	given->theme = values[2].text;
	given->idem = web_value(web, "once");
}

void programme_new_post(Web *web) {
	if (!may_write(web)) {
		web_no_right(web, "年度纲目", "the yearly programme");
		return;
	}
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	ARENA(arena, SPEECH_ARENA);
	const HttpPart *file = file_part(web);
	const char *text = web_value(web, "text"), *source = web_value(web, "source");
	if (!text) text = "";
	if (!source) source = "";
	if (file) source = file->file_name;
	NewWork work = {.given = {.source = *source ? source : TR(web, "贴入", "pasted")}};
	read_names(web, &work.given);
	work.speech = take_speech(web, arena, file, text);
	Outcome outcome = {.kind = OUTCOME_REFUSED};
	if (!web->refusals.count) outcome = web_run(web, new_work, &work);
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_REFUSED) /* What was read from a file is kept as text: nobody has to choose it again. */
		new_page(web, file && work.speech ? work.speech->text : text, file && !work.speech ? "" : source);
	else
		web_done(web, arena_printf(web->arena, "/programmes/%lld/confirm", (long long)outcome.id),
			arena_printf(web->arena,
				TR(web, "已识别 %zu 个提纲、%zu 条纲和 %zu 句要求的建议，请逐条确认",
					"%zu heads, %zu key lines and %zu asking sentences proposed"),
				work.speech->outline->head_count, work.speech->proposal->key_count, work.speech->proposal->item_count));
}
