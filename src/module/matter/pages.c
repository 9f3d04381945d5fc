/* What module matter gives to the web. */
#include "module/matter/pages.h"

#include "module/matter/page.h"

enum {
	DESK = ROLE_BIT(ROLE_DESK),
	LOGGED_IN = 0x3ffe, /* every role but the guest's */
	READERS = PAGE_STAFF | ROLE_BIT(ROLE_ASKER) | ROLE_BIT(ROLE_LIAISON),
};

static const Route routes[] = {
	{HTTP_GET_M, "/matters/new", matter_new_get, LOGGED_IN, false},
	{HTTP_POST_M, "/matters/new", matter_new_post, LOGGED_IN, true},
	{HTTP_GET_M, "/matters/similar", matter_similar_get, READERS, false},
	{HTTP_POST_M, "/matters/bulk", bulk_post, DESK, true},
	{HTTP_GET_M, "/matters/:id", matter_get, READERS, false},
	{HTTP_POST_M, "/matters/:id/say", matter_say_post, PAGE_STAFF, true},
	{HTTP_GET_M, "/matters/:id/close", matter_close_get, PAGE_STAFF, false},
	{HTTP_POST_M, "/matters/:id/close", matter_close_post, PAGE_STAFF, true},
	{HTTP_POST_M, "/matters/:id/accept", matter_accept_post, PAGE_STAFF, true},
	{HTTP_GET_M, "/matters/:id/dispatch", matter_dispatch_get, DESK, false},
	{HTTP_POST_M, "/matters/:id/dispatch", matter_dispatch_post, DESK, true},
	{HTTP_GET_M, "/desk", desk_get, DESK, false},
	{HTTP_POST_M, "/desk/:id/:word", desk_post, DESK, true},
	{HTTP_GET_M, "/desk/call/:id", call_get, DESK, false},
	{HTTP_POST_M, "/desk/call/:id", call_post, DESK, true},
};
static const NavItem nav[] = {
	{"事项", "Matters", "/desk", "inbox", {"调度台", "Dispatch desk"}, DESK},
	{NULL, NULL, "/matters", "matter", {"事项", "Matters"}, READERS},
	{NULL, NULL, "/work-orders", "tool", {"工单", "Work orders"}, PAGE_STAFF},
};
const WebModule matter_web = {
	.routes = routes, .route_count = sizeof routes / sizeof *routes, .nav = nav, .nav_count = sizeof nav / sizeof *nav};
