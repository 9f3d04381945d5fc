#include "web/html.h"
#include "base/log.h"

#include <stdarg.h>
#include <string.h>

void html_escape(Buf *out, const char *text) {
	if (!text) return;
	const char *from = text;
	for (;; text++) {
		const char *entity = NULL;
		switch (*text) {
		case '&': entity = "&amp;"; break;
		case '<': entity = "&lt;"; break;
		case '>': entity = "&gt;"; break;
		case '"': entity = "&quot;"; break;
		case '\'': entity = "&#39;"; break;
		case 0: break;
		default: continue;
		}
		buf_put(out, from, (size_t)(text - from));
		if (!entity) return;
		buf_puts(out, entity);
		from = text + 1;
	}
}

void html_lines(Buf *out, const char *text) {
	if (!text) return;
	for (const char *end; (end = strchr(text, '\n')); text = end + 1) {
		char line[1024];
		while (end - text >= (long)sizeof line) {
			/* Cut before a character starts, never inside one. */
			size_t n = sizeof line - 1;
			while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80) n--;
			memcpy(line, text, n);
			line[n] = 0;
			html_escape(out, line);
			text += n;
		}
		memcpy(line, text, (size_t)(end - text));
		line[end - text] = 0;
		html_escape(out, line);
		buf_puts(out, "<br>");
	}
	html_escape(out, text);
}

void html_put(Buf *out, const char *format, ...) {
	va_list args;
	va_start(args, format);
	const char *from = format;
	for (const char *p = format;; p++) {
		if (*p && *p != '%') continue;
		buf_put(out, from, (size_t)(p - from));
		if (!*p) break;
		p++;
		switch (*p) {
		case 's': html_escape(out, va_arg(args, const char *)); break;
		case 'd': buf_put_int(out, va_arg(args, int)); break;
		case 'l':
			if (*++p != 'd') bug("html: unknown directive in %s", format);
			buf_put_int(out, va_arg(args, long));
			break;
		case 'c': {
			char c[2] = {(char)va_arg(args, int), 0};
			html_escape(out, c);
			break;
		}
		case '%': buf_putc(out, '%'); break;
		default: bug("html: unknown directive in %s", format);
		}
		from = p + 1;
	}
	va_end(args);
}
