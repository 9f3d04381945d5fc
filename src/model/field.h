/* Field types: how a value is read from what a person or a program gave, checked, and shown. */
#ifndef GANGMU_MODEL_FIELD_H
#define GANGMU_MODEL_FIELD_H
#include "base/buf.h"
#include "model/refusal.h"

/* Reads text as a form, an import or a JSON string gives it. Blank text is nothing (VALUE_NULL). Texts are trimmed; times are bureau
 * time. A wrong one is refused with the field's label and how to mend it, and false is returned. Required is not checked here. */
bool field_parse(const Field *field, const char *text, Arena *arena, Refusals *refusals, Value *ret);
/* Checks a value in stored form: type, length, choice, control characters. */
bool field_check(const Field *field, Value value, Refusals *refusals);
/* For people: a choice's word, "12.50", "2026-11-24 10:32". "" for nothing. Personal values must be opened before. */
char *field_show(const Field *field, Value value, Arena *arena, Language language);
/* For a form control, an export and an import: what field_parse reads back. */
char *field_input(const Field *field, Value value, Arena *arena);
/* For the API: numbers as numbers, decimals and dates as text, times as UTC text. */
void field_json(Buf *out, const Field *field, Value value, Arena *arena);
/* "请填写办结日期" */
void field_refuse_empty(const Field *field, Refusals *refusals);
#endif
