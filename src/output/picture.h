/* Pictures that people send: read in the locked reader, made anew, all metadata (place, camera, name, thumbnails) left behind. */
#ifndef GANGMU_OUTPUT_PICTURE_H
#define GANGMU_OUTPUT_PICTURE_H
#include "output/reader.h"

typedef enum PictureType { PICTURE_JPEG = 1, PICTURE_PNG = 2 } PictureType;

enum {
	PICTURE_SIDE_MAX = 2560, /* longest side of what is kept */
	PICTURE_THUMB_SIDE = 320, /* longest side of the thumbnail */
	PICTURE_QUALITY = 82, /* JPEG quality of what is kept; the thumbnail has 75 */
	PICTURE_PIXELS_MAX = 100 * 1000 * 1000, /* claimed pixels; more is refused before decoding */
	PICTURE_PNG_KEPT_MAX = 512 << 10, /* a PNG that is larger when made anew becomes a JPEG */
};

/* 0 means the figure above. */
typedef struct PictureWant {
	int side_max, thumb_side, quality;
} PictureWant;

typedef struct Picture {
	PictureType type; /* of bytes; the thumbnail is always JPEG */
	int width, height; /* of bytes, turned upright */
	int source_width, source_height; /* as sent, before turning */
	const char *bytes;
	size_t length;
	int thumb_width, thumb_height;
	const char *thumb_bytes;
	size_t thumb_length;
} Picture;

/* Reads the picture of in_fd (from its first byte) by its content, never by a name. JPEG and PNG only; transparency becomes white.
 * want may be NULL. The bytes live in the arena (allow it 24 MB). Refusals: "empty", "too-large" (20 MB), "not-a-picture", "svg",
 * "pdf", "zip", "gif", "heic", "webp", "avif", "bmp", "tiff", "too-many-pixels", "cut-off", "damaged", "too-slow". */
ReadResult picture_read(Arena *arena, int in_fd, const PictureWant *want, Picture *ret, FileRefusal *ret_refusal);
/* "image/jpeg", "image/png". */
const char *picture_mime(PictureType type);
#endif
