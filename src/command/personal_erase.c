/* Erasing a person's data: the key of the row's personal values is destroyed in the transaction of the command. Ciphertext stays in rows
 * and journal, so the chain holds and replay needs no key; nobody can open it again. 《个人信息保护法》第四十七条: deletion at request. */
#include "access/vault.h"
#include "command/change.h"
#include "model_gen.h"

static const char *subject_of(Change *change) {
	return arena_printf(change->arena, "%s:%lld", change->record->name, (long long)change->id);
}

/* Guard: there is something to erase. */

void guard_personal_there(Change *change) {
	Value subject = value_text(subject_of(change));
	if (change_query_int(change, "SELECT count(*) FROM subject_key WHERE subject = ? AND wrapped IS NOT NULL", &subject, 1, 0))
		return;
	change_refuse(change, "nothing-personal", "", "没有可清除的个人信息：从未填写，或已经清除",
		"There are no personal data to erase: none were given, or they were erased already");
}

/* Effect: destroys the key. */

void effect_personal_erase(Change *change) {
	change_fault(change, vault_erase(change->conn, subject_of(change)));
}
