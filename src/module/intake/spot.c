#include "model_gen.h"
#include "module/intake/intake.h"

#include <string.h>

/* The desk is whoever holds the desk's post; its unit's number is the bureau's number for calls. */
#define DESK_PHONE                                                                                                               \
	"(SELECT u.phone FROM post t JOIN unit u ON u.id = t.unit WHERE t.role = 'desk' AND t.active = 1 AND u.phone IS NOT NULL "   \
	"ORDER BY t.id LIMIT 1)"

static const char *column(Arena *arena, const Cursor *cursor, int at) {
	return cursor_is_null(cursor, at) ? "" : arena_strdup(arena, cursor_text(cursor, at));
}

const char *desk_phone(Web *web) {
	const char *phone = "";
	/* Guests have no right to read posts; this one number is on the bureau's door anyway. */
	Cursor *cursor = conn_query(web_conn(web), "SELECT " DESK_PHONE, NULL, 0);
	if (cursor && cursor_next(cursor)) phone = column(web->arena, cursor, 0);
	cursor_end(cursor);
	return phone;
}

Spot *spot_by_code(Web *web, const char *code, const char **ret_desk_phone) {
	Arena *arena = web->arena;
	Value params[] = {value_text(code), value_text(code)};
	Spot *spot = NULL;
	/* Guests have no right to read places: whoever has the code in hand stands before the door it hangs on. */
	Cursor *cursor = conn_query(web_conn(web),
		"SELECT p.id, 0, p.code, p.name, p.full_name, p.use, NULL, NULL, " DESK_PHONE " FROM place p WHERE p.code = ? AND "
		"coalesce(p.active, 1) <> 0 UNION ALL "
		"SELECT p.id, a.id, a.code, p.name, p.full_name, p.use, a.name, a.kind, " DESK_PHONE
		" FROM asset a JOIN place p ON p.id = a.place WHERE a.code = ? AND coalesce(a.active, 1) <> 0",
		params, 2);
	if (cursor && cursor_next(cursor)) {
		spot = arena_alloc(arena, sizeof *spot);
		*spot = (Spot){.place = cursor_int(cursor, 0),
			.asset = cursor_int(cursor, 1),
			.code = column(arena, cursor, 2),
			.name = column(arena, cursor, 3),
			.full_name = column(arena, cursor, 4),
			.place_use = column(arena, cursor, 5),
			.asset_name = column(arena, cursor, 6),
			.asset_kind = column(arena, cursor, 7),
			.desk_phone = column(arena, cursor, 8)};
	}
	cursor_end(cursor);
	*ret_desk_phone = spot ? spot->desk_phone : desk_phone(web);
	return spot;
}

char *code_typed(Arena *arena, const char *typed) {
	char *text = text_trim(arena, text_fold(arena, typed));
	const char *mark = strstr(text, "/q/");
	if (mark) text = arena_strndup(arena, mark + 3, strcspn(mark + 3, "/?# "));
	size_t length = 0;
	for (char *p = text; *p; p++) {
		if (*p == ' ' || *p == '-') continue; /* AB12-CD, as one reads it aloud */
		if (*p >= 'a' && *p <= 'z') *p = (char)(*p - 'a' + 'A');
		bool fits = (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '_' || *p == '.';
		if (!fits || length == CODE_TYPED_MAX) return arena_strdup(arena, "");
		text[length++] = *p;
	}
	text[length] = 0;
	return text;
}

/* The check of a label's code: ISO/IEC 7064 pure system, modulus 31, radix 3, over the alphabet without 0 O 1 I L. Told apart here only
 * to say "check what you typed"; which codes exist the rows say. */
bool code_looks_mistyped(const char *code) {
	static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
	int sum = 0;
	if (strlen(code) != 6) return true;
	for (const char *p = code; *p; p++) {
		const char *at = strchr(alphabet, *p);
		if (!at) return true;
		sum = (sum * 3 + (int)(at - alphabet)) % 31;
	}
	return sum != 1;
}

char *phone_show(Arena *arena, const char *digits) {
	size_t length = strlen(digits);
	if (digits[0] != '0' || length < 10 || length > 12) return arena_strdup(arena, digits);
	int area = digits[1] == '1' || digits[1] == '2' ? 3 : 4;
	return arena_printf(arena, "%.*s-%s", area, digits, digits + area);
}
