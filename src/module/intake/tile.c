#include "model_gen.h"
#include "module/intake/intake.h"

#include <string.h>

enum { ALL_MAX = 120 };

bool tile_fits_all(const Tile *tile) {
	return !*tile->asset_kind && !*tile->place_use;
}

int tile_rank(const Tile *tile, const Spot *spot) {
	bool any_asset = !*tile->asset_kind, any_use = !*tile->place_use;
	if (tile_fits_all(tile)) return 2;
	bool use = any_use || !strcmp(tile->place_use, spot->place_use);
	if (spot->asset) return any_asset || strcmp(tile->asset_kind, spot->asset_kind) ? -1 : use ? 0 : 1;
	/* At a door: what is made for such rooms; a tile for an asset alone is read only where such an asset stands. */
	return any_use ? 1 : use ? 0 : -1;
}

void tiles_choose(const Tile *all, int count, const Spot *spot, Tiles *ret) {
	int found[3] = {0};
	*ret = (Tiles){.other = -1};
	for (int i = 0; i < count; i++) {
		int rank = tile_rank(&all[i], spot);
		if (rank >= 0) found[rank]++;
	}
	/* An air conditioner of an office has no need of the tiles made for meeting rooms. */
	bool skip_elsewhere = spot->asset && found[0];
	int room = TILES_MAX - (found[2] > 0);
	for (int rank = 0; rank < 3; rank++) {
		if (rank == 1 && skip_elsewhere) continue;
		int most = rank == 2 ? TILES_MAX : room;
		for (int i = 0; i < count && ret->count < most; i++) {
			if (tile_rank(&all[i], spot) != rank) continue;
			if (rank == 2 && ret->other < 0) ret->other = ret->count;
			ret->items[ret->count++] = all[i];
		}
	}
}

static const char *column(Arena *arena, const Cursor *cursor, int at) {
	return cursor_is_null(cursor, at) ? "" : arena_strdup(arena, cursor_text(cursor, at));
}

static Tile tile_of(Arena *arena, const Cursor *cursor) {
	bool urgent = cursor_int(cursor, 7) == 1;
	return (Tile){.id = cursor_int(cursor, 0),
		.name = column(arena, cursor, 1),
		.name_en = column(arena, cursor, 2),
		.icon = column(arena, cursor, 3),
		.asset_kind = column(arena, cursor, 4),
		.place_use = column(arena, cursor, 5),
		.unit = cursor_int(cursor, 6),
		.urgent = urgent,
		.kind = cursor_int(cursor, 8),
		.kind_code = column(arena, cursor, 9),
		.kind_name = column(arena, cursor, 10),
		.policy = urgent && !cursor_is_null(cursor, 12) ? cursor_int(cursor, 12) : cursor_int(cursor, 11)};
}

int tiles_read(Web *web, const Spot *spot, Tiles *ret) {
	Arena *arena = web->arena;
	Tile *all = arena_array(arena, ALL_MAX, sizeof *all);
	int count = 0;
	Value params[] = {value_text(spot->asset_kind), value_text(spot->place_use), value_int(spot->place), value_int(spot->asset)};
	/* Guests have no right to read the catalogue: what is offered at this code, and nothing else. */
	Cursor *cursor = conn_query(web_conn(web),
		"SELECT p.id, p.name, p.name_en, p.icon, p.asset_kind, p.place_use, p.unit, p.urgent, k.id, k.code, k.name, k.policy, "
		"k.urgent_policy, q.id, q.label, q.label_en, q.type, q.options, q.required "
		"FROM problem p JOIN kind k ON k.id = p.kind LEFT JOIN question q ON q.kind = k.id AND coalesce(q.active, 1) = 1 "
		"WHERE coalesce(p.active, 1) = 1 AND coalesce(k.active, 1) = 1 AND k.for_asker = 1 AND (p.asset_kind = ? OR p.place_use "
		"= ? "
		"OR (p.asset_kind IS NULL AND p.place_use IS NULL) OR (p.place_use IS NULL AND p.asset_kind IN "
		"(SELECT a.kind FROM asset a WHERE a.place = ? AND coalesce(a.active, 1) = 1) AND ? = 0)) "
		"ORDER BY p.sort, p.id, q.sort, q.id",
		params, 4);
	while (cursor && cursor_next(cursor)) {
		Tile *tile = count ? &all[count - 1] : NULL;
		if (!tile || tile->id != cursor_int(cursor, 0)) {
			if (count == ALL_MAX) break;
			tile = &all[count++];
			*tile = tile_of(arena, cursor);
		}
		if (!cursor_is_null(cursor, 13) && tile->question_count < QUESTIONS_MAX)
			tile->questions[tile->question_count++] = (TileQuestion){cursor_int(cursor, 13), column(arena, cursor, 14),
				column(arena, cursor, 15), column(arena, cursor, 16), column(arena, cursor, 17), cursor_int(cursor, 18) == 1};
	}
	tiles_choose(all, count, spot, ret);
	return cursor_end(cursor);
}
