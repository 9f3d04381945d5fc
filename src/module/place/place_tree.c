#include "model_gen.h"
#include "module/place/code.h"

#include <string.h>

enum { PLACE_LEVELS_MAX = 8 };

static bool is_kind(const Value *place, const char *kind) {
	return !strcmp(value_str(place[PLACE_KIND]), kind);
}

/* 三层 3楼 3F 第3层 → 3; 0 where the name says no number (负一层, 地下室, 夹层). Chinese numbers up to 二十九. */
static int floor_number(const char *name) {
	static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九"};
	int number = 0, units = 0;
	bool ten = false;
	if (text_starts(name, "第")) name += strlen("第");
	if (*name >= '0' && *name <= '9') {
		for (; *name >= '0' && *name <= '9' && number < 1000; name++) number = number * 10 + (*name - '0');
		return number;
	}
	for (bool more = true; more;) {
		more = false;
		if (text_starts(name, "十")) ten = more = true, number = units ? units : 1, units = 0, name += strlen("十");
		for (int i = 0; i < 9 && !more; i++)
			if (text_starts(name, digits[i])) units = i + 1, more = true, name += strlen(digits[i]);
	}
	return ten ? number * 10 + units : units;
}

/* 305会议室 tells that it is on floor 3: its leading digits without the last two are the floor's number. */
static bool room_tells_floor(const char *room, const char *floor) {
	int number = 0, count = 0;
	for (; *room >= '0' && *room <= '9' && count < 5; room++, count++) number = number * 10 + (*room - '0');
	return count >= 3 && number / 100 == floor_number(floor);
}

/* Keeps path, compound and full_name ("市政协办公区 2号楼 305会议室"), and gives a code where there is none. */
void derive_place_tree(Change *change) {
	const Value *above[PLACE_LEVELS_MAX];
	int count = 0;
	int64_t id = value_number(change->after[PLACE_PARENT], 0);
	while (id && id != change->id && count < PLACE_LEVELS_MAX) {
		const Value *row = change_row(change, RECORD_PLACE, id);
		if (!row) break;
		above[count++] = row;
		id = value_number(row[PLACE_PARENT], 0);
	}
	const char *full = value_str(change->after[PLACE_NAME]);
	const char *path = count ? value_str(above[0][PLACE_PATH]) : "/";
	Value compound = is_kind(change->after, PLACE_KIND_IS_COMPOUND) ? value_int(change->id) : value_null();
	for (int i = 0; i < count; i++) {
		const char *name = value_str(above[i][PLACE_NAME]);
		bool told = is_kind(change->after, PLACE_KIND_IS_ROOM) && is_kind(above[i], PLACE_KIND_IS_FLOOR) &&
					room_tells_floor(value_str(change->after[PLACE_NAME]), name);
		if (!told) full = arena_printf(change->arena, "%s %s", name, full);
		if (is_kind(above[i], PLACE_KIND_IS_COMPOUND)) compound = above[i][PLACE_ID];
	}
	change_set(change, PLACE_FULL_NAME, value_text(text_cut(change->arena, full, 119)));
	change_set(change, PLACE_PATH, value_text(arena_printf(change->arena, "%s%lld/", path, (long long)change->id)));
	change_set(change, PLACE_COMPOUND, compound);
	code_keep(change, PLACE_CODE);
}

/* How deep a kind stands; a place stands under one that is less deep. */
static int depth_of(const Value *place) {
	if (is_kind(place, PLACE_KIND_IS_COMPOUND)) return 0;
	if (is_kind(place, PLACE_KIND_IS_ROOM)) return 3;
	return is_kind(place, PLACE_KIND_IS_FLOOR) ? 2 : 1;
}

/* Compounds stand alone; buildings and outdoor areas in a compound, floors in a building, rooms in any of them; never in a circle. */
void guard_place_parent(Change *change) {
	int64_t parent = value_number(change->after[PLACE_PARENT], 0);
	int depth = depth_of(change->after);
	if (depth == 0 && parent)
		change_refuse_input(change, "place-parent", PLACE_PARENT, "院区没有上级地点，请留空",
			"A compound stands in no other place; leave it empty");
	if (depth > 0 && !parent)
		change_refuse_input(change, "place-parent", PLACE_PARENT, "请选择它在哪个院区、楼宇或楼层",
			"Choose the compound, building or floor it is in");
	if (!depth || !parent) return;
	const Value *row = change_row(change, RECORD_PLACE, parent);
	const char *own = value_str(change_before(change, PLACE_PATH));
	if (!row)
		change_refuse_input(change, "ref", PLACE_PARENT, "没有找到上级地点，请重新选择", "There is no such place; choose again");
	else if (parent == change->id || (*own && text_starts(value_str(row[PLACE_PATH]), own)))
		change_refuse_input(change, "place-circle", PLACE_PARENT, "上级地点不能是它自己或它里面的地点，请另选一个",
			"A place cannot be inside itself or inside a place within it; choose another");
	else if (depth_of(row) >= depth || (depth == 2 && !is_kind(row, PLACE_KIND_IS_BUILDING)))
		change_refuse_input(change, "place-parent", PLACE_PARENT,
			"上级地点的类别不对：楼宇和室外区域在院区里，楼层在楼宇里，房间在楼层、楼宇、室外区域或院区里",
			"The place above is of the wrong kind: buildings and areas stand in a compound, floors in a building, rooms in any "
			"of them");
}
