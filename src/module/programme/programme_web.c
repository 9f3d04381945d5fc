/* The routes of the yearly programme. */
#include "module/programme/programme_web.h"
#include "module/programme/page.h"

static const Route routes[] = {
	{HTTP_GET_M, "/programmes/new", programme_new_get, PROGRAMME_READERS, false},
	{HTTP_POST_M, "/programmes/new", programme_new_post, PROGRAMME_READERS, true},
	{HTTP_GET_M, "/programmes/:id", programme_speech_get, PROGRAMME_READERS, true},
	{HTTP_GET_M, "/programmes/:id/confirm", programme_confirm_get, PROGRAMME_READERS, true},
	{HTTP_POST_M, "/programmes/:id/confirm", programme_confirm_post, PROGRAMME_READERS, true},
	{HTTP_POST_M, "/programmes/:id/items", programme_item_post, PROGRAMME_READERS, true},
	{HTTP_GET_M, "/items/:id", item_get, PROGRAMME_READERS, true},
	{HTTP_POST_M, "/items/:id/matters", item_matter_post, PROGRAMME_READERS, true},
};
static const NavItem nav[] = {
	{"纲目", "Programme", "/programmes", "outline", {"年度纲目", "Yearly programme"}, PROGRAMME_READERS},
	{NULL, NULL, "/items", "flag", {"目", "Items"}, PROGRAMME_READERS},
};
const WebModule programme_web = {
	.routes = routes, .route_count = sizeof routes / sizeof *routes, .nav = nav, .nav_count = sizeof nav / sizeof *nav};
