/* /my: what an asker comes for. By log-in the person's own matters; without one the matters whose links this browser keeps. */
#include "model_gen.h"
#include "module/intake/track.h"

#include <string.h>

enum { SHOWN_MAX = 12 };

typedef struct Item {
	const char *token, *title, *place;
	Standing standing;
	int64_t yellow_at;
	bool waits; /* for the asker's word */
} Item;

typedef struct Mine {
	Item items[SHOWN_MAX];
	int count, open, waiting;
	int64_t done_month; /* -1: not counted */
	bool more;
	const char *phone;
} Mine;

static bool waits_of(const char *state, bool rated) {
	return (!strcmp(state, MATTER_STATE_DONE) || !strcmp(state, MATTER_STATE_CLOSED)) && !rated;
}

static void mine_add(Mine *mine, Item item) {
	bool ended = !strcmp(item.standing.state, MATTER_STATE_CLOSED) || !strcmp(item.standing.state, MATTER_STATE_REFUSED) ||
				 !strcmp(item.standing.state, MATTER_STATE_WITHDRAWN) || !strcmp(item.standing.state, MATTER_STATE_MERGED);
	mine->open += !ended;
	mine->waiting += item.waits;
	if (mine->count < SHOWN_MAX) mine->items[mine->count++] = item;
	else mine->more = true;
}

/* By log-in: open ones and those that wait for a rating, newest first. */
static void mine_by_login(Web *web, Mine *mine) {
	Query query;
	Rows rows;
	query_init(&query, &model_records[RECORD_MATTER]);
	query.limit = SHOWN_MAX;
	query.sort_field = FIELD_ID_AT;
	query.sort_down = true;
	query_read_text(
		&query, web->arena, web->actor, web->now, "asker=me&state=new,accepted,sent,working,done&sort=-id", &web->refusals);
	if (query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows)) return;
	mine->more = rows.next != NULL;
	for (int i = 0; i < rows.count; i++) {
		const Row *row = &rows.rows[i];
		bool rated = *row_text(row, MATTER_SATISFACTION);
		/* A kind in the catalogue named repair is the one with a worker; without the catalogue's row, an arrival clock tells it. */
		bool repair = row_int(row, MATTER_ATTEND_DUE) > 0;
		mine_add(mine, (Item){row_text(row, MATTER_TOKEN), row_text(row, MATTER_TITLE), row_text(row, MATTER_PLACE_NAME),
						   standing_of(web, row, repair, (Promise){0}), row_int(row, MATTER_YELLOW_AT),
						   waits_of(row_text(row, MATTER_STATE), rated)});
	}
	mine->done_month = web_count(web, &model_records[RECORD_MATTER],
		arena_printf(web->arena, "asker=me&done_at.ge=%s",
			day_format(web->arena, day_of_instant(web->now) - civil_of_instant(web->now).day + 1)),
		0);
}

static const char *column(Arena *arena, const Cursor *cursor, int at) {
	return cursor_is_null(cursor, at) ? "" : arena_strdup(arena, cursor_text(cursor, at));
}

static Item item_of(Web *web, const Cursor *c) {
	Arena *arena = web->arena;
	bool repair = !strcmp(column(arena, c, 14), "repair");
	Item item = {
		.token = column(arena, c, 0), .title = column(arena, c, 1), .place = column(arena, c, 2), .yellow_at = cursor_int(c, 11)};
	item.standing = (Standing){.state = column(arena, c, 3),
		.number = column(arena, c, 4),
		.unit = column(arena, c, 5),
		.result = column(arena, c, 6),
		.pause_reason = column(arena, c, 7),
		.repair = repair,
		.answered = !cursor_is_null(c, 8),
		.now = web->now,
		.attend_due = cursor_int(c, 9),
		.due_at = cursor_int(c, 10),
		.attended_at = cursor_int(c, 12),
		.paused_at = cursor_int(c, 13),
		.pause_until = cursor_int(c, 16)};
	item.waits = waits_of(item.standing.state, !cursor_is_null(c, 15));
	return item;
}

/* Without a log-in: the matters whose secret links this browser keeps; each token is the right to its row. */
static void mine_by_links(Web *web, Mine *mine) {
	const char *tokens[REMEMBERED_MAX];
	Value params[REMEMBERED_MAX];
	int count = remembered_read(web, tokens);
	BUF(sql, 4000);
	if (!count) return;
	buf_puts(&sql, "SELECT m.token, m.title, m.place_name, m.state, m.no, u.name, m.result, m.pause_reason, m.answered_at, "
				   "m.attend_due, m.due_at, "
				   "m.yellow_at, m.attended_at, m.paused_at, k.code, m.satisfaction, m.pause_until FROM matter m JOIN kind k ON "
				   "k.id = m.kind "
				   "LEFT JOIN unit u ON u.id = m.owner_unit WHERE m.token IN (");
	for (int i = 0; i < count; i++) buf_puts(&sql, i ? ",?" : "?"), params[i] = value_text(tokens[i]);
	buf_puts(&sql, ") ORDER BY m.id DESC");
	Cursor *cursor = conn_query(web_conn(web), buf_text(&sql), params, (size_t)count);
	while (cursor && cursor_next(cursor)) mine_add(mine, item_of(web, cursor));
	cursor_end(cursor);
}

/* ── the page ── */
static void put_big(Web *web, const char *class, const char *href, const char *icon, const char *words, const char *small) {
	H(web->out, "<a class=\"tile %s\" href=\"%s\"><span class=\"tile-face\">", class, href);
	put_icon(web, icon);
	H(web->out, "<span>%s", words);
	if (small) H(web->out, "<small>%s</small>", small);
	H(web->out, "</span></span></a>\n");
}

static void put_start(Web *web, const Mine *mine) {
	bool elder = !strcmp(web->mode, "elder");
	const char *tel = arena_printf(web->arena, "tel:%s", mine->phone);
	H(web->out, "<div class=\"tiles%s\">\n", elder ? "" : " three");
	if (elder) {
		if (*mine->phone)
			put_big(web, "hero", tel, "phone", TR(web, "打电话报修", "Call us"),
				arena_printf(web->arena, "%s %s", phone_show(web->arena, mine->phone),
					TR(web, "值班人员帮您登记", "the desk writes it down")));
		put_big(web, "big", "/my/report", "tool", TR(web, "我要报修", "Report"), NULL);
		put_big(web, "big", "/my/matters", "matter", TR(web, "我报的事", "My matters"),
			mine->waiting ? arena_printf(web->arena, TR(web, "%d 件等您说满意不满意", "%d wait for your word"), mine->waiting)
						  : NULL);
	} else {
		put_big(web, "hero", "/my/report", "tool", TR(web, "我要报修", "Report something"),
			TR(web, "选地点，点一下，拍张照片", "Place, one tap, a photo"));
		put_big(web, "", "/scan", "scan", TR(web, "扫一扫", "Scan a code"), NULL);
		put_big(web, "", "/my/opinion", "message", TR(web, "提建议", "Suggestion"), TR(web, "可匿名", "or anonymous"));
		if (*mine->phone) put_big(web, "", tel, "phone", TR(web, "打电话", "Call"), phone_show(web->arena, mine->phone));
	}
	H(web->out, "</div>\n");
}

static void put_item(Web *web, const Item *item) {
	const char *lamp = item->waits ? "green" : standing_lamp(&item->standing, item->yellow_at);
	H(web->out, "<a class=\"card%s\" href=\"/t/%s\"><b>%s</b><p>", item->waits ? " fine" : "", item->token, item->title);
	put_lamp(web, lamp, standing_words(web->arena, &item->standing, web->language));
	H(web->out, "</p>");
	if (*item->place) H(web->out, "<p class=\"muted small\">%s</p>", item->place);
	H(web->out, "</a>\n");
}

static void put_mine(Web *web, const Mine *mine) {
	Buf *out = web->out;
	if (mine->waiting) {
		H(out, "<h2 class=\"cards-title\">%s<span class=\"count\">%d</span></h2>\n", TR(web, "等您看看", "Waiting for you"),
			mine->waiting);
		for (int i = 0; i < mine->count; i++)
			if (mine->items[i].waits) put_item(web, &mine->items[i]);
	}
	H(out, "<h2 class=\"cards-title\" id=\"mine\">%s", TR(web, "我报的事", "My matters"));
	if (web->actor->person) H(out, "<a class=\"small\" href=\"/matters?view=mine\">%s</a>", TR(web, "全部", "All"));
	H(out, "</h2>\n");
	if (mine->count == mine->waiting)
		H(out, "<section class=\"card\"><p>%s</p></section>\n",
			mine->count ? TR(web, "没有正在办的事", "Nothing is under way")
			: web->actor->person
				? TR(web, "还没有报过事。点“我要报修”开始", "Nothing reported yet")
				: TR(web, "这台手机还没有报过事。报过的会留在这里；登录后能看到您的全部事项",
					  "Nothing reported from this phone yet. What you report is kept here; log in to see all of yours"));
	for (int i = 0; i < mine->count; i++)
		if (!mine->items[i].waits) put_item(web, &mine->items[i]);
}

/* The liaison's whole unit: each number opens its list, where it is filtered and exported. */
static void put_unit(Web *web) {
	static const struct {
		const char *filter, *zh, *en, *lamp;
	} lines[] = {{"view=open", "在办", "Under way", "green"}, {"view=red", "已超时", "Overdue", "red"},
		{"view=&state=done&answered_at=null", "等回音", "To be answered", "yellow"},
		{"view=closed", "已办结", "Finished", "blue"}, {"view=&satisfaction=very_good,good,fair", "满意", "Satisfied", "green"},
		{"view=&satisfaction=poor,very_poor", "不满意", "Dissatisfied", "grey"}};
	enum { LINES = sizeof lines / sizeof *lines };
	int64_t counts[LINES] = {0};
	Query *queries = arena_array(web->arena, LINES, sizeof *queries);
	Tally tallies[LINES];
	TallyRows rows;
	Buf *out = web->out;
	if (!(web->actor->roles & ROLE_BIT(ROLE_LIAISON))) return;
	for (int i = 0; i < LINES; i++) {
		query_init(&queries[i], &model_records[RECORD_MATTER]);
		tallies[i] = (Tally){.query = &queries[i]};
		if (!query_read_text(&queries[i], web->arena, web->actor, web->now, lines[i].filter, &web->refusals)) return;
	}
	if (query_tallies(web_conn(web), web->arena, web->actor, tallies, LINES, &rows)) return;
	for (int i = 0; i < rows.count; i++) counts[rows.rows[i].tally] = rows.rows[i].count;
	H(out,
		"<h2 class=\"cards-title\" id=\"unit\">%s<a class=\"small\" href=\"/matters?view=\">%s</a></h2>\n<div class=\"card "
		"lines\">",
		TR(web, "本单位的事", "My unit's matters"), TR(web, "历史、筛选、导出", "History, filter, export"));
	for (int i = 0; i < LINES; i++) {
		int64_t count = counts[i];
		H(out, "<div class=\"card-line\"><a href=\"/matters?%s\" data-count=\"%ld\">", lines[i].filter, (long)count);
		put_lamp(web, count || *lines[i].lamp != 'r' ? lines[i].lamp : "grey", TR(web, lines[i].zh, lines[i].en));
		html_put(out, TR(web, "</a><b>%ld 件</b></div>\n", "</a><b>%ld</b></div>\n"), (long)count);
	}
	H(out, "</div>\n");
}

static void put_guest_end(Web *web, const Mine *mine) {
	H(web->out, "<div class=\"row\"><a class=\"btn plain\" href=\"/login?next=%%2Fmy\">%s</a>", TR(web, "登录", "Log in"));
	if (mine->count) {
		H(web->out, "<form method=\"post\" action=\"/my/forget\" data-plain><button class=\"btn plain\">%s</button></form>",
			TR(web, "清除本机记录", "Forget me on this phone"));
	}
	H(web->out, "</div>\n");
}

static void mine_read(Web *web, Mine *mine) {
	*mine = (Mine){.done_month = -1, .phone = desk_phone(web)};
	if (web->actor->person) mine_by_login(web, mine);
	else mine_by_links(web, mine);
}

void my_get(Web *web) {
	Mine mine;
	bool elder = !strcmp(web->mode, "elder"), person = web->actor->person != 0;
	mine_read(web, &mine);
	const char *figures = NULL;
	if (person)
		figures = arena_printf(web->arena,
			TR(web, "%s · 在办 %d 件，等您评价 %d 件，本月办结 %lld 件", "%s · %d under way, %d to rate, %lld done this month"),
			*web->actor->unit_name ? web->actor->unit_name : web->actor->name, mine.open, mine.waiting,
			(long long)mine.done_month);
	Frame frame = {.title = TR(web, "我的服务", "My services"),
		.over = TR(web, "机关服务", "services"),
		.heading = elder ? TR(web, "您好，有事请找我们", "How can we help") : TR(web, "您好，需要我们做什么", "How can we help"),
		.under = elder ? NULL : figures,
		.foot = elder ? TR(web, "看不清、不会用，请直接打电话", "If in doubt, just call") : NULL};
	asker_open(web, &frame);
	put_start(web, &mine);
	/* Three buttons and nothing else above the fold: ui.md 2.2. */
	if (!elder) {
		put_unit(web);
		put_mine(web, &mine);
	}
	if (!elder && !person) put_guest_end(web, &mine);
	frame_close(web, &frame);
}

void my_matters(Web *web) {
	Mine mine;
	mine_read(web, &mine);
	Frame frame = {.title = TR(web, "我报的事", "My matters"),
		.over = TR(web, "机关服务", "services"),
		.heading = TR(web, "我报的事", "My matters")};
	asker_open(web, &frame);
	put_mine(web, &mine);
	H(web->out, "<p><a class=\"btn block\" href=\"/my/opinion\">%s</a></p><p><a class=\"btn block\" href=\"/my\">%s</a></p>\n",
		TR(web, "提建议、意见", "Make a suggestion"), TR(web, "返回", "Back"));
	if (!web->actor->person) put_guest_end(web, &mine);
	frame_close(web, &frame);
}

void my_forget(Web *web) {
	remembered_forget(web);
	web_done(web, "/my", TR(web, "本机记录已清除", "This phone has forgotten you"));
}
