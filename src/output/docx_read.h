/* Reads the text of a .docx in the locked reader: one line a paragraph, one line a table row. */
#ifndef GANGMU_OUTPUT_DOCX_READ_H
#define GANGMU_OUTPUT_DOCX_READ_H
#include "output/reader.h"

typedef struct DocxLine {
	const char *text; /* marker and text: "一、总体要求"; tabs kept; a line break inside a paragraph begins a new line */
	size_t marker_length; /* bytes at the start of text that automatic numbering makes ("一、", "（一）", "1. "); 0 for none */
	int heading; /* outline level 1–9 of the paragraph's style, 0 for body text */
	bool table; /* a table row, its cells separated by tabs */
} DocxLine;

/* Lines live in the arena (a speech of 100 pages needs under 1 MB; at most 16 MB, 100,000 lines). Text marked as deleted, notes, headers and
 * footers are left out. Empty paragraphs give no line. Refusals: as xlsx_read, with "not-docx", "too-many-lines". */
ReadResult docx_read(Arena *arena, int in_fd, const DocxLine **ret_lines, size_t *ret_count, FileRefusal *ret_refusal);
#endif
