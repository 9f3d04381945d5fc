#include "model/field.h"
#include "base/decimal.h"
#include "base/instant.h"
#include "base/json_out.h"

#include <string.h>

static bool wrong(const Field *field, Refusals *refusals, const char *code, const char *zh, const char *en) {
	Arena *arena = refusals->arena;
	refuse(refusals, REFUSAL_INPUT, code, field->name, arena_printf(arena, "%s%s", field->label.zh, zh),
		arena_printf(arena, "%s %s", field->label.en, en));
	return false;
}

void field_refuse_empty(const Field *field, Refusals *refusals) {
	Arena *arena = refusals->arena;
	bool pick = field->type == FIELD_CHOICE || field->type == FIELD_REF;
	refuse(refusals, REFUSAL_INPUT, "required", field->name,
		arena_printf(arena, "请%s%s", pick ? "选择" : "填写", field->label.zh),
		arena_printf(arena, "Please %s: %s", pick ? "choose" : "fill in", field->label.en));
}

static bool is_text(FieldType type) {
	return type == FIELD_TEXT || type == FIELD_LONG || type == FIELD_CODE || type == FIELD_PHONE || type == FIELD_POLICY ||
		   type == FIELD_SECRET;
}

static bool text_fits(const Field *field, const char *text, Refusals *refusals) {
	Arena *arena = refusals->arena;
	size_t count = text_count(text);
	if (field->size && count > (size_t)field->size)
		return wrong(field, refusals, "too-long", arena_printf(arena, "最多 %d 个字，现有 %zu 个，请缩短", field->size, count),
			arena_printf(arena, "may have %d characters; it has %zu", field->size, count));
	if (text_has_control(text))
		return wrong(field, refusals, "control", "含有不可见的控制字符，请删除后再提交", "holds control characters; remove them");
	if (field->type != FIELD_LONG && strpbrk(text, "\r\n"))
		return wrong(field, refusals, "one-line", "只能写一行，请去掉换行", "must be one line");
	if (field->type == FIELD_CODE && text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")])
		return wrong(field, refusals, "code", "只能用字母、数字和 - _ .", "may hold letters, digits and - _ . only");
	return true;
}

static bool phone_parse(const Field *field, const char *text, Arena *arena, Refusals *refusals, Value *ret) {
	char *digits = arena_alloc(arena, strlen(text) + 1);
	size_t n = 0;
	for (const char *p = text; *p; p++) {
		if ((*p >= '0' && *p <= '9') || (*p == '+' && p == text)) digits[n++] = *p;
		else if (*p != ' ' && *p != '-')
			return wrong(field, refusals, "phone", "只能是数字，如 0371-67170000 或 13800005678", "must be a phone number");
	}
	if (n < 3 || n > 20) return wrong(field, refusals, "phone", "位数不对，请核对", "has a wrong number of digits");
	*ret = value_text(digits);
	return true;
}

static bool number_parse(const Field *field, const char *text, Refusals *refusals, Value *ret) {
	int64_t number;
	int scale = field->type == FIELD_MONEY ? 2 : field->type == FIELD_DECIMAL ? field->size : 0;
	if (!decimal_parse(text, scale, &number)) {
		if (scale)
			return wrong(field, refusals, "number", arena_printf(refusals->arena, "要填数字，最多 %d 位小数", scale),
				arena_printf(refusals->arena, "must be a number with at most %d decimals", scale));
		return wrong(field, refusals, "number", "要填整数", "must be a whole number");
	}
	*ret = value_int(number);
	return true;
}

static bool choice_parse(const Field *field, const char *text, Refusals *refusals, Value *ret) {
	Buf words;
	buf_init(&words, 400);
	for (int i = 0; i < field->choices->count; i++) {
		const Choice *choice = &field->choices->choices[i];
		if (!strcmp(choice->code, text) || !strcmp(choice->label.zh, text) || !strcmp(choice->label.en, text)) {
			*ret = value_text(choice->code);
			buf_free(&words);
			return true;
		}
		buf_printf(&words, "%s%s", i ? "、" : "", choice->label.zh);
	}
	Arena *arena = refusals->arena;
	wrong(field, refusals, "choice", arena_printf(arena, "“%s”不在可选项中（%s）", text_cut(arena, text, 20), buf_text(&words)),
		"is not one of the choices");
	buf_free(&words);
	return false;
}

static bool bool_parse(const Field *field, const char *text, Refusals *refusals, Value *ret) {
	static const char *const yes[] = {"1", "true", "on", "yes", "是", "√"}, *const no[] = {"0", "false", "off", "no", "否", "×"};
	for (int i = 0; i < 6; i++) {
		if (!strcmp(text, yes[i])) return *ret = value_int(1), true;
		if (!strcmp(text, no[i])) return *ret = value_int(0), true;
	}
	return wrong(field, refusals, "bool", "要填“是”或“否”", "must be yes or no");
}

static bool time_parse(const Field *field, const char *text, Refusals *refusals, Value *ret) {
	int32_t day;
	int64_t at;
	if (field->type == FIELD_DATE) {
		if (!day_parse(text, &day))
			return wrong(field, refusals, "date", "要写成 2026-11-24 这样的日期", "must be a date like 2026-11-24");
		*ret = value_int(day);
		return true;
	}
	if (day_parse(text, &day)) at = instant_of(day, 17 * 60 + 30);
	else if (!instant_parse(text, &at))
		return wrong(field, refusals, "time", "要写成 2026-11-24 10:30 这样的时间", "must be a time like 2026-11-24 10:30");
	*ret = value_int(at);
	return true;
}

bool field_parse(const Field *field, const char *raw, Arena *arena, Refusals *refusals, Value *ret) {
	*ret = value_null();
	if (!raw) return true;
	if (!text_utf8_valid(raw, strlen(raw))) return wrong(field, refusals, "utf8", "含有无法识别的字符", "is not valid UTF-8");
	char *text = text_trim(arena, raw);
	if (!*text) return true;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_LONG:
	case FIELD_CODE:
	case FIELD_POLICY:
	case FIELD_SECRET: *ret = value_text(text); return text_fits(field, text, refusals);
	case FIELD_PHONE: return phone_parse(field, text, arena, refusals, ret);
	case FIELD_INT:
	case FIELD_MINUTES:
	case FIELD_DECIMAL:
	case FIELD_MONEY: return number_parse(field, text, refusals, ret);
	case FIELD_REF:
		if (!text_to_int(text, &ret->number) || ret->number < 1)
			return wrong(field, refusals, "ref", "没有找到所选的记录", "names no record");
		ret->kind = VALUE_INT;
		return true;
	case FIELD_BOOL: return bool_parse(field, text, refusals, ret);
	case FIELD_CHOICE: return choice_parse(field, text, refusals, ret);
	case FIELD_DATE:
	case FIELD_TIME: return time_parse(field, text, refusals, ret);
	}
	return false;
}

bool field_check(const Field *field, Value value, Refusals *refusals) {
	if (value.kind == VALUE_NULL) return true;
	bool text = is_text(field->type) || field->type == FIELD_CHOICE || (field->flags & FLAG_PERSONAL);
	if (text != (value.kind == VALUE_TEXT)) return wrong(field, refusals, "type", "类型不对", "has the wrong type");
	if (field->flags & FLAG_PERSONAL) return true; /* ciphertext by now */
	if (field->type == FIELD_CHOICE && !choice_by_code(field->choices, value.text))
		return choice_parse(field, value.text, refusals, &value);
	if (is_text(field->type)) return text_fits(field, value.text, refusals);
	if (field->type == FIELD_BOOL && (value.number & ~(int64_t)1))
		return wrong(field, refusals, "bool", "要填“是”或“否”", "must be yes or no");
	if (field->type == FIELD_DATE && (value.number < day_of(1900, 1, 1) || value.number > day_of(2199, 12, 31)))
		return wrong(field, refusals, "date", "超出可用的年份", "is out of range");
	return true;
}

char *field_show(const Field *field, Value value, Arena *arena, Language language) {
	if (value.kind == VALUE_NULL) return arena_strdup(arena, "");
	if (value.kind == VALUE_TEXT) {
		const Choice *choice = field->type == FIELD_CHOICE ? choice_by_code(field->choices, value.text) : NULL;
		return arena_strdup(arena, choice ? label_in(choice->label, language) : value.text);
	}
	switch (field->type) {
	case FIELD_BOOL:
		return arena_strdup(arena, language == LANGUAGE_EN ? (value.number ? "yes" : "no") : value.number ? "是" : "否");
	case FIELD_TIME: return instant_format_local(arena, value.number);
	default: return field_input(field, value, arena);
	}
}

char *field_input(const Field *field, Value value, Arena *arena) {
	if (value.kind == VALUE_NULL) return arena_strdup(arena, "");
	if (value.kind == VALUE_TEXT) return arena_strdup(arena, value.text);
	switch (field->type) {
	case FIELD_DECIMAL: return decimal_format(arena, value.number, field->size);
	case FIELD_MONEY: return decimal_format(arena, value.number, 2);
	case FIELD_DATE: return day_format(arena, (int32_t)value.number);
	case FIELD_TIME: return instant_format_input(arena, value.number);
	default: return decimal_format(arena, value.number, 0);
	}
}

void field_json(Buf *out, const Field *field, Value value, Arena *arena) {
	if (value.kind == VALUE_NULL) buf_puts(out, "null");
	else if (value.kind == VALUE_TEXT) json_quote(out, value.text);
	else if (field->type == FIELD_BOOL) buf_puts(out, value.number ? "true" : "false");
	else if (field->type == FIELD_TIME) json_quote(out, instant_format_utc(arena, value.number));
	else if (field->type == FIELD_DATE || field->type == FIELD_DECIMAL) json_quote(out, field_input(field, value, arena));
	else buf_put_int(out, value.number);
}
