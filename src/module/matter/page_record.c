/* The record page of a matter, its remarks, and the gate before striking it off. */
#include "model_gen.h"
#include "module/matter/page.h"
#include "module/matter/pages.h"

#include <string.h>

typedef struct Tab {
	const char *name, *zh, *en;
	bool staff; /* for staff only */
} Tab;
static const Tab tabs[] = {{"timeline", "办理", "Progress", false}, {"content", "内容", "Content", false},
	{"files", "附件", "Attachments", false}, {"orders", "协办", "Cooperation", true}, {"links", "关联", "Links", true},
	{"clock", "时钟", "Clocks", false}, {"audit", "留痕", "History", true}};
enum { TABS = sizeof tabs / sizeof *tabs };

static const char *tab_asked(Web *web, const MatterPage *page) {
	const char *asked = web_param(web, "tab");
	for (int i = 0; i < TABS; i++)
		if (!strcmp(tabs[i].name, asked) && (page->staff || !tabs[i].staff)) return tabs[i].name;
	return tabs[0].name;
}

static int tab_count(const MatterPage *page, const char *name) {
	if (!strcmp(name, "files")) return page->files.count;
	return !strcmp(name, "orders") ? page->orders.count : 0;
}

static void put_record_tabs(Web *web, const MatterPage *page, const char *here) {
	Buf *out = web->out;
	H(out, "<nav class=\"tabs\" aria-label=\"%s\">", TR(web, "内容", "Parts"));
	for (int i = 0; i < TABS; i++) {
		if (tabs[i].staff && !page->staff) continue;
		int count = tab_count(page, tabs[i].name);
		H(out, "<a href=\"%s?tab=%s\"%c", page->path, tabs[i].name, ' ');
		if (!strcmp(tabs[i].name, here)) H(out, "aria-current=\"page\"");
		H(out, ">%s", TR(web, tabs[i].zh, tabs[i].en));
		if (count) H(out, "<b class=\"count soft\">%d</b>", count);
		H(out, "</a>");
	}
	if (page->staff && !strcmp(here, "timeline")) {
		bool open = !strcmp(web_param(web, "open"), "1");
		H(out, "<a class=\"push\" href=\"%s%s\">%s</a>", page->path, open ? "" : "?open=1",
			open ? TR(web, "看全部", "Show all") : TR(web, "只看对外可见", "Only what the asker sees"));
	}
	H(out, "</nav>\n");
}

/* 说一句: an inside remark, or with the box ticked a supplement that the asker reads too. */
static void put_say(Web *web, const MatterPage *page) {
	Buf *out = web->out;
	const char *typed = web_value(web, "note");
	if (!command_allowed(record_command(page->row->record, "remark"), web->actor)) return;
	H(out, "<form class=\"panel-foot say-form\" method=\"post\" enctype=\"multipart/form-data\" action=\"%s/say\" data-once>",
		page->path);
	put_form_hidden(web);
	H(out,
		"<div class=\"field\"><label class=\"hide\" for=\"f-note\">%s</label><textarea class=\"input\" id=\"f-note\" "
		"name=\"note\" rows=\"2\" "
		"maxlength=\"2000\" placeholder=\"%s\" data-key=\"c\">%s</textarea></div>",
		TR(web, "说一句", "Say something"), TR(web, "补充情况、说一句（默认仅内部）", "Add a remark (inside only unless ticked)"),
		typed ? typed : "");
	H(out, "<span class=\"row\"><label class=\"pick\"><input type=\"checkbox\" name=\"open\" value=\"1\"");
	if (web_value(web, "open") && web->refusals.count) H(out, " checked");
	H(out,
		">%s</label><label class=\"small\">%s <input type=\"file\" name=\"photos\" multiple "
		"accept=\"image/jpeg,image/png\"></label>",
		TR(web, "对外可见", "Shown to the asker"), TR(web, "附照片", "Photos"));
	H(out, "<button class=\"btn push\" data-submit>%s</button></span></form>\n", TR(web, "提交", "Send"));
}

static void put_tab(Web *web, const MatterPage *page, const char *tab) {
	if (!strcmp(tab, "content")) put_matter_content(web, page);
	else if (!strcmp(tab, "files")) put_matter_files(web, page);
	else if (!strcmp(tab, "orders")) put_matter_orders(web, page);
	else if (!strcmp(tab, "links")) put_matter_links(web, page);
	else if (!strcmp(tab, "clock")) put_matter_steps(web, page);
	else if (!strcmp(tab, "audit")) put_history(web, page->row);
	else {
		put_matter_timeline(web, page, false);
		put_say(web, page);
	}
}

static void frame_of(Web *web, const MatterPage *page, Frame *ret) {
	const Row *row = page->row;
	*ret = (Frame){.title = arena_printf(web->arena, "%s %s", row_text(row, MATTER_NO), row_text(row, MATTER_TITLE)),
		.active = "/matters",
		.crumbs = {{"/matters", TR(web, "事项", "Matters")},
			{arena_printf(web->arena, "/matters?view=&kind=%lld", (long long)row_int(row, MATTER_KIND)),
				web_show(web, row, MATTER_KIND)},
			{NULL, row_text(row, MATTER_NO)}}};
}

void matter_record_show(Web *web, int64_t id) {
	MatterPage page;
	Frame frame;
	bool steps = !strcmp(web_param(web, "tab"), "clock");
	if (!matter_page_load(web, id, steps, &page)) return;
	const char *tab = tab_asked(web, &page);
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_of(web, &page, &frame);
	frame_open(web, &frame);
	put_errors(web);
	put_panels(web, page.row, true);
	H(web->out, "<section class=\"panel\" aria-label=\"%s\">\n", TR(web, "事项概况", "The matter"));
	put_matter_head(web, &page, true);
	put_matter_clocks(web, &page);
	H(web->out, "</section>\n");
	put_matter_duties(web, &page);
	put_panels(web, page.row, false);
	H(web->out, "<div class=\"split\">\n<section class=\"panel wide\">\n");
	put_record_tabs(web, &page, tab);
	put_tab(web, &page, tab);
	H(web->out, "</section>\n");
	if (page.staff) put_matter_aside(web, &page);
	H(web->out, "</div>\n");
	frame_close(web, &frame);
}

void matter_get(Web *web) {
	matter_record_show(web, web->ids[0]);
}

/* POST /matters/:id/say */
void matter_say_post(Web *web) {
	const Record *record = &model_records[RECORD_MATTER];
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	bool open = web_value(web, "open") && !strcmp(web_value(web, "open"), "1");
	Outcome outcome = form_call(web, &record->commands[open ? MATTER_CMD_SUPPLEMENT : MATTER_CMD_REMARK], web->ids[0]);
	if (outcome.kind == OUTCOME_DONE)
		web_done(web, arena_printf(web->arena, "/matters/%lld", (long long)web->ids[0]),
			open ? TR(web, "已补充，报事人也能看到", "Added; the asker sees it too")
				 : TR(web, "已记下，仅内部可见", "Noted, inside only"));
	else if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else matter_record_show(web, web->ids[0]);
}

/* ── the gate before striking off ── */

static void put_gate_duty(Web *web, const Duty *duty, const char *id, const char *link, const char *words) {
	static const char *const lamps[] = {"grey", "yellow", "red", "green"};
	Buf *out = web->out;
	H(out, "<li id=\"duty-%s\"><p class=\"row\"><b>%s</b><span class=\"push\">", id, label_in(duty->name, web->language));
	put_lamp(web, lamps[duty->state], label_in(duty_state_label(duty->state), web->language));
	H(out, "</span></p>");
	if (duty->state != DUTY_FULL) {
		H(out, "<p>%s。%s</p>", label_in(duty->missing, web->language), label_in(duty->how, web->language));
		if (link) H(out, "<p><a class=\"btn\" href=\"%s\">%s</a></p>", link, words);
	}
	H(out, "</li>\n");
}

/* The way to what is missing, for who may go it. */
static const char *way_to(Web *web, const MatterPage *page, const char *command, const char **ret_words) {
	const CommandDef *def = record_command(page->row->record, command);
	if (!command_allowed(def, web->actor) || !command_fits_state(def, page->row)) return NULL;
	*ret_words = label_in(def->label, web->language);
	return arena_printf(web->arena, "%s/%s", page->path, command);
}

static void put_gate(Web *web, const MatterPage *page) {
	const Duties *duties = &page->duties;
	const char *words = "", *link = way_to(web, page, "dispatch", &words);
	Buf *out = web->out;
	H(out, "<section class=\"panel\"><ul class=\"panel-body lines\">\n");
	if (!link) link = arena_printf(web->arena, "%s?tab=orders", page->path), words = TR(web, "看主办和协办", "See the orders");
	put_gate_duty(web, &duties->account, "account", link, words);
	link = arena_printf(web->arena, "%s?tab=orders", page->path), words = TR(web, "看主办和协办", "See the orders");
	put_gate_duty(web, &duties->outcome, "outcome", link, words);
	link = way_to(web, page, "answer", &words);
	if (page->facts.untold)
		link = arena_printf(web->arena, "%s?tab=links#rejoins", page->path), words = TR(web, "逐位登记", "Record each");
	put_gate_duty(web, &duties->answer, "answer", link, words);
	H(out, "</ul></section>\n");
}

static void close_page(Web *web, const MatterPage *page) {
	const Duties *duties = &page->duties;
	const Row *row = page->row;
	const CommandDef *close = &row->record->commands[MATTER_CMD_CLOSE];
	Buf *out = web->out;
	bool full = duties->account.state == DUTY_FULL && duties->outcome.state == DUTY_FULL && duties->answer.state == DUTY_FULL;
	bool may = command_allowed(close, web->actor), fits = command_fits_state(close, row);
	Frame frame = {.title = TR(web, "销号", "Strike off"),
		.active = "/matters",
		.crumbs = {{"/matters", TR(web, "事项", "Matters")}, {page->path, row_text(row, MATTER_TITLE)},
			{NULL, TR(web, "销号", "Strike off")}}};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	H(out, "<div class=\"head\"><div><h1>%s</h1><p class=\"sub\">%s %s</p></div></div>\n",
		full && fits ? TR(web, "销号", "Strike off") : TR(web, "还不能销号", "It cannot be struck off yet"),
		row_text(row, MATTER_NO), row_text(row, MATTER_TITLE));
	put_errors(web);
	H(out, "<p class=\"muted\">%s</p>\n",
		TR(web, "凡事有交待、件件有着落、事事有回音：三项都齐，才能销号。",
			"Accountability, outcome, answer: only with all three can it be struck off."));
	put_gate(web, page);
	if (full && fits && may) {
		H(out, "<form class=\"panel\" method=\"post\" action=\"%s/close\" data-once><div class=\"panel-body fields\">",
			page->path);
		put_form_hidden(web);
		put_note(web, false, NULL, NULL);
		H(out, "</div><div class=\"panel-foot\"><button class=\"btn main\" data-submit>%s</button></div></form>\n",
			TR(web, "销号", "Strike off"));
	} else if (full && fits)
		H(out, "<p class=\"note soft\">%s</p>\n",
			TR(web, "三项已齐，由调度台或负责人销号", "All three are there; the desk or a head strikes it off"));
	H(out, "<p><a class=\"btn\" href=\"%s\">%s</a></p>\n", page->path, TR(web, "返回事项", "Back to the matter"));
	frame_close(web, &frame);
}

void matter_close_get(Web *web) {
	MatterPage page;
	if (matter_page_load(web, web->ids[0], false, &page)) close_page(web, &page);
}

void matter_close_post(Web *web) {
	MatterPage page;
	const Record *record = &model_records[RECORD_MATTER];
	Outcome outcome = form_call(web, &record->commands[MATTER_CMD_CLOSE], web->ids[0]);
	if (outcome.kind == OUTCOME_DONE)
		web_done(web, arena_printf(web->arena, "/matters/%lld", (long long)web->ids[0]), TR(web, "已销号", "Struck off"));
	else if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (matter_page_load(web, web->ids[0], false, &page)) close_page(web, &page);
}

/* POST /matters/:id/accept: one press. */
void matter_accept_post(Web *web) {
	const Record *record = &model_records[RECORD_MATTER];
	Outcome outcome = form_call(web, &record->commands[MATTER_CMD_ACCEPT], web->ids[0]);
	if (outcome.kind == OUTCOME_DONE)
		web_done(web, arena_printf(web->arena, "/matters/%lld", (long long)web->ids[0]),
			TR(web, "已受理，请派单", "Accepted; dispatch it now"));
	else if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else matter_record_show(web, web->ids[0]);
}
