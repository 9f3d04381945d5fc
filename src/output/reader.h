/* Reader: the server's side of the second program (gangmu-reader), which alone opens files that strangers sent.
 * The program is started afresh for every file, without environment, with the file as descriptor 0 (read only) and a pipe as
 * descriptor 1, and locks itself before it looks at the first byte: no new privileges, Landlock deny-all, a list of allowed system
 * calls, 10 s of CPU, 256 MB of memory, no further descriptors. What it answers is checked here again, because it may have been
 * taken over by the file. Its program file lies beside the server's own (/proc/self/exe) unless GANGMU_READER names another.
 * The calls below block until the answer is there; call them from a pool thread, never from an event loop. */
#ifndef GANGMU_OUTPUT_READER_H
#define GANGMU_OUTPUT_READER_H
#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ReadResult {
	READ_OK = 0,
	READ_REFUSED = 1, /* the file is at fault: tell the sender */
	READ_FAULT = -1, /* the program could not be started or died of its own fault: already logged; code "reader-failed" */
} ReadResult;

/* Why a file was not taken. code is stable (API, tests, logs); the words say what is wrong and what to do. */
typedef struct FileRefusal {
	const char *code; /* "cut-off", "zip-bomb", …: the list is reader_words.c */
	const char *zh, *en; /* whole sentences; a place in the file ("B7") is already part of them */
	const char *detail; /* the place or name alone, "" where there is none */
} FileRefusal;

enum { READER_FILE_MAX = 20 << 20 }; /* bytes of a sent file; the browser should be told before sending */

/* One message of the reader: a letter and bytes (NUL-terminated beyond length). False ends the run with READ_REFUSED "stopped". */
typedef bool ReaderMessageFn(void *context, char kind, const char *bytes, size_t length);

typedef struct ReaderJob {
	const char *task; /* "picture", "xlsx", "csv", "docx" */
	const char *const *options; /* NULL-terminated further arguments, or NULL */
	int in_fd;
	int64_t deadline_ms; /* wall clock from the start; 0 means 20,000 */
	size_t max_output; /* bytes over all messages; 0 means 256 MB */
	size_t max_message; /* bytes of one message; 0 means 16 MB */
} ReaderJob;

/* Runs one job; messages other than a refusal go to `message`. Words and detail are copied into the arena.
 * After READ_REFUSED or READ_FAULT whatever `message` saw before must be thrown away. in_fd stays the caller's; its offset is not moved. */
ReadResult reader_run(Arena *arena, const ReaderJob *job, ReaderMessageFn *message, void *context, FileRefusal *ret_refusal);

/* The words of a code with the place put in; an unknown code gives those of "damaged". */
FileRefusal reader_refusal(Arena *arena, const char *code, const char *detail);
#endif
