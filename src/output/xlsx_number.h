/* Numbers of a spreadsheet cell: plain decimals, dates by number format. */
#ifndef GANGMU_OUTPUT_XLSX_NUMBER_H
#define GANGMU_OUTPUT_XLSX_NUMBER_H
#include "output/sheet.h"

/* What a number format shows. */
typedef enum NumberClass { NUMBER_PLAIN, NUMBER_DATE, NUMBER_TIME, NUMBER_DATE_TIME, NUMBER_ELAPSED } NumberClass;

/* Of a built-in format (ECMA-376 part 1, 18.8.30; 27–36 and 50–58 are the Chinese dates). */
NumberClass number_class_builtin(int id);
/* Of a format code: letters y m d h s outside quotes, brackets and escapes, in its first section. */
NumberClass number_class_of(const char *code);

enum { NUMBER_TEXT = 72 };
/* The stored text of a number ("0.1", "1.2E-3", "0.30000000000000004") as a plain decimal of at most 15 significant digits. False when it
 * is no number or beyond 10^±30. ret_inexact: a whole number of more than 15 digits, so digits are lost. */
bool number_plain(const char *text, char ret[NUMBER_TEXT], bool *ret_inexact);
/* A serial day number by its class: kind and text of the cell. False when it is no date (negative, after 9999): it stays a number. Serial 60 is
 * the day 1900-02-29 that never was and reads as 1900-02-28. */
bool number_date(double serial, NumberClass class, bool from_1904, CellKind *ret_kind, char ret[NUMBER_TEXT]);
#endif
