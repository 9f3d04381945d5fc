/* Homes of department heads and of the bureau's leaders. */
#include "model_gen.h"
#include "module/home/home.h"

enum { TODO_MAX = 12, RED_MAX = 8, GIVEN_MAX = 6 };

void head_page(Web *web) {
	static const FigureShow shows[] = {{.name = "orders-assign", .label = NULL}, {.name = "matters-red", .lamp = "red"},
		{.name = "matters-yellow", .lamp = "yellow"}, {.name = "matters-green", .lamp = "green"}, {.name = "orders-tonight"},
		{.name = "done-on-time"}, {.name = "satisfaction"}, {.name = "quality-fine"}};
	Frame frame = {.title = web->actor->unit_name, .active = "/home"};
	Hands hands;
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	const Book *book = web_book(web);
	Rows todo = orders_read(web, "unit=my-unit&state=sent,working&sort=due_at", TODO_MAX),
		 red = matters_read(web, "view=red&sort=due_at", RED_MAX);
	if (hands_read(web, &hands)) {
		web_fault(web);
		return;
	}
	frame_open(web, &frame);
	const char *const buttons[][2] = {{"/tasks", TR(web, "我自己的活", "My own jobs")}, {NULL, NULL}};
	put_home_head(web, web->actor->unit_name,
		arena_printf(web->arena, TR(web, "%s，本部门及下级", "%s, own unit and below"), day_words(web)), buttons);
	if (!put_figures(web, TR(web, "本部门", "The department"), shows, sizeof shows / sizeof *shows, false)) return;
	H(web->out, "<div class=\"split\"><div class=\"wide stack\">\n");
	put_orders(web, book, TR(web, "待我办", "For me to do"), "/work-orders?unit=my-unit&state=sent,working", &todo,
		TR(web, "没有等您签收和办理的工单", "Nothing waits for you to sign for or to do"));
	put_red_matters(web, book, &red, TR(web, "本部门没有逾期的事项", "Nothing in the department is overdue"));
	put_unit_lamps(web);
	H(web->out, "</div><div class=\"aside broad stack\">\n");
	put_months(web);
	put_hands(web, &hands);
	H(web->out, "</div></div>\n");
	frame_close(web, &frame);
}

/* 我交办的: what this leader has instructed and is still open, the oldest limit first. */
static void put_given(Web *web, const Book *book) {
	Buf *out = web->out;
	Row *kind = query_row_by(
		web_conn(web), web->arena, web->actor, &model_records[RECORD_KIND], KIND_CODE, value_text("instruction"), false, NULL);
	Rows rows = {0};
	if (kind)
		rows = matters_read(web,
			arena_printf(
				web->arena, "kind=%lld&asker=me&state=new,accepted,sent,working,done&sort=due_at", (long long)row_id(kind)),
			GIVEN_MAX);
	H(out,
		"<section class=\"panel\" id=\"given\"><div class=\"panel-head\"><h2>%s</h2><a class=\"small push\" "
		"href=\"/instructions?mine=1\">%s</a></div>\n",
		TR(web, "我交办的", "Given by me"), TR(web, "全部", "All"));
	if (!rows.count)
		put_empty(web, TR(web, "没有在办的交办", "Nothing you gave is open"), "/instructions/new", TR(web, "交办", "Give one"));
	else H(out, "<ul class=\"panel-body lines\">\n");
	for (int i = 0; i < rows.count; i++) {
		const Row *row = &rows.rows[i];
		const char *unit = web_show(web, row, MATTER_OWNER_UNIT);
		H(out, "<li><p class=\"row\"><a href=\"/matters/%ld\">%s</a><span class=\"push\">", (long)row_id(row),
			row_text(row, MATTER_TITLE));
		put_clock(web, book, row);
		H(out, "</span></p><p class=\"muted small\">%s · %s · %s</p></li>\n", row_text(row, MATTER_NO),
			*unit ? unit : TR(web, "还没有派单", "Not dispatched"), web_show(web, row, MATTER_STATE));
	}
	if (rows.count) H(out, "</ul>");
	H(out, "</section>\n");
}

void leader_page(Web *web) {
	static const FigureShow shows[] = {{.name = "matters-open"}, {.name = "matters-red", .lamp = "red"},
		{.name = "matters-yellow", .lamp = "yellow"}, {.name = "done-on-time"}, {.name = "answered-on-time"},
		{.name = "satisfaction"}, {.name = "orders-open"}};
	Frame frame = {.title = TR(web, "工作台", "Home"), .active = "/home"};
	const Book *book = web_book(web);
	Rows red = matters_read(web, "view=red&sort=due_at", RED_MAX);
	frame_open(web, &frame);
	const char *const buttons[][2] = {{"/instructions/new", TR(web, "交办", "Give an instruction")},
		{"/effect-checks", TR(web, "跟踪问效", "Effect checks")}, {"/figures", TR(web, "口径", "Definitions")}, {NULL, NULL}};
	put_home_head(
		web, arena_printf(web->arena, TR(web, "今天，%s", "Today, %s"), day_words(web)), TR(web, "全局", "The bureau"), buttons);
	if (!put_figures(web, TR(web, "七项", "Seven figures"), shows, sizeof shows / sizeof *shows, false)) return;
	H(web->out, "<div class=\"split\"><div class=\"wide stack\">\n");
	put_red_matters(web, book, &red, TR(web, "全局没有逾期的事项", "Nothing in the bureau is overdue"));
	put_given(web, book);
	H(web->out, "</div><div class=\"aside broad stack\">\n");
	put_months(web);
	H(web->out, "</div></div>\n<div class=\"split\">\n");
	put_compounds(web);
	put_channels(web);
	H(web->out, "</div>\n");
	frame_close(web, &frame);
}
