#include "module/home/home.h"

#include "model_gen.h"

#define BIT(role) ROLE_BIT(ROLE_##role)
enum {
	LOGGED_IN = 0x3ffe, /* every role but the guest's */
	WORKERS = BIT(WORKER) | BIT(TEAM) | BIT(HEAD),
	CHECKERS = BIT(INSPECTOR) | BIT(DESK) | BIT(HEAD) | BIT(LEADER),
	STAFF = BIT(WORKER) | BIT(TEAM) | BIT(DESK) | BIT(HEAD) | BIT(LEADER) | BIT(INSPECTOR) | BIT(DISCIPLINE)
};

/* Where a role begins. Somebody with several posts begins with the first of these; the menu leads to the others. */
static const struct {
	Role role;
	const char *path, *otherwise; /* of another module; `otherwise` where none serves it */
	Handler page;
} homes[] = {
	{ROLE_DESK, "/desk", "/matters?view=open", NULL},
	{ROLE_LEADER, NULL, NULL, leader_page},
	{ROLE_HEAD, NULL, NULL, head_page},
	{ROLE_TEAM, NULL, NULL, team_page},
	{ROLE_WORKER, "/tasks", "/tasks", NULL},
	{ROLE_INSPECTOR, NULL, NULL, inspector_page},
	{ROLE_DISCIPLINE, NULL, NULL, discipline_page},
	{ROLE_FINANCE, NULL, NULL, finance_page},
	{ROLE_SYSTEM, NULL, NULL, system_page},
	{ROLE_SECURITY, NULL, NULL, security_page},
	{ROLE_AUDIT, NULL, NULL, audit_page},
	{ROLE_LIAISON, "/my", "/matters?view=mine", NULL},
	{ROLE_ASKER, "/my", "/matters?view=mine", NULL},
};

void home_get(Web *web) {
	for (size_t i = 0; i < sizeof homes / sizeof *homes; i++) {
		if (!actor_is(web->actor, homes[i].role)) continue;
		if (homes[i].page) homes[i].page(web);
		else web_redirect(web, web_serves(web, homes[i].path) ? homes[i].path : homes[i].otherwise);
		return;
	}
	web_no_right(web, "工作台", "the home page");
}

static const Route routes[] = {
	{HTTP_GET_M, "/home", home_get, LOGGED_IN, false},
	{HTTP_POST_M, "/home/assign", assign_post, BIT(TEAM) | BIT(HEAD) | BIT(DESK), true},
	{HTTP_POST_M, "/home/check/:id", check_post, BIT(TEAM) | BIT(HEAD), true},
	{HTTP_GET_M, "/tasks", tasks_get, WORKERS, false},
	{HTTP_POST_M, "/tasks/:id", tasks_post, WORKERS, true},
	{HTTP_GET_M, "/tasks/:id/finish", finish_get, WORKERS, false},
	{HTTP_POST_M, "/tasks/:id/finish", finish_post, WORKERS, true},
	{HTTP_GET_M, "/tasks/:id/cannot", cannot_get, WORKERS, false},
	{HTTP_POST_M, "/tasks/:id/cannot", cannot_post, WORKERS, true},
	{HTTP_GET_M, "/tasks/:id/return", return_get, WORKERS, false},
	{HTTP_POST_M, "/tasks/:id/return", return_post, WORKERS, true},
	{HTTP_GET_M, "/work-orders/:id", order_page, STAFF, false},
	{HTTP_GET_M, "/effect-checks", effects_get, CHECKERS, false},
	{HTTP_POST_M, "/effect-checks/:id", effect_post, CHECKERS, true},
	{HTTP_GET_M, "/figures", figures_page, LOGGED_IN, false},
	{HTTP_GET_M, "/figures/:word", figure_page, LOGGED_IN, false},
};

static const NavItem nav[] = {
	{NULL, NULL, "/home", "home", {"工作台", "Home"}, LOGGED_IN & ~(unsigned)BIT(ASKER)},
	{NULL, NULL, "/tasks", "inbox", {"我的任务", "My jobs"}, BIT(WORKER)},
	{NULL, NULL, "/effect-checks", "refresh", {"跟踪问效", "Effect checks"}, CHECKERS},
};

const WebModule home_web = {
	.routes = routes, .route_count = sizeof routes / sizeof *routes, .nav = nav, .nav_count = sizeof nav / sizeof *nav};
