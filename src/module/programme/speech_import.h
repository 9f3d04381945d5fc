/* Import of a speech: bytes → text → outline and proposals → rows of programme and piece, in one transaction. */
#ifndef GANGMU_MODULE_PROGRAMME_SPEECH_IMPORT_H
#define GANGMU_MODULE_PROGRAMME_SPEECH_IMPORT_H
#include "command/door.h"
#include "module/programme/outline.h"

enum {
	/* Rows one import may make. About 25,000 sentences with their line ends: ten yearly reports of a ministry; more is one file to
	 * cut in two, because the one writer of the house serves nobody else meanwhile. */
	SPEECH_PIECES_MAX = 50000,
	SPEECH_SENTENCE_MAX = 20000, /* characters of one piece; model field piece.text */
	SPEECH_ARENA = OUTLINE_ARENA + (48 << 20), /* a limit that holds text, outline, proposals and a .docx of any allowed size */
};

typedef struct Speech {
	const char *text; /* UTF-8, line ends as LF, no control characters but tab and LF */
	size_t length, replaced; /* replaced: control characters that became blanks */
	Outline *outline;
	OutlineProposal *proposal;
	char digest[DIGEST_HEX]; /* of text */
} Speech;

/* What the person gave beside the text; NULL or 0 where the proposal is to be used. */
typedef struct SpeechGiven {
	const char *title, *theme, *source, *idem;
	int64_t year;
} SpeechGiven;

/* Text of an upload (.txt in UTF-8, UTF-16 or GB18030; .docx through the locked reader, so not in an event loop) or of a text box.
 * NULL and *ret_refusal (code, words) where it cannot be taken. All memory from arena (SPEECH_ARENA). */
Speech *speech_read(Arena *arena, const void *bytes, size_t length, OutlineSay *ret_refusal);
/* The proposed title: the title lines of the text, else its first words. */
char *speech_title(Arena *arena, const Speech *speech);
/* Inside work of the door: creates the programme by the actor's own right and every piece by the engine's. Piece after piece the rows'
 * `text` joined in the order of `seq` is speech->text. Returns the programme's id, 0 where refused or done before. */
int64_t speech_store(Txn *txn, const Speech *speech, const SpeechGiven *given);
#endif
