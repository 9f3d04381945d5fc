#include "access/vault.h"
#include "command/change.h"
#include "model_gen.h"

/* Keeps person.phone_key: the keyed index by which a number finds its person without opening any. */
void derive_person_keys(Change *change) {
	if (change->command == &model_records[RECORD_PERSON].commands[PERSON_CMD_ERASE])
		change_set(change, PERSON_PHONE_KEY, value_null());
	const Value *phone = &change->after[PERSON_PHONE];
	if (!change_touches(change, PERSON_PHONE) || vault_is_sealed(value_str(*phone))) return;
	bool any = phone->kind == VALUE_TEXT && *phone->text;
	change_set(change, PERSON_PHONE_KEY, any ? value_text(vault_index(change->arena, phone->text)) : value_null());
}
