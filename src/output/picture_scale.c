#include "output/picture_scan.h"

#include <string.h>

void picture_fit(int width, int height, int side_max, int *ret_width, int *ret_height) {
	int longest = width > height ? width : height;
	*ret_width = width;
	*ret_height = height;
	if (longest <= side_max) return;
	int64_t w = ((int64_t)width * side_max + longest / 2) / longest, h = ((int64_t)height * side_max + longest / 2) / longest;
	*ret_width = w < 1 ? 1 : (int)w;
	*ret_height = h < 1 ? 1 : (int)h;
}

bool picture_too_large(int64_t width, int64_t height) {
	enum { SIDE = 65000 }; /* what a JPEG can hold is 65,500 */
	return width > SIDE || height > SIDE || width * height > PICTURE_PIXELS_MAX;
}

PictureScaler picture_scaler(Arena *arena, int source_width, int source_height, int width, int height) {
	return (PictureScaler){
		.source_width = source_width,
		.source_height = source_height,
		.width = width,
		.height = height,
		.across = arena_array(arena, (size_t)width * 3, sizeof(uint32_t)),
		.down = arena_array(arena, (size_t)width * 3, sizeof(uint64_t)),
		.pixels = arena_array(arena, (size_t)width * (size_t)height, 3),
	};
}

/* Lay both grids on a line of source × target units: a source pixel covers `width` of them, a target pixel `source_width`. The weight of a
 * source pixel in a target pixel is the length they share. */
static void scaler_across(PictureScaler *scaler, const unsigned char *rgb) {
	int target = 0;
	uint32_t left = (uint32_t)scaler->source_width; /* of the target pixel not yet covered */
	uint32_t *sum = scaler->across;
	memset(sum, 0, (size_t)scaler->width * 3 * sizeof *sum);
	for (int x = 0; x < scaler->source_width; x++, rgb += 3) {
		uint32_t rest = (uint32_t)scaler->width;
		while (rest && target < scaler->width) {
			uint32_t share = rest < left ? rest : left;
			for (int c = 0; c < 3; c++) sum[c] += share * rgb[c];
			rest -= share;
			left -= share;
			if (left == 0) {
				target++;
				sum += 3;
				left = (uint32_t)scaler->source_width;
			}
		}
	}
}

void picture_scaler_row(PictureScaler *scaler, const unsigned char *rgb) {
	if (scaler->row >= scaler->source_height) return;
	scaler_across(scaler, rgb);
	/* The same along the other axis: this row covers [row × height, (row + 1) × height), target row t [t × source_height, …). */
	uint64_t from = (uint64_t)scaler->row * (uint64_t)scaler->height, to = from + (uint64_t)scaler->height;
	uint64_t whole = (uint64_t)scaler->source_width * (uint64_t)scaler->source_height;
	size_t count = (size_t)scaler->width * 3;
	while (from < to) {
		uint64_t target = from / (uint64_t)scaler->source_height, target_end = (target + 1) * (uint64_t)scaler->source_height;
		uint64_t share = (to < target_end ? to : target_end) - from;
		for (size_t i = 0; i < count; i++) scaler->down[i] += share * scaler->across[i];
		from += share;
		if (from < target_end) break;
		unsigned char *row = scaler->pixels + (size_t)target * count;
		for (size_t i = 0; i < count; i++) {
			row[i] = (unsigned char)((scaler->down[i] + whole / 2) / whole);
			scaler->down[i] = 0;
		}
	}
	scaler->row++;
}

PictureRaster picture_scale(Arena *arena, PictureRaster source, int width, int height) {
	if (width == source.width && height == source.height) return source;
	PictureScaler scaler = picture_scaler(arena, source.width, source.height, width, height);
	for (int y = 0; y < source.height; y++) picture_scaler_row(&scaler, source.pixels + (size_t)y * (size_t)source.width * 3);
	return (PictureRaster){width, height, scaler.pixels};
}

/* Where the pixel (x, y) of the upright picture lies in the stored one (EXIF 2.3, tag 0x0112). */
static size_t turned_from(const PictureRaster *stored, int orientation, int x, int y) {
	int w = stored->width - 1, h = stored->height - 1, sx = x, sy = y;
	switch (orientation) {
	case 2: sx = w - x; break;
	case 3: sx = w - x, sy = h - y; break;
	case 4: sy = h - y; break;
	case 5: sx = y, sy = x; break;
	case 6: sx = y, sy = h - x; break;
	case 7: sx = w - y, sy = h - x; break;
	case 8: sx = w - y, sy = x; break;
	default: break;
	}
	return ((size_t)sy * (size_t)stored->width + (size_t)sx) * 3;
}

PictureRaster picture_turn(Arena *arena, PictureRaster raster, int orientation) {
	if (orientation < 2 || orientation > 8) return raster;
	bool swapped = orientation >= 5;
	PictureRaster upright = {swapped ? raster.height : raster.width, swapped ? raster.width : raster.height, NULL};
	upright.pixels = arena_array(arena, (size_t)upright.width * (size_t)upright.height, 3);
	unsigned char *to = upright.pixels;
	for (int y = 0; y < upright.height; y++)
		for (int x = 0; x < upright.width; x++, to += 3) memcpy(to, raster.pixels + turned_from(&raster, orientation, x, y), 3);
	return upright;
}
