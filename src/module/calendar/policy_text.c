#include "command/change.h"
#include "model_gen.h"

/* Four clocks the clock can run. */
void guard_policy_text(Change *change) {
	static const int fields[CLOCK_KINDS] = {CLOCK_POLICY_SIGN, CLOCK_POLICY_ATTEND, CLOCK_POLICY_COMPLETE, CLOCK_POLICY_ANSWER};
	for (int i = 0; i < CLOCK_KINDS; i++) {
		ClockPolicy policy = {0};
		if (clock_policy_parse(value_str(change->after[fields[i]]), &policy)) continue;
		change_refuse_input(change, "policy-text", fields[i],
			arena_printf(change->arena,
				"“%s”时限看不懂。可写 work_minutes:30、work_days:3、same_day、same_day:60、natural_minutes:1440、"
				"natural_days:7 或 none",
				clock_kind_zh((ClockKind)i)),
			arena_printf(change->arena,
				"The time for “%s” cannot be read. Write work_minutes:30, work_days:3, same_day, same_day:60, "
				"natural_minutes:1440, natural_days:7 or none",
				clock_kind_en((ClockKind)i)));
	}
	if (value_number(change->after[CLOCK_POLICY_YELLOW_MIN], 0) < 0)
		change_refuse_input(
			change, "policy-yellow", CLOCK_POLICY_YELLOW_MIN, "临期提前量不能小于 0", "The warning time cannot be negative");
	int64_t gap = value_number(change->after[CLOCK_POLICY_URGE_GAP_MIN], 0);
	if (gap < 0 || gap > 100000)
		change_refuse_input(change, "policy-urge", CLOCK_POLICY_URGE_GAP_MIN, "催办间隔请填 0 到 100000 个工作分钟",
			"Give 0 to 100000 working minutes between two urgings");
	int64_t days = value_number(change->after[CLOCK_POLICY_EFFECT_DAYS], 0);
	if (days < 0 || days > 1000)
		change_refuse_input(change, "policy-effect", CLOCK_POLICY_EFFECT_DAYS, "效果检查请填 0 到 1000 天",
			"Give 0 to 1000 days until the effect check");
}
