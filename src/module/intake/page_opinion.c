/* /my/opinion: a suggestion, an opinion, a question or a complaint, in one's own words, by name or anonymous. Two statements. */
#include "model_gen.h"
#include "module/intake/intake.h"

#include <string.h>

typedef struct Sort {
	const char *code, *icon, *en;
} Sort;
/* In this order; names are the kinds' own. */
static const Sort sorts[] = {{"suggestion", "edit", "Suggestion"}, {"opinion", "message", "Opinion"},
	{"inquiry", "info", "Question"}, {"complaint", "flag", "Complaint"}};
enum { SORTS = sizeof sorts / sizeof *sorts };

static const char *column(Arena *arena, const Cursor *cursor, int at) {
	return cursor_is_null(cursor, at) ? "" : arena_strdup(arena, cursor_text(cursor, at));
}

static const Sort *sort_of(const char *code) {
	for (int i = 0; i < SORTS; i++)
		if (!strcmp(sorts[i].code, code)) return &sorts[i];
	return NULL;
}

static Tile tile_of(Arena *arena, const Cursor *c) {
	const Sort *sort = sort_of(cursor_text(c, 1));
	return (Tile){.id = cursor_int(c, 0),
		.kind = cursor_int(c, 0),
		.kind_code = column(arena, c, 1),
		.name = column(arena, c, 2),
		.kind_name = column(arena, c, 2),
		.name_en = sort ? sort->en : "",
		.icon = sort ? sort->icon : "",
		.asset_kind = "",
		.place_use = "",
		.policy = cursor_int(c, 3)};
}

/* Guests have no right to read kinds: those four, where they are offered to askers, with their questions. 0 or a fault. */
static int kinds_read(Web *web, Tiles *ret) {
	Cursor *c = conn_query(web_conn(web),
		"SELECT k.id, k.code, k.name, k.policy, q.id, q.label, q.label_en, q.type, q.options, q.required FROM kind k LEFT JOIN "
		"question q ON q.kind = k.id AND coalesce(q.active, 1) = 1 WHERE k.code IN ('suggestion', 'opinion', 'inquiry', "
		"'complaint') AND coalesce(k.active, 1) = 1 AND k.for_asker = 1 ORDER BY CASE k.code WHEN 'suggestion' THEN 1 WHEN "
		"'opinion' THEN 2 WHEN 'inquiry' THEN 3 ELSE 4 END, q.sort, q.id",
		NULL, 0);
	*ret = (Tiles){.other = -1};
	while (c && cursor_next(c)) {
		Tile *tile = ret->count ? &ret->items[ret->count - 1] : NULL;
		if (!tile || tile->id != cursor_int(c, 0)) {
			if (ret->count == SORTS) break;
			tile = &ret->items[ret->count++];
			*tile = tile_of(web->arena, c);
		}
		if (!cursor_is_null(c, 4) && tile->question_count < QUESTIONS_MAX)
			tile->questions[tile->question_count++] = (TileQuestion){cursor_int(c, 4), column(web->arena, c, 5),
				column(web->arena, c, 6), column(web->arena, c, 7), column(web->arena, c, 8), cursor_int(c, 9) == 1};
	}
	return cursor_end(c);
}

static void put_choice(Web *web, const char *name, const char *value, bool first, const char *icon, const char *words,
	const char *small, const char *kind) {
	Buf *out = web->out;
	const char *chosen = web_value(web, name);
	H(out, "<label class=\"tile\"><input type=\"radio\" name=\"%s\" value=\"%s\" data-word=\"%s\"", name, value, words);
	if (kind) H(out, " data-kind=\"%s\"", kind);
	if (first) H(out, " id=\"f-%s\"", name);
	if (chosen && !strcmp(chosen, value)) H(out, " checked");
	H(out, "><span class=\"tile-face\">");
	put_icon(web, icon);
	H(out, "<span>%s<small>%s</small></span></span></label>\n", words, small);
}

static void put_kinds(Web *web, const Tiles *kinds) {
	const Book *book = web_book(web);
	H(web->out, "<fieldset class=\"tiles flat\"><legend class=\"asked\">%s</legend>", TR(web, "您想说的是", "What is it"));
	put_report_wrong(web, "kind");
	for (int i = 0; i < kinds->count; i++) {
		const Tile *kind = &kinds->items[i];
		const char *id = arena_printf(web->arena, "%lld", (long long)kind->id);
		Promise promise = promise_of(web->arena, book, kind->policy, 0, web->now, web->now);
		put_choice(web, "kind", id, i == 0, kind->icon, TR(web, kind->name, *kind->name_en ? kind->name_en : kind->name),
			promise_words(web->arena, promise, false, web->now, web->language), id);
	}
	H(web->out, "</fieldset>\n");
}

/* A person without a log-in gives their name by a number that can be called. */
static void put_number(Web *web) {
	Caller caller = caller_read(web);
	const char *typed = web_value(web, "phone");
	if (web->actor->person) return;
	if (caller.client && !typed) {
		H(web->out, "<p class=\"muted small\">%s %s</p>\n", TR(web, "署名时联系", "With your name we call"), caller.masked);
		return;
	}
	H(web->out,
		"<div class=\"field\"><label for=\"f-phone\">%s</label><input id=\"f-phone\" name=\"phone\" type=\"tel\" "
		"inputmode=\"tel\" autocomplete=\"tel\" maxlength=\"20\" value=\"%s\">",
		TR(web, "您的电话（署名才填，只填一次）", "Your phone (only with your name, once)"), typed ? typed : "");
	put_report_wrong(web, "phone");
	H(web->out, "</div>\n");
}

static void put_who(Web *web) {
	Buf *out = web->out;
	const char *name = web->actor->person ? web->actor->name : TR(web, "留电话，好答复您", "with a number to answer you");
	H(out, "<fieldset class=\"tiles flat\"><legend class=\"asked\">%s</legend>", TR(web, "用什么名义提", "By whom"));
	put_report_wrong(web, "who");
	put_choice(web, "who", "named", true, "user", TR(web, "署名", "By name"), name, NULL);
	put_choice(web, "who", "anonymous", false, "shield", TR(web, "匿名", "Anonymous"),
		TR(web, "不记录您是谁", "who you are is not kept"), NULL);
	H(out, "</fieldset>\n<div class=\"card\">");
	put_number(web);
	H(out, "<details class=\"more\"><summary>%s</summary><p class=\"small\">%s</p></details></div>\n",
		TR(web, "匿名怎么做到", "How it is kept anonymous"),
		TR(web,
			"选匿名时，本系统不记录您的账号、电话和网络地址，工作人员、领导和管理员都看不到是谁提的，以后也查不出来。提交后给您一"
			"个查询链接，看答复、补充、评价都凭它；链接丢了，我们也找不回来。请不要在文字里写自己的姓名和电话。",
			"Then this system keeps neither your log-in nor your number nor your network address; no staff, leader or "
			"administrator "
			"sees who wrote it, now or later. You get a link for the answer, for adding and for rating; if it is lost we cannot "
			"find "
			"it either. Do not write your own name or number into the words."));
}

static void opinion_page(Web *web, const Tiles *kinds) {
	Buf *out = web->out;
	const char *words = web_value(web, "detail");
	Frame frame = {.title = TR(web, "建议、意见", "Suggestions"),
		.over = TR(web, "建议、意见", "suggestions"),
		.heading = TR(web, "请讲，件件有答复", "Tell us; each is answered"),
		.under = NULL,
		.foot = TR(web, "不用登录。报修请回上一页点“我要报修”", "No log-in. To have something mended go back and report it")};
	asker_open(web, &frame);
	if (!kinds->count) {
		H(out, "<section class=\"card\"><p>%s</p></section>\n",
			TR(web, "现在不能在网上提建议，请打电话", "Suggestions are not taken here at present; please call"));
		put_call_desk(web, desk_phone(web));
		frame_close(web, &frame);
		return;
	}
	H(out, "<form method=\"post\" action=\"/my/opinion\" novalidate data-once data-keep=\"opinion\">\n");
	put_form_hidden(web);
	put_wrongs(web);
	put_kinds(web, kinds);
	H(out,
		"<div class=\"card\"><div class=\"field\"><label for=\"f-detail\">%s<span class=\"need\">%s</span></label><textarea "
		"id=\"f-detail\" name=\"detail\" rows=\"4\" maxlength=\"1000\" required>%s</textarea>",
		TR(web, "您的话", "Your words"), TR(web, "必填", "required"), words ? words : "");
	put_report_wrong(web, "detail");
	H(out, "</div></div>\n");
	put_report_questions(web, kinds);
	put_who(web);
	H(out, "<div class=\"cta\"><button class=\"btn main tall\" data-echo=\"who\">%s</button></div></form>\n",
		TR(web, "提交", "Send"));
	frame_close(web, &frame);
}

void opinion_get(Web *web) {
	Tiles kinds;
	if (kinds_read(web, &kinds)) web_fault(web);
	else opinion_page(web, &kinds);
}

void opinion_post(Web *web) {
	Tiles kinds;
	const char *token = NULL;
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	if (kinds_read(web, &kinds)) web_fault(web);
	else if (opinion_take(web, &kinds, &token)) web_redirect(web, arena_printf(web->arena, "/t/%s", token));
	else if (web->refusals.count) opinion_page(web, &kinds);
	else web_fault(web);
}
