/* /my/report: which place — one's own, the last ones, by name, or step by step down the tree; and /scan: the code typed in. Each place
 * leads to the page of its code, where everything else is the same. */
#include "model_gen.h"
#include "module/intake/track.h"

#include <string.h>

enum { FOUND_MAX = 20, RECENT_MAX = 5, CHILDREN_MAX = 120, SEARCH_LEAST = 2 };

void put_place_search(Web *web, const char *action, const char *typed) {
	H(web->out,
		"<form class=\"find\" action=\"%s\" role=\"search\"><label class=\"hide\" for=\"f-q\">%s</label><input id=\"f-q\" "
		"class=\"input\" "
		"type=\"search\" name=\"q\" maxlength=\"40\" value=\"%s\" placeholder=\"%s\"><button class=\"btn\">%s</button></form>\n",
		action, TR(web, "地点名称", "Name of the place"), typed, TR(web, "如：305会议室", "e.g. room 305"),
		TR(web, "找", "Find"));
}

static void put_place(Web *web, const char *code, const char *name, const char *small) {
	H(web->out, "<a class=\"card\" href=\"/q/%s?via=page\"><b>%s</b>", code, name);
	if (small && *small && strcmp(small, name)) H(web->out, "<p class=\"muted small\">%s</p>", small);
	H(web->out, "</a>\n");
}

/* Homes are shown to nobody who is not logged in: where retired leaders live is not for strangers. */
#define SHOWN_TO " AND coalesce(p.active, 1) <> 0 AND (? > 0 OR p.use IS NULL OR p.use <> 'home') "

/* Rows of (code, name, small). Guests have no right to read places; names of rooms stand on their doors, and homes are left out. */
static int put_places(Web *web, const char *sql, const Value *params, size_t count) {
	int shown = 0;
	Cursor *cursor = conn_query(web_conn(web), sql, params, count);
	while (cursor && cursor_next(cursor)) {
		put_place(web, cursor_text(cursor, 0), cursor_text(cursor, 1), cursor_text(cursor, 2));
		shown++;
	}
	cursor_end(cursor);
	return shown;
}

/* By log-in one's room and the places of one's own last matters; else of the matters whose links this browser keeps. Rows of (code, name,
 * small, order); false where there can be none. params has room for REMEMBERED_MAX. */
static bool recent_query(Web *web, Buf *sql, Value *params, size_t *ret_count) {
	const char *tokens[REMEMBERED_MAX];
	int64_t person = web->actor->person;
	int kept = person ? 0 : remembered_read(web, tokens);
	size_t count = 0;
	if (!person && !kept) return false;
	buf_puts(sql, "SELECT p.code, p.name, p.full_name, max(m.id) FROM matter m JOIN place p ON p.id = m.place WHERE ");
	if (person) buf_puts(sql, "m.asker = ?"), params[count++] = value_int(person);
	else {
		buf_puts(sql, "m.token IN (");
		for (int i = 0; i < kept; i++) buf_puts(sql, i ? ",?" : "?"), params[count++] = value_text(tokens[i]);
		buf_puts(sql, ")");
	}
	buf_puts(sql, " AND coalesce(p.active, 1) <> 0 GROUP BY p.id, p.code, p.name, p.full_name ");
	if (person) {
		buf_puts(sql,
			"UNION ALL SELECT p.code, p.name, p.full_name, 9000000000000000 FROM person e JOIN place p ON p.id = e.room "
			"WHERE e.id = ? AND NOT EXISTS (SELECT 1 FROM matter m WHERE m.asker = e.id AND m.place = p.id) ");
		params[count++] = value_int(person);
	}
	buf_puts(sql, "ORDER BY 4 DESC LIMIT 5");
	*ret_count = count;
	return true;
}

static void put_recent(Web *web) {
	Value params[REMEMBERED_MAX];
	size_t count;
	BUF(sql, 4000);
	if (!recent_query(web, &sql, params, &count)) return;
	size_t before = web->out->length;
	H(web->out, "<h2 class=\"cards-title\">%s</h2>\n", TR(web, "最近的地方", "Lately"));
	if (!put_places(web, buf_text(&sql), params, count)) web->out->length = before, web->out->data[before] = 0;
}

/* Who prefers large type reports from where they live: straight to that page; NULL where nothing is known. */
static const char *recent_first(Web *web) {
	Value params[REMEMBERED_MAX];
	size_t count;
	const char *code = NULL;
	BUF(sql, 4000);
	if (!recent_query(web, &sql, params, &count)) return NULL;
	Cursor *cursor = conn_query(web_conn(web), buf_text(&sql), params, count);
	if (cursor && cursor_next(cursor)) code = arena_strdup(web->arena, cursor_text(cursor, 0));
	cursor_end(cursor);
	return code;
}

static bool put_found(Web *web, const char *typed) {
	Arena *arena = web->arena;
	Store *store = conn_store(web_conn(web));
	const Record *place = &model_records[RECORD_PLACE];
	char *word = text_trim(arena, typed);
	Value params[] = {value_text(search_param(store, arena, word)), value_int(web->actor->person)};
	H(web->out, "<h2 class=\"cards-title\">%s</h2>\n", TR(web, "找到的地点", "Found"));
	int found = 0;
	if (text_count(word) >= SEARCH_LEAST && !value_is_null(params[0]))
		found = put_places(web,
			arena_printf(arena, "SELECT p.code, p.name, p.full_name FROM place p WHERE %s" SHOWN_TO "ORDER BY p.path LIMIT 20",
				search_condition(store, arena, place->search_table, "p.id")),
			params, 2);
	if (!found)
		H(web->out, "<section class=\"card\"><p>%s</p></section>\n",
			text_count(word) < SEARCH_LEAST ? TR(web, "请至少写两个字", "Write two characters at least")
											: TR(web, "没有找到，请换个说法，或在下面一级一级选",
												  "Nothing found; try other words, or go down step by step below"));
	return found > 0;
}

/* One level of the tree: links, no script. */
static void put_tree(Web *web, int64_t inside) {
	Value params[] = {value_int(inside), value_int(inside), value_int(web->actor->person)};
	Buf *out = web->out;
	/* See put_places. */
	Cursor *cursor = conn_query(web_conn(web),
		"SELECT p.id, p.code, p.name, p.parent, a.name, a.parent, (SELECT count(*) FROM place c WHERE c.parent = p.id) FROM "
		"place p "
		"LEFT JOIN place a ON a.id = p.parent WHERE ((? = 0 AND p.parent IS NULL) OR p.parent = ?)" SHOWN_TO
		"ORDER BY p.path LIMIT 120",
		params, 3);
	int count = 0;
	while (cursor && cursor_next(cursor)) {
		if (!count++) {
			H(out, "<h2 class=\"cards-title\">%s", inside ? cursor_text(cursor, 4) : TR(web, "一级一级选", "Step by step"));
			if (inside)
				H(out, "<a class=\"small\" href=\"/my/report?in=%ld\">%s</a>", (long)cursor_int(cursor, 5),
					TR(web, "上一级", "Up"));
			H(out, "</h2>\n<div class=\"card lines\">");
		}
		H(out, "<div class=\"card-line\"><a href=\"/q/%s?via=page\">%s</a>", cursor_text(cursor, 1), cursor_text(cursor, 2));
		if (cursor_int(cursor, 6))
			H(out, "<a class=\"btn\" href=\"/my/report?in=%ld\">%s</a>", (long)cursor_int(cursor, 0), TR(web, "里面", "Inside"));
		H(out, "</div>");
	}
	cursor_end(cursor);
	if (count) H(out, "</div>\n");
	else H(out, "<section class=\"card\"><p>%s</p></section>\n", TR(web, "这里没有更细的地点", "Nothing further inside"));
}

void place_get(Web *web) {
	const char *typed = web_param(web, "q"), *in = web_param(web, "in");
	int64_t inside = 0;
	if (!text_to_int(in, &inside) || inside < 0) inside = 0;
	const char *home = !strcmp(web->mode, "elder") && !*typed && !*in ? recent_first(web) : NULL;
	if (home) {
		web_redirect(web, arena_printf(web->arena, "/q/%s?via=page", home));
		return;
	}
	Frame frame = {.title = TR(web, "我要报修", "Report"),
		.over = TR(web, "我要报修", "report"),
		.heading = TR(web, "在哪里？", "Where is it?"),
		.under = TR(web, "门上有二维码的，直接扫码更快", "Where there is a code on the door, scanning is quicker")};
	asker_open(web, &frame);
	put_place_search(web, "/my/report", typed);
	bool found = !text_is_blank(typed) && put_found(web, typed);
	if (text_is_blank(typed) && !inside) put_recent(web);
	if (!found) put_tree(web, inside);
	else
		H(web->out, "<p><a class=\"btn block\" href=\"/my/report\">%s</a></p>\n",
			TR(web, "都不是，一级一级选", "None of these: step by step"));
	put_call_desk(web, desk_phone(web));
	frame_close(web, &frame);
}

void scan_get(Web *web) {
	const char *typed = web_param(web, "code");
	if (!text_is_blank(typed)) {
		char *code = code_typed(web->arena, typed);
		if (*code) web_redirect(web, arena_printf(web->arena, "/q/%s", http_encode(web->arena, code)));
		else code_unknown(web, typed, desk_phone(web));
		return;
	}
	Buf *out = web->out;
	Frame frame = {.title = TR(web, "扫一扫", "Scan"),
		.over = TR(web, "扫一扫", "scan"),
		.heading = TR(web, "扫门上或设备上的码", "Scan the code on a door or a device"),
		.under = NULL};
	asker_open(web, &frame);
	H(out, "<section class=\"card\"><div class=\"card-line\"><div class=\"person\"><span class=\"face\">");
	put_icon(web, "camera");
	H(out, "</span><div><b>%s</b><p class=\"muted small\">%s</p></div></div></div></section>\n",
		TR(web, "用手机自带的相机或微信扫一扫", "Use the phone's own camera"),
		TR(web, "对准标签上的二维码，点弹出的链接，就到报修页", "Point it at the label and tap the link it shows"));
	H(out,
		"<form class=\"card\" action=\"/scan\"><div class=\"field\"><label for=\"f-code\">%s</label><input id=\"f-code\" "
		"name=\"code\" type=\"text\" "
		"maxlength=\"80\" required autocapitalize=\"characters\" autocomplete=\"off\" spellcheck=\"false\" "
		"aria-describedby=\"h-code\"><p class=\"help\" id=\"h-code\">%s</p></div>"
		"<button class=\"btn main block\">%s</button></form>\n",
		TR(web, "扫不了？写标签上的 6 位码", "Cannot scan? Type the six characters of the label"),
		TR(web, "大小写都行；没有 0、O、1、I、L", "Capitals or not; there is no 0, O, 1, I or L"), TR(web, "打开", "Open"));
	H(out, "<p><a class=\"btn block\" href=\"/my/report\">%s</a></p>\n", TR(web, "没有码，按地点找", "No code: find the place"));
	frame_close(web, &frame);
}
