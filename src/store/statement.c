/* The prepared statements of a Conn, found by the text of their SQL. The address of the text is tried first: most texts are literals. */
#include "base/log.h"
#include "store/driver.h"

#include <stdlib.h>
#include <string.h>

static size_t slot_of_address(const char *sql) {
	uint64_t address = (uint64_t)(uintptr_t)sql;
	return (size_t)(address * 0x9e3779b97f4a7c15u >> 55) & (STATEMENT_SLOTS - 1);
}

/* FNV-1a. */
static uint32_t hash_of(const char *sql) {
	uint32_t hash = 2166136261u;
	for (const unsigned char *p = (const unsigned char *)sql; *p; p++) hash = (hash ^ *p) * 16777619u;
	return hash;
}

static Statement *find_free(Conn *conn, const char *sql, uint32_t hash) {
	for (Statement *s = conn->buckets[hash & (STATEMENT_SLOTS - 1)]; s; s = s->next)
		if (!s->busy && s->hash == hash && strcmp(s->sql, sql) == 0) return s;
	return NULL;
}

static void drop(Conn *conn, Statement *statement) {
	Statement **at = &conn->buckets[statement->hash & (STATEMENT_SLOTS - 1)];
	while (*at != statement) at = &(*at)->next;
	*at = statement->next;
	for (size_t i = 0; i < STATEMENT_SLOTS; i++)
		if (conn->recent[i] == statement) conn->recent[i] = NULL;
	conn->store->driver->forget(conn, statement);
	free(statement->sql);
	free(statement);
	conn->statement_count--;
}

static void make_room(Conn *conn) {
	if (conn->statement_count < STATEMENTS_MAX) return;
	Statement *oldest = NULL;
	for (size_t i = 0; i < STATEMENT_SLOTS; i++)
		for (Statement *s = conn->buckets[i]; s; s = s->next)
			if (!s->busy && (!oldest || s->last_use < oldest->last_use)) oldest = s;
	if (oldest) drop(conn, oldest);
}

static Statement *statement_new(Conn *conn, const char *sql, uint32_t hash) {
	make_room(conn);
	Statement *statement = calloc(1, sizeof *statement);
	char *copy = strdup(sql);
	if (!statement || !copy) bug("out of memory for a statement");
	statement->sql = copy;
	statement->hash = hash;
	if (conn->store->driver->prepare(conn, statement) != STORE_OK) {
		free(copy);
		free(statement);
		return NULL;
	}
	Statement **bucket = &conn->buckets[hash & (STATEMENT_SLOTS - 1)];
	statement->next = *bucket;
	*bucket = statement;
	conn->statement_count++;
	return statement;
}

Statement *statement_take(Conn *conn, const char *sql) {
	if (conn->trace) conn->trace(conn->trace_user, sql);
	conn->statements++;
	Statement **guess = &conn->recent[slot_of_address(sql)];
	Statement *statement = *guess;
	if (!statement || statement->busy || strcmp(statement->sql, sql) != 0) {
		uint32_t hash = hash_of(sql);
		statement = find_free(conn, sql, hash);
		if (!statement) statement = statement_new(conn, sql, hash);
		if (!statement) return NULL;
		*guess = statement;
	}
	statement->last_use = conn->statements;
	return statement;
}

void statement_forget_all(Conn *conn) {
	for (size_t i = 0; i < STATEMENT_SLOTS; i++)
		while (conn->buckets[i]) drop(conn, conn->buckets[i]);
}

int statement_run(Conn *conn, const char *sql, const Value *params, size_t count, int64_t *ret_changed) {
	Statement *statement = statement_take(conn, sql);
	if (!statement) return STORE_FAULT;
	if (statement->parameters != count) bug("%zu values for the %zu parameters of: %s", count, statement->parameters, sql);
	return conn->store->driver->run(conn, statement, params, ret_changed);
}
