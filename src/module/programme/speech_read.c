/* From the bytes of an upload or a text box to a text with its outline and proposals. */
#include "base/buf.h"
#include "base/log.h"
#include "module/programme/speech_import.h"
#include "output/docx_read.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static bool write_all(int fd, const char *bytes, size_t length) {
	while (length) {
		ssize_t n = write(fd, bytes, length);
		if (n <= 0) return false;
		bytes += n;
		length -= (size_t)n;
	}
	return true;
}

/* The lines of a .docx, numbering included, as text. */
static char *docx_text(Arena *arena, const char *bytes, size_t length, size_t *ret_length, OutlineSay *ret_refusal) {
	const DocxLine *lines;
	size_t count, total = 0;
	FileRefusal refusal = {"reader-failed", "抱歉，暂时读不了 Word 文件。请把全文贴到文本框里",
		"Word files cannot be read just now; paste the text instead", ""};
	int fd = memfd_create("speech", MFD_CLOEXEC);
	ReadResult result = READ_FAULT;
	if (fd >= 0 && write_all(fd, bytes, length)) result = docx_read(arena, fd, &lines, &count, &refusal);
	if (fd >= 0) close(fd);
	if (result != READ_OK) {
		*ret_refusal = (OutlineSay){refusal.code, refusal.zh, refusal.en};
		return NULL;
	}
	for (size_t i = 0; i < count; i++) total += strlen(lines[i].text) + 1;
	char *text = arena_alloc(arena, total + 1), *at = text;
	for (size_t i = 0; i < count; i++) {
		size_t n = strlen(lines[i].text);
		memcpy(at, lines[i].text, n);
		at += n;
		*at++ = '\n';
	}
	*ret_length = total;
	return text;
}

/* CRLF and lone CR become LF; form feed and vertical tab too; other control characters and direction overrides a blank. In place. */
static size_t text_clean(char *text, size_t *ret_replaced) {
	char *to = text;
	*ret_replaced = 0;
	for (const char *at = text; *at;) {
		const char *from = at;
		uint32_t code = text_next(&at);
		bool control = (code < 0x20 && code != '\t' && code != '\n') || code == 0x7f || (code >= 0x80 && code < 0xa0) ||
					   (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
		if (code == '\r' && *at == '\n') continue;
		if (code == '\r' || code == '\f' || code == '\v' || code == 0x85) *to++ = '\n';
		else if (control) *to++ = ' ', ++*ret_replaced;
		else
			while (from < at) *to++ = *from++;
	}
	*to = 0;
	return (size_t)(to - text);
}

static bool fits(const Outline *outline, OutlineSay *ret_refusal) {
	if (outline->piece_count > SPEECH_PIECES_MAX) {
		*ret_refusal = (OutlineSay){"speech.pieces", "全文超过五万个句段，请按部分分成几份再导入",
			"The text has more than 50,000 pieces; cut it into several"};
		return false;
	}
	for (size_t i = 0; i < outline->piece_count; i++) {
		const OutlinePiece *p = &outline->pieces[i];
		if (p->length < SPEECH_SENTENCE_MAX) continue;
		size_t count = 0;
		for (uint32_t k = 0; k < p->length; k++) count += ((unsigned char)outline->text[p->offset + k] & 0xc0) != 0x80;
		if (count <= SPEECH_SENTENCE_MAX) continue;
		*ret_refusal = (OutlineSay){"speech.sentence", "有一句话超过两万字，中间没有句号或换行。请先断句再导入",
			"One sentence has more than 20,000 characters; put full stops or line ends into it first"};
		return false;
	}
	return true;
}

Speech *speech_read(Arena *arena, const void *bytes, size_t length, OutlineSay *ret_refusal) {
	size_t text_length;
	bool docx = length >= 4 && !memcmp(bytes, "PK\3\4", 4);
	const char *raw = bytes;
	if (docx && !(raw = docx_text(arena, bytes, length, &length, ret_refusal))) return NULL;
	char *text = outline_to_utf8(arena, raw, length, &text_length, ret_refusal);
	if (!text) return NULL;
	Speech *speech = arena_alloc(arena, sizeof *speech);
	speech->length = text_clean(text, &speech->replaced);
	speech->text = text;
	speech->outline = outline_parse(arena, text, speech->length, ret_refusal);
	if (!speech->outline || !fits(speech->outline, ret_refusal)) return NULL;
	speech->proposal = outline_propose(arena, speech->outline);
	digest_of(text, speech->length, speech->digest);
	return speech;
}

char *speech_title(Arena *arena, const Speech *speech) {
	const Outline *outline = speech->outline;
	BUF(title, 2048);
	for (size_t i = 0; i < outline->piece_count && outline->pieces[i].kind != OUTLINE_HEAD; i++)
		if (outline->pieces[i].kind == OUTLINE_TITLE) buf_puts(&title, outline_text(arena, outline, i, false));
	for (size_t i = 0; i < outline->piece_count && !title.length; i++)
		if (outline->pieces[i].kind > OUTLINE_TITLE) buf_puts(&title, outline_text(arena, outline, i, false));
	return text_cut(arena, title.length ? buf_text(&title) : "未命名", 100);
}
