/* Numbers as automatic lists write them. */
#ifndef GANGMU_OUTPUT_DOCX_NUMBER_H
#define GANGMU_OUTPUT_DOCX_NUMBER_H
#include "base/buf.h"

/* Formats of ECMA-376 part 1, 17.18.59 (ST_NumberFormat) that Chinese and English papers use. */
typedef enum DocxFormat {
	FORMAT_DECIMAL, /* also what an unknown format gives */
	FORMAT_DECIMAL_ZERO, /* 01 */
	FORMAT_FULL_WIDTH, /* １ */
	FORMAT_UPPER_LETTER,
	FORMAT_LOWER_LETTER,
	FORMAT_UPPER_ROMAN,
	FORMAT_LOWER_ROMAN,
	FORMAT_CHINESE, /* 一 … 十、十一 … 一百零一 */
	FORMAT_CHINESE_DIGITS, /* 一〇 */
	FORMAT_CHINESE_LEGAL, /* 壹拾贰 */
	FORMAT_STEMS, /* 甲乙丙 */
	FORMAT_BRANCHES, /* 子丑寅 */
	FORMAT_CIRCLE, /* ① */
	FORMAT_PAREN, /* ⑴ */
	FORMAT_FULL_STOP, /* ⒈ */
	FORMAT_CHINESE_CIRCLE, /* ㊀ */
	FORMAT_BULLET,
	FORMAT_NONE,
} DocxFormat;

DocxFormat docx_format_of(const char *name);
/* Numbers outside what a format has are written as decimals. */
void docx_number_put(Buf *out, DocxFormat format, int number);
#endif
