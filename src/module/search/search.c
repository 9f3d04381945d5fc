#include "module/search/search.h"

#include "access/vault.h"

#include <string.h>

enum { SHOWN = 8, COUNT_MAX = 1000, TAIL = 4, LOGGED_IN = 0x3ffe };

/* In this order; a record that this bureau's model does not have is passed over. */
static const char *const searched[] = {
	"matter", "person", "place", "asset", "unit", "programme", "item", "project", "standard", "document"};

/* Whether the actor's roles read the record at all: else it is not even named. */
static bool may_read(const Web *web, const Record *record) {
	return record && record->path && web->actor->roles & record->read;
}

/* A number, a code, a log-in typed or scanned whole: straight to the record. */
static bool jump(Web *web, const char *typed) {
	static const struct {
		const char *record, *field;
	} exact[] = {{"matter", "no"}, {"work_order", "no"}, {"place", "code"}, {"asset", "code"}, {"person", "login"}};
	for (size_t i = 0; i < sizeof exact / sizeof *exact; i++) {
		const Record *record = record_by_name(exact[i].record);
		int field = -1;
		if (!may_read(web, record) || !record_field(record, exact[i].field, &field)) continue;
		/* Numbers and codes are upper case; log-ins are as they are. */
		char *value = arena_strdup(web->arena, typed);
		for (char *p = value; *p && strcmp(exact[i].field, "login"); p++)
			if (*p >= 'a' && *p <= 'z') *p = (char)(*p - 'a' + 'A');
		Row *row = query_row_by(web_conn(web), web->arena, web->actor, record, field, value_text(value), false, NULL);
		if (!row) continue;
		web_redirect(web, arena_printf(web->arena, "/%s/%lld", record->path, (long long)row_id(row)));
		return true;
	}
	return false;
}

static const char *hint_of(Web *web, const Row *row) {
	static const char *const names[] = {"place_name", "unit", "code", "kind"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		int field = -1;
		if (!record_field(row->record, names[i], &field) || row->record->fields[field].flags & FLAG_HIDDEN) continue;
		const char *words = web_show(web, row, field);
		if (*words) return words;
	}
	return "";
}

static void put_hit(Web *web, const Row *row) {
	const Record *record = row->record;
	Buf *out = web->out;
	H(out, "<li class=\"row\"><a href=\"/%s/%ld\">", record->path, (long)row_id(row));
	if (record->number_field >= 0) H(out, "%s ", row_text(row, record->number_field));
	H(out, "%s</a><span class=\"muted small\">%s</span>", web_show(web, row, record->title_field), hint_of(web, row));
	const char *lamp = row_lamp(row, web->now);
	if (lamp && record->states) {
		const Choice *state = choice_by_code(record->states, row_text(row, record->state_field));
		H(out, "<span class=\"push\">");
		put_lamp(web, lamp, state ? label_in(state->label, web->language) : NULL);
		H(out, "</span>");
	}
	H(out, "</li>\n");
}

static int64_t put_group(Web *web, Query *query, const char *more) {
	Rows rows;
	int64_t count;
	Buf *out = web->out;
	query->limit = SHOWN;
	if (query_rows(web_conn(web), web->arena, web->actor, query, true, &rows) || !rows.count) return 0;
	count = rows.count;
	if (rows.next) query_count(web_conn(web), web->arena, web->actor, query, COUNT_MAX + 1, &count);
	H(out, "<section class=\"panel\" id=\"group-%s\"><div class=\"panel-head\"><h2>%s <b class=\"count soft\">%ld%s</b></h2>",
		query->record->name, label_in(query->record->label, web->language), (long)(count > COUNT_MAX ? COUNT_MAX : count),
		count > COUNT_MAX ? "+" : "");
	if (rows.next && more) H(out, "<a class=\"push small\" href=\"%s\">%s</a>", more, TR(web, "全部", "All"));
	H(out, "</div><ul class=\"panel-body lines\">\n");
	for (int i = 0; i < rows.count; i++) put_hit(web, &rows.rows[i]);
	H(out, "</ul></section>\n");
	return count;
}

/* Persons served by number or its last four digits: the keyed index finds them, nothing else is opened. */
static int64_t put_phone(Web *web, const char *typed) {
	const Record *record = record_by_name("client");
	int key = -1;
	size_t length = strlen(typed);
	bool digits = length >= TAIL && length <= 20 && strspn(typed, "0123456789") == length;
	if (!digits || !may_read(web, record) || !record_field(record, length == TAIL ? "tail_key" : "phone_key", &key)) return 0;
	Query query;
	query_init(&query, record);
	query_add(&query, web->arena, key, FILTER_IN, value_text(vault_index(web->arena, typed)));
	return put_group(web, &query, NULL);
}

static int64_t put_groups(Web *web, const char *typed) {
	int64_t total = put_phone(web, typed);
	for (size_t i = 0; i < sizeof searched / sizeof *searched; i++) {
		const Record *record = record_by_name(searched[i]);
		if (!may_read(web, record) || !record->has_search) continue;
		Query query;
		query_init(&query, record);
		query.search = typed;
		query.sort_field = FIELD_ID_AT;
		query.sort_down = true;
		const char *view = record->view_count ? "view=&" : "";
		total +=
			put_group(web, &query, arena_printf(web->arena, "/%s?%sq=%s", record->path, view, http_encode(web->arena, typed)));
	}
	return total;
}

static void search_get(Web *web) {
	const char *typed = text_trim(web->arena, web_param(web, "q"));
	Frame frame = {
		.title = *typed ? arena_printf(web->arena, "%s %s", TR(web, "搜索", "Search"), typed) : TR(web, "搜索", "Search"),
		.active = "/search"};
	Buf *out = web->out;
	if (*typed && jump(web, typed)) return;
	frame_open(web, &frame);
	H(out,
		"<div class=\"head\"><h1>%s</h1></div>\n<form class=\"panel search-form\" role=\"search\" aria-label=\"%s\" "
		"action=\"/search\"><div "
		"class=\"field\"><label for=\"f-q\">%s</label><input id=\"f-q\" name=\"q\" type=\"search\" value=\"%s\"></div><div "
		"class=\"actions\"><button class=\"btn main\">%s</button></div></form>\n",
		TR(web, "搜索", "Search"), TR(web, "本页搜索", "Search on this page"),
		TR(web, "编号、词语、拼音首字母或电话后四位", "Number, words, initials or a phone's last four"), typed,
		TR(web, "搜索", "Search"));
	if (*typed && !put_groups(web, typed))
		put_empty(web,
			arena_printf(web->arena, "%s“%s”%s", TR(web, "没有找到", "Nothing found for "), typed,
				TR(web, "。换个说法，或写编号、拼音首字母试试", "; try other words, a number or initials")),
			NULL, NULL);
	frame_close(web, &frame);
}

static const Route routes[] = {{HTTP_GET_M, "/search", search_get, LOGGED_IN, false}};
const WebModule search_web = {.routes = routes, .route_count = 1};
