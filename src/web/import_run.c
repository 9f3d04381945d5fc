#include "base/log.h"
#include "model_gen.h"
#include "web/exchange.h"
#include "web/import.h"

#include <stdlib.h>
#include <string.h>

enum { SCRATCH_BYTES = 32 << 20, TXN_BYTES = 64 << 20 };

static bool is_key(const Field *field, unsigned flag) {
	return field->flags & flag && !(field->flags & (FLAG_FIXED | FLAG_HIDDEN | FLAG_PERSONAL)) && field->type != FIELD_SECRET;
}

/* Fields with key, else the first that is unique. */
static int natural_key(const Record *record, int *ret_fields, int most) {
	int count = 0;
	for (int i = FIELD_ENGINE_COUNT; i < record->field_count && count < most; i++)
		if (is_key(&record->fields[i], FLAG_KEY)) ret_fields[count++] = i;
	for (int i = FIELD_ENGINE_COUNT; i < record->field_count && !count; i++)
		if (is_key(&record->fields[i], FLAG_UNIQUE)) ret_fields[count++] = i;
	return count;
}

static const CommandDef *open_command(const Record *record, unsigned flag) {
	for (int i = 0; i < record->command_count; i++) {
		const CommandDef *command = &record->commands[i];
		if (command->flags & flag && !(command->flags & COMMAND_QUIET) && command->by & ~ROLE_BIT(ROLE_ENGINE)) return command;
	}
	return NULL;
}

bool import_possible(const Record *record) {
	int key[8];
	return natural_key(record, key, 8) && open_command(record, COMMAND_CREATE) && record->field_count <= IMPORT_FIELDS_MAX;
}

bool import_commands(Import *import) {
	import->create = open_command(import->record, COMMAND_CREATE);
	import->edit = open_command(import->record, COMMAND_EDIT);
	if (import->create && !command_allowed(import->create, import->actor)) import->create = NULL;
	if (import->edit && !command_allowed(import->edit, import->actor)) import->edit = NULL;
	return import->create || import->edit;
}

static bool asks(const CommandDef *command, int field, bool *ret_required) {
	for (int i = 0; command && i < command->ask_count; i++)
		if (command->asks[i].field == field) return *ret_required |= command->asks[i].required, true;
	return false;
}

int import_fields(const Record *record, const CommandDef *create, const CommandDef *edit, int *ret_fields, int most) {
	int all[IMPORT_FIELDS_MAX], count = 0, total = export_fields(record, all, IMPORT_FIELDS_MAX);
	for (int i = 0; i < total && count < most; i++) {
		bool required = false, given = asks(create, all[i], &required) || asks(edit, all[i], &required);
		if (given && !(record->fields[all[i]].flags & (FLAG_FIXED | FLAG_HIDDEN))) ret_fields[count++] = all[i];
	}
	return count;
}

bool import_needs(const Record *record, const CommandDef *create, int field) {
	bool required = false;
	return asks(create, field, &required) && (required || record->fields[field].flags & FLAG_REQUIRED);
}

static int column_of(const Import *import, int field) {
	for (int c = 0; c < import->table.column_count; c++)
		if (import->table.columns[c].use == COLUMN_USED && import->table.columns[c].field == field) return c;
	return -1;
}

static void refuse_missing(Import *import, int field) {
	const Field *f = &import->record->fields[field];
	import_problem(import, import->table.head_row, -1, "", "column-missing",
		arena_printf(import->arena, "缺少必填列“%s”", f->label.zh),
		arena_printf(import->arena, "The column %s is missing", f->label.en));
}

/* Columns the file must have: the key's, unless it may be empty and another way to know the row again is there. */
static void check_columns(Import *import) {
	const Record *record = import->record;
	for (int i = 0; i < record->field_count; i++)
		if (import_needs(record, import->create, i) && column_of(import, i) < 0) refuse_missing(import, i);
	for (int i = 0; i < import->key_count && !import->problem_count; i++) {
		bool empty_ok = !(record->fields[import->key[i]].flags & FLAG_REQUIRED);
		if (column_of(import, import->key[i]) < 0 && !empty_ok) refuse_missing(import, import->key[i]);
	}
	import->file_problems = import->problem_count;
}

static void other_key(Import *import) {
	const Record *record = import->record;
	for (int i = FIELD_ENGINE_COUNT; i < record->field_count && import->other_count < 16; i++) {
		const Field *field = &record->fields[i];
		bool own_parent = field->type == FIELD_REF && field->ref_record == record->index;
		bool part = is_key(field, FLAG_REQUIRED) || own_parent;
		for (int k = 0; k < import->key_count; k++) part &= import->key[k] != i;
		if (part && !(field->flags & FLAG_FIXED)) import->other[import->other_count++] = i;
	}
}

static bool load_names(Import *import, Conn *conn) {
	int fault = STORE_OK;
	ImportNames *by_record[256] = {0};
	ImportNames *own = by_record[import->record->index] = import_names_load(import, conn, import->record, &fault);
	for (int c = 0; c < import->table.column_count && !fault; c++) {
		const ImportColumn *column = &import->table.columns[c];
		if (column->use != COLUMN_USED || import->record->fields[column->field].type != FIELD_REF) continue;
		const Record *target = &model_records[import->record->fields[column->field].ref_record];
		if (!by_record[target->index]) by_record[target->index] = import_names_load(import, conn, target, &fault);
		import->names[column->field] = by_record[target->index];
		if (target == import->record) import->own = own;
	}
	return !fault;
}

bool import_open(Import *import, Conn *conn, int file, Refusals *refusals) {
	if (!import_read(import->arena, file, import->file_name, import->record, &import->table, refusals)) return false;
	import->key_count = natural_key(import->record, import->key, 8);
	other_key(import);
	map_init(&import->by_key, import->arena);
	map_init(&import->by_other, import->arena);
	map_init(&import->in_file, import->arena);
	map_init(&import->used, import->arena);
	check_columns(import);
	if (import->file_problems) return true;
	if (load_names(import, conn)) return true;
	refuse(refusals, REFUSAL_LIMIT, "fault", "file", "暂时查不了已有的数据，请稍后再试", "What is there cannot be read just now");
	return false;
}

typedef struct Part {
	Import *import;
	Arena *scratch;
	ImportWay way;
	int from, to;
	bool last;
} Part;

/* The batch row learns how far it is, in the same transaction. */
static void note_progress(Import *import, Txn *txn, const CommandDef *command, bool ends) {
	if (!import->batch) return;
	Given given[] = {{IMPORT_BATCH_WRITTEN, value_int(import->fresh + import->changed)},
		{IMPORT_BATCH_FRESH, value_int(import->fresh)}, {IMPORT_BATCH_CHANGED, value_int(import->changed)},
		{IMPORT_BATCH_SAME, value_int(import->same)}, {IMPORT_BATCH_BAD, value_int(import->bad)},
		{IMPORT_BATCH_FINISHED_AT, value_int(import->now)}};
	Call call = {.command = command, .id = import->batch, .given = given, .given_count = ends ? 6 : 5, .trusted = true};
	txn_cause(txn, 0);
	txn_call(txn, &call);
}

static void part_work(Txn *txn, void *user) {
	Part *part = user;
	Import *import = part->import;
	const Record *batch = &model_records[RECORD_IMPORT_BATCH];
	txn_cause(txn, import->cause);
	for (int i = part->from; i < part->to && !txn_failed(txn); i++) {
		import_row(import, txn, part->scratch, &import->table.rows[i]);
		arena_reset(part->scratch);
		__atomic_store_n(&import->at, i + 1, __ATOMIC_RELAXED);
	}
	if (txn_failed(txn)) return;
	if (part->way == IMPORT_CHECK) txn_refuse(txn, REFUSAL_STATE, "only-checked", "", "只检查", "Only checked");
	else if (part->way == IMPORT_ALL && import->bad)
		txn_refuse(txn, REFUSAL_STATE, "rows-wrong", "", "有错误行，全部没有写入", "Some rows are wrong; nothing was written");
	else note_progress(import, txn, &batch->commands[part->last ? IMPORT_BATCH_CMD_FINISH : IMPORT_BATCH_CMD_STEP], part->last);
}

static void fail_work(Txn *txn, void *user) {
	Import *import = user;
	Given given[] = {{IMPORT_BATCH_BAD, value_int(import->bad)}, {IMPORT_BATCH_FINISHED_AT, value_int(import->now)},
		{IMPORT_BATCH_WRITTEN, value_int(0)}};
	Call call = {.command = &model_records[RECORD_IMPORT_BATCH].commands[IMPORT_BATCH_CMD_FAIL],
		.id = import->batch,
		.given = given,
		.given_count = 3,
		.trusted = true};
	txn_call(txn, &call);
}

static int by_row(const void *a, const void *b) {
	const ImportProblem *p = a, *q = b;
	return p->row != q->row ? (p->row < q->row ? -1 : 1) : p->column < q->column ? -1 : p->column > q->column;
}

bool import_run(Import *import, Door *door, ImportWay way) {
	ARENA(scratch, SCRATCH_BYTES);
	ARENA(arena, TXN_BYTES);
	int total = import->table.row_count, step = way == IMPORT_GOOD ? IMPORT_CHUNK : total;
	bool good = true, wrong = false;
	if (import->file_problems) import->bad = total, total = 0, wrong = true;
	for (int from = 0; from < total && good; from += step) {
		int to = from + step < total ? from + step : total;
		Part part = {.import = import, .scratch = scratch, .way = way, .from = from, .to = to, .last = to == total};
		Outcome outcome = door_run(door, arena, import->actor, "import", import->now, part_work, &part);
		good = outcome.kind == OUTCOME_DONE || (outcome.kind == OUTCOME_REFUSED && way != IMPORT_GOOD);
		wrong |= outcome.kind == OUTCOME_REFUSED;
		if (outcome.kind == OUTCOME_REFUSED && way == IMPORT_GOOD)
			log_error("import.part", "refused: %s", outcome.refusals.items[0].zh);
		arena_reset(arena);
	}
	if (good && wrong && way != IMPORT_CHECK && import->batch)
		good = door_run(door, arena, import->actor, "import", import->now, fail_work, import).kind == OUTCOME_DONE;
	if (import->problem_count > import->file_problems + 1)
		qsort(import->problems + import->file_problems, (size_t)(import->problem_count - import->file_problems),
			sizeof *import->problems, by_row);
	return good;
}
