/* The journal: one entry a command, hash-chained by SM3; facts are resulting field values, never requests to be judged again. */
#ifndef GANGMU_JOURNAL_JOURNAL_H
#define GANGMU_JOURNAL_JOURNAL_H
#include "base/digest.h"
#include "model/model.h"

typedef struct Fact {
	int field;
	Value value;
} Fact;

typedef struct Entry {
	int64_t seq;
	int64_t at; /* when it happened by the caller's clock */
	int64_t actor; /* person id; 0: a guest or the engine */
	const char *door; /* page, api, import, job, cli, guest */
	const Record *record;
	const char *command; /* "sign" */
	int64_t row;
	bool deleted; /* the row is removed; no facts */
	const Fact *facts;
	int fact_count;
	int64_t cause; /* seq of the entry whose effect this is; 0 */
	const char *note; /* what the actor said with it, or NULL */
	const char *idem; /* idempotency key with the actor before it, or NULL */
} Entry;

/* The end of the chain; read under the write lock, moved by journal_append. */
typedef struct ChainHead {
	int64_t seq;
	char hash[DIGEST_HEX];
} ChainHead;

/* The tables journal, counter and meta. In a transaction of the caller. */
int journal_ensure(Conn *conn);
int journal_head(Conn *conn, ChainHead *ret);
/* Appends entry (its seq is set to head->seq + 1) and moves head. STORE_CONFLICT: the idempotency key is used. */
int journal_append(Conn *conn, Arena *arena, ChainHead *head, Entry *entry);
/* Finds the entry of an idempotency key: its seq, record, command and row. 1 found, 0 not, negative on a fault. */
int journal_find_idem(Conn *conn, Arena *arena, const char *idem, Entry *ret);

/* Brings facts into the row's table: inserts where before is NULL, updates what the facts name, or deletes. Life and replay both
 * come through here. after: all values of the row. */
int row_apply(Conn *conn, Arena *arena, const Record *record, int64_t row, bool is_new, bool deleted, const Value *after,
	const Fact *facts, int fact_count);
/* Reads a row by id without scope: for the write door, replay and rules that must see everything. Values in the arena; NULL where absent. */
Value *row_read(Conn *conn, Arena *arena, const Record *record, int64_t id, int *ret_fault);
/* Replaces the row's words in the search table. In life after row_apply; for all rows by journal_replay. */
int row_index(Conn *conn, Arena *arena, const Record *record, int64_t id, const Value *after);

/* The words of the row, as row_index would give them; "" where it has none. In the arena. */
char *row_search_words(Arena *arena, const Record *record, const Value *after);

typedef struct VerifyReport {
	int64_t entries, wrong_seq; /* wrong_seq: the first entry that does not fit; 0 where all do */
	const char *what; /* "hash", "gap", "facts", "row" */
	char head[DIGEST_HEX];
} VerifyReport;
/* Walks the whole chain: sequence without gap, each hash recomputed. */
int journal_verify(Conn *conn, Arena *arena, VerifyReport *ret);
/* The same for the newest `count` entries, against the hash of the entry before them: quick enough for a page. */
int journal_verify_last(Conn *conn, int64_t count, VerifyReport *ret);
/* Rebuilds every record table, the words to be found and the counters from the journal of `from` into the empty store `to`; in a
 * transaction of the caller on `to`. The arena is reset on the way. */
int journal_replay(Conn *from, Conn *to, Arena *arena, int64_t *ret_entries);
/* Copies the journal itself into `to`, each hash recomputed: after journal_replay, `to` can take over. STORE_WRONG where the chain does
 * not fit or `to` has entries already. In a transaction of the caller on `to`. */
int journal_copy(Conn *from, Conn *to, int64_t *ret_entries);
/* SM3 over all rows of all record tables in order of record and id, and over the counters: equal states have equal digests on both
 * databases. */
int state_digest(Conn *conn, Arena *arena, char ret_hex[DIGEST_HEX]);

/* All tables of the model, journal and search included; written in the meta table under the model's digest. */
int schema_ensure(Conn *conn);
#endif
