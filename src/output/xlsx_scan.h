/* A workbook inside the reader program. */
#ifndef GANGMU_OUTPUT_XLSX_SCAN_H
#define GANGMU_OUTPUT_XLSX_SCAN_H
#include "output/reader_out.h"
#include "output/sheet_wire.h"
#include "output/xlsx_number.h"
#include "output/zip_part.h"

enum {
	XLSX_SHEETS_MAX = 512,
	XLSX_STYLES_MAX = 65536,
	XLSX_FORMATS_MAX = 8192,
	XLSX_STRINGS_BYTES_MAX = 48 << 20,
	XLSX_MERGES_MAX = 50000,
};

typedef struct XlsxSheet {
	const char *name, *id; /* relation */
	bool hidden;
	struct XlsxSheet *next;
} XlsxSheet;

/* What a sheet needs to be understood. */
typedef struct XlsxBook {
	ReaderOut *out;
	Arena *arena;
	ZipFile *zip;
	const char *part; /* of the workbook */
	const ZipRelation *relations;
	XlsxSheet *sheets; /* in order */
	bool from_1904;
	uint8_t *styles; /* NumberClass of each cell format */
	size_t style_count;
	Buf strings; /* shared texts, each with its NUL */
	Buf offsets; /* uint32_t of each */
	uint32_t string_count;
} XlsxBook;

/* Reads the workbook, its styles and shared texts. */
bool xlsx_book_open(ReaderOut *out, Arena *arena, ZipFile *zip, XlsxBook *ret);
void xlsx_book_close(XlsxBook *book);
/* NULL when there is no such text. */
const char *xlsx_book_string(const XlsxBook *book, uint32_t index);
/* Sends the rows of a sheet's part. */
bool xlsx_sheet_scan(XlsxBook *book, const char *part, int32_t *ret_rows);

/* The whole of it, from the bytes of the file: READER_INFO ("1904" or "1900", the sheet's name, the names of the visible sheets, each with a NUL) and
 * READER_ROW messages. sheet NULL: the first visible. */
bool xlsx_scan(ReaderOut *out, const unsigned char *bytes, size_t length, const char *sheet);

/* Adds text to a cell or shared text with _xHHHH_ decoded (ECMA-376 part 1, 22.4.2.4: ST_Xstring). */
void xlsx_text_decode(Buf *text, size_t from);
#endif
