/* Homes of those who look on: inspectors, discipline, finance and the three administrators. */
#include "model_gen.h"
#include "module/home/home.h"
#include "web/app.h"

#include <sys/statvfs.h>

enum { LIST_MAX = 10, EFFECTS_MAX = 6 };

static bool open_home(
	Web *web, Frame *frame, const char *whose, const char *const buttons[][2], const FigureShow *shows, int count) {
	*frame = (Frame){.title = TR(web, "工作台", "Home"), .active = "/home"};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, frame);
	put_home_head(web, arena_printf(web->arena, TR(web, "今天，%s", "Today, %s"), day_words(web)), whose, buttons);
	return put_figures(web, whose, shows, count, false);
}

/* The first rows of a filter; false, and nothing shown, where there are none. */
static bool put_rows_panel(Web *web, int record, const char *filter, const char *title) {
	const Record *of = &model_records[record];
	Rows rows = rows_read(web, record, filter, LIST_MAX);
	if (!rows.count) return false;
	H(web->out,
		"<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2><a class=\"small push\" href=\"/%s?%s\">%s</a></div>\n",
		title, of->path, filter, TR(web, "全部", "All"));
	put_table(web, of, &rows, false);
	H(web->out, "</section>\n");
	return true;
}

/* Where none of the lists has anything: calm words. */
static void put_calm(Web *web, bool any, const char *words, const char *link, const char *link_words) {
	if (any) return;
	H(web->out, "<section class=\"panel\">");
	put_empty(web, words, link, link_words);
	H(web->out, "</section>\n");
}

void inspector_page(Web *web) {
	static const FigureShow shows[] = {{.name = "matters-effect"}, {.name = "matters-reopened"}, {.name = "matters-poor"},
		{.name = "matters-red", .lamp = "red"}, {.name = "quality-fine"}, {.name = "done-on-time"}, {.name = "satisfaction"}};
	Frame frame;
	Rows rows = matters_read(web, "view=effect&sort=effect_on", EFFECTS_MAX);
	const char *const buttons[][2] = {{"/effect-checks", TR(web, "跟踪问效", "Effect checks")}, {NULL, NULL}};
	if (!open_home(web, &frame, TR(web, "考评检查", "Inspection"), buttons, shows, 7)) return;
	H(web->out, "<div class=\"split\"><div class=\"wide stack\">\n");
	put_effects(web, &rows);
	H(web->out, "</div><div class=\"aside broad stack\">\n");
	put_months(web);
	H(web->out, "</div></div>\n");
	put_compounds(web);
	frame_close(web, &frame);
}

void discipline_page(Web *web) {
	static const FigureShow shows[] = {{.name = "matters-returned"}, {.name = "matters-reopened"}, {.name = "matters-urged"},
		{.name = "matters-refused"}, {.name = "matters-late-done"}, {.name = "matters-poor"},
		{.name = "matters-red", .lamp = "red"}};
	static const struct {
		const char *filter;
		Label title;
	} lists[] = {
		{"state=new,accepted,sent,working,done&return_count.ge=2&sort=-return_count", {"退单两次以上", "Returned twice or more"}},
		{"state=new,accepted,sent,working,done&reopen_count.gt=0&sort=-reopen_count", {"重开", "Opened again"}},
		{"state=refused&updated_at.ge=today-29", {"近 30 天不予受理", "Refused in 30 days"}},
		{"done_at.ge=today-29&satisfaction=poor,very_poor&sort=-done_at", {"近 30 天不满意", "Dissatisfied in 30 days"}},
		{"done_at.ge=today-29&on_time=0&sort=-done_at", {"近 30 天超时办结", "Completed late in 30 days"}}};
	Frame frame;
	bool any = false;
	if (!open_home(web, &frame, TR(web, "全局，只看不办", "The bureau, to look on"), NULL, shows, 7)) return;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		any |= put_rows_panel(web, RECORD_MATTER, lists[i].filter, label_in(lists[i].title, web->language));
	put_calm(web, any,
		TR(web, "没有反复退单、重开、不予受理和超时的事项", "Nothing was returned again, reopened, refused or late"), NULL, NULL);
	frame_close(web, &frame);
}

void finance_page(Web *web) {
	static const FigureShow shows[] = {{.name = "my-reports"}, {.name = "my-unrated"}};
	Frame frame;
	if (!open_home(web, &frame, TR(web, "财务", "Finance"), NULL, shows, 2)) return;
	put_calm(web, put_rows_panel(web, RECORD_MATTER, "asker=me&sort=-id", TR(web, "我报的事项", "Matters I reported")),
		TR(web, "您还没有报过事", "You have reported nothing yet"), "/matters/new", TR(web, "报修或提建议", "Report or suggest"));
	put_rows_panel(web, RECORD_ITEM, "view=open", TR(web, "年度纲目里在办的目", "Open items of the yearly programme"));
	frame_close(web, &frame);
}

static void put_fact(Web *web, const char *name, const char *words) {
	H(web->out, "<div><dt>%s</dt><dd>%s</dd></div>", name, words);
}

/* Free and whole space of the file system the data lie on. */
static const char *disk_words(Web *web) {
	struct statvfs disk;
	if (statvfs(web->app->config.data_dir, &disk) || !disk.f_blocks) return TR(web, "读不到", "cannot be read");
	uint64_t free_mb = (uint64_t)disk.f_bavail * disk.f_frsize >> 20, whole_mb = (uint64_t)disk.f_blocks * disk.f_frsize >> 20;
	return arena_printf(web->arena, TR(web, "剩 %llu GB，共 %llu GB", "%llu GB free of %llu GB"),
		(unsigned long long)free_mb >> 10, (unsigned long long)whole_mb >> 10);
}

/* The journal belongs to no record, so the read door cannot read it; its length and last moment show nobody's rows. */
static void put_journal_facts(Web *web) {
	Cursor *cursor = conn_query(web_conn(web), "SELECT seq, at FROM journal ORDER BY seq DESC LIMIT 1", NULL, 0);
	int64_t seq = 0, at = 0;
	if (cursor && cursor_next(cursor)) seq = cursor_int(cursor, 0), at = cursor_int(cursor, 1);
	if (cursor_end(cursor)) return;
	put_fact(web, TR(web, "留痕", "Journal"), arena_printf(web->arena, TR(web, "%lld 条", "%lld entries"), (long long)seq));
	if (at) put_fact(web, TR(web, "最后一条", "Last entry"), web_time(web, at));
}

static void put_health(Web *web) {
	H(web->out,
		"<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2><a class=\"small push\" href=\"/metrics\">%s</a></div><dl "
		"class=\"panel-body facts\">",
		TR(web, "运行", "Health"), TR(web, "指标", "Metrics"));
	put_fact(web, TR(web, "写入", "Writing"),
		door_is_broken(web->app->door) ? TR(web, "有故障，请看日志", "broken; see the log") : TR(web, "正常", "good"));
	put_fact(web, TR(web, "数据所在磁盘", "Disk of the data"), disk_words(web));
	put_journal_facts(web);
	H(web->out, "</dl></section>\n");
}

void system_page(Web *web) {
	static const FigureShow shows[] = {{.name = "people"}, {.name = "people-inactive"}, {.name = "units"}, {.name = "places"},
		{.name = "dictionary-changed"}, {.name = "years-unpublished"}};
	Frame frame;
	if (!open_home(web, &frame, TR(web, "系统管理", "System"), NULL, shows, 6)) return;
	put_health(web);
	put_rows_panel(web, RECORD_DICT_ITEM, "updated_at.ge=today-29&sort=-updated_at",
		TR(web, "近 30 天变动字典", "Dictionary items changed in 30 days"));
	put_rows_panel(web, RECORD_CALENDAR_YEAR, "sort=-year", TR(web, "年历", "Calendar years"));
	frame_close(web, &frame);
}

void security_page(Web *web) {
	static const FigureShow shows[] = {{.name = "posts"}, {.name = "posts-all"}, {.name = "tenures-ending"},
		{.name = "tenures-changed"}, {.name = "people-must-change"}, {.name = "people-inactive"}};
	Frame frame;
	if (!open_home(web, &frame, TR(web, "安全管理", "Security"), NULL, shows, 6)) return;
	put_rows_panel(
		web, RECORD_POST, "active.ne=0&data_scope=all&sort=name", TR(web, "数据权限为全部的岗位", "Posts that see everything"));
	put_rows_panel(
		web, RECORD_TENURE, "updated_at.ge=today-29&sort=-updated_at", TR(web, "近 30 天任职变动", "Tenures changed in 30 days"));
	frame_close(web, &frame);
}

void audit_page(Web *web) {
	static const FigureShow shows[] = {
		{.name = "people-changed"}, {.name = "posts-changed"}, {.name = "tenures-changed"}, {.name = "dictionary-changed"}};
	Frame frame;
	bool any;
	const char *const buttons[][2] = {{"/audit", TR(web, "操作日志", "Journal")}, {NULL, NULL}};
	if (!open_home(web, &frame, TR(web, "审计", "Audit"), buttons, shows, 4)) return;
	H(web->out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2></div><dl class=\"panel-body facts\">",
		TR(web, "留痕", "Journal"));
	put_journal_facts(web);
	H(web->out, "</dl></section>\n");
	put_rows_panel(web, RECORD_EXPORT_LOG, "sort=-id", TR(web, "最近导出", "Latest exports"));
	any = put_rows_panel(
		web, RECORD_POST, "updated_at.ge=today-29&sort=-updated_at", TR(web, "近 30 天变动岗位", "Posts changed in 30 days"));
	any |= put_rows_panel(
		web, RECORD_PERSON, "updated_at.ge=today-29&sort=-updated_at", TR(web, "近 30 天变动人员", "People changed in 30 days"));
	put_calm(web, any, TR(web, "近 30 天岗位和人员没有变动", "No post or person changed within 30 days"), NULL, NULL);
	frame_close(web, &frame);
}
