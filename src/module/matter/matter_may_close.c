#include "command/change.h"
#include "model_gen.h"
#include "module/matter/duty.h"

/* A matter is struck off when all three duties are full; each that is not is said with what to do. */
void guard_matter_may_close(Change *change) {
	DutyFacts facts;
	int fault = duty_facts(change->conn, change->id, &facts);
	change_fault(change, fault);
	if (fault) return;
	Duties duties = duties_of(change->arena, change->before, &facts, change->now);
	const Duty *list[] = {&duties.account, &duties.outcome, &duties.answer};
	static const char *const codes[] = {"duty-account", "duty-outcome", "duty-answer"};
	static const char *const counts_zh[] = {"", "一", "两", "三"};
	int missing = 0;
	for (int i = 0; i < 3; i++) missing += list[i]->state != DUTY_FULL;
	for (int i = 0; i < 3; i++) {
		if (list[i]->state == DUTY_FULL) continue;
		change_refuse(change, codes[i], "",
			arena_printf(change->arena, "还差%s项：%s。%s，%s", counts_zh[missing], list[i]->name.zh, list[i]->missing.zh,
				list[i]->how.zh),
			arena_printf(
				change->arena, "%d missing: %s. %s; %s", missing, list[i]->name.en, list[i]->missing.en, list[i]->how.en));
	}
}
