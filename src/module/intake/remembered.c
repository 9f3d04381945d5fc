#include "access/vault.h"
#include "base/instant.h"
#include "module/intake/intake.h"

#include <stdio.h>
#include <string.h>

enum {
	CALLER_DAYS = 180, /* half a year: a phone handed on does not speak for its last owner for ever */
	TOKEN_LENGTH = 22,
};

/* Signed by the site key through the vault's keyed index, under a name of its own, so that no other index fits. */
static char *sign(Arena *arena, int64_t client, int32_t until_day, const char *masked) {
	return vault_index(arena, arena_printf(arena, "caller-cookie|%lld|%d|%s", (long long)client, until_day, masked));
}

Caller caller_read(Web *web) {
	Caller none = {0, ""};
	const char *cookie = http_cookie(web->request, "caller");
	long long client = 0;
	int until = 0;
	char masked[24], mark[33];
	if (!cookie || strlen(cookie) > 120) return none;
	if (sscanf(cookie, "%18lld.%7d.%23[0-9x].%32[0-9a-f]", &client, &until, masked, mark) != 4) return none;
	if (client < 1 || until < day_of_instant(web->now)) return none;
	if (strcmp(sign(web->arena, client, until, masked), mark)) return none;
	char *shown = arena_strdup(web->arena, masked);
	for (char *p = shown; *p; p++)
		if (*p == 'x') *p = '*';
	return (Caller){client, shown};
}

void caller_remember(Web *web, int64_t client, const char *phone) {
	int32_t until = day_of_instant(web->now) + CALLER_DAYS;
	char *masked = vault_mask(web->arena, phone);
	for (char *p = masked; *p; p++)
		if (*p < '0' || *p > '9') *p = 'x';
	if (strlen(masked) > 23) return;
	http_set_cookie(web->request, web->response, "caller",
		arena_printf(web->arena, "%lld.%d.%s.%s", (long long)client, until, masked, sign(web->arena, client, until, masked)),
		CALLER_DAYS * DAY_S, false);
}

static bool is_token(const char *text, size_t length) {
	static const char fits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	return length == TOKEN_LENGTH && strspn(text, fits) >= length;
}

int remembered_read(Web *web, const char *ret_tokens[REMEMBERED_MAX]) {
	const char *cookie = http_cookie(web->request, "links");
	int count = 0;
	for (const char *p = cookie; p && *p && count < REMEMBERED_MAX;) {
		size_t length = strcspn(p, ".");
		if (is_token(p, length)) ret_tokens[count++] = arena_strndup(web->arena, p, length);
		p += length;
		if (*p) p++;
	}
	return count;
}

void remembered_add(Web *web, const char *token) {
	const char *tokens[REMEMBERED_MAX];
	int count = remembered_read(web, tokens), kept = 1;
	BUF(value, 400);
	if (!is_token(token, strlen(token))) return;
	buf_puts(&value, token);
	for (int i = 0; i < count && kept < REMEMBERED_MAX; i++)
		if (strcmp(tokens[i], token)) buf_printf(&value, ".%s", tokens[i]), kept++;
	http_set_cookie(web->request, web->response, "links", buf_text(&value), CALLER_DAYS * DAY_S, false);
}

void remembered_forget(Web *web) {
	http_set_cookie(web->request, web->response, "links", "", 0, false);
	http_set_cookie(web->request, web->response, "caller", "", 0, false);
}
