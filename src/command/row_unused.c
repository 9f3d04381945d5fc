#include "command/change.h"
#include "model_gen.h"

/* Guard: a row that others point to is not removed. */
void guard_row_unused(Change *change) {
	for (int r = 0; r < model_record_count; r++) {
		const Record *record = &model_records[r];
		for (int f = 0; f < record->field_count; f++) {
			if (record->fields[f].type != FIELD_REF || record->fields[f].ref_record != change->record->index) continue;
			BUF(sql, 300);
			Value id = value_int(change->id);
			buf_printf(
				&sql, "SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s = ? LIMIT 1) c", record->name, record->fields[f].name);
			if (!change_query_int(change, buf_text(&sql), &id, 1, 0)) continue;
			change_refuse(change, "in-use", "", arena_printf(change->arena, "还有%s在用这一条，不能删除", record->label.zh),
				arena_printf(change->arena, "It is still used by: %s", record->label.en));
			return;
		}
	}
}
