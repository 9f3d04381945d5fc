/* HTML by a format that escapes. Markup is a literal by construction; every %s is text or a quoted attribute value and is escaped
 * for both, so nothing a person typed can become markup. Directives: %s %d %ld %c %% (compiler-checked like printf). NULL is "". */
#ifndef GANGMU_WEB_HTML_H
#define GANGMU_WEB_HTML_H
#include "base/buf.h"

/* H(out, "<td class=\"%s\">%s</td>", class, title); attribute values are always in double quotes. */
#define H(out, ...) html_put(out, "" __VA_ARGS__)
void html_put(Buf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Escaped text alone; line breaks become <br>. */
void html_lines(Buf *out, const char *text);
void html_escape(Buf *out, const char *text);
#endif
