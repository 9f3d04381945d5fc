#include "base/log.h"
#include "store/driver.h"

#include <stdlib.h>
#include <string.h>

/* ── the store ── */

static void *need(void *memory) {
	if (!memory) bug("out of memory");
	return memory;
}

static Conn *conn_new(Store *store, bool read_only) {
	Conn *conn = need(calloc(1, sizeof *conn));
	conn->store = store;
	conn->read_only = read_only;
	conn->users = 1;
	conn->failed_at = -1;
	if (store->driver->connect(conn) == STORE_OK) return conn;
	free(conn);
	return NULL;
}

int store_open(const char *uri, Store **ret) {
	Store *store = need(calloc(1, sizeof *store));
	if (text_starts(uri, "sqlite:")) {
		store->driver = &sqlite_driver;
		store->target = need(strdup(uri + strlen("sqlite:")));
		store->memory = text_equal(store->target, ":memory:");
	} else if (text_starts(uri, "postgresql://") || text_starts(uri, "postgres://")) {
		store->driver = &postgres_driver;
		store->target = need(strdup(uri));
	} else {
		log_error("store.wrong", "数据库地址须以 sqlite: 或 postgresql:// 开头 / a database is sqlite:PATH or postgresql://…");
		free(store);
		return STORE_WRONG;
	}
	int code = store->driver->check(store);
	if (code == STORE_OK && store->memory && !(store->shared = conn_new(store, false))) code = STORE_WRONG;
	if (code != STORE_OK) {
		free(store->target);
		free(store);
		return code;
	}
	*ret = store;
	return STORE_OK;
}

static void conn_free(Conn *conn) {
	conn->closing = true;
	statement_forget_all(conn);
	conn_kept_drop(conn);
	conn->store->driver->disconnect(conn);
	free(conn);
}

void store_close(Store *store) {
	if (!store) return;
	if (store->shared) conn_free(store->shared);
	free(store->target);
	free(store);
}

StoreKind store_kind(const Store *store) {
	return store->driver->kind;
}

bool store_is_broken(const Store *store) {
	return atomic_load(&store->broken);
}

void store_break(Store *store, const char *why) {
	if (!atomic_exchange(&store->broken, true))
		log_error("store.broken",
			"写盘失败或数据损坏，停止一切写入；请检查磁盘后重新启动 / a failed write or damaged data, no more writes: %s", why);
}

void store_log_fault(const char *sql, const char *code, const char *message) {
	log_error("store.fault", "%s: %s: %.*s%s", code, message, 200, sql, strlen(sql) > 200 ? "…" : "");
}

int store_backup(Store *store, const char *target_path) {
	return store->driver->backup(store, target_path);
}

/* ── connections ── */

Conn *conn_open(Store *store, bool read_only) {
	if (!store->shared) return conn_new(store, read_only);
	store->shared->users++;
	return store->shared;
}

void conn_close(Conn *conn) {
	if (!conn) return;
	if (conn == conn->store->shared) {
		conn->users--;
		return;
	}
	for (size_t i = 0; i < CURSORS_MAX; i++)
		if (conn->cursors[i].statement) cursor_end(&conn->cursors[i]);
	if (conn->tx != TX_NONE) conn_rollback(conn);
	conn_free(conn);
}

void conn_widen(Conn *conn, int mib) {
	conn->store->driver->widen(conn, mib);
}

Store *conn_store(Conn *conn) {
	return conn->store;
}

int64_t conn_statements(const Conn *conn) {
	return conn->statements;
}

void conn_set_trace(Conn *conn, void (*trace)(void *user, const char *sql), void *user) {
	conn->trace = trace;
	conn->trace_user = user;
}

/* ── transactions ── */

int conn_failed(Conn *conn, int code) {
	if (conn->tx != TX_NONE && conn->failed_at < 0) conn->failed_at = conn->savepoints;
	return code;
}

static int begin(Conn *conn, Transaction tx) {
	if (conn->tx != TX_NONE) bug("a transaction inside a transaction");
	if (tx == TX_WRITE && (conn->read_only || store_is_broken(conn->store))) {
		log_error("store.fault", conn->read_only ? "a write on a read-only connection" : "the store is broken, no writes");
		return STORE_FAULT;
	}
	int code = conn->store->driver->begin(conn, tx == TX_WRITE);
	if (code != STORE_OK) return STORE_FAULT;
	conn->tx = tx;
	conn->savepoints = 0;
	conn->failed_at = -1;
	conn->lost = false;
	conn->mark = tx == TX_READ ? conn->store->driver->mark(conn) : 0;
	return STORE_OK;
}

int conn_begin(Conn *conn) {
	return begin(conn, TX_WRITE);
}

int conn_begin_read(Conn *conn) {
	return begin(conn, TX_READ);
}

int conn_rollback(Conn *conn) {
	if (conn->tx == TX_NONE) return STORE_OK;
	int code = conn->lost ? STORE_OK : conn->store->driver->rollback(conn);
	conn->tx = TX_NONE;
	conn->mark = 0;
	conn->savepoints = 0;
	conn->failed_at = -1;
	conn->lost = false;
	return code == STORE_OK ? STORE_OK : STORE_FAULT;
}

int conn_commit(Conn *conn) {
	if (conn->tx == TX_NONE) bug("a commit without a transaction");
	int code = STORE_FAULT;
	if (conn->failed_at >= 0) log_error("store.fault", "a commit after a failed statement: rolled back");
	else code = conn->store->driver->commit(conn) == STORE_OK ? STORE_OK : STORE_FAULT;
	if (code == STORE_OK) {
		conn->tx = TX_NONE;
		conn->mark = 0;
		conn->savepoints = 0;
		return STORE_OK;
	}
	conn_rollback(conn);
	return STORE_FAULT;
}

/* Literals, so that each is prepared once. */
static const char *const savepoint_sql[SAVEPOINTS_MAX][3] = {
#define LEVEL(n)                                                                                                                 \
	{ "SAVEPOINT s" #n, "RELEASE SAVEPOINT s" #n, "ROLLBACK TO SAVEPOINT s" #n }
	LEVEL(1), LEVEL(2), LEVEL(3), LEVEL(4), LEVEL(5), LEVEL(6), LEVEL(7), LEVEL(8), LEVEL(9), LEVEL(10), LEVEL(11), LEVEL(12),
	LEVEL(13), LEVEL(14), LEVEL(15), LEVEL(16)
#undef LEVEL
};

int conn_savepoint(Conn *conn) {
	if (conn->tx == TX_NONE) bug("a savepoint without a transaction");
	if (conn->failed_at >= 0) return STORE_FAULT;
	if (conn->savepoints == SAVEPOINTS_MAX) {
		log_error("store.fault", "more than %d savepoints in one another", SAVEPOINTS_MAX);
		return STORE_FAULT;
	}
	int code = statement_run(conn, savepoint_sql[conn->savepoints][0], NULL, 0, NULL);
	if (code != STORE_OK) return conn_failed(conn, STORE_FAULT);
	conn->savepoints++;
	return STORE_OK;
}

int conn_release(Conn *conn) {
	if (conn->savepoints == 0) bug("no savepoint to release");
	if (conn->failed_at >= 0) return STORE_FAULT;
	int code = statement_run(conn, savepoint_sql[conn->savepoints - 1][1], NULL, 0, NULL);
	if (code != STORE_OK) return conn_failed(conn, STORE_FAULT);
	conn->savepoints--;
	return STORE_OK;
}

int conn_rollback_savepoint(Conn *conn) {
	if (conn->savepoints == 0) bug("no savepoint to roll back to");
	int level = --conn->savepoints;
	if (conn->lost) return STORE_FAULT;
	int code = statement_run(conn, savepoint_sql[level][2], NULL, 0, NULL);
	if (code == STORE_OK) code = statement_run(conn, savepoint_sql[level][1], NULL, 0, NULL);
	if (code != STORE_OK) return conn_failed(conn, STORE_FAULT);
	if (conn->failed_at > level) conn->failed_at = -1;
	return STORE_OK;
}

/* ── statements ── */

/* Refuses what must not reach the database: more after a failure inside a transaction, writes where only reading is allowed. */
static bool statement_may_run(Conn *conn, const Statement *statement) {
	if (statement->reads) return true;
	const char *why = conn->read_only				 ? "a write on a read-only connection"
					  : conn->tx == TX_READ			 ? "a write in a reading transaction"
					  : store_is_broken(conn->store) ? "the store is broken, no writes"
													 : NULL;
	if (why) store_log_fault(statement->sql, "refused", why);
	return !why;
}

static Statement *statement_for(Conn *conn, const char *sql, size_t count) {
	if (conn->failed_at >= 0) {
		store_log_fault(sql, "refused", "an earlier statement of this transaction failed; roll back to a savepoint");
		return NULL;
	}
	Statement *statement = statement_take(conn, sql);
	if (!statement || !statement_may_run(conn, statement)) {
		conn_failed(conn, STORE_FAULT);
		return NULL;
	}
	if (statement->parameters != count) bug("%zu values for the %zu parameters of: %s", count, statement->parameters, sql);
	return statement;
}

int conn_run(Conn *conn, const char *sql, const Value *params, size_t count, int64_t *ret_changed) {
	Statement *statement = statement_for(conn, sql, count);
	if (!statement) return STORE_FAULT;
	int code = conn->store->driver->run(conn, statement, params, ret_changed);
	return code == STORE_OK ? code : conn_failed(conn, code);
}

static Cursor *cursor_free_one(Conn *conn) {
	for (size_t i = 0; i < CURSORS_MAX; i++)
		if (!conn->cursors[i].statement) return &conn->cursors[i];
	log_error("store.fault", "more than %d queries open on one connection", CURSORS_MAX);
	return NULL;
}

Cursor *conn_query(Conn *conn, const char *sql, const Value *params, size_t count) {
	Cursor *cursor = cursor_free_one(conn);
	if (!cursor) return NULL;
	Statement *statement = statement_for(conn, sql, count);
	if (!statement) return NULL;
	*cursor = (Cursor){.conn = conn, .statement = statement};
	statement->busy = true;
	int code = conn->store->driver->start(cursor, params);
	if (code != STORE_OK) {
		statement->busy = false;
		cursor->statement = NULL;
		conn_failed(conn, code);
		return NULL;
	}
	if (!statement->reads) { /* INSERT … RETURNING happens now, not when somebody looks */
		cursor_next(cursor);
		cursor->stepped = true;
	}
	return cursor;
}

bool cursor_next(Cursor *cursor) {
	if (!cursor) return false;
	if (cursor->stepped) {
		cursor->stepped = false;
		return cursor->on_row;
	}
	if (cursor->ended) return false;
	int code = cursor->conn->store->driver->next(cursor);
	cursor->on_row = code == 1;
	if (code == 1) return true;
	cursor->ended = true;
	if (code < 0) cursor->code = conn_failed(cursor->conn, code);
	return false;
}

int cursor_end(Cursor *cursor) {
	if (!cursor) return STORE_FAULT;
	int met = cursor->code, late = cursor->conn->store->driver->finish(cursor);
	cursor->statement->busy = false;
	cursor->statement = NULL;
	return met == STORE_OK ? late : met;
}

static void cursor_check(const Cursor *cursor, int column) {
	if (!cursor->on_row || column < 0 || column >= cursor->conn->store->driver->columns(cursor))
		bug("no row or no column %d of: %s", column, cursor->statement ? cursor->statement->sql : "a query that ended");
}

int64_t cursor_int(const Cursor *cursor, int column) {
	cursor_check(cursor, column);
	return cursor->conn->store->driver->column_int(cursor, column);
}

const char *cursor_text(const Cursor *cursor, int column) {
	cursor_check(cursor, column);
	return cursor->conn->store->driver->column_text(cursor, column);
}

bool cursor_is_null(const Cursor *cursor, int column) {
	cursor_check(cursor, column);
	return cursor->conn->store->driver->column_is_null(cursor, column);
}

Value cursor_value(Arena *arena, const Cursor *cursor, int column) {
	const Driver *driver = cursor->conn->store->driver;
	cursor_check(cursor, column);
	if (driver->column_is_null(cursor, column)) return value_null();
	if (driver->column_is_int(cursor, column)) return value_int(driver->column_int(cursor, column));
	const char *text = driver->column_text(cursor, column);
	return text ? value_text(arena_strdup(arena, text)) : value_null();
}

int cursor_columns(const Cursor *cursor) {
	return cursor->conn->store->driver->columns(cursor);
}

int64_t conn_query_int(Conn *conn, const char *sql, const Value *params, size_t count, int64_t otherwise, int *ret_fault) {
	Cursor *cursor = conn_query(conn, sql, params, count);
	int64_t number = cursor && cursor_next(cursor) ? cursor_int(cursor, 0) : otherwise;
	int code = cursor_end(cursor);
	if (ret_fault) *ret_fault = code;
	return code == STORE_OK ? number : otherwise;
}
