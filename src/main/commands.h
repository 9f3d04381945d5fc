/* The commands of the command line. Exit: 0 done, 1 failed or found wrong, 2 wrong usage. */
#ifndef GANGMU_MAIN_COMMANDS_H
#define GANGMU_MAIN_COMMANDS_H
#include <stdbool.h>

#include "command/door.h"

typedef struct Options {
	const char *data, *db, *listen, *now, *matters, *proxy, *filter, *anchor, *against;
	const char *words[4];
	int word_count;
	bool demo, trace, help, partial;
} Options;

/* The data directory opened: locked against a second server, site key read. */
typedef struct Site {
	Store *store;
	Door *door;
	int lock;
} Site;
/* Opens the site of the options; false with words on standard error. with_door: for commands that write. */
bool site_open(const Options *options, bool with_door, Site *ret);
void site_close(Site *site);
/* Sets the clock to --now where it is given: for tests and the demo year. False with words on standard error. */
bool site_clock(const Options *options);

/* Rebuilds from the journal into a temporary store and compares the digests; words on standard output. 0 or 1. */
int replay_compare(Store *store);
/* Runs a program of the system (words end with NULL) and waits; its exit code, 1 where it could not run. */
int program_run(const char *const *words);

/* Holds the journal against the anchors of a file; words on standard output. False also where the file holds none. */
bool anchors_hold(Store *store, const char *path);
/* While the server runs: the journal's head goes to the log and, with serve --anchor FILE, to the file; each ten minutes where it moved,
 * at the start and at the end. */
typedef struct Publisher {
	Conn *conn;
	const char *path; /* NULL: the log alone */
	int64_t seq, next_ms;
} Publisher;
/* False with words on standard error where the journal does not hold against the file as it is, or the file cannot be written. */
bool publisher_start(Publisher *publisher, Store *store, const char *path);
/* False where the head could not be written down: tried again at the next turn. */
bool publisher_turn(Publisher *publisher, bool at_once);
void publisher_end(Publisher *publisher);

int main_serve(const Options *options);
int main_init(const Options *options);
int main_user(const Options *options);
int main_token(const Options *options);
int main_head(const Options *options);
int main_verify(const Options *options);
int main_replay(const Options *options);
int main_backup(const Options *options);
int main_restore(const Options *options);
int main_explain(const Options *options);
int main_import(const Options *options);
int main_export(const Options *options);
int main_job(const Options *options);
int main_version(const Options *options);
#endif
