/* Small answers kept in memory while the database stays as it was read: see store.h. */
#include "base/log.h"
#include "store/driver.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT_BYTES_MAX = 32 << 10 };

/* One answer: key, values and their texts in one block of memory. */
struct KeptAnswer {
	int64_t mark;
	size_t key_length, count;
	const Value *values;
	char key[];
};

static size_t slot_of(const char *key, size_t length) {
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)key[i]) * 16777619u;
	return (hash ^ hash >> 15) % KEPT_SLOTS;
}

bool conn_kept_find(Conn *conn, const char *key, size_t key_length, const Value **ret_values, size_t *ret_count) {
	if (!conn->mark) return false;
	const KeptAnswer *kept = conn->kept[slot_of(key, key_length)];
	if (!kept || kept->mark != conn->mark || kept->key_length != key_length || memcmp(kept->key, key, key_length)) return false;
	*ret_values = kept->values;
	*ret_count = kept->count;
	return true;
}

void conn_kept_put(Conn *conn, const char *key, size_t key_length, const Value *values, size_t count) {
	size_t texts = 0;
	for (size_t i = 0; i < count; i++)
		if (values[i].kind == VALUE_TEXT) texts += strlen(values[i].text) + 1;
	size_t key_room = (key_length + 7) & ~(size_t)7, bytes = key_room + count * sizeof(Value) + texts;
	if (!conn->mark || bytes > KEPT_BYTES_MAX) return;
	KeptAnswer **slot = &conn->kept[slot_of(key, key_length)], *kept = malloc(sizeof *kept + bytes);
	if (!kept) bug("out of memory");
	Value *copies = (Value *)(void *)(kept->key + key_room);
	char *text = (char *)(copies + count);
	kept->mark = conn->mark;
	kept->key_length = key_length;
	kept->count = count;
	kept->values = copies;
	memcpy(kept->key, key, key_length);
	for (size_t i = 0; i < count; i++) {
		copies[i] = values[i];
		if (values[i].kind != VALUE_TEXT) continue;
		size_t length = strlen(values[i].text) + 1;
		copies[i].text = memcpy(text, values[i].text, length);
		text += length;
	}
	free(*slot);
	*slot = kept;
}

void conn_kept_drop(Conn *conn) {
	for (size_t i = 0; i < KEPT_SLOTS; i++) {
		free(conn->kept[i]);
		conn->kept[i] = NULL;
	}
}
