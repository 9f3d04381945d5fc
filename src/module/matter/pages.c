/* What module matter gives to the web. */
#include "module/matter/pages.h"

#include "module/matter/page.h"

enum {
	READERS = PAGE_STAFF | ROLE_BIT(ROLE_ASKER) | ROLE_BIT(ROLE_LIAISON),
};

static const Route routes[] = {
	{HTTP_GET_M, "/matters/:id", matter_get, READERS, false},
	{HTTP_POST_M, "/matters/:id/say", matter_say_post, PAGE_STAFF, true},
	{HTTP_GET_M, "/matters/:id/close", matter_close_get, PAGE_STAFF, false},
	{HTTP_POST_M, "/matters/:id/close", matter_close_post, PAGE_STAFF, true},
	{HTTP_POST_M, "/matters/:id/accept", matter_accept_post, PAGE_STAFF, true},
};
static const NavItem nav[] = {
	{"事项", "Matters", "/matters", "matter", {"事项", "Matters"}, READERS},
	{NULL, NULL, "/work-orders", "tool", {"工单", "Work orders"}, PAGE_STAFF},
};
const WebModule matter_web = {routes, sizeof routes / sizeof *routes, nav, sizeof nav / sizeof *nav};
