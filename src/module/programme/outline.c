/* The passes in order, and paragraphs into pieces. */
#include "base/log.h"
#include "base/text.h"
#include "module/programme/outline_draft.h"

#include <stdlib.h>
#include <string.h>

uint32_t draft_char(Draft *draft, uint32_t at, uint32_t *ret_next) {
	const unsigned char *p = (const unsigned char *)draft->text + at;
	draft->steps++;
	if (p[0] < 0x80) {
		*ret_next = at + 1;
		return p[0];
	}
	if (p[0] < 0xe0) {
		*ret_next = at + 2;
		return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
	}
	if (p[0] < 0xf0) {
		*ret_next = at + 3;
		return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	}
	*ret_next = at + 4;
	return (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
}

void *draft_room(void *array, size_t count, size_t *room, size_t size) {
	if (count < *room) return array;
	size_t wanted = *room ? *room * 2 : 16;
	void *grown = reallocarray(array, wanted, size);
	if (!grown) bug("out of memory for %zu entries of an outline", wanted);
	*room = wanted;
	return grown;
}

bool draft_has(const Draft *draft, uint32_t at, uint32_t end, const char *word) {
	size_t length = strlen(word);
	return end - at >= length && !memcmp(draft->text + at, word, length);
}

void draft_warn(Draft *draft, int32_t piece, const char *code, const char *zh, const char *en) {
	draft->warning_total++;
	if (draft->warning_count < OUTLINE_WARNINGS_MAX - 1)
		draft->warnings[draft->warning_count++] = (OutlineWarning){piece, {code, zh, en}};
}

static void piece_add(Draft *draft, OutlineKind kind, uint32_t start, uint32_t end) {
	draft->pieces = draft_room(draft->pieces, draft->piece_count, &draft->piece_room, sizeof(OutlinePiece));
	draft->pieces[draft->piece_count++] = (OutlinePiece){.offset = start,
		.length = end - start,
		.kind = (uint8_t)kind,
		.parent = OUTLINE_NONE,
		.list = OUTLINE_NONE,
		.cue_head = OUTLINE_NONE,
		.focus_offset = start,
		.focus_length = end - start};
	draft->done = end;
}

int32_t draft_piece(Draft *draft, OutlineKind kind, uint32_t start, uint32_t end, int32_t head, uint16_t paragraph) {
	if (draft->too_many || start >= end) return OUTLINE_NONE;
	if (start < draft->done) bug("outline pieces overlap at byte %u", start);
	if (draft->piece_count + 4 > OUTLINE_PIECES_MAX) {
		draft->too_many = true;
		return OUTLINE_NONE;
	}
	if (start > draft->done) piece_add(draft, OUTLINE_BLANK, draft->done, start);
	piece_add(draft, kind, start, end);
	OutlinePiece *piece = &draft->pieces[draft->piece_count - 1];
	piece->parent = head;
	piece->paragraph = paragraph;
	return (int32_t)draft->piece_count - 1;
}

/* Heads of one level under one head, while they come; with the count that the text announced for them. */
typedef struct Group {
	int32_t head, first;
	uint16_t declared, found;
	uint32_t name, name_length;
} Group;

typedef struct Cutter {
	int32_t heads[OUTLINE_LEVELS + 1]; /* by level; [0] is none */
	Group groups[OUTLINE_LEVELS + 1];
	size_t level;
} Cutter;

static void warn_count(Draft *draft, int32_t piece, unsigned declared, unsigned found, uint32_t name, uint32_t length) {
	if (!declared || declared == found) return;
	if (draft->warning_count >= OUTLINE_WARNINGS_MAX - 1) {
		draft->warning_total++;
		return;
	}
	Arena *arena = draft->arena;
	const char *words = arena_strndup(arena, draft->text + name, length > 60 ? 0 : length);
	const char *listed = found == 2 ? "两" : mark_number_zh(arena, found); /* 两项, not 二项 */
	draft_warn(draft, piece, "outline.count",
		arena_printf(arena, "「%s」写明%s项，实际列出%s项。没有补写，请核对原文。", words,
			declared == 2 ? "两" : mark_number_zh(arena, declared), listed),
		arena_printf(
			arena, "“%s” announces %u, but %u are listed. Nothing was added; please check the text.", words, declared, found));
}

static void groups_close(Draft *draft, Cutter *cutter, size_t above) {
	for (size_t level = above + 1; level <= OUTLINE_LEVELS; level++) {
		Group *group = &cutter->groups[level];
		warn_count(draft, group->first, group->declared, group->found, group->name, group->name_length);
		*group = (Group){0};
	}
}

/* The head starts a group: was its size announced in the sentence before (我讲四点意见)? */
static void group_open(Draft *draft, Group *group, int32_t first) {
	size_t last = (size_t)first;
	while (last > 0 && draft->pieces[last - 1].kind == OUTLINE_BLANK) last--;
	*group = (Group){.first = first, .found = 1};
	if (!last) return;
	OutlinePiece *lead = &draft->pieces[last - 1];
	if (lead->kind != OUTLINE_SENTENCE && lead->kind != OUTLINE_HEAD) return;
	group->declared = mark_declared(draft, lead->offset, lead->offset + lead->length, &group->name, &group->name_length);
	uint32_t end = lead->offset + lead->length;
	bool colon = draft_has(draft, end - 1, end, ":") || (lead->length >= 3 && draft_has(draft, end - 3, end, "："));
	if (group->declared || colon) lead->leads = true;
}

/* Where the head ends: at its first sentence, at a colon behind few words, at a blank behind few words of a long sentence. */
static uint32_t head_end(Draft *draft, const Para *para) {
	uint32_t start = para->start + para->mark.bytes, end = draft_sentence_end(draft, start, para->end), chars = 0, last = 0;
	bool comma = false;
	for (uint32_t at = start, next; at < end && chars <= 40; at = next, chars++) {
		uint32_t c = draft_char(draft, at, &next);
		if ((c == U'：' || c == ':') && !comma && chars >= 2 && chars <= 20) return next;
		bool gap = (c == ' ' || c == 0x3000 || c == '\t') && last > 0x2e80 && !char_ends_clause(last);
		if (gap && chars >= 4 && end - at > 120) return at;
		comma |= char_ends_clause(c);
		if (char_is_blank(c) && !chars) chars--;
		last = c;
	}
	return end;
}

static void cut_head(Draft *draft, Cutter *cutter, const Para *para, uint16_t number) {
	size_t level = para->level;
	groups_close(draft, cutter, level);
	while (level > 1 && cutter->heads[level - 1] == OUTLINE_NONE) level--;
	uint32_t end = head_end(draft, para);
	int32_t parent = cutter->heads[level - 1];
	int32_t index = draft_piece(draft, OUTLINE_HEAD, para->start, end, parent, number);
	if (index < 0) return;
	OutlinePiece *head = &draft->pieces[index];
	head->level = (uint8_t)level;
	head->style = para->mark.style;
	head->number = para->mark.number;
	head->marker = para->mark.bytes;
	head->glued = end < para->end;
	bool glued = head->glued;
	Group *group = &cutter->groups[level];
	if (group->found && group->head == parent) group->found++;
	else {
		groups_close(draft, cutter, level - 1);
		group_open(draft, group, index);
		group->head = parent;
	}
	cutter->level = level;
	cutter->heads[level] = index;
	for (size_t l = level + 1; l <= OUTLINE_LEVELS; l++) cutter->heads[l] = OUTLINE_NONE;
	if (glued) draft_cut_body(draft, para, end, index, number);
}

static void cut_paragraph(Draft *draft, Cutter *cutter, const Para *para, uint16_t number) {
	if (para->kind == OUTLINE_HEAD) {
		cut_head(draft, cutter, para, number);
		return;
	}
	if (para->kind != OUTLINE_SENTENCE) {
		draft_piece(draft, para->kind, para->start, para->end, OUTLINE_NONE, number);
		return;
	}
	if (para->lift == 2) cutter->level = 0;
	else if (para->lift && cutter->level > 1) cutter->level--;
	draft_cut_body(draft, para, para->start, cutter->heads[cutter->level], number);
}

/* Warnings of the head pass name paragraphs; from here on they name pieces. */
static void point_warnings(Draft *draft, size_t count, const int32_t *first_piece) {
	for (size_t i = 0; i < count; i++) {
		OutlineWarning *warning = &draft->warnings[i];
		if (warning->piece >= 0) warning->piece = first_piece[warning->piece];
	}
}

void draft_cut(Draft *draft) {
	Cutter cutter = {0};
	for (size_t l = 0; l <= OUTLINE_LEVELS; l++) cutter.heads[l] = OUTLINE_NONE;
	size_t earlier = draft->warning_count;
	int32_t *first_piece = calloc(draft->para_count + 1, sizeof *first_piece);
	if (!first_piece) bug("out of memory for an outline");
	if (draft_has(draft, 0, draft->length, "\xef\xbb\xbf")) draft_piece(draft, OUTLINE_NOISE, 0, 3, OUTLINE_NONE, 0);
	for (size_t i = 0; i < draft->para_count && !draft->too_many; i++) {
		size_t before = draft->piece_count;
		cut_paragraph(draft, &cutter, &draft->paras[i], (uint16_t)(i + 1));
		while (before < draft->piece_count && draft->pieces[before].kind == OUTLINE_BLANK) before++;
		first_piece[i] = before < draft->piece_count ? (int32_t)before : OUTLINE_NONE;
	}
	groups_close(draft, &cutter, 0);
	if (!draft->too_many && draft->done < draft->length) piece_add(draft, OUTLINE_BLANK, draft->done, draft->length);
	point_warnings(draft, earlier, first_piece);
	free(first_piece);
	for (size_t i = 0; i < draft->list_count; i++) {
		const OutlineList *list = &draft->lists[i];
		warn_count(draft, list->first, list->declared, list->found, list->name_offset, list->name_length);
	}
}

static void *draft_keep(Draft *draft, const void *array, size_t count, size_t size) {
	void *kept = arena_array(draft->arena, count ? count : 1, size);
	if (count) memcpy(kept, array, count * size);
	return kept;
}

static Outline *draft_finish(Draft *draft) {
	Arena *arena = draft->arena;
	Outline *outline = arena_alloc(arena, sizeof *outline);
	outline->text = draft->text;
	outline->length = draft->length;
	for (size_t i = 0; i < draft->piece_count; i++) outline->head_count += draft->pieces[i].kind == OUTLINE_HEAD;
	if (!outline->head_count)
		draft_warn(draft, OUTLINE_NONE, "outline.none",
			"没有找到标题层次（一、（一） 1. 一是…）。已按段落和句子列出，可以逐句立项。",
			"No numbered heads were found. Paragraphs and sentences are listed; items can be made from any of them.");
	if (draft->warning_total > draft->warning_count)
		draft->warnings[draft->warning_count++] = (OutlineWarning){OUTLINE_NONE,
			{"outline.more", arena_printf(arena, "还有 %zu 处提醒没有列出。", draft->warning_total - draft->warning_count),
				arena_printf(arena, "%zu more remarks are not listed.", draft->warning_total - draft->warning_count)}};
	outline->pieces = draft_keep(draft, draft->pieces, draft->piece_count, sizeof(OutlinePiece));
	outline->piece_count = draft->piece_count;
	outline->lists = draft_keep(draft, draft->lists, draft->list_count, sizeof(OutlineList));
	outline->list_count = draft->list_count;
	outline->warnings = draft_keep(draft, draft->warnings, draft->warning_count, sizeof(OutlineWarning));
	outline->warning_count = draft->warning_count;
	outline->steps = draft->steps;
	return outline;
}

static const OutlineSay say_empty = {"outline.empty", "文字是空的，请粘贴讲话、报告或纪要的全文。",
	"There is no text. Paste the whole speech, report or minutes."};
static const OutlineSay say_long = {
	"outline.long", "文字超过 2 MB，请分成几份再提交。", "The text is longer than 2 MB. Submit it in parts."};
static const OutlineSay say_encoding = {"outline.encoding", "文字不是有效的 UTF-8，或夹有空字符。请另存为 UTF-8 文本后再提交。",
	"The text is not valid UTF-8, or holds NUL characters. Save it as UTF-8 text and submit it again."};
static const OutlineSay say_pieces = {"outline.pieces", "文字被切成 65 万段以上，不像一篇讲话。请检查是否每个字占了一行。",
	"The text falls into more than 650,000 pieces, which no speech does. Check whether every character stands on a line of its "
	"own."};

Outline *outline_parse(Arena *arena, const char *text, size_t length, OutlineSay *ret_refusal) {
	const OutlineSay *refusal = !length							 ? &say_empty
								: length > OUTLINE_TEXT_MAX		 ? &say_long
								: !text_utf8_valid(text, length) ? &say_encoding
																 : NULL;
	if (refusal) {
		*ret_refusal = *refusal;
		return NULL;
	}
	Draft *draft = calloc(1, sizeof *draft);
	if (!draft) bug("out of memory for an outline");
	draft->arena = arena;
	draft->text = text;
	draft->length = (uint32_t)length;
	draft_find_paragraphs(draft);
	draft_name_lines(draft);
	draft_find_heads(draft);
	draft_cut(draft);
	Outline *outline = NULL;
	if (draft->too_many) *ret_refusal = say_pieces;
	else if (!draft->para_count) *ret_refusal = say_empty;
	else {
		draft_judge(draft);
		outline = draft_finish(draft);
	}
	free(draft->paras);
	free(draft->pieces);
	free(draft->lists);
	free(draft);
	return outline;
}
