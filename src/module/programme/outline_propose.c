/* Key lines, items, year and theme that the outline suggests. */
#include "base/text.h"
#include "module/programme/outline_draft.h"

#include <stdlib.h>
#include <string.h>

static const OutlinePiece *piece_of(const Outline *outline, int32_t index) {
	return index == OUTLINE_NONE ? NULL : &outline->pieces[index];
}

/* The head of level 1 above a piece, or itself; OUTLINE_NONE outside. */
static int32_t part_of(const Outline *outline, int32_t index) {
	while (index != OUTLINE_NONE && outline->pieces[index].parent != OUTLINE_NONE) index = outline->pieces[index].parent;
	return index;
}

/* Characters in [at, end). */
static size_t chars_in(const char *at, const char *end) {
	size_t chars = 0;
	while (at < end) chars += ((unsigned char)*at++ & 0xc0) != 0x80;
	return chars;
}

/* Where the clause that starts at `at` ends, its mark included; *ret_colon where that is a colon. */
static const char *clause_end(const char *at, const char *end, bool *ret_colon) {
	*ret_colon = false;
	while (at < end) {
		uint32_t c = text_next(&at);
		*ret_colon = c == U'：' || c == ':';
		if (char_ends_clause(c) || char_ends_sentence(c)) return at;
	}
	return end;
}

/* Connecting words at the start of a clause that a title does without. */
static const char *title_start(const char *at, const char *end) {
	static const char *const words[] = {"也", "就", "而是", "并", "但", "同时", "，", " "};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t length = strlen(words[i]);
		if ((size_t)(end - at) > length && !memcmp(at, words[i], length)) return at + length;
	}
	return at;
}

/* The last comma that leaves no more than OUTLINE_TITLE_CHARS characters and at least six; else a hard cut. */
static char *title_cut(Arena *arena, char *title) {
	size_t chars = 0, best = 0;
	if (text_count(title) <= OUTLINE_TITLE_CHARS) return title;
	for (const char *at = title; chars < OUTLINE_TITLE_CHARS; chars++) {
		const char *before = at;
		uint32_t c = text_next(&at);
		if ((char_ends_clause(c) || c == U'、') && chars >= 6) best = (size_t)(before - title);
	}
	return best ? arena_strndup(arena, title, best) : text_cut(arena, title, OUTLINE_TITLE_CHARS - 1);
}

/* The words of a title: the whole piece where it is short, else the clause with the cue and the clauses behind it that fit; a very
 * short one takes the clause before it too. */
static char *title_of(Arena *arena, const Outline *outline, size_t index) {
	enum { SHORT_CHARS = 8 };
	const OutlinePiece *p = &outline->pieces[index];
	const char *start = outline->text + p->offset + p->marker, *end = outline->text + p->offset + p->length;
	const char *from = outline->text + p->focus_offset, *to = from + p->focus_length;
	if (from < start) from = start;
	if (p->kind != OUTLINE_HEAD && chars_in(start, end) > OUTLINE_TITLE_CHARS + 1) {
		bool colon;
		for (const char *next; to < end && chars_in(from, next = clause_end(to, end, &colon)) <= OUTLINE_TITLE_CHARS && !colon;) {
			to = next;
			if (to < end && chars_in(from, to) == OUTLINE_TITLE_CHARS) break;
		}
		if (chars_in(from, to) < SHORT_CHARS && from > start) from = start;
		from = title_start(from, to);
	} else {
		from = start;
		to = end;
	}
	OutlinePiece clause = {.offset = (uint32_t)(from - outline->text), .length = (uint32_t)(to - from)};
	Outline view = *outline;
	view.pieces = &clause;
	return title_cut(arena, outline_head_title(arena, &view, 0));
}

/* ── key lines and items ── */

/* What stands under a head, for the choice of key lines. */
typedef struct Under {
	bool any; /* a sentence, an item or a head */
	bool points; /* heads of level 2, one of them at least more than one line */
	bool asks; /* a sentence, item or one-line head that asks */
} Under;

/* Is the head a key line: of level 2 that asks or stands in a part that asks; or a part without such points that
 * asks or under which something asks? Where all heads of level 2 are one line each they are items (会议决定：（一）…负责。). */
static bool head_is_key(const Outline *outline, const OutlinePiece *head, const Under *under) {
	const Under *mine = &under[head - outline->pieces];
	const OutlinePiece *above = piece_of(outline, head->parent);
	bool asks = head->looks == OUTLINE_ASKS;
	if (head->level == 1) return !mine->points && (asks || (mine->asks && head->looks != OUTLINE_BACK));
	if (head->level != 2 || !under[head->parent].points) return false;
	return asks || (above && above->looks == OUTLINE_ASKS && head->looks != OUTLINE_BACK);
}

static bool piece_is_item(const Outline *outline, const Under *under, size_t index);

static Under *look_under(Arena *arena, const Outline *outline) {
	Under *under = arena_array(arena, outline->piece_count + 1, sizeof *under);
	for (size_t i = outline->piece_count; i-- > 0;) { /* backwards, so that what stands under a head is known at the head */
		const OutlinePiece *p = &outline->pieces[i];
		if (p->parent == OUTLINE_NONE) continue;
		Under *above = &under[p->parent];
		above->any = true;
		above->points |= p->kind == OUTLINE_HEAD && p->level == 2 && under[i].any;
	}
	for (size_t i = 0; i < outline->piece_count; i++)
		if (outline->pieces[i].parent != OUTLINE_NONE) under[outline->pieces[i].parent].asks |= piece_is_item(outline, under, i);
	return under;
}

/* 3 where the head itself says must and the words before its group call it the main point; 2 must alone; 1 only its part asks. */
static uint8_t key_strength(const OutlinePiece *head, bool main_points) {
	if (head->looks != OUTLINE_ASKS || head->strength < 2) return 1;
	return main_points ? 3 : 2;
}

static bool piece_says(const Outline *outline, const OutlinePiece *p, const char *word) {
	size_t tail = p->length > 600 ? 600 : p->length;
	return memmem(outline->text + p->offset + p->length - tail, tail, word, strlen(word)) != NULL;
}

static OutlineSay key_reason(Arena *arena, const Outline *outline, int32_t index, const OutlinePiece *lead, unsigned items) {
	OutlineSay say = outline_reason(arena, outline, (size_t)index);
	if (!outline->pieces[index].strength && items) /* only what stands under it speaks for it */
		return (OutlineSay){"outline.key", arena_printf(arena, "其下有 %u 句提出要求", items),
			arena_printf(arena, "%u sentences beneath it ask for work", items)};
	if (lead) {
		char *words = text_cut(arena, outline_head_title(arena, outline, (size_t)(lead - outline->pieces)), OUTLINE_TITLE_CHARS);
		say.zh = arena_printf(arena, "%s；前文说「%s」", say.zh, words);
		say.en = arena_printf(arena, "%s; the words before say “%s”", say.en, words);
	}
	if (items) {
		say.zh = arena_printf(arena, "%s；其下有 %u 句提出要求", say.zh, items);
		say.en = arena_printf(arena, "%s; %u sentences beneath it ask for work", say.en, items);
	}
	say.code = "outline.key";
	return say;
}

typedef struct Proposing {
	Arena *arena;
	const Outline *outline;
	OutlineProposal *proposal;
	int32_t *key_of; /* by piece: the key of a head, or OUTLINE_NONE */
	const Under *under; /* by piece */
	const OutlinePiece **leads; /* by key */
} Proposing;

static void find_keys(Proposing *p) {
	const Outline *outline = p->outline;
	const OutlinePiece *lead = NULL, *group_lead = NULL;
	int32_t group = OUTLINE_NONE;
	for (size_t i = 0; i < outline->piece_count; i++) {
		const OutlinePiece *piece = &outline->pieces[i];
		p->key_of[i] = OUTLINE_NONE;
		if (piece->kind == OUTLINE_SENTENCE) lead = piece;
		if (piece->kind != OUTLINE_HEAD) continue;
		if (piece->level == 2 && piece->parent != group) {
			group = piece->parent;
			group_lead = lead && lead->leads && lead->parent == piece->parent ? lead : NULL;
		}
		bool key = head_is_key(outline, piece, p->under);
		if (!key && piece->level > 1 && piece->parent != OUTLINE_NONE) p->key_of[i] = p->key_of[piece->parent];
		if (!key) continue;
		if (p->proposal->key_count == OUTLINE_KEYS_MAX) {
			p->proposal->left_out++;
			continue;
		}
		bool points = piece->level == 2 && group_lead && piece_says(outline, group_lead, "重点");
		p->leads[p->proposal->key_count] = points ? group_lead : NULL;
		p->key_of[i] = (int32_t)p->proposal->key_count;
		p->proposal->keys[p->proposal->key_count++] = (OutlineKey){.piece = (int32_t)i,
			.part = part_of(outline, (int32_t)i),
			.title = title_of(p->arena, outline, i),
			.strength = key_strength(piece, points)};
	}
}

/* Does the piece make an item: a sentence or list item that asks and does not only lead others, or a head that asks and is no
 * key line: one of several lines, or deeper than key lines are? */
static bool piece_is_item(const Outline *outline, const Under *under, size_t index) {
	const OutlinePiece *p = &outline->pieces[index];
	if (p->looks != OUTLINE_ASKS || !p->strength) return false;
	if (p->kind == OUTLINE_HEAD)
		return (p->level == 2 && !under[p->parent].points) || (p->level > 2 && (p->strength > 1 || !under[index].any));
	if (p->kind == OUTLINE_LIST_ITEM) return true;
	return p->kind == OUTLINE_SENTENCE && !p->leads;
}

static int32_t item_key(const Proposing *p, size_t index) {
	const OutlinePiece *piece = &p->outline->pieces[index];
	return piece->parent == OUTLINE_NONE ? OUTLINE_NONE : p->key_of[piece->parent];
}

/* Items grouped by key, those without one last: counted first, then put in place. */
static void find_items(Proposing *p) {
	OutlineProposal *proposal = p->proposal;
	const Outline *outline = p->outline;
	uint32_t loose = 0, at = 0, total = 0;
	for (size_t i = 0; i < outline->piece_count; i++) {
		if (!piece_is_item(outline, p->under, i)) continue;
		if (total++ >= OUTLINE_ITEMS_MAX) continue;
		int32_t key = item_key(p, i);
		if (key == OUTLINE_NONE) loose++;
		else proposal->keys[key].item_count++;
	}
	for (size_t k = 0; k < proposal->key_count; k++) {
		OutlineKey *key = &proposal->keys[k];
		key->first_item = at;
		at += key->item_count;
		key->reason = key_reason(p->arena, outline, key->piece, p->leads[k], key->item_count);
		key->item_count = 0;
	}
	proposal->item_count = at + loose;
	proposal->items = arena_array(p->arena, proposal->item_count ? proposal->item_count : 1, sizeof(OutlineItem));
	total = 0;
	for (size_t i = 0; i < outline->piece_count && total < proposal->item_count; i++) {
		if (!piece_is_item(outline, p->under, i)) continue;
		total++;
		int32_t key = item_key(p, i);
		uint32_t place = key == OUTLINE_NONE ? at++ : proposal->keys[key].first_item + proposal->keys[key].item_count++;
		proposal->items[place] = (OutlineItem){.piece = (int32_t)i,
			.key = key,
			.title = title_of(p->arena, outline, i),
			.reason = outline_reason(p->arena, outline, i),
			.strength = outline->pieces[i].strength};
	}
}

static size_t items_in(const Outline *outline, const Under *under) {
	size_t count = 0;
	for (size_t i = 0; i < outline->piece_count; i++) count += piece_is_item(outline, under, i);
	return count;
}

/* ── year ── */

/* Four digits of a year at `at` (2024, ２０２４, 二〇二四), 0 where there are none; *at moves past them. */
static int year_digits(const char **at, const char *end) {
	static const uint32_t chinese[] = {U'〇', U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八', U'九'};
	int year = 0, digits = 0;
	const char *next = *at;
	while (next < end && digits < 5) {
		const char *before = next;
		uint32_t c = text_next(&next), digit = 10;
		if (c >= '0' && c <= '9') digit = c - '0';
		else if (c >= 0xff10 && c <= 0xff19) digit = c - 0xff10;
		for (uint32_t d = 0; d < 10 && digit == 10; d++)
			if (chinese[d] == c || (d == 0 && (c == U'○' || c == U'零'))) digit = d;
		if (digit == 10) {
			next = before;
			break;
		}
		digits++;
		year = year * 10 + (int)digit;
	}
	*at = next;
	return digits == 4 && year >= 1900 && year < 2200 ? year : 0;
}

typedef struct Year {
	unsigned weight;
	int32_t piece;
	uint32_t at, length;
} Year;

/* Weighs the years written in a piece: 2024年度 3, 2024年 1, in a title five times as much. */
static void weigh_years(const Outline *outline, size_t index, Year years[300]) {
	const OutlinePiece *p = &outline->pieces[index];
	const char *at = outline->text + p->offset, *end = at + p->length;
	while (at < end) {
		const char *from = at;
		int year = year_digits(&at, end);
		if (at == from) {
			text_next(&at);
			continue;
		}
		if (!year || end - at < 3 || memcmp(at, "年", 3) != 0) continue;
		bool whole = end - at >= 6 && !memcmp(at, "年度", 6);
		Year *entry = &years[year - 1900];
		if (!entry->weight)
			*entry = (Year){0, (int32_t)index, (uint32_t)(from - outline->text), (uint32_t)(at - from) + (whole ? 6 : 3)};
		entry->weight += (whole ? 3u : 1u) * (p->kind == OUTLINE_TITLE ? 5u : 1u);
	}
}

static void find_year(Proposing *p) {
	Year years[300] = {0};
	for (size_t i = 0; i < p->outline->piece_count; i++) {
		uint8_t kind = p->outline->pieces[i].kind;
		if (kind != OUTLINE_BLANK && kind != OUTLINE_NOISE) weigh_years(p->outline, i, years);
	}
	size_t best = 0;
	for (size_t y = 1; y < 300; y++)
		if (years[y].weight > years[best].weight) best = y;
	p->proposal->year_piece = OUTLINE_NONE;
	if (!years[best].weight) return;
	const Year *year = &years[best];
	bool title = p->outline->pieces[year->piece].kind == OUTLINE_TITLE;
	const char *shown = arena_strndup(p->arena, p->outline->text + year->at, year->length);
	p->proposal->year = 1900 + (int)best;
	p->proposal->year_piece = year->piece;
	p->proposal->year_reason =
		(OutlineSay){"outline.year", arena_printf(p->arena, title ? "标题写「%s」" : "文中写「%s」", shown),
			arena_printf(p->arena, title ? "The title says “%s”" : "The text says “%s”", shown)};
}

/* ── theme ── */

/* 以…为统领, 以…为主线, 围绕…这条主线: the words between, and how much the word behind them says. Names themselves are never listed here. */
static const struct {
	const char *before, *after;
	unsigned weight;
} themes[] = {{"以", "为统领", 6}, {"以", "为主题", 5}, {"以", "为总抓手", 5}, {"以", "为主线", 5}, {"围绕", "这条主线", 4},
	{"围绕", "这一主题", 4}, {"以", "为总目标", 4}};

typedef struct Theme {
	uint32_t at, length, cue_at, cue_length;
	int32_t piece;
	unsigned weight;
} Theme;

/* The last `before` no more than 24 characters ahead of the words at `at`, with no mark between. */
static bool theme_start(const char *piece, size_t at, const char *before, size_t *ret) {
	size_t length = strlen(before), from = at;
	for (size_t chars = 0; chars < 24 && from > 0; chars++) {
		do from--;
		while (from > 0 && ((unsigned char)piece[from] & 0xc0) == 0x80);
		const char *next = piece + from;
		uint32_t c = text_next(&next);
		if (char_ends_clause(c) || char_ends_sentence(c) || c == U'、') return false;
		if (from + length <= at && !memcmp(piece + from, before, length)) return *ret = from, true;
	}
	return false;
}

static void weigh_theme(const Outline *outline, size_t index, size_t pattern, Theme *best) {
	const OutlinePiece *p = &outline->pieces[index];
	const char *text = outline->text + p->offset;
	size_t after = strlen(themes[pattern].after), before = strlen(themes[pattern].before), from;
	for (size_t at = 0;;) {
		const char *hit = memmem(text + at, p->length - at, themes[pattern].after, after);
		if (!hit) return;
		size_t end = (size_t)(hit - text);
		at = end + after;
		if (!theme_start(text, end, themes[pattern].before, &from) || from + before >= end) continue;
		const OutlinePiece *head = piece_of(outline, p->parent);
		unsigned weight = themes[pattern].weight + (end >= 3 && !memcmp(text + end - 3, "年", 3) ? 3 : 0);
		weight += p->looks == OUTLINE_ASKS || (head && head->looks == OUTLINE_ASKS) ? 3 : 0;
		if (p->looks == OUTLINE_BACK) weight = weight > 4 ? weight - 4 : 1;
		if (weight <= best->weight) continue;
		uint32_t base = p->offset;
		*best = (Theme){base + (uint32_t)(from + before), (uint32_t)(end - from - before), base + (uint32_t)from,
			(uint32_t)(at - from), (int32_t)index, weight};
	}
}

static void find_theme(Proposing *p) {
	Theme best = {.weight = 3};
	for (size_t i = 0; i < p->outline->piece_count; i++) {
		uint8_t kind = p->outline->pieces[i].kind;
		if (kind != OUTLINE_SENTENCE && kind != OUTLINE_HEAD && kind != OUTLINE_LIST_ITEM && kind != OUTLINE_TITLE) continue;
		for (size_t t = 0; t < sizeof themes / sizeof *themes; t++) weigh_theme(p->outline, i, t, &best);
	}
	p->proposal->theme_piece = OUTLINE_NONE;
	if (!best.length) return;
	const char *cue = arena_strndup(p->arena, p->outline->text + best.cue_at, best.cue_length);
	p->proposal->theme = arena_strndup(p->arena, p->outline->text + best.at, best.length);
	p->proposal->theme_piece = best.piece;
	p->proposal->theme_reason = (OutlineSay){
		"outline.theme", arena_printf(p->arena, "文中写「%s」", cue), arena_printf(p->arena, "The text says “%s”", cue)};
}

OutlineProposal *outline_propose(Arena *arena, const Outline *outline) {
	Proposing p = {.arena = arena, .outline = outline, .proposal = arena_alloc(arena, sizeof(OutlineProposal))};
	p.under = look_under(arena, outline);
	p.key_of = arena_array(arena, outline->piece_count + 1, sizeof *p.key_of);
	p.leads = arena_array(arena, OUTLINE_KEYS_MAX, sizeof(const OutlinePiece *));
	p.proposal->keys = arena_array(arena, OUTLINE_KEYS_MAX, sizeof(OutlineKey));
	find_keys(&p);
	find_items(&p);
	size_t all = items_in(outline, p.under);
	if (all > p.proposal->item_count) p.proposal->left_out += all - p.proposal->item_count;
	find_year(&p);
	find_theme(&p);
	return p.proposal;
}
