/* The three duties of a matter (凡事有交待，件件有着落，事事有回音): somebody named has signed for it; it has an outcome with its evidence; the
 * answer has reached everybody who raised it. Pages show them, closing asks for them; both from here. */
#ifndef GANGMU_MODULE_MATTER_DUTY_H
#define GANGMU_MODULE_MATTER_DUTY_H
#include "command/change.h"

typedef enum DutyState {
	DUTY_NONE, /* its time has not come */
	DUTY_RUNNING,
	DUTY_LATE, /* running, and past its due time */
	DUTY_FULL,
} DutyState;

typedef struct Duty {
	Label name; /* 交待 着落 回音 */
	DutyState state;
	int64_t who; /* person id; 0 where nobody */
	int64_t when; /* full: since then; otherwise when it is due; 0: no clock */
	Label missing; /* what is missing, in a few words; "" when full */
	Label how; /* what to do about it; "" when full */
} Duty;

/* What the row itself does not say. */
typedef struct DutyFacts {
	bool photo_needed; /* by the kind */
	int64_t photos_after; /* photos of the result: neither of the report nor from before */
	int64_t helpers_open; /* cooperating parts under way */
	int64_t untold; /* askers of joined matters who have no answer yet */
} DutyFacts;

typedef struct Duties {
	Duty account, outcome, answer;
} Duties;

/* One statement. 0 or a fault. */
int duty_facts(Conn *conn, int64_t matter, DutyFacts *ret);
/* matter: values by field index. */
Duties duties_of(Arena *arena, const Value *matter, const DutyFacts *facts, int64_t now);
Label duty_state_label(DutyState state);
/* The clock policy of a matter as it stands: of its kind, the urgent one where it is urgent. NULL where there is none, or on a fault (kept
 * in the change). */
const BookPolicy *matter_policy(Change *change, const Value *matter);
#endif
