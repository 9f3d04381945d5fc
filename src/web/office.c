/* What the administrators use of every record: export and import, code labels, the audit page; and their part of the menu. */
#include "web/import_page.h"

#define STAFF 0x3ffeu /* everybody who is logged in */

static const Route routes[] = {
	{HTTP_GET_M, "/:word/import", import_get, STAFF, false},
	{HTTP_POST_M, "/:word/import", import_post, STAFF, true},
	{HTTP_GET_M, "/:word/template.xlsx", import_template_get, STAFF, true},
	{HTTP_GET_M, "/imports/:id", import_batch_get, STAFF, true},
	{HTTP_GET_M, "/imports/:id/errors.xlsx", import_errors_get, STAFF, true},
	{HTTP_POST_M, "/imports/:id/run", import_run_post, STAFF, true},
	{HTTP_POST_M, "/imports/:id/undo", import_undo_post, STAFF, true},
};
const WebModule web_office = {routes, sizeof routes / sizeof *routes, NULL, 0};
