/* Actor: who acts, through which posts, and which rows that lets them see. */
#ifndef GANGMU_ACCESS_ACTOR_H
#define GANGMU_ACCESS_ACTOR_H
#include "base/buf.h"
#include "model/model.h"

typedef enum ScopeKind { SCOPE_NONE, SCOPE_OWN, SCOPE_UNITS, SCOPE_COMPOUND, SCOPE_ROW, SCOPE_ALL } ScopeKind;

typedef struct Grant {
	Role role;
	ScopeKind kind;
	const int64_t *ids; /* SCOPE_UNITS: unit ids; SCOPE_COMPOUND: the place id; SCOPE_ROW: {record, row} */
	int id_count;
} Grant;

typedef struct Actor {
	int64_t person; /* 0: nobody logged in (a guest), or the engine */
	const char *login, *name, *post, *unit_name;
	int64_t unit;
	unsigned roles; /* bit per Role */
	const Grant *grants;
	int grant_count;
	Language language;
	bool large_type, must_change;
} Actor;

/* The engine: may do and see everything; jobs, import of the demo year, tests. */
extern const Actor actor_engine;
/* Nobody: may do only what the model opens to `guest`, and see only row `row` of `record` (0: none). In the arena. */
Actor *actor_guest(Arena *arena, int record, int64_t row);
/* Reads person, tenures in force on `today`, posts and units. NULL where the person is not there or inactive (*ret_fault 0) or on a fault. */
Actor *actor_load(Conn *conn, Arena *arena, int64_t person, int32_t today, int *ret_fault);
/* A copy that needs nothing of the original any more. */
Actor *actor_copy(Arena *arena, const Actor *actor);
static inline bool actor_is(const Actor *actor, Role role) {
	return actor->roles & ROLE_BIT(role);
}

/* Parameters of a query being built. */
enum { PARAMS_MAX = 1200 };
typedef struct Params {
	Value values[PARAMS_MAX];
	size_t count;
} Params;
/* Adds a parameter; beyond PARAMS_MAX is a bug (callers bound what a user sizes). */
void params_add(Params *params, Value value);

typedef enum ScopeForm {
	SCOPE_FORM_LIST, /* rows by their own scope fields (quick on indexes) */
	SCOPE_FORM_PARENT, /* a list inside one parent row: what the parent's visibility shows as well */
	SCOPE_FORM_ROW, /* one row by id: every way it may be visible */
} ScopeForm;
/* Appends to sql the condition (in brackets) under which the actor, by a role of `roles`, sees rows of the record under the alias. */
void scope_condition(
	const Actor *actor, const Record *record, unsigned roles, const char *alias, ScopeForm form, Buf *sql, Params *params);
/* Whether scope_condition would be "everything". */
bool scope_is_all(const Actor *actor, const Record *record, unsigned roles);
/* 范围：本部门及下级 — in words for the list page. */
Label scope_words(const Actor *actor, const Record *record);
#endif
