#include "module/matter/plan.h"

#include "model_gen.h"
#include "module/matter/unit_person.h"

#include <jansson.h>
#include <string.h>

enum { TASK_MAX = 120 };

typedef struct PlanReader {
	Change *change;
	const Book *book;
	int row; /* counted from 1, for words */
	bool refuse, wrong;
} PlanReader;

static void wrong_row(PlanReader *reader, const char *zh, const char *en) {
	reader->wrong = true;
	if (!reader->refuse) return;
	change_refuse_input(reader->change, "plan-row", MATTER_PLAN,
		arena_printf(reader->change->arena, "配合单位第 %d 行：%s", reader->row, zh),
		arena_printf(reader->change->arena, "Cooperating unit, row %d: %s", reader->row, en));
}

static void check_unit(PlanReader *reader, PlanRow *row, const PlanRow *rows, int count) {
	const Value *unit = change_row(reader->change, RECORD_UNIT, row->unit);
	bool twice = false;
	for (int i = 0; i < count; i++) twice |= rows[i].unit == row->unit;
	if (!unit) wrong_row(reader, "没有找到这个单位，请重新选择", "no such unit; choose again");
	else if (value_number(unit[UNIT_ACTIVE], 1) == 0)
		wrong_row(reader, "单位已停用，请另选一个", "the unit is no longer in use; choose another");
	else if (!strcmp(value_str(unit[UNIT_KIND]), UNIT_KIND_IS_CLIENT))
		wrong_row(reader, "服务对象单位不承办事项，请另选一个", "a client unit does no work; choose another");
	else if (row->unit == value_number(reader->change->after[MATTER_OWNER_UNIT], 0))
		wrong_row(reader, "它已是主办单位，不能又是配合单位", "it is the lead already and cannot cooperate as well");
	else if (twice) wrong_row(reader, "这个单位前面已写过，请合为一行", "the unit stands in an earlier row; make them one");
}

/* When the part is due: an instant, or a day's close of business in the unit's hours; after now, and not after the whole is due. */
static void read_due(PlanReader *reader, const char *text, PlanRow *row) {
	Change *change = reader->change;
	const Hours *hours = book_hours(reader->book, row->unit);
	int64_t whole = value_number(change->after[MATTER_DUE_AT], 0);
	int32_t day;
	if (day_parse(text, &day)) {
		if (!clock_day_end(book_calendar(reader->book), hours, day, &row->due_at)) {
			wrong_row(reader, "时限那天不上班，请另选一天", "that day is not worked; choose another");
			return;
		}
	} else if (!instant_parse(text, &row->due_at)) {
		wrong_row(reader, "时限看不懂，请写成 2026-11-25T12:00", "the due time cannot be read; write it like 2026-11-25T12:00");
		return;
	}
	if (row->due_at <= change->now) wrong_row(reader, "时限要晚于现在", "the due time must lie after now");
	else if (whole && row->due_at > whole)
		wrong_row(reader,
			arena_printf(change->arena, "时限不能晚于整件事的办结时限 %s", instant_format_zh(change->arena, whole, change->now)),
			arena_printf(
				change->arena, "due after the whole matter is (%s)", instant_format_en(change->arena, whole, change->now)));
}

static void read_row(PlanReader *reader, const json_t *item, PlanRow *row, const PlanRow *rows, int count) {
	const json_t *unit = json_object_get(item, "unit"), *task = json_object_get(item, "task"),
				 *due = json_object_get(item, "due");
	*row = (PlanRow){.task = ""};
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)item, key, value) {
		if (strcmp(key, "unit") && strcmp(key, "task") && strcmp(key, "due"))
			wrong_row(reader, "只能有 unit、task、due 三项", "only unit, task and due are known");
	}
	if (!json_is_integer(unit)) wrong_row(reader, "请选择单位", "choose a unit");
	else {
		row->unit = json_integer_value(unit);
		check_unit(reader, row, rows, count);
	}
	if (json_is_string(task)) row->task = text_trim(reader->change->arena, json_string_value(task));
	if (!*row->task) wrong_row(reader, "请写明配合做什么", "say what is to be done");
	else if (text_count(row->task) > TASK_MAX || text_has_control(row->task))
		wrong_row(
			reader, "配合内容最多 120 个字，且不能有控制字符", "the task may have 120 characters and no control characters");
	if (json_is_string(due) && *json_string_value(due)) read_due(reader, json_string_value(due), row);
	else if (due && !json_is_null(due) && !json_is_string(due))
		wrong_row(reader, "时限要写成文字", "the due time must be a text");
}

int plan_read(Change *change, PlanRow ret_rows[PLAN_MAX], bool refuse) {
	const char *text = value_str(change->after[MATTER_PLAN]);
	const Book *book = change_book(change);
	if (!*text || !book) return 0;
	json_error_t error;
	json_t *list = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	PlanReader reader = {.change = change, .book = book, .refuse = refuse};
	int count = 0;
	if (!json_is_array(list) || json_array_size(list) > PLAN_MAX) {
		if (refuse)
			change_refuse_input(change, "plan", MATTER_PLAN, "配合单位要写成列表，最多 10 行",
				"Cooperating units are a list of ten rows at most");
	} else {
		for (size_t i = 0; i < json_array_size(list); i++) {
			reader.row = (int)i + 1;
			reader.wrong = false;
			read_row(&reader, json_array_get(list, i), &ret_rows[count], ret_rows, count);
			if (!reader.wrong) count++;
		}
	}
	json_decref(list);
	return count;
}
