#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* The one process-wide setting: written once by main before threads start. */
static LogLevel level_min = LOG_INFO;

void log_set_level(LogLevel level) {
	level_min = level;
}

void log_line(LogLevel level, const char *what, const char *format, ...) {
	static const char *const names[] = {"debug", "info", "warn", "error"};
	if (level < level_min) return;
	char text[6000], line[12000]; /* a traced statement goes whole */
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	struct tm utc;
	gmtime_r(&now.tv_sec, &utc);
	char stamp[32];
	strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &utc);
	int used = snprintf(line, sizeof line, "{\"at\":\"%s.%03dZ\",\"level\":\"%s\",\"what\":\"%s\",\"text\":\"", stamp,
		(int)(now.tv_nsec / 1000000), names[level], what);
	if (used < 0) return;
	size_t n = (size_t)used;
	for (const unsigned char *p = (const unsigned char *)text; *p && n < sizeof line - 16; p++) {
		if (*p == '"' || *p == '\\') line[n++] = '\\', line[n++] = (char)*p;
		else if (*p < 0x20 || *p == 0x7f) n += (size_t)snprintf(line + n, 7, "\\u%04x", *p);
		else line[n++] = (char)*p;
	}
	line[n++] = '"', line[n++] = '}', line[n++] = '\n';
	ssize_t written = write(STDERR_FILENO, line, n);
	(void)written;
}

_Noreturn void bug_at(const char *file, int line, const char *format, ...) {
	char text[512];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	log_line(LOG_ERROR, "bug", "%s:%d: %s", file, line, text);
	abort();
}
