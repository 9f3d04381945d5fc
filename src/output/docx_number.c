#include "output/docx_number.h"
#include "base/text.h"

#include <string.h>

DocxFormat docx_format_of(const char *name) {
	static const struct {
		const char *name;
		DocxFormat format;
	} formats[] = {
		{"decimal", FORMAT_DECIMAL},
		{"decimalZero", FORMAT_DECIMAL_ZERO},
		{"decimalFullWidth", FORMAT_FULL_WIDTH},
		{"decimalFullWidth2", FORMAT_FULL_WIDTH},
		{"upperLetter", FORMAT_UPPER_LETTER},
		{"lowerLetter", FORMAT_LOWER_LETTER},
		{"upperRoman", FORMAT_UPPER_ROMAN},
		{"lowerRoman", FORMAT_LOWER_ROMAN},
		{"chineseCounting", FORMAT_CHINESE},
		{"chineseCountingThousand", FORMAT_CHINESE},
		{"japaneseCounting", FORMAT_CHINESE},
		{"taiwaneseCounting", FORMAT_CHINESE},
		{"taiwaneseCountingThousand", FORMAT_CHINESE},
		{"ideographDigital", FORMAT_CHINESE_DIGITS},
		{"taiwaneseDigital", FORMAT_CHINESE_DIGITS},
		{"japaneseDigitalTenThousand", FORMAT_CHINESE_DIGITS},
		{"chineseLegalSimplified", FORMAT_CHINESE_LEGAL},
		{"ideographLegalTraditional", FORMAT_CHINESE_LEGAL},
		{"ideographTraditional", FORMAT_STEMS},
		{"ideographZodiac", FORMAT_BRANCHES},
		{"decimalEnclosedCircle", FORMAT_CIRCLE},
		{"decimalEnclosedCircleChinese", FORMAT_CIRCLE},
		{"decimalEnclosedParen", FORMAT_PAREN},
		{"decimalEnclosedFullstop", FORMAT_FULL_STOP},
		{"ideographEnclosedCircle", FORMAT_CHINESE_CIRCLE},
		{"bullet", FORMAT_BULLET},
		{"none", FORMAT_NONE},
	};
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (strcmp(formats[i].name, name) == 0) return formats[i].format;
	return FORMAT_DECIMAL;
}

static void code_put(Buf *out, uint32_t code) {
	char bytes[4];
	buf_put(out, bytes, text_encode(code, bytes));
}

/* The n-th of characters of three bytes each. */
static void character_put(Buf *out, const char *characters, int n) {
	buf_put(out, characters + (size_t)n * 3, 3);
}

/* 1 to 9,999 by place; `legal` writes the one before ten (壹拾) and other digits. */
static void chinese_put(Buf *out, int number, bool legal) {
	const char *digits = legal ? "零壹贰叁肆伍陆柒捌玖" : "零一二三四五六七八九";
	const char *places = legal ? "仟佰拾" : "千百十";
	static const int sizes[] = {1000, 100, 10, 1};
	bool begun = false, gap = false;
	for (int i = 0; i < 4; i++) {
		int digit = number / sizes[i] % 10;
		if (digit == 0) {
			gap = begun;
			continue;
		}
		if (gap) character_put(out, digits, 0);
		bool bare_ten = i == 2 && digit == 1 && !begun && !legal;
		if (!bare_ten) character_put(out, digits, digit);
		if (i < 3) character_put(out, places, i);
		begun = true;
		gap = false;
	}
}

static void roman_put(Buf *out, int number, bool upper) {
	static const struct {
		int value;
		const char *letters;
	} steps[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"},
		{9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		for (; number >= steps[i].value; number -= steps[i].value)
			for (const char *letter = steps[i].letters; *letter; letter++)
				buf_putc(out, upper ? (char)(*letter - 'a' + 'A') : *letter);
}

/* a … z, aa … zz, aaa …: the letter is repeated. */
static void letter_put(Buf *out, int number, bool upper) {
	for (int times = (number - 1) / 26; times >= 0; times--) buf_putc(out, (char)((upper ? 'A' : 'a') + (number - 1) % 26));
}

/* Decimal digits in other characters. */
static void digits_put(Buf *out, int number, DocxFormat format) {
	char text[16];
	size_t at = sizeof text;
	do text[--at] = (char)(number % 10);
	while ((number /= 10) > 0);
	for (; at < sizeof text; at++) {
		if (format == FORMAT_CHINESE_DIGITS) character_put(out, "〇一二三四五六七八九", text[at]);
		else code_put(out, 0xff10 + (uint32_t)text[at]);
	}
}

/* ① … ㊿, ⑴ … ⒇, ⒈ … ⒛, ㊀ … ㊉; false beyond. */
static bool enclosed_put(Buf *out, DocxFormat format, int number) {
	uint32_t n = (uint32_t)number - 1, code = 0;
	if (format == FORMAT_CIRCLE) code = n < 20 ? 0x2460 + n : n < 35 ? 0x3251 + n - 20 : n < 50 ? 0x32b1 + n - 35 : 0;
	else if (format == FORMAT_PAREN) code = n < 20 ? 0x2474 + n : 0;
	else if (format == FORMAT_FULL_STOP) code = n < 20 ? 0x2488 + n : 0;
	else code = n < 10 ? 0x3280 + n : 0;
	if (code) code_put(out, code);
	return code != 0;
}

void docx_number_put(Buf *out, DocxFormat format, int number) {
	if (format == FORMAT_NONE || format == FORMAT_BULLET) return;
	bool small = number >= 1 && number <= 9999;
	switch (format) {
	case FORMAT_DECIMAL_ZERO: buf_printf(out, "%02d", number); return;
	case FORMAT_FULL_WIDTH:
	case FORMAT_CHINESE_DIGITS:
		if (number < 0) break;
		digits_put(out, number, format);
		return;
	case FORMAT_UPPER_LETTER:
	case FORMAT_LOWER_LETTER:
		if (number < 1 || number > 780) break;
		letter_put(out, number, format == FORMAT_UPPER_LETTER);
		return;
	case FORMAT_UPPER_ROMAN:
	case FORMAT_LOWER_ROMAN:
		if (!small) break;
		roman_put(out, number, format == FORMAT_UPPER_ROMAN);
		return;
	case FORMAT_CHINESE:
	case FORMAT_CHINESE_LEGAL:
		if (!small) break;
		chinese_put(out, number, format == FORMAT_CHINESE_LEGAL);
		return;
	case FORMAT_STEMS:
		if (number < 1 || number > 10) break;
		character_put(out, "甲乙丙丁戊己庚辛壬癸", number - 1);
		return;
	case FORMAT_BRANCHES:
		if (number < 1 || number > 12) break;
		character_put(out, "子丑寅卯辰巳午未申酉戌亥", number - 1);
		return;
	case FORMAT_CIRCLE:
	case FORMAT_PAREN:
	case FORMAT_FULL_STOP:
	case FORMAT_CHINESE_CIRCLE:
		if (number < 1 || !enclosed_put(out, format, number)) break;
		return;
	default: break;
	}
	buf_put_int(out, number);
}
