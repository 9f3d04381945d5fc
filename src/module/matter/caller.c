#include "module/matter/caller.h"

#include "access/vault.h"
#include "model/field.h"
#include "model_gen.h"

#include <string.h>

enum { TAIL = 4, DIGITS_MAX = 20 };

/* As a phone field keeps it: digits, and + in front. */
static const char *digits_of(Arena *arena, const char *typed) {
	char *digits = arena_alloc(arena, DIGITS_MAX + 1);
	size_t n = 0;
	for (const char *p = text_fold(arena, typed); *p && n < DIGITS_MAX; p++)
		if ((*p >= '0' && *p <= '9') || (*p == '+' && !n)) digits[n++] = *p;
	return digits;
}

static int matters_of(Conn *conn, Arena *arena, const Actor *actor, int64_t client, bool open, Rows *ret) {
	static const char *const open_states[] = {
		MATTER_STATE_NEW, MATTER_STATE_ACCEPTED, MATTER_STATE_SENT, MATTER_STATE_WORKING, MATTER_STATE_DONE};
	Value *states = arena_array(arena, 5, sizeof *states);
	for (int i = 0; i < 5; i++) states[i] = value_text(open_states[i]);
	Query query;
	query_init(&query, &model_records[RECORD_MATTER]);
	query_add(&query, arena, MATTER_CLIENT, FILTER_IN, value_int(client));
	query.filters[query.filter_count++] = (Filter){MATTER_STATE, open ? FILTER_IN : FILTER_NOT_IN, states, 5};
	query.sort_field = FIELD_ID_AT;
	query.sort_down = true;
	query.limit = open ? CALLER_OPEN_MAX : CALLER_LAST;
	return query_rows(conn, arena, actor, &query, false, ret);
}

int caller_find(Conn *conn, Arena *arena, const Actor *actor, const char *digits, Caller *ret, int *ret_count) {
	const char *number = digits_of(arena, digits);
	*ret_count = 0;
	if (strlen(number) < TAIL) return STORE_OK;
	Query query;
	Rows clients;
	query_init(&query, &model_records[RECORD_CLIENT]);
	bool tail = strlen(number) == TAIL;
	query_add(&query, arena, tail ? CLIENT_TAIL_KEY : CLIENT_PHONE_KEY, FILTER_IN, value_text(vault_index(arena, number)));
	query.limit = CALLERS_MAX;
	int fault = query_rows(conn, arena, actor, &query, true, &clients);
	for (int i = 0; !fault && i < clients.count && i < CALLERS_MAX; i++) {
		Caller *caller = &ret[i];
		caller->client = &clients.rows[i];
		fault = matters_of(conn, arena, actor, row_id(caller->client), true, &caller->open);
		if (!fault) fault = matters_of(conn, arena, actor, row_id(caller->client), false, &caller->last);
		if (!fault) *ret_count = i + 1;
	}
	return fault;
}

int64_t client_of_phone(Txn *txn, const char *phone, const char *name) {
	Arena *arena = txn_arena(txn);
	const Record *record = &model_records[RECORD_CLIENT];
	Refusals refusals;
	Value number, label = value_null();
	refusals_init(&refusals, arena);
	field_parse(&record->fields[CLIENT_PHONE], phone, arena, &refusals, &number);
	if (name) field_parse(&record->fields[CLIENT_NAME], name, arena, &refusals, &label);
	for (int i = 0; i < refusals.count; i++)
		txn_refuse(
			txn, REFUSAL_INPUT, refusals.items[i].code, refusals.items[i].field, refusals.items[i].zh, refusals.items[i].en);
	if (refusals.count || number.kind != VALUE_TEXT || txn_failed(txn)) return 0;
	Value key = value_text(vault_index(arena, number.text));
	int fault = STORE_OK;
	int64_t id = conn_query_int(txn_conn(txn), "SELECT id FROM client WHERE phone_key = ?", &key, 1, 0, &fault);
	if (fault || id) return fault ? 0 : id;
	Given given[] = {{CLIENT_PHONE, number}, {CLIENT_NAME, label}};
	Call call = {.command = &record->commands[CLIENT_CMD_CREATE], .given = given, .given_count = 2, .trusted = true};
	return txn_call(txn, &call);
}
