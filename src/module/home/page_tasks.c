/* /tasks: a worker's jobs on the phone — now, to accept, today — and what to do with each under the thumb. */
#include "model_gen.h"
#include "module/home/home.h"

#include <string.h>

enum { JOBS_MAX = 50, POOL_MAX = 20 };

typedef struct Tasks {
	Rows mine, pool, matters;
	const Row *now; /* the one under way, or NULL */
	FigureCount counts[6];
	int64_t refused; /* the order whose command was refused: its form keeps the photos */
} Tasks;

static const FigureShow month[] = {
	{.name = "my-month"}, {.name = "my-on-time"}, {.name = "my-praise"}, {.name = "my-today"}, {.name = "my-open"}};
enum { MONTH = 3, TODAY = 3, OPEN = 4, COUNTS = 5 };

/* Detail and urgency of the matters of these orders, in one reading. */
static Rows matters_of(Web *web, const Rows *mine, const Rows *pool) {
	Query query;
	Rows rows = {0};
	const Rows *both[] = {mine, pool};
	Value *ids = arena_array(web->arena, FILTER_VALUES_MAX, sizeof *ids);
	int count = 0;
	for (int b = 0; b < 2; b++)
		for (int i = 0; i < both[b]->count && count < FILTER_VALUES_MAX; i++)
			ids[count++] = both[b]->rows[i].values[WORK_ORDER_MATTER];
	if (!count) return rows;
	query_init(&query, &model_records[RECORD_MATTER]);
	query.limit = FILTER_VALUES_MAX;
	query.labels = false;
	query.filters[query.filter_count++] = (Filter){FIELD_ID_AT, FILTER_IN, ids, count};
	query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows);
	return rows;
}

static const Row *matter_of(const Tasks *tasks, const Row *order) {
	for (int i = 0; i < tasks->matters.count; i++)
		if (row_id(&tasks->matters.rows[i]) == row_int(order, WORK_ORDER_MATTER)) return &tasks->matters.rows[i];
	return NULL;
}

static bool is_state(const Row *row, const char *state) {
	return !strcmp(row_text(row, WORK_ORDER_STATE), state);
}

static bool is_paused(const Row *row) {
	return !value_is_null(row->values[WORK_ORDER_PAUSED_AT]);
}

/* Where the worker is: the last arrived at; else what is signed for and due first. */
static const Row *now_of(const Rows *mine) {
	const Row *found = NULL;
	for (int i = 0; i < mine->count; i++) {
		const Row *row = &mine->rows[i];
		if (!is_state(row, WORK_ORDER_STATE_WORKING) || is_paused(row)) continue;
		if (!found || row_int(row, WORK_ORDER_ATTENDED_AT) > row_int(found, WORK_ORDER_ATTENDED_AT)) found = row;
	}
	return found;
}

static bool tasks_load(Web *web, Tasks *tasks) {
	tasks->mine = orders_read(web, "worker=me&state=sent,working&sort=due_at", JOBS_MAX);
	tasks->pool = orders_read(web, "worker=null&state=sent&sort=due_at", POOL_MAX);
	tasks->matters = matters_of(web, &tasks->mine, &tasks->pool);
	tasks->now = now_of(&tasks->mine);
	return !web_figures_count(web, month, COUNTS, tasks->counts);
}

static void put_action_form(Web *web, const Row *row, const char *does, const char *words, bool main, bool photo, bool kept) {
	Buf *out = web->out;
	long id = (long)row_id(row);
	H(out, "<form class=\"act\" method=\"post\" action=\"/tasks/%ld\" enctype=\"multipart/form-data\" data-once>", id);
	put_form_hidden(web);
	if (photo) {
		H(out, "<div class=\"shoot\" data-photo=\"photos\">");
		put_icon(web, "camera");
		H(out,
			"<div class=\"grow\"><b>%s</b><small>%s</small><input type=\"file\" name=\"photos\" aria-label=\"%s\" multiple "
			"accept=\"image/jpeg,image/png\" capture=\"environment\"></div></div><ul class=\"files\" data-photo-list=\"photos\">",
			TR(web, "拍修前", "Photo before"), TR(web, "可不拍，拍了更说得清", "not needed, but it tells more"),
			TR(web, "修前照片", "Photo before"));
		if (kept) put_uploads_kept(web, "photos");
		H(out, "</ul>");
	}
	H(out, "<button class=\"btn block%s\" name=\"do\" value=\"%s\" data-submit>", main ? " main" : "", does);
	put_icon(web, !strcmp(does, "attend") ? "pin" : !strcmp(does, "resume") ? "play" : "check");
	H(out, "%s</button></form>", words);
}

static void put_way(Web *web, const Row *row, const char *way, const char *icon, const char *words, bool main) {
	H(web->out, "<a class=\"btn%s\" href=\"/tasks/%ld/%s\">", main ? " main" : "", (long)row_id(row), way);
	put_icon(web, icon);
	H(web->out, "%s</a>", words);
}

static void put_actions(Web *web, const Tasks *tasks, const Row *row) {
	bool kept = tasks->refused == row_id(row), now = row == tasks->now;
	bool arrived = !value_is_null(row->values[WORK_ORDER_ATTENDED_AT]);
	if (is_state(row, WORK_ORDER_STATE_WORKING) && !is_paused(row) && !arrived)
		put_action_form(web, row, "attend", TR(web, "已到场", "I have arrived"), true, now, kept);
	H(web->out, "<div class=\"actions\">");
	if (is_state(row, WORK_ORDER_STATE_SENT)) {
		put_action_form(web, row, "sign", TR(web, "接单", "Accept"), true, false, false);
		put_way(web, row, "return", "undo", TR(web, "退回", "Return"), false);
	} else if (is_paused(row)) {
		put_action_form(web, row, "resume", TR(web, "继续办", "Go on"), true, false, false);
		put_way(web, row, "finish", "check", TR(web, "完成", "Finish"), false);
	} else {
		put_way(web, row, "finish", "check", TR(web, "完成", "Finish"), arrived);
		put_way(web, row, "cannot", "pause", TR(web, "修不了", "Cannot"), false);
	}
	H(web->out, "</div>");
}

static void put_card(Web *web, const Tasks *tasks, const Row *row) {
	Buf *out = web->out;
	const char *lamp = row_lamp(row, web->now);
	const Row *matter = matter_of(tasks, row);
	bool late = !strcmp(lamp, "red"), soon = !strcmp(lamp, "yellow");
	H(out, "<section class=\"card%s\"><div class=\"card-line\"><b><a href=\"/work-orders/%ld\">%s</a></b>",
		row == tasks->now ? " now"
		: late			  ? " late"
		: soon			  ? " soon"
						  : "",
		(long)row_id(row), web_show(web, row, WORK_ORDER_TASK));
	put_lamp(web, lamp,
		late ? arena_printf(web->arena, "%s %s", TR(web, "已超", "Over"), clock_words(web, NULL, row))
			 : clock_words(web, NULL, row));
	H(out, "</div><p class=\"muted\">%s</p>", row_text(row, WORK_ORDER_PLACE_NAME));
	if (matter && *row_text(matter, MATTER_DETAIL))
		H(out, "<p>%s</p>", text_cut(web->arena, row_text(matter, MATTER_DETAIL), 80));
	H(out, "<p class=\"row\">");
	if (matter && row_int(matter, MATTER_URGENT) == 1) H(out, "<span class=\"tag red\">%s</span>", TR(web, "紧急", "Urgent"));
	if (!value_is_null(row->values[WORK_ORDER_ATTENDED_AT]))
		H(out, "<span class=\"tag green\">%s %s</span>", TR(web, "已到场", "arrived"),
			web_time(web, row_int(row, WORK_ORDER_ATTENDED_AT)));
	if (is_paused(row)) H(out, "<span class=\"tag inner\">%s</span>", web_show(web, row, WORK_ORDER_PAUSE_REASON));
	if (!strcmp(row_text(row, WORK_ORDER_ROLE), ORDER_ROLE_IS_HELPER))
		H(out, "<span class=\"tag\">%s</span>", TR(web, "协办", "Cooperating"));
	H(out, "<span class=\"tag\">%s</span></p>", row_text(row, WORK_ORDER_NO));
	put_actions(web, tasks, row);
	H(out, "</section>\n");
}

static void put_group(Web *web, const Tasks *tasks, const char *title, const Rows *rows, const char *state, int paused) {
	bool any = false;
	int count = 0;
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < rows->count; i++) {
			const Row *row = &rows->rows[i];
			if (row == tasks->now || !is_state(row, state) || is_paused(row) != (paused == 1)) continue;
			if (!pass) count++;
			else {
				if (!any) H(web->out, "<h2 class=\"cards-title\">%s<span class=\"count soft\">%d</span></h2>\n", title, count);
				any = true;
				put_card(web, tasks, row);
			}
		}
}

static void put_none(Web *web, const Tasks *tasks) {
	if (tasks->mine.count || tasks->pool.count) return;
	H(web->out, "<section class=\"card empty\">");
	put_icon(web, "check");
	H(web->out, "<p>%s</p></section>\n",
		tasks->counts[TODAY].count
			? TR(web, "今天的活都干完了，辛苦", "All of today's jobs are done. Thank you")
			: TR(web, "现在没有派给您的活，有了会排在这里", "No job for you now; when there is one, it stands here"));
}

void tasks_page(Web *web, int64_t refused) {
	Tasks tasks = {.refused = refused};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	if (!tasks_load(web, &tasks)) {
		web_fault(web);
		return;
	}
	long open = (long)tasks.counts[OPEN].count, done = (long)tasks.counts[TODAY].count;
	PhoneHead head = {.over = arena_printf(web->arena, "%s · %s", web->actor->unit_name, web->actor->post),
		.heading = arena_printf(web->arena, TR(web, "手上 %ld 件，今天已完成 %ld 件", "%ld open, %ld done today"), open, done),
		.under = arena_printf(web->arena, "%s，%s %s", day_words(web), TR(web, "截至", "as of"), minute_words(web)),
		.home = true};
	Frame frame = {.title = TR(web, "我的任务", "My jobs"), .phone = &head};
	frame_open(web, &frame);
	put_errors(web);
	if (tasks.now) {
		H(web->out, "<h2 class=\"cards-title\">%s</h2>\n", TR(web, "现在", "Now"));
		put_card(web, &tasks, tasks.now);
	}
	put_group(web, &tasks, TR(web, "等我接单", "To accept"), &tasks.mine, WORK_ORDER_STATE_SENT, 0);
	put_group(web, &tasks, TR(web, "本班待接", "For the team to accept"), &tasks.pool, WORK_ORDER_STATE_SENT, 0);
	put_group(web, &tasks, TR(web, "接着办", "Next"), &tasks.mine, WORK_ORDER_STATE_WORKING, 0);
	put_group(web, &tasks, TR(web, "暂停的", "Paused"), &tasks.mine, WORK_ORDER_STATE_WORKING, 1);
	put_none(web, &tasks);
	H(web->out, "<h2 class=\"cards-title\">%s</h2>\n", TR(web, "我的本月", "My month"));
	put_counted_figures(web, TR(web, "我的本月", "My month"), month, tasks.counts, MONTH, true);
	H(web->out, "<p><a class=\"btn block\" href=\"/my/opinion\">%s</a></p>\n", TR(web, "我的建议", "My suggestion"));
	frame_close(web, &frame);
}

void tasks_get(Web *web) {
	tasks_page(web, 0);
}

/* The acts of one tap: accept, arrive, go on. */
void tasks_post(Web *web) {
	static const char *const may[] = {"sign", "attend", "resume"};
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	const char *does = web_value(web, "do");
	const CommandDef *command = NULL;
	for (int i = 0; i < 3 && does; i++)
		if (!strcmp(does, may[i])) command = record_command(&model_records[RECORD_WORK_ORDER], may[i]);
	if (!command) {
		web_not_found(web);
		return;
	}
	Outcome outcome = form_call(web, command, web->ids[0]);
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_REFUSED) tasks_page(web, web->ids[0]);
	else
		web_done(web, "/tasks",
			!strcmp(does, "sign")	  ? TR(web, "已接单", "Accepted")
			: !strcmp(does, "attend") ? TR(web, "已登记到场", "Arrival recorded")
									  : TR(web, "已继续计时", "The clock goes on"));
}
