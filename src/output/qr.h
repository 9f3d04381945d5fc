/* QR codes (libqrencode): short ASCII text only, because readers guess the encoding of anything else. */
#ifndef GANGMU_OUTPUT_QR_H
#define GANGMU_OUTPUT_QR_H
#include "base/arena.h"
#include "base/buf.h"

enum { QR_TEXT_MAX = 512, QR_QUIET = 4 };

/* The modules as bytes (1 is dark), row by row, side × side, without the quiet zone, error correction M. NULL when the text is empty, longer than
 * QR_TEXT_MAX or has a byte outside 0x20–0x7e. */
const unsigned char *qr_matrix(Arena *arena, const char *text, int *ret_side);
/* An <svg> of one path, one unit a module, with the quiet zone; sized by CSS. False (nothing put) as qr_matrix. */
bool qr_svg(Buf *out, const char *text);
#endif
