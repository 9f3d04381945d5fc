/* Pages of the house itself: log-in and log-out, display, own settings, lookups, health, metrics. */
#include "base/json_out.h"
#include "base/outside.h"
#include "model_gen.h"
#include "web/app.h"

#include <string.h>

static const char *next_path(Web *web) {
	const char *next = web_value(web, "next");
	return next && next[0] == '/' && next[1] != '/' && !strpbrk(next, "\\\r\n") ? next : "/home";
}

/* The log-in box; `carried`: an expired form comes along. */
void put_login(Web *web, const char *note, const char *carried_path, const char *carried) {
	Buf *out = web->out;
	H(out, "<p class=\"login-mark\">");
	put_icon(web, "mark");
	H(out,
		"<span><b>%s</b><small>%s</small></span></p>\n<form class=\"panel\" method=\"post\" action=\"/login\" data-plain><div "
		"class=\"panel-body\">\n<h1>%s</h1>\n",
		TR(web, "纲目", "Gangmu"), web->app->config.site_name, TR(web, "登录", "Log in"));
	put_form_hidden(web);
	H(out, "<input type=\"hidden\" name=\"next\" value=\"%s\">\n", next_path(web));
	if (carried)
		H(out, "<input type=\"hidden\" name=\"carried_path\" value=\"%s\"><input type=\"hidden\" name=\"carried\" value=\"%s\">",
			carried_path, carried);
	if (note) {
		H(out, "<div class=\"note warn\">");
		put_icon(web, "info");
		H(out, "<div>%s</div></div>\n", note);
	}
	put_errors(web);
	const char *login = web_value(web, "login");
	H(out,
		"<div class=\"field\"><label for=\"f-login\">%s</label><input id=\"f-login\" name=\"login\" type=\"text\" "
		"autocomplete=\"username\" required value=\"%s\"></div>\n",
		TR(web, "登录名", "Log-in name"), login ? login : "");
	H(out,
		"<div class=\"field\"><label for=\"f-password\">%s</label><input id=\"f-password\" name=\"password\" type=\"password\" "
		"autocomplete=\"current-password\" required></div>\n",
		TR(web, "口令", "Password"));
	H(out, "<button class=\"btn main tall block\">%s</button>\n</div></form>\n<p class=\"login-foot muted small\">%s</p>\n",
		TR(web, "登录", "Log in"),
		TR(web, "报修不用登录：扫门牌或设备上的二维码即可。忘记口令请联系安全管理员",
			"Reporting needs no log-in: scan the code on the door. Forgot the password? Ask the security administrator"));
}

static void login_page(Web *web) {
	Frame frame = {.title = TR(web, "登录", "Log in"), .plain = true, .body = "login"};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	put_login(web, NULL, web_value(web, "carried_path"), web_value(web, "carried"));
	frame_close(web, &frame);
}

static void login_get(Web *web) {
	if (web->actor->person) web_redirect(web, next_path(web));
	else login_page(web);
}

static void login_post(Web *web) {
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	const char *login = web_value(web, "login"), *password = web_value(web, "password"), *carried;
	int64_t person = 0;
	if (session_login(web, login ? text_trim(web->arena, login) : "", password ? password : "", &person)) {
		carried = draft_arrive(web, person);
		web_redirect(web, carried ? carried : next_path(web));
	} else if (!web->refusals.count) web_fault(web);
	else login_page(web);
}

static void logout_page(Web *web) {
	Frame frame = {.title = TR(web, "退出", "Log out")};
	if (!web->actor->person) {
		web_redirect(web, "/login");
		return;
	}
	frame_open(web, &frame);
	H(web->out, "<form class=\"panel state\" method=\"post\" action=\"/logout\" data-plain><h1>%s</h1><p>%s</p>",
		TR(web, "退出登录", "Log out"), TR(web, "退出后，本机上保存的内容会清除", "What is kept on this device is cleared"));
	put_form_hidden(web);
	H(web->out, "<p><button class=\"btn main\">%s</button> <a class=\"btn\" href=\"/home\">%s</a></p></form>\n",
		TR(web, "退出", "Log out"), TR(web, "不退出", "Stay"));
	frame_close(web, &frame);
}

static void logout_post(Web *web) {
	session_end(web);
	http_set_header(web->request, web->response, "Clear-Site-Data", "\"cache\", \"storage\"");
	web_redirect(web, "/login");
}

static void display_post(Web *web) {
	static const char *const names[] = {"size", "theme", "lang", "mode"};
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	for (int i = 0; i < 4; i++) {
		const char *value = web_value(web, names[i]);
		if (value && *value && !value[strspn(value, "abcdefghijklmnopqrstuvwxyz")] && strlen(value) < 12)
			http_set_cookie(web->request, web->response, names[i], value, 31536000, false);
	}
	web_redirect(web, next_path(web));
}

static void me_page(Web *web) {
	Row *me = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_PERSON], web->actor->person, true, NULL);
	Frame frame = {.title = TR(web, "我的设置", "My settings")};
	if (!me) {
		web_not_found(web);
		return;
	}
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	Buf *out = web->out;
	H(out, "<div class=\"head\"><h1>%s</h1></div>\n<section class=\"panel\"><div class=\"panel-body\"><dl class=\"facts\">",
		TR(web, "我的设置", "My settings"));
	static const int shown[] = {PERSON_LOGIN, PERSON_NAME, PERSON_UNIT, PERSON_PHONE};
	for (size_t i = 0; i < 4; i++) {
		H(out, "<div><dt>%s</dt><dd>", label_in(me->record->fields[shown[i]].label, web->language));
		H(out, "%s</dd></div>", web_show(web, me, shown[i]));
	}
	H(out, "<div><dt>%s</dt><dd>%s</dd></div></dl></div></section>\n", TR(web, "岗位", "Post"), web->actor->post);
	H(out, "<form class=\"form\" method=\"post\" action=\"/me/password\" data-plain>");
	put_form_hidden(web);
	put_errors(web);
	H(out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2></div><div class=\"panel-body fields\">",
		TR(web, "修改口令", "Change the password"));
	H(out,
		"<div class=\"field\"><label for=\"f-old\">%s</label><input id=\"f-old\" name=\"old\" type=\"password\" "
		"autocomplete=\"current-password\" required></div>",
		TR(web, "现在的口令", "Present password"));
	H(out,
		"<div class=\"field\"><label for=\"f-new\">%s</label><input id=\"f-new\" name=\"new\" type=\"password\" "
		"autocomplete=\"new-password\" required aria-describedby=\"h-new\"><p class=\"help\" id=\"h-new\">%s</p></div>",
		TR(web, "新口令", "New password"),
		TR(web, "至少 10 个字符，含大写、小写、数字、符号中的三种", "At least 10 characters of three kinds"));
	H(out, "</div></section><div class=\"form-foot\"><button class=\"btn main\">%s</button></div></form>\n",
		TR(web, "修改口令", "Change the password"));
	frame_close(web, &frame);
}

static void password_post(Web *web) {
	const char *en, *zh;
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	const char *old = web_value(web, "old"), *fresh = web_value(web, "new");
	if ((zh = password_weakness(web->actor->login, fresh ? fresh : "", &en)))
		refuse(&web->refusals, REFUSAL_INPUT, "weak", "new", zh, en);
	else if (!session_check_password(web, web->actor->person, old ? old : ""))
		refuse(&web->refusals, REFUSAL_INPUT, "password", "old", "现在的口令不对", "The present password is wrong");
	if (!web->refusals.count) {
		Given given[] = {{PERSON_PASSWORD, value_text(password_hash(web->arena, fresh))}, {PERSON_MUST_CHANGE, value_int(0)}};
		Call call = {.command = &model_records[RECORD_PERSON].commands[PERSON_CMD_OWN_PASSWORD],
			.id = web->actor->person,
			.given = given,
			.given_count = 2,
			.trusted = true};
		if (web_call(web, &call).kind == OUTCOME_DONE) {
			web_done(web, "/me", TR(web, "口令已修改", "Password changed"));
			return;
		}
	}
	me_page(web);
}

/* GET /lookup/RECORD?q=: up to 12 rows as [{id,label,hint}] for the search-as-you-type box. */
static void lookup(Web *web) {
	const Record *record = record_by_name(web->words[0]);
	web->response->type = "application/json";
	if (!record || !(record->read & web->actor->roles)) {
		web->response->status = 404;
		buf_puts(web->out, "[]");
		return;
	}
	Query query;
	Rows rows = {0};
	int active = -1, code = -1;
	query_init(&query, record);
	query.limit = 12;
	const char *typed = web_param(web, "q");
	query.search = text_is_blank(typed) ? NULL : typed;
	query.sort_field = query.search ? FIELD_ID_AT : record->sort_field;
	if (record_field(record, "active", &active)) query_add(&query, web->arena, active, FILTER_NOT_IN, value_int(0));
	if (query_rows(web_conn(web), web->arena, web->actor, &query, true, &rows)) rows.count = 0;
	record_field(record, "code", &code);
	if (code < 0) record_field(record, "kind", &code);
	json_open(web->out, NULL, '[');
	for (int i = 0; i < rows.count; i++) {
		json_open(web->out, NULL, '{');
		json_int(web->out, "id", row_id(&rows.rows[i]));
		json_text(web->out, "label", web_show(web, &rows.rows[i], record->title_field));
		json_text(web->out, "hint", code >= 0 ? web_show(web, &rows.rows[i], code) : "");
		json_close(web->out, '}');
	}
	json_close(web->out, ']');
}

static void healthz(Web *web) {
	bool good = !door_is_broken(web->app->door) && conn_query_int(web_conn(web), "SELECT 1", NULL, 0, 0, NULL) == 1;
	web->response->status = good ? 200 : 503;
	web->response->type = "text/plain; charset=utf-8";
	buf_puts(web->out, good ? "ok\n" : "fault\n");
}

static void metrics(Web *web) {
	Buf *out = web->out;
	App *app = web->app;
	web->response->type = "text/plain; version=0.0.4; charset=utf-8";
	buf_puts(out, "# HELP gangmu_requests_total Requests by status class.\n# TYPE gangmu_requests_total counter\n");
	for (int i = 1; i < 6; i++)
		buf_printf(out, "gangmu_requests_total{class=\"%dxx\"} %llu\n", i,
			(unsigned long long)__atomic_load_n(&app->requests[i], __ATOMIC_RELAXED));
	buf_puts(out, "# HELP gangmu_journal_entries Entries in the journal.\n# TYPE gangmu_journal_entries gauge\n");
	buf_printf(out, "gangmu_journal_entries %lld\n",
		(long long)conn_query_int(web_conn(web), "SELECT max(seq) FROM journal", NULL, 0, 0, NULL));
	buf_puts(out, "# HELP gangmu_up_seconds Seconds since start.\n# TYPE gangmu_up_seconds gauge\n");
	buf_printf(out, "gangmu_up_seconds %lld\n", (long long)(outside_monotonic_ms() - app->started_ms) / 1000);
}

static void root(Web *web) {
	web_redirect(web, web->actor->person ? "/home" : "/my");
}

#define STAFF 0x3ffeu /* everybody who is logged in */
static const Route routes[] = {
	{HTTP_GET_M, "/", root, 0, false},
	{HTTP_GET_M, "/login", login_get, 0, false},
	{HTTP_POST_M, "/login", login_post, 0, true},
	{HTTP_GET_M, "/logout", logout_page, 0, false},
	{HTTP_POST_M, "/logout", logout_post, STAFF, true},
	{HTTP_POST_M, "/me/display", display_post, 0, true},
	{HTTP_GET_M, "/me", me_page, STAFF, false},
	{HTTP_POST_M, "/me/password", password_post, STAFF, true},
	{HTTP_POST_M, "/drafts/:word", draft_post, STAFF, true},
	{HTTP_GET_M, "/lookup/:word", lookup, STAFF, false},
	{HTTP_GET_M, "/healthz", healthz, 0, false},
	{HTTP_GET_M, "/metrics", metrics, 0, false},
};
const WebModule web_core = {.routes = routes, .route_count = sizeof routes / sizeof *routes};
