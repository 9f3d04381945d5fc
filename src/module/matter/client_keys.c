#include "access/vault.h"
#include "command/change.h"
#include "model_gen.h"

#include <string.h>

enum { TAIL = 4 };

/* Keeps the two keyed indexes by which a caller is found: the whole number, and its last four digits. */
void derive_client_keys(Change *change) {
	const char *phone = value_str(change->after[CLIENT_PHONE]);
	if (change->command == &model_records[RECORD_CLIENT].commands[CLIENT_CMD_ERASE]) {
		change_set(change, CLIENT_PHONE_KEY, value_null());
		change_set(change, CLIENT_TAIL_KEY, value_null());
	}
	if (!change_touches(change, CLIENT_PHONE) || vault_is_sealed(phone)) return;
	size_t length = strlen(phone);
	change_set(change, CLIENT_PHONE_KEY, length ? value_text(vault_index(change->arena, phone)) : value_null());
	change_set(
		change, CLIENT_TAIL_KEY, length >= TAIL ? value_text(vault_index(change->arena, phone + length - TAIL)) : value_null());
}

/* One number, one person served. */
void guard_client_once(Change *change) {
	if (!change_touches(change, CLIENT_PHONE_KEY) || value_is_null(change->after[CLIENT_PHONE_KEY])) return;
	Value params[] = {change->after[CLIENT_PHONE_KEY], value_int(change->id)};
	if (change_query_int(change, "SELECT count(*) FROM client WHERE phone_key = ? AND id <> ?", params, 2, 0))
		change_refuse_input(change, "client-known", CLIENT_PHONE, "这个号码已登记，请在来电卡片里选择已有的服务对象",
			"This number is registered already; choose the person from the caller card");
}
