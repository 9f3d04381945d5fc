/* Answers other than a page that went well: redirects, refusals, faults. */
#include "base/json_out.h"
#include "web/app.h"

#include <string.h>

bool web_path_is_own(const char *path) {
	if (path[0] != '/' || path[1] == '/') return false;
	/* Browsers read a backslash as a slash and leave out tabs and line ends: "/<tab>/elsewhere" would lead elsewhere. */
	for (const char *p = path; *p; p++)
		if ((unsigned char)*p <= ' ' || *p == '\\' || *p == 0x7f) return false;
	return true;
}

void web_redirect(Web *web, const char *path) {
	bool own = web_path_is_own(path);
	web->response->status = 303;
	http_set_header(web->request, web->response, "Location", own ? path : "/home");
	buf_clear(web->out);
}

void web_done(Web *web, const char *path, const char *message) {
	char *hex = arena_alloc(web->arena, strlen(message) * 2 + 1);
	text_hex(message, strlen(message), hex);
	http_set_cookie(web->request, web->response, "said", hex, 60, true);
	web_redirect(web, path);
}

static void put_problem_json(Web *web, int status, const char *code, const char *title) {
	Buf *out = web->out;
	buf_clear(out);
	web->response->status = status;
	web->response->type = "application/problem+json";
	json_open(out, NULL, '{');
	json_text(out, "type", "about:blank");
	json_text(out, "title", title);
	json_int(out, "status", status);
	json_text(out, "code", code);
	json_open(out, "errors", '[');
	for (int i = 0; i < web->refusals.count; i++) {
		const Refusal *r = &web->refusals.items[i];
		json_open(out, NULL, '{');
		json_text(out, "code", r->code);
		json_text(out, "field", r->field);
		json_text(out, "zh", r->zh);
		json_text(out, "en", r->en);
		json_close(out, '}');
	}
	json_close(out, ']');
	json_close(out, '}');
}

static void put_word_page(Web *web, int status, const char *title, const char *words) {
	buf_clear(web->out);
	web->response->status = status;
	web->response->type = "text/html; charset=utf-8";
	Frame frame = {.title = title, .plain = !web->actor->person};
	frame_open(web, &frame);
	H(web->out, "<section class=\"panel state\"><h1>%s</h1><p>%s</p><p><a class=\"btn main\" href=\"%s\">%s</a></p></section>\n",
		title, words, web->actor->person ? "/home" : "/",
		web->actor->person ? TR(web, "回工作台", "To the home page") : TR(web, "回首页", "To the start"));
	frame_close(web, &frame);
}

void web_problem(Web *web, int status, const char *code, const char *zh, const char *en) {
	if (status == 401) http_set_header(web->request, web->response, "WWW-Authenticate", "Bearer");
	if (web->is_api) {
		if (!web->refusals.count) refuse(&web->refusals, status == 403 ? REFUSAL_RIGHT : REFUSAL_INPUT, code, "", zh, en);
		put_problem_json(web, status, code, TR(web, zh, en));
	} else
		put_word_page(web, status,
			status == 404	? TR(web, "没有找到", "Not found")
			: status == 403 ? TR(web, "没有权限", "No right")
							: TR(web, "没有办成", "Not done"),
			TR(web, zh, en));
}

void web_not_found(Web *web) {
	web_problem(web, 404, "not-found", "没有这一页，或者您没有查看它的权限。可从左侧菜单或搜索框找起",
		"There is no such page, or you may not see it. Try the menu or the search box");
}

void web_no_right(Web *web, const char *what_zh, const char *what_en) {
	Arena *arena = web->arena;
	web_problem(web, 403, "no-right", arena_printf(arena, "您没有查看或办理%s的权限。可请安全管理员开通", what_zh),
		arena_printf(arena, "You have no right to %s. The security administrator can grant it", what_en));
}

void web_fault(Web *web) {
	http_set_header(web->request, web->response, "Retry-After", "5");
	web_problem(web, 503, "fault", "抱歉，系统暂时不能保存。您填的内容已保留，请稍后重试；如持续出现请联系管理员",
		"Sorry, nothing can be saved just now. Please try again shortly");
}

void web_refused(Web *web) {
	int status = refusals_status(&web->refusals);
	const Refusal *first = web->refusals.count ? &web->refusals.items[0] : NULL;
	if (!first) web_fault(web);
	else if (web->is_api) put_problem_json(web, status, first->code, TR(web, first->zh, first->en));
	else
		put_word_page(web, status, status == 404 ? TR(web, "没有找到", "Not found") : TR(web, "没有办成", "Not done"),
			TR(web, first->zh, first->en));
}
