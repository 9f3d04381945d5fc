/* The caller card of the desk: who is calling, where they sit, what is open for them. */
#ifndef GANGMU_MODULE_MATTER_CALLER_H
#define GANGMU_MODULE_MATTER_CALLER_H
#include "command/door.h"
#include "query/query.h"

enum { CALLERS_MAX = 10, CALLER_OPEN_MAX = 10, CALLER_LAST = 5 };

typedef struct Caller {
	const Row *client; /* opened, with labels: unit and room in words */
	Rows open; /* their matters under way, newest first, at most CALLER_OPEN_MAX */
	Rows last; /* their last CALLER_LAST ended ones */
} Caller;

/* Persons served by a whole number, or by its last four digits; digits may hold blanks and dashes. Found by the keyed index, within the
 * actor's scope; nothing is opened but what is found. At most CALLERS_MAX into ret. 0 or a fault; *ret_count 0 for an unknown number. */
int caller_find(Conn *conn, Arena *arena, const Actor *actor, const char *digits, Caller *ret, int *ret_count);
/* For a page where somebody gives their own number: the person served of this number, registered now where it is new (with the name, which
 * may be NULL); a known one's name stays as it is. 0 where the number is blank, wrong (refused) or on a fault. Calls in the same transaction
 * as the report that names it. */
int64_t client_of_phone(Txn *txn, const char *phone, const char *name);
#endif
