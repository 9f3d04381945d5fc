#include "access/vault.h"
#include "command/txn.h"
#include "model/field.h"

#include <string.h>

static const Ask *ask_of(const CommandDef *command, int field) {
	for (int i = 0; i < command->ask_count; i++)
		if (command->asks[i].field == field) return &command->asks[i];
	return NULL;
}

/* A reference must point to a row; a new one to a row that is in use. */
static void check_ref(Change *change, const Field *field, Value value) {
	if (field->type != FIELD_REF || value.kind != VALUE_INT) return;
	const Record *target = &model_records[field->ref_record];
	int active = -1;
	record_field(target, "active", &active);
	const Value *row = change_row(change, field->ref_record, value.number);
	if (!row) {
		refuse(change->refusals, REFUSAL_INPUT, "ref", field->name,
			arena_printf(change->arena, "没有找到所选的%s，请重新选择", field->label.zh),
			arena_printf(change->arena, "%s: no such row; choose again", field->label.en));
	} else if (active >= 0 && row[active].kind == VALUE_INT && row[active].number == 0) {
		refuse(change->refusals, REFUSAL_INPUT, "inactive", field->name,
			arena_printf(change->arena, "所选的%s已停用，请另选一个", field->label.zh),
			arena_printf(change->arena, "%s: no longer in use; choose another", field->label.en));
	}
}

/* A form sends a personal value back as it was shown: what was not changed keeps its ciphertext. */
static bool is_same_secret(Change *change, const Given *given) {
	const char *before = value_str(change_before(change, given->field));
	if (!(change->record->fields[given->field].flags & FLAG_PERSONAL) || given->value.kind != VALUE_TEXT) return false;
	if (!vault_is_sealed(before)) return false;
	const char *plain = vault_open(change->conn, change->arena, before);
	if (!plain) change->txn->fault = true;
	return plain && !strcmp(plain, given->value.text);
}

static void take_given(Change *change, const Given *given) {
	const Field *field = &change->record->fields[given->field];
	bool asked = ask_of(change->command, given->field) || change->call->trusted;
	if (!asked || given->field < FIELD_ENGINE_COUNT || (given->field == change->record->state_field)) {
		refuse(change->refusals, REFUSAL_INPUT, "not-asked", field->name,
			arena_printf(change->arena, "“%s”不能在这里填写", field->label.zh),
			arena_printf(change->arena, "%s cannot be given here", field->label.en));
		return;
	}
	/* Blank text is nothing, through whichever door it came; only the engine may keep blanks (the line ends between two sentences). */
	const char *text = given->value.kind == VALUE_TEXT ? given->value.text : NULL;
	bool nothing = text && (change->call->trusted ? !*text : text_is_blank(text));
	Value value = nothing ? value_null() : given->value;
	if (!field_check(field, value, change->refusals)) return;
	change->after[given->field] = value;
	if (is_same_secret(change, given)) change->after[given->field] = change_before(change, given->field);
	if (!change->call->trusted && !value_equal(change_before(change, given->field), given->value))
		check_ref(change, field, given->value);
}

void txn_fields(Change *change) {
	const Record *record = change->record;
	const CommandDef *command = change->command;
	for (int i = 0; i < change->call->given_count; i++) take_given(change, &change->call->given[i]);
	for (int i = 0; i < command->ask_count && !change->call->trusted; i++) {
		const Ask *ask = &command->asks[i];
		if (!ask->required) continue;
		if (ask->field == ASK_NOTE && (!change->note || text_is_blank(change->note)))
			refuse(change->refusals, REFUSAL_INPUT, "required", "note", "请填写说明", "Please write a note");
		if (ask->field == ASK_PHOTOS && !change->call->photo_count)
			refuse(change->refusals, REFUSAL_INPUT, "required", "photos", "请附上照片", "Please attach a photo");
		if (ask->field >= 0 && value_is_null(change->after[ask->field]))
			field_refuse_empty(&record->fields[ask->field], change->refusals);
	}
	if (change->note && text_count(change->note) > 2000)
		refuse(change->refusals, REFUSAL_INPUT, "too-long", "note", "说明最多 2000 个字，请缩短",
			"The note may have 2000 characters");
	if (change->note && text_has_control(change->note))
		refuse(change->refusals, REFUSAL_INPUT, "control", "note", "说明含有不可见的控制字符，请删除后再提交",
			"The note holds control characters");
}

static bool is_erased(Change *change, const char *subject) {
	Value param = value_text(subject);
	return change_query_int(change, "SELECT count(*) FROM subject_key WHERE subject = ? AND wrapped IS NULL", &param, 1, 0) > 0;
}

void txn_seal(Change *change) {
	const char *subject = arena_printf(change->arena, "%s:%lld", change->record->name, (long long)change->id);
	for (int i = 0; i < change->record->field_count; i++) {
		Value *value = &change->after[i];
		if (!(change->record->fields[i].flags & FLAG_PERSONAL) || value->kind != VALUE_TEXT || !change_touches(change, i))
			continue;
		if (change->call->trusted && vault_is_sealed(value->text)) continue;
		if (is_erased(change, subject)) {
			change_refuse(change, "erased", change->record->fields[i].name, "此人的个人信息已清除，不能再填写；如需要请新建记录",
				"The personal data of this record were erased for good; make a new record if needed");
			return;
		}
		char *sealed = change->txn->fault ? NULL : vault_seal(change->conn, change->arena, subject, value->text);
		if (!sealed) change->txn->fault = true;
		else *value = value_text(sealed);
	}
}
