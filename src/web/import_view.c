#include "base/buf.h"
#include "base/instant.h"
#include "web/import_page.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { RESULT_BYTES = 4 << 20 };

/* KEY.problems whole, or "". */
static char *result_read(Web *web, const ImportBatch *batch) {
	char *text = arena_alloc(web->arena, RESULT_BYTES + 1);
	int file = open(import_path(web->arena, web->app->config.data_dir, batch->key, ".problems"), O_RDONLY | O_CLOEXEC);
	size_t length = 0;
	for (ssize_t n; file >= 0 && length < RESULT_BYTES && (n = read(file, text + length, RESULT_BYTES - length)) > 0;)
		length += (size_t)n;
	if (file >= 0) close(file);
	return text;
}

/* The next line of that kind cut at its tabs, in a copy; false at the end. */
static bool line_next(Web *web, const char **at, const char *kind, const char *ret[5]) {
	size_t n = strlen(kind);
	while (**at) {
		size_t length = strcspn(*at, "\n");
		const char *line = *at;
		*at += length + ((*at)[length] == '\n');
		if (strncmp(line, kind, n) || line[n] != '\t') continue;
		char *copy = arena_strndup(web->arena, line + n + 1, length - n - 1);
		for (int i = 0; i < 5; i++) {
			ret[i] = copy ? copy : "";
			char *tab = copy ? strchr(copy, '\t') : NULL;
			if (tab) *tab++ = 0;
			copy = tab;
		}
		return true;
	}
	return false;
}

static int put_columns(Web *web, const char *result, const char *kind, Buf *words) {
	const char *texts[5];
	int count = 0;
	for (const char *at = result; line_next(web, &at, kind, texts); count++)
		buf_printf(words, "%s%s %s", words->length ? "、" : "", texts[0], texts[1]);
	return count;
}

/* How the columns were matched; what is not taken is named. */
static void put_match(Web *web, const ImportBatch *batch, const char *result) {
	Buf *out = web->out;
	BUF(used, 4000);
	BUF(fixed, 4000);
	BUF(unknown, 4000);
	const char *texts[5], *at = result;
	int used_count = put_columns(web, result, "used", &used);
	put_columns(web, result, "fixed", &fixed);
	put_columns(web, result, "unknown", &unknown);
	put_columns(web, result, "twice", &unknown);
	H(out, "<div class=\"note %s\">", unknown.length ? "warn" : "info");
	put_icon(web, unknown.length ? "warn" : "info");
	H(out, "<div>“%s” ", batch->file);
	if (web->language == LANGUAGE_EN) H(out, "%d rows, %d columns matched. ", batch->total, used_count);
	else H(out, "%d 行，%d 列已对上。", batch->total, used_count);
	if (!strcmp(batch->state, "checked"))
		H(out, "<b>%s</b>", TR(web, "现在还没有写入任何数据。", "Nothing has been written yet."));
	H(out, "<ul>");
	if (unknown.length)
		H(out, "<li>%s%s</li>", TR(web, "没有对上、不会导入的列：", "Not matched, not imported: "), buf_text(&unknown));
	if (fixed.length)
		H(out, "<li>%s%s</li>", TR(web, "由系统填写、不导入的列：", "Set by the system, not imported: "), buf_text(&fixed));
	if (line_next(web, &at, "formulas", texts))
		H(out, "<li>%s%s</li>", TR(web, "公式单元格按存下的结果取值，个数：", "Formulas, taken by their stored result: "),
			texts[0]);
	H(out, "</ul></div></div>\n");
}

static void put_count(Web *web, const char *name, int count, bool alert) {
	H(web->out, "<div class=\"fig%s\"><span class=\"fig-name\">", alert && count ? " alert" : "");
	if (alert && count) put_lamp(web, "red", name);
	else H(web->out, "%s", name);
	H(web->out, "</span><span class=\"fig-value\">%d<small>%s</small></span></div>", count, TR(web, "行", "rows"));
}

static void put_counts(Web *web, const ImportBatch *batch) {
	H(web->out, "<section class=\"figs\" aria-label=\"%s\">", TR(web, "检查结果", "Result of the check"));
	put_count(web, TR(web, "新增", "New"), batch->fresh, false);
	put_count(web, TR(web, "更新", "Updated"), batch->changed, false);
	put_count(web, TR(web, "不变", "Unchanged"), batch->same, false);
	put_count(web, TR(web, "错误", "Wrong"), batch->bad, true);
	H(web->out, "</section>\n");
}

static void put_problems(Web *web, const ImportBatch *batch, const char *result) {
	Buf *out = web->out;
	const char *t[5], *at = result;
	if (!line_next(web, &at, "problem", t)) return;
	H(out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s %d</h2><span class=\"push\"></span>",
		TR(web, "错误行", "Wrong rows"), batch->bad);
	H(out, "<a class=\"btn\" href=\"/imports/%ld/errors.xlsx\">", (long)batch->id);
	put_icon(web, "download");
	H(out,
		"%s</a></div><div class=\"scroll\"><table class=\"table cards\"><thead><tr><th scope=\"col\" class=\"num\">%s</th><th "
		"scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead><tbody>\n",
		TR(web, "下载错误行", "Download the wrong rows"), TR(web, "行号", "Row"), TR(web, "列", "Column"),
		TR(web, "原值", "Value"), TR(web, "问题", "What is wrong"), TR(web, "怎么改", "How to mend"));
	int count = 0;
	do {
		H(out,
			"<tr><td class=\"num c-no\" data-label=\"%s\">%s</td><td data-label=\"%s\">%s</td><td class=\"wrong\" "
			"data-label=\"%s\">%s</td><td class=\"c-title\">%s</td><td data-label=\"%s\">%s</td></tr>\n",
			TR(web, "行号", "Row"), t[0], TR(web, "列", "Column"), *t[1] ? t[1] : "–", TR(web, "原值", "Value"), t[2], t[3],
			TR(web, "怎么改", "How to mend"), t[4]);
		count++;
	} while (line_next(web, &at, "problem", t));
	H(out, "</tbody></table></div>");
	if (count == IMPORT_PROBLEMS_SHOWN)
		H(out, "<p class=\"panel-foot muted\">%s</p>",
			TR(web, "这里显示前 200 处，全部在下载的错误行里", "The first 200 are shown; all are in the download"));
	H(out, "</section>\n");
}

static void put_way(Web *web, const char *value, bool chosen, const char *title, const char *words) {
	H(web->out, "<label class=\"choice\"><input type=\"radio\" name=\"way\" value=\"%s\"%c", value, ' ');
	if (chosen) H(web->out, "checked");
	H(web->out, "><span><b>%s</b><small>%s</small></span></label>", title, words);
}

static void put_run_form(Web *web, const ImportBatch *batch, bool again) {
	Buf *out = web->out;
	int right = batch->fresh + batch->changed;
	const char *upload = batch->record ? arena_printf(web->arena, "/%s/import", batch->record->path) : "/imports";
	if (!right && !again) {
		H(out, "<div class=\"note info\">");
		put_icon(web, "info");
		H(out, "<div>%s <a href=\"%s\">%s</a></div></div>\n",
			batch->bad ? TR(web, "没有可以导入的行，请改好错误行再上传。", "There is no row to import; mend the wrong ones.")
					   : TR(web, "与现有数据完全一致，不需要导入。", "All is there already; nothing to import."),
			upload, TR(web, "重新上传", "Upload again"));
		return;
	}
	H(out, "<form class=\"panel\" method=\"post\" action=\"/imports/%ld/run\" data-plain>", (long)batch->id);
	put_form_hidden(web);
	H(out, "<div class=\"panel-body\"><fieldset class=\"choices\"><legend class=\"label\">%s</legend>",
		TR(web, "怎么导入", "How to import"));
	put_way(web, "all", !again || !batch->bad, TR(web, "全部正确才导入", "All or nothing"),
		batch->bad ? TR(web, "先改好错误行再上传，前后一致", "Mend the wrong rows and upload again")
				   : arena_printf(web->arena, TR(web, "写入 %d 行，一次完成", "Writes %d rows at once"), right));
	put_way(web, "good", again && batch->bad, TR(web, "正确的先导入", "Correct rows first"),
		arena_printf(web->arena, TR(web, "写入 %d 行，%d 行留在错误文件里", "Writes %d rows; %d stay in the file of wrong rows"),
			right, batch->bad));
	H(out,
		"</fieldset></div><div class=\"panel-foot row\"><button class=\"btn main\" data-submit>%s</button><a class=\"btn\" "
		"href=\"%s\">",
		again ? TR(web, "接着导入", "Go on") : TR(web, "导入", "Import"), upload);
	put_icon(web, "upload");
	H(out, "%s</a><span class=\"why push\">%s</span></div></form>\n", TR(web, "重新上传", "Upload again"),
		TR(web, "导入后 7 天内可整批撤回", "The whole can be withdrawn for 7 days"));
}

static void put_undo_form(Web *web, const ImportBatch *batch) {
	Buf *out = web->out;
	bool late = web->now > batch->created_at + (int64_t)IMPORT_UNDO_DAYS * DAY_S;
	H(out, "<form class=\"panel\" method=\"post\" action=\"/imports/%ld/undo\" data-plain>", (long)batch->id);
	put_form_hidden(web);
	H(out, "<div class=\"panel-foot row\">");
	if (batch->record) {
		H(out, "<a class=\"btn main\" href=\"/%s\">%s%s</a>", batch->record->path, TR(web, "查看", "See "),
			label_in(batch->record->label, web->language));
		H(out, "<a class=\"btn\" href=\"/%s/import\">%s</a>", batch->record->path,
			TR(web, "再导入一个文件", "Import another file"));
	}
	if (late)
		H(out, "<span class=\"why push\">%s</span>",
			TR(web, "已过 7 天，不能整批撤回", "More than 7 days ago; it cannot be withdrawn"));
	else if (batch->written)
		H(out, "<button class=\"btn\" data-submit>%s</button><span class=\"why push\">%s</span>",
			TR(web, "撤回这次导入", "Withdraw this import"),
			TR(web, "之后又改过的行会保留；新增而又被引用的行改为停用",
				"Rows changed since are kept; new rows in use elsewhere are put out of use"));
	H(out, "</div></form>\n");
}

static void put_note_line(Web *web, const char *class, const char *icon, const char *words) {
	H(web->out, "<div class=\"note %s\">", class);
	put_icon(web, icon);
	H(web->out, "<div>%s</div></div>\n", words);
}

static void put_progress(Web *web, int at, int total) {
	H(web->out,
		"<section class=\"panel\"><div class=\"panel-body\"><p>%s %d / %d</p><progress max=\"%d\" value=\"%d\">%d</progress><p "
		"class=\"muted\">%s</p></div></section>\n",
		TR(web, "正在导入，已处理", "Importing, rows done:"), at, total, total, at, at,
		TR(web, "本页每 2 秒自动刷新；可以离开，导入会继续。", "This page reloads every 2 seconds; you may leave, it goes on."));
}

static void put_state(Web *web, const ImportBatch *batch) {
	const char *state = batch->state;
	Arena *arena = web->arena;
	bool own = batch->person == web->actor->person;
	if (!strcmp(state, "done"))
		put_note_line(web, "ok", "check",
			arena_printf(arena,
				TR(web, "已导入：新增 %d 行，更新 %d 行，不变 %d 行，错误 %d 行没有写入",
					"Imported: %d new, %d updated, %d unchanged, %d wrong ones left out"),
				batch->fresh, batch->changed, batch->same, batch->bad));
	else if (!strcmp(state, "undone"))
		put_note_line(web, "info", "undo",
			arena_printf(arena,
				TR(web, "已撤回 %d 行；%d 行之后又改过或不能去掉，已保留",
					"Withdrawn: %d rows; %d were changed since or cannot be taken away"),
				batch->undone, batch->kept));
	else if (!strcmp(state, "failed"))
		put_note_line(web, "bad", "warn",
			TR(web, "没有导入：检查之后数据有变化，出现了错误行，全部没有写入",
				"Not imported: the data changed since the check; nothing was written"));
	else if (!strcmp(state, "running"))
		put_note_line(web, "bad", "warn",
			arena_printf(arena,
				TR(web, "导入被中断，已写入 %d 行。可以接着导入：已写入的行不会重复",
					"The import was cut short after %d rows. Go on: what is in is not written twice"),
				batch->written));
	if (!own) return;
	if (!strcmp(state, "checked") || !strcmp(state, "failed")) put_run_form(web, batch, false);
	if (!strcmp(state, "running")) put_run_form(web, batch, true);
	if (!strcmp(state, "done") || (!strcmp(state, "running") && batch->written)) put_undo_form(web, batch);
}

void import_batch_page(Web *web, const ImportBatch *batch) {
	int at = 0, total = 0;
	bool works = import_job_progress(web->app, batch->id, &at, &total), own = batch->person == web->actor->person;
	const char *what = batch->record ? label_in(batch->record->label, web->language) : "",
			   *list = batch->record ? arena_printf(web->arena, "/%s", batch->record->path) : "/imports";
	const char *title = arena_printf(web->arena, "%s%s", TR(web, "导入", "Import: "), what);
	Frame frame = {
		.title = title, .active = list, .crumbs = {{list, what}, {"/imports", TR(web, "导入", "Imports")}, {NULL, batch->file}}};
	if (works) frame.refresh_s = 2;
	frame_open(web, &frame);
	H(web->out, "<div class=\"head\"><h1>%s</h1></div>\n", title);
	put_import_steps(web, works ? 3 : !strcmp(batch->state, "checked") || !strcmp(batch->state, "failed") ? 2 : 4);
	put_errors(web);
	if (works) put_progress(web, at, total);
	else {
		const char *result = own && batch->has_result ? result_read(web, batch) : "";
		if (*result) put_match(web, batch, result);
		put_counts(web, batch);
		put_state(web, batch);
		put_problems(web, batch, result);
	}
	frame_close(web, &frame);
}
