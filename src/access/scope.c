#include "access/actor.h"
#include "model_gen.h"

#include <stdio.h>
#include <string.h>

static void put_or(Buf *sql, bool *any) {
	buf_puts(sql, *any ? " OR " : "");
	*any = true;
}

static void put_in(Buf *sql, Params *params, const char *alias, const char *column, const int64_t *ids, int count) {
	buf_printf(sql, "%s.%s IN (", alias, column);
	for (int i = 0; i < count; i++) {
		buf_puts(sql, i ? ",?" : "?");
		params_add(params, value_int(ids[i]));
	}
	buf_puts(sql, ")");
}

/* A row that hangs on another is no wider open than that one: a role that may not read matters sees no attachments of matters, whatever
 * its data scope. */
static bool reads_parents(const Record *record, int role) {
	for (int i = 0; i < record->field_count; i++)
		if (record->fields[i].flags & FLAG_WITHIN && !(model_records[record->fields[i].ref_record].read & ROLE_BIT(role)))
			return false;
	return true;
}

/* The field that marks a row as for the bureau's own people only, and whether this actor is none of them; -1: nothing to hide. */
static int inside_field(const Actor *actor, const Record *record) {
	const unsigned outside = ROLE_BIT(ROLE_ASKER) | ROLE_BIT(ROLE_LIAISON) | ROLE_BIT(ROLE_GUEST);
	int field = -1;
	for (int i = 0; i < record->field_count; i++)
		if (record->fields[i].flags & FLAG_INSIDE) field = i;
	for (int i = 0; i < actor->grant_count && field >= 0; i++) {
		int role = (int)actor->grants[i].role;
		if (role == ROLE_ENGINE || (!(ROLE_BIT(role) & outside) && reads_parents(record, role))) return -1;
	}
	return field;
}

/* One grant's share of the condition, by the record's own fields. */
static void put_grant(const Record *record, const Grant *grant, const char *alias, Buf *sql, Params *params, bool *any) {
	switch (grant->kind) {
	case SCOPE_ALL:
		if (reads_parents(record, (int)grant->role)) put_or(sql, any), buf_puts(sql, "1=1");
		break;
	case SCOPE_UNITS:
		/* Whose work it is, and for a matter whose request it is: both units see it. */
		for (int i = 0; i < record->field_count && grant->id_count; i++)
			if (record->fields[i].flags & FLAG_SCOPE)
				put_or(sql, any), put_in(sql, params, alias, record->fields[i].name, grant->ids, grant->id_count);
		break;
	case SCOPE_COMPOUND:
		if (record->compound_field >= 0)
			put_or(sql, any),
				put_in(sql, params, alias, record->fields[record->compound_field].name, grant->ids, grant->id_count);
		break;
	case SCOPE_ROW:
		if (grant->ids[0] == record->index) put_or(sql, any), put_in(sql, params, alias, "id", grant->ids + 1, 1);
		break;
	case SCOPE_OWN:
	case SCOPE_NONE: break;
	}
}

static void put_own(const Actor *actor, const Record *record, const char *alias, Buf *sql, Params *params, bool *any) {
	if (!actor->person) return;
	for (int i = 0; i < record->field_count; i++) {
		if (!(record->fields[i].flags & FLAG_OWN)) continue;
		put_or(sql, any);
		put_in(sql, params, alias, record->fields[i].name, &actor->person, 1);
	}
}

/* Rows of a record everybody may read and that belong to nobody: dictionaries, calendars, places. */
static bool is_open(const Record *record) {
	if (record->unit_field >= 0 || record->compound_field >= 0 || record->seen_record >= 0) return false;
	for (int i = 0; i < record->field_count; i++)
		if (record->fields[i].flags & (FLAG_OWN | FLAG_WITHIN)) return false;
	return true;
}

bool scope_is_all(const Actor *actor, const Record *record, unsigned roles) {
	for (int i = 0; i < actor->grant_count; i++) {
		const Grant *grant = &actor->grants[i];
		if (grant->role == ROLE_ENGINE) return true;
		if (!(roles & ROLE_BIT(grant->role))) continue;
		if (inside_field(actor, record) >= 0) return false;
		if ((grant->kind == SCOPE_ALL && reads_parents(record, (int)grant->role)) ||
			(grant->role != ROLE_GUEST && is_open(record)))
			return true;
	}
	return false;
}

static void put_parents(const Actor *actor, const Record *record, const char *alias, Buf *sql, Params *params, bool *any) {
	for (int i = 0; i < record->field_count; i++) {
		const Field *field = &record->fields[i];
		if (!(field->flags & FLAG_WITHIN)) continue;
		const Record *parent = &model_records[field->ref_record];
		char inner[24];
		snprintf(inner, sizeof inner, "%sp", alias);
		put_or(sql, any);
		buf_printf(sql, "EXISTS (SELECT 1 FROM %s %s WHERE %s.id = %s.%s AND ", parent->name, inner, inner, alias, field->name);
		scope_condition(actor, parent, parent->read, inner, SCOPE_FORM_ROW, sql, params);
		buf_puts(sql, ")");
	}
}

static void put_seen(const Actor *actor, const Record *record, const char *alias, Buf *sql, Params *params, bool *any) {
	if (record->seen_record < 0) return;
	const Record *by = &model_records[record->seen_record];
	char inner[24];
	snprintf(inner, sizeof inner, "%ss", alias);
	put_or(sql, any);
	buf_printf(sql, "EXISTS (SELECT 1 FROM %s %s WHERE %s.%s = %s.id AND ", by->name, inner, inner,
		by->fields[record->seen_field].name, alias);
	scope_condition(actor, by, by->read, inner, SCOPE_FORM_LIST, sql, params);
	buf_puts(sql, ")");
}

static bool has_within(const Record *record) {
	for (int i = 0; i < record->field_count; i++)
		if (record->fields[i].flags & FLAG_WITHIN) return true;
	return false;
}

void scope_condition(
	const Actor *actor, const Record *record, unsigned roles, const char *alias, ScopeForm form, Buf *sql, Params *params) {
	if (scope_is_all(actor, record, roles)) {
		buf_puts(sql, "(1=1)");
		return;
	}
	bool any = false;
	int inside = inside_field(actor, record);
	if (inside >= 0) buf_printf(sql, "(coalesce(%s.%s, 0) = 0 AND ", alias, record->fields[inside].name);
	buf_puts(sql, "(");
	for (int i = 0; i < actor->grant_count; i++)
		if (roles & ROLE_BIT(actor->grants[i].role)) put_grant(record, &actor->grants[i], alias, sql, params, &any);
	if (roles & actor->roles & ~ROLE_BIT(ROLE_GUEST)) put_own(actor, record, alias, sql, params, &any);
	bool own_fields = record->unit_field >= 0 || record->compound_field >= 0;
	if (has_within(record) && (form != SCOPE_FORM_LIST || !own_fields)) put_parents(actor, record, alias, sql, params, &any);
	put_seen(actor, record, alias, sql, params, &any);
	buf_puts(sql, any ? ")" : "1=0)");
	if (inside >= 0) buf_puts(sql, ")");
}

Label scope_words(const Actor *actor, const Record *record) {
	ScopeKind widest = SCOPE_NONE;
	bool below = false;
	if (scope_is_all(actor, record, record->read)) return (Label){"全部", "everything"};
	for (int i = 0; i < actor->grant_count; i++) {
		const Grant *grant = &actor->grants[i];
		if (!(record->read & ROLE_BIT(grant->role))) continue;
		if (grant->kind > widest && grant->kind != SCOPE_ROW) widest = grant->kind;
		below |= grant->kind == SCOPE_UNITS && grant->id_count > 1;
	}
	if (widest == SCOPE_COMPOUND) return (Label){"本院区", "own compound"};
	if (widest == SCOPE_UNITS) return below ? (Label){"本部门及下级", "own unit and below"} : (Label){"本部门", "own unit"};
	return (Label){"本人", "own"};
}
