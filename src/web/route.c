#include "base/log.h"
#include "base/outside.h"
#include "web/app.h"
#include "web/person_password.h"

#include <string.h>
#include <unistd.h>

/* "/matters/17/dispatch" against "/matters/:id/dispatch". */
static bool pattern_fits(Web *web, const char *pattern, const char *path) {
	web->id_count = web->word_count = 0;
	while (*pattern && *path) {
		if (pattern[0] == ':') {
			size_t name = strcspn(pattern, "/"), length = strcspn(path, "/");
			const char *segment = arena_strndup(web->arena, path, length);
			if (!strncmp(pattern, ":id", name)) {
				if (web->id_count == 3 || !text_to_int(segment, &web->ids[web->id_count]) || web->ids[web->id_count++] < 1)
					return false;
			} else if (!length || web->word_count == 3) return false;
			else web->words[web->word_count++] = segment;
			pattern += name;
			path += length;
			continue;
		}
		if (*pattern++ != *path++) return false;
	}
	return !*pattern && !*path;
}

static const Route *route_find(Web *web) {
	const App *app = web->app;
	HttpMethod method = web->request->method == HTTP_HEAD_M ? HTTP_GET_M : web->request->method;
	for (size_t m = 0; m < app->module_count; m++)
		for (size_t i = 0; i < app->modules[m]->route_count; i++) {
			const Route *route = &app->modules[m]->routes[i];
			if (route->method == method && pattern_fits(web, route->pattern, web->request->path)) return route;
		}
	return NULL;
}

bool web_serves(const Web *web, const char *path) {
	for (size_t m = 0; m < web->app->module_count; m++)
		for (size_t i = 0; i < web->app->modules[m]->route_count; i++) {
			const Route *route = &web->app->modules[m]->routes[i];
			if (route->method == HTTP_GET_M && !strcmp(route->pattern, path)) return true;
		}
	return false;
}

/* Quick reads run in the loop; everything that writes, uploads or may take long runs in the pool. */
HttpPlan app_plan(void *user, const HttpRequest *head) {
	Web web = {.app = user, .request = (HttpRequest *)head, .arena = head->arena};
	bool reads = head->method == HTTP_GET_M || head->method == HTTP_HEAD_M;
	if (!reads) return (HttpPlan){.in_pool = true, .body_max = 48u << 20};
	const Route *route = route_find(&web);
	bool slow = (route && route->in_pool) || text_ends(head->path, ".xlsx") || text_ends(head->path, ".csv") ||
				text_ends(head->path, "/openapi.json");
	return (HttpPlan){.in_pool = slow, .body_max = 65536};
}

static void security_headers(Web *web) {
	HttpRequest *request = web->request;
	HttpResponse *response = web->response;
	http_set_header(request, response, "Content-Security-Policy",
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; form-action "
		"'self'; frame-ancestors 'none'; base-uri 'none'");
	http_set_header(request, response, "X-Content-Type-Options", "nosniff");
	http_set_header(request, response, "Referrer-Policy", "same-origin");
	http_set_header(request, response, "Cross-Origin-Opener-Policy", "same-origin");
	http_set_header(request, response, "Permissions-Policy", "geolocation=(), microphone=(), camera=(self)");
}

static bool may_enter(Web *web, const Route *route) {
	if (!route->roles || web->actor->roles & route->roles) return true;
	if (web->actor->person) {
		web_no_right(web, "这一页", "this page");
		return false;
	}
	if (web->is_api) web_problem(web, 401, "unauthenticated", "请先登录或带上令牌", "Log in or send a bearer token first");
	else if (web->request->method == HTTP_POST_M) draft_carry(web);
	else web_redirect(web, arena_printf(web->arena, "/login?next=%s", http_encode(web->arena, web->request->target)));
	return false;
}

static void read_preferences(Web *web) {
	const char *lang = http_cookie(web->request, "lang"), *size = http_cookie(web->request, "size"),
			   *theme = http_cookie(web->request, "theme"), *mode = http_cookie(web->request, "mode");
	static const char *const sizes[] = {"normal", "large", "xlarge", "xxlarge"}, *const themes[] = {
																					 "auto", "light", "dark", "contrast"};
	web->language = lang && !strcmp(lang, "en") ? LANGUAGE_EN : LANGUAGE_ZH;
	web->size = "normal";
	web->theme = "auto";
	web->mode = "";
	for (int i = 0; i < 4; i++) {
		if (size && !strcmp(size, sizes[i])) web->size = sizes[i];
		if (theme && !strcmp(theme, themes[i])) web->theme = themes[i];
	}
	const char *asked = http_query(web->request, "mode");
	if ((asked && !strcmp(asked, "elder")) || (!asked && mode && !strcmp(mode, "elder"))) web->mode = "elder";
	if (asked) http_set_cookie(web->request, web->response, "mode", strcmp(asked, "elder") ? "normal" : "elder", 31536000, false);
}

static void guests_busy(Web *web) {
	http_set_header(web->request, web->response, "Retry-After", "5");
	web_problem(web, 503, "busy", "这会儿报事的人多，请过几秒再提交；您填的内容还在上一页",
		"Many people are reporting just now; please send again in a few seconds. What you typed is on the page before");
}

static void dispatch(Web *web) {
	HttpRequest *request = web->request;
	if (request->method == HTTP_OTHER_M) {
		web_problem(web, 405, "method", "不支持这种请求方法", "This method is not supported");
		return;
	}
	if (static_handle(web)) return;
	session_find(web);
	if (person_must_change(web)) return;
	if (web->is_api && api_handle(web)) return;
	bool posts = request->method == HTTP_POST_M;
	if (!posts && request->method != HTTP_GET_M && request->method != HTTP_HEAD_M) {
		web_problem(web, 405, "method", "不支持这种请求方法", "This method is not supported");
		return;
	}
	if (posts && !web_check_csrf(web)) return;
	if (*web_param(web, "draft")) draft_load(web); /* what was typed before a log-in ran out */
	const Route *route = route_find(web);
	if (route) {
		if (!may_enter(web, route)) return;
		/* Logging in is the staff's way in. */
		bool guest = posts && !web->actor->person && strcmp(request->path, "/login");
		if (guest && __atomic_add_fetch(&web->app->guest_posts, 1, __ATOMIC_RELAXED) > GUEST_POSTS_MAX) guests_busy(web);
		else route->handler(web);
		if (guest) __atomic_sub_fetch(&web->app->guest_posts, 1, __ATOMIC_RELAXED);
		return;
	}
	if (!derived_handle(web)) web_not_found(web);
}

static void count_status(App *app, int status) {
	int class = status / 100;
	if (class > 0 && class < 6) __atomic_add_fetch(&app->requests[class], 1, __ATOMIC_RELAXED);
}

void app_handle(void *user, int thread_index, HttpRequest *request, HttpResponse *response) {
	Web web = {.app = user,
		.request = request,
		.response = response,
		.arena = request->arena,
		.out = &response->body,
		.thread_index = thread_index,
		.now = outside_now()};
	int64_t start = web.app->config.trace ? outside_monotonic_ms() : 0;
	web.is_api = text_starts(request->path, "/api/");
	refusals_init(&web.refusals, web.arena);
	security_headers(&web);
	read_preferences(&web);
	web.actor = actor_guest(web.arena, 0, 0);
	if (door_is_broken(web.app->door) && request->method != HTTP_GET_M) web_fault(&web);
	else dispatch(&web);
	web_release(&web);
	count_status(web.app, response->status ? response->status : 200);
	if (web.app->config.trace)
		log_info("request", "%d %s %s %lld ms", response->status, request->method == HTTP_POST_M ? "POST" : "GET", request->path,
			(long long)(outside_monotonic_ms() - start));
}
