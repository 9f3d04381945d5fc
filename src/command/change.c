#include "base/log.h"
#include "command/txn.h"
#include "journal/counter.h"
#include "model/field.h"

#include <string.h>

bool change_touches(const Change *change, int field) {
	return !value_equal(change_before(change, field), change->after[field]);
}

void change_set(Change *change, int field, Value value) {
	change->after[field] = value;
}

void change_refuse(Change *change, const char *code, const char *field, const char *zh, const char *en) {
	refuse(change->refusals, REFUSAL_STATE, code, field, zh, en);
}

void change_refuse_input(Change *change, const char *code, int field, const char *zh, const char *en) {
	refuse(change->refusals, REFUSAL_INPUT, code,
		field >= 0			? change->record->fields[field].name
		: field == ASK_NOTE ? "note"
							: "",
		zh, en);
}

const Value *change_row(Change *change, int record, int64_t id) {
	int fault = STORE_OK;
	const Value *row = row_read(change->conn, change->arena, &model_records[record], id, &fault);
	if (fault) change->txn->fault = true;
	return row;
}

int64_t change_query_int(Change *change, const char *sql, const Value *params, size_t count, int64_t otherwise) {
	int fault = STORE_OK;
	int64_t value = conn_query_int(change->conn, sql, params, count, otherwise, &fault);
	if (fault) change->txn->fault = true;
	return value;
}

int64_t change_issue(Change *change, int record, int command, int64_t id, const Given *given, int given_count, const char *note) {
	Txn *txn = change->txn;
	Call call = {.command = &model_records[record].commands[command],
		.id = id,
		.given = given,
		.given_count = given_count,
		.note = note,
		.trusted = true};
	int64_t cause = txn->cause;
	txn->cause = change->seq;
	int64_t row = txn_command(txn, &call);
	txn->cause = cause;
	return row;
}

bool command_allowed(const CommandDef *command, const Actor *actor) {
	return (command->by & actor->roles) != 0;
}

bool command_fits_state(const CommandDef *command, const Row *row) {
	if (command->flags & COMMAND_CREATE) return row == NULL;
	if (!row) return false;
	if (!command->from) return true;
	int state = state_index(row->record, row_text(row, row->record->state_field));
	return state >= 0 && (command->from & 1u << state);
}

const Book *change_book(Change *change) {
	Keep *keep = change->txn->keep;
	int fault = STORE_OK;
	if (keep->book && book_is_fresh(keep->book, change->conn, &fault)) return keep->book;
	if (!keep->arena) keep->arena = arena_new(BOOK_BYTES_MAX);
	else arena_reset(keep->arena);
	keep->book = fault ? NULL : book_load(change->conn, keep->arena);
	if (!keep->book) change->txn->fault = true;
	return keep->book;
}

const char *change_entrance(const Change *change) {
	return change->txn->entrance;
}

void change_fault(Change *change, int fault) {
	if (fault) change->txn->fault = true;
}

bool change_is_issued(const Change *change) {
	return change->call->trusted;
}

bool change_sees(Change *change, int record, int64_t id) {
	const Record *what = &model_records[record];
	BUF(sql, 65536);
	Params *params = arena_alloc(change->arena, sizeof *params);
	buf_printf(&sql, "SELECT count(*) FROM %s m WHERE m.id = ? AND ", what->name);
	params_add(params, value_int(id));
	scope_condition(change->actor, what, what->read, "m", SCOPE_FORM_ROW, &sql, params);
	return change_query_int(change, buf_text(&sql), params->values, params->count, 0) == 1;
}

static bool in_scope(Change *change, unsigned roles, ScopeForm form) {
	const Record *record = change->record;
	BUF(sql, 65536);
	Params *params = arena_alloc(change->arena, sizeof *params);
	buf_printf(&sql, "SELECT count(*) FROM %s m WHERE m.id = ? AND ", record->name);
	params_add(params, value_int(change->id));
	scope_condition(change->actor, record, roles, "m", form, &sql, params);
	return change_query_int(change, buf_text(&sql), params->values, params->count, 0) == 1;
}

/* The row as it stands, if it is there and lies within the scope of a role that may give this command. To see a row because its parent
 * is seen is not enough to act on it. */
static const Value *load(Change *change) {
	Txn *txn = change->txn;
	const Value *before = change_row(change, change->record->index, change->id);
	/* "by any" is for any who may read the record: a scope of everything is none over records the role may not see. */
	unsigned roles = change->command->by & (change->record->read | ROLE_BIT(ROLE_ENGINE));
	if (before && (change->call->trusted || in_scope(change, roles, SCOPE_FORM_LIST))) return before;
	if (txn->fault) return NULL;
	if (before && in_scope(change, change->record->read, SCOPE_FORM_ROW))
		refuse(change->refusals, REFUSAL_RIGHT, "not-yours", "", "这条记录由别的单位或人员办理，您可以查看，不能办理",
			"This is another unit's or person's to do; you may see it, not act on it");
	else
		refuse(change->refusals, REFUSAL_NOT_FOUND, "not-found", "", "没有找到这条记录，或者您没有查看它的权限",
			"No such record, or you may not see it");
	return NULL;
}

static bool check_state(Change *change) {
	const Record *record = change->record;
	const CommandDef *command = change->command;
	if (change->call->version && change->before[FIELD_VERSION_AT].number != change->call->version) {
		refuse(change->refusals, REFUSAL_STALE, "stale", "", "这条记录刚刚被别人改过。您填的内容已保留，请核对后再提交",
			"This record was changed meanwhile. What you typed is kept; check it and send again");
		return false;
	}
	if (!command->from || record->state_field < 0) return true;
	const char *state = value_str(change->before[record->state_field]);
	int index = state_index(record, state);
	if (index >= 0 && command->from & 1u << index) return true;
	Label label = index >= 0 ? record->states->choices[index].label : (Label){state, state};
	change_refuse(change, "state", "", arena_printf(change->arena, "现在的状态是“%s”，不能%s", label.zh, command->label.zh),
		arena_printf(change->arena, "The state is “%s”; %s is not possible", label.en, command->label.en));
	return false;
}

static void give_number(Change *change) {
	const Record *record = change->record;
	if (record->number_field < 0 || !value_is_null(change->after[record->number_field])) return;
	char text[NUMBER_BYTES] = "";
	if (number_give(change->conn, record, change->now, text)) change->txn->fault = true;
	change->after[record->number_field] = value_text(arena_strdup(change->arena, text));
}

/* Sets what the engine owns, then collects the differences. */
static int collect_facts(Change *change, Fact *facts) {
	const Record *record = change->record;
	Value *after = change->after;
	int64_t seq = change->txn->head.seq + 1;
	after[FIELD_ID_AT] = value_int(change->id);
	after[FIELD_VERSION_AT] = value_int(seq);
	after[FIELD_UPDATED_AT_AT] = value_int(change->now);
	if (!change->before) {
		after[FIELD_CREATED_AT_AT] = value_int(change->now);
		after[FIELD_CREATED_BY_AT] = change->actor->person ? value_int(change->actor->person) : value_null();
		give_number(change);
	}
	int count = 0;
	for (int i = 0; i < record->field_count; i++)
		if (change_touches(change, i)) facts[count++] = (Fact){i, after[i]};
	return count;
}

static void note_fault(Change *change, int fault) {
	if (fault == STORE_CONFLICT) {
		change_refuse(change, "duplicate", "", "已有同样的记录（编号、名称或登录名重复），请改后再提交",
			"A record with the same key exists already; change it and send again");
	} else if (fault) change->txn->fault = true;
}

static int index_row(Change *change, bool deleted) {
	static const Value nothing[64];
	Txn *txn = change->txn;
	const Value *after = deleted ? nothing : change->after;
	if (txn->later && change->before && txn_index(txn)) return STORE_FAULT;
	if (!txn->later || change->before || !change->record->has_search)
		return row_index(txn->conn, change->arena, change->record, change->id, after);
	Later *later = txn->later;
	const char *words = row_search_words(change->arena, change->record, after);
	if (!*words) return STORE_OK;
	later->record[later->count] = change->record;
	later->texts[later->count++] = (SearchText){change->id, words};
	return later->count == LATER_MAX ? txn_index(txn) : STORE_OK;
}

static void append_and_apply(Change *change) {
	Txn *txn = change->txn;
	Fact facts[64];
	bool deleted = change->command->flags & COMMAND_DELETE;
	int count = deleted ? 0 : collect_facts(change, facts);
	if (change->refusals->count || txn->fault) return;
	Entry entry = {.at = change->now,
		.actor = change->actor->person,
		.door = txn->entrance,
		.record = change->record,
		.command = change->command->name,
		.row = change->id,
		.deleted = deleted,
		.facts = facts,
		.fact_count = count,
		.cause = txn->cause,
		.note = change->note};
	if (change->call->idem && !txn->idem_used)
		entry.idem = arena_printf(change->arena, "%lld:%s", (long long)change->actor->person, change->call->idem);
	txn->idem_used |= entry.idem != NULL;
	int fault = journal_append(txn->conn, change->arena, &txn->head, &entry);
	if (!fault)
		fault = row_apply(
			txn->conn, change->arena, change->record, change->id, !change->before, deleted, change->after, facts, count);
	if (!fault) {
		bool words = deleted;
		for (int i = 0; i < count; i++) words |= (change->record->fields[facts[i].field].flags & FLAG_SEARCH) != 0;
		if (words) fault = index_row(change, deleted);
	}
	note_fault(change, fault);
	change->seq = entry.seq;
	txn->touched[change->record->index / 64] |= (uint64_t)1 << (change->record->index % 64);
}

static void judge(Change *change) {
	const Record *record = change->record;
	const CommandDef *command = change->command;
	if (change->before && !check_state(change)) return;
	txn_fields(change);
	if (command->to >= 0) change->after[record->state_field] = value_text(record->states->choices[command->to].code);
	if (change->refusals->count) return;
	for (int i = 0; i < record->derive_count; i++) record->derives[i].hook(change);
	for (int i = 0; i < command->guard_count; i++) command->guards[i].hook(change);
	for (int i = 0; i < record->field_count && !change->refusals->count && !(command->flags & COMMAND_DELETE); i++) {
		bool must = record->fields[i].flags & FLAG_REQUIRED && i >= FIELD_ENGINE_COUNT && i != record->number_field &&
					i != record->state_field;
		if (must && value_is_null(change->after[i])) field_refuse_empty(&record->fields[i], change->refusals);
	}
}

int64_t txn_command(Txn *txn, const Call *call) {
	const CommandDef *command = call->command;
	const Record *record = &model_records[command->record];
	Refusals *refusals = &txn->outcome->refusals;
	if (txn->depth >= 8) bug("commands issue commands without end at %s.%s", record->name, command->name);
	if (refusals->count || txn->fault) return 0;
	Change change = {.txn = txn,
		.arena = txn->arena,
		.conn = txn->conn,
		.actor = txn->actor,
		.now = txn->now,
		.record = record,
		.command = command,
		.call = call,
		.id = call->id,
		.note = call->note,
		.refusals = refusals};
	if (!call->trusted && !command_allowed(command, txn->actor)) {
		refuse(refusals, REFUSAL_RIGHT, "no-right", "",
			arena_printf(txn->arena, "您没有“%s”的权限。可联系安全管理员开通", command->label.zh),
			arena_printf(txn->arena, "You have no right to %s; the security administrator can grant it", command->label.en));
		return 0;
	}
	bool creates = command->flags & COMMAND_CREATE;
	if (!creates && !(change.before = load(&change))) return 0;
	if (creates) {
		change.id = counter_next(txn->conn, record->name);
		if (change.id < 0) txn->fault = true;
	}
	change.after = arena_array(txn->arena, (size_t)record->field_count, sizeof *change.after);
	if (change.before) memcpy(change.after, change.before, (size_t)record->field_count * sizeof *change.after);
	if (!txn->fault) judge(&change);
	if (!refusals->count && !txn->fault) txn_seal(&change);
	if (refusals->count || txn->fault) return 0;
	append_and_apply(&change);
	txn->depth++;
	for (int i = 0; i < command->effect_count && !refusals->count && !txn->fault; i++) command->effects[i].hook(&change);
	txn->depth--;
	if (refusals->count || txn->fault) return 0;
	if (txn->depth == 0 && !txn->outcome->seq) txn->outcome->id = change.id, txn->outcome->seq = change.seq;
	return change.id;
}
