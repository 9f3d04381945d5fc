/* The database behind one header: SQLite (embedded) or PostgreSQL (libpq). No other room names a database.
 * SQL given here is a compile-time text or made of model names only, never of anything a user typed; values go in as parameters,
 * written ? in the SQL (the PostgreSQL driver rewrites them). Texts are what both speak: BIGINT, TEXT, ON CONFLICT, RETURNING.
 *
 * A parameter whose type nothing around it tells PostgreSQL is written CAST(? AS TEXT) or CAST(? AS BIGINT). The number of values must be
 * the number of ?: anything else is a bug and aborts.
 *
 * Faults (disk, network, lost server) are negative returns, already logged; the caller rolls back and answers 503.
 * After a fault or a conflict inside a transaction every further statement is refused until the savepoint around it (or the whole
 * transaction) is rolled back, on both databases alike; a commit in that state rolls back and is a fault.
 * The first failed COMMIT or sync on SQLite poisons the Store: every later write faults at once (store_is_broken). */
#ifndef GANGMU_STORE_STORE_H
#define GANGMU_STORE_STORE_H
#include "base/value.h"

typedef struct Store Store; /* one database; safe to share between threads */
typedef struct Conn Conn; /* one connection; one thread at a time */
typedef struct Cursor Cursor; /* one running query on a Conn; at most 16 open at once on a Conn */

enum {
	STORE_OK = 0,
	STORE_FAULT = -1, /* see the log; nothing was changed, or (at COMMIT) it is unknown whether it was */
	STORE_CONFLICT = -2, /* a uniqueness constraint refused the row */
	STORE_WRONG = -3, /* the data directory or URI cannot be used: words in the log */
};

typedef enum StoreKind { STORE_SQLITE, STORE_POSTGRES } StoreKind;

/* uri: "sqlite:PATH" (a file) or "postgresql://…" / "postgres://…" as libpq takes it, or "sqlite::memory:" for tests (one Conn).
 * Opens nothing lasting beyond checks; SQLite: WAL and synchronous=FULL are set on every writing Conn and read back, or it refuses. */
int store_open(const char *uri, Store **ret);
void store_close(Store *store);
StoreKind store_kind(const Store *store);
bool store_is_broken(const Store *store);

/* For bringing in much at once (SQLite): keeps `mib` of pages in memory and copies the WAL into the database less often. Commits stay as
 * durable as before. */
void conn_widen(Conn *conn, int mib);
/* A read-only Conn refuses writes. NULL on a fault. A memory store has one Conn, shared, which writes. End all cursors before closing. */
Conn *conn_open(Store *store, bool read_only);
void conn_close(Conn *conn);
Store *conn_store(Conn *conn);

/* Transactions. conn_begin takes the write lock at once (SQLite BEGIN IMMEDIATE; PostgreSQL: an advisory transaction lock that
 * serialises Gangmu's writers over one database). conn_begin_read: one snapshot for several reads. */
int conn_begin(Conn *conn);
int conn_begin_read(Conn *conn);
int conn_commit(Conn *conn); /* 0 only when durable; otherwise the transaction is over too, and whether it was kept is unknown */
int conn_rollback(Conn *conn); /* nothing to do, and STORE_OK, where no transaction is open */
int conn_savepoint(Conn *conn); /* at most 16 in one another */
int conn_release(Conn *conn); /* keeps what came since the savepoint */
int conn_rollback_savepoint(Conn *conn); /* undoes what came since the savepoint, and ends it */

/* Runs a statement that returns no rows. Prepared once per Conn and kept, keyed by the SQL text. ret_changed may be NULL. */
int conn_run(Conn *conn, const char *sql, const Value *params, size_t count, int64_t *ret_changed);
/* Starts a query. NULL on a fault. The cursor ends by cursor_end, always, and before the transaction does. A statement that writes
 * (INSERT … RETURNING) is run at once. */
Cursor *conn_query(Conn *conn, const char *sql, const Value *params, size_t count);
bool cursor_next(Cursor *cursor); /* false at the end or on a fault (also for NULL); cursor_end tells which */
int64_t cursor_int(const Cursor *cursor, int column); /* 0 where NULL */
const char *cursor_text(const Cursor *cursor, int column); /* NULL where NULL; valid until the next call on the cursor */
bool cursor_is_null(const Cursor *cursor, int column);
Value cursor_value(Arena *arena, const Cursor *cursor, int column); /* copied into the arena; the type is the column's */
int cursor_columns(const Cursor *cursor);
int cursor_end(Cursor *cursor); /* 0, STORE_FAULT, or STORE_CONFLICT from a RETURNING; cursor_end(NULL) is STORE_FAULT */
/* The first column of the first row; `otherwise` where there is no row; *ret_fault may be NULL. */
int64_t conn_query_int(Conn *conn, const char *sql, const Value *params, size_t count, int64_t otherwise, int *ret_fault);

/* Small answers (counts, the rows of a choice) kept from one read transaction (conn_begin_read) to the next while nobody has committed
 * anything to the database in between; outside a read transaction, on PostgreSQL and in a memory store nothing is kept. Found by the same
 * key alone. The values found are good until the next put; those put are copied. */
bool conn_kept_find(Conn *conn, const char *key, size_t key_length, const Value **ret_values, size_t *ret_count);
void conn_kept_put(Conn *conn, const char *key, size_t key_length, const Value *values, size_t count);

/* Counts SQL statements run on this Conn since it was opened: for tests of "no statement per row". */
int64_t conn_statements(const Conn *conn);
/* serve --trace: called before each statement when set. */
void conn_set_trace(Conn *conn, void (*trace)(void *user, const char *sql), void *user);

/* ── tables ──────────────────────────────────────────────────────────────────────────────────── */
typedef enum ColumnType { COLUMN_INT, COLUMN_TEXT } ColumnType;
typedef struct Column {
	const char *name;
	ColumnType type;
	bool not_null;
} Column;
typedef struct TableIndex {
	const char *columns; /* "state, due_at, id" */
	bool unique;
	const char *where; /* partial index condition or NULL */
} TableIndex;
typedef struct Table {
	const char *name;
	const char *primary_key; /* "id" (COLUMN_INT) or a comma list */
	const Column *columns; /* every column, the key's too */
	size_t column_count;
	const TableIndex *indexes;
	size_t index_count;
} Table;
/* Brings the table to this shape: creates it, adds missing columns (nullable) and indexes; never drops. In a transaction of the caller.
 * STORE_WRONG where a column exists with another type. Text sorts by its bytes. A text in an index may have 2,600 bytes (PostgreSQL).
 * Give every row its id: SQLite would choose one where PostgreSQL refuses. */
int table_ensure(Conn *conn, const Table *table);
bool table_exists(Conn *conn, const char *name);

/* ── search: words of texts, Chinese included ─────────────────────────────────────────────────
 * One search table NAME per record type; id is the record's row id. Chinese, Japanese and Korean characters are indexed singly and as
 * overlapping pairs, Latin words and numbers folded to lower case and by prefix. Of one text the first 256 KiB are indexed. */
int search_ensure(Conn *conn, const char *name);
int search_set(Conn *conn, const char *name, int64_t id, const char *text); /* replaces; NULL or "" removes */
typedef struct SearchText {
	int64_t id;
	const char *text;
} SearchText;
/* Adds texts of ids that the table does not hold yet, many in one statement: on SQLite four times as quick as one by one. */
int search_add(Conn *conn, const char *name, const SearchText *texts, size_t count);
/* An SQL condition over the column named by id_column with exactly one parameter, e.g. "m.id IN (SELECT …MATCH ?…)". */
char *search_condition(Store *store, Arena *arena, const char *name, const char *id_column);
/* The parameter for what the user typed; NULL where it has nothing to search for (only punctuation). All words must occur; a run of
 * Chinese characters as it stands (会议室 is not 会议 … 议室), Latin words and numbers as beginnings of words, SX2026-7 and A4纸 as phrases.
 * Of what was typed the first 64 words and characters count. */
char *search_param(Store *store, Arena *arena, const char *typed);

/* ── backup while running (SQLite; PostgreSQL refuses with a word to use pg_dump/pg_basebackup) ── */
int store_backup(Store *store, const char *target_path);
#endif
