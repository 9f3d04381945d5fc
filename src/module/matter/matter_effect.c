#include "command/change.h"
#include "model_gen.h"

/* The effect is looked at on the set day or later, once a closing, and not by who did the work. */
void guard_matter_effect(Change *change) {
	const Value *before = change->before;
	int64_t on = value_number(before[MATTER_EFFECT_ON], 0);
	int64_t worker = value_number(before[MATTER_WORKER], 0);
	if (on > day_of_instant(change->now))
		change_refuse(change, "effect-early", "",
			arena_printf(change->arena, "效果检查日是 %s，到那天再检查", day_format(change->arena, (int32_t)on)),
			arena_printf(
				change->arena, "The effect is to be checked on %s; check it then", day_format(change->arena, (int32_t)on)));
	if (!value_is_null(before[MATTER_EFFECT_OK]))
		change_refuse(
			change, "effect-checked", "", "这次销号后已做过效果检查", "The effect has been checked since it was struck off");
	if (worker && worker == change->actor->person)
		change_refuse(change, "effect-own", "", "此事由您经办，按管办分离不能由您检查效果，请换一人",
			"You did this work, so somebody else must check its effect");
}

/* No effect: opened again. */
void effect_matter_effect(Change *change) {
	if (value_number(change->after[MATTER_EFFECT_OK], 1) == 0)
		change_issue(change, RECORD_MATTER, MATTER_CMD_MARK_REOPENED, change->id, NULL, 0, change->note);
}
