/* The two halves of the ceiling: ceiling.c answers HTTP, ceiling_sql.c runs the recorded statements. */
#ifndef GANGMU_BENCH_CEILING_H
#define GANGMU_BENCH_CEILING_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ANSWER_HEAD = 256 }; /* room kept before the body for the HTTP head */

/* A growing text; data + ANSWER_HEAD is where the body begins. */
typedef struct Answer {
	char *data;
	size_t length, capacity;
} Answer;

typedef struct Reader Reader;
typedef struct Writer Writer;

void ceiling_threads(void); /* libevent's locks */
void answer_init(Answer *answer);

Reader *reader_open(const char *path, const char *folder);
void reader_get(Reader *reader, int64_t id, Answer *answer);
void reader_list(Reader *reader, Answer *answer);
void reader_after(Reader *reader, int64_t id, Answer *answer);

Writer *writer_open(const char *path, const char *folder);
void writer_begin(Writer *writer);
int64_t writer_create(Writer *writer); /* one matter with its journal entry and search words; its id */
void writer_commit(Writer *writer); /* ends the program where it cannot */
#endif
