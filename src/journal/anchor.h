/* Anchors: the journal's head written down outside the data directory. The chain alone cannot show that its tail was cut off or that the
 * whole database was set back to an older copy; a line kept elsewhere (a second disk, another machine's log, paper) can.
 * One anchor is one line: "gangmu-anchor 2026-11-24T02:32:00Z 1234 HASH" — when, how many entries, the hash of the last. */
#ifndef GANGMU_JOURNAL_ANCHOR_H
#define GANGMU_JOURNAL_ANCHOR_H
#include "journal/journal.h"

typedef struct Anchor {
	int64_t at; /* when it was written down, seconds UTC */
	ChainHead head;
} Anchor;

/* The head as it stands at `at`. */
int anchor_take(Conn *conn, int64_t at, Anchor *ret);
/* The line, without an end of line; in the arena. */
char *anchor_line(Arena *arena, const Anchor *anchor);
/* Reads one line; blanks around it do no harm, nor a hash broken by blanks as a printed one is. False where it is none. */
bool anchor_parse(const char *line, Anchor *ret);

typedef enum AnchorFit {
	ANCHOR_HOLDS,
	ANCHOR_GONE, /* the journal is shorter: its tail was cut off, or an older copy was laid in its place */
	ANCHOR_DIFFERS, /* the entry is there and is another one: the journal was written anew */
} AnchorFit;
/* Is the anchor's entry still in the journal? What the entries themselves say is journal_verify's to find. */
int anchor_check(Conn *conn, const Anchor *anchor, AnchorFit *ret);

typedef struct AnchorReport {
	int64_t lines; /* anchors read */
	Anchor newest;
	AnchorFit fit; /* of the first that does not hold */
	Anchor wrong;
	int64_t wrong_line; /* its line in the file, or of a line that is no anchor; 0 where all hold */
	bool unreadable; /* wrong_line is no anchor */
} AnchorReport;
/* All anchors of a file. Blank lines and lines that begin with # are passed over. A last line cut off was being
 * written when the machine stopped, and is passed over too. STORE_FAULT where the file cannot be read. */
int anchor_file_check(Conn *conn, const char *path, AnchorReport *ret);
/* Adds a line to the file, made with mode 0600 where absent, and syncs it. False with words in the log. */
bool anchor_file_append(const char *path, const Anchor *anchor);
#endif
