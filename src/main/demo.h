/* What a new data directory holds. */
#ifndef GANGMU_MAIN_DEMO_H
#define GANGMU_MAIN_DEMO_H
#include "main/commands.h"
#include "main/seed.h"

#define DEMO_PASSWORD "Gangmu-2026"

/* The least a bureau needs to begin: one unit, the three administrators' posts, the standard hours, this year's calendar rows, the kinds
 * and policies; the system administrator's one-time password is printed. */
int first_make(Site *site, int64_t now);
/* The demo bureau: the world of the speech with two months of lived matters; matters: so many generated past matters on top, or NULL. */
int demo_make(Site *site, const char *matters, int64_t now);
bool demo_world(Seed *seed);
/* Two months of lived matters up to now, in every state, each step given as a command at its time. */
bool demo_lived(Site *site, Seed *seed, int64_t now);
/* The nights from *from (0: the timers are made) up to `until`: the jobs at their hours, with the words of the units. Moves *from. */
bool demo_nights(Site *site, Seed *seed, Conn *conn, int64_t *from, int64_t until);
/* The speech as this year's programme. */
bool demo_speech(Site *site, Seed *seed, int64_t now);
/* `count` closed matters of the years before, one journal entry each. */
bool demo_past(Site *site, Seed *seed, int64_t now, int64_t count);
#endif
