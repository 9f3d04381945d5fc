#include "command/change.h"
#include "model_gen.h"

#include <string.h>

/* A post that sees one compound says which; the place is a compound. */
void guard_post_scope(Change *change) {
	bool by_compound = !strcmp(value_str(change->after[POST_DATA_SCOPE]), DATA_SCOPE_IS_COMPOUND);
	int64_t compound = value_number(change->after[POST_COMPOUND], 0);
	if (by_compound && !compound)
		change_refuse_input(change, "post-compound", POST_COMPOUND, "数据权限为本院区，请选择是哪个院区",
			"The scope is a compound: choose which one");
	if (!compound) return;
	const Value *place = change_row(change, RECORD_PLACE, compound);
	if (!place || strcmp(value_str(place[PLACE_KIND]), PLACE_KIND_IS_COMPOUND))
		change_refuse_input(change, "post-compound", POST_COMPOUND, "所选地点不是院区，请选择院区",
			"The place chosen is not a compound; choose a compound");
	else if (!by_compound)
		change_refuse_input(change, "post-compound", POST_COMPOUND, "数据权限不是本院区，请把院区留空",
			"The scope is not a compound; leave the compound empty");
}
