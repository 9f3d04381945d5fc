/* /audit: the journal for the audit administrator and discipline. The read door cannot give it, because the journal is no record; so the
 * SQL is written here, only these two roles come in, and personal and secret values stay covered. */
#include "web/audit.h"

#include "base/instant.h"
#include "journal/journal.h"
#include "model/field.h"
#include "model_gen.h"

#include <string.h>

enum { CHECKED_ENTRIES = 5000, ENTRIES_SHOWN = 50 };

static void put_chain(Web *web) {
	VerifyReport report;
	Buf *out = web->out;
	if (journal_verify_last(web_conn(web), CHECKED_ENTRIES, &report)) return;
	H(out, "<div class=\"note %s\">", report.wrong_seq ? "bad" : "ok");
	put_icon(web, report.wrong_seq ? "warn" : "check");
	if (report.wrong_seq)
		H(out, "<div>%s %ld（%s）%s</div></div>\n", TR(web, "日志链不符：第", "The chain breaks at entry"),
			(long)report.wrong_seq, report.what,
			TR(web, "条。请立即停用并用备份核对", ". Stop the service and compare with a backup"));
	else
		H(out,
			"<div>%s %ld %s <code>gangmu verify</code>%s <a href=\"/audit/anchor\">%s</a> <span class=\"muted small\">%s "
			"<code>%s</code></span></div></div>\n",
			TR(web, "日志链完好：最近", "The chain holds: the newest"), (long)report.entries,
			TR(web, "条已逐条核对；全部核对用命令", "entries were checked;"), TR(web, "", " checks all"),
			TR(web, "打印或核对链头", "Print or check the head"), TR(web, "链头", "head"), report.head);
}

static void put_tile(Web *web, const char *link, const char *name, int64_t count, const char *unit) {
	if (link) H(web->out, "<a class=\"fig\" href=\"%s\">", link);
	else H(web->out, "<div class=\"fig\">");
	H(web->out, "<span class=\"fig-name\">%s</span><span class=\"fig-value\">%ld<small>%s</small></span>", name, (long)count,
		unit);
	if (link) H(web->out, "</a>");
	else H(web->out, "</div>");
}

static void put_tiles(Web *web) {
	Value now[] = {value_int(web->now), value_int(web->now)};
	/* Three counts in one statement. login_try is no record: the read door does not know it. */
	int64_t counts[3] = {0};
	Cursor *cursor = conn_query(web_conn(web),
		"SELECT (SELECT count(*) FROM export_log), (SELECT count(*) FROM import_batch), (SELECT coalesce(sum(count), 0) FROM "
		"login_try WHERE "
		"until_at > ? AND key LIKE 'a:%')",
		now, 1);
	if (cursor && cursor_next(cursor))
		for (int i = 0; i < 3; i++) counts[i] = cursor_int(cursor, i);
	cursor_end(cursor);
	H(web->out, "<section class=\"figs\" aria-label=\"%s\">", TR(web, "概况", "Overview"));
	put_tile(web, "/exports", TR(web, "导出记录", "Exports"), counts[0], TR(web, "次", ""));
	put_tile(web, "/imports", TR(web, "导入批次", "Imports"), counts[1], TR(web, "次", ""));
	put_tile(web, NULL, TR(web, "最近 15 分钟被拒的登录", "Refused log-ins, last 15 minutes"), counts[2], TR(web, "次", ""));
	H(web->out, "</section>\n");
}

static void put_filter_form(Web *web) {
	Buf *out = web->out;
	const char *record = web_param(web, "record");
	H(out,
		"<form class=\"search-form unfolded\" method=\"get\" action=\"/audit\"><div class=\"field\"><label "
		"for=\"f-record\">%s</label><select "
		"id=\"f-record\" name=\"record\"><option value=\"\">%s</option>",
		TR(web, "记录类型", "Record"), TR(web, "（全部）", "(all)"));
	for (int i = 0; i < model_record_count; i++) {
		H(out, "<option value=\"%s\"%c", model_records[i].name, ' ');
		if (!strcmp(record, model_records[i].name)) H(out, "selected");
		H(out, ">%s</option>", label_in(model_records[i].label, web->language));
	}
	H(out, "</select></div>");
	static const char *const names[][4] = {{"row", "内部编号", "Row", "text"},
		{"person", "登录名或姓名", "Log-in or name", "text"}, {"from", "起", "From", "date"}, {"to", "止", "To", "date"}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		H(out,
			"<div class=\"field\"><label for=\"f-%s\">%s</label><input id=\"f-%s\" name=\"%s\" type=\"%s\" value=\"%s\"></div>",
			names[i][0], TR(web, names[i][1], names[i][2]), names[i][0], names[i][0], names[i][3], web_param(web, names[i][0]));
	H(out, "<div class=\"actions\"><button class=\"btn main\">%s</button><a class=\"btn\" href=\"/audit\">%s</a></div></form>\n",
		TR(web, "查询", "Search"), TR(web, "重置", "Reset"));
}

static void put_condition(Buf *sql, Params *params, const char *text, Value value) {
	buf_puts(sql, text);
	params_add(params, value);
}

/* The conditions of the form; wrong ones are refused. */
static void put_where(Web *web, Buf *sql, Params *params) {
	const char *record = web_param(web, "record"), *row = web_param(web, "row"),
			   *person = text_trim(web->arena, web_param(web, "person"));
	const char *from = web_param(web, "from"), *to = web_param(web, "to"), *before = web_param(web, "before");
	int64_t number;
	int32_t day;
	if (*record) put_condition(sql, params, " AND j.record = ?", value_text(record));
	if (*row && text_to_int(row, &number)) put_condition(sql, params, " AND j.row_id = ?", value_int(number));
	else if (*row) refuse(&web->refusals, REFUSAL_INPUT, "row", "row", "内部编号要填整数", "The row wants a whole number");
	if (*person) {
		put_condition(sql, params, " AND j.actor IN (SELECT id FROM person WHERE login = ?", value_text(person));
		put_condition(sql, params, " OR name = ?)", value_text(person));
	}
	if (*from && day_parse(from, &day)) put_condition(sql, params, " AND j.at >= ?", value_int(instant_of(day, 0)));
	else if (*from)
		refuse(
			&web->refusals, REFUSAL_INPUT, "date", "from", "起要写成 2026-11-24 这样的日期", "From wants a date like 2026-11-24");
	if (*to && day_parse(to, &day)) put_condition(sql, params, " AND j.at < ?", value_int(instant_of(day + 1, 0)));
	else if (*to)
		refuse(&web->refusals, REFUSAL_INPUT, "date", "to", "止要写成 2026-11-24 这样的日期", "To wants a date like 2026-11-24");
	if (text_to_int(before, &number)) put_condition(sql, params, " AND j.seq < ?", value_int(number));
}

/* Facts in one run of words, "状态：待回音；办理结果：办成". */
static void put_fact(Web *web, const Record *record, const Fact *fact, bool *any) {
	const Field *field = &record->fields[fact->field];
	bool shown = !(field->flags & FLAG_HIDDEN) || fact->field == record->state_field || fact->field == record->number_field;
	if (!shown || fact->field < FIELD_ENGINE_COUNT) return;
	const char *words = "–";
	if (field->type == FIELD_SECRET || field->flags & FLAG_PERSONAL) words = "***";
	else if (value_is_null(fact->value)) words = "–";
	else if (field->type == FIELD_REF)
		words = arena_printf(web->arena, "%s #%lld", label_in(model_records[field->ref_record].label, web->language),
			(long long)fact->value.number);
	else words = field_show(field, fact->value, web->arena, web->language);
	H(web->out, "%s%s：%s", *any ? "；" : "", label_in(field->label, web->language), text_cut(web->arena, words, 80));
	*any = true;
}

static void put_entry(Web *web, const Cursor *cursor) {
	Buf *out = web->out;
	const char *name = cursor_text(cursor, 4);
	const Record *record = record_by_name(name);
	const CommandDef *command = record ? record_command(record, cursor_text(cursor, 5)) : NULL;
	long row = (long)cursor_int(cursor, 6);
	H(out, "<tr><td class=\"num\" data-label=\"%s\">%ld</td><td class=\"nowrap\" data-label=\"%s\">%s</td>",
		TR(web, "序号", "Entry"), (long)cursor_int(cursor, 0), TR(web, "时间", "When"),
		instant_format_local(web->arena, cursor_int(cursor, 1)));
	const char *who = cursor_is_null(cursor, 9) ? TR(web, "访客或系统", "guest or system") : cursor_text(cursor, 9);
	H(out, "<td class=\"nowrap\" data-label=\"%s\">%s</td>", TR(web, "谁", "Who"), who);
	H(out, "<td class=\"c-title\">%s", command ? label_in(command->label, web->language) : cursor_text(cursor, 5));
	if (!cursor_is_null(cursor, 8)) H(out, "<small>%s</small>", cursor_text(cursor, 8));
	H(out, "</td><td class=\"nowrap\" data-label=\"%s\">", TR(web, "记录", "Record"));
	if (record)
		H(out, "<a href=\"/audit?record=%s&amp;row=%ld\">%s #%ld</a>", name, row, label_in(record->label, web->language), row);
	else H(out, "%s #%ld", name, row);
	H(out, "</td><td data-label=\"%s\">", TR(web, "结果", "Facts"));
	Event event = {0};
	if (record) event_facts_read(web->arena, record, cursor_text(cursor, 7), &event);
	bool any = false;
	for (int i = 0; i < event.fact_count; i++) put_fact(web, record, &event.facts[i], &any);
	if (cursor_is_null(cursor, 7)) H(out, "%s", TR(web, "已删除", "removed"));
	H(out, "</td><td data-label=\"%s\">%s</td></tr>\n", TR(web, "入口", "Door"), door_words(web, cursor_text(cursor, 3)));
}

static void put_entries(Web *web) {
	Buf *out = web->out;
	BUF(sql, 4000);
	Params *params = arena_alloc(web->arena, sizeof *params);
	buf_puts(&sql, "SELECT j.seq, j.at, j.actor, j.door, j.record, j.command, j.row_id, j.facts, j.note, p.name FROM journal j "
				   "LEFT JOIN person p ON "
				   "p.id = j.actor WHERE 1=1");
	put_where(web, &sql, params);
	buf_puts(&sql, " ORDER BY j.seq DESC LIMIT ?");
	params_add(params, value_int(ENTRIES_SHOWN + 1));
	put_errors(web);
	H(out, "<div class=\"scroll\"><table class=\"table cards\"><thead><tr>");
	static const char *const heads[][2] = {{"序号", "Entry"}, {"时间", "When"}, {"谁", "Who"}, {"做了什么", "What"},
		{"记录", "Record"}, {"结果", "Facts"}, {"入口", "Door"}};
	for (int i = 0; i < 7; i++) H(out, "<th scope=\"col\">%s</th>", TR(web, heads[i][0], heads[i][1]));
	H(out, "</tr></thead><tbody>\n");
	Cursor *cursor = conn_query(web_conn(web), buf_text(&sql), params->values, params->count);
	int count = 0;
	int64_t last = 0;
	while (cursor && count < ENTRIES_SHOWN && cursor_next(cursor)) {
		put_entry(web, cursor);
		last = cursor_int(cursor, 0);
		count++;
	}
	bool more = cursor && count == ENTRIES_SHOWN && cursor_next(cursor);
	cursor_end(cursor);
	H(out, "</tbody></table></div>\n");
	if (!count)
		put_empty(
			web, TR(web, "没有符合条件的记录", "Nothing fits these filters"), "/audit", TR(web, "清除条件", "Clear the filters"));
	H(out, "<nav class=\"pager\"><span class=\"push row\">");
	if (more)
		H(out, "<a class=\"btn\" rel=\"next\" href=\"%s\">%s</a>",
			web_link(web, "before", arena_printf(web->arena, "%lld", (long long)last)), TR(web, "更早", "Earlier"));
	H(out, "</span></nav>\n");
}

void audit_get(Web *web) {
	Frame frame = {.title = TR(web, "审计", "Audit"), .active = "/audit"};
	frame_open(web, &frame);
	H(web->out, "<div class=\"head\"><h1>%s</h1></div>\n", TR(web, "审计", "Audit"));
	put_chain(web);
	put_tiles(web);
	H(web->out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2></div>\n", TR(web, "操作日志", "Journal"));
	put_filter_form(web);
	put_entries(web);
	H(web->out, "</section>\n");
	if (web->refusals.count) web->response->status = 422;
	frame_close(web, &frame);
}
