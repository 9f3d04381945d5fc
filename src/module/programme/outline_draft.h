/* The outline while it is being found: shared by the outline_*.c files and by nobody else.
 * The passes, in order: lines (outline_line.c) → paragraphs and their kinds (outline_line.c) → heads and levels (outline_head.c) →
 * pieces, sentences and lists (outline_list.c) → looks (outline_looks.c). Each looks at every character a bounded number of times. */
#ifndef GANGMU_MODULE_PROGRAMME_OUTLINE_DRAFT_H
#define GANGMU_MODULE_PROGRAMME_OUTLINE_DRAFT_H
#include "module/programme/outline.h"

enum { MARK_LAST = 999 /* 最后: takes the number after the one before it */ };

/* A number as a head or list item bears it. */
typedef struct Mark {
	uint8_t style; /* OutlineStyle; OUTLINE_PLAIN: no mark here */
	uint8_t depth; /* dots in 1.1.1 */
	uint16_t number;
	uint16_t bytes;
} Mark;

/* A paragraph: a line without its blanks, several lines where the text was wrapped by hand, part of one where heads were run together. */
typedef struct Para {
	uint32_t start, end;
	uint8_t kind; /* OUTLINE_NOISE, _TITLE, _SALUTATION, _HEAD, _SENTENCE */
	uint8_t level; /* of a head */
	uint8_t lift; /* 1: belongs to the head above the current one (以上四个方面…), 2: to none (同志们，… at the end) */
	bool indented, after_blank; /* of its first line */
	Mark mark; /* at its start */
} Para;

typedef struct Draft {
	Arena *arena;
	const char *text;
	uint32_t length;
	Para *paras;
	size_t para_count, para_room;
	OutlinePiece *pieces;
	size_t piece_count, piece_room;
	OutlineList *lists;
	size_t list_count, list_room;
	OutlineWarning warnings[OUTLINE_WARNINGS_MAX];
	size_t warning_count, warning_total;
	uint32_t done; /* pieces cover the text up to here */
	bool too_many;
	uint64_t steps;
} Draft;

/* The character at `at` of valid UTF-8 and where the next one starts. at must be below the end. */
uint32_t draft_char(Draft *draft, uint32_t at, uint32_t *ret_next);
/* Grows a malloc'ed array so that one more fits. */
void *draft_room(void *array, size_t count, size_t *room, size_t size);
void draft_warn(Draft *draft, int32_t piece, const char *code, const char *zh, const char *en);
bool draft_has(const Draft *draft, uint32_t at, uint32_t end, const char *word);

bool char_is_blank(uint32_t c);
bool char_is_digit(uint32_t c); /* 0-9 and ０-９ */
bool char_ends_sentence(uint32_t c); /* 。！？ */
bool char_closes(uint32_t c); /* quotes and brackets that close */
bool char_ends_clause(uint32_t c); /* ，；： and their ASCII forms */

/* Chinese number 一 … 九十九 (with 两 where `counting`); 0 where there is none. */
uint16_t mark_chinese(Draft *draft, uint32_t at, uint32_t end, bool counting, uint32_t *ret_next);
/* One or two Arabic digits, half or full width; 0 where there is none or there are more. */
uint16_t mark_arabic(Draft *draft, uint32_t at, uint32_t end, uint32_t *ret_next);
/* The mark at `at`, style OUTLINE_PLAIN where there is none. Looks at no more than 24 bytes. */
Mark mark_at(Draft *draft, uint32_t at, uint32_t end);
bool mark_is_wild(uint8_t style); /* 一是, 第一，, 首先，: no fixed rank */
/* 3 → 三, 12 → 十二, up to 99. */
const char *mark_number_zh(Arena *arena, unsigned number);
/* The last counted name (四个方面, 三点意见, 两项) in [start, end): its count, or 0. Looks at no more than the last 240 bytes. */
uint16_t mark_declared(Draft *draft, uint32_t start, uint32_t end, uint32_t *ret_offset, uint32_t *ret_length);

void draft_find_paragraphs(Draft *draft);
void draft_name_lines(Draft *draft); /* noise, titles, salutation; needs the marks */
void draft_find_heads(Draft *draft);
void draft_cut(Draft *draft); /* paragraphs into pieces */
void draft_cut_body(Draft *draft, const Para *para, uint32_t start, int32_t head, uint16_t number); /* sentences and lists */
int32_t draft_piece(Draft *draft, OutlineKind kind, uint32_t start, uint32_t end, int32_t head, uint16_t paragraph);
void draft_judge(Draft *draft); /* looks */
/* Where the sentence that starts at `at` ends, closing marks included. */
uint32_t draft_sentence_end(Draft *draft, uint32_t at, uint32_t end);
#endif
