/* A document inside the reader program. */
#ifndef GANGMU_OUTPUT_DOCX_SCAN_H
#define GANGMU_OUTPUT_DOCX_SCAN_H
#include "output/docx_number.h"
#include "output/reader_out.h"
#include "output/zip_part.h"

enum {
	DOCX_LEVELS = 9,
	DOCX_LISTS_MAX = 1000,
	DOCX_NUMBERS_MAX = 4000,
	DOCX_STYLES_MAX = 4000,
	DOCX_LINES_MAX = 100000,
	DOCX_TEXT_MAX = 16 << 20,
	DOCX_NAME = 64, /* bytes of a style's id */
	DOCX_LEVEL_TEXT = 96,
};

/* One level of an automatic list: "（%1）" of FORMAT_CHINESE. */
typedef struct DocxLevel {
	DocxFormat format;
	int start;
	char text[DOCX_LEVEL_TEXT], style[DOCX_NAME];
	bool legal; /* every number in the text is a decimal */
	bool keeps; /* does not begin anew under a higher level */
	bool bare; /* nothing follows the marker */
} DocxLevel;

typedef struct DocxList {
	int id;
	DocxLevel levels[DOCX_LEVELS];
	int counts[DOCX_LEVELS]; /* of the last paragraph */
	bool counting[DOCX_LEVELS];
} DocxList;

/* What a paragraph names: a list, perhaps begun anew. */
typedef struct DocxNumber {
	int id, list_id;
	DocxList *list; /* NULL where the id is of no list */
	int start[DOCX_LEVELS]; /* -1: the level's own */
	bool started[DOCX_LEVELS];
} DocxNumber;

typedef struct DocxStyle {
	char id[DOCX_NAME], based_on[DOCX_NAME];
	int number_id, level, outline; /* -1: not said; outline 0 to 8 */
	bool contents; /* a line of the table of contents */
} DocxStyle;

typedef struct DocxLists {
	Arena *arena;
	DocxList **lists; /* by id, as the two below */
	DocxNumber **numbers;
	DocxStyle **styles;
	size_t list_count, number_count, style_count;
} DocxLists;

/* Reads the numbering and styles parts named by the relations of the document. */
bool docx_lists_read(ZipFile *file, Arena *arena, const ZipRelation *relations, DocxLists *ret);

/* How a paragraph is numbered and where it stands, from what it says itself (-1: nothing) and from its style ("" for none). */
typedef struct DocxPlace {
	int number_id, level, outline;
	bool contents;
} DocxPlace;
DocxPlace docx_place(const DocxLists *lists, const char *style, int number_id, int level, int outline);
/* Counts the paragraph and puts its marker with what separates it from the text. */
void docx_marker_put(DocxLists *lists, int number_id, int level, Buf *out);

/* Reads the document and sends READER_LINE messages: heading, table (a byte each), length of the marker (two bytes), text. */
bool docx_scan(ReaderOut *out, const unsigned char *bytes, size_t length);
#endif
