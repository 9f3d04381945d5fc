/* The team leader's home: what to assign, the team's lamps, people and load, what sleeps over tonight, what to check. */
#include "model_gen.h"
#include "module/home/home.h"

#include <string.h>

enum { ASSIGN_MAX = 12, SUGGESTED = 3, CHECK_MAX = 5, NIGHT_MAX = 12 };

static void put_suggestion(Web *web, const Hand *hand, Suit suit, bool first) {
	H(web->out, "<button class=\"btn%s\" name=\"worker\" value=\"%ld\">%s %s<span class=\"muted small\">%s</span></button>",
		first ? " main" : "", (long)hand->person, TR(web, "派给", "Give to"), hand->name, suit_words(web, suit, hand->jobs));
}

/* The next best of those not shown yet, of the order's own unit or below it; the leader only where there is nobody else. NULL: none. */
static const Hand *next_best(Web *web, const Row *row, const Hands *hands, const Suits *suits, const bool *shown) {
	const Hand *best = NULL;
	int64_t most = 0;
	for (int i = 0; i < hands->count; i++) {
		const Hand *hand = &hands->items[i];
		bool here = hand->unit == row_int(row, WORK_ORDER_UNIT);
		if (shown[i] || (!here && web->actor->unit != row_int(row, WORK_ORDER_UNIT))) continue;
		int64_t score = suit_score(suit_of(suits, row_id(row), hand->person), hand->jobs);
		if (hand->person == web->actor->person) score -= 1000000;
		if (!best || score > most) best = hand, most = score;
	}
	return best;
}

/* By skill, place and load; the fewest jobs first where nothing else tells them apart. */
static void put_suggestions(Web *web, const Row *row, const Hands *hands, const Suits *suits) {
	bool shown[PEOPLE_MAX] = {false};
	const Hand *hand;
	int count = 0;
	for (; count < SUGGESTED && (hand = next_best(web, row, hands, suits, shown)); count++) {
		shown[hand - hands->items] = true;
		put_suggestion(web, hand, suit_of(suits, row_id(row), hand->person), !count);
	}
	if (!count)
		H(web->out, "<a class=\"btn main\" href=\"/work-orders/%ld/assign\">%s</a>", (long)row_id(row),
			TR(web, "派给…", "Assign…"));
}

static void put_assign_card(Web *web, const Book *book, const Row *row, const Hands *hands, const Suits *suits) {
	Buf *out = web->out;
	long id = (long)row_id(row);
	H(out,
		"<div class=\"assign\"><p class=\"row\"><label class=\"pick\"><input type=\"checkbox\" name=\"order\" value=\"%ld\" "
		"form=\"several\"><span class=\"hide\">%s %s</span></label>",
		id, TR(web, "选中", "Choose"), web_show(web, row, WORK_ORDER_TASK));
	put_clock(web, book, row);
	H(out,
		"<span class=\"push muted small\">%s</span></p><h3 class=\"h2\"><a href=\"/work-orders/%ld\">%s</a></h3><p "
		"class=\"muted\">%s · "
		"%s</p>",
		row_text(row, WORK_ORDER_NO), id, web_show(web, row, WORK_ORDER_TASK), row_text(row, WORK_ORDER_PLACE_NAME),
		web_show(web, row, WORK_ORDER_UNIT));
	H(out, "<form class=\"actions\" method=\"post\" action=\"/home/assign\" data-once>");
	put_form_hidden(web);
	H(out, "<input type=\"hidden\" name=\"order\" value=\"%ld\">", id);
	put_suggestions(web, row, hands, suits);
	H(out,
		"<a class=\"btn plain\" href=\"/work-orders/%ld/assign\">%s</a><a class=\"btn plain\" "
		"href=\"/tasks/%ld/return\">%s</a></form></div>\n",
		id, TR(web, "别人", "Another"), id, TR(web, "退回调度", "Return"));
}

static void put_several(Web *web, const Hands *hands) {
	H(web->out, "<form class=\"panel-foot row\" id=\"several\" method=\"post\" action=\"/home/assign\" data-once>");
	put_form_hidden(web);
	H(web->out, "<label for=\"f-worker\">%s</label><select class=\"input narrow\" id=\"f-worker\" name=\"worker\">",
		TR(web, "选中的一并派给", "Give all chosen to"));
	for (int i = 0; i < hands->count; i++)
		H(web->out, "<option value=\"%ld\">%s（%ld）</option>", (long)hands->items[i].person, hands->items[i].name,
			(long)hands->items[i].jobs);
	H(web->out, "</select><button class=\"btn\">%s</button></form>\n", TR(web, "派给", "Assign"));
}

static void put_assigning(Web *web, const Book *book, const Rows *rows, const Hands *hands, const Suits *suits) {
	H(web->out,
		"<section class=\"panel\" aria-labelledby=\"assign\"><div class=\"panel-head\"><h2 id=\"assign\">%s</h2><span "
		"class=\"count "
		"%s\">%d</span><a class=\"small push\" href=\"/work-orders?view=assign\">%s</a></div>\n",
		TR(web, "要我派的", "To assign"), rows->count ? "late" : "soft", rows->count, TR(web, "全部", "All"));
	if (!rows->count) put_empty(web, TR(web, "没有要派的，都有人在办", "Nothing to assign; everything has somebody"), NULL, NULL);
	else H(web->out, "<div class=\"panel-body\">\n");
	for (int i = 0; i < rows->count; i++) put_assign_card(web, book, &rows->rows[i], hands, suits);
	if (rows->count) H(web->out, "</div>\n");
	if (rows->count > 1 && hands->count) put_several(web, hands);
	H(web->out, "</section>\n");
}

/* Photos of the matters of these orders, for the pair before and after. */
static Rows photos_of(Web *web, const Rows *orders) {
	Query query;
	Rows rows = {0};
	Value *ids = arena_array(web->arena, CHECK_MAX + 1, sizeof *ids);
	if (!orders->count) return rows;
	for (int i = 0; i < orders->count; i++) ids[i] = orders->rows[i].values[WORK_ORDER_MATTER];
	query_init(&query, &model_records[RECORD_ATTACHMENT]);
	query.limit = 60;
	query.labels = false;
	query.filters[query.filter_count++] = (Filter){ATTACHMENT_MATTER, FILTER_IN, ids, orders->count};
	query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows);
	return rows;
}

static void put_photo(Web *web, const Rows *photos, int64_t matter, const char *stage, const char *words) {
	for (int i = 0; i < photos->count; i++) {
		const Row *photo = &photos->rows[i];
		if (row_int(photo, ATTACHMENT_MATTER) != matter || strcmp(row_text(photo, ATTACHMENT_STAGE), stage)) continue;
		long id = (long)row_id(photo);
		H(web->out, "<a class=\"photo\" href=\"/files/%ld\"><img src=\"/files/%ld/thumb\" alt=\"%s\"><span>%s %s</span></a>", id,
			id, words, words, web_time(web, row_int(photo, FIELD_CREATED_AT_AT)));
		return;
	}
	H(web->out, "<p class=\"photo none\"><span>%s%s</span></p>", TR(web, "没有", "No photo "), words);
}

static void put_pair(Web *web, const Rows *photos, int64_t matter) {
	bool any = false;
	for (int i = 0; i < photos->count; i++) any |= row_int(&photos->rows[i], ATTACHMENT_MATTER) == matter;
	if (!any) {
		H(web->out, "<p class=\"muted small\">%s</p>", TR(web, "没有修前修后照片", "No photos before or after"));
		return;
	}
	H(web->out, "<div class=\"photo-pair\">");
	put_photo(web, photos, matter, ATTACHMENT_STAGE_IS_BEFORE, TR(web, "修前照片", "Before"));
	put_photo(web, photos, matter, ATTACHMENT_STAGE_IS_AFTER, TR(web, "修后照片", "After"));
	H(web->out, "</div>");
}

static void put_check(Web *web, const Row *row, const Rows *photos) {
	Buf *out = web->out;
	int64_t matter = row_int(row, WORK_ORDER_MATTER);
	H(out,
		"<div class=\"panel-body check\"><p><b><a href=\"/work-orders/%ld\">%s</a></b></p><p class=\"muted small\">%s · %s · %s "
		"%s</p>",
		(long)row_id(row), web_show(web, row, WORK_ORDER_TASK), row_text(row, WORK_ORDER_PLACE_NAME),
		web_show(web, row, WORK_ORDER_WORKER), TR(web, "自评", "by himself"), web_show(web, row, WORK_ORDER_QUALITY));
	put_pair(web, photos, matter);
	H(out, "<form class=\"actions\" method=\"post\" action=\"/home/check/%ld\" data-once>", (long)row_id(row));
	put_form_hidden(web);
	H(out,
		"<button class=\"btn main\" name=\"do\" value=\"check\">%s</button><a class=\"btn\" "
		"href=\"/work-orders/%ld/rework\">%s</a></form></div>\n",
		TR(web, "通过", "Passed"), (long)row_id(row), TR(web, "返工", "Rework"));
}

static void put_checks(Web *web, const Rows *rows) {
	Rows photos = photos_of(web, rows);
	H(web->out,
		"<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2><span class=\"count soft\">%d%s</span><a class=\"small "
		"push\" "
		"href=\"/work-orders?view=check\">%s</a></div>",
		TR(web, "待复核", "To check"), rows->count, rows->next ? "+" : "", TR(web, "全部", "All"));
	if (!rows->count) put_empty(web, TR(web, "近 7 天办结的都复核过了", "Everything completed in 7 days is checked"), NULL, NULL);
	for (int i = 0; i < rows->count; i++) put_check(web, &rows->rows[i], &photos);
	H(web->out, "</section>\n");
}

void team_page(Web *web) {
	static const FigureShow shows[] = {{.name = "orders-assign"}, {.name = "orders-red", .lamp = "red"},
		{.name = "orders-yellow", .lamp = "yellow"}, {.name = "orders-green", .lamp = "green"},
		{.name = "orders-grey", .lamp = "grey"}, {.name = "orders-open"}, {.name = "orders-on-time"},
		{.name = "orders-quality", .label = NULL}};
	Frame frame = {.title = web->actor->unit_name, .active = "/home"};
	Hands hands;
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	const Book *book = web_book(web);
	Rows assign = orders_read(web, "view=assign&sort=due_at", ASSIGN_MAX),
		 night = orders_read(web, "view=tonight&sort=due_at", NIGHT_MAX), check = orders_read(web, "view=check", CHECK_MAX);
	Suits *suits = arena_alloc(web->arena, sizeof *suits);
	if (hands_read(web, &hands) || suits_read(web, &assign, &hands, suits)) {
		web_fault(web);
		return;
	}
	frame_open(web, &frame);
	const char *const buttons[][2] = {{"/tasks", TR(web, "我自己的活", "My own jobs")}, {NULL, NULL}};
	put_home_head(web, web->actor->unit_name, day_words(web), buttons);
	if (!put_figures(web, TR(web, "本班", "The team"), shows, sizeof shows / sizeof *shows, false)) return;
	H(web->out, "<div class=\"split\"><div class=\"wide stack\">\n");
	put_assigning(web, book, &assign, &hands, suits);
	put_orders(web, book, TR(web, "今晚过夜，待说明", "Sleeping over tonight, to explain"), "/roll-call", &night,
		TR(web, "都办结或说明了，今晚没有不明不白过夜的", "All done or explained; nothing sleeps without a word"));
	H(web->out, "</div><div class=\"aside stack\">\n");
	put_hands(web, &hands);
	put_checks(web, &check);
	H(web->out, "</div></div>\n");
	frame_close(web, &frame);
}

/* One order or several to one worker; each is one command, and what is refused is said by its number. */
void assign_post(Web *web) {
	int done = 0;
	int64_t worker = 0, order;
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	if (!web_value(web, "worker") || !text_to_int(web_value(web, "worker"), &worker))
		refuse(&web->refusals, REFUSAL_INPUT, "required", "worker", "请选择派给谁", "Choose whom to give it to");
	for (size_t i = 0; i < web->part_count && worker; i++) {
		const HttpPart *part = &web->parts[i];
		if (strcmp(part->name, "order") || !part->value || !text_to_int(part->value, &order)) continue;
		Given given = {WORK_ORDER_WORKER, value_int(worker)};
		Call call = {.command = &model_records[RECORD_WORK_ORDER].commands[WORK_ORDER_CMD_ASSIGN],
			.id = order,
			.given = &given,
			.given_count = 1};
		call.idem = arena_printf(web->arena, "%s-%lld", web_value(web, "once") ? web_value(web, "once") : "", (long long)order);
		Outcome outcome = web_call(web, &call);
		if (outcome.kind == OUTCOME_FAULT) {
			web_fault(web);
			return;
		}
		done += outcome.kind == OUTCOME_DONE;
	}
	if (!done && !web->refusals.count)
		refuse(&web->refusals, REFUSAL_INPUT, "required", "", "请先勾选要派的工单", "Choose the orders first");
	if (web->refusals.count) home_get(web);
	else web_done(web, "/home", arena_printf(web->arena, TR(web, "已派出 %d 件", "%d assigned"), done));
}

void check_post(Web *web) {
	Outcome outcome = form_call(web, &model_records[RECORD_WORK_ORDER].commands[WORK_ORDER_CMD_CHECK], web->ids[0]);
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_REFUSED) home_get(web);
	else web_done(web, "/home", TR(web, "已复核通过", "Checked"));
}
