#include "model_gen.h"
#include "module/place/code.h"

/* Every asset bears a code. */
void derive_asset_code(Change *change) {
	code_keep(change, ASSET_CODE);
}
