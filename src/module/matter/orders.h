/* The work orders of a matter, as the rules of both see them. */
#ifndef GANGMU_MODULE_MATTER_ORDERS_H
#define GANGMU_MODULE_MATTER_ORDERS_H
#include "command/change.h"

/* Cancels the matter's open orders except `but` (0: none); ends its open pause. */
void orders_cancel(Change *change, int64_t matter, int64_t but, const char *note);
/* Ends the open pauses of a matter now, or at their planned end where that is past. */
void pauses_finish(Change *change, int64_t matter);
static inline bool order_is_lead(const Value *order, int role_field) {
	return text_equal(value_str(order[role_field]), "lead");
}
#endif
