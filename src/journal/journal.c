#include "journal/journal.h"

#include "base/json_out.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 12 };
static const char select_sql[] = "SELECT seq, at, actor, door, record, command, row_id, cause, facts, note, idem, hash FROM "
								 "journal WHERE seq > ? ORDER BY seq";
static const char insert_sql[] =
	"INSERT INTO journal(seq, at, actor, door, record, command, row_id, cause, facts, note, idem, hash) "
	"VALUES(?,?,?,?,?,?,?,?,?,?,?,?)";

/* Facts as JSON in field order; a deletion is null. */
static void facts_write(Buf *out, const Entry *entry) {
	if (entry->deleted) return;
	json_open(out, NULL, '{');
	for (int i = 0; i < entry->fact_count; i++)
		json_value(out, entry->record->fields[entry->facts[i].field].name, entry->facts[i].value);
	json_close(out, '}');
}

/* What the chain covers, in this order, each text with its length before it. */
static void entry_hash(const char *previous, int64_t seq, int64_t at, int64_t actor, const char *door, const char *record,
	const char *command, int64_t row, int64_t cause, const char *facts, const char *note, const char *idem,
	char ret_hex[DIGEST_HEX]) {
	Digest *digest = digest_begin();
	digest_add_text(digest, previous);
	digest_add_int(digest, seq);
	digest_add_int(digest, at);
	digest_add_int(digest, actor);
	digest_add_text(digest, door);
	digest_add_text(digest, record);
	digest_add_text(digest, command);
	digest_add_int(digest, row);
	digest_add_int(digest, cause);
	digest_add_text(digest, facts);
	digest_add_text(digest, note);
	digest_add_text(digest, idem);
	digest_end(digest, ret_hex);
}

int journal_head(Conn *conn, ChainHead *ret) {
	*ret = (ChainHead){0};
	Cursor *cursor = conn_query(conn, "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", NULL, 0);
	if (cursor && cursor_next(cursor)) {
		ret->seq = cursor_int(cursor, 0);
		const char *hash = cursor_text(cursor, 1);
		strncpy(ret->hash, hash, DIGEST_HEX - 1);
	}
	return cursor_end(cursor);
}

int journal_append(Conn *conn, Arena *arena, ChainHead *head, Entry *entry) {
	(void)arena;
	char hash[DIGEST_HEX];
	BUF(facts, 4u << 20);
	facts_write(&facts, entry);
	if (facts.full) bug("the facts of one command exceed 4 MiB");
	const char *text = entry->deleted ? NULL : buf_text(&facts);
	entry->seq = head->seq + 1;
	entry_hash(head->hash, entry->seq, entry->at, entry->actor, entry->door, entry->record->name, entry->command, entry->row,
		entry->cause, text, entry->note, entry->idem, hash);
	Value params[] = {value_int(entry->seq), value_int(entry->at), value_int(entry->actor), value_text(entry->door),
		value_text(entry->record->name), value_text(entry->command), value_int(entry->row), value_int(entry->cause),
		value_text(text), value_text(entry->note), value_text(entry->idem), value_text(hash)};
	int fault = conn_run(conn, insert_sql, params, COLUMNS, NULL);
	if (fault) return fault;
	head->seq = entry->seq;
	memcpy(head->hash, hash, sizeof hash);
	return STORE_OK;
}

int journal_find_idem(Conn *conn, Arena *arena, const char *idem, Entry *ret) {
	Value params[] = {value_text(idem)};
	int found = 0;
	Cursor *cursor = conn_query(conn, "SELECT seq, record, command, row_id FROM journal WHERE idem = ?", params, 1);
	if (cursor && cursor_next(cursor)) {
		*ret = (Entry){.seq = cursor_int(cursor, 0),
			.record = record_by_name(cursor_text(cursor, 1)),
			.command = arena_strdup(arena, cursor_text(cursor, 2)),
			.row = cursor_int(cursor, 3)};
		found = 1;
	}
	int fault = cursor_end(cursor);
	return fault ? fault : found;
}

static bool entry_fits(const Cursor *cursor, const ChainHead *head, VerifyReport *report, char hash[DIGEST_HEX]) {
	int64_t seq = cursor_int(cursor, 0);
	report->what = "gap";
	if (seq != head->seq + 1) return false;
	report->what = "hash";
	entry_hash(head->hash, seq, cursor_int(cursor, 1), cursor_int(cursor, 2), cursor_text(cursor, 3), cursor_text(cursor, 4),
		cursor_text(cursor, 5), cursor_int(cursor, 6), cursor_int(cursor, 7), cursor_text(cursor, 8), cursor_text(cursor, 9),
		cursor_text(cursor, 10), hash);
	return text_equal(hash, cursor_text(cursor, 11));
}

/* The chain from the entry after head on. */
static int chain_walk(Conn *conn, ChainHead head, VerifyReport *ret) {
	Value from = value_int(head.seq);
	Cursor *cursor = conn_query(conn, select_sql, &from, 1);
	while (cursor && cursor_next(cursor)) {
		char hash[DIGEST_HEX];
		if (!entry_fits(cursor, &head, ret, hash)) {
			ret->wrong_seq = cursor_int(cursor, 0);
			break;
		}
		head.seq++;
		memcpy(head.hash, hash, sizeof hash);
		ret->entries++;
	}
	if (!ret->wrong_seq) ret->what = NULL;
	memcpy(ret->head, head.hash, sizeof head.hash);
	return cursor_end(cursor);
}

int journal_verify(Conn *conn, Arena *arena, VerifyReport *ret) {
	(void)arena;
	*ret = (VerifyReport){0};
	return chain_walk(conn, (ChainHead){0}, ret);
}

int journal_verify_last(Conn *conn, int64_t count, VerifyReport *ret) {
	*ret = (VerifyReport){0};
	ChainHead end, before = {0};
	int fault = journal_head(conn, &end);
	Value seq = value_int(end.seq - count);
	if (fault || end.seq <= count) return fault ? fault : chain_walk(conn, before, ret);
	Cursor *cursor = conn_query(conn, "SELECT seq, hash FROM journal WHERE seq = ?", &seq, 1);
	if (cursor && cursor_next(cursor)) {
		before.seq = cursor_int(cursor, 0);
		strncpy(before.hash, cursor_text(cursor, 1), DIGEST_HEX - 1);
	}
	fault = cursor_end(cursor);
	if (fault) return fault;
	if (!before.seq) {
		ret->wrong_seq = seq.number;
		ret->what = "gap";
		return STORE_OK;
	}
	return chain_walk(conn, before, ret);
}

int journal_copy(Conn *from, Conn *to, int64_t *ret_entries) {
	VerifyReport report = {0};
	ChainHead head = {0};
	ARENA(arena, 16u << 20);
	int fault = journal_head(to, &head);
	if (!fault && head.seq) return STORE_WRONG;
	Value start = value_int(0);
	Cursor *cursor = conn_query(from, select_sql, &start, 1);
	while (!fault && cursor && cursor_next(cursor)) {
		char hash[DIGEST_HEX];
		Value values[COLUMNS];
		if (!entry_fits(cursor, &head, &report, hash)) {
			log_error("journal.copy", "entry %ld does not fit the chain (%s)", (long)cursor_int(cursor, 0), report.what);
			fault = STORE_WRONG;
			break;
		}
		for (int i = 0; i < COLUMNS; i++) values[i] = cursor_value(arena, cursor, i);
		fault = conn_run(to, insert_sql, values, COLUMNS, NULL);
		head.seq++;
		memcpy(head.hash, hash, sizeof hash);
		arena_reset(arena);
	}
	int end = cursor_end(cursor);
	*ret_entries = head.seq;
	return fault ? fault : end;
}
