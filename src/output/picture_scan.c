#include "output/picture_scan.h"
#include "output/reader_in.h"

#include <string.h>

enum { RASTER_MAX = 224 << 20, THUMB_QUALITY = 75, PNG_TRIED_PIXELS = 4 * 1000 * 1000 };

static bool picture_decode(ReaderOut *out, Arena *arena, const unsigned char *bytes, size_t length, int side_max, bool png,
	PictureRaster *ret, Picture *ret_about) {
	int orientation = 1;
	if (png) {
		if (!png_decode(
				out, arena, bytes, length, side_max, ret, &orientation, &ret_about->source_width, &ret_about->source_height))
			return false;
	} else {
		JpegHead head;
		if (!jpeg_head(bytes, length, &head)) return reader_out_refuse(out, head.ended ? "damaged" : "cut-off", NULL);
		if (picture_too_large(head.width, head.height)) return reader_out_refuse(out, "too-many-pixels", NULL);
		if (!jpeg_decode(out, arena, bytes, length, &head, side_max, ret)) return false;
		orientation = head.orientation;
		ret_about->source_width = head.width;
		ret_about->source_height = head.height;
	}
	int width, height;
	picture_fit(ret->width, ret->height, side_max, &width, &height);
	*ret = picture_turn(arena, picture_scale(arena, *ret, width, height), orientation);
	return true;
}

static bool picture_put(ReaderOut *out, const Picture *about, const Buf *bytes, const Buf *thumb) {
	const int numbers[] = {(int)about->type, about->width, about->height, about->source_width, about->source_height,
		about->thumb_width, about->thumb_height};
	char text[128];
	Buf list;
	buf_init(&list, sizeof text);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) buf_printf(&list, "%d ", numbers[i]);
	bool good = reader_out_put(out, READER_PICTURE, list.data, list.length) &&
				reader_out_put(out, READER_BYTES, bytes->data, bytes->length) &&
				reader_out_put(out, READER_THUMB, thumb->data, thumb->length);
	buf_free(&list);
	return good;
}

bool picture_scan(ReaderOut *out, const unsigned char *bytes, size_t length, PictureWant want) {
	const char *kind = reader_in_kind(bytes, length);
	bool png = strcmp(kind, "png") == 0;
	if (!png && strcmp(kind, "jpeg") != 0) {
		bool own_words = strcmp(kind, "other") != 0 && strcmp(kind, "markup") != 0 && strcmp(kind, "old-office") != 0;
		return reader_out_refuse(out, own_words ? kind : "not-a-picture", NULL);
	}
	int side_max = want.side_max > 0 && want.side_max < PICTURE_SIDE_MAX ? want.side_max : PICTURE_SIDE_MAX;
	int thumb_side = want.thumb_side > 0 && want.thumb_side < side_max ? want.thumb_side : PICTURE_THUMB_SIDE;
	int quality = want.quality > 0 && want.quality <= 95 ? want.quality : PICTURE_QUALITY;
	ARENA(arena, RASTER_MAX);
	PictureRaster raster = {0};
	Picture about = {.type = png ? PICTURE_PNG : PICTURE_JPEG};
	if (!picture_decode(out, arena, bytes, length, side_max, png, &raster, &about)) return false;
	about.width = raster.width;
	about.height = raster.height;
	picture_fit(raster.width, raster.height, thumb_side, &about.thumb_width, &about.thumb_height);
	PictureRaster small = picture_scale(arena, raster, about.thumb_width, about.thumb_height);
	BUF(made, READER_FILE_MAX);
	BUF(thumb, READER_FILE_MAX);
	bool keep_png = png && (int64_t)raster.width * raster.height <= PNG_TRIED_PIXELS && png_encode(&raster, &made) &&
					made.length <= PICTURE_PNG_KEPT_MAX;
	if (!keep_png) {
		buf_clear(&made);
		about.type = PICTURE_JPEG;
		if (!jpeg_encode(&raster, quality, &made)) return reader_out_refuse(out, "damaged", NULL);
	}
	if (!jpeg_encode(&small, THUMB_QUALITY, &thumb)) return reader_out_refuse(out, "damaged", NULL);
	return picture_put(out, &about, &made, &thumb);
}
