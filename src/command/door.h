/* The write door: the only way anything changes. One writer thread takes what many callers hand in, runs each in a savepoint of one
 * transaction, commits, and wakes the callers; an answer comes only after the commit. */
#ifndef GANGMU_COMMAND_DOOR_H
#define GANGMU_COMMAND_DOOR_H
#include "command/change.h"
#include "journal/journal.h"

typedef struct Door Door;

struct Call {
	const CommandDef *command;
	int64_t id; /* 0 for a creating command */
	int64_t version; /* what the caller saw; 0: not told */
	const Given *given;
	int given_count;
	const char *note; /* or NULL */
	const char *idem; /* the caller's key, or NULL */
	const int64_t *photos; /* attachment rows already made by this actor in this transaction */
	int photo_count;
	bool trusted; /* by an effect, import of the demo year or migration: no right or asked-field check */
};

typedef enum OutcomeKind { OUTCOME_DONE, OUTCOME_REFUSED, OUTCOME_FAULT } OutcomeKind;
typedef struct Outcome {
	OutcomeKind kind;
	int64_t id, seq;
	bool repeated; /* the idempotency key had done it already: id and seq are the first time's */
	Refusals refusals;
} Outcome;

/* Opens a writing connection, brings the tables to the model's shape, reads the chain's end and starts the writer thread. NULL on a fault. */
Door *door_open(Store *store);
/* Waits for what is queued, then ends the thread. */
void door_close(Door *door);

/* One command. arena holds the refusals. `entrance`: page, api, import, job, cli, guest. now: seconds UTC. */
Outcome door_call(Door *door, Arena *arena, const Actor *actor, const char *entrance, int64_t now, const Call *call);
/* Several commands as one: work runs in the writer thread and issues them by txn_call; a refusal or fault of any undoes all. It must
 * be quick and must not call the door again. Idempotency belongs to the first command. */
typedef void (*DoorWork)(Txn *txn, void *user);
Outcome door_run(Door *door, Arena *arena, const Actor *actor, const char *entrance, int64_t now, DoorWork work, void *user);

/* Inside work. Returns the row's id, 0 where refused or repeated before (txn_failed tells). */
int64_t txn_call(Txn *txn, const Call *call);
/* The same with the memory of this command taken from `scratch`, which the caller may reset afterwards: for work of many thousand
 * commands, whose leavings would fill the request's arena. Refusals still live in the request's. */
int64_t txn_call_in(Txn *txn, Arena *scratch, const Call *call);
/* One command in a savepoint of its own: refused, nothing of it stays, its reasons are in ret_refusals, and the work goes on. The command's
 * memory and the reasons live in `arena`. Returns the row's id, or 0. A fault ends the whole work as ever. */
int64_t txn_try(Txn *txn, Arena *arena, const Call *call, Refusals *ret_refusals);
/* From here on the entries of this work name the entry `seq` as their cause; 0: none. */
void txn_cause(Txn *txn, int64_t seq);
bool txn_failed(const Txn *txn);
bool txn_repeated(const Txn *txn);
Conn *txn_conn(Txn *txn);
Arena *txn_arena(Txn *txn);
int64_t txn_now(const Txn *txn);
/* Runs an SQL text on a table outside the model (sessions, keys) in the same transaction. */
int txn_run(Txn *txn, const char *sql, const Value *params, size_t count);
/* For work that makes many rows: their words go into the search tables together at the end. A search inside the work misses them. */
void txn_index_later(Txn *txn);
/* The work met a fault of its own (a reading that failed): the whole is undone. */
void txn_fault(Txn *txn);
void txn_refuse(Txn *txn, RefusalClass class, const char *code, const char *field, const char *zh, const char *en);

/* Moves each time rows of the record changed; caches compare it. */
uint64_t door_generation(const Door *door, int record);
bool door_is_broken(const Door *door);
/* serve --trace: called before each statement of the writer; set before the first command. */
void door_set_trace(Door *door, void (*trace)(void *user, const char *sql), void *user);

/* Which commands of the record the actor may give on the row as it stands (row NULL: the creating ones): right, scope already seen. */
bool command_allowed(const CommandDef *command, const Actor *actor);
bool command_fits_state(const CommandDef *command, const Row *row);
#endif
