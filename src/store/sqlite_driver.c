/* SQLite 3.40: WAL and synchronous=FULL, set and read back; see README.md for what a COMMIT promises. */
#include "base/log.h"
#include "store/driver.h"
#include "store/sqlite_tokenizer.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	/* Page cache of one connection: six of them stay far below the server's 120 MiB. The file is not mapped: mapped pages count as memory
	 * of the process once per connection, and a read error would be a signal instead of a code. */
	CACHE_KIB = 4000,
	CHECKPOINT_PAGES = 2000, /* of 4 KiB: the WAL is copied into the database each 8 MB */
	CHECKPOINT_PAGES_WIDE = 16000, /* while much is brought in */
	CROWDED_PAGES = 32000, /* readers have kept the WAL from starting over for 128 MB: wait for them a moment */
	CROWDED_WAIT_MS = 200,
	WAL_KEEP_BYTES = 64 * 1024 * 1024, /* a WAL file grown beyond this is cut back */
};

typedef struct Native {
	sqlite3 *db;
	int checkpoint_pages; /* how far the WAL grows before it is copied */
	int checkpoint_at; /* pages in the WAL at the last checkpoint */
} Native;

static sqlite3 *db_of(const Conn *conn) {
	return ((const Native *)conn->native)->db;
}

/* ── faults ── */

/* Errors after which the disk may heal and nothing acknowledged is in doubt. */
static bool may_heal(int code) {
	return (code & 0xff) == SQLITE_FULL || (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_NOMEM ||
		   (code & 0xff) == SQLITE_CONSTRAINT || code == SQLITE_IOERR_NOMEM || code == SQLITE_IOERR_SHMSIZE;
}

static bool breaks_store(const Conn *conn, int code, bool writing) {
	int primary = code & 0xff;
	if (conn->store->memory || may_heal(code)) return false;
	return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || (primary == SQLITE_IOERR && writing);
}

static int fault(Conn *conn, const Statement *statement, int code) {
	sqlite3 *db = db_of(conn);
	if (conn->tx != TX_NONE && sqlite3_get_autocommit(db)) { /* FULL, IOERR, NOMEM end the transaction by themselves */
		conn->lost = true;
		conn_failed(conn, STORE_FAULT);
	}
	if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID)
		return STORE_CONFLICT;
	char name[32];
	snprintf(name, sizeof name, "sqlite %d", code);
	store_log_fault(statement->sql, name, sqlite3_errmsg(db));
	if (breaks_store(conn, code, !conn->read_only && (conn->tx == TX_WRITE || !statement->reads)))
		store_break(conn->store, sqlite3_errstr(code));
	return STORE_FAULT;
}

/* ── opening ── */

static void configure(void) {
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* spares every allocation a lock shared by all threads */
	sqlite3_config(SQLITE_CONFIG_URI, 0); /* a path is a path, also one that begins with file: */
}

/* The first column of the first row as text, "" where there is none. */
static int read_pragma(sqlite3 *db, const char *sql, char *ret, size_t size) {
	sqlite3_stmt *statement;
	ret[0] = 0;
	int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
	if (code != SQLITE_OK) return code;
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW) snprintf(ret, size, "%s", (const char *)sqlite3_column_text(statement, 0));
	int end = sqlite3_finalize(statement);
	return code == SQLITE_ROW || code == SQLITE_DONE ? end : code;
}

static bool pragma_is(sqlite3 *db, const char *sql, const char *expected) {
	char found[64];
	int code = read_pragma(db, sql, found, sizeof found);
	if (code == SQLITE_OK && strcmp(found, expected) == 0) return true;
	log_error("store.wrong", "%s 应为 %s / must give %s: \"%s\" %s", sql, expected, expected, found,
		code == SQLITE_OK ? "" : sqlite3_errmsg(db));
	return false;
}

static bool harden(sqlite3 *db) {
	static const int on[] = {SQLITE_DBCONFIG_ENABLE_FKEY, SQLITE_DBCONFIG_DEFENSIVE};
	static const int off[] = {SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL,
		SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER};
	int code = SQLITE_OK;
	for (size_t i = 0; i < sizeof on / sizeof *on && code == SQLITE_OK; i++) code = sqlite3_db_config(db, on[i], 1, NULL);
	for (size_t i = 0; i < sizeof off / sizeof *off && code == SQLITE_OK; i++) code = sqlite3_db_config(db, off[i], 0, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	return code == SQLITE_OK;
}

static bool set_up(sqlite3 *db, bool memory, bool read_only) {
	char sql[256], ignored[64];
	if (!harden(db) || tokenizer_register(db) != SQLITE_OK) return false;
	snprintf(sql, sizeof sql, "PRAGMA cache_size=-%d; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=%d; PRAGMA mmap_size=0",
		CACHE_KIB, WAL_KEEP_BYTES);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) return false;
	if (!pragma_is(db, "PRAGMA foreign_keys", "1")) return false;
	if (memory) return true;
	if (!read_only && read_pragma(db, "PRAGMA journal_mode=WAL", ignored, sizeof ignored) != SQLITE_OK) return false;
	if (!pragma_is(db, "PRAGMA journal_mode", "wal")) return false;
	if (read_only) return sqlite3_exec(db, "PRAGMA query_only=ON", NULL, NULL, NULL) == SQLITE_OK;
	if (sqlite3_exec(db, "PRAGMA synchronous=FULL", NULL, NULL, NULL) != SQLITE_OK) return false;
	return pragma_is(db, "PRAGMA synchronous", "2");
}

/* NULL on a fault, logged. */
static sqlite3 *db_open(const Store *store, bool read_only) {
	sqlite3 *db = NULL;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (store->memory ? SQLITE_OPEN_CREATE : 0);
	int code = sqlite3_open_v2(store->target, &db, flags, NULL);
	if (code == SQLITE_OK) {
		sqlite3_busy_timeout(db, WRITER_WAIT_MS);
		if (set_up(db, store->memory, read_only)) return db;
	}
	log_error("store.wrong", "数据库打不开 / cannot open the database %s: %s", store->target,
		db ? sqlite3_errmsg(db) : sqlite3_errstr(code));
	sqlite3_close(db);
	return NULL;
}

static int sync_folder_of(const char *path) {
	const char *slash = strrchr(path, '/');
	char folder[4096];
	int n = slash ? snprintf(folder, sizeof folder, "%.*s", (int)(slash - path) + 1, path) : snprintf(folder, sizeof folder, ".");
	if (n < 0 || (size_t)n >= sizeof folder) return -1;
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) return -1;
	int code = fsync(fd);
	close(fd);
	return code;
}

/* Makes the file for its owner alone; SQLite gives the WAL the same rights. */
static int file_ensure(const char *path) {
	/* An existing file is not opened: closing it would drop the locks this process holds on it (POSIX). */
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) return errno == EEXIST ? 0 : -1;
	close(fd);
	return sync_folder_of(path);
}

static int sqlite_check(Store *store) {
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, configure);
	if (store->memory) return STORE_OK;
	if (!*store->target || file_ensure(store->target) != 0) {
		log_error("store.wrong", "数据文件不能写 / cannot write the data file %s: %s", store->target, strerror(errno));
		return STORE_WRONG;
	}
	sqlite3 *db = db_open(store, false);
	if (!db) return STORE_WRONG;
	return sqlite3_close(db) == SQLITE_OK ? STORE_OK : STORE_WRONG;
}

/* ── connections ── */

/* After each commit to the WAL. SQLite's own automatic checkpoint would swallow a failed sync. */
static int after_commit(void *user, sqlite3 *db, const char *name, int pages) {
	Conn *conn = user;
	Native *native = conn->native;
	if (pages < native->checkpoint_at) native->checkpoint_at = 0; /* the WAL has started over */
	if (pages - native->checkpoint_at < native->checkpoint_pages) return SQLITE_OK;
	native->checkpoint_at = pages;
	bool crowded = pages >= CROWDED_PAGES;
	if (crowded) sqlite3_busy_timeout(db, CROWDED_WAIT_MS);
	int code = sqlite3_wal_checkpoint_v2(db, name, crowded ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	if (crowded) sqlite3_busy_timeout(db, WRITER_WAIT_MS);
	if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) return SQLITE_OK;
	log_error("store.checkpoint", "sqlite %d: %s", code, sqlite3_errstr(code));
	if (breaks_store(conn, code, true)) store_break(conn->store, sqlite3_errstr(code));
	return SQLITE_OK;
}

static int sqlite_connect(Conn *conn) {
	sqlite3 *db = db_open(conn->store, conn->read_only);
	if (!db) return STORE_FAULT;
	Native *native = calloc(1, sizeof *native);
	if (!native) bug("out of memory");
	native->db = db;
	native->checkpoint_pages = CHECKPOINT_PAGES;
	conn->native = native;
	if (!conn->read_only && !conn->store->memory) sqlite3_wal_hook(db, after_commit, conn);
	return STORE_OK;
}

static void sqlite_disconnect(Conn *conn) {
	int code = sqlite3_close(db_of(conn));
	if (code != SQLITE_OK) log_error("store.fault", "closing: sqlite %d", code);
	free(conn->native);
}

/* ── statements ── */

static int sqlite_prepare(Conn *conn, Statement *statement) {
	sqlite3_stmt *handle = NULL;
	const char *tail = "";
	int code = sqlite3_prepare_v3(db_of(conn), statement->sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, &tail);
	if (code == SQLITE_OK && (!handle || !text_is_blank(tail))) {
		store_log_fault(statement->sql, "refused", "exactly one statement is expected");
		sqlite3_finalize(handle);
		return STORE_FAULT;
	}
	if (code != SQLITE_OK) {
		fault(conn, statement, code);
		return STORE_FAULT;
	}
	statement->handle = handle;
	statement->reads = sqlite3_stmt_readonly(handle);
	statement->parameters = (size_t)sqlite3_bind_parameter_count(handle);
	return STORE_OK;
}

static void sqlite_forget(Conn *conn, Statement *statement) {
	(void)conn;
	sqlite3_finalize(statement->handle);
}

static int bind(sqlite3_stmt *handle, const Value *params, size_t count, sqlite3_destructor_type lifetime) {
	int code = SQLITE_OK;
	for (size_t i = 0; i < count && code == SQLITE_OK; i++) {
		int place = (int)i + 1;
		switch (params[i].kind) {
		case VALUE_NULL: code = sqlite3_bind_null(handle, place); break;
		case VALUE_INT: code = sqlite3_bind_int64(handle, place, params[i].number); break;
		case VALUE_TEXT: code = sqlite3_bind_text(handle, place, params[i].text, -1, lifetime); break;
		}
	}
	return code;
}

static int sqlite_run(Conn *conn, Statement *statement, const Value *params, int64_t *ret_changed) {
	sqlite3_stmt *handle = statement->handle;
	int code = bind(handle, params, statement->parameters, SQLITE_STATIC);
	if (code == SQLITE_OK) {
		do code = sqlite3_step(handle);
		while (code == SQLITE_ROW);
	}
	int result = code == SQLITE_DONE ? STORE_OK : fault(conn, statement, code);
	sqlite3_reset(handle);
	if (ret_changed) *ret_changed = result == STORE_OK && !statement->reads ? sqlite3_changes64(db_of(conn)) : 0;
	return result;
}

static int sqlite_start(Cursor *cursor, const Value *params) {
	Statement *statement = cursor->statement;
	int code = bind(statement->handle, params, statement->parameters, SQLITE_TRANSIENT);
	return code == SQLITE_OK ? STORE_OK : fault(cursor->conn, statement, code);
}

static int sqlite_next(Cursor *cursor) {
	int code = sqlite3_step(cursor->statement->handle);
	return code == SQLITE_ROW ? 1 : code == SQLITE_DONE ? 0 : fault(cursor->conn, cursor->statement, code);
}

static int sqlite_finish(Cursor *cursor) {
	sqlite3_reset(cursor->statement->handle); /* says again what sqlite_next said */
	return STORE_OK;
}

static int64_t sqlite_column_int(const Cursor *cursor, int column) {
	return sqlite3_column_int64(cursor->statement->handle, column);
}

static const char *sqlite_column_text(const Cursor *cursor, int column) {
	return (const char *)sqlite3_column_text(cursor->statement->handle, column);
}

static bool sqlite_column_is_null(const Cursor *cursor, int column) {
	return sqlite3_column_type(cursor->statement->handle, column) == SQLITE_NULL;
}

static bool sqlite_column_is_int(const Cursor *cursor, int column) {
	return sqlite3_column_type(cursor->statement->handle, column) == SQLITE_INTEGER;
}

static int sqlite_columns(const Cursor *cursor) {
	return sqlite3_column_count(cursor->statement->handle);
}

/* ── transactions ── */

/* data_version changes on this connection wherever another one, of this process or not, has committed. A database in memory has one
 * connection, whose own writes it does not tell. */
static int64_t sqlite_mark(Conn *conn) {
	return conn->store->memory ? 0 : conn_query_int(conn, "PRAGMA data_version", NULL, 0, -1, NULL) + 1;
}

static int sqlite_begin(Conn *conn, bool write) {
	return statement_run(conn, write ? "BEGIN IMMEDIATE" : "BEGIN", NULL, 0, NULL);
}

static int sqlite_commit(Conn *conn) {
	return statement_run(conn, "COMMIT", NULL, 0, NULL);
}

static int sqlite_rollback(Conn *conn) {
	return sqlite3_get_autocommit(db_of(conn)) ? STORE_OK : statement_run(conn, "ROLLBACK", NULL, 0, NULL);
}

static void sqlite_widen(Conn *conn, int mib) {
	char sql[64];
	snprintf(sql, sizeof sql, "PRAGMA cache_size=-%d", mib * 1024);
	if (sqlite3_exec(db_of(conn), sql, NULL, NULL, NULL) != SQLITE_OK) log_warn("store.widen", "%s", sqlite3_errmsg(db_of(conn)));
	((Native *)conn->native)->checkpoint_pages = CHECKPOINT_PAGES_WIDE;
}

/* ── backup ── */

/* One step copies everything: the copy is one snapshot, and in WAL mode a reader stops no writer. */
static int copy_into(sqlite3 *source, const char *path) {
	sqlite3 *target = NULL;
	int code = sqlite3_open_v2(path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (code == SQLITE_OK) code = sqlite3_exec(target, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", NULL, NULL, NULL);
	if (code == SQLITE_OK) {
		sqlite3_backup *backup = sqlite3_backup_init(target, "main", source, "main");
		if (backup) sqlite3_backup_step(backup, -1);
		code = backup ? sqlite3_backup_finish(backup) : sqlite3_extended_errcode(target);
	}
	int closed = sqlite3_close(target);
	return code == SQLITE_OK ? closed : code;
}

static int copy_store(Store *store, const char *path) {
	if (store->memory) return copy_into(db_of(store->shared), path);
	sqlite3 *source = db_open(store, true);
	if (!source) return SQLITE_CANTOPEN;
	int code = copy_into(source, path);
	sqlite3_close(source);
	return code;
}

static int sqlite_backup(Store *store, const char *target_path) {
	char part[4096];
	int n = snprintf(part, sizeof part, "%s.part", target_path);
	if (n < 0 || (size_t)n >= sizeof part) return STORE_FAULT;
	unlink(part);
	int fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		log_error("store.backup", "不能写备份 / cannot write %s: %s", part, strerror(errno));
		return STORE_FAULT;
	}
	int code = copy_store(store, part);
	bool kept = code == SQLITE_OK && fsync(fd) == 0;
	close(fd);
	kept = kept && rename(part, target_path) == 0 && sync_folder_of(target_path) == 0;
	if (kept) return STORE_OK;
	log_error("store.backup", "备份失败 / backup to %s failed: %s", target_path,
		code == SQLITE_OK ? strerror(errno) : sqlite3_errstr(code));
	unlink(part);
	return STORE_FAULT;
}

const Driver sqlite_driver = {
	.kind = STORE_SQLITE,
	.check = sqlite_check,
	.connect = sqlite_connect,
	.disconnect = sqlite_disconnect,
	.prepare = sqlite_prepare,
	.forget = sqlite_forget,
	.run = sqlite_run,
	.start = sqlite_start,
	.next = sqlite_next,
	.finish = sqlite_finish,
	.column_int = sqlite_column_int,
	.column_text = sqlite_column_text,
	.column_is_null = sqlite_column_is_null,
	.column_is_int = sqlite_column_is_int,
	.columns = sqlite_columns,
	.begin = sqlite_begin,
	.mark = sqlite_mark,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.widen = sqlite_widen,
	.backup = sqlite_backup,
	.int_type = "INTEGER",
	.text_type = "TEXT",
	.int_name = "INTEGER",
	.text_name = "TEXT",
	.column_query = "SELECT name, type FROM pragma_table_info(?)",
	.table_query = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?",
	.rowid_tail = " STRICT",
	.keyed_tail = " STRICT, WITHOUT ROWID",
	.search = &sqlite_search,
};
