/* Inside the room: what a database driver gives, and the structs both sides share. Nobody outside src/store includes this. */
#ifndef GANGMU_STORE_DRIVER_H
#define GANGMU_STORE_DRIVER_H
#include "base/buf.h"
#include "store/store.h"

#include <stdatomic.h>

enum {
	CURSORS_MAX = 16, /* open at once on one Conn */
	SAVEPOINTS_MAX = 16, /* nested at once on one Conn */
	STATEMENTS_MAX = 256, /* kept prepared on one Conn; the one unused longest makes room */
	STATEMENT_SLOTS = 512, /* buckets of the cache, a power of two */
	KEPT_SLOTS = 256, /* small answers kept on one Conn (kept.c) */
	WRITER_WAIT_MS = 30000, /* how long a writer waits for another process's transaction before it is a fault */
};

/* One prepared statement. Copies of the same SQL hang in the same bucket. */
typedef struct Statement {
	char *sql;
	uint32_t hash;
	bool busy; /* a cursor runs on it */
	bool reads; /* cannot change the database */
	size_t parameters;
	int64_t last_use;
	struct Statement *next;
	void *handle; /* the driver's own */
} Statement;

typedef struct KeptAnswer KeptAnswer;
typedef enum Transaction { TX_NONE, TX_READ, TX_WRITE } Transaction;

struct Cursor {
	Conn *conn;
	Statement *statement; /* NULL: this place is free */
	int code; /* STORE_OK, or what ended the query */
	bool on_row, ended;
	bool stepped; /* the first row was already fetched by conn_query */
	void *rows; /* the driver's own */
};

struct Conn {
	Store *store;
	void *native; /* the driver's connection */
	bool read_only;
	int users; /* the one Conn of a memory store is shared */
	Transaction tx;
	int savepoints;
	int failed_at; /* savepoint depth at which a statement failed inside a transaction, -1 where none did */
	bool closing; /* what the server keeps for this connection ends with it */
	bool lost; /* the database itself has ended the transaction */
	int64_t statements;
	void (*trace)(void *user, const char *sql);
	void *trace_user;
	Cursor cursors[CURSORS_MAX];
	Statement *buckets[STATEMENT_SLOTS]; /* by the hash of the text */
	Statement *recent[STATEMENT_SLOTS]; /* by the address of the text: a guess, always compared */
	size_t statement_count;
	int64_t mark; /* of the read transaction that is open; 0: none, nothing is kept */
	KeptAnswer *kept[KEPT_SLOTS];
};

/* Frees what kept.c holds. */
void conn_kept_drop(Conn *conn);

/* How a driver keeps and asks the search table; see search.c. */
typedef struct SearchForm {
	int (*ensure)(Conn *conn, const char *name);
	int (*set)(Conn *conn, const char *name, int64_t id, const char *text, size_t length);
	int (*add)(Conn *conn, const char *name, const SearchText *texts, size_t count); /* texts: not empty, clipped by the form */
	char *(*condition)(Arena *arena, const char *name, const char *id_column);
	char *(*param)(Arena *arena, const char *typed, size_t length);
} SearchForm;

typedef struct Driver {
	StoreKind kind;
	/* Checks that the database can be used: STORE_OK or STORE_WRONG, logged. */
	int (*check)(Store *store);
	int (*connect)(Conn *conn);
	void (*disconnect)(Conn *conn);
	/* Fills handle, reads, parameters. STORE_OK or STORE_FAULT. */
	int (*prepare)(Conn *conn, Statement *statement);
	void (*forget)(Conn *conn, Statement *statement);
	/* Runs to the end. STORE_OK, STORE_FAULT (logged), STORE_CONFLICT. */
	int (*run)(Conn *conn, Statement *statement, const Value *params, int64_t *ret_changed);
	/* Starts a query on cursor->statement. */
	int (*start)(Cursor *cursor, const Value *params);
	/* 1 a row, 0 the end, negative as run. */
	int (*next)(Cursor *cursor);
	/* Ends the query; an error that no cursor_next has met yet is returned. */
	int (*finish)(Cursor *cursor);
	int64_t (*column_int)(const Cursor *cursor, int column);
	const char *(*column_text)(const Cursor *cursor, int column);
	bool (*column_is_null)(const Cursor *cursor, int column);
	bool (*column_is_int)(const Cursor *cursor, int column);
	int (*columns)(const Cursor *cursor);
	/* Each of these acts on the connection alone; the transaction state of the Conn is kept by store.c. */
	int (*begin)(Conn *conn, bool write);
	/* Begins the snapshot of a read transaction and gives a number that is another one wherever anybody has committed since; 0: unknown. */
	int64_t (*mark)(Conn *conn);
	int (*commit)(Conn *conn);
	int (*rollback)(Conn *conn);
	void (*widen)(Conn *conn, int mib);
	int (*backup)(Store *store, const char *target_path);
	/* Text that differs between the two. */
	const char *int_type, *text_type; /* in CREATE TABLE */
	const char *int_name, *text_name; /* what column_query calls them */
	const char *column_query; /* name and type of each column of table ? */
	const char *table_query; /* one row where table ? exists */
	const char *rowid_tail, *keyed_tail; /* after the columns, where the key is one integer and where it is not */
	const SearchForm *search;
} Driver;

struct Store {
	const Driver *driver;
	char *target; /* SQLite: the path; PostgreSQL: the URI */
	bool memory; /* sqlite::memory: */
	Conn *shared; /* the one Conn of a memory store */
	atomic_bool broken;
};

extern const Driver sqlite_driver, postgres_driver;
extern const SearchForm sqlite_search, postgres_search;

/* The statement for this text, prepared and free; NULL on a fault. The caller counts and traces through this too. */
Statement *statement_take(Conn *conn, const char *sql);
void statement_forget_all(Conn *conn);
/* Takes, runs, gives back; no checks of transaction state. For BEGIN, COMMIT and SAVEPOINT. */
int statement_run(Conn *conn, const char *sql, const Value *params, size_t count, int64_t *ret_changed);
/* Notes that a statement failed inside a transaction (STORE_FAULT or STORE_CONFLICT) and gives code back. */
int conn_failed(Conn *conn, int code);
void store_break(Store *store, const char *why);
/* One short line for the log: the start of the SQL text (which never holds values). */
void store_log_fault(const char *sql, const char *code, const char *message);
#endif
