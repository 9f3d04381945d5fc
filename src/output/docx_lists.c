#include "base/text.h"
#include "output/docx_scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int value_number(const char **attributes, const char *name, int otherwise) {
	int64_t number;
	const char *text = xml_attribute(attributes, name);
	return text && text_to_int(text, &number) && number >= -1 && number <= 1 << 30 ? (int)number : otherwise;
}

static void value_copy(const char **attributes, char *ret, size_t size) {
	const char *text = xml_attribute(attributes, "val");
	if (text && strlen(text) < size) memcpy(ret, text, strlen(text) + 1);
}

/* ── numbering ── */
typedef struct NumberingRun {
	DocxLists *lists;
	DocxList *list; /* open */
	DocxNumber *number; /* open */
	DocxLevel *level; /* open */
	DocxLevel unused; /* of what is over the limits, and of levels redefined for one number, which are read but not kept */
	int override; /* level, -1 outside */
} NumberingRun;

static void level_clear(DocxLevel *level) {
	*level = (DocxLevel){.start = 1};
}

static void list_open(NumberingRun *run, const char **attributes) {
	if (run->lists->list_count >= DOCX_LISTS_MAX) return;
	run->list = run->lists->lists[run->lists->list_count++] = arena_alloc(run->lists->arena, sizeof *run->list);
	*run->list = (DocxList){.id = value_number(attributes, "abstractNumId", -1)};
	for (int i = 0; i < DOCX_LEVELS; i++) level_clear(&run->list->levels[i]);
}

static void number_open(NumberingRun *run, const char **attributes) {
	if (run->lists->number_count >= DOCX_NUMBERS_MAX) return;
	run->number = run->lists->numbers[run->lists->number_count++] = arena_alloc(run->lists->arena, sizeof *run->number);
	*run->number = (DocxNumber){.id = value_number(attributes, "numId", -1), .list_id = -1};
	for (int i = 0; i < DOCX_LEVELS; i++) run->number->start[i] = -1;
}

static void level_property(DocxLevel *level, const char *name, const char **attributes) {
	char word[16] = "";
	if (strcmp(name, "start") == 0) level->start = value_number(attributes, "val", 1);
	else if (strcmp(name, "numFmt") == 0) level->format = docx_format_of(xml_attribute(attributes, "val") ?: "");
	else if (strcmp(name, "lvlText") == 0) value_copy(attributes, level->text, sizeof level->text);
	else if (strcmp(name, "pStyle") == 0) value_copy(attributes, level->style, sizeof level->style);
	else if (strcmp(name, "isLgl") == 0) level->legal = xml_flag(attributes, "val", true);
	else if (strcmp(name, "lvlRestart") == 0) level->keeps = value_number(attributes, "val", 1) == 0;
	else if (strcmp(name, "suff") == 0) {
		value_copy(attributes, word, sizeof word);
		level->bare = strcmp(word, "nothing") == 0;
	}
}

static void numbering_open(void *context, const char *name, const char **attributes) {
	NumberingRun *run = context;
	if (strcmp(name, "abstractNum") == 0) list_open(run, attributes);
	else if (strcmp(name, "num") == 0) number_open(run, attributes);
	else if (strcmp(name, "abstractNumId") == 0 && run->number) run->number->list_id = value_number(attributes, "val", -1);
	else if (strcmp(name, "lvlOverride") == 0) run->override = value_number(attributes, "ilvl", -1);
	else if (strcmp(name, "startOverride") == 0 && run->number && run->override >= 0 && run->override < DOCX_LEVELS)
		run->number->start[run->override] = value_number(attributes, "val", -1);
	else if (strcmp(name, "lvl") == 0) {
		int level = value_number(attributes, "ilvl", -1);
		run->level = run->list && level >= 0 && level < DOCX_LEVELS ? &run->list->levels[level] : &run->unused;
	} else if (run->level) level_property(run->level, name, attributes);
}

static void numbering_close(void *context, const char *name) {
	NumberingRun *run = context;
	if (strcmp(name, "abstractNum") == 0) run->list = NULL;
	else if (strcmp(name, "num") == 0) run->number = NULL;
	else if (strcmp(name, "lvl") == 0) run->level = NULL;
	else if (strcmp(name, "lvlOverride") == 0) run->override = -1;
}

static int number_order(const void *a, const void *b) {
	const DocxNumber *left = *(DocxNumber *const *)a, *right = *(DocxNumber *const *)b;
	return (left->id > right->id) - (left->id < right->id);
}

static int list_order(const void *a, const void *b) {
	const DocxList *left = *(DocxList *const *)a, *right = *(DocxList *const *)b;
	return (left->id > right->id) - (left->id < right->id);
}

static void numbers_resolve(DocxLists *lists) {
	qsort(lists->lists, lists->list_count, sizeof *lists->lists, list_order);
	qsort(lists->numbers, lists->number_count, sizeof *lists->numbers, number_order);
	for (size_t i = 0; i < lists->number_count; i++) {
		DocxList wanted = {.id = lists->numbers[i]->list_id}, *key = &wanted;
		DocxList **found = bsearch(&key, lists->lists, lists->list_count, sizeof key, list_order);
		lists->numbers[i]->list = found ? *found : NULL;
	}
}

/* ── styles ── */
typedef struct StylesRun {
	DocxLists *lists;
	DocxStyle *style; /* open */
} StylesRun;

static void styles_open(void *context, const char *name, const char **attributes) {
	StylesRun *run = context;
	if (strcmp(name, "style") == 0) {
		const char *id = xml_attribute(attributes, "styleId");
		if (!id || strlen(id) >= DOCX_NAME || run->lists->style_count >= DOCX_STYLES_MAX) return;
		run->style = run->lists->styles[run->lists->style_count++] = arena_alloc(run->lists->arena, sizeof *run->style);
		*run->style = (DocxStyle){.number_id = -1, .level = -1, .outline = -1};
		memcpy(run->style->id, id, strlen(id) + 1);
	} else if (!run->style) return;
	else if (strcmp(name, "basedOn") == 0) value_copy(attributes, run->style->based_on, DOCX_NAME);
	else if (strcmp(name, "numId") == 0) run->style->number_id = value_number(attributes, "val", -1);
	else if (strcmp(name, "ilvl") == 0) run->style->level = value_number(attributes, "val", -1);
	else if (strcmp(name, "outlineLvl") == 0) run->style->outline = value_number(attributes, "val", -1);
	else if (strcmp(name, "name") == 0) {
		const char *title = xml_attribute(attributes, "val");
		run->style->contents = title && strncasecmp(title, "toc ", 4) == 0;
	}
}

static void styles_close(void *context, const char *name) {
	StylesRun *run = context;
	if (strcmp(name, "style") == 0) run->style = NULL;
}

static int style_order(const void *a, const void *b) {
	const DocxStyle *left = *(DocxStyle *const *)a, *right = *(DocxStyle *const *)b;
	return strcmp(left->id, right->id);
}

static const DocxStyle *style_find(const DocxLists *lists, const char *id) {
	DocxStyle wanted, *key = &wanted;
	if (!*id || strlen(id) >= DOCX_NAME || lists->style_count == 0) return NULL;
	memcpy(wanted.id, id, strlen(id) + 1);
	DocxStyle **found = bsearch(&key, lists->styles, lists->style_count, sizeof key, style_order);
	return found ? *found : NULL;
}

bool docx_lists_read(ZipFile *file, Arena *arena, const ZipRelation *relations, DocxLists *ret) {
	*ret = (DocxLists){
		.arena = arena,
		.lists = arena_array(arena, DOCX_LISTS_MAX, sizeof(DocxList *)),
		.numbers = arena_array(arena, DOCX_NUMBERS_MAX, sizeof(DocxNumber *)),
		.styles = arena_array(arena, DOCX_STYLES_MAX, sizeof(DocxStyle *)),
	};
	static const XmlHandler numbering = {.open = numbering_open, .close = numbering_close};
	static const XmlHandler styles = {.open = styles_open, .close = styles_close};
	NumberingRun numbering_run = {.lists = ret, .override = -1};
	StylesRun styles_run = {.lists = ret};
	const char *part = zip_relation_type(relations, "numbering");
	if (part && zip_file_has(file, part) && !xml_part(file, part, &numbering, &numbering_run)) return false;
	numbers_resolve(ret);
	part = zip_relation_type(relations, "styles");
	if (part && zip_file_has(file, part) && !xml_part(file, part, &styles, &styles_run)) return false;
	qsort(ret->styles, ret->style_count, sizeof *ret->styles, style_order);
	return true;
}

/* ── paragraphs ── */
static DocxNumber *number_find(const DocxLists *lists, int id) {
	DocxNumber wanted = {.id = id}, *key = &wanted;
	DocxNumber **found =
		lists->number_count ? bsearch(&key, lists->numbers, lists->number_count, sizeof key, number_order) : NULL;
	return found ? *found : NULL;
}

/* The level that names the style, where the style says its list but not its level. */
static int level_of_style(const DocxLists *lists, int number_id, const char *style) {
	const DocxNumber *number = number_find(lists, number_id);
	for (int i = 0; number && number->list && i < DOCX_LEVELS; i++)
		if (strcmp(number->list->levels[i].style, style) == 0) return i;
	return 0;
}

DocxPlace docx_place(const DocxLists *lists, const char *style, int number_id, int level, int outline) {
	enum { BASES_MAX = 12 };
	DocxPlace place = {number_id, level, outline, false};
	const DocxStyle *at = style_find(lists, style);
	for (int depth = 0; at && depth < BASES_MAX; depth++, at = style_find(lists, at->based_on)) {
		if (place.number_id < 0 && at->number_id >= 0) {
			place.number_id = at->number_id;
			if (place.level < 0) place.level = at->level >= 0 ? at->level : level_of_style(lists, at->number_id, at->id);
		}
		if (place.outline < 0) place.outline = at->outline;
		place.contents |= at->contents;
	}
	if (place.level < 0) place.level = 0;
	return place;
}

static void list_count(DocxNumber *number, int level) {
	DocxList *list = number->list;
	bool anew = number->start[level] >= 0 && !number->started[level];
	if (anew) list->counts[level] = number->start[level];
	else if (list->counting[level]) list->counts[level] += list->counts[level] < 1 << 30;
	else list->counts[level] = list->levels[level].start;
	number->started[level] = list->counting[level] = true;
	for (int i = level + 1; i < DOCX_LEVELS; i++)
		if (!list->levels[i].keeps) list->counting[i] = false;
}

/* A bullet is often a character of a symbol font, which means nothing as text. */
static void bullet_put(Buf *out, const char *text) {
	const char *at = text;
	uint32_t code = text_next(&at);
	bool symbol = code == 0 || (code >= 0xe000 && code <= 0xf8ff);
	buf_puts(out, symbol ? "•" : text);
}

void docx_marker_put(DocxLists *lists, int number_id, int level, Buf *out) {
	DocxNumber *number = number_find(lists, number_id);
	if (number_id <= 0 || !number || !number->list || level < 0 || level >= DOCX_LEVELS) return;
	const DocxList *list = number->list;
	const DocxLevel *form = &list->levels[level];
	list_count(number, level);
	size_t before = out->length;
	if (form->format == FORMAT_BULLET) bullet_put(out, form->text);
	else
		for (const char *at = form->text; *at; at++) {
			int which = at[0] == '%' && at[1] >= '1' && at[1] <= '9' ? at[1] - '1' : -1;
			if (which < 0) {
				buf_putc(out, *at);
				continue;
			}
			at++;
			int count = list->counting[which] ? list->counts[which] : list->levels[which].start;
			docx_number_put(out, form->legal ? FORMAT_DECIMAL : list->levels[which].format, count);
		}
	if (form->bare || out->length == before) return;
	static const char *const closing[] = {"、", "。", "）", "．", "：", "，"};
	for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
		if (out->length - before >= 3 && memcmp(out->data + out->length - 3, closing[i], 3) == 0) return;
	buf_putc(out, ' ');
}
