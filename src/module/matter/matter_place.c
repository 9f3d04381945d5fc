#include "command/change.h"
#include "model_gen.h"

/* The place a matter is about, where the asker did not name one: the asset's, else the room of the person served. place_name and
 * compound are kept beside it, so that lists and scope need no join. */
void derive_matter_place(Change *change) {
	Value *after = change->after;
	bool fresh = !change->before || change_touches(change, MATTER_PLACE) || change_touches(change, MATTER_ASSET);
	if (!fresh) return;
	if (value_is_null(after[MATTER_PLACE]) && !value_is_null(after[MATTER_ASSET])) {
		const Value *asset = change_row(change, RECORD_ASSET, after[MATTER_ASSET].number);
		if (asset) after[MATTER_PLACE] = asset[ASSET_PLACE];
	}
	if (value_is_null(after[MATTER_PLACE]) && !value_is_null(after[MATTER_CLIENT])) {
		const Value *client = change_row(change, RECORD_CLIENT, after[MATTER_CLIENT].number);
		if (client) after[MATTER_PLACE] = client[CLIENT_ROOM];
	}
	after[MATTER_PLACE_NAME] = after[MATTER_COMPOUND] = value_null();
	if (value_is_null(after[MATTER_PLACE])) return;
	const Value *place = change_row(change, RECORD_PLACE, after[MATTER_PLACE].number);
	if (!place) return;
	after[MATTER_PLACE_NAME] = place[PLACE_FULL_NAME];
	after[MATTER_COMPOUND] = place[PLACE_COMPOUND];
}
