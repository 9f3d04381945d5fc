/* What a new data directory holds. */
#ifndef GANGMU_MAIN_DEMO_H
#define GANGMU_MAIN_DEMO_H
#include "main/commands.h"

/* The least a bureau needs to begin: one unit, the three administrators' posts, the standard hours, this year's calendar rows, the kinds
 * and policies; the system administrator's one-time password is printed. */
int first_make(Site *site);
/* The demo bureau: the world of the speech with two months of lived matters; matters: so many generated past matters on top, or NULL. */
int demo_make(Site *site, const char *matters);
#endif
