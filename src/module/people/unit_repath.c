#include "command/change.h"
#include "model_gen.h"

/* A unit that moved takes everything below it along: each unit under the old path is re-pathed, the upper ones first, so that each finds
 * its parent's new path. */
void effect_unit_repath(Change *change) {
	const char *old = value_str(change_before(change, UNIT_PATH));
	if (!change_touches(change, UNIT_PATH) || !*old) return;
	Value params[] = {value_text(old), value_text(old), value_int(change->id)};
	int64_t count =
		change_query_int(change, "SELECT count(*) FROM unit WHERE path >= ? AND path < ? || '~' AND id <> ?", params, 3, 0);
	int64_t *ids = arena_array(change->arena, (size_t)count + 1, sizeof *ids);
	size_t found = 0;
	Cursor *cursor = conn_query(change->conn,
		"SELECT id FROM unit WHERE path >= ? AND path < ? || '~' AND id <> ? "
		"ORDER BY length(path) - length(replace(path, '/', '')), id",
		params, 3);
	while (cursor && found < (size_t)count && cursor_next(cursor)) ids[found++] = cursor_int(cursor, 0);
	change_fault(change, cursor_end(cursor));
	for (size_t i = 0; i < found; i++) change_issue(change, RECORD_UNIT, UNIT_CMD_REPATH, ids[i], NULL, 0, NULL);
}
