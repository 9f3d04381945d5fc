#include "model_gen.h"
#include "module/supervision/supervision.h"

static const Route routes[] = {
	{HTTP_GET_M, "/instructions", instructions_get, INSTRUCTION_READERS, false},
	{HTTP_GET_M, "/instructions/new", instruction_new_get, GIVERS, false},
	{HTTP_POST_M, "/instructions/new", instruction_new_post, GIVERS, true},
	{HTTP_GET_M, "/urging-slips/new", slip_new_get, URGERS, false},
	{HTTP_POST_M, "/urging-slips/new", slip_new_post, URGERS, true},
	{HTTP_GET_M, "/urging-slips/:id", slip_get, INSTRUCTION_READERS, false},
	{HTTP_GET_M, "/progress/new", progress_new_get, REPORTERS, false},
	{HTTP_POST_M, "/progress/new", progress_new_post, REPORTERS, true},
	{HTTP_GET_M, "/instructions/:id", instruction_get, INSTRUCTION_READERS, false},
};
static const NavItem nav[] = {{NULL, NULL, "/instructions", "flag", {"督办", "Supervision"}, INSTRUCTION_READERS}};
static const PagePanel panels[] = {{RECORD_MATTER, true, put_instruction}, {RECORD_MATTER, false, put_supervision_of_matter},
	{RECORD_WORK_ORDER, false, put_supervision_of_order}};
extern const WebModule supervision_web;
const WebModule supervision_web = {.routes = routes,
	.route_count = sizeof routes / sizeof *routes,
	.nav = nav,
	.nav_count = sizeof nav / sizeof *nav,
	.panels = panels,
	.panel_count = sizeof panels / sizeof *panels};
