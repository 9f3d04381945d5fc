#include "base/instant.h"
#include "model/field.h"
#include "query/query.h"

#include <stdio.h>
#include <string.h>

void query_init(Query *query, const Record *record) {
	*query = (Query){.record = record,
		.sort_field = record->sort_field,
		.sort_down = record->sort_down,
		.limit = 25,
		.labels = true,
		.roles = record->read};
}

void query_add(Query *query, Arena *arena, int field, FilterOp op, Value value) {
	if (query->filter_count == FILTERS_MAX) return;
	Value *values = arena_alloc(arena, sizeof *values);
	*values = value;
	query->filters[query->filter_count++] = (Filter){field, op, values, 1};
}

static bool wrong(Refusals *refusals, const char *code, const char *name, const char *zh, const char *en) {
	refuse(refusals, REFUSAL_INPUT, code, name, zh, en);
	return false;
}

/* The first day of the month so many months after this one. */
static int32_t month_day(int64_t now, long months) {
	Civil civil = civil_of_instant(now);
	long month = civil.year * 12L + civil.month - 1 + months;
	return day_of((int)(month / 12), (int)(month % 12) + 1, 1);
}

/* now, now+90m, now-2h, now+3d, today, today+1, month (its first day), month-11, me, my-unit. */
static bool special_value(const Field *field, const char *text, const Actor *actor, int64_t now, Value *ret) {
	long amount = 0;
	char unit = 0;
	if (!strcmp(text, "me")) return *ret = value_int(actor->person), true;
	if (!strcmp(text, "my-unit")) return *ret = value_int(actor->unit), true;
	if (text_starts(text, "now") && field->type == FIELD_TIME) {
		if (text[3] && (sscanf(text + 3, "%6ld%c", &amount, &unit) != 2 || !strchr("mhd", unit))) return false;
		*ret = value_int(now + amount * (unit == 'm' ? 60 : unit == 'h' ? 3600 : 86400));
		return true;
	}
	bool month = text_starts(text, "month");
	if ((month || text_starts(text, "today")) && (field->type == FIELD_TIME || field->type == FIELD_DATE)) {
		if (text[5] && sscanf(text + 5, month ? "%4ld" : "%6ld", &amount) != 1) return false;
		int32_t day = month ? month_day(now, amount) : day_of_instant(now) + (int32_t)amount;
		*ret = value_int(field->type == FIELD_TIME ? instant_of(day, 0) : day);
		return true;
	}
	return false;
}

static bool filter_value(
	const Field *field, const char *text, Arena *arena, const Actor *actor, int64_t now, Refusals *refusals, Value *ret) {
	if (special_value(field, text, actor, now, ret)) return true;
	int32_t day;
	if (field->type == FIELD_TIME && day_parse(text, &day)) {
		*ret = value_int(instant_of(day, 0));
		return true;
	}
	return field_parse(field, text, arena, refusals, ret);
}

static bool read_op(const char *op, FilterOp *ret) {
	static const struct {
		const char *word;
		FilterOp op;
	} ops[] = {{"", FILTER_IN}, {"ne", FILTER_NOT_IN}, {"lt", FILTER_LT}, {"le", FILTER_LE}, {"gt", FILTER_GT}, {"ge", FILTER_GE},
		{"under", FILTER_UNDER}};
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
		if (!strcmp(op, ops[i].word)) return *ret = ops[i].op, true;
	return false;
}

/* May be filtered by: what shows somewhere, and when the row came and was last changed. */
static bool is_known(const Field *field, int index) {
	if (index == FIELD_CREATED_AT_AT || index == FIELD_UPDATED_AT_AT) return true;
	return !(field->flags & (FLAG_HIDDEN | FLAG_PERSONAL)) && field->type != FIELD_SECRET;
}

static bool read_filter(
	Query *query, Arena *arena, const Actor *actor, int64_t now, const char *name, const char *text, Refusals *refusals) {
	char *copy = arena_strdup(arena, name), *dot = strchr(copy, '.');
	Filter filter = {0};
	if (dot) *dot++ = 0;
	const Field *field = record_field(query->record, copy, &filter.field);
	if (!field || !is_known(field, filter.field) || !read_op(dot ? dot : "", &filter.op)) {
		Buf known;
		buf_init(&known, 2000);
		for (int i = 0; i < query->record->field_count; i++)
			if (is_known(&query->record->fields[i], i)) buf_printf(&known, "%s ", query->record->fields[i].name);
		wrong(refusals, "unknown-filter", name, arena_printf(arena, "没有“%s”这个筛选条件。可用：%s", name, buf_text(&known)),
			arena_printf(arena, "There is no filter %s. Known: %s", name, buf_text(&known)));
		buf_free(&known);
		return false;
	}
	if (!*text) return true;
	if (query->filter_count == FILTERS_MAX) return wrong(refusals, "too-many-filters", name, "筛选条件太多", "Too many filters");
	if (!strcmp(text, "null")) {
		filter.op = filter.op == FILTER_NOT_IN ? FILTER_NOT_NULL : FILTER_NULL;
		query->filters[query->filter_count++] = filter;
		return true;
	}
	Value *values = arena_array(arena, FILTER_VALUES_MAX, sizeof *values);
	char *list = arena_strdup(arena, text), *next = NULL;
	for (char *part = list; part; part = next) {
		next = strchr(part, ',');
		if (next) *next++ = 0;
		if (filter.count == FILTER_VALUES_MAX)
			return wrong(refusals, "too-many-values", name, "一个条件最多 60 个值", "A filter may have 60 values");
		if (!filter_value(field, part, arena, actor, now, refusals, &values[filter.count])) return false;
		if (!value_is_null(values[filter.count])) filter.count++;
	}
	if (!filter.count) return true;
	filter.values = values;
	query->filters[query->filter_count++] = filter;
	return true;
}

static bool read_sort(Query *query, const char *text, Refusals *refusals) {
	query->sort_down = *text == '-';
	const Field *field = record_field(query->record, text + query->sort_down, &query->sort_field);
	if (field && !(field->flags & FLAG_PERSONAL) && (!(field->flags & FLAG_HIDDEN) || query->sort_field < FIELD_ENGINE_COUNT))
		return true;
	query->sort_field = query->record->sort_field;
	return wrong(refusals, "sort", "sort", "不能按这一列排序", "Cannot sort by this field");
}

/* "ID" or "ID~VALUE": what query_rows gave as next. */
static bool read_after(Query *query, Arena *arena, const char *text, Refusals *refusals) {
	char *copy = arena_strdup(arena, text), *mark = strchr(copy, '~');
	if (mark) *mark++ = 0;
	query->has_after = true;
	if (!text_to_int(copy, &query->after_id))
		return wrong(
			refusals, "after", "after", "翻页标记不对，请从第一页重新查", "The page mark is wrong; start from the first page");
	query->after_value = value_null();
	if (!mark) return true;
	int64_t number;
	if (*mark == 'i' && text_to_int(mark + 1, &number)) query->after_value = value_int(number);
	else if (*mark == 't') query->after_value = value_text(mark + 1);
	else
		return wrong(
			refusals, "after", "after", "翻页标记不对，请从第一页重新查", "The page mark is wrong; start from the first page");
	return true;
}

static bool read_mine(Query *query, Arena *arena, const Actor *actor) {
	for (int i = 0; i < query->record->field_count; i++)
		if (query->record->fields[i].flags & FLAG_OWN)
			return query_add(query, arena, i, FILTER_IN, value_int(actor->person)), true;
	return true;
}

static bool read_pair(
	Query *query, Arena *arena, const Actor *actor, int64_t now, const char *name, const char *value, Refusals *refusals) {
	static const char *const lamps[] = {"red", "yellow", "green", "grey", "blue"};
	int64_t number;
	if (!strcmp(name, "q")) return query->search = text_is_blank(value) ? NULL : value, true;
	if (!strcmp(name, "sort")) return !*value || read_sort(query, value, refusals);
	if (!strcmp(name, "after")) return !*value || read_after(query, arena, value, refusals);
	if (!strcmp(name, "mine")) return strcmp(value, "1") || read_mine(query, arena, actor);
	if (!strcmp(name, "limit")) {
		if (!text_to_int(value, &number) || number < 1 || number > QUERY_LIMIT_MAX)
			return wrong(refusals, "limit", "limit", "每页 1 到 200 行", "limit is 1 to 200");
		return query->limit = (int)number, true;
	}
	if (!strcmp(name, "lamp")) {
		if (!*value) return true;
		for (int i = 0; i < 5 && query->record->lamp_due >= 0; i++)
			if (!strcmp(value, lamps[i])) return query->lamp = lamps[i], true;
		return wrong(refusals, "lamp", "lamp", "没有这种灯", "There is no such lamp");
	}
	if (!strcmp(name, "view")) {
		if (!*value) return true;
		if (!(query->view = record_view(query->record, value)))
			return wrong(refusals, "view", "view", "没有这个视图", "There is no such view");
		return query_read_text(query, arena, actor, now, query->view->filter, refusals);
	}
	return read_filter(query, arena, actor, now, name, value, refusals);
}

bool query_read_text(Query *query, Arena *arena, const Actor *actor, int64_t now, const char *text, Refusals *refusals) {
	char *copy = arena_strdup(arena, text), *next = NULL;
	bool good = true;
	query->now = now;
	for (char *part = copy; part && *part; part = next) {
		next = strchr(part, '&');
		if (next) *next++ = 0;
		char *equal = strchr(part, '=');
		if (equal) *equal++ = 0;
		good &= read_pair(query, arena, actor, now, part, equal ? equal : "", refusals);
	}
	return good;
}

bool query_read(Query *query, Arena *arena, const Actor *actor, int64_t now, const QueryPair *pairs, size_t count,
	const char *const *ignore, Refusals *refusals) {
	bool good = true;
	query->now = now;
	for (size_t i = 0; i < count; i++) {
		bool skip = false;
		for (int j = 0; ignore && ignore[j]; j++) skip |= !strcmp(ignore[j], pairs[i].name);
		if (!skip) good &= read_pair(query, arena, actor, now, pairs[i].name, pairs[i].value, refusals);
	}
	return good;
}
