/* 已选条件: the filters of a list in words, one chip each, that take themselves off. */
#include "model/field.h"
#include "web/app.h"

#include <stdio.h>
#include <string.h>

/* today-29, month, now+120m, me, my-unit in words; NULL where the value is none of them. */
static const char *special_words(Web *web, const char *value) {
	long amount = 0;
	if (!strcmp(value, "me")) return TR(web, "本人", "myself");
	if (!strcmp(value, "my-unit")) return TR(web, "本单位", "my unit");
	if (!strcmp(value, "null")) return TR(web, "空", "nothing");
	if (!strcmp(value, "now")) return TR(web, "现在", "now");
	if (!strcmp(value, "month")) return TR(web, "本月 1 日", "the 1st of this month");
	if (!strcmp(value, "today")) return TR(web, "今天", "today");
	if (sscanf(value, "today%6ld", &amount) == 1 && amount)
		return amount < 0 ? arena_printf(web->arena, TR(web, "%ld 天前", "%ld days ago"), -amount)
						  : arena_printf(web->arena, TR(web, "%ld 天后", "in %ld days"), amount);
	if (sscanf(value, "now%6ldm", &amount) == 1 && amount > 0)
		return arena_printf(web->arena, TR(web, "%ld 分钟后", "in %ld minutes"), amount);
	return NULL;
}

static const char *ref_words(Web *web, const Field *field, const char *value) {
	int64_t id;
	const Record *target = &model_records[field->ref_record];
	Row *row = text_to_int(value, &id) ? query_row(web_conn(web), web->arena, web->actor, target, id, false, NULL) : NULL;
	return row ? web_show(web, row, target->title_field) : value;
}

static const char *one_words(Web *web, const Field *field, const char *value) {
	const char *words = special_words(web, value);
	if (words) return words;
	if (field->type == FIELD_CHOICE) {
		const Choice *choice = choice_by_code(field->choices, value);
		return choice ? label_in(choice->label, web->language) : value;
	}
	if (field->type == FIELD_BOOL) return !strcmp(value, "1") ? TR(web, "是", "yes") : TR(web, "否", "no");
	return field->type == FIELD_REF ? ref_words(web, field, value) : value;
}

static const char *value_words(Web *web, const Field *field, const char *value) {
	char *copy = arena_strdup(web->arena, value), *next = NULL;
	const char *words = "";
	for (char *part = copy; part; part = next) {
		next = strchr(part, ',');
		if (next) *next++ = 0;
		words = arena_printf(web->arena, "%s%s%s", words, *words ? "、" : "", one_words(web, field, part));
	}
	return words;
}

/* Between the name and the value: 是, 不是, 早于 … */
static const char *op_words(Web *web, const Field *field, const char *op) {
	bool time = field->type == FIELD_TIME || field->type == FIELD_DATE;
	if (!strcmp(op, "ne")) return TR(web, "不是", " is not ");
	if (!strcmp(op, "lt")) return time ? TR(web, "早于", " before ") : TR(web, "小于", " < ");
	if (!strcmp(op, "le")) return time ? TR(web, "不晚于", " until ") : TR(web, "不超过", " ≤ ");
	if (!strcmp(op, "gt")) return time ? TR(web, "晚于", " after ") : TR(web, "大于", " > ");
	if (!strcmp(op, "ge")) return time ? TR(web, "起自", " since ") : TR(web, "不少于", " ≥ ");
	if (!strcmp(op, "under")) return TR(web, "及下级：", " at or below ");
	return "：";
}

/* 类别：报修 for one filter of the URL; NULL where the pair is no filter or is empty. */
static const char *pair_words(Web *web, const Record *record, const HttpPair *pair) {
	char *name = arena_strdup(web->arena, pair->name), *op = strchr(name, '.');
	if (op) *op++ = 0;
	/* Some records have a field named sort; in an address it is the order of the list. */
	const Field *field = strcmp(pair->name, "sort") ? record_field(record, name, NULL) : NULL;
	bool lamp = !strcmp(pair->name, "lamp");
	if (!*pair->value || (!field && !lamp)) return NULL;
	if (lamp) return arena_printf(web->arena, "%s：%s", TR(web, "灯", "Lamp"), label_in(lamp_label(pair->value), web->language));
	return arena_printf(web->arena, "%s%s%s", label_in(field->label, web->language), op_words(web, field, op ? op : ""),
		value_words(web, field, pair->value));
}

void put_chips(Web *web, const Query *query) {
	Buf *out = web->out;
	bool any = false;
	for (size_t i = 0; i < web->request->query_count; i++) {
		const HttpPair *pair = &web->request->query[i];
		const char *words = pair_words(web, query->record, pair);
		if (!words) continue;
		if (!any) H(out, "<p class=\"chips strip\"><span>%s</span>", TR(web, "已选条件", "Filters"));
		any = true;
		H(out, "<a class=\"chip on\" href=\"%s\">%s ×</a>", web_link(web, pair->name, NULL), words);
	}
	if (any) H(out, "<a href=\"/%s\">%s</a></p>\n", query->record->path, TR(web, "清除条件", "Clear"));
}

char *list_filter_words(Web *web, const Query *query) {
	BUF(words, 4000);
	if (query->view) buf_printf(&words, "%s", label_in(query->view->label, web->language));
	if (query->search) buf_printf(&words, "%s%s“%s”", words.length ? "；" : "", TR(web, "含", "with "), query->search);
	for (size_t i = 0; i < web->request->query_count; i++) {
		const char *one = pair_words(web, query->record, &web->request->query[i]);
		if (one) buf_printf(&words, "%s%s", words.length ? "；" : "", one);
	}
	return arena_strdup(web->arena, words.length ? buf_text(&words) : TR(web, "无", "none"));
}
