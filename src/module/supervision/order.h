/* The work order a unit speaks of: its own, and still open. */
#ifndef GANGMU_MODULE_SUPERVISION_ORDER_H
#define GANGMU_MODULE_SUPERVISION_ORDER_H
#include "command/change.h"

/* The acting person does this order, or leads those who do: named as its worker, or it lies in the units their role covers. order: a row of
 * `work_order`. */
bool order_is_theirs(const Actor *actor, const Value *order);
/* The order of the new row, refused (and NULL) where it is not theirs or no longer open; `field` holds it. */
const Value *order_open(Change *change, int field);
#endif
