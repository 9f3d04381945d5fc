#include "module/intake/intake.h"

enum { LOGGED_IN = 0x3ffe }; /* every role but the guest's */

static const Route routes[] = {
	{HTTP_GET_M, "/q/:word", code_get, 0, false},
	{HTTP_POST_M, "/q/:word", code_post, 0, true},
	{HTTP_GET_M, "/t/:word", track_get, 0, false},
	{HTTP_POST_M, "/t/:word", track_post, 0, true},
	{HTTP_GET_M, "/t/:word/files/:id", track_file_get, 0, false},
	{HTTP_GET_M, "/t/:word/files/:id/thumb", track_thumb_get, 0, false},
	{HTTP_GET_M, "/my", my_get, 0, false},
	{HTTP_GET_M, "/my/matters", my_matters, 0, false},
	{HTTP_POST_M, "/my/forget", my_forget, 0, true},
	{HTTP_GET_M, "/my/report", place_get, 0, false},
	{HTTP_GET_M, "/my/opinion", opinion_get, 0, false},
	{HTTP_POST_M, "/my/opinion", opinion_post, 0, true},
	{HTTP_GET_M, "/scan", scan_get, 0, false},
	{HTTP_GET_M, "/files/:id", file_get, LOGGED_IN, false},
	{HTTP_GET_M, "/files/:id/thumb", file_thumb_get, LOGGED_IN, false},
};

const WebModule intake_web = {.routes = routes, .route_count = sizeof routes / sizeof *routes};
