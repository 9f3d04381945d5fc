/* The bytes of a file as UTF-8. A file says nothing reliable about its encoding, so its bytes are asked, from the strictest form to
 * the loosest: UTF-8, UTF-16, GB18030. */
#include "base/log.h"
#include "base/text.h"
#include "module/programme/outline.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

static const OutlineSay say_empty = {"outline.empty", "文件是空的。", "The file is empty."};
static const OutlineSay say_long = {
	"outline.long", "文件超过 2 MB，请分成几份再提交。", "The file is longer than 2 MB. Submit it in parts."};
static const OutlineSay say_word = {"outline.word", "这是 Word（.docx）或压缩文件，不是纯文本。请按 .docx 上传，或粘贴文字。",
	"This is a Word (.docx) or zip file, not plain text. Upload it as .docx, or paste the text."};
static const OutlineSay say_old_word = {"outline.old_word", "这是旧式 .doc 文件。请另存为 .docx 或 .txt 再提交，或粘贴文字。",
	"This is an old .doc file. Save it as .docx or .txt, or paste the text."};
static const OutlineSay say_pdf = {"outline.pdf", "这是 PDF 文件。请打开后复制文字粘贴，或另存为 .txt。",
	"This is a PDF file. Copy the text out of it and paste, or save it as .txt."};
static const OutlineSay say_binary = {"outline.binary", "这不是文字文件（夹有控制字符）。请提交 .txt、.docx 或粘贴文字。",
	"This is not a text file (it holds control characters). Submit .txt or .docx, or paste the text."};
static const OutlineSay say_encoding = {"outline.encoding",
	"认不出文字的编码（不是 UTF-8、UTF-16 或 GB18030）。请另存为 UTF-8 文本再提交。",
	"The encoding is not UTF-8, UTF-16 or GB18030. Save the text as UTF-8 and submit it again."};

static char *refuse(const OutlineSay *say, OutlineSay *ret) {
	*ret = *say;
	return NULL;
}

/* Control characters other than tab, line and page ends, and the Ctrl-Z that old editors leave at the end. */
static bool has_control(const char *text, size_t length) {
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		bool harmless = c >= ' ' || (c >= '\t' && c <= '\r') || (c == 0x1a && i + 1 == length);
		if (!harmless || c == 0x7f) return true;
	}
	return false;
}

/* Reads the bytes as `encoding`, refusing what is malformed. NULL when malformed; else malloc'ed. */
static UChar *decode(const char *encoding, const char *bytes, size_t length, int32_t *ret_units) {
	UErrorCode error = U_ZERO_ERROR;
	UConverter *converter = ucnv_open(encoding, &error);
	if (U_FAILURE(error)) bug("ICU has no converter %s", encoding);
	ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
	UChar *units = reallocarray(NULL, length + 2, sizeof *units);
	if (!units) bug("out of memory for a text");
	*ret_units = ucnv_toUChars(converter, units, (int32_t)length + 2, bytes, (int32_t)length, &error);
	ucnv_close(converter);
	if (U_SUCCESS(error)) return units;
	free(units);
	return NULL;
}

/* Of the characters beyond ASCII, are most of them what Chinese text is written with? Any bytes at all read as GB18030 give some
 * character; only Chinese text gives these. */
static bool looks_chinese(const UChar *units, int32_t count) {
	size_t beyond = 0, usual = 0;
	for (int32_t i = 0; i < count; i++) {
		if (units[i] < 0x80) continue;
		beyond++;
		usual += (units[i] >= 0x4e00 && units[i] <= 0x9fff) || (units[i] >= 0x3000 && units[i] <= 0x303f) ||
				 (units[i] >= 0xff00 && units[i] <= 0xffef) || (units[i] >= 0x2010 && units[i] <= 0x2026) ||
				 (units[i] >= 0x2460 && units[i] <= 0x249b) || units[i] == 0xb7;
	}
	return usual * 10 >= beyond * 8;
}

/* UTF-16 without a mark: at least nine of ten units are ASCII or Chinese. */
static const char *guess_utf16(const char *bytes, size_t length) {
	size_t little = 0, big = 0, units = length / 2;
	if (length % 2 || !units) return NULL;
	for (size_t i = 0; i < units; i++) {
		unsigned a = (unsigned char)bytes[2 * i], b = (unsigned char)bytes[2 * i + 1];
		unsigned le = a | b << 8, be = b | a << 8;
		little += (le >= 9 && le < 0x7f) || (le >= 0x3000 && le <= 0x9fff) || (le >= 0xff00 && le < 0xfff0) || (le >> 8) == 0x20;
		big += (be >= 9 && be < 0x7f) || (be >= 0x3000 && be <= 0x9fff) || (be >= 0xff00 && be < 0xfff0) || (be >> 8) == 0x20;
	}
	if (little * 10 >= units * 9 && little > big) return "UTF-16LE";
	return big * 10 >= units * 9 && big > little ? "UTF-16BE" : NULL;
}

/* Frees units. */
static char *encode(Arena *arena, UChar *units, int32_t count, size_t *ret_length, OutlineSay *ret_refusal) {
	UErrorCode error = U_ZERO_ERROR;
	int32_t wanted = 0;
	u_strToUTF8(NULL, 0, &wanted, units, count, &error);
	char *text = NULL;
	const OutlineSay *refusal = wanted > OUTLINE_TEXT_MAX ? &say_long : NULL;
	if (error != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(error)) refusal = &say_encoding;
	if (!refusal) {
		error = U_ZERO_ERROR;
		text = arena_alloc(arena, (size_t)wanted + 1);
		u_strToUTF8(text, wanted + 1, &wanted, units, count, &error);
		if (U_FAILURE(error)) refusal = &say_encoding;
		else if (has_control(text, (size_t)wanted)) refusal = &say_binary;
	}
	free(units);
	if (refusal) return refuse(refusal, ret_refusal);
	*ret_length = (size_t)wanted;
	return text;
}

static const OutlineSay *known_format(const char *bytes, size_t length) {
	static const struct {
		const char *magic;
		size_t length;
		const OutlineSay *say;
	} formats[] = {{"PK\3\4", 4, &say_word}, {"\xd0\xcf\x11\xe0", 4, &say_old_word}, {"%PDF-", 5, &say_pdf},
		{"\xff\xfe\0\0", 4, &say_encoding}, {"\0\0\xfe\xff", 4, &say_encoding}};
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (length >= formats[i].length && !memcmp(bytes, formats[i].magic, formats[i].length)) return formats[i].say;
	return NULL;
}

static char *keep_utf8(Arena *arena, const char *at, size_t length, size_t *ret_length, OutlineSay *ret_refusal) {
	if (length > OUTLINE_TEXT_MAX) return refuse(&say_long, ret_refusal);
	if (!length) return refuse(&say_empty, ret_refusal);
	if (has_control(at, length)) return refuse(&say_binary, ret_refusal);
	*ret_length = length;
	return arena_strndup(arena, at, length);
}

char *outline_to_utf8(Arena *arena, const void *bytes, size_t length, size_t *ret_length, OutlineSay *ret_refusal) {
	const char *at = bytes;
	if (!length) return refuse(&say_empty, ret_refusal);
	if (length > 2 * (size_t)OUTLINE_TEXT_MAX + 2) return refuse(&say_long, ret_refusal);
	const OutlineSay *format = known_format(at, length);
	if (format) return refuse(format, ret_refusal);
	const char *encoding = NULL;
	if (length >= 2 && !memcmp(at, "\xff\xfe", 2)) encoding = "UTF-16LE";
	else if (length >= 2 && !memcmp(at, "\xfe\xff", 2)) encoding = "UTF-16BE";
	if (encoding) {
		at += 2;
		length -= 2;
	} else if (length >= 3 && !memcmp(at, "\xef\xbb\xbf", 3)) {
		if (!text_utf8_valid(at + 3, length - 3)) return refuse(&say_encoding, ret_refusal);
		return keep_utf8(arena, at + 3, length - 3, ret_length, ret_refusal);
	}
	if (!encoding && text_utf8_valid(at, length)) return keep_utf8(arena, at, length, ret_length, ret_refusal);
	bool nul = memchr(at, 0, length) != NULL;
	if (!encoding && nul && !(encoding = guess_utf16(at, length))) return refuse(&say_binary, ret_refusal);
	if (!length) return refuse(&say_empty, ret_refusal);
	int32_t count = 0;
	UChar *units = decode(encoding ? encoding : "gb18030", at, length, &count);
	if (!units) return refuse(!encoding && has_control(at, length) ? &say_binary : &say_encoding, ret_refusal);
	if (!encoding && !looks_chinese(units, count)) {
		free(units);
		return refuse(has_control(at, length) ? &say_binary : &say_encoding, ret_refusal);
	}
	return encode(arena, units, count, ret_length, ret_refusal);
}
