#include "output/qr.h"

#include <qrencode.h>
#include <string.h>

const unsigned char *qr_matrix(Arena *arena, const char *text, int *ret_side) {
	size_t length = strlen(text);
	*ret_side = 0;
	if (length == 0 || length > QR_TEXT_MAX) return NULL;
	for (const char *at = text; *at; at++)
		if (*at < 0x20 || *at > 0x7e) return NULL;
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (!code) return NULL;
	size_t count = (size_t)code->width * (size_t)code->width;
	unsigned char *modules = arena_alloc(arena, count);
	for (size_t i = 0; i < count; i++) modules[i] = code->data[i] & 1;
	*ret_side = code->width;
	QRcode_free(code);
	return modules;
}

/* A bar for each run of dark modules in a row: move there, right, down, back. */
static void row_put(Buf *out, const unsigned char *row, int side, int y) {
	for (int x = 0; x < side;) {
		int from = x;
		while (x < side && row[x]) x++;
		if (x > from) buf_printf(out, "M%d %dh%dv1h-%dz", from + QR_QUIET, y + QR_QUIET, x - from, x - from);
		while (x < side && !row[x]) x++;
	}
}

bool qr_svg(Buf *out, const char *text) {
	ARENA(arena, 256 << 10);
	int side;
	const unsigned char *modules = qr_matrix(arena, text, &side);
	if (!modules) return false;
	int whole = side + 2 * QR_QUIET;
	buf_printf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\" role=\"img\">"
		"<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"",
		whole, whole, whole, whole);
	for (int y = 0; y < side; y++) row_put(out, modules + (size_t)y * (size_t)side, side, y);
	buf_puts(out, "\"/></svg>");
	return true;
}
