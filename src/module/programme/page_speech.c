/* /programmes/ID: the speech, every sentence under the line of what became of it; the chosen sentence's items beside it. */
#include "module/programme/page.h"
#include "web/app.h"

#include <string.h>

/* How the speech is being written out: which paragraph element is open. */
typedef struct Flow {
	const Row *programme;
	const Outcomes *outcomes;
	int64_t chosen;
	bool open, every; /* every: plain sentences are links too */
	const char *tag;
} Flow;

static const char *sentence_link(Web *web, const Flow *flow, int64_t piece) {
	const char *every = flow->every ? "&every=1" : "", *from = web_param(web, "from");
	int64_t seq;
	const char *window = text_to_int(from, &seq) ? arena_printf(web->arena, "&from=%lld", (long long)seq) : "";
	return arena_printf(web->arena, "/programmes/%lld?piece=%lld%s%s#s%lld", (long long)row_id(flow->programme), (long long)piece,
		every, window, (long long)piece);
}

static void flow_open(Web *web, Flow *flow, const char *tag, const char *class) {
	if (flow->open) return;
	flow->open = true;
	flow->tag = tag;
	/* Tags are literals of this file. */
	if (!strcmp(tag, "h3")) H(web->out, "<h3>");
	else if (!strcmp(tag, "h4")) H(web->out, "<h4>");
	else if (*class) H(web->out, "<p class=\"%s\">", class);
	else H(web->out, "<p>");
}

static void flow_close(Web *web, Flow *flow) {
	if (!flow->open) return;
	flow->open = false;
	if (!strcmp(flow->tag, "h3")) H(web->out, "</h3>\n");
	else if (!strcmp(flow->tag, "h4")) H(web->out, "</h4>\n");
	else H(web->out, "</p>\n");
}

/* The closing mark stays outside the line, so that two lines beside one another are two. */
static size_t without_mark(const char *text, size_t length) {
	static const char *const marks[] = {"。", "；", "，", "：", "！", "？", "、"};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t n = strlen(marks[i]);
		if (length > n && !memcmp(text + length - n, marks[i], n)) return length - n;
	}
	return length;
}

/* The clause that asks under its line, what stands around it plain; the outcome in words for those who do not see lines. */
static void put_said(Web *web, const Flow *flow, const Row *piece, const char *lamp) {
	const char *text = row_text(piece, PIECE_TEXT);
	size_t length = strlen(text), at = (size_t)row_int(piece, PIECE_FOCUS_AT), span = (size_t)row_int(piece, PIECE_FOCUS_LENGTH);
	if (!span || at > length || span > length - at) at = 0, span = length;
	span = without_mark(text + at, span);
	Buf *out = web->out;
	Label label = outcome_label(lamp);
	H(out, "%s<a class=\"said said-%s\" id=\"s%ld\" data-piece=\"%ld\" data-outcome=\"%s\" href=\"%s\" title=\"%s\"%c",
		arena_strndup(web->arena, text, at), lamp, (long)row_id(piece), (long)row_id(piece), lamp,
		sentence_link(web, flow, row_id(piece)), label_in(label, web->language), ' ');
	if (row_id(piece) == flow->chosen) H(out, "aria-current=\"true\"");
	H(out, ">%s<span class=\"hide\">（%s）</span></a>%s", arena_strndup(web->arena, text + at, span),
		label_in(label, web->language), arena_strdup(web->arena, text + at + span));
}

static void put_words(Web *web, Flow *flow, const Row *piece) {
	const char *kind = row_text(piece, PIECE_KIND), *lamp = outcome_of(flow->outcomes, piece, web->now);
	bool head = !strcmp(kind, PIECE_KIND_IS_HEAD);
	flow_open(web, flow, "p", "");
	if (lamp && strcmp(lamp, "grey") != 0 && head) {
		H(web->out, "<b>");
		put_said(web, flow, piece, lamp);
		H(web->out, "</b>");
	} else if (head) H(web->out, "<b>%s</b>", row_text(piece, PIECE_TEXT));
	else if (lamp) put_said(web, flow, piece, lamp);
	else if (flow->every || row_id(piece) == flow->chosen) {
		H(web->out, "<a class=\"said-none\" id=\"s%ld\" data-piece=\"%ld\" href=\"%s\"%c", (long)row_id(piece),
			(long)row_id(piece), sentence_link(web, flow, row_id(piece)), ' ');
		if (row_id(piece) == flow->chosen) H(web->out, "aria-current=\"true\"");
		H(web->out, ">%s</a>", row_text(piece, PIECE_TEXT));
	} else H(web->out, "%s", row_text(piece, PIECE_TEXT));
}

static bool ends_line(const Row *piece) {
	return !strcmp(row_text(piece, PIECE_KIND), PIECE_KIND_IS_BLANK) && strchr(row_text(piece, PIECE_TEXT), '\n');
}

static void put_piece(Web *web, Flow *flow, const Row *piece, bool alone) {
	const char *kind = row_text(piece, PIECE_KIND);
	if (ends_line(piece)) {
		flow_close(web, flow);
		return;
	}
	if (!strcmp(kind, PIECE_KIND_IS_BLANK)) {
		if (flow->open) H(web->out, " ");
		return;
	}
	if (!strcmp(kind, PIECE_KIND_IS_TITLE)) flow_open(web, flow, "p", "speech-title");
	else if (!strcmp(kind, PIECE_KIND_IS_NOISE)) flow_open(web, flow, "p", "muted small");
	else if (!strcmp(kind, PIECE_KIND_IS_SALUTATION)) flow_open(web, flow, "p", "speech-to");
	else if (!strcmp(kind, PIECE_KIND_IS_HEAD) && alone) flow_open(web, flow, row_int(piece, PIECE_LEVEL) == 1 ? "h3" : "h4", "");
	bool plain = flow->open && strcmp(flow->tag, "p") != 0;
	if (plain || !strcmp(kind, PIECE_KIND_IS_TITLE) || !strcmp(kind, PIECE_KIND_IS_NOISE) ||
		!strcmp(kind, PIECE_KIND_IS_SALUTATION))
		H(web->out, "<span id=\"s%ld\">%s</span>", (long)row_id(piece), row_text(piece, PIECE_TEXT));
	else put_words(web, flow, piece);
}

static void put_window_links(Web *web, const Row *programme, int64_t from, bool more) {
	if (from <= 1 && !more) return;
	H(web->out, "<nav class=\"pager\" aria-label=\"%s\">", TR(web, "翻页", "Pages"));
	if (from > 1)
		H(web->out, "<a class=\"btn\" rel=\"prev\" href=\"/programmes/%ld?from=%ld\">%s</a>", (long)row_id(programme),
			(long)(from > SPEECH_WINDOW ? from - SPEECH_WINDOW : 1), TR(web, "前面的文字", "Before"));
	if (more)
		H(web->out, "<a class=\"btn push\" rel=\"next\" href=\"/programmes/%ld?from=%ld\">%s</a>", (long)row_id(programme),
			(long)from + SPEECH_WINDOW, TR(web, "后面的文字", "After"));
	H(web->out, "</nav>\n");
}

static void put_speech(
	Web *web, const Row *programme, const Outcomes *outcomes, const Rows *pieces, int64_t chosen, int64_t from) {
	Buf *out = web->out;
	Flow flow = {.programme = programme, .outcomes = outcomes, .chosen = chosen, .every = !strcmp(web_param(web, "every"), "1")};
	H(out,
		"<article class=\"panel wide\" id=\"speech\" aria-labelledby=\"speech-title\"><div class=\"panel-head\"><h2 "
		"id=\"speech-title\">%s</h2>",
		row_text(programme, PROGRAMME_TITLE));
	H(out, "<a class=\"small push\" href=\"/programmes/%ld%s\">%s</a></div>\n<div class=\"speech\">\n", (long)row_id(programme),
		flow.every ? "" : "?every=1",
		flow.every ? TR(web, "只看要求的句子", "Only what asks") : TR(web, "每句都可点开", "Every sentence"));
	for (int i = 0; i < pieces->count; i++) {
		const Row *next = i + 1 < pieces->count ? &pieces->rows[i + 1] : NULL;
		put_piece(web, &flow, &pieces->rows[i], !next || ends_line(next));
	}
	flow_close(web, &flow);
	H(out, "</div>\n");
	put_window_links(web, programme, from, pieces->next != NULL);
	H(out, "<div class=\"panel-foot small muted\"><span>%s</span></div>\n</article>\n",
		TR(web, "线型：粗实线 已办结，细实线 正常，虚线 临期，双线 逾期，点线 尚无事项",
			"Lines: thick completed, thin on time, dashed due soon, double overdue, dotted no item yet"));
}

/* ── head: tabs and figures ── */

static void put_tab(Web *web, const Row *programme, const char *by, const char *words, const char *now) {
	H(web->out, "<a class=\"chip\" id=\"by-%s\" href=\"/programmes/%ld?by=%s\"%c", by, (long)row_id(programme), by, ' ');
	if (!strcmp(by, now)) H(web->out, "aria-current=\"page\"");
	H(web->out, ">%s</a>", words);
}

static void put_head(Web *web, const Row *programme, const char *by) {
	static const char *const lamps[] = {"blue", "green", "yellow", "red"};
	Buf *out = web->out;
	long long id = row_id(programme);
	H(out, "<div class=\"head\"><div class=\"row\"><h1>%s</h1><nav class=\"row\" aria-label=\"%s\">",
		TR(web, "讲话与落实", "Speech and outcome"), TR(web, "看法", "Views"));
	put_tab(web, programme, "speech", TR(web, "按讲话", "By speech"), by);
	put_tab(web, programme, "key", TR(web, "按纲目", "By key line"), by);
	put_tab(web, programme, "unit", TR(web, "按单位", "By unit"), by);
	H(out, "</nav></div>\n<p class=\"row wide legend\" id=\"lamps\">");
	for (int i = 0; i < 4; i++)
		put_count_lamp(web, &model_records[RECORD_ITEM],
			arena_printf(web->arena, "programme=%lld&state=open,done&lamp=%s", id, lamps[i]), lamps[i],
			label_in(lamp_label(lamps[i]), web->language), arena_printf(web->arena, "n-%s", lamps[i]));
	const char *undated = arena_printf(web->arena, "programme=%lld&state=open&due_at=null", id);
	if (web_count(web, &model_records[RECORD_ITEM], undated, 1))
		put_count_lamp(web, &model_records[RECORD_ITEM], undated, "grey", TR(web, "未定时限", "No limit yet"), "n-undated");
	put_count_lamp(web, &model_records[RECORD_PIECE], arena_printf(web->arena, "programme=%lld&view=bare", id), "grey",
		TR(web, "尚无事项", "No item yet"), "n-grey");
	H(out, "</p></div>\n");
}

static void put_state_line(Web *web, const Row *programme) {
	Buf *out = web->out;
	const char *state = row_text(programme, PROGRAMME_STATE);
	H(out, "<div class=\"row\"><span class=\"tag%s\">%s</span><span class=\"muted\">%ld %s",
		!strcmp(state, PROGRAMME_STATE_CONFIRMED) ? " green" : "", web_show(web, programme, programme->record->state_field),
		(long)row_int(programme, PROGRAMME_YEAR), TR(web, "年度", ""));
	if (*row_text(programme, PROGRAMME_THEME)) H(out, " · %s", row_text(programme, PROGRAMME_THEME));
	H(out, "</span>");
	if (may_write(web) && !strcmp(state, PROGRAMME_STATE_DRAFT))
		H(out, "<a class=\"btn main\" id=\"go-confirm\" href=\"/programmes/%ld/confirm\">%s</a>", (long)row_id(programme),
			TR(web, "逐条确认", "Confirm line by line"));
	put_commands(web, programme, arena_printf(web->arena, "/programmes/%lld", (long long)row_id(programme)));
	H(out, "<a class=\"small push\" href=\"/programmes/%ld?tab=audit\">%s</a></div>\n", (long)row_id(programme),
		TR(web, "留痕", "History"));
}

static bool window_load(Web *web, const Row *programme, const Row *chosen, int64_t *ret_from, Rows *ret) {
	int64_t from = 1;
	if (text_to_int(web_param(web, "from"), &from) && from < 1) from = 1;
	if (!from) from = 1;
	/* A sentence opened from elsewhere brings the window it stands in. */
	if (chosen && (row_int(chosen, PIECE_SEQ) < from || row_int(chosen, PIECE_SEQ) >= from + SPEECH_WINDOW))
		from = (row_int(chosen, PIECE_SEQ) - 1) / SPEECH_WINDOW * SPEECH_WINDOW + 1;
	*ret_from = from;
	return rows_load(web, &model_records[RECORD_PIECE],
		arena_printf(web->arena, "programme=%lld&seq.ge=%lld", (long long)row_id(programme), (long long)from), "seq",
		SPEECH_WINDOW, false, ret);
}

static Row *chosen_piece(Web *web, const Row *programme) {
	int64_t id;
	if (!text_to_int(web_param(web, "piece"), &id)) return NULL;
	Row *piece = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_PIECE], id, false, NULL);
	return piece && row_int(piece, PIECE_PROGRAMME) == row_id(programme) ? piece : NULL;
}

/* The sentence shown where none was chosen: the first that is overdue, then due soon, then without an item. */
static const Row *first_piece(const Outcomes *outcomes, const Rows *pieces, int64_t now) {
	static const char *const order[] = {"red", "yellow", "grey", "green", "blue"};
	const Row *best = NULL;
	int rank = 5;
	for (int i = 0; i < pieces->count; i++) {
		const char *lamp = outcome_of(outcomes, &pieces->rows[i], now);
		for (int k = 0; lamp && k < rank; k++)
			if (!strcmp(lamp, order[k])) best = &pieces->rows[i], rank = k;
	}
	return best;
}

static void speech_page(Web *web, const Row *programme) {
	Outcomes outcomes;
	Rows pieces;
	int64_t from;
	const char *by = web_param(web, "by");
	if (strcmp(by, "key") != 0 && strcmp(by, "unit") != 0) by = "speech";
	const Row *chosen = chosen_piece(web, programme);
	if (!outcomes_load(web, row_id(programme), &outcomes) || !window_load(web, programme, chosen, &from, &pieces)) return;
	if (!chosen) chosen = first_piece(&outcomes, &pieces, web->now);
	Frame frame = {.title = row_text(programme, PROGRAMME_TITLE),
		.active = "/programmes",
		.crumbs = {{"/programmes", TR(web, "年度纲目", "Programmes")}, {NULL, row_text(programme, PROGRAMME_TITLE)}}};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	put_head(web, programme, by);
	put_errors(web);
	put_state_line(web, programme);
	if (!strcmp(by, "speech")) {
		H(web->out, "<div class=\"split%s\">\n", *web_param(web, "piece") ? " has-open" : "");
		put_speech(web, programme, &outcomes, &pieces, chosen ? row_id(chosen) : 0, from);
		put_piece_panel(web, programme, chosen, &outcomes);
		H(web->out, "</div>\n");
	} else {
		put_coverage(web, programme);
		if (!strcmp(by, "key")) put_by_key(web, programme, &outcomes);
		else put_by_unit(web, programme, &outcomes);
	}
	frame_close(web, &frame);
}

void programme_speech_get(Web *web) {
	Row *programme = programme_load(web, web->ids[0]);
	if (!programme) return;
	if (!strcmp(web_param(web, "tab"), "audit")) record_page(web, programme->record, row_id(programme));
	else speech_page(web, programme);
}

/* 立项 of the panel: the item, then the same page at the same sentence. */
void programme_item_post(Web *web) {
	Row *programme = programme_load(web, web->ids[0]);
	if (!programme) return;
	const CommandDef *create = &model_records[RECORD_ITEM].commands[ITEM_CMD_CREATE];
	if (!command_allowed(create, web->actor)) {
		web_no_right(web, create->label.zh, create->label.en);
		return;
	}
	Given given[16];
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	Call call = {.command = create, .given = given, .idem = web_value(web, "once")};
	call.given_count = form_given(web, create, given, 15);
	given[call.given_count++] = (Given){ITEM_PROGRAMME, value_int(row_id(programme))};
	Outcome outcome = {.kind = OUTCOME_REFUSED};
	if (!web->refusals.count) outcome = web_call(web, &call);
	const char *piece = web_value(web, "piece");
	int64_t id = 0;
	if (piece) text_to_int(piece, &id);
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_REFUSED) speech_page(web, programme);
	else web_done(web, piece_href(web, row_id(programme), id), TR(web, "已立项", "Item made"));
}
