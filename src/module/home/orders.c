/* Rows of work orders and of matters as the homes list them. */
#include "model_gen.h"
#include "module/home/home.h"

Rows orders_read(Web *web, const char *filter, int limit) {
	return rows_read(web, RECORD_WORK_ORDER, filter, limit);
}

Rows matters_read(Web *web, const char *filter, int limit) {
	return rows_read(web, RECORD_MATTER, filter, limit);
}

static void put_panel_head(Web *web, const char *title, const char *link) {
	H(web->out, "<div class=\"panel-head\"><h2>%s</h2>", title);
	if (link) H(web->out, "<a class=\"small push\" href=\"%s\">%s</a>", link, TR(web, "全部", "All"));
	H(web->out, "</div>\n");
}

void put_orders(Web *web, const Book *book, const char *title, const char *link, const Rows *rows, const char *empty) {
	Buf *out = web->out;
	H(out, "<section class=\"panel\">");
	put_panel_head(web, title, link);
	if (!rows->count) {
		put_empty(web, empty, NULL, NULL);
		H(out, "</section>\n");
		return;
	}
	H(out,
		"<table class=\"table cards\"><thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr>"
		"</thead><tbody>\n",
		TR(web, "时限", "Due"), TR(web, "工单", "Order"), TR(web, "谁在办", "Whose"));
	for (int i = 0; i < rows->count; i++) {
		const Row *row = &rows->rows[i];
		const char *worker = web_show(web, row, WORK_ORDER_WORKER);
		H(out, "<tr><td class=\"c-lamp nowrap\">");
		put_clock(web, book, row);
		H(out, "</td><td class=\"c-title\"><a href=\"/work-orders/%ld\">%s</a><small>%s · %s</small></td><td>%s</td></tr>\n",
			(long)row_id(row), web_show(web, row, WORK_ORDER_TASK), row_text(row, WORK_ORDER_PLACE_NAME),
			row_text(row, WORK_ORDER_NO), *worker ? worker : web_show(web, row, WORK_ORDER_UNIT));
	}
	H(out, "</tbody></table></section>\n");
}

/* The page of the command, its words ready to send or to change. */
static const char *urge_link(Web *web, const Row *row) {
	const char *words = arena_printf(web->arena, "此件已超时限（%s），请今天办结并反馈；有困难请说明原因和办结时间",
		web_time(web, row_int(row, MATTER_DUE_AT)));
	return arena_printf(web->arena, "/matters/%lld/urge?note=%s", (long long)row_id(row), http_encode(web->arena, words));
}

void put_red_matters(Web *web, const Book *book, const Rows *rows, const char *empty) {
	Buf *out = web->out;
	H(out,
		"<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2><span class=\"muted small\">%s</span><a class=\"small "
		"push\" "
		"href=\"%s\">%s</a></div>\n",
		TR(web, "红灯清单", "Red list"), TR(web, "最早到期的在前，按工作时间", "oldest first, in working time"),
		figure_link(web->arena, figure_by_name("matters-red"), NULL, false), TR(web, "全部", "All"));
	if (!rows->count) {
		put_empty(web, empty, NULL, NULL);
		H(out, "</section>\n");
		return;
	}
	H(out,
		"<table class=\"table cards\"><thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th "
		"scope=\"col\" class=\"c-ops\"><span class=\"hide\">%s</span></th></tr></thead><tbody>\n",
		TR(web, "已超", "Over by"), TR(web, "事项", "Matter"), TR(web, "责任单位", "Responsible"), TR(web, "操作", "Actions"));
	for (int i = 0; i < rows->count; i++) {
		const Row *row = &rows->rows[i];
		const char *worker = web_show(web, row, MATTER_WORKER);
		int64_t urged = row_int(row, MATTER_URGE_COUNT);
		H(out, "<tr><td class=\"c-lamp nowrap\">");
		put_clock(web, book, row);
		H(out, "</td><td class=\"c-title\"><a href=\"/matters/%ld\">%s</a><small>%s · %s", (long)row_id(row),
			web_show(web, row, MATTER_TITLE), row_text(row, MATTER_NO), row_text(row, MATTER_PLACE_NAME));
		if (urged) H(out, " · %s %ld %s", TR(web, "已催", "urged"), (long)urged, TR(web, "次", "times"));
		H(out, "</small></td><td>%s<small>%s</small></td><td class=\"c-ops\">", web_show(web, row, MATTER_OWNER_UNIT),
			*worker ? worker : TR(web, "没有经办人", "nobody yet"));
		H(out, "<a class=\"btn\" href=\"%s\">%s<span class=\"hide\">%s</span></a></td></tr>\n", urge_link(web, row),
			TR(web, "催办", "Urge"), web_show(web, row, MATTER_TITLE));
	}
	H(out, "</tbody></table></section>\n");
}
