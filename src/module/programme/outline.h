/* Outline: the heads of a Chinese speech, report or set of minutes, the sentences beneath them, and what each of them seems to want.
 *
 * The text is cut into pieces; piece follows piece without a gap, so the pieces joined are the text, byte for byte. Whatever is said
 * beyond that (a level, a list, "asks for work") is a proposal with its reason; a person decides. Pure: no clock, no store, no global.
 * Order of use: outline_to_utf8 (bytes of an upload) → outline_parse → outline_propose; reasons and titles on demand. */
#ifndef GANGMU_MODULE_PROGRAMME_OUTLINE_H
#define GANGMU_MODULE_PROGRAMME_OUTLINE_H
#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OUTLINE_TEXT_MAX = 2 * 1024 * 1024, /* bytes of UTF-8; a yearly report of a ministry has about 100 kB */
	OUTLINE_PIECES_MAX = 650000, /* more is refused (a text of single letters) */
	OUTLINE_WARNINGS_MAX = 200, /* the last one then says how many were left out */
	OUTLINE_LEVELS = 8, /* heads nested deeper are put at the last level */
	OUTLINE_KEYS_MAX = 500,
	OUTLINE_ITEMS_MAX = 5000,
	OUTLINE_TITLE_CHARS = 30, /* a proposed title, in characters */
	OUTLINE_ARENA =
		128 * 1024 * 1024, /* an arena with this limit holds outline_to_utf8, outline_parse and outline_propose of any text */
	OUTLINE_NONE = -1,
};

/* Words for a person, in both languages; code is stable ("outline.binary"). Owned by the arena or static. */
typedef struct OutlineSay {
	const char *code, *zh, *en;
} OutlineSay;

typedef enum OutlineKind {
	OUTLINE_BLANK, /* white space and line ends */
	OUTLINE_NOISE, /* byte order mark, page number, contents line, web page furniture */
	OUTLINE_TITLE, /* lines above the salutation or the first head; there may be several */
	OUTLINE_SALUTATION, /* 同志们： */
	OUTLINE_HEAD, /* level ≥ 1; where glued, ends after its first sentence and the rest of the paragraph follows as sentences */
	OUTLINE_SENTENCE, /* with its closing mark and quotes; one that leads a list ends with the colon or comma before the first item */
	OUTLINE_LIST_ITEM, /* an item of a list inside a paragraph: no head of the outline */
} OutlineKind;

/* How a head or a list item is numbered. The first ten may nest in this order; the last ones take the level where they stand. */
typedef enum OutlineStyle {
	OUTLINE_PLAIN, /* no number: 道路坑洼，…；卫生间破旧，…； */
	OUTLINE_PART, /* 第一部分 第一章 */
	OUTLINE_SECTION, /* 第一节 第一条 */
	OUTLINE_CN, /* 一、 */
	OUTLINE_CN_PAREN, /* （一） (一) ㈠ */
	OUTLINE_ARABIC, /* 1. 1、 １． ⒈ */
	OUTLINE_ARABIC_MULTI, /* 1.1 1.1.1 */
	OUTLINE_ARABIC_PAREN, /* （1） (1) ⑴ */
	OUTLINE_ARABIC_HALF, /* 1) 1） */
	OUTLINE_CIRCLED, /* ① */
	OUTLINE_SHI, /* 一是 一要 */
	OUTLINE_ORDINAL, /* 第一，第一是 其一， */
	OUTLINE_FIRST, /* 首先，其次，再次，最后， */
	OUTLINE_NAMED, /* 一问… 面对…: the items repeat the name of their list */
	OUTLINE_STYLES,
} OutlineStyle;

typedef enum OutlineLooks {
	OUTLINE_CONTEXT, /* explains, thanks, describes; also all that is neither sentence nor item nor head */
	OUTLINE_BACK, /* 成绩、回顾: looks back */
	OUTLINE_ASKS, /* asks for work */
	OUTLINE_REFERENCE, /* cites what a higher body or a rule says */
} OutlineLooks;

typedef struct OutlinePiece {
	uint32_t offset, length; /* bytes in the text */
	uint8_t kind; /* OutlineKind */
	uint8_t level; /* of a head: 1 part, 2 point, 3 …; of a list item: 1, or 2 inside another item; else 0 */
	uint8_t style; /* OutlineStyle of a head or list item */
	uint8_t looks; /* OutlineLooks */
	uint8_t strength; /* of looks: 0 nothing speaks for it, 1 weak, 2 clear, 3 strong */
	bool glued; /* a head followed by sentences in its own paragraph */
	bool leads; /* a sentence that leads the list or the heads that follow it */
	uint8_t cue_head_side; /* 1 where cue_head speaks of the past, 2 where it asks, else 0 */
	uint16_t number; /* of a head or list item as written, 0 none */
	uint16_t marker; /* bytes of "一、", "1." or "一是" at the start */
	int32_t parent; /* piece index of the head above, or OUTLINE_NONE */
	int32_t list; /* index into lists for items and for the sentence that leads them, or OUTLINE_NONE */
	uint32_t cue_offset; /* the words that led to looks, in the text; length 0: none */
	uint16_t cue_length;
	uint16_t paragraph; /* running number of the line, modulo 65536: pieces of one paragraph share it */
	uint32_t focus_offset, focus_length; /* the clause with the cue, for colouring; the whole piece where there is no cue */
	int32_t cue_head; /* the head that led to looks, or OUTLINE_NONE */
} OutlinePiece;

/* A list inside a paragraph. The speech's 六面对 declares six and has five: declared and found are both kept, nothing is added. */
typedef struct OutlineList {
	int32_t lead; /* the piece before the first item, or OUTLINE_NONE */
	int32_t first, last; /* piece index of the first and the last item */
	int32_t head; /* the head above, or OUTLINE_NONE */
	uint32_t declared; /* the count in the lead (四问, 三个方面), 0 where it names none */
	uint32_t found;
	uint8_t style, level; /* level 2 where the list stands inside an item */
	uint32_t name_offset, name_length; /* 四问, 三个方面 in the text; length 0 where unnamed */
} OutlineList;

typedef struct OutlineWarning {
	int32_t piece; /* where, or OUTLINE_NONE */
	OutlineSay say; /* outline.none, .gap, .restart, .count, .wrapped, .flat, .more */
} OutlineWarning;

typedef struct Outline {
	const char *text; /* not owned: must live as long as the outline */
	size_t length;
	OutlinePiece *pieces;
	size_t piece_count;
	OutlineList *lists;
	size_t list_count;
	OutlineWarning *warnings;
	size_t warning_count;
	size_t head_count; /* 0: no outline, the paragraphs are the units */
	uint64_t steps; /* characters looked at, over all passes; for the test that the cost is linear */
} Outline;

/* Bytes of a file as UTF-8 without byte order mark: UTF-8, UTF-16 with a mark (or clearly without), GB18030 (with GBK and GB2312).
 * NULL and *ret_refusal when binary, broken or longer than OUTLINE_TEXT_MAX. NUL-terminated; lives in arena. */
char *outline_to_utf8(Arena *arena, const void *bytes, size_t length, size_t *ret_length, OutlineSay *ret_refusal);

/* The outline of UTF-8 text. Never fails for want of an outline (warning outline.none); NULL and *ret_refusal when the text is empty,
 * too long, not UTF-8, or falls into more than OUTLINE_PIECES_MAX pieces. Cost is linear in length. */
Outline *outline_parse(Arena *arena, const char *text, size_t length, OutlineSay *ret_refusal);

/* The words of a piece: without its marker when `bare`, without line ends inside, without blanks at its ends. */
char *outline_text(Arena *arena, const Outline *outline, size_t piece, bool bare);
/* A head's words without marker and closing mark: 1.要服务全局。 → 要服务全局. */
char *outline_head_title(Arena *arena, const Outline *outline, size_t piece);
/* 第三部分 第2点: where a piece stands, from the numbers of the heads above it; "" outside any head. */
OutlineSay outline_place(Arena *arena, const Outline *outline, size_t piece);
/* Why the piece is thought to look back, ask, cite: which words and which head, e.g. 含「今年要加大」，所在部分「做好今年的工作要纲举目张」. */
OutlineSay outline_reason(Arena *arena, const Outline *outline, size_t piece);

/* A proposed key line (纲): a head that asks for work or has items beneath it. Order of the text. */
typedef struct OutlineKey {
	int32_t piece; /* the head */
	int32_t part; /* the head of level 1 above it, or itself */
	const char *title;
	uint8_t
		strength; /* 3 says must and is called a main point (需要突出抓好几个重点), 2 says must or cannot wait, 1 only its part asks */
	OutlineSay reason;
	uint32_t first_item, item_count; /* into items */
} OutlineKey;

/* A proposed item (目): a sentence or list item that asks for work. */
typedef struct OutlineItem {
	int32_t piece;
	int32_t key; /* index into keys, or OUTLINE_NONE: asked for outside any key line */
	const char *title; /* at most OUTLINE_TITLE_CHARS characters, cut at a clause */
	OutlineSay reason;
	uint8_t strength;
} OutlineItem;

typedef struct OutlineProposal {
	int year; /* found in the text, 0 none */
	int32_t year_piece;
	OutlineSay year_reason;
	const char *theme; /* 以…为统领: the words between; NULL none */
	int32_t theme_piece;
	OutlineSay theme_reason;
	OutlineKey *keys;
	size_t key_count;
	OutlineItem *items; /* grouped by key, those without a key last */
	size_t item_count;
	size_t left_out; /* keys and items beyond the limits */
} OutlineProposal;

/* Key lines are the heads of level 2 that ask or stand in a part that asks; a part without such points, or whose points are one line
 * each, is a key line itself where it asks or something under it does (minutes). All parts that ask are proposed; strength tells which
 * are meant. An item is a sentence, list item or such one-line head that asks. Never fails. Lives in arena, points into outline. */
OutlineProposal *outline_propose(Arena *arena, const Outline *outline);
#endif
