/* Inside the module: what a night looks like, counted from the rows themselves. */
#ifndef GANGMU_MODULE_ROLL_CALL_ROLL_CALL_H
#define GANGMU_MODULE_ROLL_CALL_ROLL_CALL_H
#include "command/door.h"

enum { NIGHT_UNITS_MAX = 4000 };

typedef struct NightUnit {
	int64_t unit;
	int64_t open; /* work orders not completed at that moment; at the desk also matters not yet dispatched */
	int64_t silent; /* of these, without a word that speaks for the night of `day` */
} NightUnit;

typedef struct Night {
	NightUnit *units;
	int count;
} Night;

/* What was open at a moment (seconds UTC) that is not after now, by unit. What has been returned or cancelled meanwhile is not seen. */
int night_read(Conn *conn, Arena *arena, int64_t at, int32_t day, Night *ret);
#endif
