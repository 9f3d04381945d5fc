#include "web/app.h"

#include <arpa/inet.h>
#include <string.h>

int limit_tables_ensure(Conn *conn) {
	static const Column columns[] = {{"key", COLUMN_TEXT, true}, {"count", COLUMN_INT, true}, {"until_at", COLUMN_INT, true}};
	static const TableIndex indexes[] = {{"until_at", false, NULL}};
	static const Table table = {"limit_use", "key", columns, 3, indexes, 1};
	return table_ensure(conn, &table);
}

bool limit_is_free(Conn *conn, const Limit *limits, int count, int64_t now) {
	for (int i = 0; i < count; i++) {
		Value params[] = {value_text(limits[i].key), value_int(now), value_int(limits[i].most)};
		if (conn_query_int(conn, "SELECT 1 FROM limit_use WHERE key = ? AND until_at > ? AND count >= ?", params, 3, 0, NULL))
			return false;
	}
	return true;
}

void limit_use(Txn *txn, const Limit *limits, int count) {
	int64_t now = txn_now(txn);
	Value old[] = {value_int(now)};
	if (txn_run(txn, "DELETE FROM limit_use WHERE until_at <= ?", old, 1)) return;
	for (int i = 0; i < count; i++) {
		Value params[] = {value_text(limits[i].key), value_int(now + limits[i].window_s)};
		txn_run(txn,
			"INSERT INTO limit_use(key, count, until_at) VALUES(?, 1, ?) ON CONFLICT(key) DO UPDATE SET count = limit_use.count "
			"+ 1",
			params, 2);
	}
}

char *limit_source(Arena *arena, const char *peer) {
	unsigned char bytes[16];
	char hex[17];
	/* ::ffff:192.0.2.1 is an IPv4 address. */
	if (text_starts(peer, "::ffff:") && strchr(peer, '.')) return arena_strdup(arena, peer + 7);
	if (!strchr(peer, ':') || inet_pton(AF_INET6, peer, bytes) != 1) return arena_strdup(arena, peer);
	text_hex(bytes, 8, hex);
	return arena_strdup(arena, hex);
}
