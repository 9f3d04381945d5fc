#include "module/matter/plan_form.h"

#include "base/instant.h"
#include "base/json_out.h"

enum { TASK_MAX = 120, PLAN_BYTES = 16384 };

bool plan_typed_is_blank(const PlanTyped *row) {
	return !row->unit && text_is_blank(row->unit_words) && text_is_blank(row->task) && text_is_blank(row->due);
}

static bool wrong(Refusals *refusals, int number, const char *control, const char *zh, const char *en) {
	refuse(refusals, REFUSAL_INPUT, "plan-row", arena_printf(refusals->arena, "help_%s_%d", control, number),
		arena_printf(refusals->arena, "协办第 %d 行：%s", number + 1, zh),
		arena_printf(refusals->arena, "Cooperating unit, row %d: %s", number + 1, en));
	return false;
}

static bool check_due(const PlanTyped *row, int number, int64_t now, Refusals *refusals) {
	int64_t at;
	int32_t day;
	if (text_is_blank(row->due)) return true;
	bool good = instant_parse(row->due, &at);
	if (!good && day_parse(row->due, &day))
		return day >= day_of_instant(now) || wrong(refusals, number, "due", "时限要晚于现在", "the due time must lie after now");
	if (!good)
		return wrong(refusals, number, "due", "时限看不懂，请写成 2026-11-25T12:00",
			"the due time cannot be read; write it like 2026-11-25T12:00");
	return at > now || wrong(refusals, number, "due", "时限要晚于现在", "the due time must lie after now");
}

bool plan_typed_check(const PlanTyped *row, int number, int64_t now, Refusals *refusals) {
	bool good = true;
	if (!row->unit && text_is_blank(row->unit_words)) good = wrong(refusals, number, "unit", "请选择单位", "choose a unit");
	else if (!row->unit)
		good = wrong(refusals, number, "unit",
			arena_printf(refusals->arena, "没有找到单位“%s”，请写全称或从列表中选择", row->unit_words),
			arena_printf(refusals->arena, "no unit “%s”; write its full name or choose from the list", row->unit_words));
	if (text_is_blank(row->task)) good = wrong(refusals, number, "task", "请写明配合做什么", "say what is to be done");
	else if (text_count(row->task) > TASK_MAX)
		good = wrong(refusals, number, "task", "配合内容最多 120 个字", "the task may have 120 characters");
	return check_due(row, number, now, refusals) && good;
}

char *plan_typed_json(Arena *arena, const PlanTyped *rows, int count) {
	BUF(out, PLAN_BYTES);
	if (!count) return NULL;
	json_open(&out, NULL, '[');
	for (int i = 0; i < count; i++) {
		json_open(&out, NULL, '{');
		json_int(&out, "unit", rows[i].unit);
		json_text(&out, "task", rows[i].task);
		if (!text_is_blank(rows[i].due)) json_text(&out, "due", text_trim(arena, rows[i].due));
		json_close(&out, '}');
	}
	json_close(&out, ']');
	return arena_strdup(arena, buf_text(&out));
}
