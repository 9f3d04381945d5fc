/* Who raised a matter. */
#ifndef GANGMU_MODULE_MATTER_ASKER_H
#define GANGMU_MODULE_MATTER_ASKER_H
#include "command/change.h"

/* The actor raised this matter, or reported it for somebody, or holds its secret link. */
bool asker_is(const Change *change);
#endif
