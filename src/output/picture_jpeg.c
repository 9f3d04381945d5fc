#include "output/picture_scan.h"

#include <string.h>
#include <turbojpeg.h>

typedef struct TiffView {
	const unsigned char *bytes;
	size_t length;
	bool little;
} TiffView;

static uint32_t tiff_number(const TiffView *tiff, size_t at, size_t size) {
	uint32_t number = 0;
	for (size_t i = 0; i < size; i++) number |= (uint32_t)tiff->bytes[at + i] << 8 * (tiff->little ? i : size - 1 - i);
	return number;
}

int exif_orientation(const unsigned char *bytes, size_t length) {
	enum { TAG = 0x0112, SHORT = 3, ENTRY = 12 };
	if (length < 14) return 1;
	TiffView tiff = {bytes, length, bytes[0] == 'I'};
	size_t at = tiff_number(&tiff, 4, 4);
	if (at > length - 2) return 1;
	size_t count = tiff_number(&tiff, at, 2);
	for (at += 2; count > 0 && at <= length - ENTRY; count--, at += ENTRY) {
		if (tiff_number(&tiff, at, 2) != TAG || tiff_number(&tiff, at + 2, 2) != SHORT) continue;
		uint32_t value = tiff_number(&tiff, at + 8, 2);
		return value >= 1 && value <= 8 ? (int)value : 1;
	}
	return 1;
}

/* One marker segment whose body is bytes[0 … length). */
static void jpeg_segment(int marker, const unsigned char *body, size_t length, JpegHead *ret) {
	bool frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
	if (frame && length >= 6 && !ret->width) {
		ret->height = body[1] << 8 | body[2];
		ret->width = body[3] << 8 | body[4];
		ret->components = body[5];
		ret->progressive = marker != 0xc0 && marker != 0xc1;
	}
	if (marker == 0xe1 && length > 6 && memcmp(body, "Exif\0", 6) == 0 && ret->orientation == 1)
		ret->orientation = exif_orientation(body + 6, length - 6);
}

bool jpeg_head(const unsigned char *bytes, size_t length, JpegHead *ret) {
	*ret = (JpegHead){.orientation = 1};
	size_t at = 2;
	while (at + 1 < length) {
		const unsigned char *mark = memchr(bytes + at, 0xff, length - 1 - at);
		if (!mark) break;
		int marker = mark[1];
		at = (size_t)(mark - bytes) + 1;
		if (marker == 0xff) continue; /* a fill byte */
		at++;
		if (marker == 0xd9) {
			ret->ended = true;
			break;
		}
		if (marker == 0x00 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue; /* no body */
		if (length - at < 2) break;
		size_t size = (size_t)bytes[at] << 8 | bytes[at + 1];
		if (size < 2 || size > length - at) break;
		jpeg_segment(marker, bytes + at + 2, size - 2, ret);
		at += size; /* after a scan header the coded data follow; they hold no marker but restarts */
	}
	return ret->width > 0 && ret->height > 0;
}

/* The smallest eighths of the size that still reach side_max. */
static void decode_size(const JpegHead *head, int side_max, int *ret_width, int *ret_height) {
	int count = 0;
	tjscalingfactor *factors = tjGetScalingFactors(&count);
	*ret_width = head->width;
	*ret_height = head->height;
	for (int i = 0; i < count; i++) {
		int width = TJSCALED(head->width, factors[i]), height = TJSCALED(head->height, factors[i]);
		if ((width > height ? width : height) < side_max) continue;
		if ((int64_t)width * height < (int64_t)*ret_width * *ret_height) {
			*ret_width = width;
			*ret_height = height;
		}
	}
}

/* Four inks as Adobe stores them, inverted: paper is 255. */
static void inks_to_rgb(unsigned char *pixels, size_t count) {
	const unsigned char *from = pixels;
	for (unsigned char *to = pixels; count > 0; count--, from += 4, to += 3) {
		int black = from[3];
		for (int c = 0; c < 3; c++) to[c] = (unsigned char)(from[c] * black / 255);
	}
}

/* A warning is a cut-off or damaged picture; bytes between segments alone harm nothing and some cameras write them. */
static bool decode_complain(ReaderOut *out, tjhandle handle) {
	const char *words = tjGetErrorStr2(handle);
	bool warning = tjGetErrorCode(handle) == TJERR_WARNING;
	if (warning && strstr(words, "extraneous bytes before marker")) return true;
	if (strstr(words, "Insufficient memory")) return reader_out_refuse(out, "too-many-pixels", NULL);
	if (strstr(words, "remature end")) return reader_out_refuse(out, "cut-off", NULL);
	return reader_out_refuse(out, "damaged", NULL);
}

bool jpeg_decode(ReaderOut *out, Arena *arena, const unsigned char *bytes, size_t length, const JpegHead *head, int side_max,
	PictureRaster *ret) {
	enum { PROGRESSIVE_PIXELS_MAX = 40 * 1000 * 1000 };
	if (!head->ended) return reader_out_refuse(out, "cut-off", NULL);
	if (head->progressive && (int64_t)head->width * head->height > PROGRESSIVE_PIXELS_MAX)
		return reader_out_refuse(out, "too-many-pixels", NULL);
	int width, height, width_said = 0, height_said = 0, sampling, space;
	tjhandle handle = tjInitDecompress();
	if (!handle) return reader_out_refuse(out, "damaged", NULL);
	bool good = tjDecompressHeader3(handle, bytes, length, &width_said, &height_said, &sampling, &space) == 0 ||
				decode_complain(out, handle);
	if (good && (width_said != head->width || height_said != head->height)) good = reader_out_refuse(out, "damaged", NULL);
	if (good) {
		decode_size(head, side_max, &width, &height);
		bool inks = space == TJCS_CMYK || space == TJCS_YCCK;
		*ret = (PictureRaster){width, height, arena_array(arena, (size_t)width * (size_t)height, inks ? 4 : 3)};
		int done =
			tjDecompress2(handle, bytes, length, ret->pixels, width, 0, height, inks ? TJPF_CMYK : TJPF_RGB, TJFLAG_LIMITSCANS);
		good = done == 0 || decode_complain(out, handle);
		if (good && inks) inks_to_rgb(ret->pixels, (size_t)width * (size_t)height);
	}
	tjDestroy(handle);
	return good;
}

bool jpeg_encode(const PictureRaster *raster, int quality, Buf *ret) {
	tjhandle handle = tjInitCompress();
	if (!handle) return false;
	unsigned char *made = NULL;
	unsigned long size = 0;
	int done = tjCompress2(handle, raster->pixels, raster->width, 0, raster->height, TJPF_RGB, &made, &size, TJSAMP_420, quality,
		TJFLAG_ACCURATEDCT);
	if (done == 0) buf_put(ret, made, size);
	tjFree(made);
	tjDestroy(handle);
	return done == 0 && !ret->full;
}
