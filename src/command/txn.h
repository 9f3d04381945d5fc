/* The writer's side of the door; only this room includes it. */
#ifndef GANGMU_COMMAND_TXN_H
#define GANGMU_COMMAND_TXN_H
#include "clock/book.h"
#include "command/door.h"

/* What the writer thread keeps between commands: the working-time book. */
typedef struct Keep {
	Arena *arena;
	const Book *book; /* NULL: to be loaded */
} Keep;

enum { LATER_MAX = 4096 };
typedef struct Later {
	const Record *record[LATER_MAX];
	SearchText texts[LATER_MAX];
	size_t count;
} Later;

struct Txn {
	Door *door;
	Keep *keep;
	Conn *conn;
	Arena *arena; /* the caller's: refusals live there */
	const Actor *actor;
	const char *entrance;
	int64_t now;
	ChainHead head;
	Outcome *outcome;
	int depth;
	int64_t cause;
	bool fault, idem_used;
	uint64_t touched[4]; /* bit per record */
	Later *later; /* words of new rows, put into the search tables at the end of the work; NULL: each at once */
};

/* begin → load → scope → state → fields → derive → guards → facts → journal → apply → effects → end */
int64_t txn_command(Txn *txn, const Call *call);
/* Puts what Later holds into the search tables. */
int txn_index(Txn *txn);
/* Fields of the call into after: asked ones only, types, required, references. */
void txn_fields(Change *change);
/* Personal values of after that this command changes become ciphertext of their subject (RECORD:ID). */
void txn_seal(Change *change);
#endif
