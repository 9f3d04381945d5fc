#include "module/matter/unit_person.h"

#include "model_gen.h"

bool unit_has_person(Change *change, int64_t unit, int64_t person) {
	int32_t today = day_of_instant(change->now);
	Value params[] = {value_int(unit), value_int(person), value_int(person), value_int(today), value_int(today)};
	return change_query_int(change,
			   "SELECT count(*) FROM unit u JOIN unit c ON c.path >= u.path AND c.path < u.path || '~' WHERE u.id = ? AND "
			   "(EXISTS (SELECT 1 FROM person p WHERE p.id = ? AND p.unit = c.id) OR EXISTS (SELECT 1 FROM tenure t JOIN post o "
			   "ON "
			   "o.id = t.post WHERE t.person = ? AND o.unit = c.id AND t.start_on <= ? AND (t.end_on IS NULL OR t.end_on >= ?)))",
			   params, 5, 0) > 0;
}

const char *unit_name(Change *change, int64_t unit) {
	const Value *row = unit ? change_row(change, RECORD_UNIT, unit) : NULL;
	return row ? value_str(row[UNIT_NAME]) : "";
}
