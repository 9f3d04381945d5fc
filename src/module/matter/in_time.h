/* Whether something was done in time: kept on the row, since a list filters by a field, not by comparing two. */
#ifndef GANGMU_MODULE_MATTER_IN_TIME_H
#define GANGMU_MODULE_MATTER_IN_TIME_H
#include "base/value.h"

/* 1 where it was met at or before its due time, 0 where later, nothing where it is not met or had none. */
static inline Value met_in_time(Value met_at, Value due_at) {
	if (value_is_null(met_at) || value_is_null(due_at)) return value_null();
	return value_int(met_at.number <= due_at.number);
}
#endif
