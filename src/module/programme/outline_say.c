/* Words about pieces: their text, titles, places and reasons. Made on demand, since most pieces are never asked. */
#include "base/buf.h"
#include "base/text.h"
#include "module/programme/outline_draft.h"

#include <string.h>

/* The bytes without line ends and the blanks around them (a blank stays between two Latin words). */
static char *text_joined(Arena *arena, const char *text, size_t length) {
	char *out = arena_alloc(arena, length + 1);
	size_t used = 0;
	for (size_t i = 0; i < length; i++) {
		if (text[i] != '\n' && text[i] != '\r' && text[i] != '\f' && text[i] != '\v') {
			out[used++] = text[i];
			continue;
		}
		while (used && (out[used - 1] == ' ' || out[used - 1] == '\t')) used--;
		while (i + 1 < length && (unsigned char)text[i + 1] <= ' ') i++;
		bool latin = used && (unsigned char)out[used - 1] < 0x80 && i + 1 < length && (unsigned char)text[i + 1] < 0x80;
		if (latin) out[used++] = ' ';
	}
	out[used] = 0;
	return text_trim(arena, out);
}

char *outline_text(Arena *arena, const Outline *outline, size_t piece, bool bare) {
	const OutlinePiece *p = &outline->pieces[piece];
	uint32_t skip = bare ? p->marker : 0;
	return text_joined(arena, outline->text + p->offset + skip, p->length - skip);
}

/* Cuts the marks that end a sentence or clause off the end. */
static char *without_end(char *text) {
	static const char *const ends[] = {"。", "；", "：", "，", "！", "？", ".", ";", ":", ",", "、"};
	size_t length = strlen(text);
	for (bool cut = true; cut && length;) {
		cut = false;
		for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
			size_t size = strlen(ends[i]);
			if (length < size || memcmp(text + length - size, ends[i], size) != 0) continue;
			length -= size;
			cut = true;
		}
	}
	text[length] = 0;
	return text;
}

char *outline_head_title(Arena *arena, const Outline *outline, size_t piece) {
	return without_end(outline_text(arena, outline, piece, true));
}

OutlineSay outline_place(Arena *arena, const Outline *outline, size_t piece) {
	int32_t path[OUTLINE_LEVELS + 1];
	size_t depth = 0;
	const OutlinePiece *p = &outline->pieces[piece];
	if (p->kind == OUTLINE_HEAD) path[depth++] = (int32_t)piece;
	for (int32_t h = p->parent; h != OUTLINE_NONE && depth <= OUTLINE_LEVELS; h = outline->pieces[h].parent) path[depth++] = h;
	BUF(zh, 1024);
	BUF(en, 1024);
	while (depth-- > 0) {
		const OutlinePiece *head = &outline->pieces[path[depth]];
		const char *gap = zh.length ? " " : "", *comma = en.length ? ", " : "";
		if (head->level == 1) {
			buf_printf(&zh, "%s第%s部分", gap, mark_number_zh(arena, head->number));
			buf_printf(&en, "%spart %u", comma, head->number);
		} else {
			buf_printf(&zh, "%s第 %u %s", gap, head->number, head->level == 2 ? "点" : "小点");
			buf_printf(&en, "%s%s %u", comma, head->level == 2 ? "point" : "subpoint", head->number);
		}
	}
	if (p->kind == OUTLINE_LIST_ITEM && p->number) {
		buf_printf(&zh, "%s第 %u 项", zh.length ? " " : "", p->number);
		buf_printf(&en, "%sitem %u", en.length ? ", " : "", p->number);
	}
	return (OutlineSay){"outline.place", arena_strdup(arena, buf_text(&zh)), arena_strdup(arena, buf_text(&en))};
}

static const char *const looks_zh[] = {"说明", "回顾", "提出要求", "引述"};
static const char *const looks_en[] = {"explains", "looks back", "asks for work", "cites"};
static const char *const looks_code[] = {"outline.context", "outline.back", "outline.asks", "outline.reference"};

OutlineSay outline_reason(Arena *arena, const Outline *outline, size_t piece) {
	const OutlinePiece *p = &outline->pieces[piece];
	OutlineSay say = {
		looks_code[p->looks], "没有回顾或要求的用语，按说明处理", "No words of looking back or asking; taken as explanation"};
	const char *head = NULL, *level = "部分";
	if (p->cue_head != OUTLINE_NONE) {
		head = text_cut(arena, outline_head_title(arena, outline, (size_t)p->cue_head), OUTLINE_TITLE_CHARS);
		if (outline->pieces[p->cue_head].level > 1) level = "要点";
	}
	if (p->cue_length) {
		bool inside = p->cue_offset >= p->offset && p->cue_offset < p->offset + p->length;
		char *cue = text_cut(arena, text_joined(arena, outline->text + p->cue_offset, p->cue_length), OUTLINE_TITLE_CHARS);
		say.zh = arena_printf(arena, inside ? "含「%s」" : "前面的话含「%s」", cue);
		say.en = arena_printf(arena, inside ? "Contains “%s”" : "The words before it contain “%s”", cue);
		if (!head) return say;
		say.zh = arena_printf(arena, "%s，所在%s「%s」", say.zh, level, head);
		say.en = arena_printf(arena, "%s, under “%s”", say.en, head);
	} else if (head) {
		say.zh = arena_printf(arena, "所在%s「%s」%s，句中没有别的线索", level, head, looks_zh[p->looks]);
		say.en = arena_printf(arena, "Stands under “%s”, which %s; no cue of its own", head, looks_en[p->looks]);
	}
	return say;
}
