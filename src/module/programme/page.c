/* What the pages of this module share: rows of a programme, and what became of each sentence. */
#include "module/programme/page.h"
#include "base/instant.h"
#include "web/app.h"

#include <string.h>

Row *programme_load(Web *web, int64_t id) {
	int fault = STORE_OK;
	Row *row = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_PROGRAMME], id, false, &fault);
	if (!row && fault) web_fault(web);
	else if (!row) web_not_found(web);
	return row;
}

bool rows_load(Web *web, const Record *record, const char *filter, const char *sort, int most, bool labels, Rows *ret) {
	Query query;
	query_init(&query, record);
	bool good =
		query_read_text(&query, web->arena, web->actor, web->now, filter, &web->refusals) &&
		query_read_text(&query, web->arena, web->actor, web->now, arena_printf(web->arena, "sort=%s", sort), &web->refusals);
	query.limit = most;
	query.labels = labels;
	if (good && !query_rows(web_conn(web), web->arena, web->actor, &query, false, ret)) return true;
	web_fault(web);
	return false;
}

bool outcomes_load(Web *web, int64_t programme, Outcomes *ret) {
	const char *filter = arena_printf(web->arena, "programme=%lld", (long long)programme);
	return rows_load(web, &model_records[RECORD_ITEM], filter, "id", ITEMS_SHOWN_MAX, true, &ret->items) &&
		   rows_load(web, &model_records[RECORD_ITEM_PIECE], filter, "id", ITEMS_SHOWN_MAX, false, &ret->links);
}

const Row *outcomes_item(const Outcomes *outcomes, int64_t id) {
	int low = 0, high = outcomes->items.count;
	while (low < high) {
		int middle = (low + high) / 2;
		if (row_id(&outcomes->items.rows[middle]) < id) low = middle + 1;
		else high = middle;
	}
	const Row *row = low < outcomes->items.count ? &outcomes->items.rows[low] : NULL;
	return row && row_id(row) == id ? row : NULL;
}

bool item_is(const Row *item, const char *state) {
	return !strcmp(row_text(item, ITEM_STATE), state);
}

const Row *outcomes_under(const Outcomes *outcomes, int64_t piece, int n) {
	for (int dropped = 0; dropped < 2; dropped++)
		for (int i = 0; i < outcomes->links.count; i++) {
			const Row *link = &outcomes->links.rows[i];
			if (row_int(link, ITEM_PIECE_PIECE) != piece) continue;
			const Row *item = outcomes_item(outcomes, row_int(link, ITEM_PIECE_ITEM));
			if (item && item_is(item, ITEM_STATE_DROPPED) == (dropped == 1) && n-- == 0) return item;
		}
	return NULL;
}

const char *outcome_of(const Outcomes *outcomes, const Row *piece, int64_t now) {
	static const char *const order[] = {"blue", "green", "yellow", "red"};
	if (!row_int(piece, PIECE_ITEM_COUNT)) return row_int(piece, PIECE_ASKS) ? "grey" : NULL;
	int worst = 0;
	const Row *item;
	for (int n = 0; (item = outcomes_under(outcomes, row_id(piece), n)) && !item_is(item, ITEM_STATE_DROPPED); n++) {
		const char *lamp = row_lamp(item, now);
		int rank = 1;
		for (int i = 0; i < 4; i++)
			if (!strcmp(lamp, order[i])) rank = i;
		if (rank > worst) worst = rank;
	}
	return order[worst];
}

Label outcome_label(const char *lamp) {
	if (!strcmp(lamp, "grey")) return (Label){"尚无事项", "No item yet"};
	return lamp_label(lamp);
}

void put_item_lamp(Web *web, const Row *item) {
	const char *lamp = row_lamp(item, web->now), *words = NULL;
	if (item_is(item, ITEM_STATE_DROPPED)) words = TR(web, "已撤销", "Dropped");
	else if (!strcmp(lamp, "grey")) words = TR(web, "未定时限", "No limit yet");
	else if (!strcmp(lamp, "blue") && *row_text(item, ITEM_QUALITY))
		words = arena_printf(web->arena, "%s %s", label_in(lamp_label(lamp), web->language), web_show(web, item, ITEM_QUALITY));
	put_lamp(web, lamp, words);
}

void put_item_line(Web *web, const Row *item) {
	Buf *out = web->out;
	const char *unit = web_show(web, item, ITEM_UNIT), *owner = web_show(web, item, ITEM_OWNER);
	H(out, "%s", *unit ? unit : TR(web, "未定责任单位", "No owner yet"));
	if (*owner) H(out, " · %s", owner);
	if (item_is(item, ITEM_STATE_DONE)) H(out, " · %s %s", web_show(web, item, ITEM_DONE_AT), TR(web, "办结", "completed"));
	else if (!value_is_null(item->values[ITEM_DUE_AT])) {
		bool late = item_is(item, ITEM_STATE_OPEN) && row_int(item, ITEM_DUE_AT) < web->now;
		const char *due = web_show(web, item, ITEM_DUE_AT);
		if (late) H(out, " · %s", arena_printf(web->arena, TR(web, "应于 %s 完成", "was due %s"), due));
		else H(out, " · %s", arena_printf(web->arena, TR(web, "%s 前", "by %s"), due));
	}
	if (item_is(item, ITEM_STATE_OPEN) && !value_is_null(item->values[ITEM_PROGRESS]))
		H(out, " · %s %ld%%", TR(web, "进度", "progress"), (long)row_int(item, ITEM_PROGRESS));
	const char *evidence = row_text(item, ITEM_EVIDENCE);
	if (*evidence) H(out, " · %s", text_cut(web->arena, evidence, 40));
}

char *piece_line(Web *web, const Row *piece, size_t characters) {
	char *text = arena_strdup(web->arena, row_text(piece, PIECE_TEXT));
	for (char *p = text; *p; p++)
		if (*p == '\n' || *p == '\t') *p = ' ';
	return text_cut(web->arena, text_trim(web->arena, text), characters);
}

char *piece_href(Web *web, int64_t programme, int64_t piece) {
	return arena_printf(
		web->arena, "/programmes/%lld?piece=%lld#s%lld", (long long)programme, (long long)piece, (long long)piece);
}

const char *piece_place(Web *web, const Row *piece) {
	const char *en = row_text(piece, PIECE_PLACE_EN);
	return web->language == LANGUAGE_EN && *en ? en : row_text(piece, PIECE_PLACE);
}

bool may_write(const Web *web) {
	return web->actor->roles & PROGRAMME_WRITERS;
}

void put_unit_list(Web *web) {
	Rows units;
	if (!rows_load(web, &model_records[RECORD_UNIT], "kind=bureau,department,team&active.ne=0", "name", 200, false, &units))
		return;
	H(web->out, "<datalist id=\"units\">");
	for (int i = 0; i < units.count; i++) H(web->out, "<option value=\"%s\"></option>", row_text(&units.rows[i], UNIT_NAME));
	H(web->out, "</datalist>\n");
}

void put_count_lamp(Web *web, const Record *record, const char *filter, const char *lamp, const char *words, const char *id) {
	int64_t count = web_count(web, record, filter, 100000);
	H(web->out, "<a class=\"plainly\" id=\"%s\" data-count=\"%ld\" href=\"/%s?%s\">", id, (long)count, record->path, filter);
	put_lamp(web, lamp, arena_printf(web->arena, "%s %lld", words, (long long)count));
	H(web->out, "</a>");
}
