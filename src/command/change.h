/* Change: one command at work on one row, as guards, derives and effects see it.
 *   guard   reads and refuses;
 *   derive  sets fields from the fields it names, pure over the row and reference rows;
 *   effect  issues further commands through the same door, in the same transaction.
 * Transitions are no hooks: the engine checks `from` and sets `to`. */
#ifndef GANGMU_COMMAND_CHANGE_H
#define GANGMU_COMMAND_CHANGE_H
#include "access/actor.h"
#include "clock/book.h"
#include "model/refusal.h"

typedef struct Txn Txn;
typedef struct Call Call;

struct Change {
	Txn *txn;
	Arena *arena;
	Conn *conn; /* the writer's connection, inside the transaction: for reading */
	const Actor *actor;
	int64_t now;
	const Record *record;
	const CommandDef *command;
	const Call *call;
	int64_t id;
	int64_t seq; /* effects only: the entry of this command */
	const Value *before; /* NULL where the command creates the row */
	Value *after;
	const char *note; /* NULL where none was given */
	Refusals *refusals;
};

/* What the row had before, nothing where it is new. */
static inline Value change_before(const Change *change, int field) {
	return change->before ? change->before[field] : value_null();
}
/* The command changes this field (also from nothing, on create). */
bool change_touches(const Change *change, int field);
void change_set(Change *change, int field, Value value);
/* Refuses for a reason of state (409); field may be "". */
void change_refuse(Change *change, const char *code, const char *field, const char *zh, const char *en);
/* Refuses because what was given is wrong (422). */
void change_refuse_input(Change *change, const char *code, int field, const char *zh, const char *en);
/* Another row, without scope; NULL where absent. */
const Value *change_row(Change *change, int record, int64_t id);
/* One whole number by a named SQL text; `otherwise` where there is no row. */
int64_t change_query_int(Change *change, const char *sql, const Value *params, size_t count, int64_t otherwise);

/* Calendar, hours and clock policies as they stand now; kept by the writer thread until they change. NULL on a fault. Good until a command
 * changes a day, hours, a policy or a unit. */
const Book *change_book(Change *change);
/* Through which entrance the command came: page, api, import, job, cli, guest. */
const char *change_entrance(const Change *change);
/* A fault met by a hook that read for itself: the whole is rolled back and answered 503. */
void change_fault(Change *change, int fault);
/* Issued by an effect of another command (or as one by the engine's own code), not by who acts. */
bool change_is_issued(const Change *change);
/* The row is there and the acting person sees it by a role that may read the record. */
bool change_sees(Change *change, int record, int64_t id);

/* A field given to an issued command. */
typedef struct Given {
	int field;
	Value value;
} Given;
/* Issues a command as an effect: the actor stays, the right is the engine's. id 0 for a creating command. Returns the row's id; 0 where
 * it was refused (the reasons are in the change's list and the whole is rolled back). */
int64_t change_issue(Change *change, int record, int command, int64_t id, const Given *given, int given_count, const char *note);
#endif
