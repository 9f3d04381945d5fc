/* The recorded statements and their values. */
#include "ceiling.h"
#include "store/sqlite_tokenizer.h"

#include <event2/thread.h>
#include <openssl/evp.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STATEMENTS = 32 };

typedef struct Set {
	sqlite3_stmt *statements[STATEMENTS];
	int count;
} Set;

struct Reader {
	sqlite3 *db;
	Set get, list, after;
};

struct Writer {
	sqlite3 *db;
	Set create;
	sqlite3_stmt *begin, *commit;
	sqlite3_stmt *matter, *journal, *search; /* the newest rows, stepped once and kept: templates */
	int64_t id, seq;
	char hash[65];
	EVP_MD_CTX *digest;
};

static void die(sqlite3 *db, const char *what) {
	fprintf(stderr, "ceiling: %s: %s\n", what, db ? sqlite3_errmsg(db) : "");
	exit(1);
}

void ceiling_threads(void) {
	evthread_use_pthreads();
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

void answer_init(Answer *answer) {
	answer->capacity = 1 << 18;
	answer->length = 0;
	answer->data = malloc(answer->capacity);
	if (!answer->data) die(NULL, "out of memory");
}

/* The same pragmas as Gangmu's connections. */
static sqlite3 *db_open(const char *path, bool writes) {
	sqlite3 *db;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) die(db, path);
	sqlite3_busy_timeout(db, 30000);
	if (tokenizer_register(db) != SQLITE_OK) die(db, "tokenizer");
	if (sqlite3_exec(db, "PRAGMA cache_size=-4000; PRAGMA temp_store=MEMORY; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
			NULL, NULL, NULL) != SQLITE_OK ||
		(!writes && sqlite3_exec(db, "PRAGMA query_only=ON", NULL, NULL, NULL) != SQLITE_OK))
		die(db, "pragmas");
	sqlite3_wal_autocheckpoint(db, 2000);
	return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) die(db, sql);
	return statement;
}

static void set_read(sqlite3 *db, const char *folder, const char *name, Set *set) {
	char path[4096], *line = NULL;
	size_t room = 0;
	snprintf(path, sizeof path, "%s/%s.sql", folder, name);
	FILE *file = fopen(path, "r");
	if (!file) die(NULL, path);
	while (getline(&line, &room, file) > 1 && set->count < STATEMENTS) set->statements[set->count++] = prepare(db, line);
	free(line);
	fclose(file);
}

/* ── reading ── */

static void put(Answer *answer, const char *text, size_t length) {
	if (ANSWER_HEAD + answer->length + length + 1 > answer->capacity) {
		answer->capacity = (answer->capacity + length) * 2;
		answer->data = realloc(answer->data, answer->capacity);
		if (!answer->data) die(NULL, "out of memory");
	}
	memcpy(answer->data + ANSWER_HEAD + answer->length, text, length);
	answer->length += length;
}

static void put_text(Answer *answer, const char *text) {
	const char *from = text, *p = text;
	put(answer, "\"", 1);
	for (; *p; p++) {
		if (*p != '"' && *p != '\\' && (unsigned char)*p >= ' ') continue;
		char escape[8];
		put(answer, from, (size_t)(p - from));
		put(answer, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", *p));
		from = p + 1;
	}
	put(answer, from, (size_t)(p - from));
	put(answer, "\"", 1);
}

static void put_row(Answer *answer, sqlite3_stmt *statement) {
	int columns = sqlite3_column_count(statement);
	for (int i = 0; i < columns; i++) {
		char number[32];
		const char *name = sqlite3_column_name(statement, i);
		put(answer, i ? ",\"" : "{\"", 2);
		put(answer, name, strlen(name));
		put(answer, "\":", 2);
		switch (sqlite3_column_type(statement, i)) {
		case SQLITE_NULL: put(answer, "null", 4); break;
		case SQLITE_INTEGER:
			put(answer, number, (size_t)snprintf(number, sizeof number, "%lld", sqlite3_column_int64(statement, i)));
			break;
		default: put_text(answer, (const char *)sqlite3_column_text(statement, i));
		}
	}
	put(answer, "}", 1);
}

/* The first statement gives the rows; the others (keys of personal values) are run and their rows looked at. */
static void run_set(const Set *set, int64_t value, Answer *answer) {
	answer->length = 0;
	put(answer, "{\"items\":[", 10);
	for (int s = 0; s < set->count; s++) {
		sqlite3_stmt *statement = set->statements[s];
		bool by_subject = strstr(sqlite3_sql(statement), "subject IN") != NULL;
		int parameters = sqlite3_bind_parameter_count(statement);
		for (int i = 1; i <= parameters; i++) {
			char subject[32];
			snprintf(subject, sizeof subject, "person:%d", i);
			if (by_subject) sqlite3_bind_text(statement, i, subject, -1, SQLITE_TRANSIENT);
			else sqlite3_bind_int64(statement, i, value);
		}
		for (int row = 0; sqlite3_step(statement) == SQLITE_ROW; row++) {
			if (s) continue;
			if (row) put(answer, ",", 1);
			put_row(answer, statement);
		}
		sqlite3_reset(statement);
	}
	put(answer, "]}", 2);
}

Reader *reader_open(const char *path, const char *folder) {
	Reader *reader = calloc(1, sizeof *reader);
	if (!reader) die(NULL, "out of memory");
	reader->db = db_open(path, false);
	set_read(reader->db, folder, "get", &reader->get);
	set_read(reader->db, folder, "list", &reader->list);
	set_read(reader->db, folder, "after", &reader->after);
	return reader;
}

void reader_get(Reader *reader, int64_t id, Answer *answer) {
	run_set(&reader->get, id, answer);
}

void reader_list(Reader *reader, Answer *answer) {
	run_set(&reader->list, 26, answer);
}

void reader_after(Reader *reader, int64_t id, Answer *answer) {
	run_set(&reader->after, id, answer);
}

/* ── writing ── */

static sqlite3_stmt *newest(sqlite3 *db, const char *sql) {
	sqlite3_stmt *statement = prepare(db, sql);
	if (sqlite3_step(statement) != SQLITE_ROW) die(db, sql);
	sqlite3_stmt *copy = statement;
	return copy;
}

/* A template must not hold a read transaction open: its values are copied into a statement of constants. */
static sqlite3_stmt *template_of(sqlite3 *db, const char *sql) {
	sqlite3_stmt *row = newest(db, sql);
	int columns = sqlite3_column_count(row);
	char text[8192];
	size_t n = (size_t)snprintf(text, sizeof text, "SELECT ");
	for (int i = 0; i < columns; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s? AS \"%s\"", i ? "," : "", sqlite3_column_name(row, i));
	sqlite3_stmt *copy = prepare(db, text);
	for (int i = 0; i < columns; i++) {
		sqlite3_value *value = sqlite3_value_dup(sqlite3_column_value(row, i));
		sqlite3_bind_value(copy, i + 1, value);
		sqlite3_value_free(value);
	}
	sqlite3_finalize(row);
	if (sqlite3_step(copy) != SQLITE_ROW) die(db, text);
	return copy;
}

static sqlite3_value *template_value(sqlite3_stmt *template, const char *name) {
	for (int i = 0; i < sqlite3_column_count(template); i++)
		if (!strcmp(sqlite3_column_name(template, i), name)) return sqlite3_column_value(template, i);
	return NULL;
}

Writer *writer_open(const char *path, const char *folder) {
	Writer *writer = calloc(1, sizeof *writer);
	if (!writer) die(NULL, "out of memory");
	writer->db = db_open(path, true);
	set_read(writer->db, folder, "create", &writer->create);
	writer->begin = prepare(writer->db, "BEGIN IMMEDIATE");
	writer->commit = prepare(writer->db, "COMMIT");
	writer->matter = template_of(writer->db, "SELECT * FROM matter ORDER BY id DESC LIMIT 1");
	writer->journal = template_of(writer->db, "SELECT * FROM journal ORDER BY seq DESC LIMIT 1");
	writer->search = template_of(writer->db, "SELECT text, rowid FROM matter_search ORDER BY rowid DESC LIMIT 1");
	writer->id = sqlite3_value_int64(template_value(writer->matter, "id"));
	writer->seq = sqlite3_value_int64(template_value(writer->journal, "seq"));
	writer->digest = EVP_MD_CTX_new();
	return writer;
}

static void run_once(Writer *writer, sqlite3_stmt *statement) {
	int code;
	do code = sqlite3_step(statement);
	while (code == SQLITE_ROW);
	if (code != SQLITE_DONE) die(writer->db, sqlite3_sql(statement));
	sqlite3_reset(statement);
}

/* The names in the brackets of INSERT INTO t(a, b, …) take the template's values, but for the new ones. */
static void bind_insert(Writer *writer, sqlite3_stmt *statement, sqlite3_stmt *template) {
	const char *p = strchr(sqlite3_sql(statement), '(');
	for (int i = 1; p && *p != ')'; i++) {
		char name[64] = "", text[48];
		p += strspn(p, "(, ");
		size_t length = strcspn(p, ",)");
		snprintf(name, sizeof name, "%.*s", (int)length, p);
		p += length;
		snprintf(text, sizeof text, "SX2099-%lld", (long long)writer->id);
		bool journal = template == writer->journal;
		if (!strcmp(name, "seq") || !strcmp(name, "version")) sqlite3_bind_int64(statement, i, writer->seq);
		else if (!strcmp(name, "id") || !strcmp(name, "row_id") || !strcmp(name, "rowid"))
			sqlite3_bind_int64(statement, i, writer->id);
		else if (!strcmp(name, "hash")) sqlite3_bind_text(statement, i, writer->hash, 64, SQLITE_TRANSIENT);
		else if (!strcmp(name, "no") || (!strcmp(name, "token") && !journal))
			sqlite3_bind_text(statement, i, text, -1, SQLITE_TRANSIENT);
		else if (!strcmp(name, "idem")) sqlite3_bind_null(statement, i);
		else sqlite3_bind_value(statement, i, template_value(template, name));
	}
}

/* The chain's hash, over the same amount of text. */
static void chain(Writer *writer) {
	static const char hex[] = "0123456789abcdef";
	unsigned char bytes[32];
	sqlite3_value *facts = template_value(writer->journal, "facts");
	EVP_DigestInit_ex(writer->digest, EVP_sm3(), NULL);
	EVP_DigestUpdate(writer->digest, writer->hash, 64);
	EVP_DigestUpdate(writer->digest, sqlite3_value_text(facts), (size_t)sqlite3_value_bytes(facts));
	EVP_DigestFinal_ex(writer->digest, bytes, NULL);
	for (int i = 0; i < 32; i++) writer->hash[2 * i] = hex[bytes[i] >> 4], writer->hash[2 * i + 1] = hex[bytes[i] & 15];
}

static void bind_create(Writer *writer, sqlite3_stmt *statement, const char *year) {
	const char *sql = sqlite3_sql(statement), *from = strstr(sql, "FROM ");
	if (strstr(sql, "counter")) sqlite3_bind_text(statement, 1, year, -1, SQLITE_TRANSIENT);
	else if (strstr(sql, "INTO journal")) {
		writer->seq++;
		chain(writer);
		bind_insert(writer, statement, writer->journal);
	} else if (strstr(sql, "INTO matter(")) bind_insert(writer, statement, writer->matter);
	else if (strstr(sql, "INTO matter_search")) bind_insert(writer, statement, writer->search);
	else if (from) {
		char name[64];
		snprintf(name, sizeof name, "%.*s", (int)strcspn(from + 5, " "), from + 5);
		sqlite3_value *value = template_value(writer->matter, name);
		int parameters = sqlite3_bind_parameter_count(statement);
		for (int i = 1; i <= parameters; i++)
			if (value) sqlite3_bind_value(statement, i, value);
			else sqlite3_bind_int64(statement, i, writer->id);
	}
}

void writer_begin(Writer *writer) {
	run_once(writer, writer->begin);
}

int64_t writer_create(Writer *writer) {
	int counters = 0;
	writer->id++;
	for (int i = 0; i < writer->create.count; i++) {
		sqlite3_stmt *statement = writer->create.statements[i];
		bool counts = strstr(sqlite3_sql(statement), "UPDATE counter") != NULL;
		counters += counts;
		bind_create(writer, statement, counters > 1 ? "matter.2026" : "matter");
		run_once(writer, statement);
	}
	return writer->id;
}

void writer_commit(Writer *writer) {
	run_once(writer, writer->commit);
}
