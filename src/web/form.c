#include "base/instant.h"
#include "model/field.h"
#include "model_gen.h"
#include "web/app.h"

#include <stdio.h>
#include <string.h>

enum { SMALL_TABLE = 60, OPTIONS_MAX = 24 };

bool web_form(Web *web) {
	if (web->parts) return true;
	const char *wrong = http_form(web->request, &web->parts, &web->part_count);
	if (!wrong) {
		if (!web->parts) web->parts = arena_alloc(web->arena, sizeof(HttpPart));
		return true;
	}
	refuse(&web->refusals, REFUSAL_INPUT, "form", "", "提交的表单不完整或格式不对，请返回重试",
		"The form is incomplete or malformed; go back and try again");
	return false;
}

const char *web_param(Web *web, const char *name) {
	const char *value = http_query(web->request, name);
	return value ? value : "";
}

const char *web_value(Web *web, const char *name) {
	for (size_t i = 0; i < web->part_count; i++)
		if (web->parts[i].value && !strcmp(web->parts[i].name, name)) return web->parts[i].value;
	return http_query(web->request, name);
}

char *web_link(Web *web, const char *name, const char *value) {
	BUF(link, 8192);
	buf_puts(&link, "?");
	for (size_t i = 0; i < web->request->query_count; i++) {
		const HttpPair *pair = &web->request->query[i];
		if (!*pair->value || !strcmp(pair->name, name) || !strcmp(pair->name, "after")) continue;
		buf_printf(&link, "%s%s=%s", link.length > 1 ? "&" : "", http_encode(web->arena, pair->name),
			http_encode(web->arena, pair->value));
	}
	if (value)
		buf_printf(&link, "%s%s=%s", link.length > 1 ? "&" : "", http_encode(web->arena, name), http_encode(web->arena, value));
	return arena_strdup(web->arena, buf_text(&link));
}

static const Refusal *refusal_of(const Web *web, const char *field) {
	for (int i = 0; i < web->refusals.count; i++)
		if (!strcmp(web->refusals.items[i].field, field)) return &web->refusals.items[i];
	return NULL;
}

static void put_label(Web *web, const char *name, const char *label, bool required) {
	const Refusal *wrong = refusal_of(web, name);
	H(web->out, "<div class=\"field%s\"><label for=\"f-%s\">%s", wrong ? " bad" : "", name, label);
	if (required) H(web->out, "<span class=\"need\">%s</span>", TR(web, "必填", "required"));
	H(web->out, "</label>");
}

static void put_marks_as(Web *web, const char *name, const char *suffix, bool required, bool has_help) {
	const Refusal *wrong = refusal_of(web, name);
	H(web->out, " id=\"f-%s\" name=\"%s%s\"", name, name, suffix);
	if (required) H(web->out, " required");
	if (wrong) H(web->out, " aria-invalid=\"true\"");
	if (wrong || has_help)
		H(web->out, " aria-describedby=\"%s%s%s%s%s\"", wrong ? "e-" : "", wrong ? name : "", wrong && has_help ? " " : "",
			has_help ? "h-" : "", has_help ? name : "");
}

static void put_marks(Web *web, const char *name, bool required, bool has_help) {
	put_marks_as(web, name, "", required, has_help);
}

static void put_field_end(Web *web, const char *name, const char *help) {
	const Refusal *wrong = refusal_of(web, name);
	if (wrong) H(web->out, "<p class=\"error\" id=\"e-%s\">%s</p>", name, TR(web, wrong->zh, wrong->en));
	if (help) H(web->out, "<p class=\"help\" id=\"h-%s\">%s</p>", name, help);
	H(web->out, "</div>\n");
}

void put_text_control(
	Web *web, const char *name, const char *label, const char *value, bool required, int most, const char *help) {
	const char *typed = web_value(web, name);
	put_label(web, name, label, required);
	H(web->out, "<input type=\"text\" maxlength=\"%d\" value=\"%s\"", most, typed ? typed : value);
	put_marks(web, name, required, help != NULL);
	H(web->out, ">");
	put_field_end(web, name, help);
}

static void put_choice(Web *web, const Field *field, const char *name, const char *value, bool required, bool has_help) {
	Buf *out = web->out;
	H(out, "<select");
	put_marks(web, name, required, has_help);
	H(out, "><option value=\"\">%s</option>", required ? TR(web, "请选择", "Please choose") : TR(web, "（不选）", "(none)"));
	for (int i = 0; i < field->choices->count; i++) {
		const Choice *choice = &field->choices->choices[i];
		const char *words = label_in(choice->label, web->language);
		if (strcmp(choice->code, value)) H(out, "<option value=\"%s\">%s</option>", choice->code, words);
		else H(out, "<option value=\"%s\" selected>%s</option>", choice->code, words);
	}
	H(out, "</select>");
}

/* What was read for one record's selects, once in a page. */
struct WebOptions {
	WebOptions *next;
	const Record *record;
	Picks options;
};

static const Picks *options_kept(const Web *web, const Record *record) {
	for (const WebOptions *o = web->options; o; o = o->next)
		if (o->record == record) return &o->options;
	return NULL;
}

void web_options_load(Web *web, const Field *const fields[], int count) {
	const Record *records[OPTIONS_MAX];
	Picks options[OPTIONS_MAX];
	int wanted = 0;
	for (int i = 0; i < count && wanted < OPTIONS_MAX; i++) {
		if (fields[i]->type != FIELD_REF) continue;
		const Record *record = &model_records[fields[i]->ref_record];
		bool known = options_kept(web, record);
		for (int k = 0; k < wanted; k++) known |= records[k] == record;
		if (!known) records[wanted++] = record;
	}
	if (!wanted) return;
	if (query_options(web_conn(web), web->arena, web->actor, records, wanted, SMALL_TABLE, options)) return;
	for (int i = 0; i < wanted; i++) {
		WebOptions *kept = arena_alloc(web->arena, sizeof *kept);
		*kept = (WebOptions){web->options, records[i], options[i]};
		web->options = kept;
	}
}

static void put_small_ref(Web *web, const char *name, const Picks *options, const char *value, bool required, bool has_help) {
	Buf *out = web->out;
	H(out, "<select");
	put_marks(web, name, required, has_help);
	H(out, "><option value=\"\">%s</option>", required ? TR(web, "请选择", "Please choose") : TR(web, "（不选）", "(none)"));
	for (int i = 0; i < options->count; i++) {
		char id[24];
		snprintf(id, sizeof id, "%lld", (long long)options->ids[i]);
		if (strcmp(id, value)) H(out, "<option value=\"%s\">%s</option>", id, options->titles[i]);
		else H(out, "<option value=\"%s\" selected>%s</option>", id, options->titles[i]);
	}
	H(out, "</select>");
}

/* Few rows: a select. Many: a text box that finds by words, code or initials, with script as one types, without it on sending. */
static void put_ref(
	Web *web, const Field *field, const char *name, const Row *row, int index, const char *value, bool required, bool has_help) {
	const Record *target = &model_records[field->ref_record];
	web_options_load(web, &field, 1);
	const Picks *options = options_kept(web, target);
	if (options && options->few) {
		put_small_ref(web, name, options, value, required, has_help);
		return;
	}
	const char *label_name = arena_printf(web->arena, "%s_label", name), *typed = web_value(web, label_name),
			   *label = typed ? typed : "";
	if (!typed && row && index >= 0 && row->labels && row->labels[index]) label = row->labels[index];
	else if (!typed && *value) {
		int64_t id;
		Row *named = text_to_int(value, &id) ? query_row(web_conn(web), web->arena, web->actor, target, id, false, NULL) : NULL;
		if (named) label = web_show(web, named, target->title_field);
	}
	H(web->out,
		"<input type=\"hidden\" name=\"%s\" value=\"%s\"><input type=\"text\" autocomplete=\"off\" data-lookup=\"/lookup/%s\" "
		"data-lookup-name=\"%s\" value=\"%s\" placeholder=\"%s\"",
		name, value, target->name, name, label, TR(web, "名称、编号或拼音首字母", "Name, code or initials"));
	const Refusal *wrong = refusal_of(web, name);
	H(web->out, " id=\"f-%s\" name=\"%s\"", name, label_name);
	if (required) H(web->out, " aria-required=\"true\"");
	if (wrong) H(web->out, " aria-invalid=\"true\" aria-describedby=\"e-%s\"", name);
	H(web->out, ">");
}

/* How a clock runs is chosen and counted, never written as a code: NAME_way and NAME_amount; form_given makes the text of them. */
static const struct {
	const char *code;
	Label label;
} POLICY_WAYS[] = {
	{"none", {"不计时", "no clock"}},
	{"work_minutes", {"工作分钟", "working minutes"}},
	{"same_day", {"当日（事不过夜）", "same day"}},
	{"work_days", {"个工作日", "working days"}},
	{"natural_minutes", {"分钟（自然时间）", "minutes by the wall clock"}},
	{"natural_days", {"日（遇休息日顺延）", "calendar days"}},
};

static void put_policy(Web *web, const Field *field, const char *name, const char *value, bool required, bool has_help) {
	Buf *out = web->out;
	const char *typed_way = web_value(web, arena_printf(web->arena, "%s_way", name)),
			   *typed_amount = web_value(web, arena_printf(web->arena, "%s_amount", name)), *colon = strchr(value, ':');
	const char *way = typed_way ? typed_way : colon ? arena_strndup(web->arena, value, (size_t)(colon - value)) : value;
	H(out, "<span class=\"policy\"><input type=\"text\" inputmode=\"numeric\" maxlength=\"7\" name=\"%s_amount\" value=\"%s\" ",
		name,
		typed_amount ? typed_amount
		: colon		 ? colon + 1
					 : "");
	H(out, "aria-label=\"%s%s\"><select", label_in(field->label, web->language), TR(web, "：数字", ": number"));
	put_marks_as(web, name, "_way", required, has_help);
	H(out, "><option value=\"\">%s</option>", TR(web, "请选择", "Please choose"));
	for (size_t i = 0; i < sizeof POLICY_WAYS / sizeof *POLICY_WAYS; i++) {
		H(out, "<option value=\"%s\"%c", POLICY_WAYS[i].code, ' ');
		if (!strcmp(POLICY_WAYS[i].code, way)) H(out, "selected");
		H(out, ">%s</option>", label_in(POLICY_WAYS[i].label, web->language));
	}
	H(out, "</select></span>");
}

/* What a policy control says as the text of the row; what came as one text stays. NULL where nothing came. */
static const char *policy_given(Web *web, const Field *field) {
	const char *way = web_value(web, arena_printf(web->arena, "%s_way", field->name)),
			   *amount = web_value(web, arena_printf(web->arena, "%s_amount", field->name));
	int64_t number = 0;
	if (!way || web_value(web, field->name)) return web_value(web, field->name);
	amount = amount ? text_trim(web->arena, amount) : "";
	if (!*way || !strcmp(way, "none")) return way;
	bool open = !*amount && !strcmp(way, "same_day");
	if (!open && (!text_to_int(amount, &number) || number < 0)) {
		refuse(&web->refusals, REFUSAL_INPUT, "policy-amount", field->name,
			arena_printf(web->arena, "“%s”请填数字", field->label.zh),
			arena_printf(web->arena, "%s wants a number", field->label.en));
		return NULL;
	}
	return open ? way : arena_printf(web->arena, "%s:%lld", way, (long long)number);
}

static const char *control_type(FieldType type) {
	return type == FIELD_DATE ? "date" : type == FIELD_TIME ? "datetime-local" : type == FIELD_PHONE ? "tel" : "text";
}

void put_field(Web *web, const Field *field, const char *name, const Row *row, int index, bool required, const char *otherwise) {
	Buf *out = web->out;
	const char *typed = web_value(web, name), *help = field->help.zh ? label_in(field->help, web->language) : NULL;
	const char *value = typed ? typed
						: row && index >= 0 && !value_is_null(row->values[index])
							? field_input(field, row->values[index], web->arena)
						: otherwise ? otherwise
									: "";
	if (field->type == FIELD_BOOL) {
		/* A hidden empty value before the box, so that unticking is said too. */
		bool on = !strcmp(value, "1") || !strcmp(value, "on");
		H(out, "<div class=\"field\"><label class=\"pick\"><input type=\"checkbox\" value=\"1\" id=\"f-%s\" name=\"%s\"", name,
			name);
		if (on) H(out, " checked");
		H(out, ">%s</label><input type=\"hidden\" name=\"%s\" value=\"0\">", label_in(field->label, web->language), name);
		put_field_end(web, name, help);
		return;
	}
	put_label(web, name, label_in(field->label, web->language), required);
	if (field->type == FIELD_CHOICE) put_choice(web, field, name, value, required, help != NULL);
	else if (field->type == FIELD_REF) put_ref(web, field, name, row, index, value, required, help != NULL);
	else if (field->type == FIELD_POLICY) put_policy(web, field, name, value, required, help != NULL);
	else if (field->type == FIELD_LONG) {
		H(out, "<textarea rows=\"4\" maxlength=\"%d\"", field->size);
		put_marks(web, name, required, help != NULL);
		H(out, ">%s</textarea>", value);
	} else {
		H(out, "<input type=\"%s\" value=\"%s\"", control_type(field->type), value);
		if (field->size && field->type != FIELD_DECIMAL) H(out, " maxlength=\"%d\"", field->size);
		if (field->type == FIELD_INT || field->type == FIELD_MINUTES) H(out, " inputmode=\"numeric\"");
		if (field->type == FIELD_DECIMAL || field->type == FIELD_MONEY) H(out, " inputmode=\"decimal\"");
		put_marks(web, name, required, help != NULL);
		H(out, ">");
	}
	put_field_end(web, name, help);
}

void put_note(Web *web, bool required, const char *label, const char *help) {
	const char *typed = web_value(web, "note");
	put_label(web, "note", label ? label : TR(web, "说明", "Note"), required);
	H(web->out, "<textarea rows=\"3\" maxlength=\"2000\"");
	put_marks(web, "note", required, help != NULL);
	H(web->out, ">%s</textarea>", typed ? typed : "");
	put_field_end(web, "note", help);
}

void put_photos(Web *web, const char *name, bool required) {
	Buf *out = web->out;
	const Refusal *wrong = refusal_of(web, name);
	H(out, "<div class=\"field%s\"><label class=\"label\" for=\"f-%s\">%s", wrong ? " bad" : "", name, TR(web, "照片", "Photos"));
	if (required) H(out, "<span class=\"need\">%s</span>", TR(web, "必填", "required"));
	H(out, "</label><div class=\"shoot\" data-photo=\"%s\">", name);
	put_icon(web, "camera");
	H(out,
		"<div class=\"grow\"><small>%s</small><input type=\"file\" id=\"f-%s\" name=\"%s\" multiple "
		"accept=\"image/jpeg,image/png\"></div></div>",
		TR(web, "JPEG 或 PNG，自动缩小并去掉位置；每个不超过 20 MB，最多 9 个",
			"JPEG or PNG; made smaller, place data removed; 20 MB each, 9 at most"),
		name, name);
	H(out, "<ul class=\"files\" data-photo-list=\"%s\">", name);
	put_uploads_kept(web, name);
	H(out, "</ul>");
	put_field_end(web, name, NULL);
}

void put_asks(Web *web, const CommandDef *command, const Row *row) {
	const Record *record = &model_records[command->record];
	const Field **fields = arena_array(web->arena, (size_t)command->ask_count + 1, sizeof *fields);
	int count = 0;
	for (int i = 0; i < command->ask_count; i++)
		if (command->asks[i].field >= 0) fields[count++] = &record->fields[command->asks[i].field];
	web_options_load(web, fields, count);
	for (int i = 0; i < command->ask_count; i++) {
		const Ask *ask = &command->asks[i];
		if (ask->field == ASK_NOTE) put_note(web, ask->required, NULL, NULL);
		else if (ask->field == ASK_PHOTOS) put_photos(web, "photos", ask->required);
		else {
			bool must = ask->required || record->fields[ask->field].flags & FLAG_REQUIRED;
			put_field(web, &record->fields[ask->field], record->fields[ask->field].name, row, ask->field, must, NULL);
		}
	}
}

/* Title, code, number or log-in that equals what was typed, else the only hit of a search. */
static int64_t ref_by_words(Web *web, const Record *target, const char *words, int *ret_hits) {
	Query query;
	Rows rows;
	for (int i = FIELD_ENGINE_COUNT; i < target->field_count; i++) {
		const Field *f = &target->fields[i];
		if (f->type == FIELD_REF || f->flags & (FLAG_HIDDEN | FLAG_PERSONAL) ||
			!(i == target->title_field || f->flags & FLAG_UNIQUE || i == target->number_field))
			continue;
		query_init(&query, target);
		query.limit = 2;
		query_add(&query, web->arena, i, FILTER_IN, value_text(words));
		if (f->type != FIELD_INT && !query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows) && rows.count == 1)
			return row_id(&rows.rows[0]);
	}
	query_init(&query, target);
	query.limit = 5;
	query.search = words;
	query.sort_field = FIELD_ID_AT;
	if (!target->has_search || query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows)) return 0;
	*ret_hits = rows.count;
	return rows.count == 1 ? row_id(&rows.rows[0]) : 0;
}

int64_t form_ref(Web *web, const Field *field, const char *name) {
	const Record *target = &model_records[field->ref_record];
	const char *id_text = web_value(web, name), *words = web_value(web, arena_printf(web->arena, "%s_label", name));
	int64_t id = 0;
	int hits = 0;
	if (words) words = text_trim(web->arena, words);
	if (id_text && text_to_int(id_text, &id) && id > 0 && (!words || *words)) {
		Row *row = query_row(web_conn(web), web->arena, web->actor, target, id, false, NULL);
		/* Words typed over a chosen row win. */
		if (row && (!words || !strcmp(words, web_show(web, row, target->title_field)))) return id;
		if (!words) words = id_text;
	}
	if (!words || !*words) return 0;
	id = ref_by_words(web, target, words, &hits);
	if (!id) {
		const char *label = field->label.zh;
		if (hits > 1)
			refuse(&web->refusals, REFUSAL_INPUT, "ambiguous", name,
				arena_printf(web->arena, "“%s”对应不止一个%s，请写全称或编号", words, label),
				arena_printf(web->arena, "%s: more than one fits “%s”; write its full name or code", field->label.en, words));
		else
			refuse(&web->refusals, REFUSAL_INPUT, "ref", name,
				arena_printf(web->arena, "没有找到%s“%s”，请从列表中选择或写编号", label, words),
				arena_printf(web->arena, "%s: nothing found for “%s”", field->label.en, words));
	}
	return id;
}

int form_given(Web *web, const CommandDef *command, Given *given, int most) {
	const Record *record = &model_records[command->record];
	int count = 0;
	for (int i = 0; i < command->ask_count && count < most; i++) {
		int index = command->asks[i].field;
		if (index < 0) continue;
		const Field *field = &record->fields[index];
		Value value = value_null();
		if (field->type == FIELD_REF) {
			if (!web_value(web, field->name) && !web_value(web, arena_printf(web->arena, "%s_label", field->name))) continue;
			int64_t id = form_ref(web, field, field->name);
			if (id) value = value_int(id);
		} else {
			const char *text = field->type == FIELD_POLICY ? policy_given(web, field) : web_value(web, field->name);
			if (!text) continue;
			field_parse(field, text, web->arena, &web->refusals, &value);
		}
		given[count++] = (Given){index, value};
	}
	return count;
}

typedef struct FormWork {
	Call call;
	const Upload *uploads;
	int upload_count;
	int64_t matter;
} FormWork;

static void form_work(Txn *txn, void *user) {
	FormWork *work = user;
	int64_t ids[16];
	const char *stage = !strcmp(work->call.command->name, "complete") ? "after"
						: !strcmp(work->call.command->name, "attend") ? "before"
																	  : "other";
	bool creates = work->call.command->flags & COMMAND_CREATE;
	/* What comes with an internal remark on a matter is internal as well. */
	bool internal = work->call.command->record == RECORD_MATTER && !(work->call.command->flags & COMMAND_PUBLIC);
	if (!creates && work->upload_count) {
		work->call.photo_count = uploads_attach(txn, work->uploads, work->upload_count, work->matter, 0, stage, internal, ids);
		work->call.photos = ids;
	} else work->call.photo_count = work->upload_count;
	int64_t row = txn_call(txn, &work->call);
	if (creates && row && work->upload_count)
		uploads_attach(txn, work->uploads, work->upload_count, row, 0, "report", false, ids);
}

/* Which matter the photos of a command on this row belong to. */
static int64_t matter_of(Web *web, const Record *record, int64_t id) {
	int field = -1;
	if (!strcmp(record->name, "matter")) return id;
	if (!record_field(record, "matter", &field)) return 0;
	Row *row = query_row(web_conn(web), web->arena, web->actor, record, id, false, NULL);
	return row ? row_int(row, field) : 0;
}

Outcome form_call(Web *web, const CommandDef *command, int64_t id) {
	Given given[64];
	Upload uploads[9];
	Outcome failed = {.kind = OUTCOME_REFUSED};
	int64_t version = 0;
	if (!web_form(web)) return failed;
	FormWork work = {
		.call = {.command = command, .id = id, .given = given, .note = web_value(web, "note"), .idem = web_value(web, "once")},
		.uploads = uploads};
	work.call.given_count = form_given(web, command, given, 64);
	if (work.call.note && text_is_blank(work.call.note)) work.call.note = NULL;
	if (web_value(web, "version") && text_to_int(web_value(web, "version"), &version)) work.call.version = version;
	work.upload_count = uploads_take(web, "photos", uploads, 9);
	if (work.upload_count && id) work.matter = matter_of(web, &model_records[command->record], id);
	if (web->refusals.count) return failed;
	return web_run(web, form_work, &work);
}
