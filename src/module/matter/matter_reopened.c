#include "command/change.h"
#include "model_gen.h"

enum { REJOINS_MAX = 200 };

/* Opened again: those whose matters were joined to this one must be told again, too. */
void effect_matter_reopened(Change *change) {
	int64_t ids[REJOINS_MAX];
	size_t count = 0;
	Value id = value_int(change->id);
	Cursor *cursor = conn_query(
		change->conn, "SELECT id FROM rejoin WHERE matter = ? AND answered_at IS NOT NULL ORDER BY id LIMIT 200", &id, 1);
	while (cursor && count < REJOINS_MAX && cursor_next(cursor)) ids[count++] = cursor_int(cursor, 0);
	change_fault(change, cursor_end(cursor));
	for (size_t i = 0; i < count; i++) change_issue(change, RECORD_REJOIN, REJOIN_CMD_AGAIN, ids[i], NULL, 0, NULL);
}

/* When a joined asker was told. */
void derive_rejoin_answered(Change *change) {
	if (change->command->index == REJOIN_CMD_AGAIN) change_set(change, REJOIN_ANSWERED_AT, value_null());
	if (change->command->index == REJOIN_CMD_ANSWERED && value_is_null(change->after[REJOIN_ANSWERED_AT]))
		change_set(change, REJOIN_ANSWERED_AT, value_int(change->now));
}
