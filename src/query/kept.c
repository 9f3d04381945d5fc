#include "query/where.h"

#include <string.h>

bool kept_key(const Buf *sql, const Params *params, Buf *ret_key) {
	buf_clear(ret_key);
	buf_put(ret_key, sql->data, sql->length);
	for (size_t i = 0; i < params->count; i++) {
		const Value *v = &params->values[i];
		buf_putc(ret_key, v->kind == VALUE_INT ? '#' : v->kind == VALUE_TEXT ? '\'' : '-');
		if (v->kind == VALUE_INT) buf_put_int(ret_key, v->number);
		else if (v->kind == VALUE_TEXT) buf_put(ret_key, v->text, strlen(v->text) + 1);
	}
	return !ret_key->full;
}
