#include "base/instant.h"
#include "model/field.h"
#include "web/app.h"
#include "web/import.h"
#include "web/labels.h"

#include <string.h>

enum { TAB_COUNT_MAX = 999 };

static const char *const not_filters[] = {"columns", "more", "as", "print", "mode", NULL};

int64_t web_count(Web *web, const Record *record, const char *filter, int64_t most) {
	Query query;
	int64_t count = 0;
	query_init(&query, record);
	if (query_read_text(&query, web->arena, web->actor, web->now, filter, &web->refusals))
		query_count(web_conn(web), web->arena, web->actor, &query, most, &count);
	return count;
}

void put_figure(Web *web, const Record *record, const char *filter, const char *label, const char *unit, const char *note,
	const char *alert) {
	int64_t count = web_count(web, record, filter, 10001);
	H(web->out, "<a class=\"figure%s%s\" href=\"/%s?%s\"><span>", alert && count ? " " : "", alert && count ? alert : "",
		record->path, filter);
	if (alert) put_lamp(web, !strcmp(alert, "late") ? "red" : !strcmp(alert, "soon") ? "yellow" : "green", label);
	else H(web->out, "%s", label);
	H(web->out, "</span><strong>");
	if (count > 10000) H(web->out, "10 000+");
	else H(web->out, "%ld", (long)count);
	H(web->out, "<small>%s</small></strong><em>%s</em></a>\n", unit, note ? note : "");
}

static const char *count_words(Web *web, int64_t count, int64_t most) {
	return count > most ? arena_printf(web->arena, "%lld+", (long long)most) : arena_printf(web->arena, "%lld", (long long)count);
}

/* Of each view up to a thousand, and of the query itself up to `most`, in one statement. */
typedef struct ListCounts {
	const int64_t *views;
	int64_t total;
} ListCounts;

static ListCounts list_counts(Web *web, const Query *query, int64_t most) {
	const Record *record = query->record;
	size_t count = (size_t)record->view_count;
	int64_t *counts = arena_array(web->arena, count + 1, sizeof *counts);
	Query *queries = arena_array(web->arena, count + 1, sizeof *queries);
	Tally *tallies = arena_array(web->arena, count + 1, sizeof *tallies);
	TallyRows rows;
	for (size_t i = 0; i < count; i++) {
		query_init(&queries[i], record);
		query_read_text(&queries[i], web->arena, web->actor, web->now, record->views[i].filter, &web->refusals);
		tallies[i] = (Tally){.query = &queries[i], .most = TAB_COUNT_MAX + 1};
	}
	queries[count] = *query;
	queries[count].has_after = false;
	tallies[count] = (Tally){.query = &queries[count], .most = (int)most + 1};
	if (!query_tallies(web_conn(web), web->arena, web->actor, tallies, (int)count + 1, &rows))
		for (int i = 0; i < rows.count; i++) counts[rows.rows[i].tally] = rows.rows[i].count;
	return (ListCounts){counts, counts[count]};
}

static void put_tabs(Web *web, const Query *query, const int64_t *counts) {
	const Record *record = query->record;
	Buf *out = web->out;
	if (!record->view_count) return;
	H(out, "<nav class=\"tabs\" aria-label=\"%s\">", TR(web, "视图", "Views"));
	for (int i = 0; i < record->view_count; i++) {
		const View *view = &record->views[i];
		int64_t count = counts[i];
		H(out, "<a href=\"/%s?view=%s\"%c", record->path, view->name, ' ');
		if (query->view == view) H(out, "aria-current=\"page\"");
		H(out, ">%s<b class=\"count %s\">%s</b></a>", label_in(view->label, web->language),
			!strcmp(view->name, "red") && count ? "late" : "soft", count_words(web, count, TAB_COUNT_MAX));
	}
	H(out, "<a href=\"/%s?view=\"%c", record->path, ' ');
	if (!query->view) H(out, "aria-current=\"page\"");
	H(out, ">%s</a></nav>\n", TR(web, "全部", "All"));
}

static void put_filter_control(Web *web, const Record *record, int index) {
	const Field *field = &record->fields[index];
	/* A filter with several values (from a view or a link) keeps them as they are. */
	const char *value = web_param(web, field->name);
	if (strchr(value, ',')) {
		H(web->out, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", field->name, value);
		return;
	}
	Field plain = *field;
	plain.help = (Label){NULL, NULL};
	if (plain.type == FIELD_BOOL) {
		static const Choice yes_no[] = {{"1", {"是", "yes"}}, {"0", {"否", "no"}}};
		static const ChoiceSet set = {"yes_no", yes_no, 2};
		plain.type = FIELD_CHOICE;
		plain.choices = &set;
	}
	put_field(web, &plain, plain.name, NULL, -1, false, value);
}

static void put_search_form(Web *web, const Query *query) {
	const Record *record = query->record;
	Buf *out = web->out;
	if (!record->has_search && !record->filter_count) return;
	H(out, "<form class=\"search-form%s\" method=\"get\" action=\"/%s\" data-swap-form=\"rows\">\n",
		*web_param(web, "more") ? " unfolded" : "", record->path);
	if (record->has_search) {
		H(out,
			"<div class=\"field\"><label for=\"f-q\">%s</label><input id=\"f-q\" name=\"q\" type=\"search\" "
			"value=\"%s\"></div>\n",
			TR(web, "编号、内容、地点", "Number, words, place"), query->search ? query->search : "");
	}
	const Field *fields[FILTERS_MAX];
	int count = record->filter_count < FILTERS_MAX ? record->filter_count : FILTERS_MAX;
	for (int i = 0; i < count; i++) fields[i] = &record->fields[record->filter[i]];
	web_options_load(web, fields, count);
	for (int i = 0; i < record->filter_count; i++) put_filter_control(web, record, record->filter[i]);
	if (query->view) H(out, "<input type=\"hidden\" name=\"view\" value=\"%s\">", query->view->name);
	H(out, "<div class=\"actions\"><button class=\"btn main\">%s</button><a class=\"btn\" href=\"/%s\">%s</a>",
		TR(web, "查询", "Search"), record->path, TR(web, "重置", "Reset"));
	/* On a phone only the first field shows until this is opened. */
	if (record->filter_count + record->has_search > 1)
		H(out, "<a class=\"btn plain phone-only\" href=\"%s\">%s</a>",
			web_link(web, "more", *web_param(web, "more") ? NULL : "1"),
			*web_param(web, "more") ? TR(web, "收起条件", "Fewer") : TR(web, "更多条件", "More"));
	H(out, "</div>\n</form>\n");
}

static const CommandDef *creating(Web *web, const Record *record) {
	for (int i = 0; i < record->command_count; i++) {
		const CommandDef *command = &record->commands[i];
		if (command->flags & COMMAND_CREATE && !(command->flags & COMMAND_QUIET) && command_allowed(command, web->actor))
			return command;
	}
	return NULL;
}

static void put_toolbar(Web *web, const Query *query) {
	const Record *record = query->record;
	Buf *out = web->out;
	const CommandDef *create = creating(web, record);
	const char *all = web_link(web, "after", NULL);
	H(out, "<div class=\"toolbar\">");
	if (create) {
		H(out, "<a class=\"btn main\" href=\"/%s/new\">", record->path);
		put_icon(web, "plus");
		H(out, "%s</a>", label_in(create->label, web->language));
	}
	Import import = {.record = record, .actor = web->actor};
	if (import_possible(record) && import_commands(&import)) {
		H(out, "<a class=\"btn tools\" href=\"/%s/import\">", record->path);
		put_icon(web, "upload");
		H(out, "%s</a>", TR(web, "导入", "Import"));
	}
	H(out, "<a class=\"btn tools\" href=\"/%s.xlsx%s\">", record->path, all);
	put_icon(web, "download");
	H(out, "%s</a><a class=\"btn tools\" href=\"/%s.csv%s\">CSV</a>", TR(web, "导出", "Export"), record->path, all);
	if (labels_possible(record)) {
		H(out, "<a class=\"btn tools\" href=\"/%s/labels%s\">", record->path, all);
		put_icon(web, "print");
		H(out, "%s</a>", TR(web, "打印点位码", "Code labels"));
	}
	H(out, "<span class=\"push muted small\">%s %s</span></div>\n", TR(web, "范围：", "Scope: "),
		label_in(scope_words(web->actor, record), web->language));
}

static void put_head_cell(Web *web, const Query *query, int index) {
	const Field *field = &query->record->fields[index];
	bool number =
		field->type == FIELD_INT || field->type == FIELD_MONEY || field->type == FIELD_DECIMAL || field->type == FIELD_MINUTES;
	bool here = query->sort_field == index;
	if (index == query->record->title_field) number = false;
	H(web->out, "<th scope=\"col\"%c", ' ');
	if (number) H(web->out, "class=\"num\" ");
	if (here) H(web->out, "aria-sort=\"%s\"", query->sort_down ? "descending" : "ascending");
	if (field->flags & FLAG_PERSONAL) H(web->out, ">%s</th>", label_in(field->label, web->language));
	else
		H(web->out, "><a href=\"%s\">%s</a></th>",
			web_link(web, "sort", arena_printf(web->arena, "%s%s", here && !query->sort_down ? "-" : "", field->name)),
			label_in(field->label, web->language));
}

/* 剩 2 小时 / 超 … in plain hours; the matter pages show working time. */
static const char *lamp_words(Web *web, const Row *row, const char *lamp) {
	const Record *r = row->record;
	if (*lamp == 'b') return NULL;
	if (!strcmp(lamp, "grey")) {
		int until = -1;
		bool paused = r->lamp_paused >= 0 && !value_is_null(row->values[r->lamp_paused]);
		if (!paused) return TR(web, "未起", "Not running");
		if (record_field(r, "pause_until", &until) && !value_is_null(row->values[until]))
			return arena_printf(web->arena, "%s %s", TR(web, "暂停至", "Paused until"), web_time(web, row_int(row, until)));
		return TR(web, "暂停", "Paused");
	}
	return web_time(web, row_int(row, r->lamp_due));
}

static void put_cell(Web *web, const Row *row, int index, bool first_link) {
	const Record *record = row->record;
	const Field *field = &record->fields[index];
	Buf *out = web->out;
	const char *label = label_in(field->label, web->language);
	if (index == record->title_field && first_link) {
		H(out, "<td class=\"c-title\"><a href=\"/%s/%ld\">%s</a></td>", record->path, (long)row_id(row),
			web_show(web, row, index));
		return;
	}
	if (index == record->number_field) {
		H(out, "<td class=\"c-no nowrap\">%s</td>", row_text(row, index));
		return;
	}
	bool number =
		field->type == FIELD_INT || field->type == FIELD_MONEY || field->type == FIELD_DECIMAL || field->type == FIELD_MINUTES;
	const char *text = web_show(web, row, index);
	/* A date or one of a few words stays on its line; how a clock runs gets room; of a long text the beginning shows, in small. */
	bool one_line = field->type == FIELD_DATE || field->type == FIELD_TIME || field->type == FIELD_CHOICE;
	bool is_long = (field->type == FIELD_TEXT || field->type == FIELD_LONG) && text_count(text) > 40;
	if (!*text) H(out, "<td class=\"none%s\" data-label=\"%s\">–</td>", number ? " num" : "", label);
	else if (number) H(out, "<td class=\"num\" data-label=\"%s\">%s</td>", label, text);
	else if (one_line) H(out, "<td class=\"nowrap\" data-label=\"%s\">%s</td>", label, text);
	else if (is_long) H(out, "<td class=\"c-long\" data-label=\"%s\"><span>%s</span></td>", label, text);
	else if (field->type == FIELD_POLICY) H(out, "<td class=\"c-policy\" data-label=\"%s\">%s</td>", label, text);
	else H(out, "<td data-label=\"%s\">%s</td>", label, text);
}

void put_table(Web *web, const Record *record, const Rows *rows, bool actions) {
	Query query;
	query_init(&query, record);
	Buf *out = web->out;
	bool lamps = record->lamp_due >= 0, titled = false;
	for (int c = 0; c < record->list_count; c++) titled |= record->list[c] == record->title_field;
	H(out, "<div class=\"scroll\">\n<table class=\"table cards\" data-keys>\n<thead><tr>");
	if (lamps) H(out, "<th scope=\"col\">%s</th>", TR(web, "时限", "Due"));
	for (int c = 0; c < record->list_count; c++)
		if (record->list[c] != record->lamp_due) put_head_cell(web, &query, record->list[c]);
	if (actions || !titled) H(out, "<th scope=\"col\" class=\"c-ops\">%s</th>", TR(web, "操作", "Actions"));
	H(out, "</tr></thead>\n<tbody>\n");
	for (int r = 0; r < rows->count; r++) {
		const Row *row = &rows->rows[r];
		H(out, "<tr>");
		if (lamps) {
			const char *lamp = row_lamp(row, web->now);
			H(out, "<td class=\"c-lamp nowrap\">");
			put_lamp(web, lamp, lamp_words(web, row, lamp));
			H(out, "</td>");
		}
		for (int c = 0; c < record->list_count; c++)
			if (record->list[c] != record->lamp_due) put_cell(web, row, record->list[c], true);
		if (actions || !titled)
			H(out, "<td class=\"c-ops\"><a class=\"btn\" href=\"/%s/%ld\">%s</a></td>", record->path, (long)row_id(row),
				TR(web, "查看", "Open"));
		H(out, "</tr>\n");
	}
	H(out, "</tbody>\n</table>\n</div>\n");
}

/* Every hit of a search is looked up to be counted: beyond a thousand the number helps nobody. */
static int64_t total_most(const Query *query) {
	return query->search ? 1000 : 10000;
}

static void put_pager(Web *web, const Query *query, const Rows *rows, int64_t total) {
	Buf *out = web->out;
	int64_t most = total_most(query);
	H(out, "<nav class=\"pager\" aria-label=\"%s\"><span>", TR(web, "翻页", "Pages"));
	H(out, "%s %s %s", TR(web, "共", "Total"), total > 10000 ? "10 000+" : count_words(web, total, most), TR(web, "条", "rows"));
	H(out, "</span><span class=\"muted small\">%s %s</span><span class=\"push row\">", TR(web, "截至", "as of"),
		web_time(web, web->now));
	if (query->has_after)
		H(out, "<a class=\"btn\" href=\"%s\">%s</a>", web_link(web, "after", NULL), TR(web, "第一页", "First page"));
	if (rows->next)
		H(out, "<a class=\"btn\" href=\"%s\" rel=\"next\">%s</a>", web_link(web, "after", rows->next),
			TR(web, "下一页", "Next page"));
	H(out, "</span></nav>\n");
}

static void put_rows(Web *web, const Query *query, int64_t total) {
	Rows rows;
	const Record *record = query->record;
	H(web->out, "<div data-swap=\"rows\">\n");
	put_toolbar(web, query);
	put_chips(web, query);
	if (query_rows(web_conn(web), web->arena, web->actor, query, true, &rows)) {
		refuse(&web->refusals, REFUSAL_INPUT, "fault", "", "暂时查不了，请稍后再试", "The list cannot be read just now");
		put_errors(web);
	} else if (!rows.count) {
		bool filtered = web->request->query_count > 0;
		put_empty(web,
			filtered ? TR(web, "没有符合条件的记录", "Nothing fits these filters")
					 : arena_printf(web->arena, "%s%s", TR(web, "还没有", "None yet: "), label_in(record->label, web->language)),
			filtered ? arena_printf(web->arena, "/%s?view=", record->path) : NULL, TR(web, "清除条件", "Clear the filters"));
	} else put_table(web, record, &rows, false);
	put_pager(web, query, &rows, total);
	H(web->out, "</div>\n");
}

void list_query(Web *web, const Record *record, Query *query) {
	query_init(query, record);
	QueryPair *pairs = arena_array(web->arena, web->request->query_count + 1, sizeof *pairs);
	size_t count = web->request->query_count;
	bool any = false;
	for (size_t i = 0; i < count; i++) {
		pairs[i] = (QueryPair){web->request->query[i].name, web->request->query[i].value};
		size_t n = strlen(pairs[i].name);
		/* What a lookup box typed in words becomes the id it means. */
		if (n > 6 && !strcmp(pairs[i].name + n - 6, "_label")) {
			const Field *field = record_field(record, arena_strndup(web->arena, pairs[i].name, n - 6), NULL);
			if (field && field->type == FIELD_REF && *pairs[i].value) {
				int64_t id = form_ref(web, field, field->name);
				query_add(query, web->arena, (int)(field - record->fields), FILTER_IN, value_int(id));
			}
			pairs[i].name = "columns";
		}
		any |= !strcmp(pairs[i].name, "view") || *pairs[i].value;
	}
	query_read(query, web->arena, web->actor, web->now, pairs, count, not_filters, &web->refusals);
	if (!any && record->view_count && record_view(record, "open"))
		query_read_text(query, web->arena, web->actor, web->now, "view=open", &web->refusals);
}

void list_page(Web *web, const Record *record) {
	Query query;
	list_query(web, record, &query);
	if (web->refusals.count) web->response->status = 422;
	for (int i = 0; i < web->refusals.count; i++) web->refusals.items[i].field = ""; /* a wrong filter has no control to go to */
	const char *title = label_in(record->label, web->language);
	Frame frame = {.title = title, .active = arena_printf(web->arena, "/%s", record->path)};
	frame_open(web, &frame);
	H(web->out, "<div class=\"head\"><h1>%s</h1></div>\n", title);
	put_errors(web);
	H(web->out, "<section class=\"panel\">\n");
	ListCounts counts = list_counts(web, &query, total_most(&query));
	put_tabs(web, &query, counts.views);
	put_search_form(web, &query);
	put_rows(web, &query, counts.total);
	H(web->out, "</section>\n");
	frame_close(web, &frame);
}
