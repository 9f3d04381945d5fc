/* Due times of a matter by its rows: the policy of its kind (or the urgent one), the responsible unit's hours, and its pauses. What the
 * rules store and what a page explains come from here, so they cannot differ. */
#ifndef GANGMU_CLOCK_DUE_H
#define GANGMU_CLOCK_DUE_H
#include "clock/book.h"

typedef struct DueRun {
	const Book *book;
	const BookPolicy *policy; /* NULL: the kind has none any more; no clock runs */
	const Hours *hours;
	int64_t sent_at; /* completion and answer run from the first dispatch: a return or another unit does not stop them */
	int64_t resent_at; /* signing and arrival run from the latest dispatch: they are the unit's own */
	int64_t stop_at[CLOCK_KINDS]; /* when each was met; 0: not yet */
	const ClockPause *pauses;
	size_t pause_count;
	int64_t now_at;
	/* A day was set for completion (an instruction's date, an extension) instead of the policy's term: its close of business; 0: none. The
	 * answer then follows on the next working day. Of the pauses only what lies after the setting moves it. */
	int64_t given_at, given_answer_at;
	const ClockPause *given_pauses;
	size_t given_pause_count;
} DueRun;

typedef struct DueTimes {
	int64_t at[CLOCK_KINDS]; /* 0: no clock */
	int64_t yellow_at; /* of completion */
	int provisional_year; /* of completion or answer; 0: final */
	bool refused; /* a clock gave no answer: see clock_run */
} DueTimes;

/* What the clocks of a matter need: `matter` holds its values by field index (stored or about to be). Reads kind and pauses. 0 or a
 * fault. A pause whose planned end has passed counts up to it: a longer one is a new pause. */
int due_run_of(Conn *conn, Arena *arena, const Book *book, const Value *matter, int64_t now, DueRun *ret);
/* This clock runs to the day that was set, not by the policy's term. */
bool due_is_given(const DueRun *run, ClockKind kind);
/* One clock, ready for clock_run. */
ClockAsk due_ask(const DueRun *run, ClockKind kind);
DueTimes due_times(Arena *arena, const DueRun *run);
/* The yellow moment of a due time given by hand: yellow_min working minutes before it, not before now; due_at where yellow_min is 0. */
int64_t due_yellow(Arena *arena, const Book *book, const Hours *hours, int64_t now, int64_t due_at, int32_t yellow_min);
#endif
