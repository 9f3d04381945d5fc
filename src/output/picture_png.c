#include "output/picture_scan.h"

#include <spng.h>
#include <stdlib.h>

enum {
	CHUNK_MAX = 4 << 20, /* of one chunk that is not picture data */
	CHUNKS_MAX = 16 << 20,
	INTERLACED_PIXELS_MAX = 24 * 1000 * 1000, /* these must be held whole */
	CHANNELS = 4,
};

typedef struct PngRun {
	ReaderOut *out;
	Arena *arena;
	spng_ctx *png;
	struct spng_ihdr head;
	PictureScaler scaler;
	unsigned char *rgb; /* one row */
} PngRun;

static bool png_complain(PngRun *run, int error) {
	switch (error) {
	case SPNG_IO_EOF:
	case SPNG_IO_ERROR: return reader_out_refuse(run->out, "cut-off", NULL);
	case SPNG_EMEM: return reader_out_refuse(run->out, "too-many-pixels", NULL);
	default: return reader_out_refuse(run->out, "damaged", NULL);
	}
}

/* Lays a row of red, green, blue, opacity on white and hands it to the scaler. */
static void png_row(PngRun *run, const unsigned char *row) {
	unsigned char *to = run->rgb;
	for (uint32_t x = 0; x < run->head.width; x++, row += CHANNELS, to += 3) {
		int opacity = row[3];
		for (int c = 0; c < 3; c++) to[c] = (unsigned char)((row[c] * opacity + 255 * (255 - opacity) + 127) / 255);
	}
	picture_scaler_row(&run->scaler, run->rgb);
}

static bool png_rows(PngRun *run) {
	size_t width = (size_t)run->head.width * CHANNELS;
	unsigned char *row = arena_alloc(run->arena, width);
	int error = spng_decode_image(run->png, NULL, 0, SPNG_FMT_RGBA8, SPNG_DECODE_TRNS | SPNG_DECODE_PROGRESSIVE);
	while (error == 0) {
		error = spng_decode_row(run->png, row, width);
		if (error == 0 || error == SPNG_EOI) png_row(run, row);
	}
	return error == SPNG_EOI || png_complain(run, error);
}

static bool png_whole(PngRun *run) {
	if ((uint64_t)run->head.width * run->head.height > INTERLACED_PIXELS_MAX)
		return reader_out_refuse(run->out, "too-many-pixels", NULL);
	size_t width = (size_t)run->head.width * CHANNELS, size = width * run->head.height;
	unsigned char *pixels = arena_alloc(run->arena, size);
	int error = spng_decode_image(run->png, pixels, size, SPNG_FMT_RGBA8, SPNG_DECODE_TRNS);
	if (error) return png_complain(run, error);
	for (uint32_t y = 0; y < run->head.height; y++) png_row(run, pixels + y * width);
	return true;
}

static bool png_run(PngRun *run, int side_max, PictureRaster *ret, int *ret_orientation) {
	int error = spng_get_ihdr(run->png, &run->head);
	if (error) return png_complain(run, error);
	if (picture_too_large(run->head.width, run->head.height)) return reader_out_refuse(run->out, "too-many-pixels", NULL);
	int source_width = (int)run->head.width, source_height = (int)run->head.height;
	picture_fit(source_width, source_height, side_max, &ret->width, &ret->height);
	run->scaler = picture_scaler(run->arena, source_width, source_height, ret->width, ret->height);
	run->rgb = arena_array(run->arena, run->head.width, 3);
	if (!(run->head.interlace_method ? png_whole(run) : png_rows(run))) return false;
	error = spng_decode_chunks(run->png); /* to the end chunk: what follows the pixels must be whole too */
	if (error) return png_complain(run, error);
	struct spng_exif exif;
	if (spng_get_exif(run->png, &exif) == 0) *ret_orientation = exif_orientation((const unsigned char *)exif.data, exif.length);
	ret->pixels = run->scaler.pixels;
	return true;
}

bool png_decode(ReaderOut *out, Arena *arena, const unsigned char *bytes, size_t length, int side_max, PictureRaster *ret,
	int *ret_orientation, int *ret_source_width, int *ret_source_height) {
	PngRun run = {.out = out, .arena = arena, .png = spng_ctx_new(0)};
	if (!run.png) return reader_out_refuse(out, "damaged", NULL);
	*ret_orientation = 1;
	spng_set_chunk_limits(run.png, CHUNK_MAX, CHUNKS_MAX);
	spng_set_crc_action(run.png, SPNG_CRC_ERROR, SPNG_CRC_DISCARD);
	int error = spng_set_png_buffer(run.png, bytes, length);
	bool good = error ? png_complain(&run, error) : png_run(&run, side_max, ret, ret_orientation);
	*ret_source_width = (int)run.head.width;
	*ret_source_height = (int)run.head.height;
	spng_ctx_free(run.png);
	return good;
}

bool png_encode(const PictureRaster *raster, Buf *ret) {
	spng_ctx *png = spng_ctx_new(SPNG_CTX_ENCODER);
	if (!png) return false;
	struct spng_ihdr head = {.width = (uint32_t)raster->width,
		.height = (uint32_t)raster->height,
		.bit_depth = 8,
		.color_type = SPNG_COLOR_TYPE_TRUECOLOR};
	spng_set_option(png, SPNG_ENCODE_TO_BUFFER, 1);
	int error = spng_set_ihdr(png, &head);
	size_t size = (size_t)raster->width * (size_t)raster->height * 3, made_size = 0;
	if (!error) error = spng_encode_image(png, raster->pixels, size, SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE);
	void *made = error ? NULL : spng_get_png_buffer(png, &made_size, &error);
	if (made) buf_put(ret, made, made_size);
	free(made);
	spng_ctx_free(png);
	return made && !ret->full;
}
