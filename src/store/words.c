#include "store/words.h"
#include "base/text.h"

#include <string.h>

typedef enum Kind { KIND_GAP, KIND_LETTER, KIND_CHARACTER } Kind;

typedef struct Range {
	uint32_t first, last;
	Kind kind;
} Range;

/* Blocks of Unicode 15 above ASCII, in order. What is not named is a letter (all other scripts, combining marks). */
static const Range ranges[] = {
	{0x80, 0xa9, KIND_GAP}, /* Latin-1 signs */
	{0xab, 0xb1, KIND_GAP},
	{0xb4, 0xb4, KIND_GAP},
	{0xb6, 0xb8, KIND_GAP},
	{0xbb, 0xbb, KIND_GAP},
	{0xbf, 0xbf, KIND_GAP},
	{0xd7, 0xd7, KIND_GAP},
	{0xf7, 0xf7, KIND_GAP},
	{0x1100, 0x11ff, KIND_CHARACTER}, /* Hangul jamo */
	{0x2000, 0x206f, KIND_GAP}, /* general punctuation */
	{0x20a0, 0x20cf, KIND_GAP}, /* currency */
	{0x2190, 0x245f, KIND_GAP}, /* arrows, mathematics, technical */
	{0x2500, 0x2bff, KIND_GAP}, /* boxes, symbols, dingbats */
	{0x2e00, 0x2e7f, KIND_GAP}, /* more punctuation */
	{0x2e80, 0x2fdf, KIND_CHARACTER}, /* radicals */
	{0x2ff0, 0x3004, KIND_GAP},
	{0x3005, 0x3007, KIND_CHARACTER}, /* 々〆〇 */
	{0x3008, 0x3020, KIND_GAP},
	{0x3021, 0x3029, KIND_CHARACTER}, /* Suzhou numerals */
	{0x3030, 0x3030, KIND_GAP},
	{0x3031, 0x3035, KIND_CHARACTER},
	{0x3036, 0x3037, KIND_GAP},
	{0x3038, 0x303c, KIND_CHARACTER},
	{0x303d, 0x3040, KIND_GAP},
	{0x3041, 0x309a, KIND_CHARACTER}, /* hiragana */
	{0x309b, 0x309c, KIND_GAP},
	{0x309d, 0x309f, KIND_CHARACTER},
	{0x30a0, 0x30a0, KIND_GAP},
	{0x30a1, 0x30fa, KIND_CHARACTER}, /* katakana */
	{0x30fb, 0x30fb, KIND_GAP},
	{0x30fc, 0x318f, KIND_CHARACTER}, /* bopomofo, Hangul compatibility jamo */
	{0x3190, 0x319f, KIND_GAP},
	{0x31a0, 0x31bf, KIND_CHARACTER},
	{0x31c0, 0x31ef, KIND_GAP}, /* strokes */
	{0x31f0, 0x31ff, KIND_CHARACTER},
	{0x3200, 0x33ff, KIND_CHARACTER}, /* enclosed and squared: ㈠ ㎡ */
	{0x3400, 0x4dbf, KIND_CHARACTER}, /* extension A */
	{0x4dc0, 0x4dff, KIND_GAP}, /* hexagrams */
	{0x4e00, 0x9fff, KIND_CHARACTER}, /* unified ideographs */
	{0xac00, 0xd7ff, KIND_CHARACTER}, /* Hangul syllables */
	{0xe000, 0xfaff, KIND_CHARACTER}, /* private use (rare names), compatibility ideographs */
	{0xfe00, 0xfe6f, KIND_GAP}, /* variation selectors, vertical and small forms */
	{0xfeff, 0xfeff, KIND_GAP},
	{0xff00, 0xff65, KIND_GAP}, /* full-width signs; the letters were folded before */
	{0xff66, 0xff9f, KIND_CHARACTER}, /* half-width katakana */
	{0xffa0, 0xffff, KIND_GAP},
	{0x1f000, 0x1faff, KIND_GAP}, /* pictographs */
	{0x20000, 0x3ffff, KIND_CHARACTER}, /* extensions B to H */
	{0xe0000, 0x10ffff, KIND_GAP},
};

static Kind kind_of(uint32_t code) {
	if (code < 0x80)
		return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ? KIND_LETTER
																											: KIND_GAP;
	if (code >= 0x4e00 && code <= 0x9fff) return KIND_CHARACTER;
	size_t low = 0, high = sizeof ranges / sizeof *ranges;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (code < ranges[middle].first) high = middle;
		else if (code > ranges[middle].last) low = middle + 1;
		else return ranges[middle].kind;
	}
	return KIND_LETTER;
}

static uint32_t fold(uint32_t code) {
	if (code >= 0xff01 && code <= 0xff5e) code -= 0xfee0;
	if (code >= 'A' && code <= 'Z') return code + 32;
	if (code < 0xc0) return code;
	if (code <= 0xde) return code == 0xd7 ? code : code + 32;
	if (code >= 0x391 && code <= 0x3a9) return code + 32;
	if (code >= 0x410 && code <= 0x42f) return code + 32;
	if (code >= 0x400 && code <= 0x40f) return code + 80;
	return code;
}

/* As text_next, bounded by a length: FTS5 hands texts without a NUL. */
static uint32_t next_code(const Words *words, size_t *ret_bytes) {
	const unsigned char *p = (const unsigned char *)words->text + words->at;
	size_t left = words->length - words->at;
	*ret_bytes = 1;
	if (*p < 0x80) return *p;
	size_t more = *p >= 0xf0 ? 3 : *p >= 0xe0 ? 2 : *p >= 0xc2 ? 1 : 0;
	if (more == 0 || more >= left) return 0xfffd;
	uint32_t code = *p & (0x3fu >> more);
	for (size_t i = 1; i <= more; i++) {
		if ((p[i] & 0xc0) != 0x80) return 0xfffd;
		code = code << 6 | (p[i] & 0x3fu);
	}
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	if (code < least[more] || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff) return 0xfffd;
	*ret_bytes = more + 1;
	return code;
}

/* Adds the letters that follow to a unit that began with one. */
static void take_letters(Words *words, Unit *unit) {
	while (words->at < words->length) {
		size_t bytes;
		uint32_t code = fold(next_code(words, &bytes));
		if (kind_of(code) != KIND_LETTER) return;
		if (unit->length + 4 <= WORD_BYTES) unit->length += text_encode(code, unit->word + unit->length);
		words->at += bytes;
	}
}

bool words_next(Words *words, Unit *ret_unit) {
	size_t from = words->at;
	while (words->at < words->length) {
		size_t bytes;
		uint32_t code = fold(next_code(words, &bytes));
		Kind kind = kind_of(code);
		if (kind == KIND_GAP) {
			words->at += bytes;
			continue;
		}
		ret_unit->start = words->at;
		ret_unit->touches = words->at == from && from > 0;
		ret_unit->character = kind == KIND_CHARACTER;
		ret_unit->length = text_encode(code, ret_unit->word);
		words->at += bytes;
		if (kind == KIND_LETTER) take_letters(words, ret_unit);
		ret_unit->word[ret_unit->length] = 0;
		ret_unit->end = words->at;
		return true;
	}
	return false;
}

size_t words_clip(const char *text, size_t max) {
	size_t length = strnlen(text, max + 1);
	if (length <= max) return length;
	while (max > 0 && ((unsigned char)text[max] & 0xc0) == 0x80) max--;
	return max;
}
