/* /instructions: what leaders have instructed, by how it stands. A list of matters, each with whose words it answers. */
#include "model_gen.h"
#include "module/supervision/supervision.h"

#include <string.h>

enum { LIST_MAX = 25, WORDS_SHOWN = 60 };

static const struct {
	const char *name, *filter;
	Label label;
} views[] = {
	{"open", "state=new,accepted,sent,working,done&sort=due_at", {"在办", "Open"}},
	{"yellow", "state=sent,working&lamp=yellow&sort=due_at", {"临期", "Due soon"}},
	{"red", "state=sent,working&lamp=red&sort=due_at", {"逾期", "Overdue"}},
	{"closed", "state=closed&sort=-closed_at", {"已销号", "Struck off"}},
};
enum { VIEWS = sizeof views / sizeof *views };

typedef struct List {
	Query queries[VIEWS + 1]; /* the last: extensions to decide */
	int64_t counts[VIEWS + 1];
	int view;
	bool mine;
	Rows matters, instructions;
} List;

/* The id of kind `instruction`; 0: there is none. */
static int64_t kind_id(Web *web) {
	Row *kind = query_row_by(
		web_conn(web), web->arena, web->actor, &model_records[RECORD_KIND], KIND_CODE, value_text("instruction"), false, NULL);
	return kind ? row_id(kind) : 0;
}

static int instructions_of(Web *web, List *list) {
	Query query;
	const Rows *matters = &list->matters;
	Value *ids = arena_array(web->arena, LIST_MAX, sizeof *ids);
	if (!matters->count) return STORE_OK;
	for (int i = 0; i < matters->count; i++) ids[i] = value_int(row_id(&matters->rows[i]));
	query_init(&query, &model_records[RECORD_INSTRUCTION]);
	query.filters[query.filter_count++] =
		(Filter){.field = INSTRUCTION_MATTER, .op = FILTER_IN, .values = ids, .count = matters->count};
	query.limit = QUERY_LIMIT_MAX;
	return query_rows(web_conn(web), web->arena, web->actor, &query, false, &list->instructions);
}

static bool list_read(Web *web, List *list) {
	Tally tallies[VIEWS + 1];
	TallyRows sums;
	const char *after = web_param(web, "after");
	if (strpbrk(after, "&=")) after = "";
	int64_t kind = kind_id(web);
	for (int i = 0; i < VIEWS; i++) {
		const char *filter = arena_printf(web->arena, "kind=%lld%s&%s%s%s", (long long)kind, list->mine ? "&asker=me" : "",
			views[i].filter, i == list->view && *after ? "&after=" : "", i == list->view ? after : "");
		query_init(&list->queries[i], &model_records[RECORD_MATTER]);
		if (!query_read_text(&list->queries[i], web->arena, web->actor, web->now, filter, &web->refusals)) return false;
		tallies[i] = (Tally){.query = &list->queries[i]};
	}
	query_init(&list->queries[VIEWS], &model_records[RECORD_EXTENSION]);
	query_read_text(&list->queries[VIEWS], web->arena, web->actor, web->now, "view=asked", &web->refusals);
	tallies[VIEWS] = (Tally){.query = &list->queries[VIEWS]};
	Query page = list->queries[list->view];
	page.limit = LIST_MAX;
	page.labels = true;
	list->queries[list->view].has_after = false;
	if (query_tallies(web_conn(web), web->arena, web->actor, tallies, VIEWS + 1, &sums)) return false;
	for (int i = 0; i < sums.count; i++) list->counts[sums.rows[i].tally] = sums.rows[i].count;
	return !query_rows(web_conn(web), web->arena, web->actor, &page, false, &list->matters) && !instructions_of(web, list);
}

static void put_tabs(Web *web, const List *list) {
	Buf *out = web->out;
	H(out, "<nav class=\"tabs\" aria-label=\"%s\">", TR(web, "视图", "Views"));
	for (int i = 0; i < VIEWS; i++) {
		H(out, "<a href=\"/instructions?view=%s%s\"%c", views[i].name, list->mine ? "&amp;mine=1" : "", ' ');
		if (i == list->view) H(out, "aria-current=\"page\"");
		H(out, ">%s<b class=\"count%s\">%ld</b></a>", label_in(views[i].label, web->language),
			i == 2 && list->counts[i] ? " late" : " soft", (long)list->counts[i]);
	}
	if (web->actor->roles & ROLE_BIT(ROLE_LEADER))
		H(out, "<a class=\"push\" href=\"/instructions?view=%s%s\">%s</a>", views[list->view].name,
			list->mine ? "" : "&amp;mine=1",
			list->mine ? TR(web, "看全部", "All leaders") : TR(web, "只看我交办的", "Given by me"));
	if (list->counts[VIEWS])
		H(out, "<a class=\"push\" href=\"/extensions?view=asked\">%s<b class=\"count late\">%ld</b></a>",
			TR(web, "待批延期", "Extensions to decide"), (long)list->counts[VIEWS]);
	H(out, "</nav>\n");
}

static void put_matter(Web *web, const List *list, const Row *matter) {
	Buf *out = web->out;
	const Row *from = NULL;
	const char *worker = web_show(web, matter, MATTER_WORKER), *unit = web_show(web, matter, MATTER_OWNER_UNIT);
	for (int i = 0; i < list->instructions.count; i++)
		if (row_int(&list->instructions.rows[i], INSTRUCTION_MATTER) == row_id(matter)) from = &list->instructions.rows[i];
	H(out, "<tr><td class=\"c-lamp nowrap\">");
	put_lamp(web, row_lamp(matter, web->now), NULL);
	H(out, "</td><td class=\"c-title\"><a href=\"/matters/%ld\">%s</a><small>%s%s%s</small>", (long)row_id(matter),
		row_text(matter, MATTER_TITLE), row_text(matter, MATTER_NO), from ? " · " : "",
		from ? instruction_origin(web, from) : "");
	H(out, "</td><td data-label=\"%s\">%s<small>%s</small></td><td class=\"nowrap\" data-label=\"%s\">%s</td>",
		TR(web, "承办", "Responsible"), *unit ? unit : TR(web, "还没有派单", "Not dispatched"), worker,
		TR(web, "办结时限", "Due"), web_show(web, matter, MATTER_DUE_AT));
	H(out, "<td data-label=\"%s\">%s</td></tr>\n", TR(web, "状态", "State"), web_show(web, matter, MATTER_STATE));
}

static void put_list(Web *web, const List *list) {
	static const Label none[VIEWS] = {{"没有在办的批示交办", "No instruction is open"}, {"没有临期的", "None is due soon"},
		{"没有逾期的", "None is overdue"}, {"还没有销号的", "None has been struck off yet"}};
	Buf *out = web->out;
	if (!list->matters.count) {
		put_empty(web, label_in(none[list->view], web->language), NULL, NULL);
		return;
	}
	H(out,
		"<div class=\"scroll\"><table class=\"table cards\"><thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th "
		"scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead><tbody>\n",
		TR(web, "灯", "Lamp"), TR(web, "事项", "Matter"), TR(web, "承办", "Responsible"), TR(web, "办结时限", "Due"),
		TR(web, "状态", "State"));
	for (int i = 0; i < list->matters.count; i++) put_matter(web, list, &list->matters.rows[i]);
	H(out, "</tbody></table></div>\n");
	if (list->matters.next)
		H(out, "<p class=\"pager\"><a class=\"btn\" rel=\"next\" href=\"%s\">%s</a></p>\n",
			web_link(web, "after", list->matters.next), TR(web, "下一页", "Next page"));
}

void instructions_get(Web *web) {
	List list = {.mine = !strcmp(web_param(web, "mine"), "1")};
	const char *asked = web_param(web, "view");
	for (int i = 0; i < VIEWS; i++)
		if (!strcmp(asked, views[i].name)) list.view = i;
	if (!list_read(web, &list)) {
		if (web->refusals.count) web_refused(web);
		else web_fault(web);
		return;
	}
	Frame frame = {.title = TR(web, "督办", "Supervision"), .active = "/instructions"};
	frame_open(web, &frame);
	H(web->out, "<div class=\"head\"><div><h1>%s</h1><p class=\"sub\">%s</p></div>", frame.title,
		TR(web, "领导批示、指示和交办的工作，件件有着落", "What leaders instruct and assign, each brought to an outcome"));
	if (web->actor->roles & GIVERS)
		H(web->out, "<div class=\"actions\"><a class=\"btn main\" href=\"/instructions/new\">%s</a></div>",
			TR(web, "交办", "Give an instruction"));
	H(web->out, "</div>\n<section class=\"panel\">\n");
	put_tabs(web, &list);
	put_list(web, &list);
	H(web->out, "</section>\n");
	frame_close(web, &frame);
}

void instruction_get(Web *web) {
	int fault = STORE_OK;
	Row *row = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_INSTRUCTION], web->ids[0], false, &fault);
	if (fault) web_fault(web);
	else if (!row) web_not_found(web);
	else web_redirect(web, arena_printf(web->arena, "/matters/%lld", (long long)row_int(row, INSTRUCTION_MATTER)));
}
