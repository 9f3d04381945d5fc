/* Who belongs to a unit: the unit they are in, or a post they hold there, at the unit or below it. */
#ifndef GANGMU_MODULE_MATTER_UNIT_PERSON_H
#define GANGMU_MODULE_MATTER_UNIT_PERSON_H
#include "command/change.h"

bool unit_has_person(Change *change, int64_t unit, int64_t person);
/* The unit's name, "" where there is none. In the arena. */
const char *unit_name(Change *change, int64_t unit);
#endif
