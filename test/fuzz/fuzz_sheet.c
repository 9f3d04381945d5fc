/* Comma-separated text (first byte 'C'), a row as the server takes it from the reader ('W'), a number or number format (else). */
#include "output/csv_scan.h"
#include "output/sheet_wire.h"
#include "output/xlsx_number.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static void try_number(const char *text) {
	char form[NUMBER_TEXT];
	bool inexact;
	CellKind kind;
	NumberClass class = number_class_of(text);
	if (number_plain(text, form, &inexact)) {
		if (strspn(form, "-.0123456789") != strlen(form)) abort();
		for (int i = NUMBER_DATE; i <= NUMBER_ELAPSED; i++) number_date(strtod(text, NULL), (NumberClass)i, i & 1, &kind, form);
	}
	number_class_builtin((int)class);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
	if (length < 2) return 0;
	char *copy = malloc(length);
	memcpy(copy, bytes + 1, length - 1);
	copy[length - 1] = 0;
	if (bytes[0] == 'C') {
		ReaderOut out;
		reader_out_init(&out, -1, 4 << 20);
		csv_scan(&out, (const unsigned char *)copy, length - 1);
		reader_out_free(&out);
	} else if (bytes[0] == 'W') {
		SheetCell cells[SHEET_COLUMNS_MAX];
		SheetRow row;
		if (sheet_wire_row(copy, length - 1, 0, cells, &row))
			for (size_t i = 0; i < row.count; i++)
				if (strlen(row.cells[i].text) > length || strlen(row.cells[i].merge) > length) abort();
	} else try_number(copy);
	free(copy);
	return 0;
}
