/* The parameters of an SQL text: ? for SQLite, $1 … for PostgreSQL. */
#ifndef GANGMU_STORE_PLACEHOLDER_H
#define GANGMU_STORE_PLACEHOLDER_H
#include <stddef.h>
/* A copy (to be freed) with each ? outside literals, quoted names and comments written $1, $2 …; *ret_count how many. */
char *placeholder_number(const char *sql, size_t *ret_count);
#endif
