#include "access/actor.h"
#include "base/log.h"
#include "model_gen.h"

#include <string.h>

static const Grant engine_grants[] = {{ROLE_ENGINE, SCOPE_ALL, NULL, 0}};
const Actor actor_engine = {.login = "engine",
	.name = "系统",
	.post = "",
	.unit_name = "",
	.roles = ROLE_BIT(ROLE_ENGINE),
	.grants = engine_grants,
	.grant_count = 1};

Actor *actor_guest(Arena *arena, int record, int64_t row) {
	Actor *actor = arena_alloc(arena, sizeof *actor);
	int64_t *ids = arena_array(arena, 2, sizeof *ids);
	Grant *grant = arena_alloc(arena, sizeof *grant);
	ids[0] = record, ids[1] = row;
	*grant = (Grant){ROLE_GUEST, row ? SCOPE_ROW : SCOPE_NONE, ids, 2};
	*actor = (Actor){
		.login = "", .name = "", .post = "", .unit_name = "", .roles = ROLE_BIT(ROLE_GUEST), .grants = grant, .grant_count = 1};
	return actor;
}

/* Units at and below a unit, by its path. */
static int units_below(Conn *conn, Arena *arena, int64_t unit, const int64_t **ret_ids, int *ret_count) {
	Value id = value_int(unit);
	int64_t *ids = arena_array(arena, 512, sizeof *ids);
	int count = 0;
	Cursor *cursor = conn_query(conn,
		"SELECT c.id FROM unit u JOIN unit c ON c.path >= u.path AND c.path < u.path || '~' WHERE u.id = ? ORDER BY c.id LIMIT "
		"512",
		&id, 1);
	while (cursor && cursor_next(cursor)) ids[count++] = cursor_int(cursor, 0);
	*ret_ids = ids;
	*ret_count = count;
	return cursor_end(cursor);
}

static int grant_add(Conn *conn, Arena *arena, Cursor *cursor, Grant *grant) {
	const char *scope = cursor_text(cursor, 1);
	int64_t unit = cursor_int(cursor, 2), compound = cursor_int(cursor, 3);
	grant->role = role_by_name(cursor_text(cursor, 0));
	if (!strcmp(scope, DATA_SCOPE_IS_ALL)) grant->kind = SCOPE_ALL;
	else if (!strcmp(scope, DATA_SCOPE_IS_BELOW)) {
		grant->kind = SCOPE_UNITS;
		return units_below(conn, arena, unit, &grant->ids, &grant->id_count);
	} else if (!strcmp(scope, DATA_SCOPE_IS_OWN)) grant->kind = SCOPE_OWN;
	else {
		int64_t *ids = arena_alloc(arena, sizeof *ids);
		bool by_unit = !strcmp(scope, DATA_SCOPE_IS_UNIT);
		*ids = by_unit ? unit : compound;
		grant->kind = by_unit ? SCOPE_UNITS : SCOPE_COMPOUND;
		grant->ids = ids;
		grant->id_count = 1;
	}
	return STORE_OK;
}

static int grants_load(Conn *conn, Arena *arena, Actor *actor, int32_t today) {
	Value params[] = {value_int(actor->person), value_int(today), value_int(today)};
	Grant *grants = arena_array(arena, 34, sizeof *grants);
	int count = 0, fault = STORE_OK;
	/* Everybody who can log in sees their own. */
	grants[count++] = (Grant){ROLE_ASKER, SCOPE_OWN, NULL, 0};
	Cursor *cursor = conn_query(conn,
		"SELECT p.role, p.data_scope, p.unit, p.compound, p.name FROM tenure t JOIN post p ON p.id = t.post WHERE t.person = ? "
		"AND t.start_on <= ? "
		"AND (t.end_on IS NULL OR t.end_on >= ?) AND p.active = 1 ORDER BY t.id LIMIT 32",
		params, 3);
	while (cursor && !fault && cursor_next(cursor)) {
		if (!actor->post) actor->post = arena_strdup(arena, cursor_text(cursor, 4));
		fault = grant_add(conn, arena, cursor, &grants[count++]);
	}
	int end = cursor_end(cursor);
	if (!actor->post) actor->post = "";
	for (int i = 0; i < count; i++)
		if (grants[i].role < ROLE_COUNT) actor->roles |= ROLE_BIT(grants[i].role);
	actor->grants = grants;
	actor->grant_count = count;
	return fault ? fault : end;
}

Actor *actor_load(Conn *conn, Arena *arena, int64_t person, int32_t today, int *ret_fault) {
	Value id = value_int(person);
	Actor *actor = NULL;
	Cursor *cursor = conn_query(conn,
		"SELECT p.login, p.name, p.unit, u.name, p.large_type, p.must_change FROM person p LEFT JOIN unit u ON u.id = p.unit "
		"WHERE p.id = ? AND p.active = 1",
		&id, 1);
	if (cursor && cursor_next(cursor)) {
		actor = arena_alloc(arena, sizeof *actor);
		*actor = (Actor){.person = person,
			.login = arena_strdup(arena, cursor_text(cursor, 0)),
			.name = arena_strdup(arena, cursor_text(cursor, 1)),
			.unit = cursor_int(cursor, 2),
			.unit_name = arena_strdup(arena, cursor_is_null(cursor, 3) ? "" : cursor_text(cursor, 3)),
			.large_type = cursor_int(cursor, 4) == 1,
			.must_change = cursor_int(cursor, 5) == 1};
	}
	*ret_fault = cursor_end(cursor);
	if (actor && !*ret_fault) *ret_fault = grants_load(conn, arena, actor, today);
	return *ret_fault ? NULL : actor;
}

void params_add(Params *params, Value value) {
	if (params->count == PARAMS_MAX) bug("more than %d parameters", PARAMS_MAX);
	params->values[params->count++] = value;
}

Actor *actor_copy(Arena *arena, const Actor *actor) {
	Actor *copy = arena_alloc(arena, sizeof *copy);
	*copy = *actor;
	Grant *grants = arena_array(arena, (size_t)actor->grant_count + 1, sizeof *grants);
	for (int i = 0; i < actor->grant_count; i++) {
		grants[i] = actor->grants[i];
		int64_t *ids = arena_array(arena, (size_t)grants[i].id_count + 1, sizeof *ids);
		if (grants[i].id_count) memcpy(ids, actor->grants[i].ids, (size_t)grants[i].id_count * sizeof *ids);
		grants[i].ids = ids;
	}
	copy->grants = grants;
	copy->login = arena_strdup(arena, actor->login ? actor->login : "");
	copy->name = arena_strdup(arena, actor->name ? actor->name : "");
	copy->post = arena_strdup(arena, actor->post ? actor->post : "");
	copy->unit_name = arena_strdup(arena, actor->unit_name ? actor->unit_name : "");
	return copy;
}
