/* Seed: rows written as text tables (seed) and the sourced csv files, brought in through the write door. */
#ifndef GANGMU_MAIN_SEED_H
#define GANGMU_MAIN_SEED_H
#include "main/commands.h"

typedef struct SeedKey {
	const char *key; /* "unit:工程维修科" */
	int64_t id;
} SeedKey;
typedef struct Seed {
	Door *door;
	Arena *arena; /* keys and names live here */
	SeedKey *keys;
	size_t key_count, key_capacity;
	int64_t now; /* when the rows are said to have been made */
} Seed;

void seed_init(Seed *seed, Door *door, Arena *arena, int64_t now);
/* Brings in one embedded file ("first.txt"). False with words on standard error. */
bool seed_load(Seed *seed, const char *file);
/* holidays.csv and the published years; calendar_habit.csv. */
bool seed_calendar(Seed *seed);
/* clock_policies.csv. */
bool seed_policies(Seed *seed);
/* The id a key names ("unit", "工程维修科"); 0 where there is none. */
int64_t seed_id(const Seed *seed, const char *record, const char *key);
void seed_name(Seed *seed, const char *record, const char *key, int64_t id);
/* One row by its columns' texts. 0 where refused: words on standard error. */
int64_t seed_row(Seed *seed, const Record *record, const char *const *columns, const char *const *texts, int count);
#endif
