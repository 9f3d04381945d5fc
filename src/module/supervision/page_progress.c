/* /progress/new?work_order=…: percent or milestone, three lines, and photos as evidence, in one transaction. */
#include "model_gen.h"
#include "module/supervision/supervision.h"

enum { EVIDENCE_MAX = 9 };

typedef struct Report {
	Call call;
	Upload uploads[EVIDENCE_MAX];
	int upload_count;
	int64_t matter, order;
} Report;

/* The order named in the form or the address, which this person sees; NULL and answered where not. */
static Row *order_asked(Web *web) {
	const char *text = web_value(web, "work_order");
	int64_t id = 0;
	int fault = STORE_OK;
	Row *row = text && text_to_int(text, &id)
				   ? query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_WORK_ORDER], id, false, &fault)
				   : NULL;
	if (!row && fault) web_fault(web);
	else if (!row) web_not_found(web);
	return row;
}

static void report_page(Web *web, const Row *order) {
	Buf *out = web->out;
	const Field *fields = model_records[RECORD_PROGRESS].fields;
	const char *back = arena_printf(web->arena, "/work-orders/%lld", (long long)row_id(order));
	Frame frame = {.title = TR(web, "报进展", "Report progress"),
		.active = "/work-orders",
		.crumbs = {{"/work-orders", TR(web, "工单", "Work orders")}, {back, row_text(order, WORK_ORDER_NO)},
			{NULL, TR(web, "报进展", "Report progress")}}};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	H(out,
		"<div class=\"head\"><div><h1>%s</h1><p class=\"sub\">%s</p></div></div>\n<form class=\"form narrow\" method=\"post\" "
		"enctype=\"multipart/form-data\" action=\"/progress/new\" novalidate data-once>\n",
		frame.title, row_text(order, WORK_ORDER_TASK));
	put_form_hidden(web);
	put_errors(web);
	H(out,
		"<input type=\"hidden\" name=\"work_order\" value=\"%ld\"><section class=\"panel\"><div class=\"panel-body fields\">\n",
		(long)row_id(order));
	put_field(web, &fields[PROGRESS_PERCENT], "percent", NULL, -1, false, NULL);
	put_field(web, &fields[PROGRESS_MILESTONE], "milestone", NULL, -1, false, NULL);
	put_field(web, &fields[PROGRESS_WORDS], "words", NULL, -1, true, NULL);
	put_photos(web, "photos", false);
	H(out,
		"</div></section><div class=\"form-foot\"><button class=\"btn main\" data-submit>%s</button><a class=\"btn plain\" "
		"href=\"%s\">%s</a></div></form>\n",
		TR(web, "提交", "Send"), back, TR(web, "返回", "Back"));
	frame_close(web, &frame);
}

void progress_new_get(Web *web) {
	Row *order = order_asked(web);
	if (order) report_page(web, order);
}

static void report_work(Txn *txn, void *user) {
	Report *report = user;
	int64_t ids[EVIDENCE_MAX];
	if (!txn_call(txn, &report->call) || txn_repeated(txn) || !report->upload_count) return;
	uploads_attach(
		txn, report->uploads, report->upload_count, report->matter, report->order, ATTACHMENT_STAGE_IS_OTHER, false, ids);
}

void progress_new_post(Web *web) {
	const CommandDef *command = &model_records[RECORD_PROGRESS].commands[PROGRESS_CMD_CREATE];
	Given given[8];
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	Row *order = order_asked(web);
	if (!order) return;
	Report report = {.matter = row_int(order, WORK_ORDER_MATTER), .order = row_id(order)};
	int count = form_given(web, command, given, 8);
	report.upload_count = uploads_take(web, "photos", report.uploads, EVIDENCE_MAX);
	if (web->refusals.count) {
		report_page(web, order);
		return;
	}
	report.call = (Call){.command = command, .given = given, .given_count = count, .idem = web_value(web, "once")};
	Outcome outcome = web_run(web, report_work, &report);
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_REFUSED) report_page(web, order);
	else
		web_done(web, arena_printf(web->arena, "/work-orders/%lld", (long long)report.order),
			TR(web, "进展已报，交办人也能看到", "Reported; who gave the work sees it too"));
}
