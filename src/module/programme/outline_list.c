/* One paragraph into sentences, and the lists inside it into items: 一是…；二是…, 四问：一问…？二问…？, A；B；C。 */
#include "module/programme/outline_draft.h"

#include <stdlib.h>
#include <string.h>

typedef struct Span {
	uint32_t start, end;
} Span;

/* A mark where a clause starts; it becomes an item when its numbers run on. */
typedef struct Hit {
	uint32_t at;
	uint32_t sentence;
	uint32_t label; /* running number of the 四问： it belongs to, 0 none */
	Mark mark;
	int32_t run; /* index into runs, or OUTLINE_NONE */
} Hit;

typedef struct Run {
	uint32_t label;
	uint8_t style, depth;
	uint16_t last;
	uint32_t found, first_hit, last_hit, first_sentence, last_sentence;
	int32_t above; /* the run in whose item it stands */
	int32_t list; /* index into draft->lists once it has been met */
} Run;

/* 四问：, 六面对：: a count and a word, and items that repeat the word. */
typedef struct Label {
	uint32_t at, length, word, word_length, sentence, id;
	uint16_t declared, plain;
} Label;

typedef struct Body {
	Draft *draft;
	uint32_t end;
	int32_t head;
	uint16_t paragraph;
	Span *sentences;
	size_t sentence_count, sentence_room;
	Hit *hits;
	size_t hit_count, hit_room;
	Run *runs;
	size_t run_count, run_room;
	Label *labels;
	size_t label_count, label_room;
} Body;

static bool char_is_han(uint32_t c) {
	return c >= 0x4e00 && c <= 0x9fff;
}

static bool char_opens(uint32_t c) {
	return c == U'“' || c == U'‘' || c == U'「' || c == U'『' || c == U'（' || c == '(' || c == U'【' || c == U'《';
}

/* Past the marks that end a sentence and the quotes and brackets that close behind them. */
static uint32_t closing_end(Draft *draft, uint32_t at, uint32_t end, int *depth) {
	for (uint32_t next; at < end; at = next) {
		uint32_t c = draft_char(draft, at, &next);
		if (char_closes(c) && c != '"') *depth -= *depth > 0;
		else if (!char_ends_sentence(c) && c != '"') break;
	}
	return at;
}

/* An English sentence ends with a full stop before a blank or the end; 3.5 and 1. do not. */
static bool stop_ends(Draft *draft, uint32_t at, uint32_t end) {
	if (at < 2 || draft->text[at] != '.') return false;
	char before = draft->text[at - 1], earlier = draft->text[at - 2];
	bool letters = (before | 32) >= 'a' && (before | 32) <= 'z' && (earlier | 32) >= 'a' && (earlier | 32) <= 'z';
	return letters && (at + 1 >= end || draft->text[at + 1] == ' ' || draft->text[at + 1] == '\n');
}

uint32_t draft_sentence_end(Draft *draft, uint32_t at, uint32_t end) {
	enum { INSIDE_MAX = 300 /* a quote not closed within so many bytes is taken for a slip */ };
	int depth = 0;
	uint32_t opened = 0;
	for (uint32_t next; at < end; at = next) {
		uint32_t c = draft_char(draft, at, &next);
		if (char_opens(c)) {
			if (!depth++) opened = at;
		} else if (char_closes(c) && c != '"') depth -= depth > 0;
		else if (char_ends_sentence(c) || stop_ends(draft, at, end)) {
			if (depth && at - opened > INSIDE_MAX) depth = 0;
			next = closing_end(draft, next, end, &depth);
			if (!depth) return next;
		}
	}
	return end;
}

static uint32_t skip_blanks(Draft *draft, uint32_t at, uint32_t end) {
	for (uint32_t next; at < end; at = next)
		if (!char_is_blank(draft_char(draft, at, &next))) break;
	return at;
}

static uint32_t trim_end(const Draft *draft, uint32_t start, uint32_t end) {
	while (end > start) {
		if ((unsigned char)draft->text[end - 1] <= ' ') end--;
		else if (end - start >= 3 && !memcmp(draft->text + end - 3, "\xe3\x80\x80", 3)) /* U+3000 */ end -= 3;
		else break;
	}
	return end;
}

/* 四问：or 六面对： or 三个确保”： at `at`; not 二是：. Looks at no more than nine characters. */
static bool label_at(Draft *draft, uint32_t at, uint32_t end, Label *ret) {
	uint32_t next, after;
	unsigned declared = mark_chinese(draft, at, end, true, &next);
	if (declared < 2 || next >= end) return false;
	uint32_t c = draft_char(draft, next, &after);
	if (c == U'是' || c == U'要') return false;
	if (c == U'个') next = after;
	*ret = (Label){.at = at, .word = next, .declared = (uint16_t)declared};
	for (int i = 0; i <= 4 && next < end; i++) {
		uint32_t here = next;
		c = draft_char(draft, here, &next);
		ret->word_length = here - ret->word;
		ret->length = here - at;
		if (char_closes(c) && next < end) c = draft_char(draft, next, &next);
		if (c == U'：' || c == ':') return i > 0;
		if (!char_is_han(c)) return false;
	}
	return false;
}

static void hit_add(Body *body, uint32_t at, uint32_t sentence, Mark mark, uint32_t label) {
	body->hits = draft_room(body->hits, body->hit_count, &body->hit_room, sizeof(Hit));
	body->hits[body->hit_count++] = (Hit){at, sentence, label, mark, OUTLINE_NONE};
}

/* An item of the label in force: 一问…, or 面对… in the label's own sentence. */
static bool named_hit(Body *body, uint32_t at, uint32_t end, uint32_t sentence) {
	if (!body->label_count) return false;
	Draft *draft = body->draft;
	Label *label = &body->labels[body->label_count - 1];
	uint32_t next = at;
	unsigned number = mark_chinese(draft, at, end, false, &next);
	if (!number && label->sentence != sentence) return false;
	if (!number) next = at;
	if (end - next < label->word_length || memcmp(draft->text + next, draft->text + label->word, label->word_length))
		return false;
	draft->steps += label->word_length;
	uint32_t marker = number ? next + label->word_length - at : 0;
	if (!number) number = ++label->plain;
	hit_add(body, at, sentence, (Mark){OUTLINE_NAMED, 0, (uint16_t)number, (uint16_t)marker}, label->id);
	return true;
}

static void sentence_scan(Body *body, uint32_t index) {
	Draft *draft = body->draft;
	Span span = body->sentences[index];
	bool fresh = true;
	Label label;
	for (uint32_t at = span.start, next; at < span.end; at = next) {
		uint32_t c = draft_char(draft, at, &next);
		bool bracket = c == U'（' || c == '(' || (c >= 0x2460 && c <= 0x2487);
		if (char_is_blank(c)) {
			fresh = true;
			continue;
		}
		if (fresh && label_at(draft, at, span.end, &label)) {
			label.sentence = index;
			label.id = (uint32_t)body->label_count + 1;
			body->labels = draft_room(body->labels, body->label_count, &body->label_room, sizeof(Label));
			body->labels[body->label_count++] = label;
		} else if (fresh || bracket) {
			Mark mark = {0};
			if (!fresh || !named_hit(body, at, span.end, index)) mark = mark_at(draft, at, span.end);
			if (mark.style) hit_add(body, at, index, mark, 0);
		}
		fresh = char_ends_clause(c) || char_ends_sentence(c) || char_closes(c) || char_opens(c) || c == U'、';
	}
}

static void collect(Body *body, uint32_t start) {
	Draft *draft = body->draft;
	for (uint32_t at = skip_blanks(draft, start, body->end); at < body->end; at = skip_blanks(draft, at, body->end)) {
		uint32_t end = draft_sentence_end(draft, at, body->end);
		body->sentences = draft_room(body->sentences, body->sentence_count, &body->sentence_room, sizeof(Span));
		body->sentences[body->sentence_count++] = (Span){at, trim_end(draft, at, end)};
		sentence_scan(body, (uint32_t)body->sentence_count - 1);
		at = end;
	}
}

/* Is a run that took all its items from one sentence over, now that another sentence has come? */
static bool run_is_over(const Run *run, const Hit *hit) {
	return run->found > 1 && run->first_sentence == run->last_sentence && hit->sentence > run->last_sentence;
}

/* Puts hits whose numbers run on into runs; a run may stand in an item of another, at most four deep. */
static void resolve(Body *body) {
	int32_t open[4];
	size_t depth = 0;
	for (uint32_t i = 0; i < body->hit_count; i++) {
		Hit *hit = &body->hits[i];
		size_t at = depth;
		for (; at > 0; at--) {
			const Run *run = &body->runs[open[at - 1]];
			bool same = run->style == hit->mark.style && run->depth == hit->mark.depth && run->label == hit->label;
			if (same && (hit->mark.number == run->last + 1 || hit->mark.number == MARK_LAST)) break;
		}
		if (at > 0) {
			Run *run = &body->runs[open[at - 1]];
			run->last++;
			run->found++;
			run->last_hit = i;
			run->last_sentence = hit->sentence;
			hit->run = open[at - 1];
			hit->mark.number = run->last;
			depth = at;
			continue;
		}
		if (hit->mark.number != 1) continue;
		while (depth && run_is_over(&body->runs[open[depth - 1]], hit)) depth--;
		for (size_t k = 0; k < depth; k++)
			if (body->runs[open[k]].style == hit->mark.style) depth = k;
		if (depth == 4) depth--;
		body->runs = draft_room(body->runs, body->run_count, &body->run_room, sizeof(Run));
		body->runs[body->run_count] = (Run){hit->label, hit->mark.style, hit->mark.depth, 1, 1, i, i, hit->sentence,
			hit->sentence, depth ? open[depth - 1] : OUTLINE_NONE, OUTLINE_NONE};
		hit->run = (int32_t)body->run_count;
		open[depth++] = (int32_t)body->run_count++;
	}
	for (uint32_t i = 0; i < body->hit_count; i++)
		if (body->hits[i].run >= 0 && body->runs[body->hits[i].run].found < 2) body->hits[i].run = OUTLINE_NONE;
}

static int32_t list_add(Body *body, OutlineStyle style, uint8_t level) {
	Draft *draft = body->draft;
	draft->lists = draft_room(draft->lists, draft->list_count, &draft->list_room, sizeof(OutlineList));
	draft->lists[draft->list_count] = (OutlineList){.lead = OUTLINE_NONE,
		.first = OUTLINE_NONE,
		.last = OUTLINE_NONE,
		.head = body->head,
		.style = (uint8_t)style,
		.level = level};
	return (int32_t)draft->list_count++;
}

/* The piece before a list leads it where it ends with a colon or counts what is coming; then its count is what the list declares. */
static void list_lead(Body *body, int32_t index, bool same_sentence) {
	Draft *draft = body->draft;
	if (!draft->piece_count) return;
	size_t last = draft->piece_count - 1;
	if (last > 0 && draft->pieces[last].kind == OUTLINE_BLANK) last--;
	OutlinePiece *lead = &draft->pieces[last];
	OutlineList *list = &draft->lists[index];
	if (lead->paragraph != body->paragraph || lead->kind == OUTLINE_BLANK) return;
	uint32_t end = lead->offset + lead->length;
	uint16_t declared = mark_declared(draft, lead->offset, end, &list->name_offset, &list->name_length);
	bool colon = draft_has(draft, end - 1, end, ":") || (lead->length >= 3 && draft_has(draft, end - 3, end, "："));
	if (!declared && !colon && !same_sentence) return;
	if (!list->declared) list->declared = declared;
	if (!declared) list->name_length = 0;
	list->lead = (int32_t)last;
	lead->leads = true;
	if (lead->list == OUTLINE_NONE) lead->list = index;
}

static void item_put(Body *body, int32_t list, uint32_t start, uint32_t end, Mark mark) {
	Draft *draft = body->draft;
	int32_t index = draft_piece(draft, OUTLINE_LIST_ITEM, start, trim_end(draft, start, end), body->head, body->paragraph);
	if (index < 0) return;
	OutlinePiece *piece = &draft->pieces[index];
	piece->list = list;
	piece->level = draft->lists[list].level;
	piece->style = mark.style;
	piece->number = mark.number;
	piece->marker = mark.bytes;
	if (draft->lists[list].first == OUTLINE_NONE) draft->lists[list].first = index;
	draft->lists[list].last = index;
	draft->lists[list].found++;
}

/* The list of a hit; at its first item it is made, with its lead. */
static int32_t hit_list(Body *body, const Hit *hit, bool same_sentence) {
	Run *run = &body->runs[hit->run];
	if (run->list != OUTLINE_NONE) return run->list;
	uint8_t level = 1;
	if (run->above != OUTLINE_NONE && body->runs[run->above].found > 1) level = 2;
	run->list = list_add(body, run->style, level);
	list_lead(body, run->list, same_sentence);
	if (!hit->label) return run->list;
	const Label *label = &body->labels[hit->label - 1];
	OutlineList *list = &body->draft->lists[run->list];
	list->declared = label->declared;
	list->name_offset = label->at;
	list->name_length = label->length;
	return run->list;
}

static void sentence_put(Body *body, uint32_t start, uint32_t end, int32_t list) {
	int32_t index =
		draft_piece(body->draft, OUTLINE_SENTENCE, start, trim_end(body->draft, start, end), body->head, body->paragraph);
	if (index >= 0) body->draft->pieces[index].list = list;
}

/* A sentence with items: what stands before the first of them, then item by item. */
static void put_marked(Body *body, Span span, size_t first, size_t last, int32_t around) {
	uint32_t at = span.start;
	for (size_t i = first; i < last; i++) {
		const Hit *hit = &body->hits[i];
		if (hit->run == OUTLINE_NONE) continue;
		if (at == span.start && hit->at > at) sentence_put(body, at, hit->at, around);
		size_t next = i + 1;
		while (next < last && body->hits[next].run == OUTLINE_NONE) next++;
		int32_t list = hit_list(body, hit, hit->at > span.start);
		at = next < last ? body->hits[next].at : span.end;
		item_put(body, list, hit->at, at, hit->mark);
	}
}

/* 严：… — a word of at most six characters and a colon. */
static bool starts_with_term(Draft *draft, uint32_t at, uint32_t end) {
	for (int i = 0; i <= 6 && at < end; i++) {
		uint32_t c = draft_char(draft, at, &at);
		if (c == U'：' || c == ':') return i > 0;
		if (!char_is_han(c)) return false;
	}
	return false;
}

/* The parts of a sentence between semicolons: how many, the longest and the shortest, and whether all but the first start with a term. */
typedef struct Parts {
	size_t count;
	uint32_t longest, shortest;
	bool terms;
	uint32_t first_end;
} Parts;

/* Where the part that starts at `at` ends: behind the next semicolon outside brackets. ret_chars: its length in characters. */
static uint32_t part_end(Draft *draft, uint32_t at, uint32_t end, uint32_t *ret_chars) {
	int depth = 0;
	*ret_chars = 0;
	for (uint32_t next; at < end; at = next) {
		uint32_t c = draft_char(draft, at, &next);
		++*ret_chars;
		if (char_opens(c)) depth++;
		else if (char_closes(c) && c != '"') depth -= depth > 0;
		if (!depth && (c == U'；' || c == ';')) return next;
	}
	return end;
}

static Parts parts_of(Draft *draft, Span span) {
	Parts parts = {.shortest = UINT32_MAX, .terms = true};
	for (uint32_t at = span.start, chars; at < span.end;) {
		at = part_end(draft, at, span.end, &chars);
		if (chars > parts.longest) parts.longest = chars;
		if (chars < parts.shortest) parts.shortest = chars;
		if (!parts.count++) parts.first_end = at;
		if (at < span.end && !starts_with_term(draft, at, span.end)) parts.terms = false;
	}
	return parts;
}

/* Where the first item starts in the first part: at its own term, or behind its colon, or at once. */
static uint32_t plain_start(Draft *draft, Span span, const Parts *parts) {
	bool fresh = true;
	for (uint32_t at = span.start, next; at < parts->first_end; at = next) {
		uint32_t c = draft_char(draft, at, &next);
		if (parts->terms && fresh && starts_with_term(draft, at, parts->first_end)) return at;
		fresh = char_ends_clause(c) || char_is_blank(c);
		if (!parts->terms && (c == U'：' || c == ':') && next + 6 < parts->first_end) return next;
	}
	return span.start;
}

/* A sentence of parallel parts: three or more, or two of like length or with terms. False when it is not one. */
static bool put_plain(Body *body, Span span, bool inside) {
	Draft *draft = body->draft;
	Parts parts = parts_of(draft, span);
	bool parallel = parts.shortest >= 3 && (parts.count >= 3 || (parts.count == 2 && parts.longest <= parts.shortest * 3));
	if (!parallel) return false;
	uint32_t start = plain_start(draft, span, &parts);
	if (start > span.start) sentence_put(body, span.start, start, OUTLINE_NONE);
	int32_t list = list_add(body, OUTLINE_PLAIN, inside ? 2 : 1);
	if (start > span.start) list_lead(body, list, true);
	for (uint32_t chars; start < span.end;) {
		uint32_t end = part_end(draft, start, span.end, &chars);
		item_put(body, list, skip_blanks(draft, start, end), end, (Mark){0});
		start = end;
	}
	return true;
}

void draft_cut_body(Draft *draft, const Para *para, uint32_t start, int32_t head, uint16_t number) {
	Body body = {.draft = draft, .end = para->end, .head = head, .paragraph = number};
	collect(&body, start);
	resolve(&body);
	size_t hit = 0;
	int32_t run = OUTLINE_NONE; /* of the last item so far */
	for (uint32_t s = 0; s < body.sentence_count; s++) {
		size_t first = hit;
		bool marked = false;
		/* Between two items of a list that goes over sentences? */
		int32_t around = run != OUTLINE_NONE && body.runs[run].last_hit >= first ? body.runs[run].list : OUTLINE_NONE;
		for (; hit < body.hit_count && body.hits[hit].sentence == s; hit++)
			if (body.hits[hit].run != OUTLINE_NONE) {
				run = body.hits[hit].run;
				marked = true;
			}
		Span span = body.sentences[s];
		if (marked) put_marked(&body, span, first, hit, around);
		else if (!put_plain(&body, span, around != OUTLINE_NONE)) sentence_put(&body, span.start, span.end, around);
	}
	free(body.sentences);
	free(body.hits);
	free(body.runs);
	free(body.labels);
}
