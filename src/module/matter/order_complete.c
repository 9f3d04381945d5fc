#include "command/door.h"
#include "model_gen.h"
#include "module/matter/duty.h"
#include "module/matter/orders.h"

#include <string.h>

/* The cooperating parts still open, in words: "GD2026-00002 水暖班". */
static const char *open_helpers(Change *change, int64_t matter) {
	Value id = value_int(matter);
	const char *list = "";
	Cursor *cursor = conn_query(change->conn,
		"SELECT w.no, u.name FROM work_order w LEFT JOIN unit u ON u.id = w.unit WHERE w.matter = ? AND w.role = 'helper' AND "
		"w.state "
		"IN ('sent', 'working') ORDER BY w.id LIMIT 20",
		&id, 1);
	while (cursor && cursor_next(cursor))
		list = arena_printf(change->arena, "%s%s%s %s", list, *list ? "、" : "", cursor_text(cursor, 0),
			cursor_is_null(cursor, 1) ? "" : cursor_text(cursor, 1));
	change_fault(change, cursor_end(cursor));
	return list;
}

/* The lead completes after the parts it leads; where the kind wants a photo of the result, there is one. */
void guard_order_complete(Change *change) {
	if (!order_is_lead(change->before, WORK_ORDER_ROLE)) return;
	int64_t matter = value_number(change->before[WORK_ORDER_MATTER], 0);
	const char *open = open_helpers(change, matter);
	if (*open)
		change_refuse(change, "helpers-open", "",
			arena_printf(change->arena, "还有配合部分没有办完：%s。请先办完或请调度台撤回", open),
			arena_printf(change->arena,
				"Cooperating parts are still open: %s. They must be completed or taken back by the desk first", open));
	DutyFacts facts;
	change_fault(change, duty_facts(change->conn, matter, &facts));
	bool done = strcmp(value_str(change->after[WORK_ORDER_RESULT]), RESULT_IS_NOT_DONE) != 0;
	if (done && facts.photo_needed && !facts.photos_after && !change->call->photo_count)
		change_refuse_input(change, "photo-needed", ASK_PHOTOS, "这类事项办结须附处理后的照片，请拍一张再提交",
			"This kind needs a photo of the result; take one and send again");
}

/* The lead's result is the matter's: the second duty (着落). */
void effect_order_completed(Change *change) {
	const Value *after = change->after;
	if (!order_is_lead(after, WORK_ORDER_ROLE)) return;
	int64_t matter = after[WORK_ORDER_MATTER].number;
	pauses_finish(change, matter);
	Given given[] = {{MATTER_DONE_AT, value_int(change->now)}, {MATTER_RESULT, after[WORK_ORDER_RESULT]},
		{MATTER_QUALITY, after[WORK_ORDER_QUALITY]}, {MATTER_OUTCOME, value_text(change->note)}};
	change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_DONE, matter, given, 4, change->note);
}
