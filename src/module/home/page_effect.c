/* 跟踪问效: matters struck off whose day of looking again has come. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/home/home.h"

enum { EFFECTS_MAX = 25 };
static const char FILTER[] = "view=effect&sort=effect_on";

/* The row whose form was refused keeps what was typed. */
static void put_effect(Web *web, const Row *row) {
	Buf *out = web->out;
	long id = (long)row_id(row);
	bool again = web->refusals.count && web->id_count && web->ids[0] == row_id(row);
	const char *note = again ? web_value(web, "note") : NULL;
	int64_t days = day_of_instant(web->now) - row_int(row, MATTER_EFFECT_ON);
	const char *since = days > 0 ? arena_printf(web->arena, TR(web, "检查日 %s，已到 %lld 天", "due %s, %lld days ago"),
									   day_format(web->arena, (int32_t)row_int(row, MATTER_EFFECT_ON)), (long long)days)
								 : TR(web, "今天检查", "due today");
	H(out,
		"<div class=\"panel-body check\"><p class=\"row\"><b><a href=\"/matters/%ld\">%s</a></b><span class=\"push muted "
		"small\">%s</span></p>",
		id, web_show(web, row, MATTER_TITLE), row_text(row, MATTER_NO));
	H(out, "<p class=\"muted\">%s · %s · %s %s · %s</p>", row_text(row, MATTER_PLACE_NAME), web_show(web, row, MATTER_OWNER_UNIT),
		TR(web, "销号", "struck off"), web_time(web, row_int(row, MATTER_CLOSED_AT)), since);
	if (*row_text(row, MATTER_OUTCOME))
		H(out, "<p class=\"say\">%s</p>", text_cut(web->arena, row_text(row, MATTER_OUTCOME), 100));
	H(out, "<form class=\"line\" method=\"post\" action=\"/effect-checks/%ld\" data-once>", id);
	put_form_hidden(web);
	H(out,
		"<div class=\"field\"><label class=\"hide\" for=\"f-note%ld\">%s</label><input type=\"text\" id=\"f-note%ld\" "
		"name=\"note\" "
		"required maxlength=\"500\" value=\"%s\" placeholder=\"%s\"></div>",
		id, TR(web, "看到了什么", "What was seen"), id, note ? note : "",
		TR(web, "看到了什么（必填）", "What was seen (required)"));
	H(out,
		"<button class=\"btn main\" name=\"effect_ok\" value=\"1\">%s</button><button class=\"btn\" name=\"effect_ok\" "
		"value=\"0\">%s</button></form></div>\n",
		TR(web, "效果良好", "It holds"), TR(web, "未根治，重开", "It does not: open again"));
}

void put_effects(Web *web, const Rows *rows) {
	H(web->out,
		"<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2><span class=\"count soft\">%d%s</span><a class=\"small "
		"push\" "
		"href=\"/matters?view=effect\">%s</a></div>\n",
		TR(web, "待效果检查", "Effect checks due"), rows->count, rows->next ? "+" : "", TR(web, "全部", "All"));
	if (!rows->count)
		put_empty(web, TR(web, "没有到期的效果检查", "No effect check is due"),
			"/matters?state=closed&effect_ok=null&effect_on.ne=null&sort=effect_on",
			TR(web, "看以后到期的", "See those due later"));
	for (int i = 0; i < rows->count; i++) put_effect(web, &rows->rows[i]);
	H(web->out, "</section>\n");
}

static void effects_page(Web *web) {
	static const FigureShow shows[] = {
		{.name = "matters-effect"}, {.name = "matters-reopened"}, {.name = "quality-fine"}, {.name = "satisfaction"}};
	Frame frame = {.title = TR(web, "跟踪问效", "Effect checks"), .active = "/effect-checks"};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	Rows rows = matters_read(web, FILTER, EFFECTS_MAX);
	frame_open(web, &frame);
	put_home_head(web, frame.title,
		TR(web, "销号以后再看一次，没有效果就重开", "Looked at again after it was struck off; without effect it is opened again"),
		NULL);
	if (!put_figures(web, frame.title, shows, 4, false)) return;
	put_effects(web, &rows);
	frame_close(web, &frame);
}

void effects_get(Web *web) {
	effects_page(web);
}

void effect_post(Web *web) {
	Outcome outcome = form_call(web, &model_records[RECORD_MATTER].commands[MATTER_CMD_EFFECT_CHECK], web->ids[0]);
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_REFUSED) effects_page(web);
	else web_done(web, "/effect-checks", TR(web, "已登记效果检查", "Effect check recorded"));
}
