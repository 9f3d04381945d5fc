/* What the rules of pieces and of items share; this module only. */
#ifndef GANGMU_MODULE_PROGRAMME_RULES_H
#define GANGMU_MODULE_PROGRAMME_RULES_H
#include "command/change.h"

/* Refuses and returns false where the programme is absent or void. */
bool programme_in_use(Change *change, int64_t programme);
/* Sentences, list items and heads may be judged and may have items; titles, salutations and blanks not. piece: a row of `piece`. */
bool piece_can_ask(const Value *piece);
#endif
