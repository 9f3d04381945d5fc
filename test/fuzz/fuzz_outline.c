/* Any bytes: the outline refuses them with words, or its pieces joined are the text. Corpus: test/fuzz/corpus/outline. */
#include "module/programme/outline.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const Outline *outline, Arena *arena) {
	size_t at = 0;
	for (size_t i = 0; i < outline->piece_count; i++) {
		const OutlinePiece *piece = &outline->pieces[i];
		if (piece->offset != at || !piece->length || piece->parent >= (int32_t)i) abort();
		if (piece->list >= (int32_t)outline->list_count) abort();
		if (piece->strength && !piece->cue_length && piece->cue_head < 0) abort();
		at += piece->length;
		if (i % 7) continue; /* words of some pieces, to reach that code without making every run slow */
		OutlineSay reason = outline_reason(arena, outline, i), place = outline_place(arena, outline, i);
		if (!reason.zh || !reason.en || !place.zh) abort();
	}
	if (at != outline->length) abort();
	for (size_t i = 0; i < outline->list_count; i++)
		if (outline->lists[i].first < 0 || outline->lists[i].found < 2) abort();
	OutlineProposal *proposal = outline_propose(arena, outline);
	for (size_t i = 0; i < proposal->item_count; i++)
		if (!proposal->items[i].title || proposal->items[i].key >= (int32_t)proposal->key_count) abort();
}

static void parse(Arena *arena, const char *text, size_t length) {
	OutlineSay refusal = {0};
	Outline *outline = outline_parse(arena, text, length, &refusal);
	if (outline) check(outline, arena);
	else if (!refusal.zh || !refusal.en) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	ARENA(arena, OUTLINE_ARENA);
	OutlineSay refusal = {0};
	size_t length = 0;
	parse(arena, (const char *)data, size);
	char *text = outline_to_utf8(arena, data, size, &length, &refusal);
	if (!text) {
		if (!refusal.zh) abort();
		return 0;
	}
	char *exact = malloc(length ? length : 1); /* no byte behind it */
	if (!exact) abort();
	memcpy(exact, text, length);
	parse(arena, exact, length);
	free(exact);
	return 0;
}
