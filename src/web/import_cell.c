/* One cell: from what a spreadsheet holds to a value of the field, or the reason why not. */
#include "base/instant.h"
#include "model/field.h"
#include "web/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EPOCH_SERIAL = 25569, SERIAL_LEAST = 3654 /* 1910-01-01 */, SERIAL_MOST = 109938 /* 2200-12-31 */ };

static CellResult cell_wrong(Import *import, const ImportRow *row, int column, const char *code, const char *zh, const char *en) {
	const char *text = row->cells[column].text;
	import_problem(import, row->number, column, text ? text : "", code, zh, en);
	return CELL_WRONG;
}

/* What a spreadsheet did to the cell before it came here. */
static bool cell_is_sound(Import *import, Arena *scratch, const ImportRow *row, int column) {
	const ImportCell *cell = &row->cells[column];
	char at[12];
	sheet_cell_name(column, row->number, at);
	if (*cell->merge)
		return cell_wrong(import, row, column, "merged", arena_printf(scratch, "%s 是合并单元格", cell->merge),
				   arena_printf(scratch, "%s is a merged block", cell->merge)) != CELL_WRONG;
	if (cell->kind == CELL_ERROR)
		return cell_wrong(import, row, column, "formula-error", arena_printf(scratch, "%s 的公式出错（%s）", at, cell->text),
				   arena_printf(scratch, "The formula in %s ends in %s", at, cell->text)) != CELL_WRONG;
	if (cell->kind == CELL_EMPTY && cell->formula)
		return cell_wrong(import, row, column, "formula-empty", arena_printf(scratch, "%s 的公式没有存下结果", at),
				   arena_printf(scratch, "The formula in %s has no stored result", at)) != CELL_WRONG;
	if (cell->inexact)
		return cell_wrong(import, row, column, "inexact", arena_printf(scratch, "%s 的数字超过 15 位，表格软件已改动末尾", at),
				   arena_printf(scratch, "The number in %s has more than 15 digits; its end is lost", at)) != CELL_WRONG;
	return true;
}

/* A spreadsheet's day number as the text of a day or an instant; NULL where it is none. */
static const char *serial_text(Arena *arena, const char *text, bool with_time) {
	char *end;
	double serial = strtod(text, &end);
	if (*end || serial < SERIAL_LEAST || serial > SERIAL_MOST) return NULL;
	int32_t day = (int32_t)serial - EPOCH_SERIAL;
	int64_t second = (int64_t)((serial - (double)(int32_t)serial) * DAY_S + 0.5);
	if (!with_time) return second ? NULL : day_format(arena, day);
	return instant_format_input(arena, instant_of(day, 0) + second);
}

/* 2025/3/7, 2025.3.7, 2025年3月7日, with a time after it or none, as ISO; NULL where it is no such date. */
static const char *loose_date(Arena *arena, const char *text) {
	int year, month, day, used = 0, hour, minute;
	static const char *const forms[] = {"%4d/%2d/%2d%n", "%4d.%2d.%2d%n", "%4d年%2d月%2d日%n", "%4d-%2d-%2d%n"};
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		used = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		int read = sscanf(text, forms[i], &year, &month, &day, &used);
#pragma GCC diagnostic pop
		if (read != 3 || !used) continue;
		const char *rest = text + used;
		while (*rest == ' ' || *rest == 'T') rest++;
		if (!*rest) return arena_printf(arena, "%04d-%02d-%02d", year, month, day);
		used = 0;
		if (sscanf(rest, "%2d:%2d%n", &hour, &minute, &used) == 2 && used && (!rest[used] || rest[used] == ':'))
			return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d%s", year, month, day, hour, minute, rest + used);
		return NULL;
	}
	return NULL;
}

/* The text that field_parse reads. */
static const char *cell_text(const Field *field, const ImportCell *cell, Arena *scratch) {
	const char *text = cell->text;
	if (field->type != FIELD_DATE && field->type != FIELD_TIME) return text;
	bool with_time = field->type == FIELD_TIME;
	if (cell->kind == CELL_INSTANT && !with_time && text_ends(text, "T00:00:00"))
		return arena_strndup(scratch, text, strlen(text) - 9);
	const char *better = NULL;
	if (cell->kind == CELL_NUMBER || (cell->kind == CELL_TEXT && strspn(text, "0123456789.") == strlen(text)))
		better = serial_text(scratch, text, with_time);
	if (!better && cell->kind == CELL_TEXT) better = loose_date(scratch, text);
	return better ? better : text;
}

static bool is_clear(const char *text) {
	return !strcmp(text, "（清空）") || !strcmp(text, "(清空)") || !strcmp(text, "(clear)");
}

/* The closest words there are, for the advice; NULL where none is near. Only for the first wrong cells: it walks all words. */
static const char *nearest(const Import *import, Arena *scratch, const ImportNames *names, const char *typed) {
	size_t wanted = text_count(typed), best = 0;
	const char *found = NULL;
	if (import->problem_count > IMPORT_PROBLEMS_SHOWN || wanted < 2) return NULL;
	for (size_t i = 0; i < names->words.capacity; i++) {
		const char *word = names->words.slots[i].key;
		if (!word || *word == '#' || text_count(word) > wanted + 6 || text_count(word) + 6 < wanted) continue;
		size_t shared = 0;
		for (const char *p = typed; *p;) {
			char one[5] = {0};
			text_encode(text_next(&p), one);
			shared += strstr(word, one) != NULL;
		}
		size_t length = text_count(word), apart = length > wanted ? length - wanted : wanted - length;
		size_t score = shared * 8 + 80 - apart * 4; /* apart is 6 at most */
		if (shared * 3 >= wanted * 2 && score > best) best = score, found = word;
	}
	return found ? arena_strdup(scratch, found) : NULL;
}

static CellResult cell_ref(
	Import *import, Arena *scratch, const ImportRow *row, int column, const Field *field, const char *typed, Value *ret) {
	const ImportNames *names = import->names[import->table.columns[column].field];
	const char *text = text_trim(scratch, typed);
	const MapSlot *slot = map_find(&names->words, text);
	if (slot && slot->number) {
		*ret = value_int(slot->number);
		return CELL_VALUE;
	}
	const Record *target = names->record;
	if (slot)
		return cell_wrong(import, row, column, "ambiguous",
			arena_printf(scratch, "有不止一个%s叫“%s”", target->label.zh, text_cut(scratch, text, 30)),
			arena_printf(scratch, "More than one %s is called “%s”", target->label.en, text_cut(scratch, text, 30)));
	const char *near = nearest(import, scratch, names, text);
	import_problem(import, row->number, column, text, near ? arena_printf(scratch, "ref:%s", near) : "ref",
		arena_printf(scratch, "%s里没有“%s”", target->label.zh, text_cut(scratch, text, 30)),
		arena_printf(scratch, "No %s is called “%s”", target->label.en, text_cut(scratch, text, 30)));
	(void)field;
	return CELL_WRONG;
}

CellResult import_cell(Import *import, Arena *scratch, const ImportRow *row, int column, Value *ret) {
	const ImportColumn *head = &import->table.columns[column];
	const ImportCell *cell = &row->cells[column];
	const Field *field = &import->record->fields[head->field];
	*ret = value_null();
	if (!cell->text || (cell->kind == CELL_TEXT && text_is_blank(cell->text) && !*cell->merge)) return CELL_NOTHING;
	if (!cell_is_sound(import, scratch, row, column)) return CELL_WRONG;
	import->formulas += cell->formula;
	if (is_clear(cell->text)) return CELL_VALUE;
	if (field->type == FIELD_REF) return cell_ref(import, scratch, row, column, field, cell->text, ret);
	if (field->flags & FLAG_PERSONAL && strchr(cell->text, '*')) return CELL_MASKED;
	Refusals refusals;
	refusals_init(&refusals, scratch);
	if (field_parse(field, cell_text(field, cell, scratch), scratch, &refusals, ret) && field_check(field, *ret, &refusals))
		return value_is_null(*ret) ? CELL_NOTHING : CELL_VALUE;
	const Refusal *no = &refusals.items[0];
	return cell_wrong(import, row, column, no->code, no->zh, no->en);
}
