#include "module/place/code.h"

#include "base/log.h"
#include "base/outside.h"
#include "model_gen.h"

#include <string.h>

static const char ALPHABET[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
enum { MODULUS = 31, RADIX = 3, TRIES = 50 };

static int value_of(char c) {
	if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
	const char *at = c ? strchr(ALPHABET, c) : NULL;
	return at ? (int)(at - ALPHABET) : -1;
}

/* Sum of value × 3^place, the last character's place being 0; right codes give 1 modulo 31. */
static int sum_of(const char *code) {
	int sum = 0;
	for (int i = 0; i < CODE_LENGTH; i++) {
		int value = value_of(code[i]);
		if (value < 0) return -1;
		sum = (sum * RADIX + value) % MODULUS;
	}
	return sum;
}

bool code_is_right(const char *code) {
	return strlen(code) == CODE_LENGTH && sum_of(code) == 1;
}

static void code_draw(char code[CODE_LENGTH + 1]) {
	unsigned char dice;
	for (int i = 0; i < CODE_LENGTH - 1; i++) {
		do outside_random(&dice, 1);
		while (dice >= 256 / MODULUS * MODULUS); /* no character likelier than another */
		code[i] = ALPHABET[dice % MODULUS];
	}
	code[CODE_LENGTH - 1] = ALPHABET[0];
	code[CODE_LENGTH] = 0;
	code[CODE_LENGTH - 1] = ALPHABET[(1 - sum_of(code) + MODULUS) % MODULUS];
}

static bool is_taken(Change *change, const char *code) {
	bool place = change->record->index == RECORD_PLACE;
	Value params[] = {value_text(code), value_int(place ? change->id : 0), value_text(code), value_int(place ? 0 : change->id)};
	return change_query_int(change,
			   "SELECT (SELECT count(*) FROM place WHERE code = ? AND id <> ?) + (SELECT count(*) FROM asset WHERE code = ? AND "
			   "id <> ?)",
			   params, 4, 1) != 0;
}

char *code_make(Change *change) {
	char code[CODE_LENGTH + 1];
	for (int i = 0; i < TRIES; i++) {
		code_draw(code);
		if (!is_taken(change, code)) return arena_strdup(change->arena, code);
	}
	log_error("place.code", "no free code found in %d draws", TRIES);
	change_fault(change, STORE_FAULT);
	return NULL;
}

void code_keep(Change *change, int field) {
	if (value_is_null(change->after[field])) {
		Value before = change_before(change, field);
		change_set(change, field, value_is_null(before) ? value_text(code_make(change)) : before);
	} else if (change_touches(change, field) && is_taken(change, change->after[field].text))
		change_refuse_input(change, "code-taken", field, "这个点位码已用于别的地点或资产，请换一个或留空自动生成",
			"Another place or asset has this code; change it, or leave it empty to have one made");
}
