#include "base/text.h"
#include "output/xlsx_scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ── workbook ── */
typedef struct WorkbookRun {
	XlsxBook *book;
	XlsxSheet **end;
	size_t count;
	bool is_workbook;
} WorkbookRun;

static void workbook_open(void *context, const char *name, const char **attributes) {
	WorkbookRun *run = context;
	XlsxBook *book = run->book;
	if (strcmp(name, "workbook") == 0) run->is_workbook = true;
	if (!run->is_workbook) reader_out_refuse(book->out, "not-xlsx", NULL);
	else if (strcmp(name, "workbookPr") == 0) book->from_1904 = xml_flag(attributes, "date1904", false);
	else if (strcmp(name, "sheet") == 0 && run->count < XLSX_SHEETS_MAX) {
		const char *title = xml_attribute(attributes, "name"), *id = xml_prefixed(attributes, "id");
		const char *state = xml_attribute(attributes, "state");
		if (!title || !id || strlen(title) > 256 || strlen(id) > 512) return;
		XlsxSheet *sheet = arena_alloc(book->arena, sizeof *sheet);
		sheet->name = arena_strdup(book->arena, title);
		sheet->id = arena_strdup(book->arena, id);
		sheet->hidden = state && strcmp(state, "visible") != 0;
		*run->end = sheet;
		run->end = &sheet->next;
		run->count++;
	}
}

/* A file with macros says so in its list of content types even where the macro part has another name. */
static void types_open(void *context, const char *name, const char **attributes) {
	XlsxBook *book = context;
	(void)name;
	const char *type = xml_attribute(attributes, "ContentType");
	if (type && (strstr(type, "macroEnabled") || strstr(type, "vbaProject"))) reader_out_refuse(book->out, "macro", NULL);
}

/* ── styles ── */
typedef struct StylesRun {
	XlsxBook *book;
	int *formats, *style_formats; /* ids of own formats; format id of each style */
	uint8_t *classes; /* of own formats */
	size_t format_count;
	bool in_cell_formats;
} StylesRun;

static int attribute_number(const char **attributes, const char *name) {
	int64_t number = 0;
	const char *text = xml_attribute(attributes, name);
	return text && text_to_int(text, &number) && number >= 0 && number <= 1 << 30 ? (int)number : 0;
}

static void styles_open(void *context, const char *name, const char **attributes) {
	StylesRun *run = context;
	if (strcmp(name, "cellXfs") == 0) run->in_cell_formats = true;
	else if (strcmp(name, "numFmt") == 0 && run->format_count < XLSX_FORMATS_MAX) {
		const char *code = xml_attribute(attributes, "formatCode");
		run->formats[run->format_count] = attribute_number(attributes, "numFmtId");
		run->classes[run->format_count++] = (uint8_t)(code ? number_class_of(code) : NUMBER_PLAIN);
	} else if (strcmp(name, "xf") == 0 && run->in_cell_formats && run->book->style_count < XLSX_STYLES_MAX)
		run->style_formats[run->book->style_count++] = attribute_number(attributes, "numFmtId");
}

static void styles_close(void *context, const char *name) {
	StylesRun *run = context;
	if (strcmp(name, "cellXfs") == 0) run->in_cell_formats = false;
}

static int format_order(const void *a, const void *b) {
	const int *left = a, *right = b;
	return (left[0] > right[0]) - (left[0] < right[0]);
}

static bool styles_read(XlsxBook *book, const char *part) {
	ARENA(arena, 2 << 20);
	StylesRun run = {.book = book,
		.formats = arena_array(arena, XLSX_FORMATS_MAX, sizeof(int)),
		.classes = arena_alloc(arena, XLSX_FORMATS_MAX),
		.style_formats = arena_array(arena, XLSX_STYLES_MAX, sizeof(int))};
	static const XmlHandler handler = {.open = styles_open, .close = styles_close};
	if (!xml_part(book->zip, part, &handler, &run)) return false;
	int(*own)[2] = arena_array(arena, run.format_count + 1, sizeof *own);
	for (size_t i = 0; i < run.format_count; i++) own[i][0] = run.formats[i], own[i][1] = run.classes[i];
	qsort(own, run.format_count, sizeof *own, format_order);
	book->styles = arena_alloc(book->arena, book->style_count + 1);
	for (size_t i = 0; i < book->style_count; i++) {
		const int key[2] = {run.style_formats[i], 0};
		const int *found = bsearch(key, own, run.format_count, sizeof *own, format_order);
		book->styles[i] = (uint8_t)(found ? (NumberClass)found[1] : number_class_builtin(key[0]));
	}
	return true;
}

/* ── shared texts ── */
typedef struct StringsRun {
	XlsxBook *book;
	size_t from; /* where the current text began */
	bool in_text;
	int phonetic; /* depth inside reading aids, which are not part of the text */
} StringsRun;

static void strings_open(void *context, const char *name, const char **attributes) {
	StringsRun *run = context;
	(void)attributes;
	if (strcmp(name, "si") == 0) run->from = run->book->strings.length;
	else if (strcmp(name, "rPh") == 0) run->phonetic++;
	else if (strcmp(name, "t") == 0) run->in_text = run->phonetic == 0;
}

static void strings_close(void *context, const char *name) {
	StringsRun *run = context;
	XlsxBook *book = run->book;
	if (strcmp(name, "t") == 0) run->in_text = false;
	else if (strcmp(name, "rPh") == 0) run->phonetic--;
	else if (strcmp(name, "si") == 0) {
		if (book->string_count >= SHEET_STRINGS_MAX) {
			reader_out_refuse(book->out, "too-many-texts", NULL);
			return;
		}
		xlsx_text_decode(&book->strings, run->from);
		uint32_t from = (uint32_t)run->from;
		buf_put(&book->offsets, &from, sizeof from);
		buf_putc(&book->strings, 0);
		book->string_count++;
		if (book->strings.full) reader_out_refuse(book->out, "too-much-text", NULL);
	}
}

static void strings_text(void *context, const char *text, size_t length) {
	StringsRun *run = context;
	if (run->in_text) buf_put(&run->book->strings, text, length);
	if (run->book->strings.full) reader_out_refuse(run->book->out, "too-much-text", NULL);
}

void xlsx_text_decode(Buf *text, size_t from) {
	if (!text->data || !memmem(text->data + from, text->length - from, "_x", 2)) return;
	size_t to = from;
	for (size_t at = from; at < text->length;) {
		const char *mark = text->data + at;
		char digits[5] = {0}, *end;
		if (text->length - at >= 7 && mark[0] == '_' && mark[1] == 'x' && mark[6] == '_') {
			memcpy(digits, mark + 2, 4);
			unsigned long code = strtoul(digits, &end, 16);
			bool plain = end == digits + 4 && strspn(digits, "0123456789abcdefABCDEF") == 4;
			if (plain && code && (code < 0xd800 || code > 0xdfff)) {
				to += text_encode((uint32_t)code, text->data + to); /* at most 3 bytes for 7 */
				at += 7;
				continue;
			}
		}
		text->data[to++] = text->data[at++];
	}
	text->length = to;
	text->data[to] = 0;
}

const char *xlsx_book_string(const XlsxBook *book, uint32_t index) {
	if (index >= book->string_count) return NULL;
	uint32_t from;
	memcpy(&from, book->offsets.data + (size_t)index * sizeof from, sizeof from);
	return book->strings.data + from;
}

bool xlsx_book_open(ReaderOut *out, Arena *arena, ZipFile *zip, XlsxBook *ret) {
	*ret = (XlsxBook){.out = out, .arena = arena, .zip = zip};
	buf_init(&ret->strings, XLSX_STRINGS_BYTES_MAX);
	buf_init(&ret->offsets, SHEET_STRINGS_MAX * sizeof(uint32_t));
	static const XmlHandler types = {.open = types_open}, workbook = {.open = workbook_open};
	static const XmlHandler strings = {strings_open, strings_close, strings_text};
	const ZipRelation *whole;
	if (!zip_file_has(zip, "[Content_Types].xml")) return reader_out_refuse(out, "not-xlsx", NULL);
	if (!xml_part(zip, "[Content_Types].xml", &types, ret) || !zip_relations(zip, arena, "", &whole)) return false;
	ret->part = zip_relation_type(whole, "officeDocument");
	if (!ret->part || !zip_file_has(zip, ret->part)) return reader_out_refuse(out, "not-xlsx", NULL);
	WorkbookRun run = {.book = ret, .end = &ret->sheets};
	if (!xml_part(zip, ret->part, &workbook, &run) || !zip_relations(zip, arena, ret->part, &ret->relations)) return false;
	const char *styles_part = zip_relation_type(ret->relations, "styles");
	if (styles_part && zip_file_has(zip, styles_part) && !styles_read(ret, styles_part)) return false;
	const char *strings_part = zip_relation_type(ret->relations, "sharedStrings");
	if (!strings_part || !zip_file_has(zip, strings_part)) return true;
	StringsRun texts = {.book = ret};
	return xml_part(zip, strings_part, &strings, &texts);
}

void xlsx_book_close(XlsxBook *book) {
	buf_free(&book->strings);
	buf_free(&book->offsets);
}
