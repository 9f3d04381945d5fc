#include "access/vault.h"
#include "base/log.h"
#include "command/txn.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

typedef struct Job {
	struct Job *next;
	Arena *arena;
	const Actor *actor;
	const char *entrance;
	int64_t now;
	DoorWork work;
	void *user;
	Outcome outcome;
	sem_t done;
} Job;

struct Door {
	Store *store;
	Conn *conn;
	ChainHead head;
	Keep keep;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	Job *first, *last;
	bool stopping, broken;
	uint64_t generations[256];
};

enum { BATCH_MAX = 256 };

/* One caller's work in its savepoint: kept whole or undone whole. */
static void job_run(Door *door, Job *job, uint64_t touched[4]) {
	Txn txn = {.door = door,
		.keep = &door->keep,
		.conn = door->conn,
		.arena = job->arena,
		.actor = job->actor,
		.entrance = job->entrance,
		.now = job->now,
		.head = door->head,
		.outcome = &job->outcome};
	refusals_init(&job->outcome.refusals, job->arena);
	job->outcome.kind = OUTCOME_FAULT;
	if (conn_savepoint(door->conn)) return;
	job->work(&txn, job->user);
	if (!txn.fault && !job->outcome.refusals.count && txn_index(&txn)) txn.fault = true;
	bool good = !txn.fault && !job->outcome.refusals.count;
	int fault = good ? conn_release(door->conn) : conn_rollback_savepoint(door->conn);
	/* A book read inside what was undone may bear a version that comes again. */
	if (!good || fault) door->keep.book = NULL;
	if (txn.fault || fault) return;
	job->outcome.kind = good ? OUTCOME_DONE : OUTCOME_REFUSED;
	if (!good) {
		job->outcome.id = job->outcome.seq = 0;
		return;
	}
	door->head = txn.head;
	for (int i = 0; i < 4; i++) touched[i] |= txn.touched[i];
}

static void batch_run(Door *door, Job *jobs) {
	ChainHead before = door->head;
	uint64_t touched[4] = {0};
	int fault = door->broken ? STORE_FAULT : conn_begin(door->conn);
	/* Another process may have written meanwhile: another server over PostgreSQL, or the command line. */
	if (!fault) fault = journal_head(door->conn, &door->head);
	bool any = !fault;
	for (Job *job = jobs; job && !fault; job = job->next) job_run(door, job, touched);
	if (any) fault = conn_commit(door->conn);
	if (fault) {
		if (any) conn_rollback(door->conn);
		door->keep.book = NULL;
		door->head = before;
		if (store_is_broken(door->store)) __atomic_store_n(&door->broken, true, __ATOMIC_RELEASE);
	} else {
		for (int i = 0; i < 256; i++)
			if (touched[i / 64] >> (i % 64) & 1) __atomic_add_fetch(&door->generations[i], 1, __ATOMIC_RELEASE);
	}
	for (Job *job = jobs, *next; job; job = next) {
		next = job->next;
		if (fault) job->outcome.kind = OUTCOME_FAULT;
		sem_post(&job->done);
	}
}

static void *door_main(void *user) {
	Door *door = user;
	pthread_mutex_lock(&door->lock);
	for (;;) {
		while (!door->first && !door->stopping) pthread_cond_wait(&door->wake, &door->lock);
		if (!door->first) break;
		Job *jobs = door->first, *end = jobs;
		for (int i = 1; i < BATCH_MAX && end->next; i++) end = end->next;
		door->first = end->next;
		if (!door->first) door->last = NULL;
		end->next = NULL;
		pthread_mutex_unlock(&door->lock);
		batch_run(door, jobs);
		pthread_mutex_lock(&door->lock);
	}
	pthread_mutex_unlock(&door->lock);
	return NULL;
}

Door *door_open(Store *store) {
	Conn *conn = conn_open(store, false);
	if (!conn) return NULL;
	Door *door = calloc(1, sizeof *door);
	if (!door) bug("out of memory for the door");
	door->store = store;
	door->conn = conn;
	int fault = conn_begin(conn);
	if (!fault) fault = schema_ensure(conn);
	if (!fault) fault = vault_ensure(conn);
	if (!fault) fault = journal_head(conn, &door->head);
	if (!fault) fault = conn_commit(conn);
	pthread_mutex_init(&door->lock, NULL);
	pthread_cond_init(&door->wake, NULL);
	if (!fault && pthread_create(&door->thread, NULL, door_main, door)) fault = STORE_FAULT;
	if (!fault) return door;
	log_error("door.open", "the write door cannot open");
	conn_close(conn);
	free(door);
	return NULL;
}

void door_close(Door *door) {
	if (!door) return;
	pthread_mutex_lock(&door->lock);
	door->stopping = true;
	pthread_cond_signal(&door->wake);
	pthread_mutex_unlock(&door->lock);
	pthread_join(door->thread, NULL);
	conn_close(door->conn);
	pthread_mutex_destroy(&door->lock);
	pthread_cond_destroy(&door->wake);
	if (door->keep.arena) arena_free(door->keep.arena);
	free(door);
}

Outcome door_run(Door *door, Arena *arena, const Actor *actor, const char *entrance, int64_t now, DoorWork work, void *user) {
	Job job = {.arena = arena, .actor = actor, .entrance = entrance, .now = now, .work = work, .user = user};
	sem_init(&job.done, 0, 0);
	pthread_mutex_lock(&door->lock);
	if (door->last) door->last->next = &job;
	else door->first = &job;
	door->last = &job;
	pthread_cond_signal(&door->wake);
	pthread_mutex_unlock(&door->lock);
	while (sem_wait(&job.done)) continue;
	sem_destroy(&job.done);
	return job.outcome;
}

static void one_call(Txn *txn, void *user) {
	txn_call(txn, user);
}

Outcome door_call(Door *door, Arena *arena, const Actor *actor, const char *entrance, int64_t now, const Call *call) {
	Call copy = *call;
	return door_run(door, arena, actor, entrance, now, one_call, &copy);
}

/* A key that has done its work answers with it; one that did something else is refused. */
static bool txn_repeat(Txn *txn, const Call *call) {
	if (!call->idem || txn->idem_used) return false;
	Entry entry;
	int found = journal_find_idem(
		txn->conn, txn->arena, arena_printf(txn->arena, "%lld:%s", (long long)txn->actor->person, call->idem), &entry);
	if (found < 0) txn->fault = true;
	if (found <= 0) return found < 0;
	const CommandDef *command = call->command;
	if (!entry.record || entry.record->index != command->record || strcmp(entry.command, command->name) ||
		(call->id && call->id != entry.row)) {
		txn_refuse(txn, REFUSAL_INPUT, "idempotency-key", "", "这个幂等键已用于另一项操作，请换一个",
			"This idempotency key was used for something else; use another");
		return true;
	}
	txn->outcome->id = entry.row;
	txn->outcome->seq = entry.seq;
	txn->outcome->repeated = true;
	return true;
}

int64_t txn_call(Txn *txn, const Call *call) {
	if (txn_failed(txn) || txn_repeat(txn, call)) return 0;
	return txn_command(txn, call);
}

int64_t txn_call_in(Txn *txn, Arena *scratch, const Call *call) {
	Arena *own = txn->arena;
	txn->arena = scratch;
	int64_t row = txn_call(txn, call);
	txn->arena = own;
	return row;
}

bool txn_failed(const Txn *txn) {
	return txn->fault || txn->outcome->refusals.count;
}

bool txn_repeated(const Txn *txn) {
	return txn->outcome->repeated;
}

Conn *txn_conn(Txn *txn) {
	return txn->conn;
}

Arena *txn_arena(Txn *txn) {
	return txn->arena;
}

int64_t txn_now(const Txn *txn) {
	return txn->now;
}

int txn_run(Txn *txn, const char *sql, const Value *params, size_t count) {
	int fault = conn_run(txn->conn, sql, params, count, NULL);
	if (fault) txn->fault = true;
	return fault;
}

void txn_index_later(Txn *txn) {
	txn->later = arena_alloc(txn->arena, sizeof *txn->later);
	txn->later->count = 0;
}

int txn_index(Txn *txn) {
	Later *later = txn->later;
	int fault = STORE_OK;
	for (size_t from = 0, end; later && from < later->count && !fault; from = end) {
		for (end = from + 1; end < later->count && later->record[end] == later->record[from];) end++;
		fault = search_add(txn->conn, later->record[from]->search_table, later->texts + from, end - from);
	}
	if (later) later->count = 0;
	return fault;
}

void txn_fault(Txn *txn) {
	txn->fault = true;
}

void txn_refuse(Txn *txn, RefusalClass class, const char *code, const char *field, const char *zh, const char *en) {
	refuse(&txn->outcome->refusals, class, code, field, zh, en);
}

uint64_t door_generation(const Door *door, int record) {
	return __atomic_load_n(&door->generations[record], __ATOMIC_ACQUIRE);
}

bool door_is_broken(const Door *door) {
	return __atomic_load_n(&door->broken, __ATOMIC_ACQUIRE);
}

void door_set_trace(Door *door, void (*trace)(void *user, const char *sql), void *user) {
	conn_set_trace(door->conn, trace, user);
}
