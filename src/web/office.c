/* What the administrators use of every record: export and import, code labels, one-time passwords, the audit page; and their part of the
 * menu. */
#include "web/audit.h"
#include "web/import_page.h"
#include "web/labels.h"
#include "web/person_password.h"

#define STAFF 0x3ffeu /* everybody who is logged in */
#define SYSTEM ROLE_BIT(ROLE_SYSTEM)
#define SECURITY ROLE_BIT(ROLE_SECURITY)
#define DESK ROLE_BIT(ROLE_DESK)
#define AUDITORS (ROLE_BIT(ROLE_AUDIT) | ROLE_BIT(ROLE_DISCIPLINE))

static const Route routes[] = {
	{HTTP_GET_M, "/:word/import", import_get, STAFF, false},
	{HTTP_POST_M, "/:word/import", import_post, STAFF, true},
	{HTTP_GET_M, "/:word/template.xlsx", import_template_get, STAFF, true},
	{HTTP_GET_M, "/imports/:id", import_batch_get, STAFF, true},
	{HTTP_GET_M, "/imports/:id/errors.xlsx", import_errors_get, STAFF, true},
	{HTTP_POST_M, "/imports/:id/run", import_run_post, STAFF, true},
	{HTTP_POST_M, "/imports/:id/undo", import_undo_post, STAFF, true},
	{HTTP_GET_M, "/places/labels", labels_places_get, STAFF, true},
	{HTTP_GET_M, "/assets/labels", labels_assets_get, STAFF, true},
	{HTTP_GET_M, "/people/:id/set_password", person_password_get, SECURITY, false},
	{HTTP_POST_M, "/people/:id/set_password", person_password_post, SECURITY, true},
	{HTTP_GET_M, "/audit", audit_get, AUDITORS, true},
	{HTTP_GET_M, "/audit/anchor", audit_anchor_get, AUDITORS, true},
};

static const NavItem nav[] = {
	{"基础数据", "Base data", "/places", "pin", {"地点", "Places"}, SYSTEM | SECURITY | DESK},
	{NULL, NULL, "/assets", "tool", {"资产", "Assets"}, SYSTEM | DESK},
	{NULL, NULL, "/units", "building", {"单位", "Units"}, SYSTEM | SECURITY | DESK},
	{NULL, NULL, "/people", "team", {"人员", "People"}, SYSTEM | SECURITY | DESK},
	{NULL, NULL, "/posts", "user", {"岗位", "Posts"}, SYSTEM | SECURITY},
	{NULL, NULL, "/tenures", "walk", {"任职", "Tenures"}, SYSTEM | SECURITY},
	{NULL, NULL, "/kinds", "matter", {"事项类别", "Kinds"}, SYSTEM | DESK},
	{NULL, NULL, "/questions", "message", {"附加问题", "Extra questions"}, SYSTEM},
	{NULL, NULL, "/problems", "columns", {"常见问题", "Problem tiles"}, SYSTEM | DESK},
	{NULL, NULL, "/dictionaries", "file", {"字典", "Dictionaries"}, SYSTEM},
	{NULL, NULL, "/calendar-days", "calendar", {"日历", "Calendar"}, SYSTEM | DESK},
	{NULL, NULL, "/calendar-years", "calendar", {"年历", "Years"}, SYSTEM},
	{NULL, NULL, "/hours", "clock", {"作息时间", "Working hours"}, SYSTEM},
	{NULL, NULL, "/clock-policies", "bolt", {"时限规则", "Clock policies"}, SYSTEM | DESK},
	{NULL, NULL, "/imports", "upload", {"导入批次", "Imports"}, SYSTEM | SECURITY | ROLE_BIT(ROLE_AUDIT)},
	{"审计", "Audit", "/audit", "shield", {"审计", "Audit"}, AUDITORS},
	{NULL, NULL, "/exports", "download", {"导出记录", "Exports"}, AUDITORS},
};
const WebModule web_office = {
	.routes = routes, .route_count = sizeof routes / sizeof *routes, .nav = nav, .nav_count = sizeof nav / sizeof *nav};
