#include "module/programme/outline_draft.h"

#include <string.h>

bool char_is_digit(uint32_t c) {
	return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

static unsigned char_digit(uint32_t c) {
	return c < 0x80 ? c - '0' : c - 0xff10;
}

static unsigned chinese_digit(uint32_t c, bool counting) {
	static const uint32_t digits[] = {U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八', U'九'};
	for (unsigned i = 0; i < 9; i++)
		if (digits[i] == c) return i + 1;
	return counting && c == U'两' ? 2 : 0;
}

uint16_t mark_chinese(Draft *draft, uint32_t at, uint32_t end, bool counting, uint32_t *ret_next) {
	if (at >= end) return 0;
	uint32_t next, c = draft_char(draft, at, &next);
	unsigned ten = 0, one = chinese_digit(c, counting);
	if (c == U'十') ten = 1;
	else if (!one) return 0;
	*ret_next = next;
	if (next >= end) return (uint16_t)(ten ? 10 : one);
	c = draft_char(draft, next, &next);
	if (!ten && c == U'十') {
		ten = one;
		one = 0;
		*ret_next = next;
		if (next >= end) return (uint16_t)(ten * 10);
		c = draft_char(draft, next, &next);
	}
	if (!ten) return (uint16_t)one;
	unsigned last = chinese_digit(c, false);
	if (last) *ret_next = next;
	return (uint16_t)(ten * 10 + last);
}

uint16_t mark_arabic(Draft *draft, uint32_t at, uint32_t end, uint32_t *ret_next) {
	unsigned number = 0, digits = 0;
	while (at < end) {
		uint32_t next, c = draft_char(draft, at, &next);
		if (!char_is_digit(c)) break;
		if (++digits > 2) return 0;
		number = number * 10 + char_digit(c);
		at = next;
	}
	*ret_next = at;
	return (uint16_t)number;
}

const char *mark_number_zh(Arena *arena, unsigned number) {
	static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
	if (number == 0 || number > 99) return arena_printf(arena, "%u", number);
	if (number < 10) return digits[number];
	return arena_printf(arena, "%s十%s", number < 20 ? "" : digits[number / 10], digits[number % 10]);
}

bool mark_is_wild(uint8_t style) {
	return style == OUTLINE_SHI || style == OUTLINE_ORDINAL || style == OUTLINE_FIRST;
}

static Mark mark_make(OutlineStyle style, uint32_t number, uint32_t from, uint32_t to) {
	return (Mark){(uint8_t)style, 0, (uint16_t)number, (uint16_t)(to - from)};
}

static const Mark mark_none = {OUTLINE_PLAIN, 0, 0, 0};

/* The character at `at`, 0 at the end. */
static uint32_t peek(Draft *draft, uint32_t at, uint32_t end, uint32_t *ret_next) {
	if (at < end) return draft_char(draft, at, ret_next);
	*ret_next = at;
	return 0;
}

static bool one_of(uint32_t c, const uint32_t *set) {
	for (; *set; set++)
		if (*set == c) return true;
	return false;
}

static const uint32_t ordinal_ends[] = {U'，', ',', U'、', U'：', ':', U'是', U'要', 0};

/* 第一部分, 第二章, 第三条, 第一， */
static Mark mark_ordinal(Draft *draft, uint32_t from, uint32_t at, uint32_t end) {
	uint32_t next;
	unsigned number = mark_chinese(draft, at, end, false, &next);
	if (!number) number = mark_arabic(draft, at, end, &next);
	if (!number) return mark_none;
	at = next;
	if (draft_has(draft, at, end, "部分")) return mark_make(OUTLINE_PART, number, from, at + 6);
	uint32_t c = peek(draft, at, end, &next);
	static const uint32_t parts[] = {U'章', U'篇', U'编', 0}, sections[] = {U'节', U'条', 0};
	if (one_of(c, parts)) return mark_make(OUTLINE_PART, number, from, next);
	if (one_of(c, sections)) return mark_make(OUTLINE_SECTION, number, from, next);
	return one_of(c, ordinal_ends) ? mark_make(OUTLINE_ORDINAL, number, from, next) : mark_none;
}

/* 首先， 其次， 再次， 最后， 其一， */
static Mark mark_first(Draft *draft, uint32_t from, uint32_t end) {
	static const struct {
		const char *word;
		uint16_t number;
	} words[] = {{"首先", 1}, {"其次", 2}, {"再次", 3}, {"最后", MARK_LAST}};
	uint32_t next;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (draft_has(draft, from, end, words[i].word))
			return one_of(peek(draft, from + 6, end, &next), ordinal_ends) ? mark_make(OUTLINE_FIRST, words[i].number, from, next)
																		   : mark_none;
	if (!draft_has(draft, from, end, "其")) return mark_none;
	unsigned number = mark_chinese(draft, from + 3, end, false, &next);
	if (!number || !one_of(peek(draft, next, end, &next), ordinal_ends)) return mark_none;
	return mark_make(OUTLINE_ORDINAL, number, from, next);
}

/* （一） (1) */
static Mark mark_paren(Draft *draft, uint32_t from, uint32_t at, uint32_t end) {
	uint32_t next = at;
	OutlineStyle style = OUTLINE_CN_PAREN;
	unsigned number = mark_chinese(draft, at, end, false, &next);
	if (!number) {
		style = OUTLINE_ARABIC_PAREN;
		number = mark_arabic(draft, at, end, &next);
	}
	uint32_t c = number ? peek(draft, next, end, &next) : 0;
	return c == U'）' || c == ')' ? mark_make(style, number, from, next) : mark_none;
}

/* 一、 一是 一要; not 一、二季度, 三要素 */
static Mark mark_numeral(Draft *draft, uint32_t from, uint32_t end, unsigned number, uint32_t at) {
	static const uint32_t counted[] = {U'季', U'级', U'月', U'期', U'类', U'线', U'等', U'产', U'层', U'班', U'号', U'、', U'楼',
		U'审', U'年', U'把', U'届', U'环', 0};
	static const uint32_t nouns[] = {U'素', U'点', U'务', U'害', U'领', U'件', 0};
	uint32_t next, after, c = peek(draft, at, end, &next);
	if (c == U'是' || c == U'要') {
		if (c == U'要' && one_of(peek(draft, next, end, &after), nouns)) return mark_none;
		return mark_make(OUTLINE_SHI, number, from, next);
	}
	if (c != U'、' && c != U'．' && c != '.') return mark_none;
	uint32_t to = next;
	if (mark_chinese(draft, next, end, false, &after) && one_of(peek(draft, after, end, &after), counted)) return mark_none;
	return mark_make(OUTLINE_CN, number, from, to);
}

/* The rest of 1.1 or 1.2.3 from its first dot on; not 1.5亿, 3.0 */
static Mark mark_multi(Draft *draft, uint32_t from, uint32_t at, uint32_t end) {
	static const uint32_t units[] = {U'万', U'亿', U'%', U'％', U'元', U'米', U'公', U'倍', U'吨', U'个', U'平', U'千', U'克',
		U'小', U'度', U'号', U'版', U'月', U'日', U'-', U'~', U'—', U'～', U'/', 0};
	unsigned number = 0, depth = 1;
	for (uint32_t next; depth <= 4; depth++) {
		number = mark_arabic(draft, at, end, &next);
		if (!number) return mark_none;
		at = next;
		uint32_t c = peek(draft, at, end, &next), after;
		bool more = (c == '.' || c == U'．') && char_is_digit(peek(draft, next, end, &after));
		if (!more) {
			if (one_of(c, units)) return mark_none;
			Mark mark = mark_make(OUTLINE_ARABIC_MULTI, number, from, c == '.' || c == U'．' || c == U'、' ? next : at);
			mark.depth = (uint8_t)depth;
			return mark;
		}
		at = next;
	}
	return mark_none;
}

/* 1. 1、 1) 1.1 */
static Mark mark_digits(Draft *draft, uint32_t from, uint32_t end) {
	uint32_t next, after;
	unsigned number = mark_arabic(draft, from, end, &next);
	if (!number) return mark_none;
	uint32_t c = peek(draft, next, end, &next);
	if (c == ')' || c == U'）') return mark_make(OUTLINE_ARABIC_HALF, number, from, next);
	if (c != '.' && c != U'．' && c != U'、') return mark_none;
	if (!char_is_digit(peek(draft, next, end, &after))) return mark_make(OUTLINE_ARABIC, number, from, next);
	return c == U'、' ? mark_none : mark_multi(draft, from, next, end);
}

Mark mark_at(Draft *draft, uint32_t at, uint32_t end) {
	if (at >= end) return mark_none;
	uint32_t next, after, c = draft_char(draft, at, &next);
	if (c < 0x80 && c != '(' && !char_is_digit(c)) return mark_none;
	uint32_t limit = end;
	if (end - at > 24) /* no mark is longer */
		for (end = at + 24; end < limit && ((unsigned char)draft->text[end] & 0xc0) == 0x80;) end++;
	if (c == U'第') return mark_ordinal(draft, at, next, end);
	if (c == U'（' || c == '(') return mark_paren(draft, at, next, end);
	if (char_is_digit(c)) return mark_digits(draft, at, end);
	if (c >= U'①' && c <= U'⑳') return mark_make(OUTLINE_CIRCLED, c - U'①' + 1, at, next);
	if (c >= U'⑴' && c <= U'⒇') return mark_make(OUTLINE_ARABIC_PAREN, c - U'⑴' + 1, at, next);
	if (c >= U'⒈' && c <= U'⒛') return mark_make(OUTLINE_ARABIC, c - U'⒈' + 1, at, next);
	if (c >= U'㈠' && c <= U'㈩') return mark_make(OUTLINE_CN_PAREN, c - U'㈠' + 1, at, next);
	unsigned number = mark_chinese(draft, at, end, false, &after);
	return number ? mark_numeral(draft, at, end, number, after) : mark_first(draft, at, end);
}

/* How far the counted name reaches: 四个方面, 两个标准, 三点意见. */
static uint32_t counted_end(Draft *draft, uint32_t at, uint32_t end) {
	static const uint32_t stops[] = {U'的', U'去', U'来', U'抓', U'进', U'是', U'做', U'入', U'上', U'展', U'要', U'着', 0};
	for (int i = 0; i < 4 && at < end; i++) {
		uint32_t next, c = draft_char(draft, at, &next);
		if (c < 0x4e00 || c > 0x9fff || one_of(c, stops)) break;
		at = next;
	}
	return at;
}

uint16_t mark_declared(Draft *draft, uint32_t start, uint32_t end, uint32_t *ret_offset, uint32_t *ret_length) {
	static const uint32_t counters[] = {U'个', U'项', U'点', U'条', U'种', U'类', U'件', U'步', U'大', 0};
	static const uint32_t not_after[] = {U'第', U'这', U'那', U'每', U'上', U'述', U'十', U'百', U'千', U'前', U'后', 0};
	if (end - start > 240) start = end - 240;
	while (start < end && ((unsigned char)draft->text[start] & 0xc0) == 0x80) start++;
	uint16_t declared = 0;
	uint32_t before = 0;
	for (uint32_t at = start, next; at < end; at = next) {
		uint32_t c = draft_char(draft, at, &next), after, past;
		unsigned number = one_of(before, not_after) || char_is_digit(before) ? 0 : mark_chinese(draft, at, end, true, &after);
		if (!number && !char_is_digit(before) && char_is_digit(c)) number = mark_arabic(draft, at, end, &after);
		before = c;
		if (number < 2) continue;
		if (!one_of(peek(draft, after, end, &past), counters) || mark_chinese(draft, past, end, false, &c)) continue;
		declared = (uint16_t)number;
		*ret_offset = at;
		*ret_length = counted_end(draft, past, end) - at;
	}
	return declared;
}
