/* The programme by key line and by unit, and its coverage: which asking sentences have an item, whole and by part. */
#include "module/programme/page.h"

#include <string.h>

typedef struct Part {
	int64_t head, asks, covered;
} Part;

enum { PARTS_MAX = 60 };

/* Whole percent, half up. */
static long percent(int64_t part, int64_t whole) {
	return whole ? (long)((part * 200 + whole) / (2 * whole)) : 0;
}

static int parts_read(Web *web, int64_t programme, Part *parts) {
	Value id = value_int(programme);
	int count = 0;
	Cursor *cursor = conn_query(web_conn(web), sql_programme_parts, &id, 1);
	while (cursor && count < PARTS_MAX && cursor_next(cursor))
		parts[count++] = (Part){cursor_int(cursor, 0), cursor_int(cursor, 1), cursor_int(cursor, 2)};
	cursor_end(cursor);
	return count;
}

static void put_coverage_line(
	Web *web, const Row *programme, const char *words, const char *part, int64_t asks, int64_t covered) {
	Buf *out = web->out;
	const char *filter = arena_printf(web->arena, "/pieces?programme=%lld%s", (long long)row_id(programme), part);
	H(out,
		"<tr data-asks=\"%ld\" data-covered=\"%ld\"><th scope=\"row\">%s</th><td class=\"num\"><a "
		"href=\"%s&amp;asks=1\">%ld</a></td>",
		(long)asks, (long)covered, words, filter, (long)asks);
	H(out,
		"<td class=\"num\"><a href=\"%s&amp;asks=1&amp;item_count.gt=0\">%ld</a></td><td class=\"num\"><a "
		"href=\"%s&amp;asks=1&amp;item_count=0\">%ld</a></td>",
		filter, (long)covered, filter, (long)(asks - covered));
	if (asks) H(out, "<td class=\"num\">%ld%%</td></tr>\n", percent(covered, asks));
	else H(out, "<td class=\"num none\">–</td></tr>\n");
}

void put_coverage(Web *web, const Row *programme) {
	Part parts[PARTS_MAX];
	int count = parts_read(web, row_id(programme), parts);
	int64_t asks = 0, covered = 0;
	for (int i = 0; i < count; i++) asks += parts[i].asks, covered += parts[i].covered;
	Buf *out = web->out;
	H(out,
		"<details class=\"panel\" id=\"coverage\"><summary class=\"panel-head\"><h2>%s</h2><b "
		"id=\"coverage-share\">%ld%%</b><span class=\"muted\">",
		TR(web, "覆盖", "Coverage"), percent(covered, asks));
	if (web->language == LANGUAGE_EN) H(out, "%ld of %ld asking sentences have an item", (long)covered, (long)asks);
	else H(out, "%ld 句要求中 %ld 句已立项", (long)asks, (long)covered);
	H(out,
		"</span></summary>\n<div class=\"scroll\"><table class=\"table\"><thead><tr><th scope=\"col\">%s</th><th scope=\"col\" "
		"class=\"num\">%s</th>"
		"<th scope=\"col\" class=\"num\">%s</th><th scope=\"col\" class=\"num\">%s</th><th scope=\"col\" "
		"class=\"num\">%s</th></tr></thead><tbody>\n",
		TR(web, "部分", "Part"), TR(web, "要求", "Ask"), TR(web, "已立项", "With an item"), TR(web, "尚无事项", "No item yet"),
		TR(web, "覆盖", "Coverage"));
	for (int i = 0; i < count; i++) {
		Row *head = parts[i].head ? query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_PIECE], parts[i].head,
										false, NULL)
								  : NULL;
		if (!head && !parts[i].asks) continue;
		put_coverage_line(web, programme, head ? piece_line(web, head, 30) : TR(web, "提纲以外的话", "Outside the outline"),
			head ? arena_printf(web->arena, "&part=%lld", (long long)parts[i].head) : "&part=null", parts[i].asks,
			parts[i].covered);
	}
	put_coverage_line(web, programme, TR(web, "全文", "Whole text"), "", asks, covered);
	H(out, "</tbody></table></div></details>\n");
}

/* One item in a list, with the words it answers: both directions stand on every page. */
static void put_item(Web *web, const Row *programme, const Row *item) {
	Buf *out = web->out;
	H(out, "<li data-item=\"%ld\">", (long)row_id(item));
	put_item_lamp(web, item);
	H(out, "<div><a href=\"/items/%ld\"><b>%s</b></a><p>", (long)row_id(item), row_text(item, ITEM_TITLE));
	put_item_line(web, item);
	if (!value_is_null(item->values[ITEM_PIECE]))
		H(out, " <a href=\"%s\">%s</a>", piece_href(web, row_id(programme), row_int(item, ITEM_PIECE)),
			TR(web, "看原话", "Its words"));
	else H(out, " <span class=\"tag\">%s</span>", TR(web, "没有出处", "From no words"));
	H(out, "</p></div></li>\n");
}

static int put_items_of(Web *web, const Row *programme, const Outcomes *outcomes, int field, int64_t id) {
	int shown = 0;
	for (int i = 0; i < outcomes->items.count; i++) {
		const Row *item = &outcomes->items.rows[i];
		if (item_is(item, ITEM_STATE_DROPPED) || row_int(item, field) != id) continue;
		if (!shown++) H(web->out, "<ul class=\"outcomes\">\n");
		put_item(web, programme, item);
	}
	if (shown) H(web->out, "</ul>\n");
	return shown;
}

static void put_bare(Web *web, const Row *programme, int64_t section) {
	Rows bare;
	const char *filter =
		section ? arena_printf(web->arena, "programme=%lld&section=%lld&asks=1&item_count=0", (long long)row_id(programme),
					  (long long)section)
				: arena_printf(web->arena, "programme=%lld&section=null&asks=1&item_count=0", (long long)row_id(programme));
	if (!rows_load(web, &model_records[RECORD_PIECE], filter, "seq", 60, false, &bare) || !bare.count) return;
	H(web->out, "<ul class=\"outcomes\">\n");
	for (int i = 0; i < bare.count; i++) {
		H(web->out, "<li data-none>");
		put_lamp(web, "grey", TR(web, "尚无事项", "No item yet"));
		H(web->out, "<div><a href=\"%s\">%s</a></div></li>\n", piece_href(web, row_id(programme), row_id(&bare.rows[i])),
			piece_line(web, &bare.rows[i], 80));
	}
	H(web->out, "</ul>\n");
}

void put_by_key(Web *web, const Row *programme, const Outcomes *outcomes) {
	Rows keys;
	Buf *out = web->out;
	if (!rows_load(web, &model_records[RECORD_KEY_LINE],
			arena_printf(web->arena, "programme=%lld&state=open", (long long)row_id(programme)), "sort", 500, true, &keys))
		return;
	for (int i = 0; i < keys.count; i++) {
		const Row *key = &keys.rows[i];
		const char *unit = web_show(web, key, KEY_LINE_UNIT);
		H(out,
			"<section class=\"panel\" id=\"key-%ld\"><div class=\"panel-head\"><span class=\"tag blue\">%s</span><h2><a "
			"href=\"/key-lines/%ld\">%s</a></h2>"
			"<span class=\"muted small\">%s</span></div>\n",
			(long)row_id(key), TR(web, "纲", "Key line"), (long)row_id(key), row_text(key, KEY_LINE_TITLE),
			*unit ? unit : TR(web, "未定牵头单位", "No lead unit yet"));
		if (!put_items_of(web, programme, outcomes, ITEM_KEY_LINE, row_id(key)))
			put_empty(web, TR(web, "这条纲下还没有目", "No item under this key line yet"), NULL, NULL);
		if (!value_is_null(key->values[KEY_LINE_PIECE])) put_bare(web, programme, row_int(key, KEY_LINE_PIECE));
		H(out, "</section>\n");
	}
	if (!keys.count) put_empty(web, TR(web, "还没有纲。请逐条确认，或手工列纲", "No key lines yet"), NULL, NULL);
	H(out, "<section class=\"panel\" id=\"key-none\"><div class=\"panel-head\"><h2>%s</h2></div>\n",
		TR(web, "没有挂到纲上的目", "Items under no key line"));
	if (!put_items_of(web, programme, outcomes, ITEM_KEY_LINE, 0)) put_empty(web, TR(web, "没有", "None"), NULL, NULL);
	H(out, "</section>\n");
}

void put_by_unit(Web *web, const Row *programme, const Outcomes *outcomes) {
	Buf *out = web->out;
	int64_t *units = arena_array(web->arena, (size_t)outcomes->items.count + 1, sizeof *units);
	int count = 0;
	for (int i = 0; i < outcomes->items.count; i++) {
		const Row *item = &outcomes->items.rows[i];
		int64_t unit = row_int(item, ITEM_UNIT);
		bool known = item_is(item, ITEM_STATE_DROPPED);
		for (int k = 0; k < count && !known; k++) known = units[k] == unit;
		if (known) continue;
		const char *name = unit ? web_show(web, item, ITEM_UNIT) : TR(web, "未定责任单位", "No owner yet");
		units[count++] = unit;
		H(out, "<section class=\"panel\" id=\"unit-%ld\"><div class=\"panel-head\"><h2>%s</h2><span class=\"row push\">",
			(long)unit, name);
		static const char *const lamps[] = {"red", "yellow", "green", "blue"};
		for (int l = 0; l < 4; l++)
			put_count_lamp(web, &model_records[RECORD_ITEM],
				unit ? arena_printf(web->arena, "programme=%lld&unit=%lld&state=open,done&lamp=%s", (long long)row_id(programme),
						   (long long)unit, lamps[l])
					 : arena_printf(web->arena, "programme=%lld&unit=null&state=open,done&lamp=%s", (long long)row_id(programme),
						   lamps[l]),
				lamps[l], label_in(lamp_label(lamps[l]), web->language),
				arena_printf(web->arena, "unit-%lld-%s", (long long)unit, lamps[l]));
		H(out, "</span></div>\n");
		put_items_of(web, programme, outcomes, ITEM_UNIT, unit);
		H(out, "</section>\n");
	}
	if (!count) put_empty(web, TR(web, "还没有目", "No items yet"), NULL, NULL);
}
