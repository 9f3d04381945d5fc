/* Log lines to standard error, one JSON object a line; and the end of the program on a bug. */
#ifndef GANGMU_BASE_LOG_H
#define GANGMU_BASE_LOG_H

typedef enum LogLevel { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR } LogLevel;

/* Lines below this level are not written; LOG_INFO at start. Set once by main before any thread starts. */
void log_set_level(LogLevel level);
/* what: a stable event name without spaces ("server.ready"); the rest is free text. Control characters are escaped. */
void log_line(LogLevel level, const char *what, const char *format, ...) __attribute__((format(printf, 3, 4)));
#define log_info(what, ...) log_line(LOG_INFO, what, __VA_ARGS__)
#define log_warn(what, ...) log_line(LOG_WARN, what, __VA_ARGS__)
#define log_error(what, ...) log_line(LOG_ERROR, what, __VA_ARGS__)

/* A broken promise inside the program: says where and aborts. */
#define bug(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void bug_at(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));
#endif
