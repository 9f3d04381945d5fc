#include "output/sheet.h"

#include <stdio.h>

const SheetCell *sheet_row_cell(const SheetRow *row, int column) {
	for (size_t i = 0; i < row->count && row->cells[i].column <= column; i++)
		if (row->cells[i].column == column) return &row->cells[i];
	return NULL;
}

void sheet_column_name(int column, char ret_name[4]) {
	char letters[4];
	int count = 0;
	if (column < 0 || column > 18277) column = 18277; /* ZZZ, beyond any spreadsheet */
	for (int rest = column + 1; rest > 0 && count < 3; rest = (rest - 1) / 26) letters[count++] = (char)('A' + (rest - 1) % 26);
	for (int i = 0; i < count; i++) ret_name[i] = letters[count - 1 - i];
	ret_name[count] = 0;
}

void sheet_cell_name(int column, int32_t row, char ret_name[12]) {
	char letters[4];
	sheet_column_name(column, letters);
	snprintf(ret_name, 12, "%s%u", letters, (unsigned)row % 100000000U);
}
