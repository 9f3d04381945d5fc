#include "command/change.h"
#include "model_gen.h"

/* A completed order is checked once, and not by who did the work (管办分离). */
void guard_order_check(Change *change) {
	int64_t worker = value_number(change_before(change, WORK_ORDER_WORKER), 0);
	if (!value_is_null(change_before(change, WORK_ORDER_CHECKED_AT)))
		change_refuse(change, "checked", "", "已复核过，不用再复核", "It has been checked already");
	if (worker && worker == change->actor->person)
		change_refuse(
			change, "check-own", "", "此单由您办理，不能由您复核，请换一人", "You did this work, so somebody else must check it");
}
