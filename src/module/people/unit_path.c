#include "command/change.h"
#include "model_gen.h"

#include <string.h>

enum { UNIT_LEVELS_MAX = 10 };

/* Keeps unit.path: the ids from the top down to the unit itself, "/1/5/12/", so that "this unit and below" is one range of an index. */
void derive_unit_path(Change *change) {
	const char *above = "/";
	int64_t parent = value_number(change->after[UNIT_PARENT], 0);
	if (parent && parent != change->id) {
		const Value *row = change_row(change, RECORD_UNIT, parent);
		if (row && row[UNIT_PATH].kind == VALUE_TEXT) above = row[UNIT_PATH].text;
	}
	change_set(change, UNIT_PATH, value_text(arena_printf(change->arena, "%s%lld/", above, (long long)change->id)));
}

static int levels_of(const char *path) {
	int levels = -1;
	for (; *path; path++) levels += *path == '/';
	return levels;
}

/* A unit stands under another one that is not itself and not below itself, at most UNIT_LEVELS_MAX deep. */
void guard_unit_parent(Change *change) {
	int64_t parent = value_number(change->after[UNIT_PARENT], 0);
	if (!parent) return;
	const Value *row = change_row(change, RECORD_UNIT, parent);
	const char *own = value_str(change_before(change, UNIT_PATH));
	bool circle = parent == change->id || (row && *own && text_starts(value_str(row[UNIT_PATH]), own));
	if (!row)
		change_refuse_input(
			change, "ref", UNIT_PARENT, "没有找到上级单位，请重新选择", "There is no such parent unit; choose again");
	else if (circle)
		change_refuse_input(change, "unit-circle", UNIT_PARENT, "上级单位不能是本单位或它的下级，请另选一个",
			"A unit cannot stand under itself or under a unit below it; choose another");
	else if (levels_of(value_str(change->after[UNIT_PATH])) > UNIT_LEVELS_MAX)
		change_refuse_input(change, "unit-deep", UNIT_PARENT, "单位层级最多 10 层，请选更上一级的单位",
			"Units may be ten levels deep; choose one further up");
}
