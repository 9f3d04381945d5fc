/* Rows of a speech. Commands of single pieces take their memory from a scratch arena that is emptied after each, so that the largest
 * text fits the 64 MiB of a request and still is one transaction: all of it is there, or nothing. */
#include "base/buf.h"
#include "model_gen.h"
#include "module/programme/speech_import.h"

#include <stdlib.h>
#include <string.h>

static const char *const kind_codes[] = {[OUTLINE_BLANK] = PIECE_KIND_IS_BLANK,
	[OUTLINE_NOISE] = PIECE_KIND_IS_NOISE,
	[OUTLINE_TITLE] = PIECE_KIND_IS_TITLE,
	[OUTLINE_SALUTATION] = PIECE_KIND_IS_SALUTATION,
	[OUTLINE_HEAD] = PIECE_KIND_IS_HEAD,
	[OUTLINE_SENTENCE] = PIECE_KIND_IS_SENTENCE,
	[OUTLINE_LIST_ITEM] = PIECE_KIND_IS_LIST_ITEM};
static const char *const looks_codes[] = {[OUTLINE_CONTEXT] = PIECE_LOOKS_IS_CONTEXT,
	[OUTLINE_BACK] = PIECE_LOOKS_IS_BACK,
	[OUTLINE_ASKS] = PIECE_LOOKS_IS_ASKS,
	[OUTLINE_REFERENCE] = PIECE_LOOKS_IS_REFERENCE};

enum { PIECE_GIVEN_MAX = 26 };

/* What is known of a piece beyond the outline's own columns. Indexes of pieces; ids is filled as rows are made. */
typedef struct Plan {
	const Speech *speech;
	int64_t programme, *ids;
	const char **titles; /* proposed title, NULL where nothing is proposed */
	const OutlineSay **reasons; /* of a proposed key line */
	const OutlineWarning **warnings; /* the first of the piece */
} Plan;

static Plan *plan_new(Arena *arena, const Speech *speech) {
	size_t count = speech->outline->piece_count;
	Plan *plan = arena_alloc(arena, sizeof *plan);
	*plan = (Plan){.speech = speech,
		.ids = arena_array(arena, count, sizeof *plan->ids),
		.titles = arena_array(arena, count, sizeof *plan->titles),
		.reasons = arena_array(arena, count, sizeof *plan->reasons),
		.warnings = arena_array(arena, count, sizeof *plan->warnings)};
	const OutlineProposal *proposal = speech->proposal;
	for (size_t i = 0; i < proposal->key_count; i++) {
		plan->titles[proposal->keys[i].piece] = proposal->keys[i].title;
		plan->reasons[proposal->keys[i].piece] = &proposal->keys[i].reason;
	}
	for (size_t i = 0; i < proposal->item_count; i++) plan->titles[proposal->items[i].piece] = proposal->items[i].title;
	for (size_t i = 0; i < speech->outline->warning_count; i++) {
		const OutlineWarning *warning = &speech->outline->warnings[i];
		if (warning->piece >= 0 && !plan->warnings[warning->piece]) plan->warnings[warning->piece] = warning;
	}
	return plan;
}

/* The head of level 1 above the piece (or itself), and the proposed key line above it (or itself), else that part. */
static void homes_of(const Plan *plan, int32_t piece, int32_t *ret_part, int32_t *ret_section) {
	const OutlinePiece *pieces = plan->speech->outline->pieces;
	int32_t at = pieces[piece].kind == OUTLINE_HEAD ? piece : pieces[piece].parent;
	*ret_part = *ret_section = OUTLINE_NONE;
	for (; at != OUTLINE_NONE; at = pieces[at].parent) {
		*ret_part = at;
		if (*ret_section == OUTLINE_NONE && plan->reasons[at]) *ret_section = at;
	}
	if (*ret_section == OUTLINE_NONE) *ret_section = *ret_part;
}

static Value ref_value(const Plan *plan, int32_t piece) {
	return piece == OUTLINE_NONE ? value_null() : value_int(plan->ids[piece]);
}

static Value cut_value(Arena *arena, const char *text, size_t characters) {
	return text && *text ? value_text(text_cut(arena, text, characters)) : value_null();
}

static int judge_given(const Plan *plan, Arena *arena, int32_t index, Given *given) {
	const Outline *outline = plan->speech->outline;
	const OutlinePiece *p = &outline->pieces[index];
	int n = 0;
	given[n++] = (Given){PIECE_LOOKS, value_text(looks_codes[p->looks])};
	given[n++] = (Given){PIECE_STRENGTH, value_int(p->strength)};
	if (p->strength) {
		OutlineSay reason = plan->reasons[index] ? *plan->reasons[index] : outline_reason(arena, outline, (size_t)index);
		given[n++] = (Given){PIECE_REASON, cut_value(arena, reason.zh, 390)};
		given[n++] = (Given){PIECE_REASON_EN, cut_value(arena, reason.en, 790)};
	}
	if (p->focus_length && p->focus_length < p->length) {
		given[n++] = (Given){PIECE_FOCUS_AT, value_int((int64_t)p->focus_offset - p->offset)};
		given[n++] = (Given){PIECE_FOCUS_LENGTH, value_int(p->focus_length)};
	}
	const char *proposal = !plan->titles[index]	  ? PIECE_PROPOSAL_IS_NONE
						   : plan->reasons[index] ? PIECE_PROPOSAL_IS_KEY
												  : PIECE_PROPOSAL_IS_ITEM;
	given[n++] = (Given){PIECE_PROPOSAL, value_text(proposal)};
	if (plan->titles[index]) given[n++] = (Given){PIECE_PROPOSAL_TITLE, cut_value(arena, plan->titles[index], 60)};
	if (plan->warnings[index]) {
		given[n++] = (Given){PIECE_WARNING, cut_value(arena, plan->warnings[index]->say.zh, 590)};
		given[n++] = (Given){PIECE_WARNING_EN, cut_value(arena, plan->warnings[index]->say.en, 1190)};
	}
	return n;
}

static int piece_given(const Plan *plan, Arena *arena, int32_t index, Given *given) {
	const Outline *outline = plan->speech->outline;
	const OutlinePiece *p = &outline->pieces[index];
	int32_t part, section;
	int n = 0;
	homes_of(plan, index, &part, &section);
	/* Where a head is its own part or section, the derive of the record puts its id there: it is known only then. */
	given[n++] = (Given){PIECE_PROGRAMME, value_int(plan->programme)};
	given[n++] = (Given){PIECE_SEQ, value_int(index + 1)};
	given[n++] = (Given){PIECE_START_BYTE, value_int(p->offset)};
	given[n++] = (Given){PIECE_KIND, value_text(kind_codes[p->kind])};
	given[n++] = (Given){PIECE_TEXT, value_text(arena_strndup(arena, outline->text + p->offset, p->length))};
	if (p->kind == OUTLINE_HEAD || p->kind == OUTLINE_LIST_ITEM) {
		given[n++] = (Given){PIECE_LEVEL, value_int(p->level)};
		given[n++] = (Given){PIECE_STYLE, value_text(choice_piece_style.choices[p->style].code)};
		given[n++] = (Given){PIECE_NUMBER, value_int(p->number)};
	}
	given[n++] = (Given){PIECE_PARENT, ref_value(plan, p->parent)};
	if (part != index) given[n++] = (Given){PIECE_PART, ref_value(plan, part)};
	if (section != index) given[n++] = (Given){PIECE_SECTION, ref_value(plan, section)};
	if (p->leads) given[n++] = (Given){PIECE_LEADS, value_int(1)};
	OutlineSay place = p->kind > OUTLINE_SALUTATION ? outline_place(arena, outline, (size_t)index) : (OutlineSay){"", "", ""};
	given[n++] = (Given){PIECE_PLACE, cut_value(arena, place.zh, 80)};
	given[n++] = (Given){PIECE_PLACE_EN, cut_value(arena, place.en, 120)};
	return n + judge_given(plan, arena, index, given + n);
}

static bool pieces_store(Txn *txn, Plan *plan) {
	ARENA(scratch, 8u << 20);
	const CommandDef *create = &model_records[RECORD_PIECE].commands[PIECE_CMD_CREATE];
	for (size_t i = 0; i < plan->speech->outline->piece_count; i++) {
		Given given[PIECE_GIVEN_MAX];
		Call call = {.command = create, .given = given, .trusted = true};
		call.given_count = piece_given(plan, scratch, (int32_t)i, given);
		plan->ids[i] = txn_call_in(txn, scratch, &call);
		arena_reset(scratch);
		if (!plan->ids[i]) return false;
	}
	return true;
}

/* Words of the reader that belong to no piece, and what was replaced. */
static void warnings_join(const Speech *speech, Buf *zh, Buf *en) {
	const Outline *outline = speech->outline;
	for (size_t i = 0; i < outline->warning_count; i++)
		if (outline->warnings[i].piece < 0)
			buf_printf(zh, "%s\n", outline->warnings[i].say.zh), buf_printf(en, "%s\n", outline->warnings[i].say.en);
	if (speech->replaced)
		buf_printf(zh, "原文有 %zu 个不可见的控制字符，已换成空格。\n", speech->replaced),
			buf_printf(en, "%zu control characters of the text became blanks.\n", speech->replaced);
	if (speech->proposal->left_out)
		buf_printf(zh, "建议太多，有 %zu 条没有列出，请按部分分开导入。\n", speech->proposal->left_out),
			buf_printf(en, "%zu proposals were left out; import the parts one by one.\n", speech->proposal->left_out);
}

int64_t speech_store(Txn *txn, const Speech *speech, const SpeechGiven *given) {
	ARENA(arena, SPEECH_ARENA);
	BUF(zh, 8000);
	BUF(en, 8000);
	const OutlineProposal *proposal = speech->proposal;
	warnings_join(speech, &zh, &en);
	const char *title = given->title && *given->title ? given->title : speech_title(arena, speech);
	const char *theme = given->theme ? given->theme : proposal->theme;
	int64_t year = given->year ? given->year : proposal->year;
	/* The first command is the person's own: their right to begin a programme is checked here. Its facts that no form gives follow by
	 * the engine's. */
	Given own[] = {{PROGRAMME_TITLE, value_text(title)}, {PROGRAMME_YEAR, year ? value_int(year) : value_null()},
		{PROGRAMME_THEME, cut_value(arena, theme, 60)}};
	Call begin = {.command = &model_records[RECORD_PROGRAMME].commands[PROGRAMME_CMD_CREATE],
		.given = own,
		.given_count = 3,
		.idem = given->idem};
	int64_t id = txn_call(txn, &begin);
	if (!id) return 0;
	Given facts[] = {{PROGRAMME_SOURCE, cut_value(arena, given->source, 120)}, {PROGRAMME_DIGEST, value_text(speech->digest)},
		{PROGRAMME_YEAR_REASON, given->year ? value_null() : cut_value(arena, proposal->year_reason.zh, 300)},
		{PROGRAMME_THEME_REASON, given->theme ? value_null() : cut_value(arena, proposal->theme_reason.zh, 300)},
		{PROGRAMME_PIECE_COUNT, value_int((int64_t)speech->outline->piece_count)},
		{PROGRAMME_HEAD_COUNT, value_int((int64_t)speech->outline->head_count)},
		{PROGRAMME_WARNINGS, cut_value(arena, buf_text(&zh), 3990)},
		{PROGRAMME_WARNINGS_EN, cut_value(arena, buf_text(&en), 3990)}};
	Call take = {.command = &model_records[RECORD_PROGRAMME].commands[PROGRAMME_CMD_TAKE_IN],
		.id = id,
		.given = facts,
		.given_count = 8,
		.trusted = true};
	if (!txn_call_in(txn, arena, &take)) return 0;
	Plan *plan = plan_new(arena, speech);
	plan->programme = id;
	return pieces_store(txn, plan) ? id : 0;
}
