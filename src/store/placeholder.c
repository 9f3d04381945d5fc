#include "store/placeholder.h"
#include "base/buf.h"
#include "base/log.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Past the literal, quoted name or comment that begins at p; p itself where none does. */
static const char *skip_quoted(const char *p) {
	if (*p == '\'' || *p == '"') {
		const char *end = strchr(p + 1, *p);
		return end ? end + 1 : p + strlen(p); /* '' goes on as the next literal */
	}
	if (p[0] == '-' && p[1] == '-') return p + strcspn(p, "\n");
	if (p[0] == '/' && p[1] == '*') {
		const char *end = strstr(p + 2, "*/");
		return end ? end + 2 : p + strlen(p);
	}
	return p;
}

char *placeholder_number(const char *sql, size_t *ret_count) {
	size_t count = 0;
	BUF(out, SIZE_MAX / 2);
	while (*sql) {
		const char *end = skip_quoted(sql);
		if (end > sql) {
			buf_put(&out, sql, (size_t)(end - sql));
			sql = end;
		} else if (*sql == '?') {
			buf_printf(&out, "$%zu", ++count);
			sql++;
		} else {
			buf_putc(&out, *sql++);
		}
	}
	char *copy = strdup(buf_text(&out));
	if (!copy) bug("out of memory");
	*ret_count = count;
	return copy;
}
