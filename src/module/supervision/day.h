/* A day written by a leader or asked for by a unit, and the moment it means. */
#ifndef GANGMU_MODULE_SUPERVISION_DAY_H
#define GANGMU_MODULE_SUPERVISION_DAY_H
#include "command/change.h"

/* Close of business, in the unit's hours (0: the standard ones), of the day in this field of `after`; a day not worked moves on to the next
 * that is (Civil Code, art. 203). 0 where the field is empty, or where it is refused: over already, or more than a year away. Seconds UTC. */
int64_t day_to_due(Change *change, int field, int64_t unit);
/* 11 月 24 日. In the arena. */
char *day_words_zh(Arena *arena, int32_t day);
#endif
