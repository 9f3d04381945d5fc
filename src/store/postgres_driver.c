/* PostgreSQL by libpq: prepared statements, one row at a time, reconnect where nothing can be lost. */
#include "base/log.h"
#include "store/driver.h"
#include "store/placeholder.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Type numbers of pg_type.dat, fixed since PostgreSQL 7. */
enum { TYPE_BOOL = 16, TYPE_INT8 = 20, TYPE_INT2 = 21, TYPE_INT4 = 23, TYPE_OID = 26, TYPE_NUMERIC = 1700 };

#define WRITER_LOCK "1734438517" /* "gamu"; any number, the same in every Gangmu */

/* Rows of one query that came from the server: those read ahead because the connection was wanted for something else, then the rest. */
typedef struct Rows {
	PGresult *current, *shape; /* the row; the empty result that ends the rows and still knows the columns */
	PGresult **ahead;
	size_t ahead_count, ahead_taken, ahead_room;
	bool streaming; /* more to come from the server */
	int code;
	char state[6]; /* SQLSTATE of the error */
} Rows;

typedef struct Link {
	PGconn *pg;
	unsigned epoch; /* grows with every reconnect: prepared statements of an older epoch are gone */
	unsigned names;
	Cursor *streaming; /* the cursor whose rows are on the wire */
} Link;

typedef struct Plan {
	char *sql; /* with $1 … */
	char name[16];
	unsigned epoch; /* 0: not prepared */
	bool select; /* harmless to send twice */
	bool fresh; /* planned for its values each time, see search.c */
	Oid *types;
	const char **values;
	int *lengths, *formats;
	char (*numbers)[24];
} Plan;

static Link *link_of(const Conn *conn) {
	return conn->native;
}

/* ── faults ── */

static bool is_class(const char *state, const char *class) {
	return state && strncmp(state, class, strlen(class)) == 0;
}

/* Values can stand in messages of class 22 (bad data) and 23 (constraints): those are logged by their number alone. */
static int fault(Conn *conn, const char *sql, const PGresult *result) {
	PGconn *pg = link_of(conn)->pg;
	const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	if (conn->tx != TX_NONE && (PQstatus(pg) != CONNECTION_OK || PQtransactionStatus(pg) == PQTRANS_IDLE)) {
		conn->lost = true;
		conn_failed(conn, STORE_FAULT);
	}
	if (is_class(state, "23505")) return STORE_CONFLICT;
	const char *words = result && state ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : PQerrorMessage(pg);
	bool quiet = is_class(state, "22") || is_class(state, "23");
	store_log_fault(sql, state ? state : "connection", quiet || !words ? "refused by the database" : words);
	return STORE_FAULT;
}

/* ── connections ── */

static void ignore_notice(void *user, const char *message) {
	(void)user;
	log_line(LOG_DEBUG, "store.notice", "%s", message);
}

static bool sent_ok(PGconn *pg, const char *sql) {
	PGresult *result = PQexec(pg, sql);
	ExecStatusType status = PQresultStatus(result);
	PQclear(result);
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* A COMMIT must mean that the server has synced: read back, as with SQLite. */
static bool is_durable(PGconn *pg) {
	PGresult *result =
		PQexec(pg, "SELECT current_setting('synchronous_commit') IN ('on', 'remote_apply'), current_setting('fsync') = 'on', "
				   "current_setting('full_page_writes') = 'on', current_setting('server_encoding') = 'UTF8'");
	bool good = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;
	for (int i = 0; good && i < 4; i++) good = PQgetvalue(result, 0, i)[0] == 't';
	PQclear(result);
	if (!good)
		log_error("store.wrong", "PostgreSQL 须 synchronous_commit、fsync、full_page_writes 为 on，编码 UTF8 / "
								 "PostgreSQL must have synchronous_commit, fsync, full_page_writes on and encoding UTF8");
	return good;
}

static bool session_set_up(Conn *conn) {
	PGconn *pg = link_of(conn)->pg;
	char sql[512];
	snprintf(sql, sizeof sql,
		"SET jit = off; SET lock_timeout = %d; SET client_min_messages = warning; SET standard_conforming_strings = on; "
		"SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') <> 'remote_apply'; "
		"SET default_transaction_read_only = %s",
		WRITER_WAIT_MS, conn->read_only ? "on" : "off");
	return sent_ok(pg, sql) && is_durable(pg);
}

static int postgres_connect(Conn *conn) {
	const char *const names[] = {"connect_timeout", "fallback_application_name", "dbname", "client_encoding", NULL};
	const char *const values[] = {"10", "gangmu", conn->store->target, "UTF8", NULL};
	Link *link = calloc(1, sizeof *link);
	if (!link) bug("out of memory");
	link->epoch = 1;
	conn->native = link;
	link->pg = PQconnectdbParams(names, values, 1);
	if (!link->pg) bug("out of memory");
	PQsetNoticeProcessor(link->pg, ignore_notice, NULL);
	if (PQstatus(link->pg) == CONNECTION_OK && session_set_up(conn)) return STORE_OK;
	log_error("store.wrong", "数据库连不上 / cannot connect to the database: %s", PQerrorMessage(link->pg));
	PQfinish(link->pg);
	free(link);
	conn->native = NULL;
	return STORE_FAULT;
}

static void postgres_disconnect(Conn *conn) {
	PQfinish(link_of(conn)->pg);
	free(conn->native);
}

static int postgres_check(Store *store) {
	Conn conn = {.store = store, .read_only = true, .failed_at = -1};
	if (postgres_connect(&conn) != STORE_OK) return STORE_WRONG;
	postgres_disconnect(&conn);
	return STORE_OK;
}

/* Once, and only outside a transaction. */
static bool reconnect(Conn *conn) {
	Link *link = link_of(conn);
	log_warn("store.reconnect", "数据库连接断开，重新连接 / the database connection was lost, connecting again");
	PQreset(link->pg);
	link->epoch++;
	return PQstatus(link->pg) == CONNECTION_OK && session_set_up(conn);
}

static bool link_ready(Conn *conn) {
	return PQstatus(link_of(conn)->pg) == CONNECTION_OK || (conn->tx == TX_NONE && reconnect(conn));
}

/* ── rows ── */

static void rows_keep(Rows *rows, PGresult *result) {
	if (rows->ahead_count == rows->ahead_room) {
		rows->ahead_room = rows->ahead_room ? rows->ahead_room * 2 : 16;
		rows->ahead = realloc(rows->ahead, rows->ahead_room * sizeof(PGresult *));
		if (!rows->ahead) bug("out of memory for rows");
	}
	rows->ahead[rows->ahead_count++] = result;
}

/* Takes one result off the wire and keeps it. False when that was the last. */
static bool rows_pull(Cursor *cursor) {
	Rows *rows = cursor->rows;
	Link *link = link_of(cursor->conn);
	PGresult *result = PQgetResult(link->pg);
	if (!result) {
		rows->streaming = false;
		link->streaming = NULL;
		return false;
	}
	ExecStatusType status = PQresultStatus(result);
	if (status == PGRES_SINGLE_TUPLE) {
		rows_keep(rows, result);
	} else if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
		PQclear(rows->shape);
		rows->shape = result;
	} else {
		const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
		snprintf(rows->state, sizeof rows->state, "%s", state ? state : "");
		if (rows->code == STORE_OK) rows->code = conn_failed(cursor->conn, fault(cursor->conn, cursor->statement->sql, result));
		PQclear(result);
	}
	return true;
}

/* Frees the wire for another statement: what is still to come goes into memory. */
static void settle(Conn *conn) {
	Cursor *cursor = link_of(conn)->streaming;
	while (cursor && rows_pull(cursor)) {
	}
}

static void rows_free(Rows *rows) {
	PQclear(rows->current);
	PQclear(rows->shape);
	for (size_t i = rows->ahead_taken; i < rows->ahead_count; i++) PQclear(rows->ahead[i]);
	free(rows->ahead);
	free(rows);
}

static const PGresult *shape_of(const Cursor *cursor) {
	Rows *rows = cursor->rows;
	while (
		rows->streaming && !rows->current && rows->ahead_taken == rows->ahead_count && rows_pull((Cursor *)(uintptr_t)cursor)) {
	}
	if (rows->current) return rows->current;
	return rows->ahead_taken < rows->ahead_count ? rows->ahead[rows->ahead_taken] : rows->shape;
}

/* ── statements ── */

static int postgres_prepare(Conn *conn, Statement *statement) {
	Plan *plan = calloc(1, sizeof *plan);
	if (!plan) bug("out of memory");
	plan->sql = placeholder_number(statement->sql, &statement->parameters);
	size_t count = statement->parameters + 1;
	plan->types = calloc(count, sizeof *plan->types);
	plan->values = calloc(count, sizeof *plan->values);
	plan->lengths = calloc(count, sizeof *plan->lengths);
	plan->formats = calloc(count, sizeof *plan->formats);
	plan->numbers = calloc(count, sizeof *plan->numbers);
	if (!plan->types || !plan->values || !plan->lengths || !plan->formats || !plan->numbers) bug("out of memory");
	snprintf(plan->name, sizeof plan->name, "g%u", ++link_of(conn)->names);
	const char *sql = statement->sql + strspn(statement->sql, " \t\n");
	plan->select = strncasecmp(sql, "SELECT", 6) == 0;
	plan->fresh = strstr(sql, "::tsquery") != NULL;
	/* The server itself refuses what hides behind WITH. */
	statement->reads = plan->select || strncasecmp(sql, "WITH", 4) == 0 || strncasecmp(sql, "VALUES", 6) == 0;
	statement->handle = plan;
	return STORE_OK;
}

static void postgres_forget(Conn *conn, Statement *statement) {
	Plan *plan = statement->handle;
	Link *link = link_of(conn);
	if (!conn->closing && plan->epoch == link->epoch && PQstatus(link->pg) == CONNECTION_OK &&
		PQtransactionStatus(link->pg) != PQTRANS_INERROR) {
		char sql[40];
		snprintf(sql, sizeof sql, "DEALLOCATE %s", plan->name);
		settle(conn);
		sent_ok(link->pg, sql);
	}
	free(plan->sql);
	free(plan->types);
	free(plan->values);
	free(plan->lengths);
	free(plan->formats);
	free(plan->numbers);
	free(plan);
}

/* Whole numbers go as eight bytes where the server was told so at preparation, as digits where it chose the type itself. */
static void bind(Plan *plan, const Value *params, size_t count) {
	for (size_t i = 0; i < count; i++) {
		plan->formats[i] = 0;
		plan->lengths[i] = 0;
		plan->values[i] = params[i].kind == VALUE_TEXT ? params[i].text : NULL;
		if (params[i].kind != VALUE_INT) continue;
		plan->values[i] = plan->numbers[i];
		if (plan->types[i] == TYPE_INT8) {
			uint64_t wire = htobe64((uint64_t)params[i].number);
			memcpy(plan->numbers[i], &wire, sizeof wire);
			plan->lengths[i] = sizeof wire;
			plan->formats[i] = 1;
		} else {
			snprintf(plan->numbers[i], sizeof plan->numbers[i], "%lld", (long long)params[i].number);
		}
	}
}

static void choose_types(Plan *plan, const Value *params, size_t count) {
	for (size_t i = 0; i < count; i++) plan->types[i] = params[i].kind == VALUE_INT ? TYPE_INT8 : 0;
}

/* Prepared on the server, with its values bound. */
static int plan_ready(Conn *conn, Statement *statement, const Value *params) {
	Plan *plan = statement->handle;
	Link *link = link_of(conn);
	if (!link_ready(conn)) return fault(conn, statement->sql, NULL);
	settle(conn);
	if (plan->fresh) {
		choose_types(plan, params, statement->parameters);
	} else if (plan->epoch != link->epoch) {
		choose_types(plan, params, statement->parameters);
		PGresult *result = PQprepare(link->pg, plan->name, plan->sql, (int)statement->parameters, plan->types);
		int code = PQresultStatus(result) == PGRES_COMMAND_OK ? STORE_OK : fault(conn, statement->sql, result);
		PQclear(result);
		if (code != STORE_OK) return code;
		plan->epoch = link->epoch;
	}
	bind(plan, params, statement->parameters);
	return STORE_OK;
}

/* After an error: may the same be sent once more? Outside a transaction, a plain SELECT, and the fault was in the connection or in a
 * plan that outlived a change of its table. */
static bool may_retry(Conn *conn, Plan *plan, const char *state) {
	if (conn->tx != TX_NONE || !plan->select) return false;
	if (PQstatus(link_of(conn)->pg) != CONNECTION_OK) return true;
	if (!is_class(state, "0A000") && !is_class(state, "26000")) return false;
	char sql[40];
	snprintf(sql, sizeof sql, "DEALLOCATE %s", plan->name);
	sent_ok(link_of(conn)->pg, sql);
	plan->epoch = 0;
	return true;
}

static int send_once(Cursor *cursor, const Value *params) {
	Conn *conn = cursor->conn;
	Plan *plan = cursor->statement->handle;
	Link *link = link_of(conn);
	int count = (int)cursor->statement->parameters;
	if (plan_ready(conn, cursor->statement, params) != STORE_OK) return STORE_FAULT;
	int sent = plan->fresh
				   ? PQsendQueryParams(link->pg, plan->sql, count, plan->types, plan->values, plan->lengths, plan->formats, 0)
				   : PQsendQueryPrepared(link->pg, plan->name, count, plan->values, plan->lengths, plan->formats, 0);
	if (!sent || !PQsetSingleRowMode(link->pg)) return fault(conn, cursor->statement->sql, NULL);
	Rows *rows = calloc(1, sizeof *rows);
	if (!rows) bug("out of memory");
	rows->streaming = true;
	cursor->rows = rows;
	link->streaming = cursor;
	rows_pull(cursor);
	return STORE_OK;
}

static int postgres_start(Cursor *cursor, const Value *params) {
	Conn *conn = cursor->conn;
	for (int attempt = 0;; attempt++) {
		int code = send_once(cursor, params);
		Rows *rows = cursor->rows;
		if (code == STORE_OK && rows->code == STORE_OK) return STORE_OK;
		if (code == STORE_OK) settle(conn);
		if (attempt > 0 || !may_retry(conn, cursor->statement->handle, rows ? rows->state : NULL)) return code;
		if (rows) rows_free(rows);
		cursor->rows = NULL;
	}
}

static int postgres_next(Cursor *cursor) {
	Rows *rows = cursor->rows;
	PQclear(rows->current);
	rows->current = NULL;
	if (rows->ahead_taken == rows->ahead_count) rows->ahead_taken = rows->ahead_count = 0;
	while (rows->ahead_count == 0 && rows->streaming) rows_pull(cursor);
	if (rows->ahead_count == 0) return rows->code;
	rows->current = rows->ahead[rows->ahead_taken++];
	return 1;
}

/* Rows nobody wants are read and thrown away: to cancel would end the transaction. */
static int postgres_finish(Cursor *cursor) {
	Rows *rows = cursor->rows;
	while (rows->streaming) {
		rows_pull(cursor);
		while (rows->ahead_count > rows->ahead_taken) PQclear(rows->ahead[--rows->ahead_count]);
	}
	int code = rows->code;
	rows_free(rows);
	cursor->rows = NULL;
	return code;
}

static int postgres_run(Conn *conn, Statement *statement, const Value *params, int64_t *ret_changed) {
	Plan *plan = statement->handle;
	int count = (int)statement->parameters;
	if (ret_changed) *ret_changed = 0;
	if (plan_ready(conn, statement, params) != STORE_OK) return STORE_FAULT;
	PGconn *pg = link_of(conn)->pg;
	PGresult *result = plan->fresh
						   ? PQexecParams(pg, plan->sql, count, plan->types, plan->values, plan->lengths, plan->formats, 0)
						   : PQexecPrepared(pg, plan->name, count, plan->values, plan->lengths, plan->formats, 0);
	ExecStatusType status = PQresultStatus(result);
	int code = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? STORE_OK : fault(conn, statement->sql, result);
	if (code == STORE_OK && ret_changed && !statement->reads) *ret_changed = strtoll(PQcmdTuples(result), NULL, 10);
	PQclear(result);
	return code;
}

/* ── columns ── */

static const PGresult *row_of(const Cursor *cursor) {
	return ((const Rows *)cursor->rows)->current;
}

static bool postgres_column_is_null(const Cursor *cursor, int column) {
	return PQgetisnull(row_of(cursor), 0, column);
}

static const char *postgres_column_text(const Cursor *cursor, int column) {
	if (postgres_column_is_null(cursor, column)) return NULL;
	const char *text = PQgetvalue(row_of(cursor), 0, column);
	if (PQftype(row_of(cursor), column) == TYPE_BOOL) return *text == 't' ? "1" : "0";
	return text;
}

static int64_t postgres_column_int(const Cursor *cursor, int column) {
	const char *text = postgres_column_text(cursor, column);
	return text ? strtoll(text, NULL, 10) : 0;
}

/* sum() of whole numbers comes as numeric. */
static bool postgres_column_is_int(const Cursor *cursor, int column) {
	int64_t number;
	switch (PQftype(row_of(cursor), column)) {
	case TYPE_BOOL:
	case TYPE_INT2:
	case TYPE_INT4:
	case TYPE_INT8:
	case TYPE_OID: return true;
	case TYPE_NUMERIC: return text_to_int(PQgetvalue(row_of(cursor), 0, column), &number);
	default: return false;
	}
}

static int postgres_columns(const Cursor *cursor) {
	const PGresult *shape = shape_of(cursor);
	return shape ? PQnfields(shape) : 0;
}

/* ── transactions ── */

/* A statement outside the cache; ret_tag gets what the server says it did. */
static int plain(Conn *conn, const char *sql, char ret_tag[16]) {
	if (conn->trace) conn->trace(conn->trace_user, sql);
	conn->statements++;
	settle(conn);
	PGresult *result = PQexec(link_of(conn)->pg, sql);
	ExecStatusType status = PQresultStatus(result);
	int code = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? STORE_OK : fault(conn, sql, result);
	snprintf(ret_tag, 16, "%s", result ? PQcmdStatus(result) : "");
	PQclear(result);
	return code;
}

/* It has no number that stands for all that is committed and visible. */
static int64_t postgres_mark(Conn *conn) {
	(void)conn;
	return 0;
}

static int postgres_begin(Conn *conn, bool write) {
	const char *sql =
		write ? "BEGIN; SELECT pg_advisory_xact_lock(" WRITER_LOCK ")" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
	char tag[16];
	if (!link_ready(conn)) return fault(conn, sql, NULL);
	int code = plain(conn, sql, tag);
	if (code != STORE_OK && PQstatus(link_of(conn)->pg) != CONNECTION_OK && reconnect(conn)) code = plain(conn, sql, tag);
	if (code != STORE_OK && PQtransactionStatus(link_of(conn)->pg) == PQTRANS_INERROR) plain(conn, "ROLLBACK", tag);
	return code;
}

/* A transaction that had failed answers COMMIT with ROLLBACK and no error. */
static int postgres_commit(Conn *conn) {
	char tag[16];
	int code = plain(conn, "COMMIT", tag);
	if (code == STORE_OK && strcmp(tag, "COMMIT") != 0) {
		conn->lost = true;
		store_log_fault("COMMIT", tag, "the server rolled the transaction back");
		return STORE_FAULT;
	}
	return code;
}

static int postgres_rollback(Conn *conn) {
	char tag[16];
	return PQstatus(link_of(conn)->pg) == CONNECTION_OK ? plain(conn, "ROLLBACK", tag) : STORE_OK;
}

static int postgres_backup(Store *store, const char *target_path) {
	(void)store, (void)target_path;
	log_error("store.backup", "PostgreSQL 请用 pg_dump 或 pg_basebackup 备份 / back PostgreSQL up with pg_dump or pg_basebackup");
	return STORE_FAULT;
}

/* The server's memory is the server's. */
static void postgres_widen(Conn *conn, int mib) {
	(void)conn, (void)mib;
}

const Driver postgres_driver = {
	.kind = STORE_POSTGRES,
	.check = postgres_check,
	.connect = postgres_connect,
	.disconnect = postgres_disconnect,
	.prepare = postgres_prepare,
	.forget = postgres_forget,
	.run = postgres_run,
	.start = postgres_start,
	.next = postgres_next,
	.finish = postgres_finish,
	.column_int = postgres_column_int,
	.column_text = postgres_column_text,
	.column_is_null = postgres_column_is_null,
	.column_is_int = postgres_column_is_int,
	.columns = postgres_columns,
	.begin = postgres_begin,
	.mark = postgres_mark,
	.commit = postgres_commit,
	.rollback = postgres_rollback,
	.widen = postgres_widen,
	.backup = postgres_backup,
	.int_type = "BIGINT",
	.text_type = "TEXT COLLATE \"C\"",
	.int_name = "bigint",
	.text_name = "text",
	.column_query =
		"SELECT a.attname::text, format_type(a.atttypid, NULL) FROM pg_attribute a WHERE a.attrelid = to_regclass(?::text) "
		"AND a.attnum > 0 AND NOT a.attisdropped",
	.table_query = "SELECT 1 FROM pg_class c WHERE c.relname = ?::text AND c.relkind IN ('r', 'p') AND "
				   "c.relnamespace = current_schema()::regnamespace",
	.rowid_tail = "",
	.keyed_tail = "",
	.search = &postgres_search,
};
