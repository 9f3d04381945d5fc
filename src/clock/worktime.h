/* Working time by ticks, inside this room: a tick is a whole minute since 1970-01-01 0:00 bureau time, so tick / 1440 is the day.
 * Ticks given here lie in 1990–2199. */
#ifndef GANGMU_CLOCK_WORKTIME_H
#define GANGMU_CLOCK_WORKTIME_H
#include "clock/hours.h"

bool worktime_fits(int64_t at_s); /* an instant inside 1990–2199 */
int64_t worktime_tick(int64_t at_s); /* cut to the minute, moved to the edge of 1990–2199 */
int64_t worktime_instant(int64_t tick);
static inline int32_t worktime_day(int64_t tick) {
	return (int32_t)(tick / DAY_MINUTES);
}
/* Minutes that count in [from, to), from ≤ to. */
int64_t worktime_between(const Calendar *calendar, const Hours *hours, int64_t from, int64_t to);
/* The earliest tick with `minutes` counted since `from`; false when not within CLOCK_AHEAD_DAYS. */
bool worktime_add(const Calendar *calendar, const Hours *hours, int64_t from, int64_t minutes, int64_t *ret_tick);
#endif
