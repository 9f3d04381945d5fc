#include "base/log.h"
#include "journal/journal.h"
#include "model_gen.h"
#include "web/import.h"

#include <string.h>

enum { SCRATCH_BYTES = 64 << 20, HISTORY_MAX = 5000 };

typedef struct UndoEntry {
	int64_t seq, row;
	bool created, touched;
} UndoEntry;

typedef struct Undo {
	const Record *record;
	int64_t batch, last_seq;
	const char *file;
	UndoEntry *entries; /* newest first */
	int count;
	Arena *scratch;
	UndoReport *report;
} Undo;

/* Hand-written SQL on the journal: the entries that name the batch's start as their cause. */
static bool entries_read(Undo *undo, Txn *txn) {
	Conn *conn = txn_conn(txn);
	Value id = value_int(undo->batch);
	undo->last_seq =
		conn_query_int(conn, "SELECT max(seq) FROM journal WHERE record = 'import_batch' AND row_id = ?", &id, 1, 0, NULL);
	undo->entries = arena_array(txn_arena(txn), IMPORT_ROWS_MAX * 2, sizeof *undo->entries);
	Value params[] = {id, id, value_text(undo->record->name)};
	Cursor *cursor = conn_query(conn,
		"SELECT seq, row_id, command FROM journal WHERE cause IN (SELECT seq FROM journal WHERE record = 'import_batch' AND "
		"row_id = ? "
		"AND command = 'start') AND seq > (SELECT min(seq) FROM journal WHERE record = 'import_batch' AND row_id = ?) AND record "
		"= ? "
		"ORDER BY seq DESC",
		params, 3);
	while (cursor && undo->count < IMPORT_ROWS_MAX * 2 && cursor_next(cursor)) {
		const CommandDef *command = record_command(undo->record, cursor_text(cursor, 2));
		undo->entries[undo->count++] = (UndoEntry){
			.seq = cursor_int(cursor, 0), .row = cursor_int(cursor, 1), .created = command && command->flags & COMMAND_CREATE};
	}
	return cursor_end(cursor) == STORE_OK;
}

/* Somebody gave the row a command since, or it is gone. What the engine alone does (a path moved with its parent) is no touch. */
static bool is_touched(const Undo *undo, Txn *txn, const UndoEntry *entry) {
	Value params[] = {value_text(undo->record->name), value_int(entry->row), value_int(undo->last_seq)};
	bool touched = false;
	Cursor *cursor =
		conn_query(txn_conn(txn), "SELECT command FROM journal WHERE record = ? AND row_id = ? AND seq > ?", params, 3);
	while (cursor && cursor_next(cursor)) {
		const CommandDef *command = record_command(undo->record, cursor_text(cursor, 0));
		touched |= !command || command->by & ~ROLE_BIT(ROLE_ENGINE) || command->flags & COMMAND_DELETE;
	}
	return cursor_end(cursor) || touched;
}

static const CommandDef *command_with(const Record *record, unsigned flag) {
	for (int i = 0; i < record->command_count; i++)
		if (record->commands[i].flags & flag && !(record->commands[i].flags & COMMAND_QUIET)) return &record->commands[i];
	return NULL;
}

static bool undo_call(Undo *undo, Txn *txn, const CommandDef *command, int64_t row, const Given *given, int count) {
	Refusals refusals;
	Call call = {.command = command,
		.id = row,
		.given = given,
		.given_count = count,
		.note = arena_printf(undo->scratch, "撤回导入“%s”", undo->file),
		.trusted = true};
	return txn_try(txn, undo->scratch, &call, &refusals) != 0;
}

static bool take_away(Undo *undo, Txn *txn, const UndoEntry *entry) {
	const CommandDef *remove = command_with(undo->record, COMMAND_DELETE), *edit = command_with(undo->record, COMMAND_EDIT);
	int active;
	if (remove && undo_call(undo, txn, remove, entry->row, NULL, 0)) return true;
	if (!edit || !record_field(undo->record, "active", &active)) return false;
	Given given = {active, value_int(0)};
	if (!undo_call(undo, txn, edit, entry->row, &given, 1)) return false;
	undo->report->deactivated++;
	return true;
}

static bool is_asked(const CommandDef *command, int field) {
	for (int i = 0; i < command->ask_count; i++)
		if (command->asks[i].field == field) return true;
	return false;
}

/* The values the changed fields had before the entry, read from the row's journal. */
static bool set_back(Undo *undo, Txn *txn, const UndoEntry *entry) {
	const CommandDef *edit = command_with(undo->record, COMMAND_EDIT);
	Value id[1] = {value_int(entry->row)}, was[IMPORT_FIELDS_MAX] = {0};
	Row row = {.record = undo->record, .values = id};
	Given given[IMPORT_FIELDS_MAX];
	Events events;
	int count = 0;
	if (!edit || query_history(txn_conn(txn), undo->scratch, &row, false, HISTORY_MAX, &events)) return false;
	for (int e = 0; e < events.count && events.events[e].seq <= entry->seq; e++) {
		const Event *event = &events.events[e];
		for (int i = 0; i < event->fact_count; i++) {
			int field = event->facts[i].field;
			if (event->seq == entry->seq && is_asked(edit, field)) given[count++] = (Given){field, was[field]};
			was[field] = event->facts[i].value;
		}
	}
	return !count || undo_call(undo, txn, edit, entry->row, given, count);
}

static void undo_work(Txn *txn, void *user) {
	Undo *undo = user;
	if (!entries_read(undo, txn)) {
		txn_refuse(txn, REFUSAL_LIMIT, "fault", "", "暂时撤回不了，请稍后再试", "Cannot be withdrawn just now");
		return;
	}
	for (int i = 0; i < undo->count; i++) undo->entries[i].touched = is_touched(undo, txn, &undo->entries[i]);
	for (int i = 0; i < undo->count && !txn_failed(txn); i++) {
		const UndoEntry *entry = &undo->entries[i];
		bool done = !entry->touched && (entry->created ? take_away(undo, txn, entry) : set_back(undo, txn, entry));
		if (done) undo->report->undone++;
		else undo->report->kept++;
		arena_reset(undo->scratch);
	}
	Given given[] = {{IMPORT_BATCH_UNDONE, value_int(undo->report->undone)}, {IMPORT_BATCH_KEPT, value_int(undo->report->kept)}};
	Call call = {.command = &model_records[RECORD_IMPORT_BATCH].commands[IMPORT_BATCH_CMD_UNDO],
		.id = undo->batch,
		.given = given,
		.given_count = 2,
		.trusted = true};
	txn_call(txn, &call);
}

Outcome import_undo(Door *door, Arena *arena, const Actor *actor, int64_t now, const Record *record, int64_t batch,
	const char *file, UndoReport *ret) {
	ARENA(scratch, SCRATCH_BYTES);
	*ret = (UndoReport){0};
	Undo undo = {.record = record, .batch = batch, .file = file, .scratch = scratch, .report = ret};
	return door_run(door, arena, actor, "import", now, undo_work, &undo);
}
