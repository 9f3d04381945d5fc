/* /urging-slips/new: words ready, level and number told before it is sent. /urging-slips/:id: the slip as it is printed on A4. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/supervision/supervision.h"
#include "module/supervision/urging.h"
#include "output/qr.h"
#include "web/app.h"

#include <string.h>

enum { HELPERS_MAX = 12, SLIPS_MAX = 12 };

static const char *const level_lamps[] = {"grey", "blue", "yellow", "red"};

const char *slip_lamp(const Row *slip) {
	int64_t level = row_int(slip, URGING_SLIP_LEVEL);
	return level_lamps[level >= 1 && level <= 3 ? level : 0];
}

const char *slip_level_words(Web *web, int64_t level) {
	static const char *const zh[] = {"", "一级（提醒）", "二级（催办）", "三级（通报）"}, *const en[] = {"", "level 1 (reminder)",
																							  "level 2 (notice)",
																							  "level 3 (circular)"};
	return level >= 1 && level <= 3 ? TR(web, zh[level], en[level]) : "";
}

/* ── before it is sent ── */

static Row *matter_asked(Web *web) {
	const char *text = web_value(web, "matter");
	int64_t id = 0;
	int fault = STORE_OK;
	Row *row = text && text_to_int(text, &id)
				   ? query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_MATTER], id, false, &fault)
				   : NULL;
	if (!row && fault) web_fault(web);
	else if (!row) web_not_found(web);
	return row;
}

static void put_new(Web *web, const Row *matter, const Urging *next) {
	Buf *out = web->out;
	H(out, "<dl class=\"facts\"><div><dt>%s</dt><dd><a href=\"/matters/%ld\">%s %s</a></dd></div>", TR(web, "事项", "Matter"),
		(long)row_id(matter), row_text(matter, MATTER_NO), row_text(matter, MATTER_TITLE));
	H(out, "<div><dt>%s</dt><dd>%s</dd></div><div><dt>%s</dt><dd>", TR(web, "发给", "To"),
		web_show(web, matter, MATTER_OWNER_UNIT), TR(web, "级别", "Level"));
	put_lamp(web, level_lamps[next->level], slip_level_words(web, next->level));
	H(out, " · %s</dd></div>", arena_printf(web->arena, TR(web, "第 %ld 次", "no. %ld"), (long)next->nth));
	H(out, "<div><dt>%s</dt><dd>%s</dd></div>", TR(web, "请于此时前反馈", "To be answered by"), web_time(web, next->answer_by));
	if (*next->cc) H(out, "<div><dt>%s</dt><dd>%s</dd></div>", TR(web, "抄送", "Copies to"), next->cc);
	H(out, "</dl>\n");
	put_field(web, &model_records[RECORD_URGING_SLIP].fields[URGING_SLIP_WORDS], "words", NULL, -1, true, next->words);
}

static void new_page(Web *web) {
	Urging next;
	Row *matter = matter_asked(web);
	if (!matter) return;
	const Book *book = web_book(web);
	if (!book || urging_next(web_conn(web), web->arena, book, matter->values, web->now, &next)) {
		web_fault(web);
		return;
	}
	Frame frame = {.title = TR(web, "催办单", "Urging slip"),
		.active = "/instructions",
		.crumbs = {{"/urging-slips", TR(web, "催办单", "Urging slips")}, {NULL, TR(web, "发出", "New")}}};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	H(web->out,
		"<div class=\"head\"><h1>%s</h1></div>\n<form class=\"form narrow\" method=\"post\" action=\"/urging-slips/new\" "
		"novalidate data-once>\n",
		TR(web, "发催办单", "Send an urging slip"));
	put_form_hidden(web);
	put_errors(web);
	H(web->out,
		"<input type=\"hidden\" name=\"matter\" value=\"%ld\"><section class=\"panel\"><div class=\"panel-body fields\">\n",
		(long)row_id(matter));
	put_new(web, matter, &next);
	H(web->out, "<p class=\"note warn\">%s</p></div></section>\n",
		TR(web, "发出后不能撤回，将通知承办单位", "It cannot be taken back; the unit is told"));
	H(web->out,
		"<div class=\"form-foot\"><button class=\"btn main\" data-submit>%s</button><a class=\"btn plain\" "
		"href=\"/matters/%ld\">%s</a></div></form>\n",
		TR(web, "发出催办单", "Send the slip"), (long)row_id(matter), TR(web, "返回", "Back"));
	frame_close(web, &frame);
}

/* Without a matter there is nothing to urge: it is chosen from the list first. */
void slip_new_get(Web *web) {
	if (*web_param(web, "matter")) new_page(web);
	else web_redirect(web, "/instructions");
}

void slip_new_post(Web *web) {
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	Outcome outcome = form_call(web, &model_records[RECORD_URGING_SLIP].commands[URGING_SLIP_CMD_CREATE], 0);
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_REFUSED) new_page(web);
	else
		web_done(web, arena_printf(web->arena, "/urging-slips/%lld", (long long)outcome.id),
			TR(web, "催办单已发出", "The slip has been sent"));
}

/* ── the paper ── */

typedef struct Slip {
	const Row *slip, *matter;
	Rows helpers, earlier, instructions;
} Slip;

static bool within(Web *web, int record, int field, int64_t matter, int limit, Rows *ret) {
	Query query;
	query_init(&query, &model_records[record]);
	query_add(&query, web->arena, field, FILTER_IN, value_int(matter));
	query.sort_field = FIELD_ID_AT;
	query.sort_down = false;
	query.limit = limit;
	query.labels = true;
	return !query_rows(web_conn(web), web->arena, web->actor, &query, false, ret);
}

/* False where it is answered already. */
static bool slip_read(Web *web, int64_t id, Slip *ret) {
	int fault = STORE_OK;
	*ret =
		(Slip){.slip = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_URGING_SLIP], id, false, &fault)};
	if (!ret->slip) {
		if (fault) web_fault(web);
		else web_not_found(web);
		return false;
	}
	int64_t matter = row_int(ret->slip, URGING_SLIP_MATTER);
	ret->matter = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_MATTER], matter, false, &fault);
	bool read = ret->matter && within(web, RECORD_WORK_ORDER, WORK_ORDER_MATTER, matter, HELPERS_MAX, &ret->helpers) &&
				within(web, RECORD_URGING_SLIP, URGING_SLIP_MATTER, matter, SLIPS_MAX, &ret->earlier) &&
				within(web, RECORD_INSTRUCTION, INSTRUCTION_MATTER, matter, 1, &ret->instructions);
	if (!read) web_fault(web);
	return read;
}

/* On paper there is no today: 2026 年 11 月 26 日 17:00. */
static const char *paper_time(Web *web, int64_t at) {
	Civil c = civil_of_instant(at);
	return arena_printf(
		web->arena, TR(web, "%d 年 %d 月 %d 日 %02d:%02d", "%d-%02d-%02d %02d:%02d"), c.year, c.month, c.day, c.hour, c.minute);
}

static void put_line(Web *web, const char *name, const char *words) {
	H(web->out, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n", name, words);
}

static const char *units_words(Web *web, const Slip *slip) {
	BUF(words, 2000);
	buf_puts(&words, web_show(web, slip->matter, MATTER_OWNER_UNIT));
	bool any = false;
	for (int i = 0; i < slip->helpers.count; i++) {
		const Row *order = &slip->helpers.rows[i];
		if (strcmp(row_text(order, WORK_ORDER_ROLE), ORDER_ROLE_IS_HELPER)) continue;
		buf_printf(&words, "%s%s", any ? TR(web, "、", ", ") : TR(web, "；协办：", "; cooperating: "),
			web_show(web, order, WORK_ORDER_UNIT));
		any = true;
	}
	return arena_strdup(web->arena, buf_text(&words));
}

static const char *dates_words(Web *web, const Slip *slip) {
	const Row *row = slip->slip;
	Civil sent = civil_of_instant(row_int(slip->matter, MATTER_SENT_AT));
	const char *over = TR(web, "未超期", "not over");
	int64_t minutes = row_int(row, URGING_SLIP_OVER_MIN);
	if (minutes)
		over = arena_printf(web->arena, TR(web, "已超 %ld 个工作日（工作时间 %s）", "%ld working days over (working time %s)"),
			(long)row_int(row, URGING_SLIP_OVER_DAYS),
			TR(web, clock_minutes_zh(web->arena, minutes, 420), clock_minutes_en(web->arena, minutes, 420)));
	return arena_printf(web->arena, TR(web, "%d-%02d-%02d 交办；要求 %s 前办结；%s", "given %d-%02d-%02d; due %s; %s"), sent.year,
		sent.month, sent.day, paper_time(web, row_int(row, URGING_SLIP_DUE_AT)), over);
}

static void put_earlier(Web *web, const Slip *slip) {
	Buf *out = web->out;
	int shown = 0;
	H(out, "<tr><th scope=\"row\">%s</th><td>", TR(web, "已催记录", "Urged before"));
	for (int i = 0; i < slip->earlier.count; i++) {
		const Row *row = &slip->earlier.rows[i];
		if (row_id(row) >= row_id(slip->slip)) continue;
		H(out, "%s%s %s %s %s", shown++ ? "；" : "", row_text(row, URGING_SLIP_NO),
			slip_level_words(web, row_int(row, URGING_SLIP_LEVEL)), paper_time(web, row_int(row, FIELD_CREATED_AT_AT)),
			web_show(web, row, URGING_SLIP_STATE));
	}
	if (!shown) H(out, "%s", TR(web, "此前没有发过催办单", "No slip before this one"));
	H(out, "</td></tr>\n");
}

static void put_feedback(Web *web, const Row *row) {
	Buf *out = web->out;
	const char *words = row_text(row, URGING_SLIP_FEEDBACK);
	H(out, "<tr><th scope=\"row\">%s</th><td class=\"slip-room\">", TR(web, "反馈情况", "Answer"));
	if (*words) {
		html_lines(out, words);
		H(out, "<p class=\"muted\">%s %s</p>", web_show(web, row, URGING_SLIP_FEEDBACK_BY),
			paper_time(web, row_int(row, URGING_SLIP_FEEDBACK_AT)));
	}
	H(out, "<p class=\"slip-sign\">%s</p></td></tr>\n",
		TR(web, "签字：　　　　　　电话：　　　　　　日期：", "Signature:                Phone:                Date:"));
}

static void put_table_of(Web *web, const Slip *slip) {
	const Row *row = slip->slip, *given = slip->instructions.count ? &slip->instructions.rows[0] : NULL;
	Buf *out = web->out;
	H(out, "<table class=\"slip-box\"><tbody>\n");
	put_line(web, TR(web, "事项", "Matter"),
		arena_printf(web->arena, "%s %s", row_text(slip->matter, MATTER_NO), row_text(slip->matter, MATTER_TITLE)));
	if (given) {
		H(out, "<tr><th scope=\"row\">%s</th><td>%s<br>", TR(web, "交办人和原话", "Given by, in the words"),
			instruction_origin(web, given));
		html_lines(
			out, *row_text(given, INSTRUCTION_WORDS) ? row_text(given, INSTRUCTION_WORDS) : TR(web, "见批示件", "see the paper"));
		H(out, "</td></tr>\n");
	}
	put_line(web, TR(web, "承办单位", "Responsible"), units_words(web, slip));
	put_line(web, TR(web, "时限", "Time"), dates_words(web, slip));
	put_earlier(web, slip);
	H(out, "<tr><th scope=\"row\">%s</th><td>", TR(web, "催办内容", "Urged to"));
	html_lines(out, row_text(row, URGING_SLIP_WORDS));
	H(out, "<p><b>%s</b></p></td></tr>\n",
		arena_printf(web->arena, TR(web, "请于 %s 前反馈办理情况。", "Please answer by %s."),
			paper_time(web, row_int(row, URGING_SLIP_ANSWER_BY))));
	put_feedback(web, row);
	H(out, "</tbody></table>\n");
}

static void put_paper(Web *web, const Slip *slip) {
	const Row *row = slip->slip;
	Buf *out = web->out;
	const char *base = web_base_url(web), *bureau = web->app->config.site_name;
	int32_t day = day_of_instant(row_int(row, FIELD_CREATED_AT_AT));
	H(out, "<article class=\"slip\"><h2 class=\"slip-head\">%s%s</h2><p class=\"slip-no\"><span>%s</span><span>%s</span><span>",
		bureau ? bureau : "", TR(web, "督办事项催办单", " · Urging slip"), row_text(row, URGING_SLIP_NO),
		arena_printf(web->arena, TR(web, "第 %ld 次", "no. %ld"), (long)row_int(row, URGING_SLIP_NTH)));
	put_lamp(web, slip_lamp(row), slip_level_words(web, row_int(row, URGING_SLIP_LEVEL)));
	H(out, "</span></p>\n");
	put_table_of(web, slip);
	H(out, "<div class=\"slip-foot\">");
	if (base) qr_svg(out, arena_printf(web->arena, "%s/matters/%lld", base, (long long)row_id(slip->matter)));
	H(out, "<p>%s：%s<br>%s<br><span class=\"muted\">%s</span></p></div>\n", TR(web, "催办人", "Sent by"),
		web_show(web, row, URGING_SLIP_SENDER), day_format(web->arena, day), TR(web, "（盖章）", "(seal)"));
	if (*row_text(row, URGING_SLIP_CC))
		H(out, "<p class=\"slip-cc\">%s：%s</p>", TR(web, "抄送", "Copies to"), row_text(row, URGING_SLIP_CC));
	H(out, "</article>\n");
}

void slip_get(Web *web) {
	Slip slip;
	if (!slip_read(web, web->ids[0], &slip)) return;
	const char *no = row_text(slip.slip, URGING_SLIP_NO);
	Frame frame = {.title = arena_printf(web->arena, "%s %s", TR(web, "催办单", "Urging slip"), no),
		.active = "/instructions",
		.crumbs = {{"/urging-slips", TR(web, "催办单", "Urging slips")}, {NULL, no}}};
	frame_open(web, &frame);
	H(web->out, "<div class=\"head no-print\"><h1>%s</h1>", frame.title);
	put_commands(web, slip.slip, arena_printf(web->arena, "/urging-slips/%lld", (long long)row_id(slip.slip)));
	H(web->out, "<div class=\"actions\"><button class=\"btn\" type=\"button\" data-print hidden>");
	put_icon(web, "print");
	H(web->out, "%s</button><a class=\"btn\" href=\"/matters/%ld\">%s</a></div></div>\n", TR(web, "打印", "Print"),
		(long)row_id(slip.matter), TR(web, "看事项", "The matter"));
	put_paper(web, &slip);
	frame_close(web, &frame);
}
