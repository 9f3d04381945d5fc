#include "command/change.h"
#include "model_gen.h"
#include "module/matter/duty.h"

const BookPolicy *matter_policy(Change *change, const Value *matter) {
	const Book *book = change_book(change);
	const Value *kind = change_row(change, RECORD_KIND, value_number(matter[MATTER_KIND], 0));
	if (!book || !kind) return NULL;
	bool urgent = value_number(matter[MATTER_URGENT], 0) == 1 && !value_is_null(kind[KIND_URGENT_POLICY]);
	return book_policy(book, value_number(kind[urgent ? KIND_URGENT_POLICY : KIND_POLICY], 0));
}
