/* The panel beside the speech: the chosen sentence, its items, the form for one more, and its history. */
#include "base/instant.h"
#include "journal/journal.h"
#include "module/programme/page.h"

#include <stdlib.h>
#include <string.h>

typedef struct Moment {
	int64_t at, seq;
	const Event *event; /* NULL: the clock turned red */
	const Row *row;
} Moment;

enum { MOMENTS_MAX = 400, MOMENTS_SHOWN = 40 };

static int by_time(const void *a, const void *b) {
	const Moment *x = a, *y = b;
	if (x->at != y->at) return x->at < y->at ? 1 : -1;
	return x->seq < y->seq ? 1 : x->seq > y->seq ? -1 : 0;
}

static int moments_take(Web *web, const Row *row, Moment *moments, int count) {
	Events events;
	if (query_history(web_conn(web), web->arena, row, false, 100, &events)) return count;
	for (int i = 0; i < events.count && count < MOMENTS_MAX; i++) {
		const Event *event = &events.events[i];
		if (event->def && event->def->flags & COMMAND_QUIET && row->record->index == RECORD_PIECE) {
			if (strcmp(event->command, "create") != 0) continue;
		}
		moments[count++] = (Moment){event->at, event->seq, event, row};
	}
	return count;
}

/* What changed, in words: 时限 11-20 17:30 → 12-05 17:30. */
static void put_facts(Web *web, const Moment *moment) {
	static const int told[] = {ITEM_UNIT, ITEM_DUE_AT, ITEM_PROGRESS, ITEM_RESULT, ITEM_QUALITY, ITEM_EVIDENCE};
	const Event *event = moment->event;
	if (moment->row->record->index == RECORD_PIECE) {
		for (int i = 0; i < event->fact_count; i++)
			if (event->facts[i].field == PIECE_SAID) {
				const Choice *said = choice_by_code(&choice_piece_looks, value_str(event->facts[i].value));
				if (said) H(web->out, "：%s", label_in(said->label, web->language));
			}
		return;
	}
	for (int i = 0; i < event->fact_count; i++)
		for (size_t k = 0; k < sizeof told / sizeof *told; k++) {
			const Fact *fact = &event->facts[i];
			if (fact->field != told[k] || value_is_null(fact->value)) continue;
			Value values[ITEM_FIELDS] = {0};
			Row shown = {.record = moment->row->record, .values = values};
			values[fact->field] = fact->value;
			const char *words = fact->field == ITEM_UNIT ? "" : web_show(web, &shown, fact->field);
			if (fact->field == ITEM_UNIT && row_int(moment->row, ITEM_UNIT) == fact->value.number)
				words = web_show(web, moment->row, ITEM_UNIT);
			if (!*words) continue;
			H(web->out, "，%s %s", label_in(moment->row->record->fields[fact->field].label, web->language), words);
			if (fact->field == ITEM_PROGRESS) H(web->out, "%%");
		}
}

static void put_moment(Web *web, const Moment *moment, bool name_item) {
	Civil day = civil_of_instant(moment->at), today = civil_of_instant(web->now);
	Buf *out = web->out;
	H(out, "<li class=\"%s\"><time datetime=\"%s\">", moment->event ? "" : "late",
		day_format(web->arena, day_of_instant(moment->at)));
	if (day.year != today.year) H(out, "%d-", day.year);
	H(out, "%s</time>", arena_printf(web->arena, "%02d-%02d", day.month, day.day));
	bool item = moment->row->record->index == RECORD_ITEM;
	if (name_item && item) H(out, "%s：", row_text(moment->row, ITEM_TITLE));
	if (!moment->event) H(out, "%s", TR(web, "变红：超过时限", "Turned red: the limit passed"));
	else {
		const Event *event = moment->event;
		H(out, "%s", event->def ? label_in(event->def->label, web->language) : event->command);
		put_facts(web, moment);
		if (*event->actor_name) H(out, " <span class=\"muted small\">%s</span>", event->actor_name);
		if (event->note) H(out, "<div class=\"say\">%s</div>", event->note);
	}
	H(out, "</li>\n");
}

static void put_story(Web *web, const Row *piece, const Outcomes *outcomes) {
	Moment *moments = arena_array(web->arena, MOMENTS_MAX + 1, sizeof *moments);
	int count = moments_take(web, piece, moments, 0), items = 0;
	const Row *item;
	for (int n = 0; (item = outcomes_under(outcomes, row_id(piece), n)) && n < 20; n++, items++) {
		count = moments_take(web, item, moments, count);
		if (item_is(item, ITEM_STATE_OPEN) && !strcmp(row_lamp(item, web->now), "red") && count < MOMENTS_MAX)
			moments[count++] = (Moment){row_int(item, ITEM_DUE_AT), INT64_MAX, NULL, item};
	}
	qsort(moments, (size_t)count, sizeof *moments, by_time);
	H(web->out, "<div class=\"panel-body\"><h3 class=\"h2\">%s</h3></div>\n<ol class=\"timeline short\" id=\"story\">",
		TR(web, "这句话的来龙去脉", "The story of these words"));
	for (int i = 0; i < count && i < MOMENTS_SHOWN; i++) put_moment(web, &moments[i], items > 1);
	if (count > MOMENTS_SHOWN)
		H(web->out, "<li class=\"muted\">%s</li>", TR(web, "更早的见各目的留痕", "Earlier ones are on the pages of the items"));
	H(web->out, "</ol>\n");
}

static void put_new_item(Web *web, const Row *programme, const Row *piece, bool none) {
	const Record *record = &model_records[RECORD_ITEM];
	Buf *out = web->out;
	Value section = piece->values[PIECE_SECTION];
	int64_t key = value_is_null(section) ? 0 : conn_query_int(web_conn(web), sql_key_line_of_piece, &section, 1, 0, NULL);
	const char *title = row_text(piece, PIECE_PROPOSAL_TITLE);
	if (!none) {
		H(out, "<details class=\"new-item\" id=\"new-item\"%c", ' ');
		if (web->refusals.count) H(out, "open");
		H(out, "><summary class=\"btn\">%s</summary>\n", TR(web, "加一项", "Add an item"));
	}
	H(out,
		"<form class=\"fields\" method=\"post\" id=\"new-item-form\" action=\"/programmes/%ld/items?piece=%ld\" data-once "
		"novalidate>",
		(long)row_id(programme), (long)row_id(piece));
	put_form_hidden(web);
	H(out, "<input type=\"hidden\" name=\"piece\" value=\"%ld\">", (long)row_id(piece));
	if (key) H(out, "<input type=\"hidden\" name=\"key_line\" value=\"%ld\">", (long)key);
	put_text_control(
		web, "title", TR(web, "目", "Item"), none ? *title ? title : piece_line(web, piece, 30) : "", true, 120, NULL);
	H(out,
		"<div class=\"field\"><label for=\"f-unit\">%s</label><input type=\"text\" id=\"f-unit\" name=\"unit_label\" "
		"list=\"units\" "
		"autocomplete=\"off\" value=\"%s\"></div>\n",
		label_in(record->fields[ITEM_UNIT].label, web->language),
		web_value(web, "unit_label") ? web_value(web, "unit_label") : "");
	H(out,
		"<div class=\"field\"><label for=\"f-due_at\">%s</label><input type=\"date\" id=\"f-due_at\" name=\"due_at\" "
		"value=\"%s\"></div>\n",
		label_in(record->fields[ITEM_DUE_AT].label, web->language), web_value(web, "due_at") ? web_value(web, "due_at") : "");
	H(out, "<button class=\"btn main\" data-submit>%s</button></form>%c", TR(web, "立项", "Make the item"), ' ');
	if (!none) H(out, "</details>\n");
	put_unit_list(web);
}

static void put_items(Web *web, const Row *piece, const Outcomes *outcomes, int *ret_live) {
	Buf *out = web->out;
	const Row *item;
	*ret_live = 0;
	H(out, "<ul class=\"outcomes\" id=\"outcomes\">\n");
	for (int n = 0; (item = outcomes_under(outcomes, row_id(piece), n)); n++) {
		bool dropped = item_is(item, ITEM_STATE_DROPPED);
		*ret_live += !dropped;
		H(out, "<li data-item=\"%ld\">", (long)row_id(item));
		put_item_lamp(web, item);
		H(out, "<div><a href=\"/items/%ld\"><b>%s</b></a><p>", (long)row_id(item), row_text(item, ITEM_TITLE));
		put_item_line(web, item);
		H(out, "</p></div></li>\n");
	}
	if (!*ret_live) {
		const char *reason = web->language == LANGUAGE_EN ? row_text(piece, PIECE_REASON_EN) : row_text(piece, PIECE_REASON);
		bool asks = row_int(piece, PIECE_ASKS);
		H(out, "<li data-none>");
		put_lamp(web, "grey", asks ? TR(web, "尚无事项", "No item yet") : TR(web, "不是要求", "Asks nothing"));
		H(out, "<div><p>%s%s",
			*row_text(piece, PIECE_SAID) ? TR(web, "已认定：", "Judged: ") : TR(web, "系统判断：", "Proposal: "),
			web_show(web, piece, *row_text(piece, PIECE_SAID) ? PIECE_SAID : PIECE_LOOKS));
		if (*reason) H(out, "（%s）", reason);
		H(out, "</p></div></li>\n");
	}
	H(out, "</ul>\n");
}

void put_piece_panel(Web *web, const Row *programme, const Row *piece, const Outcomes *outcomes) {
	Buf *out = web->out;
	bool asked = piece && *web_param(web, "piece");
	H(out,
		"<section class=\"panel aside said-panel%s\" id=\"said\" aria-labelledby=\"said-title\" data-swap=\"said\" "
		"tabindex=\"-1\"><div class=\"panel-head\">",
		asked ? " said-open" : "");
	if (!piece) {
		H(out, "<h2 id=\"said-title\">%s</h2></div>", TR(web, "点开一句话", "Open a sentence"));
		put_empty(web,
			TR(web, "在左边点一句话，这里显示它的目、责任单位和来龙去脉",
				"Choose a sentence at the left to see what became of it"),
			NULL, NULL);
		H(out, "</section>\n");
		return;
	}
	const char *place = piece_place(web, piece);
	H(out, "<h2 id=\"said-title\">%s</h2><span class=\"muted small\">%ld %s</span>",
		*place ? place : TR(web, "提纲以外的话", "Outside the outline"), (long)row_int(piece, PIECE_ITEM_COUNT),
		TR(web, "项", "items"));
	if (may_write(web))
		H(out, "<a class=\"small push\" id=\"judge\" href=\"/pieces/%ld/judge\">%s</a>", (long)row_id(piece),
			TR(web, "改认定", "Judge again"));
	if (asked)
		H(out, "<a class=\"said-close\" href=\"/programmes/%ld#s%ld\">%s</a>", (long)row_id(programme), (long)row_id(piece),
			TR(web, "收起", "Close"));
	H(out, "</div>\n<blockquote class=\"quote\">%s</blockquote>\n", piece_line(web, piece, 600));
	int live;
	put_items(web, piece, outcomes, &live);
	const char *kind = row_text(piece, PIECE_KIND);
	bool fits =
		!strcmp(kind, PIECE_KIND_IS_SENTENCE) || !strcmp(kind, PIECE_KIND_IS_LIST_ITEM) || !strcmp(kind, PIECE_KIND_IS_HEAD);
	if (fits && may_write(web) && strcmp(row_text(programme, PROGRAMME_STATE), PROGRAMME_STATE_VOID) != 0) {
		H(out, "<div class=\"panel-body\">");
		put_new_item(web, programme, piece, live == 0);
		H(out, "</div>\n");
	}
	put_story(web, piece, outcomes);
	H(out, "</section>\n");
}
