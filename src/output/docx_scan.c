#include "output/docx_scan.h"
#include "base/text.h"

#include <string.h>

enum { LINE_MAX_BYTES = 1 << 20, NESTING_MAX = 4, MARKER_MAX = 256 };

/* A paragraph that is open; a text box puts one inside another. */
typedef struct Paragraph {
	char style[DOCX_NAME];
	int number_id, level, outline;
	Buf text;
} Paragraph;

typedef struct DocxRun {
	ReaderOut *out;
	DocxLists *lists;
	Paragraph paragraphs[NESTING_MAX];
	int open; /* paragraphs open */
	int runs; /* depth of text runs */
	int skipped; /* depth inside what is left out */
	int tables, properties; /* depth */
	int cells; /* of the current row so far */
	bool in_text, cell_begun, is_document;
	Buf row; /* of the outermost table */
	Buf message;
	int lines;
	size_t bytes;
} DocxRun;

static Paragraph *paragraph_now(DocxRun *run) {
	return run->open > 0 && run->open <= NESTING_MAX ? &run->paragraphs[run->open - 1] : NULL;
}

static bool line_put(DocxRun *run, int heading, bool table, size_t marker_length, const char *text, size_t length) {
	if (run->lines >= DOCX_LINES_MAX) return reader_out_refuse(run->out, "too-many-lines", NULL);
	run->lines++;
	run->bytes += length;
	if (run->bytes > DOCX_TEXT_MAX) return reader_out_refuse(run->out, "too-much-text", NULL);
	buf_clear(&run->message);
	buf_putc(&run->message, (char)heading);
	buf_putc(&run->message, table);
	buf_putc(&run->message, (char)(marker_length & 0xff));
	buf_putc(&run->message, (char)(marker_length >> 8));
	buf_put(&run->message, text, length);
	return reader_out_put(run->out, READER_LINE, run->message.data, run->message.length);
}

static bool blank(const char *text, size_t length) {
	return strspn(text, " \t\r\n") >= length;
}

/* In a table a paragraph is part of its cell, whose lines are joined by blanks. */
static void paragraph_to_cell(DocxRun *run, const char *text, size_t length) {
	if (blank(text, length)) return;
	if (run->cell_begun) buf_putc(&run->row, ' ');
	for (size_t i = 0; i < length; i++) buf_putc(&run->row, strchr("\t\n\r", text[i]) && text[i] ? ' ' : text[i]);
	run->cell_begun = true;
}

/* The marker goes before the first line of the paragraph; each line break begins another line. */
static void paragraph_close(DocxRun *run, Paragraph *paragraph) {
	DocxPlace place = docx_place(run->lists, paragraph->style, paragraph->number_id, paragraph->level, paragraph->outline);
	BUF(line, LINE_MAX_BYTES + MARKER_MAX);
	const char *text = buf_text(&paragraph->text);
	if (paragraph->text.full) {
		reader_out_refuse(run->out, "too-much-text", NULL);
		return;
	}
	if (place.contents) return;
	bool some = !blank(text, paragraph->text.length);
	if (some)
		docx_marker_put(run->lists, place.number_id, place.level, &line); /* Word counts empty ones too, but nobody sees them */
	size_t marker = line.length <= MARKER_MAX ? line.length : 0;
	buf_put(&line, text, paragraph->text.length);
	if (run->tables) {
		paragraph_to_cell(run, buf_text(&line), line.length);
		return;
	}
	int heading = place.outline >= 0 && place.outline < 9 ? place.outline + 1 : 0;
	for (const char *at = buf_text(&line), *end = at + line.length; at < end;) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((stop ? stop : end) - at);
		if (!blank(at, length) && !line_put(run, heading, false, marker, at, length)) return;
		marker = 0;
		at += length + 1;
	}
}

static void row_close(DocxRun *run) {
	while (run->row.length && strchr("\t ", run->row.data[run->row.length - 1])) run->row.length--;
	if (run->row.full) reader_out_refuse(run->out, "too-much-text", NULL);
	else if (run->row.length) line_put(run, 0, true, 0, run->row.data, run->row.length);
	buf_clear(&run->row);
	run->cells = 0;
}

static void paragraph_open(DocxRun *run) {
	run->open++;
	Paragraph *paragraph = paragraph_now(run);
	if (!paragraph) {
		reader_out_refuse(run->out, "damaged", NULL);
		return;
	}
	paragraph->style[0] = 0;
	paragraph->number_id = paragraph->level = paragraph->outline = -1;
	buf_clear(&paragraph->text);
}

static int property_number(const char **attributes) {
	int64_t number = -1;
	const char *text = xml_attribute(attributes, "val");
	return text && text_to_int(text, &number) && number >= 0 && number <= 1 << 30 ? (int)number : -1;
}

static void property_open(Paragraph *paragraph, const char *name, const char **attributes) {
	const char *text = xml_attribute(attributes, "val");
	if (strcmp(name, "pStyle") == 0 && text && strlen(text) < DOCX_NAME) memcpy(paragraph->style, text, strlen(text) + 1);
	else if (strcmp(name, "numId") == 0) paragraph->number_id = property_number(attributes);
	else if (strcmp(name, "ilvl") == 0) paragraph->level = property_number(attributes);
	else if (strcmp(name, "outlineLvl") == 0) paragraph->outline = property_number(attributes);
}

/* What is in the file but not in the text a reader sees: the second copy of a drawing, moved and deleted text, earlier properties. */
static bool is_skipped(const char *name) {
	static const char *const names[] = {"Fallback", "moveFrom", "del", "pPrChange", "numPrChange", "rPrChange", "sectPrChange"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0) return true;
	return false;
}

static void run_open(DocxRun *run, const char *name) {
	Paragraph *paragraph = paragraph_now(run);
	if (!paragraph || run->runs == 0) return;
	if (strcmp(name, "t") == 0) run->in_text = true;
	else if (strcmp(name, "tab") == 0) buf_putc(&paragraph->text, '\t');
	else if (strcmp(name, "br") == 0 || strcmp(name, "cr") == 0) buf_putc(&paragraph->text, '\n');
	else if (strcmp(name, "noBreakHyphen") == 0) buf_putc(&paragraph->text, '-');
}

static void docx_open(void *context, const char *name, const char **attributes) {
	DocxRun *run = context;
	if (!run->is_document) {
		run->is_document = strcmp(name, "document") == 0;
		if (!run->is_document) reader_out_refuse(run->out, "not-docx", NULL);
		return;
	}
	if (run->skipped || is_skipped(name)) {
		run->skipped++;
		return;
	}
	if (strcmp(name, "p") == 0) paragraph_open(run);
	else if (strcmp(name, "r") == 0) run->runs++;
	else if (strcmp(name, "pPr") == 0) run->properties++;
	else if (strcmp(name, "tbl") == 0) run->tables++;
	else if (strcmp(name, "tc") == 0 && run->tables == 1) {
		if (run->cells++ > 0) buf_putc(&run->row, '\t');
		run->cell_begun = false;
	} else if (run->properties && paragraph_now(run)) property_open(paragraph_now(run), name, attributes);
	else run_open(run, name);
}

static void docx_close(void *context, const char *name) {
	DocxRun *run = context;
	if (run->skipped) {
		run->skipped--;
		return;
	}
	if (strcmp(name, "p") == 0 && run->open > 0) {
		Paragraph *paragraph = paragraph_now(run);
		if (paragraph) paragraph_close(run, paragraph);
		run->open--;
	} else if (strcmp(name, "r") == 0 && run->runs > 0) run->runs--;
	else if (strcmp(name, "t") == 0) run->in_text = false;
	else if (strcmp(name, "pPr") == 0 && run->properties > 0) run->properties--;
	else if (strcmp(name, "tr") == 0 && run->tables == 1) row_close(run);
	else if (strcmp(name, "tbl") == 0 && run->tables > 0) run->tables--;
}

static void docx_text(void *context, const char *text, size_t length) {
	DocxRun *run = context;
	Paragraph *paragraph = paragraph_now(run);
	if (run->in_text && !run->skipped && paragraph) buf_put(&paragraph->text, text, length);
}

static bool document_scan(DocxRun *run, ZipFile *zip, Arena *arena) {
	static const XmlHandler handler = {docx_open, docx_close, docx_text};
	const ZipRelation *whole, *relations;
	if (!zip_file_has(zip, "[Content_Types].xml")) return reader_out_refuse(run->out, "not-docx", NULL);
	if (!zip_relations(zip, arena, "", &whole)) return false;
	const char *part = zip_relation_type(whole, "officeDocument");
	if (!part || !zip_file_has(zip, part)) return reader_out_refuse(run->out, "not-docx", NULL);
	DocxLists lists;
	if (!zip_relations(zip, arena, part, &relations) || !docx_lists_read(zip, arena, relations, &lists)) return false;
	run->lists = &lists;
	return xml_part(zip, part, &handler, run);
}

bool docx_scan(ReaderOut *out, const unsigned char *bytes, size_t length) {
	ARENA(arena, 32 << 20);
	DocxRun run = {.out = out};
	for (int i = 0; i < NESTING_MAX; i++) buf_init(&run.paragraphs[i].text, LINE_MAX_BYTES);
	buf_init(&run.row, LINE_MAX_BYTES);
	buf_init(&run.message, LINE_MAX_BYTES + MARKER_MAX + 8);
	ZipFile zip;
	bool good = zip_file_open(out, bytes, length, "not-docx", &zip) && document_scan(&run, &zip, arena);
	zip_file_close(&zip);
	for (int i = 0; i < NESTING_MAX; i++) buf_free(&run.paragraphs[i].text);
	buf_free(&run.row);
	buf_free(&run.message);
	return good;
}
