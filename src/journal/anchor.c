#include "journal/anchor.h"

#include "base/instant.h"
#include "base/log.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 400 };
static const char word[] = "gangmu-anchor";

int anchor_take(Conn *conn, int64_t at, Anchor *ret) {
	ret->at = at;
	return journal_head(conn, &ret->head);
}

char *anchor_line(Arena *arena, const Anchor *anchor) {
	return arena_printf(arena, "%s %s %lld %s", word, instant_format_utc(arena, anchor->at), (long long)anchor->head.seq,
		*anchor->head.hash ? anchor->head.hash : "-");
}

/* The next word of the line, cut at its end. NULL where there is none. */
static char *word_take(char **at) {
	while (isspace((unsigned char)**at)) ++*at;
	char *start = *at;
	while (**at && !isspace((unsigned char)**at)) ++*at;
	if (**at) *(*at)++ = 0;
	return *start ? start : NULL;
}

/* Joins the rest of the line; DIGEST_HEX - 1 digits, or "-" for the empty journal. */
static bool hash_take(char *at, char ret[DIGEST_HEX]) {
	size_t n = 0;
	for (char *part; (part = word_take(&at));)
		for (; *part; part++) {
			if (n == DIGEST_HEX - 1) return false;
			ret[n++] = (char)tolower((unsigned char)*part);
		}
	ret[n] = 0;
	if (!strcmp(ret, "-")) return ret[0] = 0, true;
	return n == DIGEST_HEX - 1 && strspn(ret, "0123456789abcdef") == n;
}

bool anchor_parse(const char *line, Anchor *ret) {
	char copy[LINE_MAX_BYTES];
	*ret = (Anchor){0};
	if (snprintf(copy, sizeof copy, "%s", line) >= (int)sizeof copy) return false;
	char *at = copy, *first = word_take(&at);
	if (first && !strcmp(first, word)) first = word_take(&at);
	char *count = first ? word_take(&at) : NULL;
	if (!count || !instant_parse(first, &ret->at) || !text_to_int(count, &ret->head.seq) || ret->head.seq < 0) return false;
	return hash_take(at, ret->head.hash) && (ret->head.seq == 0) == !*ret->head.hash;
}

int anchor_check(Conn *conn, const Anchor *anchor, AnchorFit *ret) {
	Value seq = value_int(anchor->head.seq);
	*ret = anchor->head.seq ? ANCHOR_GONE : ANCHOR_HOLDS;
	Cursor *cursor = conn_query(conn, "SELECT hash FROM journal WHERE seq = ?", &seq, 1);
	if (cursor && cursor_next(cursor))
		*ret = text_equal(cursor_text(cursor, 0), anchor->head.hash) ? ANCHOR_HOLDS : ANCHOR_DIFFERS;
	return cursor_end(cursor);
}

static int line_check(Conn *conn, const char *line, int64_t number, AnchorReport *ret) {
	bool whole = strchr(line, '\n');
	Anchor anchor;
	AnchorFit fit;
	const char *p = line + strspn(line, " \t\r\n");
	if (!*p || *p == '#' || ret->wrong_line) return STORE_OK;
	if (!anchor_parse(p, &anchor)) {
		ret->wrong_line = whole ? number : 0;
		ret->unreadable = whole;
		return STORE_OK;
	}
	int fault = anchor_check(conn, &anchor, &fit);
	if (fault) return fault;
	ret->lines++;
	ret->newest = anchor;
	if (fit == ANCHOR_HOLDS) return STORE_OK;
	ret->fit = fit;
	ret->wrong = anchor;
	ret->wrong_line = number;
	return STORE_OK;
}

int anchor_file_check(Conn *conn, const char *path, AnchorReport *ret) {
	char line[LINE_MAX_BYTES];
	*ret = (AnchorReport){0};
	FILE *file = fopen(path, "re");
	if (!file) {
		log_error("anchor.read", "%s: %s", path, strerror(errno));
		return STORE_FAULT;
	}
	int fault = STORE_OK;
	for (int64_t number = 1; !fault && fgets(line, sizeof line, file); number++) fault = line_check(conn, line, number, ret);
	if (ferror(file)) fault = STORE_FAULT;
	fclose(file);
	return fault;
}

/* Where the last whole line ends: what follows was being written when the machine stopped. Negative on a fault. */
static off_t whole_end(int file) {
	char tail[LINE_MAX_BYTES];
	off_t end = lseek(file, 0, SEEK_END), from = end > LINE_MAX_BYTES ? end - LINE_MAX_BYTES : 0;
	ssize_t got = end < 0 ? -1 : pread(file, tail, (size_t)(end - from), from);
	if (got < 0 || got != end - from) return -1;
	while (got > 0 && tail[got - 1] != '\n') got--;
	return from + got;
}

bool anchor_file_append(const char *path, const Anchor *anchor) {
	ARENA(arena, 4096);
	const char *line = arena_printf(arena, "%s\n", anchor_line(arena, anchor));
	ssize_t length = (ssize_t)strlen(line);
	int file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	off_t end = file < 0 ? -1 : whole_end(file);
	bool good = end >= 0 && ftruncate(file, end) == 0 && write(file, line, (size_t)length) == length && fsync(file) == 0;
	if (!good) log_error("anchor.write", "%s: %s", path, strerror(errno));
	if (file >= 0) close(file);
	return good;
}
