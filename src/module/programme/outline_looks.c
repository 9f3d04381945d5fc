/* What a sentence seems to want: it looks back, asks for work, cites, or explains. Words and heads decide; both are kept as the reason. */
#include "base/log.h"
#include "module/programme/outline_draft.h"
#include "module/programme/outline_words.h"

#include <stdlib.h>
#include <string.h>

typedef struct Cue {
	uint32_t at, end, clause;
	uint8_t weight;
} Cue;

typedef struct Found {
	Cue cues[SENSES]; /* the heaviest of each sense, the first of equals; weight 0 and end 0: none */
	Cue next_time; /* the time to come in the clause of the modal, before it */
	bool said; /* a body before a saying word, and no modal before the body */
} Found;

static bool found_has(const Found *found, Sense sense) {
	return found->cues[sense].end > 0;
}

static void found_add(Found *found, Sense sense, Cue cue) {
	Cue *best = &found->cues[sense];
	if (sense == MODAL && cue.end && (!best->end || cue.weight > best->weight)) {
		const Cue *next = &found->cues[NEXT];
		bool near = next->end && next->clause == cue.clause && cue.at - next->end <= 36;
		found->next_time = near ? *next : (Cue){0};
	}
	if (!best->end || cue.weight > best->weight || sense == NEXT) *best = cue;
	if (sense == SAY && found_has(found, BODY) && !found_has(found, MODAL)) found->said = true;
	if (sense == SAY && cue.weight == 3) found->said = true;
}

static bool sense_starts_clause(Sense sense) {
	return sense == HOPE || sense == VERB;
}

/* Reads [start, end) once. */
static void scan(Draft *draft, const Lexicon *lexicon, uint32_t start, uint32_t end, Found *ret) {
	memset(ret, 0, sizeof *ret);
	uint32_t clause = 0;
	bool fresh = true;
	for (uint32_t at = start, next; at < end; at = next) {
		uint32_t c = draft_char(draft, at, &next);
		if (char_ends_clause(c) || char_ends_sentence(c)) {
			clause++;
			fresh = true;
			continue;
		}
		int i = c < 0x4e00 ? -1 : lexicon_at(lexicon, draft->text, at, end);
		if (i < 0) {
			fresh = fresh && (char_is_blank(c) || c < 0x80 || char_closes(c));
			continue;
		}
		next = at + lexicon->length[i];
		Sense sense = lexicon->words[i].sense;
		Cue cue = {at, next, clause, lexicon->words[i].weight};
		if (sense == VERB && (draft_has(draft, next, end, "了") || draft_has(draft, next, end, "过"))) {
			sense = DONE;
			cue.end += 3;
		}
		if (sense == DEMAND && !fresh) {
			sense = SAY;
			cue.weight = 1;
		}
		if (sense == NOMINAL && ret->cues[VERB].clause == clause) ret->cues[VERB] = (Cue){0};
		if (sense != HIDE && sense != LEAD && sense != NOMINAL && (fresh || !sense_starts_clause(sense)))
			found_add(ret, sense, cue);
		if (sense == DEMAND && found_has(ret, BODY)) found_add(ret, SAY, cue);
		fresh = fresh && (sense == LEAD || sense == NEXT);
	}
}

/* A modal with the time before it and the verb right behind it: 要 → 今年要加大. */
static Cue modal_words(Draft *draft, const Lexicon *lexicon, const Found *found, uint32_t end) {
	Cue cue = found->cues[MODAL];
	uint32_t at = cue.end, next;
	for (int i = 0; i < 6 && at < end; i++, at = next) {
		uint32_t c = draft_char(draft, at, &next);
		if (char_ends_clause(c) || char_ends_sentence(c)) break;
		int word = lexicon_at(lexicon, draft->text, at, end);
		if (word < 0 || lexicon->words[word].sense != VERB) continue;
		cue.end = at + lexicon->length[word];
		break;
	}
	if (found->next_time.end) cue.at = found->next_time.at;
	return cue;
}

/* What is known of the heads while the pieces are judged in order. */
typedef struct Side {
	uint8_t side; /* 0, 1 looks back, 2 asks */
	int32_t head; /* the highest head that says so */
} Side;

typedef struct Judge {
	Draft *draft;
	Lexicon lexicon;
	Side *sides; /* by piece, of heads */
	uint8_t *explains; /* by list */
	int32_t leads[OUTLINE_LEVELS + 2]; /* by level of head: the sentence that leads the heads (会议决定：), or OUTLINE_NONE */
} Judge;

static Side side_of(const Judge *judge, int32_t head) {
	return head == OUTLINE_NONE ? (Side){0, OUTLINE_NONE} : judge->sides[head];
}

static void piece_set(OutlinePiece *piece, OutlineLooks looks, unsigned strength, Cue cue) {
	piece->looks = (uint8_t)looks;
	piece->strength = (uint8_t)(strength > 3 ? 3 : strength);
	piece->cue_offset = cue.at;
	piece->cue_length = (uint16_t)(cue.end - cue.at);
}

static void piece_under(OutlinePiece *piece, Side side) {
	piece->cue_head = side.head;
	piece->cue_head_side = side.side;
}

static Cue first_cue(const Found *found, const Sense *senses) {
	for (; *senses != SENSES; senses++)
		if (found_has(found, *senses)) return found->cues[*senses];
	return (Cue){0};
}

/* A head without words of its own takes what the sentence before its group asks: 会议决定： */
static bool judge_led_head(Judge *judge, OutlinePiece *head) {
	int32_t index = judge->leads[head->level];
	if (index == OUTLINE_NONE) return false;
	const OutlinePiece *lead = &judge->draft->pieces[index];
	if (lead->parent != head->parent || lead->looks != OUTLINE_ASKS || lead->strength < 2) return false;
	piece_set(head, OUTLINE_ASKS, 1, (Cue){lead->cue_offset, lead->cue_offset + lead->cue_length, 0, 1});
	return true;
}

static void judge_head(Judge *judge, int32_t index) {
	static const Sense asking[] = {MODAL, NEXT, DECIDE, NEED, VERB, HEAD_ASK, SENSES}, past[] = {HEAD_PAST, PAST, DONE, SENSES};
	Draft *draft = judge->draft;
	OutlinePiece *piece = &draft->pieces[index];
	uint32_t end = piece->offset + piece->length;
	Found found;
	scan(draft, &judge->lexicon, piece->offset + piece->marker, end, &found);
	Side above = side_of(judge, piece->parent), own = {0, index};
	bool strong = found_has(&found, MODAL) || found_has(&found, NEXT) || found_has(&found, DECIDE);
	bool asks =
		strong || found_has(&found, NEED) || ((found_has(&found, VERB) || found_has(&found, HEAD_ASK)) && above.side != 1);
	bool back = found_has(&found, HEAD_PAST) || found_has(&found, PAST) || found_has(&found, DONE);
	if (asks && !(back && !strong)) own.side = back && strong ? 0 : 2;
	else if (back) own.side = 1;
	if (own.side == 2) {
		Cue cue = found_has(&found, MODAL) ? modal_words(draft, &judge->lexicon, &found, end) : first_cue(&found, asking);
		piece_set(piece, OUTLINE_ASKS, found_has(&found, MODAL) ? 3 : 2, cue);
	} else if (own.side == 1) piece_set(piece, OUTLINE_BACK, 2, first_cue(&found, past));
	else if (!judge_led_head(judge, piece) && above.side)
		piece_set(piece, above.side == 1 ? OUTLINE_BACK : OUTLINE_ASKS, 1, (Cue){0});
	if (above.side && (!own.side || own.side == above.side)) {
		piece_under(piece, above);
		own = above;
	}
	judge->sides[index] = own.side ? own : (Side){0, OUTLINE_NONE};
}

/* How strongly the words ask, 0 to 3, and which of them. */
static unsigned asks_how(Judge *judge, const Found *found, uint32_t end, Side side, Cue *ret) {
	if (found_has(found, DECIDE)) return *ret = found->cues[DECIDE], 3;
	if (found_has(found, MODAL)) {
		*ret = modal_words(judge->draft, &judge->lexicon, found, end);
		bool more = found->next_time.end || (side.side == 2 && ret->end > found->cues[MODAL].end);
		return found->cues[MODAL].weight + (more ? 1u : 0u);
	}
	if (found_has(found, HOPE)) return *ret = found->cues[HOPE], 2;
	if (found_has(found, DEMAND)) return *ret = found->cues[DEMAND], 2;
	if (found_has(found, NEED) && (found->cues[NEED].weight > 1 || side.side == 2))
		return *ret = found->cues[NEED], found->cues[NEED].weight;
	bool question = end >= 3 && draft_has(judge->draft, end - 3, end, "？"); /* 二问研究谋划深不深…？ */
	if (found_has(found, VERB) && side.side != 1 && !question) {
		*ret = found->cues[VERB];
		unsigned weight = found->cues[VERB].weight;
		return side.side == 2 ? weight + 1 : weight;
	}
	return 0;
}

/* Sets looks from the words of the piece and the head above it. False where nothing speaks for anything. */
static bool judge_words(Judge *judge, OutlinePiece *piece, Found *found) {
	uint32_t end = piece->offset + piece->length;
	scan(judge->draft, &judge->lexicon, piece->offset + piece->marker, end, found);
	Side side = side_of(judge, piece->parent);
	Cue ask = {0}, back = found_has(found, DONE) ? found->cues[DONE] : found->cues[PAST];
	unsigned asks = asks_how(judge, found, end, side, &ask);
	unsigned backs = back.end ? back.weight + (side.side == 1 ? 1u : 0u) : 0u;
	if (found_has(found, DONE) && found_has(found, PAST)) backs++;
	if (found->said && !found_has(found, DECIDE) && (asks < 2 || found->cues[SAY].weight > 1)) {
		Cue from = found->cues[BODY], say = found->cues[SAY];
		piece_set(piece, OUTLINE_REFERENCE, say.weight > 1 ? 2 : 1,
			from.end && from.clause == say.clause && from.at < say.at && say.at - from.at <= 90 ? (Cue){from.at, say.end, 0, 1}
																								: say);
		return true;
	}
	bool past_first = asks >= 2 && backs >= 2 && back.clause == ask.clause && back.at < ask.at && found_has(found, DONE);
	if (asks >= 2 && !past_first) {
		piece_set(piece, OUTLINE_ASKS, backs >= 2 && asks > 2 ? 2 : asks, ask);
		if (side.side == 2) piece_under(piece, side);
		return true;
	}
	if (backs >= 2 || (backs && !asks && side.side != 2)) {
		piece_set(piece, OUTLINE_BACK, backs, back);
		if (side.side == 1) piece_under(piece, side);
		return true;
	}
	if (asks) {
		piece_set(piece, OUTLINE_ASKS, asks, ask);
		if (side.side == 2) piece_under(piece, side);
		return true;
	}
	if (side.side == 1) {
		piece_set(piece, OUTLINE_BACK, 1, (Cue){0});
		piece_under(piece, side);
		return true;
	}
	if (!found_has(found, BY)) return false;
	piece_set(piece, OUTLINE_REFERENCE, 1, found->cues[BY]);
	return true;
}

/* An item without words of its own takes what its lead says, or what its head asks. */
static void judge_item(Judge *judge, OutlinePiece *piece) {
	const OutlineList *list = &judge->draft->lists[piece->list];
	if (judge->explains[piece->list]) return;
	const OutlinePiece *lead = list->lead == OUTLINE_NONE ? NULL : &judge->draft->pieces[list->lead];
	if (lead && lead->strength && lead->looks != OUTLINE_REFERENCE) {
		piece->looks = lead->looks;
		piece->strength = 1;
		piece->cue_offset = lead->cue_offset;
		piece->cue_length = lead->cue_length;
		piece_under(piece, (Side){lead->cue_head_side, lead->cue_head});
		return;
	}
	const OutlinePiece *head = piece->parent == OUTLINE_NONE ? NULL : &judge->draft->pieces[piece->parent];
	if (!head || head->looks != OUTLINE_ASKS || head->strength < 2) return;
	piece->looks = OUTLINE_ASKS;
	piece->strength = 1;
	piece_under(piece, (Side){2, piece->parent});
}

/* 四问：… takes what the sentence before it says that names it (每位同志要做到四问六面对). */
static void judge_named_lead(Judge *judge, int32_t list_index, size_t index) {
	Draft *draft = judge->draft;
	const OutlineList *list = &draft->lists[list_index];
	OutlinePiece *lead = &draft->pieces[index];
	if (list->style != OUTLINE_NAMED || lead->strength || !list->name_length) return;
	for (size_t i = index, steps = 0; i-- > 0 && steps < 12; steps++) {
		const OutlinePiece *before = &draft->pieces[i];
		if (before->paragraph != lead->paragraph) return;
		if (before->kind != OUTLINE_SENTENCE || before->looks != OUTLINE_ASKS || before->length > 300) continue;
		if (!memmem(draft->text + before->offset, before->length, draft->text + list->name_offset, list->name_length)) continue;
		lead->looks = OUTLINE_ASKS;
		lead->strength = 1;
		lead->cue_offset = before->cue_offset;
		lead->cue_length = before->cue_length;
		piece_under(lead, (Side){before->cue_head_side, before->cue_head});
		return;
	}
}

static void judge_group_lead(Judge *judge, int32_t index) {
	int32_t parent = judge->draft->pieces[index].parent;
	size_t level = parent == OUTLINE_NONE ? 1 : judge->draft->pieces[parent].level + 1u;
	judge->leads[level] = index;
}

/* The clause around the cue, when the cue is in the piece. A condition not met (没有…就没法) needs its whole sentence. */
static void piece_focus(Draft *draft, const Lexicon *lexicon, OutlinePiece *piece) {
	uint32_t start = piece->offset + piece->marker, end = piece->offset + piece->length, from = start;
	bool inside = piece->cue_length && piece->cue_offset >= piece->offset && piece->cue_offset < end;
	if (!inside) return;
	int word = lexicon_at(lexicon, draft->text, piece->cue_offset, end);
	if (word >= 0 && lexicon->words[word].sense == NEED && lexicon->words[word].weight == 1) return;
	for (uint32_t at = start, next; at < end; at = next) {
		uint32_t c = draft_char(draft, at, &next);
		if (!char_ends_clause(c) && !char_ends_sentence(c)) continue;
		if (at >= piece->cue_offset + piece->cue_length) {
			end = at;
			break;
		}
		from = next;
	}
	while (from < piece->cue_offset && draft->text[from] == ' ') from++;
	piece->focus_offset = from;
	piece->focus_length = end - from;
}

void draft_judge(Draft *draft) {
	Judge *judge = calloc(1, sizeof *judge);
	if (!judge) bug("out of memory for an outline");
	judge->draft = draft;
	judge->sides = calloc(draft->piece_count + 1, sizeof *judge->sides);
	judge->explains = calloc(draft->list_count + 1, 1);
	if (!judge->sides || !judge->explains) bug("out of memory for an outline");
	for (size_t l = 0; l < OUTLINE_LEVELS + 2; l++) judge->leads[l] = OUTLINE_NONE;
	lexicon_fill(&judge->lexicon);
	for (size_t i = 0; i < draft->piece_count; i++) {
		OutlinePiece *piece = &draft->pieces[i];
		Found found;
		if (piece->kind == OUTLINE_HEAD) judge_head(judge, (int32_t)i);
		if (piece->kind != OUTLINE_SENTENCE && piece->kind != OUTLINE_LIST_ITEM) continue;
		bool spoken = judge_words(judge, piece, &found);
		if (!spoken && piece->kind == OUTLINE_LIST_ITEM) judge_item(judge, piece);
		if (piece->leads && piece->list == OUTLINE_NONE) judge_group_lead(judge, (int32_t)i);
		if (piece->leads && piece->list != OUTLINE_NONE) {
			judge->explains[piece->list] = found_has(&found, EXPLAIN);
			judge_named_lead(judge, piece->list, i);
		}
		piece_focus(draft, &judge->lexicon, piece);
	}
	free(judge->sides);
	free(judge->explains);
	free(judge);
}
