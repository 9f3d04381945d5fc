/* Homes of department heads and of the bureau's leaders. */
#include "model_gen.h"
#include "module/home/home.h"

enum { TODO_MAX = 12, RED_MAX = 8, NIGHT_MAX = 10 };

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

void leader_page(Web *web) {
	static const FigureShow shows[] = {{.name = "matters-open"}, {.name = "matters-red", .lamp = "red"},
		{.name = "matters-yellow", .lamp = "yellow"}, {.name = "done-on-time"}, {.name = "answered-on-time"},
		{.name = "satisfaction"}, {.name = "orders-open"}};
	Frame frame = {.title = TR(web, "工作台", "Home"), .active = "/home"};
	const Book *book = web_book(web);
	Rows red = matters_read(web, "view=red&sort=due_at", RED_MAX);
	frame_open(web, &frame);
	const char *const buttons[][2] = {
		{"/effect-checks", TR(web, "跟踪问效", "Effect checks")}, {"/figures", TR(web, "口径", "Definitions")}, {NULL, NULL}};
	put_home_head(
		web, arena_printf(web->arena, TR(web, "今天，%s", "Today, %s"), day_words(web)), TR(web, "全局", "The bureau"), buttons);
	if (!put_figures(web, TR(web, "七项", "Seven figures"), shows, sizeof shows / sizeof *shows, false)) return;
	H(web->out, "<div class=\"split\"><div class=\"wide stack\">\n");
	put_red_matters(web, book, &red, TR(web, "全局没有逾期的事项", "Nothing in the bureau is overdue"));
	H(web->out, "</div><div class=\"aside broad stack\">\n");
	put_months(web);
	H(web->out, "</div></div>\n<div class=\"split\">\n");
	put_compounds(web);
	put_channels(web);
	H(web->out, "</div>\n");
	frame_close(web, &frame);
}
