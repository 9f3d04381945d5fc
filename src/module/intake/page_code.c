/* /q/CODE: what stands behind a code on a door or an asset; tap, photo, send. Five statements. */
#include "model_gen.h"
#include "module/intake/intake.h"

#include <string.h>

enum { OPEN_SHOWN = 3 };

void asker_open(Web *web, Frame *frame) {
	frame->style = "asker.css";
	frame->script = "asker.js";
	frame->plain = true;
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	http_set_header(web->request, web->response, "Cache-Control", "private, no-cache");
	http_set_header(web->request, web->response, "X-Robots-Tag", "noindex");
	frame_open(web, frame);
}

void put_wrongs(Web *web) {
	bool fields = false;
	for (int i = 0; i < web->refusals.count; i++) fields |= *web->refusals.items[i].field != 0;
	if (fields) put_errors(web);
	if (fields || !web->refusals.count) return;
	H(web->out, "<div class=\"note bad\" role=\"alert\" id=\"errors\" tabindex=\"-1\" data-errors>");
	put_icon(web, "info");
	H(web->out, "<div>");
	for (int i = 0; i < web->refusals.count; i++)
		H(web->out, "<p>%s</p>", TR(web, web->refusals.items[i].zh, web->refusals.items[i].en));
	H(web->out, "</div></div>\n");
}

void put_call_desk(Web *web, const char *phone) {
	if (!*phone) return;
	H(web->out, "<a class=\"btn block\" href=\"tel:%s\">", phone);
	put_icon(web, "phone");
	H(web->out, "%s %s</a>\n", TR(web, "打电话给调度台", "Call the desk"), phone_show(web->arena, phone));
}

/* ── what is open here already ── */
typedef struct OpenMatter {
	int64_t id, others;
	const char *what;
	Standing standing;
	int64_t yellow_at;
} OpenMatter;

static int open_here(Web *web, const Spot *spot, OpenMatter *ret) {
	Value params[] = {value_int(spot->asset), value_int(spot->asset), value_int(spot->place)};
	int count = 0;
	/* Guests have no right to read matters: of this one place, the tile's or the kind's word and the time promised; no words of the
	 * asker, no name, no number. */
	Cursor *cursor = conn_query(web_conn(web),
		"SELECT m.id, coalesce(p.name, k.name), m.state, m.due_at, m.yellow_at, m.paused_at, m.me_too, k.code FROM matter m "
		"JOIN kind k ON k.id = m.kind LEFT JOIN problem p ON p.id = m.problem "
		"WHERE m.state IN ('new', 'accepted', 'sent', 'working') AND ((? > 0 AND m.asset = ?) OR m.place = ?) "
		"AND k.code IN ('repair', 'complaint', 'seek_help') ORDER BY m.id DESC LIMIT 3",
		params, 3);
	while (cursor && count < OPEN_SHOWN && cursor_next(cursor)) {
		OpenMatter *m = &ret[count++];
		*m = (OpenMatter){.id = cursor_int(cursor, 0), .what = arena_strdup(web->arena, cursor_text(cursor, 1))};
		m->standing = (Standing){.state = arena_strdup(web->arena, cursor_text(cursor, 2)),
			.due_at = cursor_int(cursor, 3),
			.paused_at = cursor_int(cursor, 5),
			.now = web->now};
		m->yellow_at = cursor_int(cursor, 4);
		m->others = cursor_int(cursor, 6);
	}
	cursor_end(cursor);
	return count;
}

static void put_open_matter(Web *web, const Spot *spot, const OpenMatter *m) {
	Buf *out = web->out;
	const Standing *s = &m->standing;
	bool late = s->due_at && s->due_at < web->now;
	const char *until = !s->due_at ? TR(web, "正在派人", "being sent on")
						: late	   ? TR(web, "已超时，正在催办", "late, being urged")
								   : arena_printf(web->arena, TR(web, "%s 前", "by %s"), web_time(web, s->due_at));
	H(out, "<div class=\"card-line\"><div><b>%s</b>", m->what);
	if (m->others)
		html_put(out,
			TR(web, "<span class=\"muted small\"> 另有 %ld 人遇到</span>", "<span class=\"muted small\"> %ld more met it</span>"),
			(long)m->others);
	H(out, "<p>");
	put_lamp(web, standing_lamp(s, m->yellow_at), until);
	H(out, "</p></div><form method=\"post\" action=\"/q/%s\" data-plain>", spot->code);
	put_form_hidden(web);
	H(out,
		"<input type=\"hidden\" name=\"matter\" value=\"%ld\"><button class=\"btn\" name=\"act\" "
		"value=\"me_too\">%s</button></form></div>\n",
		(long)m->id, TR(web, "我也遇到", "Me too"));
}

static void put_open(Web *web, const Spot *spot, const OpenMatter *open, int count) {
	if (!count) return;
	Buf *out = web->out;
	H(out, "<section class=\"card soon\" aria-labelledby=\"open\"><h2 id=\"open\">");
	html_put(out, TR(web, "这里已有 %d 件在办", "%d under way here"), count);
	H(out, "</h2>\n");
	for (int i = 0; i < count; i++) put_open_matter(web, spot, &open[i]);
	H(out, "</section>\n");
}

/* ── the page ── */
static void code_page(Web *web, const Spot *spot, const Tiles *tiles) {
	OpenMatter open[OPEN_SHOWN];
	Promise promises[TILES_MAX];
	int count = open_here(web, spot, open);
	const Book *book = web_book(web);
	for (int i = 0; i < tiles->count; i++)
		promises[i] = promise_of(web->arena, book, tiles->items[i].policy, tiles->items[i].unit, web->now, web->now);
	const char *name = spot->asset ? spot->asset_name : spot->name;
	Frame frame = {.title = arena_printf(web->arena, "%s %s", TR(web, "报修", "Report"), name),
		.over = TR(web, "一码报修", "report"),
		.heading = name,
		.under = spot->full_name,
		.foot = TR(web, "不用登录。电话只用于联系您办这件事", "No log-in. Your number is used for this matter only")};
	asker_open(web, &frame);
	if (web->actor->person && web->actor->roles & ~(ROLE_BIT(ROLE_ASKER) | ROLE_BIT(ROLE_LIAISON)))
		H(web->out, "<p><a class=\"in\" href=\"/matters?view=open&amp;place=%ld\">%s</a></p>\n", (long)spot->place,
			TR(web, "工作人员：看这里的全部事项", "Staff: all matters here"));
	put_open(web, spot, open, count);
	put_code_form(web, spot, tiles, promises);
	frame_close(web, &frame);
}

static Spot *spot_find(Web *web, Tiles *ret_tiles) {
	const char *phone, *code = code_typed(web->arena, web->words[0]);
	Spot *spot = *code ? spot_by_code(web, code, &phone) : NULL;
	if (!spot) {
		code_unknown(web, web->words[0], *code ? phone : desk_phone(web));
		return NULL;
	}
	if (!tiles_read(web, spot, ret_tiles)) return spot;
	web_fault(web);
	return NULL;
}

void code_get(Web *web) {
	Tiles tiles;
	Spot *spot = spot_find(web, &tiles);
	if (spot) code_page(web, spot, &tiles);
}

void code_post(Web *web) {
	Tiles tiles;
	const char *token = NULL;
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	Spot *spot = spot_find(web, &tiles);
	if (!spot) return;
	const char *act = web_value(web, "act");
	if (act && !strcmp(act, "me_too") && me_too_take(web, spot, &token))
		web_done(web, arena_printf(web->arena, "/t/%s", token),
			TR(web, "已记下：您也遇到这件事，办好了一样告诉您", "Noted: you have met it too and will be answered as well"));
	else if (act && !strcmp(act, "me_too") && !web->refusals.count) web_fault(web);
	else if (act && !strcmp(act, "me_too")) code_page(web, spot, &tiles);
	else if (report_take(web, spot, &tiles, &token)) web_redirect(web, arena_printf(web->arena, "/t/%s", token));
	else if (web->refusals.count) code_page(web, spot, &tiles);
	else web_fault(web);
}

void code_unknown(Web *web, const char *typed, const char *phone) {
	Buf *out = web->out;
	const char *code = code_typed(web->arena, typed);
	Frame frame = {.title = TR(web, "没有这个点位码", "No such code"),
		.over = TR(web, "一码报修", "report"),
		.heading = TR(web, "没有找到这个点位码", "This code is not known"),
		.under = text_cut(web->arena, typed, 20)};
	asker_open(web, &frame);
	web->response->status = 404;
	H(out, "<section class=\"card\"><p>%s</p>",
		!*code || code_looks_mistyped(code)
			? TR(web, "请核对 6 位字符：没有 0、O、1、I、L，最后一位是校验位，对不上多半是看错了一位",
				  "Please check the six characters: there is no 0, O, 1, I or L, and the last one is a check; most likely one "
				  "was misread")
			: TR(web, "这个码的格式没有错，但没有对应的地点，可能标签已停用",
				  "The code is well formed, but no place has it; the label may be out of use"));
	H(out,
		"<form class=\"find\" action=\"/scan\"><label class=\"hide\" for=\"f-code\">%s</label><input id=\"f-code\" "
		"name=\"code\" type=\"text\" "
		"maxlength=\"80\" autocapitalize=\"characters\" autocomplete=\"off\" spellcheck=\"false\" value=\"%s\" "
		"class=\"input\"><button class=\"btn main\">%s</button></form></section>\n",
		TR(web, "点位码", "Code"), code, TR(web, "打开", "Open"));
	H(out, "<section class=\"card\"><h2>%s</h2>", TR(web, "按地点名称找", "Find the place by its name"));
	put_place_search(web, "/my/report", "");
	H(out, "</section>\n");
	put_call_desk(web, phone);
	frame_close(web, &frame);
}
