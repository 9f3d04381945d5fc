#include "command/txn.h"

#include <string.h>

int64_t txn_try(Txn *txn, Arena *arena, const Call *call, Refusals *ret_refusals) {
	refusals_init(ret_refusals, arena);
	if (txn_failed(txn)) return 0;
	Txn before = *txn;
	Outcome outcome = *txn->outcome;
	if (conn_savepoint(txn->conn)) {
		txn->fault = true;
		return 0;
	}
	txn->arena = arena;
	refusals_init(&txn->outcome->refusals, arena);
	int64_t id = txn_command(txn, call);
	*ret_refusals = txn->outcome->refusals;
	bool good = !txn->fault && !ret_refusals->count;
	int fault = good ? conn_release(txn->conn) : conn_rollback_savepoint(txn->conn);
	txn->arena = before.arena;
	txn->outcome->refusals = outcome.refusals;
	if (fault) txn->fault = true;
	if (good && !fault) return id;
	/* A book read inside what was undone may bear a version that comes again. */
	txn->keep->book = NULL;
	txn->head = before.head;
	txn->idem_used = before.idem_used;
	memcpy(txn->touched, before.touched, sizeof txn->touched);
	txn->outcome->id = outcome.id;
	txn->outcome->seq = outcome.seq;
	return 0;
}

void txn_cause(Txn *txn, int64_t seq) {
	txn->cause = seq;
}
