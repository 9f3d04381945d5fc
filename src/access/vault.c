#include "access/vault.h"

#include "base/buf.h"
#include "base/log.h"

#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

enum {
	KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES
};

/* Written once by vault_start before threads start. */
static unsigned char site_key[KEY];
static bool started;

static bool key_make(const char *path) {
	char hex[KEY * 2 + 1];
	randombytes_buf(site_key, KEY);
	text_hex(site_key, KEY, hex);
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good = file >= 0 && write(file, hex, KEY * 2) == KEY * 2 && fsync(file) == 0;
	if (file >= 0) close(file);
	sodium_memzero(hex, sizeof hex);
	return good;
}

bool vault_start(const char *key_path) {
	char hex[KEY * 2 + 1] = "";
	if (sodium_init() < 0) return false;
	int file = open(key_path, O_RDONLY | O_CLOEXEC);
	if (file < 0) started = key_make(key_path);
	else {
		started = read(file, hex, KEY * 2) == KEY * 2 && text_from_hex(hex, site_key, KEY);
		close(file);
		sodium_memzero(hex, sizeof hex);
	}
	if (!started) log_error("vault.key", "the site key %s cannot be read or made", key_path);
	return started;
}

int vault_ensure(Conn *conn) {
	static const Column columns[] = {{"subject", COLUMN_TEXT, true}, {"wrapped", COLUMN_TEXT, false}};
	static const Table table = {"subject_key", "subject", columns, 2, NULL, 0};
	return table_ensure(conn, &table);
}

bool vault_is_sealed(const char *text) {
	return text && text_starts(text, "p1.");
}

/* nonce ‖ ciphertext as base64. */
static char *box(Arena *arena, const unsigned char key[KEY], const char *subject, const unsigned char *plain, size_t length) {
	unsigned char *bytes = arena_alloc(arena, NONCE + length + TAG);
	randombytes_buf(bytes, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		bytes + NONCE, NULL, plain, length, (const unsigned char *)subject, strlen(subject), NULL, bytes, key);
	size_t size = sodium_base64_ENCODED_LEN(NONCE + length + TAG, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(arena, size);
	sodium_bin2base64(text, size, bytes, NONCE + length + TAG, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return text;
}

static unsigned char *unbox(
	Arena *arena, const unsigned char key[KEY], const char *subject, const char *text, size_t *ret_length) {
	size_t size = strlen(text), length = 0;
	unsigned char *bytes = arena_alloc(arena, size + 1);
	if (sodium_base642bin(bytes, size, text, size, NULL, &length, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) ||
		length < NONCE + TAG)
		return NULL;
	unsigned char *plain = arena_alloc(arena, length);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(
			plain, NULL, NULL, bytes + NONCE, length - NONCE, (const unsigned char *)subject, strlen(subject), bytes, key))
		return NULL;
	*ret_length = length - NONCE - TAG;
	return plain;
}

/* 1 found, 0 absent, 2 destroyed, negative on a fault. */
static int key_read(Conn *conn, Arena *arena, const char *subject, unsigned char ret_key[KEY]) {
	Value param = value_text(subject);
	int found = 0;
	Cursor *cursor = conn_query(conn, "SELECT wrapped FROM subject_key WHERE subject = ?", &param, 1);
	if (cursor && cursor_next(cursor)) {
		size_t length = 0;
		unsigned char *key = cursor_is_null(cursor, 0) ? NULL : unbox(arena, site_key, subject, cursor_text(cursor, 0), &length);
		found = key && length == KEY ? 1 : 2;
		if (found == 1) memcpy(ret_key, key, KEY);
	}
	int fault = cursor_end(cursor);
	return fault ? fault : found;
}

char *vault_seal(Conn *conn, Arena *arena, const char *subject, const char *plain) {
	unsigned char key[KEY];
	if (!started) bug("vault_start has not run");
	int found = key_read(conn, arena, subject, key);
	if (found < 0 || found == 2) return NULL;
	if (found == 0) {
		randombytes_buf(key, KEY);
		Value params[] = {value_text(subject), value_text(box(arena, site_key, subject, key, KEY))};
		if (conn_run(conn, "INSERT INTO subject_key(subject, wrapped) VALUES(?, ?)", params, 2, NULL)) return NULL;
	}
	char *sealed =
		arena_printf(arena, "p1.%s.%s", subject, box(arena, key, subject, (const unsigned char *)plain, strlen(plain)));
	sodium_memzero(key, sizeof key);
	return sealed;
}

/* The subject of a sealed value, or NULL; *ret_box: where its ciphertext starts. */
static char *subject_of(Arena *arena, const char *sealed, const char **ret_box) {
	const char *start = sealed + 3, *dot = strchr(start, '.');
	if (!dot) return NULL;
	*ret_box = dot + 1;
	return arena_strndup(arena, start, (size_t)(dot - start));
}

static const char *plain_of(Arena *arena, const unsigned char key[KEY], const char *subject, const char *boxed) {
	size_t length;
	unsigned char *plain = unbox(arena, key, subject, boxed, &length);
	return plain ? arena_strndup(arena, (const char *)plain, length) : "";
}

int vault_open_all(Conn *conn, Arena *arena, Value **values, int count) {
	if (!started) bug("vault_start has not run");
	int sealed = 0;
	const char **subjects = arena_array(arena, (size_t)count + 1, sizeof *subjects),
			   **boxes = arena_array(arena, (size_t)count + 1, sizeof *boxes);
	Value *params = arena_array(arena, (size_t)count + 1, sizeof *params);
	BUF(sql, 65536);
	buf_puts(&sql, "SELECT subject, wrapped FROM subject_key WHERE subject IN (");
	for (int i = 0; i < count; i++) {
		if (values[i]->kind != VALUE_TEXT || !vault_is_sealed(values[i]->text)) continue;
		subjects[i] = subject_of(arena, values[i]->text, &boxes[i]);
		if (!subjects[i]) continue;
		buf_puts(&sql, sealed ? ",?" : "?");
		params[sealed++] = value_text(subjects[i]);
	}
	if (!sealed) return STORE_OK;
	buf_puts(&sql, ")");
	Cursor *cursor = conn_query(conn, buf_text(&sql), params, (size_t)sealed);
	while (cursor && cursor_next(cursor)) {
		const char *subject = arena_strdup(arena, cursor_text(cursor, 0));
		size_t length = 0;
		unsigned char *key = cursor_is_null(cursor, 1) ? NULL : unbox(arena, site_key, subject, cursor_text(cursor, 1), &length);
		for (int i = 0; i < count; i++)
			if (subjects[i] && !strcmp(subjects[i], subject)) {
				values[i]->text = key && length == KEY ? plain_of(arena, key, subject, boxes[i]) : "";
				subjects[i] = NULL;
			}
	}
	for (int i = 0; i < count; i++)
		if (subjects[i]) values[i]->text = "";
	return cursor_end(cursor);
}

char *vault_open(Conn *conn, Arena *arena, const char *sealed) {
	Value value = value_text(sealed), *list[] = {&value};
	if (vault_open_all(conn, arena, list, 1)) return NULL;
	return arena_strdup(arena, value_str(value));
}

int vault_copy(Conn *from, Conn *to) {
	ARENA(arena, 1u << 20);
	int fault = STORE_OK;
	Cursor *cursor = conn_query(from, "SELECT subject, wrapped FROM subject_key ORDER BY subject", NULL, 0);
	while (!fault && cursor && cursor_next(cursor)) {
		Value params[] = {cursor_value(arena, cursor, 0), cursor_value(arena, cursor, 1)};
		fault = conn_run(to, "INSERT INTO subject_key(subject, wrapped) VALUES(?, ?)", params, 2, NULL);
		arena_reset(arena);
	}
	int end = cursor_end(cursor);
	return fault ? fault : end;
}

int vault_erase(Conn *conn, const char *subject) {
	Value param = value_text(subject);
	return conn_run(conn, "UPDATE subject_key SET wrapped = NULL WHERE subject = ?", &param, 1, NULL);
}

char *vault_index(Arena *arena, const char *plain) {
	unsigned char mac[16];
	crypto_generichash(mac, sizeof mac, (const unsigned char *)plain, strlen(plain), site_key, KEY);
	char *hex = arena_alloc(arena, 33);
	text_hex(mac, sizeof mac, hex);
	return hex;
}

char *vault_mask(Arena *arena, const char *plain) {
	size_t count = text_count(plain), bytes = strlen(plain);
	if (!count) return arena_strdup(arena, "");
	if (bytes == count && count >= 7) return arena_printf(arena, "%.3s****%s", plain, plain + bytes - (count >= 11 ? 4 : 2));
	const char *p = plain;
	text_next(&p);
	return arena_printf(arena, "%.*s%s", (int)(p - plain), plain, count > 1 ? "**" : "");
}
