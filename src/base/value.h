/* Value: what one field of one row holds, in the form the store keeps: nothing, an integer, or text. */
#ifndef GANGMU_BASE_VALUE_H
#define GANGMU_BASE_VALUE_H
#include "base/text.h"

typedef enum ValueKind { VALUE_NULL, VALUE_INT, VALUE_TEXT } ValueKind;

typedef struct Value {
	ValueKind kind;
	int64_t number;
	const char *text; /* not owned; lives in the arena of whoever made the value */
} Value;

static inline Value value_null(void) {
	return (Value){VALUE_NULL, 0, NULL};
}
static inline Value value_int(int64_t number) {
	return (Value){VALUE_INT, number, NULL};
}
static inline Value value_text(const char *text) {
	return text ? (Value){VALUE_TEXT, 0, text} : value_null();
}
static inline bool value_is_null(Value v) {
	return v.kind == VALUE_NULL;
}
static inline bool value_equal(Value a, Value b) {
	if (a.kind != b.kind) return false;
	return a.kind == VALUE_NULL || (a.kind == VALUE_INT ? a.number == b.number : text_equal(a.text, b.text));
}
/* The number, or `otherwise` where the value is not one. */
static inline int64_t value_number(Value v, int64_t otherwise) {
	return v.kind == VALUE_INT ? v.number : otherwise;
}
/* The text, "" where the value is not text. */
static inline const char *value_str(Value v) {
	return v.kind == VALUE_TEXT ? v.text : "";
}
#endif
