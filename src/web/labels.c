/* /places/labels and /assets/labels: sheets of QR codes for the doors and the things, of the list as filtered. */
#include "web/labels.h"

#include "model_gen.h"
#include "output/qr.h"

#include <string.h>

enum { SHEET_LABELS = 21 /* A4, 3 × 7 */, SHEETS_MAX = 20, LABELS_MAX = SHEET_LABELS * SHEETS_MAX };

bool labels_possible(const Record *record) {
	return record->index == RECORD_PLACE || record->index == RECORD_ASSET;
}

const char *web_base_url(Web *web) {
	const char *host = http_header(web->request, "host");
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]";
	if (!host || !*host || strlen(host) > 200 || host[strspn(host, allowed)]) return NULL;
	return arena_printf(web->arena, "%s://%s", web->request->is_tls ? "https" : "http", host);
}

static void put_label(Web *web, const char *base, const Row *row) {
	bool place = row->record->index == RECORD_PLACE;
	const char *code = row_text(row, place ? PLACE_CODE : ASSET_CODE), *name = row_text(row, place ? PLACE_NAME : ASSET_NAME);
	const char *where = place ? row_text(row, PLACE_FULL_NAME) : web_show(web, row, ASSET_PLACE);
	/* The last part of the full name is the name itself. */
	if (place && text_ends(where, name)) where = arena_strndup(web->arena, where, strlen(where) - strlen(name));
	Buf *out = web->out;
	H(out, "<li class=\"code-label\">");
	if (!qr_svg(out, arena_printf(web->arena, "%s/q/%s", base, code))) H(out, "<span></span>");
	H(out, "<div><b>%s</b><p>%s</p><p class=\"code-do\">%s</p><p class=\"code-no\">%s</p></div></li>\n", name, where,
		TR(web, "微信扫码报修", "Scan to report"), code);
}

static int read_rows(Web *web, Query *query, Row *ret, const char **ret_next) {
	int count = 0;
	Rows rows = {.next = ""};
	*ret_next = NULL;
	query->limit = 210;
	while (rows.next && count < LABELS_MAX) {
		if (query_rows(web_conn(web), web->arena, web->actor, query, false, &rows)) return -1;
		for (int i = 0; i < rows.count; i++) ret[count++] = rows.rows[i];
		if (!rows.next) break;
		*ret_next = count >= LABELS_MAX ? rows.next : NULL;
		const Row *last = &rows.rows[rows.count - 1];
		query->has_after = true;
		query->after_id = row_id(last);
		query->after_value = last->values[query->sort_field];
	}
	return count;
}

static void put_head(Web *web, const Record *record, int count, bool roll, const char *next) {
	Buf *out = web->out;
	const char *what = label_in(record->label, web->language);
	H(out, "<div class=\"head no-print\"><div><h1>%s</h1><p class=\"sub\">%s %d %s%s</p></div>",
		TR(web, "打印点位码", "Code labels"), what, count,
		TR(web, "张；打印时请选“实际大小”，边距“无”", "labels; print at actual size, without margins"),
		roll ? TR(web, "；每张 40 × 60 毫米", "; 40 × 60 mm each") : TR(web, "；A4 一页 3 × 7", "; A4, 3 × 7 a page"));
	H(out, "<div class=\"actions\"><button class=\"btn main\" type=\"button\" data-print hidden>");
	put_icon(web, "print");
	H(out, "%s</button><a class=\"btn\" href=\"%s\">%s</a>", TR(web, "打印", "Print"), web_link(web, "as", roll ? NULL : "40x60"),
		roll ? TR(web, "换 A4 3 × 7", "A4, 3 × 7") : TR(web, "换 40 × 60 毫米", "40 × 60 mm"));
	if (next)
		H(out, "<a class=\"btn\" href=\"%s\" rel=\"next\">%s</a>", web_link(web, "after", next), TR(web, "下一批", "Next ones"));
	H(out, "</div></div>\n");
}

static void labels_page(Web *web, const Record *record) {
	Query query;
	int active;
	const char *next, *base = web_base_url(web), *list = arena_printf(web->arena, "/%s", record->path);
	bool roll = !strcmp(web_param(web, "as"), "40x60");
	list_query(web, record, &query);
	if (record_field(record, "active", &active)) query_add(&query, web->arena, active, FILTER_NOT_IN, value_int(0));
	if (!base)
		refuse(&web->refusals, REFUSAL_INPUT, "host", "", "请用完整的网址打开本页，码里要写网址",
			"Open this page by its full address");
	Row *rows = arena_array(web->arena, LABELS_MAX + 210, sizeof *rows);
	int count = web->refusals.count ? 0 : read_rows(web, &query, rows, &next);
	if (web->refusals.count || count < 0) {
		web_refused(web);
		return;
	}
	const char *what = label_in(record->label, web->language);
	Frame frame = {.title = TR(web, "打印点位码", "Code labels"),
		.active = list,
		.crumbs = {{list, what}, {NULL, TR(web, "打印点位码", "Code labels")}}};
	frame_open(web, &frame);
	put_head(web, record, count, roll, next);
	if (!count)
		put_empty(
			web, TR(web, "没有符合条件的记录", "Nothing fits these filters"), list, TR(web, "返回列表", "Back to the list"));
	for (int i = 0; i < count; i++) {
		if (roll ? i == 0 : i % SHEET_LABELS == 0) H(web->out, "<ul class=\"code-sheet%s\">\n", roll ? " roll" : "");
		put_label(web, base, &rows[i]);
		if (i + 1 == count || (!roll && i % SHEET_LABELS == SHEET_LABELS - 1)) H(web->out, "</ul>\n");
	}
	frame_close(web, &frame);
}

void labels_places_get(Web *web) {
	labels_page(web, &model_records[RECORD_PLACE]);
}

void labels_assets_get(Web *web) {
	labels_page(web, &model_records[RECORD_ASSET]);
}
