#include "access/vault.h"
#include "base/instant.h"
#include "base/outside.h"
#include "clock/clock.h"
#include "model/field.h"
#include "web/app.h"
#include "web/web_files.h"

#include <stdio.h>
#include <string.h>

const char *web_asset(Web *web, const char *name) {
	for (size_t i = 0; i < web_files_count; i++)
		if (!strcmp(web_files[i].name, name)) return arena_printf(web->arena, "/static/%s?v=%.12s", name, web_files[i].hash);
	return arena_printf(web->arena, "/static/%s", name);
}

void put_icon(Web *web, const char *name) {
	H(web->out, "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"%s#%s\"></use></svg>", web_asset(web, "icons.svg"), name);
}

void put_lamp(Web *web, const char *lamp, const char *words) {
	Label label = lamp_label(lamp);
	H(web->out, "<span class=\"lamp lamp-%s\"><svg aria-hidden=\"true\"><use href=\"%s#lamp-%s\"></use></svg>%s</span>", lamp,
		web_asset(web, "icons.svg"), lamp, words ? words : label_in(label, web->language));
}

static void put_head(Web *web, const Frame *frame) {
	Buf *out = web->out;
	H(out, "<!doctype html>\n<html lang=\"%s\" data-theme=\"%s\" data-size=\"%s\"", web->language == LANGUAGE_EN ? "en" : "zh-CN",
		web->theme, web->size);
	if (*web->mode) H(out, " data-mode=\"%s\"", web->mode);
	if (frame->phone) H(out, " class=\"phone%s\"", frame->phone->home ? " has-bar" : "");
	H(out,
		">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, "
		"viewport-fit=cover\">\n<title>%s – %s</title>\n",
		frame->title, TR(web, "纲目", "Gangmu"));
	if (frame->refresh_s) H(out, "<meta http-equiv=\"refresh\" content=\"%d\">\n", frame->refresh_s);
	/* On a phone nobody sees the icon of a tab: one request less. */
	H(out, "<link rel=\"icon\" href=\"%s\">\n<link rel=\"stylesheet\" href=\"%s\">\n<script src=\"%s\" defer></script>\n",
		frame->heading ? "data:," : web_asset(web, "favicon.svg"), web_asset(web, frame->style ? frame->style : "app.css"),
		web_asset(web, frame->script ? frame->script : "app.js"));
	const char *body = frame->body ? frame->body : frame->heading ? "phone" : NULL;
	if (body) H(out, "</head>\n<body class=\"%s\">\n", body);
	else H(out, "</head>\n<body>\n");
	H(out, "<a class=\"skip\" href=\"#main\">%s</a>\n", TR(web, "跳到正文", "Skip to the content"));
}

static void put_display_menu(Web *web) {
	static const char *const sizes[] = {"normal", "large", "xlarge", "xxlarge"},
							 *const size_zh[] = {"标准", "大", "特大", "超大"},
							 *const size_en[] = {"Normal", "Large", "Larger", "Largest"};
	static const char *const themes[] = {"auto", "light", "dark", "contrast"},
							 *const theme_zh[] = {"跟随系统", "浅色", "深色", "高对比"},
							 *const theme_en[] = {"As the system", "Light", "Dark", "High contrast"};
	Buf *out = web->out;
	H(out, "<details class=\"menu\"><summary class=\"top-link\">");
	put_icon(web, "size");
	H(out, "%s</summary>\n<form class=\"menu-list\" method=\"post\" action=\"/me/display\" data-plain>",
		TR(web, "显示", "Display"));
	put_form_hidden(web);
	H(out, "<input type=\"hidden\" name=\"next\" value=\"%s\"><p>%s</p>", web->request->target, TR(web, "字号", "Type size"));
	for (int i = 0; i < 4; i++)
		H(out, "<button name=\"size\" value=\"%s\" aria-pressed=\"%s\">%s</button>", sizes[i],
			strcmp(web->size, sizes[i]) ? "false" : "true", TR(web, size_zh[i], size_en[i]));
	H(out, "<p>%s</p>", TR(web, "颜色", "Colours"));
	for (int i = 0; i < 4; i++)
		H(out, "<button name=\"theme\" value=\"%s\" aria-pressed=\"%s\">%s</button>", themes[i],
			strcmp(web->theme, themes[i]) ? "false" : "true", TR(web, theme_zh[i], theme_en[i]));
	H(out,
		"<p>Language</p><button name=\"lang\" value=\"zh\" aria-pressed=\"%s\">中文</button><button name=\"lang\" value=\"en\" "
		"aria-pressed=\"%s\">English</button></form></details>\n",
		web->language == LANGUAGE_ZH ? "true" : "false", web->language == LANGUAGE_EN ? "true" : "false");
}

/* A form that sets one preference and comes back here. */
static void put_preference(Web *web, const char *name, const char *value, const char *class, const char *words) {
	H(web->out, "<form method=\"post\" action=\"/me/display\" data-plain>");
	if (web->session.key) H(web->out, "<input type=\"hidden\" name=\"csrf\" value=\"%s\">", web->session.csrf);
	H(web->out,
		"<input type=\"hidden\" name=\"next\" value=\"%s\"><button class=\"%s\" name=\"%s\" "
		"value=\"%s\"><span>%s</span></button></form>",
		web->request->target, class, name, value, words);
}

/* The head of a page made for a phone: where one is, and the large-type switch on top of every page. */
static void put_banner(Web *web, const Frame *frame) {
	Buf *out = web->out;
	bool elder = !strcmp(web->mode, "elder");
	H(out, "<header class=\"banner\"><div class=\"banner-line\"><span>%s · %s</span>", web->app->config.site_name, frame->over);
	put_preference(
		web, "mode", elder ? "normal" : "elder", "", elder ? TR(web, "标准版", "Normal") : TR(web, "大字版", "Large type"));
	H(out, "</div><h1>%s</h1>", frame->heading);
	if (frame->under) H(out, "<p>%s</p>", frame->under);
	H(out, "</header>\n<main id=\"main\" tabindex=\"-1\">\n");
}

static void put_foot(Web *web, const Frame *frame) {
	H(web->out, "<footer class=\"foot\">");
	if (frame->foot) H(web->out, "<p>%s</p>", frame->foot);
	H(web->out, "<div class=\"foot-row\"><button class=\"btn\" type=\"button\" data-speak=\"main\" hidden>");
	put_icon(web, "speak");
	H(web->out, "%s</button>", TR(web, "朗读本页", "Read aloud"));
	put_preference(web, "lang", TR(web, "en", "zh"), "btn plain", TR(web, "English", "中文"));
	H(web->out, "</div></footer>\n");
}

static void put_top(Web *web) {
	Buf *out = web->out;
	const char *find = TR(web, "搜索事项、人员、地点、标准", "Search matters, people, places");
	H(out, "<header class=\"top\">\n<a class=\"top-menu\" href=\"#side\" aria-label=\"%s\" data-key=\"g\">",
		TR(web, "菜单", "Menu"));
	put_icon(web, "menu");
	H(out, "</a>\n<a class=\"top-brand\" href=\"/home\">");
	put_icon(web, "mark");
	H(out, "%s<small>%s</small></a>\n<form class=\"top-search\" role=\"search\" aria-label=\"%s\" action=\"/search\">",
		TR(web, "纲目", "Gangmu"), web->app->config.site_name, TR(web, "全站搜索", "Search everything"));
	put_icon(web, "search");
	const char *typed = !strcmp(web->request->path, "/search") ? web_param(web, "q") : "";
	H(out,
		"<input type=\"search\" name=\"q\" value=\"%s\" aria-label=\"%s\" placeholder=\"%s\" data-key=\"/\" "
		"autocomplete=\"off\"><kbd aria-hidden=\"true\">/</kbd><button class=\"hide\">%s</button></form>\n",
		typed, find, find, TR(web, "搜索", "Search"));
	H(out, "<nav class=\"top-nav\" aria-label=\"%s\">\n<a class=\"btn main\" href=\"/matters/new\">",
		TR(web, "常用", "Often used"));
	put_icon(web, "plus");
	H(out, "%s</a>\n", TR(web, "新建", "New"));
	put_display_menu(web);
	H(out, "<details class=\"menu\"><summary class=\"top-link\">");
	put_icon(web, "user");
	H(out, "%s</summary>\n<div class=\"menu-list\"><p>%s</p><a href=\"/me\">%s</a>", web->actor->name,
		*web->actor->post ? web->actor->post : web->actor->unit_name, TR(web, "我的设置", "My settings"));
	H(out, "<a href=\"/logout\">");
	put_icon(web, "logout");
	H(out, "%s</a></div></details>\n</nav>\n<a class=\"top-find\" href=\"/search\" aria-label=\"%s\">",
		TR(web, "退出", "Log out"), TR(web, "搜索", "Search"));
	put_icon(web, "search");
	H(out, "</a>\n</header>\n");
}

static void put_side(Web *web, const Frame *frame) {
	Buf *out = web->out;
	const App *app = web->app;
	H(out, "<nav class=\"side\" id=\"side\" aria-label=\"%s\">\n<a class=\"side-close\" href=\"#main\">",
		TR(web, "模块", "Modules"));
	put_icon(web, "close");
	H(out, "<span>%s</span></a>\n", TR(web, "关闭菜单", "Close the menu"));
	const char *group = NULL;
	for (size_t m = 0; m < app->module_count; m++)
		for (size_t i = 0; i < app->modules[m]->nav_count; i++) {
			const NavItem *item = &app->modules[m]->nav[i];
			if (item->group_zh) group = TR(web, item->group_zh, item->group_en);
			if (item->roles && !(item->roles & web->actor->roles)) continue;
			if (group) H(out, "<div class=\"side-group\">%s</div>\n", group);
			group = NULL;
			bool here = frame->active && !strcmp(frame->active, item->path);
			const char *words = label_in(item->label, web->language);
			H(out, "<a href=\"%s\" title=\"%s\"", item->path, words);
			if (here) H(out, " aria-current=\"page\"");
			H(out, ">");
			put_icon(web, item->icon);
			H(out, "<span>%s</span></a>\n", words);
		}
	H(out, "</nav>\n");
}

void put_toast(Web *web) {
	const char *said = http_cookie(web->request, "said");
	H(web->out, "<div class=\"toasts\" role=\"status\" aria-live=\"polite\" id=\"live\">");
	if (said && *said) {
		char *text = arena_strdup(web->arena, said);
		size_t length = strlen(text) / 2;
		char *plain = arena_alloc(web->arena, length + 1);
		if (length < 400 && text_from_hex(text, plain, length) && text_utf8_valid(plain, length))
			H(web->out, "<div class=\"toast\">%s</div>", plain);
		http_set_cookie(web->request, web->response, "said", "", 0, true);
	}
	H(web->out, "</div>\n");
}

void frame_open(Web *web, const Frame *frame) {
	Buf *out = web->out;
	put_head(web, frame);
	if (frame->heading) {
		put_banner(web, frame);
		return;
	}
	if (frame->plain) {
		H(out, "<main class=\"%s\" id=\"main\" tabindex=\"-1\">\n",
			frame->body	   ? "login-box"
			: frame->style ? "asker"
						   : "page alone");
		return;
	}
	if (frame->phone) {
		phone_open(web, frame->phone);
		return;
	}
	put_top(web);
	H(out, "<div class=\"frame\">\n");
	put_side(web, frame);
	H(out, "<main class=\"page%s%s\" id=\"main\" tabindex=\"-1\">\n", frame->main_class ? " " : "", frame->main_class);
	if (frame->crumbs[0][1]) {
		H(out, "<nav class=\"crumbs\" aria-label=\"%s\">", TR(web, "位置", "Where you are"));
		for (int i = 0; i < 4 && frame->crumbs[i][1]; i++) {
			if (frame->crumbs[i][0]) H(out, "<a href=\"%s\">%s</a>", frame->crumbs[i][0], frame->crumbs[i][1]);
			else H(out, "<span>%s</span>", frame->crumbs[i][1]);
		}
		H(out, "</nav>\n");
	}
}

void frame_close(Web *web, const Frame *frame) {
	Buf *out = web->out;
	if (frame->phone) {
		phone_close(web, frame->phone);
		return;
	}
	H(out, "</main>\n");
	if (frame->heading) put_foot(web, frame);
	else if (!frame->plain) {
		bool worker = web->actor->roles & ROLE_BIT(ROLE_WORKER);
		H(out, "</div>\n<nav class=\"bottom-bar\" aria-label=\"%s\"><a href=\"/home\">", TR(web, "快捷", "Quick"));
		put_icon(web, "inbox");
		H(out, "%s</a><a href=\"%s\">", worker ? TR(web, "任务", "Jobs") : TR(web, "待办", "To do"), "/scan");
		put_icon(web, "scan");
		H(out, "%s</a><a href=\"/my\">", TR(web, "扫码", "Scan"));
		put_icon(web, "matter");
		H(out, "%s</a><a href=\"/me\">", TR(web, "我报的", "Mine"));
		put_icon(web, "user");
		H(out, "%s</a></nav>\n", TR(web, "我的", "Me"));
	}
	put_toast(web);
	H(out, "</body>\n</html>\n");
}

void put_errors(Web *web) {
	const Refusals *list = &web->refusals;
	if (!list->count) return;
	Buf *out = web->out;
	H(out, "<div class=\"note bad\" role=\"alert\" id=\"errors\" tabindex=\"-1\" data-errors>");
	put_icon(web, "warn");
	H(out, "<div><b>");
	if (web->language == LANGUAGE_EN) H(out, "To mend: %d", list->count);
	else H(out, "有 %d 处需要修改", list->count);
	H(out, "</b><ul>");
	for (int i = 0; i < list->count; i++) {
		const Refusal *r = &list->items[i];
		const char *words = TR(web, r->zh, r->en);
		if (*r->field) H(out, "<li><a href=\"#f-%s\">%s</a></li>", r->field, words);
		else H(out, "<li>%s</li>", words);
	}
	H(out, "</ul></div></div>\n");
}

void put_empty(Web *web, const char *words, const char *link, const char *link_words) {
	H(web->out, "<div class=\"empty\"><p>%s</p>", words);
	if (link) H(web->out, "<p><a class=\"btn\" href=\"%s\">%s</a></p>", link, link_words);
	H(web->out, "</div>\n");
}

char *web_time(Web *web, int64_t at_s) {
	return web->language == LANGUAGE_EN ? instant_format_en(web->arena, at_s, web->now)
										: instant_format_zh(web->arena, at_s, web->now);
}

char *web_words(Web *web, const Field *field, Value value) {
	ClockPolicy policy = {0};
	if (field->type == FIELD_TIME && value.kind == VALUE_INT) return web_time(web, value.number);
	if (field->type == FIELD_POLICY && value.kind == VALUE_TEXT && clock_policy_parse(value.text, &policy))
		return web->language == LANGUAGE_EN ? clock_policy_en(web->arena, &policy) : clock_policy_zh(web->arena, &policy);
	return field_show(field, value, web->arena, web->language);
}

char *web_show(Web *web, const Row *row, int field) {
	const Field *f = &row->record->fields[field];
	Value value = row->values[field];
	if (value.kind == VALUE_NULL) return arena_strdup(web->arena, "");
	if (f->type == FIELD_REF) {
		const char *label = row->labels && row->labels[field] ? row->labels[field] : "";
		return arena_strdup(web->arena, label);
	}
	if (f->flags & FLAG_PERSONAL) {
		if (!*value_str(value)) return arena_strdup(web->arena, TR(web, "（已清除）", "(erased)"));
		return vault_mask(web->arena, value_str(value));
	}
	return web_words(web, f, value);
}

void put_value(Web *web, const Row *row, int field) {
	const Field *f = &row->record->fields[field];
	char *text = web_show(web, row, field);
	if (!*text) {
		H(web->out, "<span class=\"none\">–</span>");
		return;
	}
	const char *path = f->type == FIELD_REF ? model_records[f->ref_record].path : NULL;
	bool may = path && (web->actor->roles & model_records[f->ref_record].read);
	if (may) H(web->out, "<a href=\"/%s/%ld\">%s</a>", path, (long)row->values[field].number, text);
	else if (f->type == FIELD_LONG) html_lines(web->out, text);
	else H(web->out, "%s", text);
}

void put_form_hidden(Web *web) {
	unsigned char bytes[12];
	char once[25];
	if (web->session.key) H(web->out, "<input type=\"hidden\" name=\"csrf\" value=\"%s\">", web->session.csrf);
	const char *kept = web->refusals.count ? web_value(web, "once") : NULL;
	outside_random(bytes, sizeof bytes);
	text_hex(bytes, sizeof bytes, once);
	H(web->out, "<input type=\"hidden\" name=\"once\" value=\"%s\">", kept ? kept : once);
}
