/* Refusals: bad input, no right, a duty not met. A normal result; all reasons are collected, the same list shows on the page, in the
 * API, in the import report and in the job log. */
#ifndef GANGMU_MODEL_REFUSAL_H
#define GANGMU_MODEL_REFUSAL_H
#include "model/model.h"

typedef enum RefusalClass {
	REFUSAL_INPUT, /* 422: something given is wrong */
	REFUSAL_STATE, /* 409: the state or a duty does not allow it */
	REFUSAL_STALE, /* 412: changed meanwhile */
	REFUSAL_RIGHT, /* 403 */
	REFUSAL_NOT_FOUND, /* 404: not there, or not to be seen */
	REFUSAL_LIMIT, /* 429 */
} RefusalClass;

typedef struct Refusal {
	RefusalClass class;
	const char *code; /* stable, lower case with dashes: "required", "too-long", "matter-answer-missing" */
	const char *field; /* the field's name, "" for the whole */
	const char *zh, *en; /* what happened and what to do */
} Refusal;

typedef struct Refusals {
	Arena *arena;
	Refusal *items;
	int count, capacity;
} Refusals;

void refusals_init(Refusals *refusals, Arena *arena);
/* zh and en are copied. At most 200 are kept. */
void refuse(Refusals *refusals, RefusalClass class, const char *code, const char *field, const char *zh, const char *en);
/* The HTTP status of the gravest. */
int refusals_status(const Refusals *refusals);
bool refusals_have(const Refusals *refusals, const char *code);
#endif
