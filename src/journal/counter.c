#include "journal/counter.h"

#include "base/instant.h"
#include "base/log.h"
#include "journal/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two plain statements: RETURNING would make SQLite keep a journal of its own for the statement, dear where a transaction holds many. */
int64_t counter_next(Conn *conn, const char *name) {
	Value params[] = {value_text(name)};
	int64_t changed = 0;
	int fault = conn_run(conn, "UPDATE counter SET value = value + 1 WHERE name = ?", params, 1, &changed);
	if (!fault && !changed) fault = conn_run(conn, "INSERT INTO counter(name, value) VALUES(?, 1)", params, 1, NULL);
	int64_t value = fault ? -1 : conn_query_int(conn, "SELECT value FROM counter WHERE name = ?", params, 1, -1, &fault);
	return fault ? fault : value;
}

void number_text(const Record *record, int year, int64_t seq, char ret[NUMBER_BYTES]) {
	size_t n = 0;
	for (const char *p = record->number_format; *p && n < NUMBER_BYTES - 24;) {
		if (!strncmp(p, "{year}", 6)) n += (size_t)snprintf(ret + n, 12, "%d", year), p += 6;
		else if (!strncmp(p, "{seq", 4) && p[4] >= '1' && p[4] <= '9' && p[5] == '}')
			n += (size_t)snprintf(ret + n, 24, "%0*lld", p[4] - '0', (long long)seq), p += 6;
		else ret[n++] = *p++;
	}
	ret[n] = 0;
}

static void number_counter(const Record *record, int year, char ret[COUNTER_BYTES]) {
	snprintf(ret, COUNTER_BYTES, "%s.%d", record->name, year);
}

int number_give(Conn *conn, const Record *record, int64_t at, char ret[NUMBER_BYTES]) {
	char name[COUNTER_BYTES];
	int year = civil_of_instant(at).year;
	number_counter(record, year, name);
	int64_t seq = counter_next(conn, name);
	if (seq < 0) return (int)seq;
	number_text(record, year, seq, ret);
	return STORE_OK;
}

/* ── replay ── */

void tally_end(CounterTally *tally) {
	free(tally->numbers);
	*tally = (CounterTally){0};
}

/* The newest place first: entries come in order of time. */
static NumberCount *number_count(CounterTally *tally, const Record *record, int year) {
	for (size_t i = tally->count; i-- > 0;)
		if (tally->numbers[i].record == record->index && tally->numbers[i].year == year) return &tally->numbers[i];
	if (tally->count == tally->room) {
		tally->room = tally->room ? tally->room * 2 : 16;
		tally->numbers = realloc(tally->numbers, tally->room * sizeof *tally->numbers);
		if (!tally->numbers) bug("out of memory for the counters");
	}
	tally->numbers[tally->count] = (NumberCount){record->index, year, 0};
	return &tally->numbers[tally->count++];
}

void tally_follow(CounterTally *tally, const Record *record, int64_t row, int64_t at, const Value *after) {
	char text[NUMBER_BYTES];
	if (row > tally->ids[record->index]) tally->ids[record->index] = row;
	if (record->number_field < 0) return;
	int year = civil_of_instant(at).year;
	NumberCount *count = number_count(tally, record, year);
	number_text(record, year, count->value + 1, text);
	/* A number that came with the row (an import's own) did not move the counter in life either. */
	if (text_equal(text, value_str(after[record->number_field]))) count->value++;
}

static int counter_set(Conn *conn, const char *name, int64_t value) {
	Value params[] = {value_text(name), value_int(value)};
	return value ? conn_run(conn, "INSERT INTO counter(name, value) VALUES(?, ?)", params, 2, NULL) : STORE_OK;
}

int tally_write(const CounterTally *tally, Conn *conn) {
	int fault = STORE_OK;
	for (int i = 0; !fault && i < model_record_count; i++) fault = counter_set(conn, model_records[i].name, tally->ids[i]);
	for (size_t i = 0; !fault && i < tally->count; i++) {
		char name[COUNTER_BYTES];
		const NumberCount *count = &tally->numbers[i];
		number_counter(&model_records[count->record], count->year, name);
		fault = counter_set(conn, name, count->value);
	}
	return fault;
}
