/* The commands of the command line. Exit: 0 done, 1 failed or found wrong, 2 wrong usage. */
#ifndef GANGMU_MAIN_COMMANDS_H
#define GANGMU_MAIN_COMMANDS_H
#include <stdbool.h>

#include "command/door.h"

typedef struct Options {
	const char *data, *db, *listen, *now, *matters, *proxy, *filter;
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

int main_serve(const Options *options);
int main_init(const Options *options);
int main_user(const Options *options);
int main_token(const Options *options);
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
