/* Which paragraphs are heads, and how deep. A mark at the start of a paragraph makes a candidate; the order of the numbers decides. */
#include "base/log.h"
#include "module/programme/outline_draft.h"

#include <stdlib.h>
#include <string.h>

typedef struct Open {
	uint8_t style, depth;
	uint16_t number;
} Open;

typedef struct Nest {
	Open open[OUTLINE_LEVELS];
	size_t depth;
	uint16_t last_seen[OUTLINE_STYLES]; /* numbering that runs on across parts is no gap */
} Nest;

static bool style_is_sure(uint8_t style) {
	return style == OUTLINE_PART || style == OUTLINE_SECTION || style == OUTLINE_CN || style == OUTLINE_CN_PAREN;
}

/* Has the paragraph, behind its own mark, the number that follows? Then it is a list told in one paragraph, not a head. */
static bool para_holds_next(Draft *draft, const Para *para) {
	bool fresh = false;
	uint16_t want = (uint16_t)(para->mark.number + 1);
	for (uint32_t at = para->start + para->mark.bytes, next; at < para->end; at = next) {
		uint32_t c = draft_char(draft, at, &next);
		if (fresh && !char_is_blank(c)) {
			Mark mark = mark_at(draft, at, para->end);
			if (mark.style == para->mark.style && mark.depth == para->mark.depth &&
				(mark.number == want || mark.number == MARK_LAST))
				return true;
		}
		bool bracket = para->mark.style == OUTLINE_ARABIC_PAREN || para->mark.style == OUTLINE_CIRCLED;
		fresh = bracket || char_ends_clause(c) || char_ends_sentence(c) || char_closes(c) || char_is_blank(c) || c == U'、';
	}
	return false;
}

/* Drops the candidates that nothing supports: for every one, the next of its style before a surer head comes. */
static void drop_lonely(Draft *draft, bool *candidate) {
	uint16_t next_number[OUTLINE_STYLES] = {0}, before[OUTLINE_STYLES] = {0};
	bool *followed = calloc(draft->para_count + 1, sizeof *followed);
	if (!followed) bug("out of memory");
	for (size_t i = draft->para_count; i-- > 0;) {
		const Mark *mark = &draft->paras[i].mark;
		if (!candidate[i]) continue;
		uint16_t next = next_number[mark->style];
		followed[i] = next == MARK_LAST || (next > mark->number && next <= mark->number + 2);
		next_number[mark->style] = mark->number;
		if (!style_is_sure(mark->style)) continue;
		for (size_t s = 0; s < OUTLINE_STYLES; s++)
			if (mark_is_wild((uint8_t)s)) next_number[s] = 0;
	}
	for (size_t i = 0; i < draft->para_count; i++) {
		const Mark *mark = &draft->paras[i].mark;
		if (!candidate[i]) continue;
		if (style_is_sure(mark->style)) {
			for (size_t s = 0; s < OUTLINE_STYLES; s++)
				if (mark_is_wild((uint8_t)s)) before[s] = 0;
			continue;
		}
		uint16_t last = before[mark->style];
		bool follows = last && (mark->number == MARK_LAST || (mark->number > last && mark->number <= last + 2));
		bool starts = followed[i] && (mark->number == 1 || !mark_is_wild(mark->style));
		candidate[i] = follows || starts;
		if (candidate[i]) before[mark->style] = mark->number == MARK_LAST ? 0 : mark->number;
	}
	free(followed);
}

static void warn_number(Draft *draft, const Para *para, unsigned expected, bool restart) {
	const char *shown = arena_strndup(draft->arena, draft->text + para->start, para->mark.bytes);
	int32_t piece = (int32_t)(para - draft->paras); /* turned into the piece when it is cut */
	if (draft->warning_count >= OUTLINE_WARNINGS_MAX - 1) {
		draft->warning_total++;
		return;
	}
	if (restart)
		draft_warn(draft, piece, "outline.restart",
			arena_printf(draft->arena, "「%s」的编号重复或从头再起，应为第 %u。仍按原文顺序排列。", shown, expected),
			arena_printf(draft->arena, "The number of “%s” repeats or starts again; %u was due. The order of the text is kept.",
				shown, expected));
	else
		draft_warn(draft, piece, "outline.gap",
			arena_printf(
				draft->arena, "「%s」之前缺编号：应为第 %u，原文是第 %u。没有补写。", shown, expected, para->mark.number),
			arena_printf(draft->arena, "A number is missing before “%s”: %u was due, the text has %u. Nothing was added.", shown,
				expected, para->mark.number));
}

/* May `style` stand below the innermost open head? 一、 never below 1. */
static bool nest_holds(const Open *top, uint8_t style) {
	if (mark_is_wild(style)) return true;
	if (mark_is_wild(top->style)) return !style_is_sure(style);
	return top->style < style;
}

static void nest_push(Draft *draft, Nest *nest, Para *para) {
	const Mark *mark = &para->mark;
	while (nest->depth && !nest_holds(&nest->open[nest->depth - 1], mark->style)) nest->depth--;
	if (nest->depth == OUTLINE_LEVELS) nest->depth--;
	uint16_t seen = nest->last_seen[mark->style];
	if (mark->number != 1 && mark->number != MARK_LAST && mark->style != OUTLINE_ARABIC_MULTI && mark->number != seen + 1)
		warn_number(draft, para, 1, false);
	nest->open[nest->depth++] = (Open){mark->style, mark->depth, mark->number};
}

static void nest_place(Draft *draft, Nest *nest, Para *para) {
	Mark *mark = &para->mark;
	size_t at = nest->depth;
	while (at > 0 && (nest->open[at - 1].style != mark->style || nest->open[at - 1].depth != mark->depth)) at--;
	if (!at) {
		if (mark->number == MARK_LAST) mark->number = 1;
		nest_push(draft, nest, para);
	} else {
		Open *open = &nest->open[at - 1];
		unsigned due = open->number + 1u;
		if (mark->number == MARK_LAST) mark->number = (uint16_t)due;
		if (mark->number != due && mark->style != OUTLINE_ARABIC_MULTI) warn_number(draft, para, due, mark->number < due);
		open->number = mark->number;
		nest->depth = at;
	}
	nest->last_seen[mark->style] = mark->number;
	para->kind = OUTLINE_HEAD;
	para->level = (uint8_t)nest->depth;
}

/* The first of the lines at the end that sign the paper: short, no closing mark, one of them a date. */
static size_t signature_start(Draft *draft) {
	size_t i = draft->para_count;
	bool dated = false;
	for (; i > 0 && draft->para_count - i < 3; i--) {
		const Para *para = &draft->paras[i - 1];
		uint32_t last = 0;
		if (para->kind != OUTLINE_SENTENCE || para->mark.style || para->end - para->start > 90) break;
		for (uint32_t at = para->start, next; at < para->end; at = next) {
			last = draft_char(draft, at, &next);
			dated |= last == U'月' && draft_has(draft, para->end - 3, para->end, "日");
		}
		if (char_ends_sentence(last) || char_ends_clause(last) || last < 0x80) break;
	}
	return dated ? i : draft->para_count;
}

/* 以上四个方面… closes the group of heads above it; 同志们，… near the end closes the speech. */
static uint8_t para_lift(const Draft *draft, size_t i, size_t last) {
	static const char *const sums[] = {"以上", "上述", "综上", "总之", "总的来"};
	const Para *para = &draft->paras[i];
	if (draft_has(draft, para->start, para->end, "同志们") && i + 3 >= last) return 2;
	for (size_t s = 0; s < sizeof sums / sizeof *sums; s++)
		if (draft_has(draft, para->start, para->end, sums[s])) return 1;
	return 0;
}

void draft_find_heads(Draft *draft) {
	bool *candidate = calloc(draft->para_count + 1, sizeof *candidate);
	if (!candidate) bug("out of memory");
	for (size_t i = 0; i < draft->para_count; i++) {
		const Para *para = &draft->paras[i];
		if (para->kind != OUTLINE_SENTENCE) continue;
		if (para->mark.style) candidate[i] = !para_holds_next(draft, para);
	}
	drop_lonely(draft, candidate);
	Nest nest = {0};
	size_t signature = signature_start(draft);
	for (size_t i = 0; i < draft->para_count; i++) {
		if (candidate[i]) nest_place(draft, &nest, &draft->paras[i]);
		else if (draft->paras[i].kind == OUTLINE_SENTENCE)
			draft->paras[i].lift = i >= signature ? 2 : para_lift(draft, i, draft->para_count);
	}
	free(candidate);
}
