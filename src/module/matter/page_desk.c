/* The dispatch desk: queues │ list │ record, the next step inline. Counts are views of the record, so they equal their lists. */
#include "model_gen.h"
#include "module/matter/desk.h"
#include "module/matter/pages.h"
#include "module/matter/similar.h"

#include <string.h>

enum { LIST_MAX = 60, SIMILAR_SHOWN = 3 };

static const char *const queues[] = {
	"new", "accepted", "unsigned", "soon", "red", "returned", "urged", "answer", "close", "callback", "effect"};
enum { QUEUES = sizeof queues / sizeof *queues };

typedef struct Desk {
	const char *view;
	const Record *record;
	int64_t counts[QUEUES];
	Rows rows;
	int64_t id; /* the matter in the pane; 0: none */
	bool chosen; /* by the person, not the first of the list */
	int64_t next, before; /* rows beside it */
} Desk;

static const char *desk_link(Web *web, const char *view, int64_t id) {
	if (!id) return arena_printf(web->arena, "/desk?view=%s", view);
	return arena_printf(web->arena, "/desk?view=%s&id=%lld", view, (long long)id);
}

static bool read_rows(Web *web, Desk *desk) {
	Query query;
	query_init(&query, desk->record);
	query.sort_down = false;
	const char *filter = arena_printf(web->arena, "view=%s", desk->view);
	query.limit = LIST_MAX;
	return query_read_text(&query, web->arena, web->actor, web->now, filter, &web->refusals) &&
		   !query_rows(web_conn(web), web->arena, web->actor, &query, false, &desk->rows);
}

/* The row in the pane and its neighbours; the first of the list where none is named. */
static void find_place(Web *web, Desk *desk) {
	const char *id = web_value(web, "id");
	int at = -1;
	if (!desk->id && id && text_to_int(id, &desk->id)) desk->chosen = true;
	for (int i = 0; i < desk->rows.count; i++)
		if (row_id(&desk->rows.rows[i]) == desk->id) at = i;
	if (!desk->id && desk->rows.count) at = 0, desk->id = row_id(&desk->rows.rows[0]);
	if (at > 0) desk->before = row_id(&desk->rows.rows[at - 1]);
	if (at + 1 < desk->rows.count) desk->next = row_id(&desk->rows.rows[at + 1]);
}

/* Every queue's number in one statement. */
static bool count_queues(Web *web, Desk *desk) {
	Query *queries = arena_array(web->arena, QUEUES, sizeof *queries);
	Tally tallies[QUEUES];
	TallyRows rows;
	for (int i = 0; i < QUEUES; i++) {
		query_init(&queries[i], desk->record);
		tallies[i] = (Tally){.query = &queries[i]};
		if (!query_read_text(
				&queries[i], web->arena, web->actor, web->now, record_view(desk->record, queues[i])->filter, &web->refusals))
			return false;
	}
	if (query_tallies(web_conn(web), web->arena, web->actor, tallies, QUEUES, &rows)) return false;
	for (int i = 0; i < rows.count; i++) desk->counts[rows.rows[i].tally] = rows.rows[i].count;
	return true;
}

static bool desk_read(Web *web, int64_t id, Desk *desk) {
	const char *view = web_value(web, "view");
	*desk = (Desk){.record = &model_records[RECORD_MATTER], .id = id, .chosen = id != 0};
	if (!count_queues(web, desk)) return false;
	for (int i = 0; i < QUEUES; i++) {
		bool named = view && !strcmp(view, queues[i]);
		if (named || (!desk->view && (!view || !*view) && desk->counts[i])) desk->view = queues[i];
	}
	if (!desk->view) desk->view = queues[0];
	if (!read_rows(web, desk)) return false;
	find_place(web, desk);
	return true;
}

/* ── queues and list ── */

static void put_queues(Web *web, const Desk *desk) {
	Buf *out = web->out;
	H(out, "<nav class=\"console-queues\" aria-label=\"%s\" data-swap=\"queues\" data-refresh=\"30\">\n",
		TR(web, "队列", "Queues"));
	for (int i = 0; i < QUEUES; i++) {
		const View *view = record_view(desk->record, queues[i]);
		const char *class = !strcmp(queues[i], "red") && desk->counts[i]	? " late"
							: !strcmp(queues[i], "soon") && desk->counts[i] ? " soon"
																			: "";
		H(out, "<a class=\"queue%s\" href=\"%s\" data-swap-link=\"console\"", class, desk_link(web, queues[i], 0));
		if (!strcmp(desk->view, queues[i])) H(out, " aria-current=\"page\"");
		H(out, ">%s<b>%ld%s</b></a>\n", label_in(view->label, web->language),
			(long)(desk->counts[i] > 999 ? 999 : desk->counts[i]), desk->counts[i] > 999 ? "+" : "");
	}
	H(out, "<p class=\"console-call\"><a class=\"btn main block\" href=\"/matters/new\" data-key=\"n\">");
	put_icon(web, "phone");
	H(out, "%s</a></p></nav>\n", TR(web, "接电话登记", "Take a call"));
}

static const char *item_lamp_words(Web *web, const Row *row, const char *lamp) {
	if (*lamp == 'b' || value_is_null(row->values[MATTER_DUE_AT])) return matter_state_words(web, row);
	if (!strcmp(lamp, "grey")) return TR(web, "暂停", "Paused");
	return web_time(web, row_int(row, MATTER_DUE_AT));
}

static void put_item(Web *web, const Desk *desk, const Row *row) {
	Buf *out = web->out;
	bool at = row_id(row) == desk->id;
	const char *lamp = row_lamp(row, web->now);
	H(out,
		"<li class=\"item pickable%s\" data-row><input type=\"checkbox\" name=\"id\" value=\"%ld\" aria-label=\"%s %s\" "
		"form=\"bulk\">",
		at ? " at" : "", (long)row_id(row), TR(web, "选", "Select"), row_text(row, MATTER_NO));
	H(out, "<a href=\"%s\" data-swap-link=\"console\"", desk_link(web, desk->view, row_id(row)));
	if (at) H(out, " aria-current=\"true\"");
	H(out, ">");
	put_lamp(web, lamp, item_lamp_words(web, row, lamp));
	H(out, "<b>%s</b><small>%s%s%s · %s", row_text(row, MATTER_TITLE), row_text(row, MATTER_PLACE_NAME),
		*row_text(row, MATTER_PLACE_NAME) ? " · " : "", web_show(web, row, MATTER_KIND),
		web_time(web, row->values[FIELD_CREATED_AT_AT].number));
	if (*web_show(web, row, MATTER_OWNER_UNIT)) H(out, " · %s", web_show(web, row, MATTER_OWNER_UNIT));
	if (row_int(row, MATTER_RETURN_COUNT))
		H(out, " · %s %ld", TR(web, "退单", "returned"), (long)row_int(row, MATTER_RETURN_COUNT));
	H(out, "</small></a></li>\n");
}

static void put_list(Web *web, const Desk *desk) {
	Buf *out = web->out;
	H(out, "<section class=\"console-list\" aria-labelledby=\"queue-title\" data-swap=\"list\" data-refresh=\"60\">\n");
	H(out,
		"<form id=\"bulk\" method=\"post\" action=\"/matters/bulk\" data-plain><input type=\"hidden\" name=\"view\" "
		"value=\"%s\">",
		desk->view);
	put_form_hidden(web);
	H(out,
		"</form><header class=\"console-head\"><h2 id=\"queue-title\">%s <span class=\"muted\">%d%s</span></h2><span "
		"class=\"push row\">",
		label_in(record_view(desk->record, desk->view)->label, web->language), desk->rows.count, desk->rows.next ? "+" : "");
	bool fresh = !strcmp(desk->view, "new"), early = fresh || !strcmp(desk->view, "accepted") || !strcmp(desk->view, "returned");
	if (fresh)
		H(out, "<button class=\"btn tiny\" form=\"bulk\" name=\"do\" value=\"accept\">%s</button>",
			TR(web, "受理所选", "Accept chosen"));
	if (early)
		H(out, "<button class=\"btn tiny\" form=\"bulk\" name=\"do\" value=\"merge\">%s</button>",
			TR(web, "合并所选", "Join chosen"));
	H(out, "</span></header>\n");
	H(out, "<ol>\n");
	for (int i = 0; i < desk->rows.count; i++) put_item(web, desk, &desk->rows.rows[i]);
	H(out, "</ol>\n");
	if (!desk->rows.count) put_empty(web, TR(web, "这一队列已清空，看看下一个队列", "This queue is empty"), NULL, NULL);
	H(out, "</section>\n");
}

/* ── the pane ── */

static void put_hidden(Web *web, const Desk *desk) {
	put_form_hidden(web);
	H(web->out, "<input type=\"hidden\" name=\"view\" value=\"%s\"><input type=\"hidden\" name=\"next\" value=\"%ld\">",
		desk->view, (long)(desk->next ? desk->next : desk->before));
}

static void form_open(Web *web, const Desk *desk, const MatterPage *page, const char *command, const char *title) {
	H(web->out, "<form class=\"panel\" method=\"post\" action=\"/desk/%ld/%s\" novalidate data-once>", (long)page->id, command);
	put_hidden(web, desk);
	H(web->out, "<input type=\"hidden\" name=\"version\" value=\"%ld\">", (long)page->row->values[FIELD_VERSION_AT].number);
	H(web->out, "<div class=\"panel-head\"><h2>%s</h2></div><div class=\"panel-body fields\">\n", title);
}

static void form_close(Web *web, const char *words, const char *key) {
	H(web->out, "</div><div class=\"panel-foot row\"><button class=\"btn main\" data-submit data-key=\"%s\">%s</button>", key,
		words);
	H(web->out, "<span class=\"why push desk-only\">Ctrl+Enter</span></div></form>\n");
}

static bool may(const Web *web, const MatterPage *page, int command) {
	const CommandDef *def = &page->row->record->commands[command];
	return command_allowed(def, web->actor) && command_fits_state(def, page->row);
}

static void put_asked_form(Web *web, const Desk *desk, const MatterPage *page, int index, const char *key) {
	const CommandDef *command = &page->row->record->commands[index];
	const char *words = label_in(command->label, web->language);
	form_open(web, desk, page, command->name, words);
	put_asks(web, command, page->row);
	form_close(web, words, key);
}

/* Likely the same, for what is not sent yet: one press joins it. */
static void put_same(Web *web, const Desk *desk, const MatterPage *page) {
	const Row *row = page->row;
	Similar similar[SIMILAR_SHOWN];
	SimilarAsk ask = {row_int(row, MATTER_PLACE), row_int(row, MATTER_ASSET), row_int(row, MATTER_PROBLEM),
		row_text(row, MATTER_TITLE), page->id};
	int count = 0;
	Buf *out = web->out;
	if (!may(web, page, MATTER_CMD_MERGE) ||
		matters_similar(web_conn(web), web->arena, web->actor, &ask, SIMILAR_SHOWN, similar, &count))
		return;
	for (int i = 0; i < count; i++) {
		H(out, "<form class=\"note info\" method=\"post\" action=\"/desk/%ld/merge\" data-once>", (long)page->id);
		put_hidden(web, desk);
		H(out, "<div class=\"grow\">%s <a href=\"/matters/%ld\">%s %s</a> <span class=\"muted small\">%s</span></div>",
			TR(web, "可能是同一件：", "Perhaps the same:"), (long)similar[i].id, similar[i].no, similar[i].title,
			label_in(similar_why_label(similar[i].why), web->language));
		H(out, "<button class=\"btn tiny\" name=\"merged_into\" value=\"%ld\">%s</button></form>\n", (long)similar[i].id,
			TR(web, "合并到它", "Join to it"));
	}
}

/* The step that is due, as a form; what is rarer behind it. */
static void put_step(Web *web, const Desk *desk, const MatterPage *page) {
	const char *view = desk->view;
	bool open = may(web, page, MATTER_CMD_URGE) && (!strcmp(row_text(page->row, MATTER_STATE), MATTER_STATE_SENT) ||
													   !strcmp(row_text(page->row, MATTER_STATE), MATTER_STATE_WORKING));
	if (may(web, page, MATTER_CMD_ACCEPT)) {
		form_open(web, desk, page, "accept", TR(web, "受理", "Accept"));
		H(web->out, "<p class=\"muted\">%s</p>",
			TR(web, "受理后进入“待派单”；不属本局的，选不予受理并说明去向", "Accepted ones are to be dispatched next"));
		form_close(web, TR(web, "受理", "Accept"), "a");
	} else if (may(web, page, MATTER_CMD_DISPATCH))
		put_dispatch_form(web, page, arena_printf(web->arena, "/desk/%lld/dispatch", (long long)page->id), true, view,
			desk->next ? desk->next : desk->before);
	else if (!strcmp(view, "callback") && may(web, page, MATTER_CMD_CALLBACK))
		put_asked_form(web, desk, page, MATTER_CMD_CALLBACK, "a");
	else if (may(web, page, MATTER_CMD_ANSWER) && value_is_null(page->row->values[MATTER_ANSWERED_AT]))
		put_asked_form(web, desk, page, MATTER_CMD_ANSWER, "a");
	else if (may(web, page, MATTER_CMD_CLOSE) && page->duties.account.state == DUTY_FULL &&
			 page->duties.outcome.state == DUTY_FULL && page->duties.answer.state == DUTY_FULL)
		put_asked_form(web, desk, page, MATTER_CMD_CLOSE, "a");
	else if (open) put_asked_form(web, desk, page, MATTER_CMD_URGE, "u");
}

static void put_pane(Web *web, const Desk *desk, const MatterPage *page) {
	Buf *out = web->out;
	int all[PAGE_ORDERS_MAX];
	H(out, "<p class=\"row small\"><a class=\"phone-only\" href=\"%s\">%s</a>", desk_link(web, desk->view, 0),
		TR(web, "返回列表", "Back to the list"));
	if (desk->before)
		H(out, "<a href=\"%s\" data-swap-link=\"console\" data-key=\"[\">%s</a>", desk_link(web, desk->view, desk->before),
			TR(web, "上一件", "Previous"));
	if (desk->next)
		H(out, "<a href=\"%s\" data-swap-link=\"console\" data-key=\"]\">%s</a>", desk_link(web, desk->view, desk->next),
			TR(web, "下一件", "Next"));
	H(out, "<a class=\"push\" href=\"%s\">%s</a></p>\n<section class=\"panel\">\n", page->path,
		TR(web, "整页打开", "Whole page"));
	put_matter_head(web, page, false);
	H(out, "</section>\n");
	put_errors(web);
	if (*row_text(page->row, MATTER_DETAIL)) {
		H(out, "<div class=\"say words\">");
		html_lines(out, row_text(page->row, MATTER_DETAIL));
		H(out, "</div>\n");
	}
	for (int i = 0; i < page->files.count; i++) all[i] = i;
	put_matter_photos(web, page, all, page->files.count);
	put_same(web, desk, page);
	put_step(web, desk, page);
	put_matter_actions(web, page);
	put_matter_duties(web, page);
	put_matter_here(web, page);
	H(out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2></div>", TR(web, "最近进展", "Lately"));
	put_matter_timeline(web, page, true);
	H(out, "</section>\n");
}

static void desk_show(Web *web, int64_t id) {
	Desk desk;
	MatterPage page;
	Buf *out = web->out;
	if (!desk_read(web, id, &desk)) {
		web_fault(web);
		return;
	}
	if (desk.id && !matter_page_load(web, desk.id, false, &page)) return;
	page.in_pane = true;
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	Frame frame = {.title = TR(web, "调度台", "Dispatch desk"), .active = "/desk", .main_class = "console-page"};
	frame_open(web, &frame);
	H(out, "<h1 class=\"hide\">%s</h1>\n<div class=\"console%s\" data-swap=\"console\">\n", TR(web, "调度台", "Dispatch desk"),
		desk.chosen ? " chosen" : "");
	put_queues(web, &desk);
	put_list(web, &desk);
	H(out, "<section class=\"console-view\" aria-label=\"%s\" data-swap=\"view\"><div class=\"console-body stack\">\n",
		TR(web, "所选事项", "The chosen matter"));
	if (desk.id) put_pane(web, &desk, &page);
	H(out, "</div></section>\n</div>\n");
	frame_close(web, &frame);
}

void desk_get(Web *web) {
	desk_show(web, 0);
}

/* ── POST /desk/:id/COMMAND ── */

static const char *said(Web *web, int command) {
	switch (command) {
	case MATTER_CMD_ACCEPT: return TR(web, "已受理，在“待派单”里派单", "Accepted; dispatch it under “To dispatch”");
	case MATTER_CMD_DISPATCH: return TR(web, "已派单，时钟已起", "Dispatched; the clocks run");
	case MATTER_CMD_MERGE: return TR(web, "已合并，报事人各有一份回音", "Joined; each asker will be answered");
	case MATTER_CMD_ANSWER: return TR(web, "回音已登记", "The answer is recorded");
	case MATTER_CMD_CLOSE: return TR(web, "已销号", "Struck off");
	case MATTER_CMD_URGE: return TR(web, "已催办", "Urged");
	default: return TR(web, "已登记", "Recorded");
	}
}

void desk_post(Web *web) {
	static const int commands[] = {MATTER_CMD_ACCEPT, MATTER_CMD_DISPATCH, MATTER_CMD_MERGE, MATTER_CMD_ANSWER, MATTER_CMD_URGE,
		MATTER_CMD_CALLBACK, MATTER_CMD_CLOSE};
	const Record *record = &model_records[RECORD_MATTER];
	const CommandDef *command = record_command(record, web->words[0]);
	int64_t id = web->ids[0], next = 0;
	bool known = false;
	for (size_t i = 0; command && i < sizeof commands / sizeof *commands; i++) known |= command->index == commands[i];
	if (!known || !web_form(web)) {
		web_not_found(web);
		return;
	}
	bool dispatch = command->index == MATTER_CMD_DISPATCH;
	Outcome outcome = {.kind = OUTCOME_REFUSED};
	if (!dispatch) outcome = form_call(web, command, id);
	else if (!web_value(web, "more")) outcome = dispatch_run(web, id);
	const char *view = web_value(web, "view"), *next_text = web_value(web, "next");
	if (next_text) text_to_int(next_text, &next);
	if (outcome.kind == OUTCOME_DONE)
		web_done(web, desk_link(web, view && record_view(record, view) ? view : "new", next), said(web, command->index));
	else if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else desk_show(web, id);
}
