/* The notice board's line in the menu. Its pages are all derived from board.model. */
#include "web/web.h"

extern const WebModule board_web;

static const NavItem nav[] = {{NULL, NULL, "/notice-board", "info", {"公告", "Notice board"}, 0}};
const WebModule board_web = {.nav = nav, .nav_count = sizeof nav / sizeof *nav};
