/* One unit's night: what was asked, what slept, and the very rows, as links to the lists that hold them. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/roll_call/page.h"

static void put_tile(Web *web, const char *name, int64_t count, bool known) {
	H(web->out, "<div class=\"fig\"><span class=\"fig-name\">%s</span><span class=\"fig-value\">", name);
	if (known) H(web->out, "%ld<small>%s</small></span></div>", (long)count, TR(web, "件", ""));
	else H(web->out, "–</span></div>");
}

/* What was open when the day ended: still open now, or completed, returned or cancelled since. */
static void put_rows_behind(Web *web, const Row *row) {
	long unit = (long)row_int(row, ROLL_CALL_UNIT);
	int32_t day = (int32_t)row_int(row, ROLL_CALL_DAY);
	const char *end = instant_format_input(web->arena, instant_of(day + 1, 0));
	const char *const parts[][2] = {
		{arena_printf(web->arena, "unit=%ld&state=sent,working&created_at.lt=%s", unit, end),
			TR(web, "至今还没有办结", "Still not completed")},
		{arena_printf(web->arena, "unit=%ld&created_at.lt=%s&done_at.ge=%s", unit, end, end),
			TR(web, "以后才办结", "Completed since")},
		{arena_printf(web->arena, "unit=%ld&state=returned,cancelled&created_at.lt=%s&updated_at.ge=%s", unit, end, end),
			TR(web, "以后退单或取消", "Returned or cancelled since")},
	};
	Query queries[3];
	Tally tallies[3];
	TallyRows rows;
	int64_t counts[3] = {0};
	for (int i = 0; i < 3; i++) {
		query_init(&queries[i], &model_records[RECORD_WORK_ORDER]);
		query_read_text(&queries[i], web->arena, web->actor, web->now, parts[i][0], &web->refusals);
		tallies[i] = (Tally){.query = &queries[i]};
	}
	if (query_tallies(web_conn(web), web->arena, web->actor, tallies, 3, &rows)) return;
	for (int i = 0; i < rows.count; i++) counts[rows.rows[i].tally] = rows.rows[i].count;
	H(web->out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2></div><div class=\"panel-body\">\n",
		TR(web, "那晚在办的工单", "The orders open that night"));
	for (int i = 0; i < 3; i++)
		H(web->out, "<p>%s <a href=\"/work-orders?view=&amp;%s\">%ld %s</a></p>\n", parts[i][1], parts[i][0], (long)counts[i],
			TR(web, "单", "orders"));
	H(web->out, "</div></section>\n");
}

void night_page(Web *web) {
	const Record *record = &model_records[RECORD_ROLL_CALL];
	Row *row = query_row(web_conn(web), web->arena, web->actor, record, web->ids[0], false, NULL);
	if (!row) {
		web_not_found(web);
		return;
	}
	bool counted = !value_is_null(row->values[ROLL_CALL_COUNTED_AT]), asked = !value_is_null(row->values[ROLL_CALL_ASKED_AT]);
	const char *day = day_format(web->arena, (int32_t)row_int(row, ROLL_CALL_DAY));
	const char *title = arena_printf(web->arena, "%s %s", web_show(web, row, ROLL_CALL_UNIT), day);
	Frame frame = {.title = title,
		.active = "/roll-call",
		.crumbs = {{"/roll-call", TR(web, "点名", "Roll call")}, {"/roll-calls?view=month", TR(web, "逐日", "Day by day")},
			{NULL, day}}};
	frame_open(web, &frame);
	H(web->out, "<div class=\"head\"><div><h1>%s</h1><p class=\"sub\">", title);
	if (asked) H(web->out, "%s %s", TR(web, "点名", "Asked"), web_time(web, row_int(row, ROLL_CALL_ASKED_AT)));
	if (counted)
		H(web->out, "%s%s %s", asked ? " · " : "", TR(web, "计数", "counted"), web_time(web, row_int(row, ROLL_CALL_COUNTED_AT)));
	if (row_int(row, ROLL_CALL_LATE)) H(web->out, " · <span class=\"tag\">%s</span>", TR(web, "补点", "made up late"));
	H(web->out, "</p></div></div>\n<div class=\"figs\">");
	put_tile(web, TR(web, "点名时在办", "Open at the roll call"), row_int(row, ROLL_CALL_OPEN), asked);
	put_tile(web, TR(web, "应说明", "To explain"), row_int(row, ROLL_CALL_ASKED), asked);
	put_tile(web, TR(web, "过夜", "Slept over"), row_int(row, ROLL_CALL_SLEPT), counted);
	put_tile(web, TR(web, "未说明过夜", "Slept unexplained"), row_int(row, ROLL_CALL_SILENT), counted);
	H(web->out, "</div>\n");
	put_rows_behind(web, row);
	frame_close(web, &frame);
}
