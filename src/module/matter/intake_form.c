#include "module/matter/intake_form.h"

#include "model/field.h"
#include "model_gen.h"

#include <string.h>

static const char *trimmed(Web *web, const char *name) {
	const char *value = web_value(web, name);
	return value ? text_trim(web->arena, value) : "";
}

static bool ticked(Web *web, const char *name) {
	const char *value = web_value(web, name);
	return value && !strcmp(value, "1");
}

static int64_t ref_read(Web *web, const Field *field, const char *name) {
	if (!web_value(web, name) && !web_value(web, arena_printf(web->arena, "%s_label", name))) return 0;
	return form_ref(web, field, name);
}

/* What a tile says where the person said nothing: kind, subject, urgency. */
static void take_tile(Web *web, Intake *intake) {
	const Record *record = &model_records[RECORD_PROBLEM];
	Row *tile = intake->problem ? query_row(web_conn(web), web->arena, web->actor, record, intake->problem, false, NULL) : NULL;
	if (!tile) return;
	if (!intake->kind) intake->kind = row_int(tile, PROBLEM_KIND);
	if (!*intake->title) intake->title = row_text(tile, PROBLEM_NAME);
	intake->urgent |= row_int(tile, PROBLEM_URGENT) == 1;
}

/* question-ID fields of the form. */
static void answers_read(Web *web, Intake *intake) {
	for (size_t i = 0; i < web->part_count && intake->answer_count < QUESTIONS_MAX; i++) {
		const HttpPart *part = &web->parts[i];
		int64_t id;
		if (!part->value || strncmp(part->name, "question-", 9) || !text_to_int(part->name + 9, &id)) continue;
		if (!text_is_blank(part->value)) intake->answers[intake->answer_count++] = (AnswerGiven){id, part->value};
	}
}

/* Answers to other kinds' questions are not for this matter: without script all kinds' questions stand in the form. */
static void answers_of_kind(Web *web, Intake *intake) {
	Query query;
	Rows rows;
	int kept = 0;
	if (!intake->answer_count) return;
	query_init(&query, &model_records[RECORD_QUESTION]);
	query_add(&query, web->arena, QUESTION_KIND, FILTER_IN, value_int(intake->kind));
	query.limit = QUESTIONS_MAX;
	if (query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows)) rows.count = 0;
	for (int i = 0; i < intake->answer_count; i++)
		for (int q = 0; q < rows.count; q++)
			if (row_id(&rows.rows[q]) == intake->answers[i].question) intake->answers[kept++] = intake->answers[i];
	intake->answer_count = kept;
}

/* An old client by id or by the whole number, else a new one by number, name and unit. */
static void client_read(Web *web, Intake *intake) {
	const Field *phone = &model_records[RECORD_CLIENT].fields[CLIENT_PHONE],
				*unit = &model_records[RECORD_CLIENT].fields[CLIENT_UNIT];
	Caller callers[CALLERS_MAX];
	int count = 0;
	const char *id = web_value(web, "client");
	Value value = value_null();
	if (id && text_to_int(id, &intake->client) && intake->client > 0) return;
	intake->client = 0;
	intake->name = trimmed(web, "client_name");
	const char *number = trimmed(web, "client_phone");
	if (*number) field_parse(phone, number, web->arena, &web->refusals, &value);
	for (int i = 0; i < web->refusals.count; i++)
		if (!strcmp(web->refusals.items[i].field, "phone")) web->refusals.items[i].field = "client_phone";
	intake->phone = value_str(value);
	intake->client_unit = ref_read(web, unit, "client_unit");
	if (strlen(intake->phone) > 4 && !caller_find(web_conn(web), web->arena, web->actor, intake->phone, callers, &count) &&
		count == 1)
		intake->client = row_id(callers[0].client);
	else if (*intake->phone && !*intake->name)
		refuse(&web->refusals, REFUSAL_INPUT, "required", "client_name", "请填写来电人称呼，便于回音",
			"Give the caller's name, so that they can be answered");
}

void intake_read(Web *web, bool desk, Intake *ret) {
	const Record *record = &model_records[RECORD_MATTER];
	*ret = (Intake){.title = trimmed(web, "title"),
		.detail = trimmed(web, "detail"),
		.phone = "",
		.name = "",
		.once = web_value(web, "once")};
	const char *kind = web_value(web, "kind"), *into = web_value(web, "into");
	if (kind) text_to_int(kind, &ret->kind);
	if (into) text_to_int(into, &ret->into);
	ret->problem = ref_read(web, &record->fields[MATTER_PROBLEM], "problem");
	ret->place = ref_read(web, &record->fields[MATTER_PLACE], "place");
	ret->asset = ref_read(web, &record->fields[MATTER_ASSET], "asset");
	ret->urgent = ticked(web, "urgent");
	ret->anonymous = ticked(web, "anonymous");
	ret->accept = desk && ticked(web, "accept");
	take_tile(web, ret);
	answers_read(web, ret);
	answers_of_kind(web, ret);
	if (desk && !ret->anonymous) client_read(web, ret);
	ret->upload_count = uploads_take(web, "photos", ret->uploads, INTAKE_FILES);
}

int intake_similar(Web *web, const Intake *intake, Similar ret[INTAKE_SIMILAR]) {
	SimilarAsk ask = {intake->place, intake->asset, intake->problem, *intake->title ? intake->title : NULL, 0};
	int count = 0;
	if (matters_similar(web_conn(web), web->arena, web->actor, &ask, INTAKE_SIMILAR, ret, &count)) return 0;
	return count;
}

/* ── writing ── */

typedef struct IntakeWork {
	Intake *intake;
	bool refused; /* the page found mistakes: the door says its own, nothing is kept */
	bool desk;
	int64_t matter;
} IntakeWork;

static int64_t client_make(Txn *txn, const Intake *intake) {
	if (intake->client || !*intake->phone) return intake->client;
	Given given[] = {{CLIENT_NAME, value_text(*intake->name ? intake->name : NULL)}, {CLIENT_PHONE, value_text(intake->phone)},
		{CLIENT_UNIT, intake->client_unit ? value_int(intake->client_unit) : value_null()}};
	Call call = {.command = &model_records[RECORD_CLIENT].commands[CLIENT_CMD_CREATE], .given = given, .given_count = 3};
	return txn_call(txn, &call);
}

static Value ref_value(int64_t id) {
	return id ? value_int(id) : value_null();
}

static int64_t matter_make(Txn *txn, const Intake *intake, int64_t client) {
	Given given[] = {{MATTER_TITLE, *intake->title ? value_text(intake->title) : value_null()},
		{MATTER_KIND, ref_value(intake->kind)}, {MATTER_PROBLEM, ref_value(intake->problem)},
		{MATTER_PLACE, ref_value(intake->place)}, {MATTER_ASSET, ref_value(intake->asset)},
		{MATTER_DETAIL, *intake->detail ? value_text(intake->detail) : value_null()}, {MATTER_URGENT, value_int(intake->urgent)},
		{MATTER_CLIENT, ref_value(client)}, {MATTER_ANONYMOUS, value_int(intake->anonymous)}};
	Call call = {.command = &model_records[RECORD_MATTER].commands[MATTER_CMD_CREATE],
		.given = given,
		.given_count = sizeof given / sizeof *given,
		.idem = intake->once,
		.photo_count = intake->upload_count};
	return txn_call(txn, &call);
}

/* 我也遇到: for those who cannot join two matters. */
static void say_again(Txn *txn, IntakeWork *work) {
	Intake *intake = work->intake;
	const char *note = *intake->detail ? intake->detail : *intake->title ? intake->title : NULL;
	Call call = {.command = &model_records[RECORD_MATTER].commands[MATTER_CMD_ME_TOO],
		.id = intake->into,
		.note = note,
		.idem = intake->once};
	int64_t ids[INTAKE_FILES];
	if (txn_call(txn, &call) && intake->upload_count)
		uploads_attach(txn, intake->uploads, intake->upload_count, intake->into, 0, "report", false, ids);
	work->matter = intake->into;
}

static void intake_work(Txn *txn, void *user) {
	IntakeWork *work = user;
	Intake *intake = work->intake;
	const CommandDef *commands = model_records[RECORD_MATTER].commands;
	int64_t ids[INTAKE_FILES];
	if (intake->into && !work->desk) {
		say_again(txn, work);
		return;
	}
	int64_t client = client_make(txn, intake), matter = matter_make(txn, intake, client);
	work->matter = matter;
	if (!matter || txn_repeated(txn)) return;
	matter_give_answers(txn, matter, intake->kind, intake->answers, intake->answer_count);
	if (intake->upload_count) uploads_attach(txn, intake->uploads, intake->upload_count, matter, 0, "report", false, ids);
	if (work->refused && !txn_failed(txn)) txn_refuse(txn, REFUSAL_INPUT, "page", "", "", "");
	/* The same thing again: joined, so that this asker is answered, too. */
	Given into[] = {{MATTER_MERGED_INTO, ref_value(intake->into)}};
	Call merge = {.command = &commands[MATTER_CMD_MERGE], .id = matter, .given = into, .given_count = 1},
		 accept = {.command = &commands[MATTER_CMD_ACCEPT], .id = matter};
	if (intake->into) txn_call(txn, &merge), work->matter = intake->into;
	else if (intake->accept) txn_call(txn, &accept);
}

Outcome intake_run(Web *web, Intake *intake) {
	IntakeWork work = {intake, web->refusals.count > 0, (web->actor->roles & ROLE_BIT(ROLE_DESK)) != 0, 0};
	Outcome outcome = web_run(web, intake_work, &work);
	int kept = 0;
	for (int i = 0; i < web->refusals.count; i++)
		if (strcmp(web->refusals.items[i].code, "page")) web->refusals.items[kept++] = web->refusals.items[i];
	web->refusals.count = kept;
	if (outcome.kind == OUTCOME_DONE && !outcome.repeated) outcome.id = work.matter;
	return outcome;
}
