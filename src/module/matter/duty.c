#include "module/matter/duty.h"

#include "model_gen.h"

#include <string.h>

int duty_facts(Conn *conn, int64_t matter, DutyFacts *ret) {
	Value id = value_int(matter), params[] = {id, id, id, id, id};
	*ret = (DutyFacts){0};
	Cursor *cursor = conn_query(conn,
		"SELECT (SELECT coalesce(k.needs_photo, 0) FROM matter m JOIN kind k ON k.id = m.kind WHERE m.id = ?), (SELECT count(*) "
		"FROM "
		"attachment a WHERE a.matter = ? AND (a.stage IS NULL OR a.stage IN ('after', 'other')) AND a.created_at >= (SELECT "
		"coalesce(m.signed_at, m.created_at + 1) FROM matter m WHERE m.id = ?)), (SELECT count(*) FROM work_order w WHERE "
		"w.matter = "
		"? AND w.role = 'helper' AND w.state IN ('sent', 'working')), (SELECT count(*) FROM rejoin r WHERE r.matter = ? AND "
		"r.answered_at IS NULL)",
		params, 5);
	if (cursor && cursor_next(cursor))
		*ret = (DutyFacts){cursor_int(cursor, 0) == 1, cursor_int(cursor, 1), cursor_int(cursor, 2), cursor_int(cursor, 3)};
	return cursor_end(cursor);
}

static int64_t number(const Value *matter, int field) {
	return value_number(matter[field], 0);
}

static Duty running(Label name, bool begun, int64_t due, int64_t now, Label missing, Label how) {
	DutyState state = !begun ? DUTY_NONE : due && now > due ? DUTY_LATE : DUTY_RUNNING;
	return (Duty){name, state, 0, due, missing, how};
}

static Duty full(Label name, int64_t who, int64_t when) {
	return (Duty){name, DUTY_FULL, who, when, {"", ""}, {"", ""}};
}

static Duty duty_account(const Value *matter, int64_t now) {
	static const Label name = {"交待", "Accountability"};
	int64_t worker = number(matter, MATTER_WORKER), at = number(matter, MATTER_SIGNED_AT);
	bool sent = number(matter, MATTER_SENT_AT) != 0;
	if (worker && at) return full(name, worker, at);
	if (!sent)
		return running(name, false, 0, now, (Label){"还没有派单", "not dispatched yet"},
			(Label){"请调度台派给承办单位", "the desk must dispatch it to a unit"});
	if (!at)
		return running(name, true, number(matter, MATTER_SIGN_DUE), now,
			(Label){"承办单位还没有签收", "the unit has not signed for it"},
			(Label){"请承办单位接单", "the unit must sign for it"});
	return running(name, true, 0, now, (Label){"没有指明经办人", "no worker is named"},
		(Label){"请班组长派给一名经办人", "the team leader must name a worker"});
}

static Duty duty_outcome(const Value *matter, const DutyFacts *facts, int64_t now) {
	static const Label name = {"着落", "Outcome"};
	int64_t at = number(matter, MATTER_DONE_AT), due = number(matter, MATTER_DUE_AT);
	bool begun = number(matter, MATTER_SIGNED_AT) != 0 || due;
	bool not_done = !strcmp(value_str(matter[MATTER_RESULT]), RESULT_IS_NOT_DONE);
	if (facts->helpers_open)
		return running(name, true, due, now, (Label){"配合部分没有办完", "cooperating parts are still open"},
			(Label){"请配合单位办完，或请调度台撤回", "the cooperating units must complete them, or the desk take them back"});
	if (!at || value_is_null(matter[MATTER_RESULT]))
		return running(name, begun, due, now, (Label){"还没有办理结果", "there is no result yet"},
			(Label){"请经办人办完后登记结果和质量", "the worker must record result and quality"});
	if (value_is_null(matter[MATTER_QUALITY]))
		return running(name, true, 0, now, (Label){"没有办理质量", "the quality is missing"},
			(Label){"请登记办理质量", "record the quality"});
	if (facts->photo_needed && !facts->photos_after && !not_done)
		return running(name, true, 0, now, (Label){"没有处理后的照片", "a photo of the result is missing"},
			(Label){"请经办人补传处理后的照片", "the worker must add a photo taken afterwards"});
	return full(name, number(matter, MATTER_WORKER), at);
}

static Duty duty_answer(Arena *arena, const Value *matter, const DutyFacts *facts, int64_t now) {
	static const Label name = {"回音", "Answer"};
	int64_t at = number(matter, MATTER_ANSWERED_AT), due = number(matter, MATTER_ANSWER_DUE);
	bool begun = number(matter, MATTER_DONE_AT) != 0;
	if (!at)
		return running(name, begun, due, now, (Label){"答复还没有送达报事人", "the answer has not reached the asker"},
			(Label){"请电话或当面告知后登记，或等本人查看",
				"tell them by phone or in person and record it, or wait until they read it"});
	if (facts->untold)
		return running(name, true, due, now,
			(Label){arena_printf(arena, "合并来的报事人还有 %lld 位没有告知", (long long)facts->untold),
				arena_printf(arena, "%lld askers of joined matters have not been told", (long long)facts->untold)},
			(Label){"请逐位告知后登记", "tell each of them and record it"});
	return full(name, 0, at);
}

Duties duties_of(Arena *arena, const Value *matter, const DutyFacts *facts, int64_t now) {
	return (Duties){duty_account(matter, now), duty_outcome(matter, facts, now), duty_answer(arena, matter, facts, now)};
}

Label duty_state_label(DutyState state) {
	static const Label labels[] = {{"未起", "not begun"}, {"进行", "under way"}, {"逾期", "overdue"}, {"已齐", "fulfilled"}};
	return labels[state];
}
