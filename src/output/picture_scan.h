/* Pictures inside the reader program: from bytes to a fresh JPEG or PNG and a thumbnail. */
#ifndef GANGMU_OUTPUT_PICTURE_SCAN_H
#define GANGMU_OUTPUT_PICTURE_SCAN_H
#include "output/picture.h"
#include "output/reader_out.h"

/* Pixels, 3 bytes each (red, green, blue), rows without gaps. */
typedef struct PictureRaster {
	int width, height;
	unsigned char *pixels;
} PictureRaster;

/* What a JPEG says of itself before it is decoded. */
typedef struct JpegHead {
	int width, height;
	int components;
	int orientation; /* EXIF, 1 to 8 */
	bool progressive; /* decoding holds all coefficients in memory */
	bool ended; /* the end marker is there */
} JpegHead;

/* Reads the picture and puts READER_PICTURE, READER_BYTES and READER_THUMB. */
bool picture_scan(ReaderOut *out, const unsigned char *bytes, size_t length, PictureWant want);

/* Walks the markers. False when there is no frame header with a size. */
bool jpeg_head(const unsigned char *bytes, size_t length, JpegHead *ret);
/* The orientation in a TIFF structure (the EXIF block after "Exif\0\0"), 1 where it has none. */
int exif_orientation(const unsigned char *tiff, size_t length);
/* Decode so that the longest side is at most side_max; the source is upright only after picture_turn. */
bool jpeg_decode(ReaderOut *out, Arena *arena, const unsigned char *bytes, size_t length, const JpegHead *head, int side_max,
	PictureRaster *ret);
bool png_decode(ReaderOut *out, Arena *arena, const unsigned char *bytes, size_t length, int side_max, PictureRaster *ret,
	int *ret_orientation, int *ret_source_width, int *ret_source_height);
/* Bytes made by the encoders are put into `ret`. False on a fault of the library. */
bool jpeg_encode(const PictureRaster *raster, int quality, Buf *ret);
bool png_encode(const PictureRaster *raster, Buf *ret);

/* Width and height so that the longer is at most side_max; never larger than the source, never 0. */
void picture_fit(int width, int height, int side_max, int *ret_width, int *ret_height);
/* More pixels or a longer side than we decode. */
bool picture_too_large(int64_t width, int64_t height);
/* Turns by EXIF orientation 2 to 8; 1 gives the raster itself. */
PictureRaster picture_turn(Arena *arena, PictureRaster raster, int orientation);

/* Averages areas, row by row, exactly: the weights are integers. */
typedef struct PictureScaler {
	int source_width, source_height, width, height;
	int row; /* source rows taken so far */
	uint32_t *across; /* one source row, summed over columns */
	uint64_t *down; /* one output row so far */
	unsigned char *pixels; /* the result: width × height × 3 */
} PictureScaler;
PictureScaler picture_scaler(Arena *arena, int source_width, int source_height, int width, int height);
/* rgb: source_width × 3 bytes. Rows beyond the last are ignored. */
void picture_scaler_row(PictureScaler *scaler, const unsigned char *rgb);
PictureRaster picture_scale(Arena *arena, PictureRaster source, int width, int height);
#endif
