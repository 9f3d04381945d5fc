/* The writer's side of the door; only this room includes it. */
#ifndef GANGMU_COMMAND_TXN_H
#define GANGMU_COMMAND_TXN_H
#include "command/door.h"

struct Txn {
	Door *door;
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
};

/* begin → load → scope → state → fields → derive → guards → facts → journal → apply → effects → end */
int64_t txn_command(Txn *txn, const Call *call);
/* Fields of the call into after: asked ones only, types, required, references. */
void txn_fields(Change *change);
#endif
