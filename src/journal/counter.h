/* Numbers: the ids of rows and the numbers people quote (SX2026-00017) come from counters in the database. A counter moves in the
 * transaction of the command that uses it, so no number is lost, and the journal's entries tell where each counter stands. */
#ifndef GANGMU_JOURNAL_COUNTER_H
#define GANGMU_JOURNAL_COUNTER_H
#include "model/model.h"

enum { NUMBER_BYTES = 80, COUNTER_BYTES = 80, COUNTED_RECORDS = 256 };

/* The next value of a named counter, starting at 1. Negative on a fault. */
int64_t counter_next(Conn *conn, const char *name);
/* Writes the record's next number in the bureau year of `at` (seconds UTC): each year counts from 1. */
int number_give(Conn *conn, const Record *record, int64_t at, char ret[NUMBER_BYTES]);
/* The record's seq-th number of a year, by the format in its model. */
void number_text(const Record *record, int year, int64_t seq, char ret[NUMBER_BYTES]);

typedef struct NumberCount {
	int record, year;
	int64_t value;
} NumberCount;
/* Where the counters stand after the entries followed so far. Starts as zeros; ended by tally_end. */
typedef struct CounterTally {
	int64_t ids[COUNTED_RECORDS];
	NumberCount *numbers;
	size_t count, room;
} CounterTally;
/* Moves the counters as the command did that made the row at `at`. */
void tally_follow(CounterTally *tally, const Record *record, int64_t row, int64_t at, const Value *after);
/* Writes them into an empty counter table; in a transaction of the caller. */
int tally_write(const CounterTally *tally, Conn *conn);
void tally_end(CounterTally *tally);
#endif
