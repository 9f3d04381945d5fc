/* Instants and days. An instant is seconds since 1970-01-01 UTC; a day is days since 1970-01-01 in bureau time (UTC+8, no
 * summer time since 1992). */
#ifndef GANGMU_BASE_INSTANT_H
#define GANGMU_BASE_INSTANT_H
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { BUREAU_OFFSET_S = 8 * 3600, DAY_S = 86400 };

typedef struct Civil {
	int year, month, day; /* 1-based month and day */
	int hour, minute, second; /* bureau time */
	int weekday; /* 1 Monday … 7 Sunday */
} Civil;

int32_t day_of(int year, int month, int day);
/* The bureau day an instant falls on. */
int32_t day_of_instant(int64_t at_s);
/* The instant at `minute` minutes after bureau midnight of the day. */
int64_t instant_of(int32_t day, int minute);
Civil civil_of_instant(int64_t at_s);
Civil civil_of_day(int32_t day);
int day_weekday(int32_t day); /* 1 Monday … 7 Sunday */

/* "2026-11-24"; only that form, only days that exist, years 1900–2199. */
bool day_parse(const char *text, int32_t *ret_day);
/* "2026-11-24T10:32" or with :SS (bureau time), or with a trailing Z or +HH:MM offset. A blank stands for T as well. */
bool instant_parse(const char *text, int64_t *ret_at_s);
char *day_format(Arena *arena, int32_t day); /* 2026-11-24 */
char *instant_format_utc(Arena *arena, int64_t at_s); /* 2026-11-24T02:32:00Z */
char *instant_format_local(Arena *arena, int64_t at_s); /* 2026-11-24 10:32 */
char *instant_format_input(Arena *arena, int64_t at_s); /* 2026-11-24T10:32, for datetime-local */
/* 今天 17:30, 明天 9:00, 11 月 27 日 周五 17:30, with the year where it differs from now's. */
char *instant_format_zh(Arena *arena, int64_t at_s, int64_t now_s);
char *instant_format_en(Arena *arena, int64_t at_s, int64_t now_s);
#endif
