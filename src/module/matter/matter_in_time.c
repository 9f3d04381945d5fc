#include "module/matter/in_time.h"

#include "command/change.h"
#include "model_gen.h"

/* Completed in time, answered in time: from the four moments as they stand after the clocks were worked out. */
void derive_matter_in_time(Change *change) {
	const Value *after = change->after;
	Value done = met_in_time(after[MATTER_DONE_AT], after[MATTER_DUE_AT]),
		  answered = met_in_time(after[MATTER_ANSWERED_AT], after[MATTER_ANSWER_DUE]);
	if (!value_equal(done, after[MATTER_ON_TIME])) change_set(change, MATTER_ON_TIME, done);
	if (!value_equal(answered, after[MATTER_ANSWERED_ON_TIME])) change_set(change, MATTER_ANSWERED_ON_TIME, answered);
}
