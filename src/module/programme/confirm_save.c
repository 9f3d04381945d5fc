/* Saves one step of the confirmation: all its decisions are one transaction, in the order of the text. */
#include "base/instant.h"
#include "model/field.h"
#include "module/programme/confirm.h"
#include "web/app.h"

#include <string.h>

typedef struct Decision {
	const Row *piece;
	const char *choice; /* take merge keep not key */
	Value title, unit, due;
	int64_t item; /* what stood here already: the "item above" of a merge; 0 none */
} Decision;

typedef struct SaveWork {
	int64_t programme, section;
	Decision decisions[SECTION_ROWS];
	int count, failed; /* failed: the decision that was refused, -1 none */
	const char *idem;
	int64_t last;
	int taken;
} SaveWork;

static const char *control(Web *web, const char *prefix, const Row *piece) {
	return arena_printf(web->arena, "%s_%lld", prefix, (long long)row_id(piece));
}

static Value control_value(Web *web, const Field *field, const char *name) {
	Field named = *field;
	Value value = value_null();
	named.name = name;
	const char *text = web_value(web, name);
	if (text) field_parse(&named, text, web->arena, &web->refusals, &value);
	return value;
}

static const char *choice_of(Web *web, const Row *piece, const char *then) {
	const char *chosen = web_value(web, control(web, "d", piece)), *now = confirm_choice(piece);
	bool head = !strcmp(row_text(piece, PIECE_KIND), PIECE_KIND_IS_HEAD),
		 proposed = strcmp(row_text(piece, PIECE_PROPOSAL), PIECE_PROPOSAL_IS_NONE) != 0;
	/* Both bulk buttons speak only for proposals that nobody has decided, in the form or before. */
	if ((!chosen || !*chosen) && !*now && proposed && (!strcmp(then, "take") || !strcmp(then, "keep")))
		return head ? "key" : then;
	return chosen && strcmp(chosen, now) != 0 ? chosen : "";
}

static bool known_choice(const char *choice, bool head) {
	static const char *const known[] = {"take", "merge", "keep", "not"};
	if (head) return !strcmp(choice, "key") || !strcmp(choice, "not");
	for (size_t i = 0; i < 4; i++)
		if (!strcmp(choice, known[i])) return true;
	return false;
}

static void decision_read(Web *web, const Confirm *confirm, const Row *piece, const char *then, Decision *ret) {
	bool head = !strcmp(row_text(piece, PIECE_KIND), PIECE_KIND_IS_HEAD);
	const Row *item = outcomes_under(&confirm->outcomes, row_id(piece), 0);
	*ret = (Decision){.piece = piece, .choice = choice_of(web, piece, then), .unit = value_null(), .due = value_null()};
	if (item && !item_is(item, ITEM_STATE_DROPPED)) ret->item = row_id(item);
	if (ret->item) ret->choice = "";
	const Field *unit = &model_records[RECORD_ITEM].fields[ITEM_UNIT];
	ret->due = control_value(web, &model_records[RECORD_ITEM].fields[ITEM_DUE_AT], control(web, "w", piece));
	int64_t unit_id = form_ref(web, unit, control(web, "u", piece));
	if (unit_id) ret->unit = value_int(unit_id);
	bool typed = unit_id || !value_is_null(ret->due), makes = !strcmp(ret->choice, "take") || !strcmp(ret->choice, "key");
	if (*ret->choice && !known_choice(ret->choice, head)) ret->choice = "";
	if (typed && !makes)
		refuse(&web->refusals, REFUSAL_INPUT, "no-choice", control(web, "d", piece),
			arena_printf(
				web->arena, "“%s”写了责任单位或时限，但没有选“立项”。请选立项，或清空这两格", piece_line(web, piece, 16)),
			arena_printf(web->arena, "“%s” has an owner or a limit but is not taken as an item", piece_line(web, piece, 16)));
	if (!makes) return;
	ret->title =
		control_value(web, &model_records[head ? RECORD_KEY_LINE : RECORD_ITEM].fields[head ? KEY_LINE_TITLE : ITEM_TITLE],
			control(web, "t", piece));
	if (value_is_null(ret->title))
		refuse(&web->refusals, REFUSAL_INPUT, "required", control(web, "t", piece),
			arena_printf(web->arena, "请填写“%s”的名称", piece_line(web, piece, 16)),
			arena_printf(web->arena, "Give a name to “%s”", piece_line(web, piece, 16)));
}

static int64_t judge(Txn *txn, const Row *piece, bool asks, int64_t version) {
	const char *looks = row_text(piece, PIECE_LOOKS);
	const char *said = asks ? PIECE_LOOKS_IS_ASKS : !strcmp(looks, PIECE_LOOKS_IS_ASKS) ? PIECE_LOOKS_IS_CONTEXT : looks;
	Given given = {PIECE_SAID, value_text(said)};
	Call call = {.command = &model_records[RECORD_PIECE].commands[PIECE_CMD_JUDGE],
		.id = row_id(piece),
		.version = version,
		.given = &given,
		.given_count = 1};
	return txn_call(txn, &call);
}

static int64_t key_line_make(Txn *txn, const SaveWork *work, const Decision *decision) {
	Given given[] = {{KEY_LINE_PROGRAMME, value_int(work->programme)}, {KEY_LINE_PIECE, value_int(row_id(decision->piece))},
		{KEY_LINE_TITLE, decision->title}, {KEY_LINE_SORT, decision->piece->values[PIECE_SEQ]}, {KEY_LINE_UNIT, decision->unit}};
	Call call = {.command = &model_records[RECORD_KEY_LINE].commands[KEY_LINE_CMD_CREATE], .given = given, .given_count = 5};
	return judge(txn, decision->piece, true, row_int(decision->piece, PIECE_VERSION)) ? txn_call(txn, &call) : 0;
}

static int64_t item_make(Txn *txn, const SaveWork *work, const Decision *decision) {
	Value section = value_int(work->section);
	int64_t key = conn_query_int(txn_conn(txn), sql_key_line_of_piece, &section, 1, 0, NULL);
	Given given[] = {{ITEM_PROGRAMME, value_int(work->programme)}, {ITEM_PIECE, value_int(row_id(decision->piece))},
		{ITEM_KEY_LINE, key ? value_int(key) : value_null()}, {ITEM_TITLE, decision->title}, {ITEM_UNIT, decision->unit},
		{ITEM_DUE_AT, decision->due}};
	Call call = {.command = &model_records[RECORD_ITEM].commands[ITEM_CMD_CREATE], .given = given, .given_count = 6};
	return judge(txn, decision->piece, true, row_int(decision->piece, PIECE_VERSION)) ? txn_call(txn, &call) : 0;
}

static int64_t item_join(Txn *txn, const SaveWork *work, const Decision *decision) {
	if (!work->last) {
		txn_refuse(txn, REFUSAL_INPUT, "nothing-above", "", "前面还没有目可以并入，请改选“立项”",
			"There is no item above to join; take it as an item");
		return 0;
	}
	Given given[] = {{ITEM_PIECE_ITEM, value_int(work->last)}, {ITEM_PIECE_PIECE, value_int(row_id(decision->piece))}};
	Call call = {.command = &model_records[RECORD_ITEM_PIECE].commands[ITEM_PIECE_CMD_CREATE], .given = given, .given_count = 2};
	return judge(txn, decision->piece, true, row_int(decision->piece, PIECE_VERSION)) ? txn_call(txn, &call) : 0;
}

static void save_work(Txn *txn, void *user) {
	SaveWork *work = user;
	for (int i = 0; i < work->count; i++) {
		const Decision *d = &work->decisions[i];
		if (d->item) work->last = d->item;
		if (!*d->choice) continue;
		work->failed = i;
		if (!strcmp(d->choice, "take")) work->last = item_make(txn, work, d);
		else if (!strcmp(d->choice, "key")) key_line_make(txn, work, d);
		else if (!strcmp(d->choice, "merge")) item_join(txn, work, d);
		else judge(txn, d->piece, !strcmp(d->choice, "keep"), row_int(d->piece, PIECE_VERSION));
		if (txn_failed(txn)) return;
		work->failed = -1;
		work->taken++;
	}
}

/* Refusals of the door name fields of the record; here they name the control and the sentence. */
static void name_refusals(Web *web, const Row *piece, int first) {
	for (int i = first; i < web->refusals.count; i++) {
		Refusal *r = &web->refusals.items[i];
		const char *prefix = !strcmp(r->field, "title")	   ? "t"
							 : !strcmp(r->field, "unit")   ? "u"
							 : !strcmp(r->field, "due_at") ? "w"
														   : "d";
		r->field = control(web, prefix, piece);
		r->zh = arena_printf(web->arena, "“%s”：%s", piece_line(web, piece, 16), r->zh);
		r->en = arena_printf(web->arena, "“%s”: %s", piece_line(web, piece, 16), r->en);
	}
}

static void saved_redirect(Web *web, const Confirm *confirm, const char *then, int taken) {
	long long id = row_id(confirm->programme);
	const char *said = arena_printf(web->arena, TR(web, "已保存 %d 条认定", "%d decisions saved"), taken);
	if (strcmp(then, "stay") != 0 && confirm->pieces.next) {
		const Row *last = &confirm->pieces.rows[confirm->pieces.count - 1];
		web_done(web,
			arena_printf(web->arena, "/programmes/%lld/confirm?at=%lld&from=%lld", id, (long long)confirm->section,
				(long long)row_int(last, PIECE_SEQ) + 1),
			said);
		return;
	}
	int64_t next = strcmp(then, "stay") != 0 ? confirm_next(web, id, confirm->section) : -1;
	if (next < 0) next = confirm->section;
	web_done(web, arena_printf(web->arena, "/programmes/%lld/confirm?at=%lld", id, (long long)next), said);
}

void programme_confirm_post(Web *web) {
	Row *programme = programme_load(web, web->ids[0]);
	if (!programme) return;
	if (!may_write(web)) {
		web_no_right(web, "确认纲目", "confirming the programme");
		return;
	}
	Confirm confirm;
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	if (!confirm_load(web, programme, &confirm)) return;
	const char *then = web_value(web, "then");
	if (!then) then = "next";
	SaveWork *work = arena_alloc(web->arena, sizeof *work);
	work->programme = row_id(programme), work->section = confirm.section, work->failed = -1;
	for (int i = 0; i < confirm.pieces.count && i < SECTION_ROWS; i++) {
		const Row *piece = &confirm.pieces.rows[i];
		int64_t version;
		const char *seen = web_value(web, control(web, "v", piece));
		/* The version the person saw, not the one just read: somebody else may have judged it meanwhile. */
		if (seen && text_to_int(seen, &version)) piece->values[PIECE_VERSION] = value_int(version);
		decision_read(web, &confirm, piece, then, &work->decisions[work->count++]);
	}
	Outcome outcome = {.kind = OUTCOME_REFUSED};
	int first = web->refusals.count;
	if (!first) outcome = web_run(web, save_work, work);
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_DONE) saved_redirect(web, &confirm, then, work->taken);
	else {
		if (!first && work->failed >= 0) name_refusals(web, work->decisions[work->failed].piece, first);
		confirm_page(web, programme);
	}
}
