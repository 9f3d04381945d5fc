#include "output/made_for_test.h"
#include "output/picture.h"
#include "output/picture_scan.h"

#include <spng.h>
#include <turbojpeg.h>

/* A picture whose left upper quarter is red, right upper green, left lower blue, right lower white. */
static void made_pixels(unsigned char *pixels, int width, int height, int channels) {
	static const unsigned char colours[4][3] = {{230, 20, 20}, {20, 200, 20}, {20, 20, 230}, {250, 250, 250}};
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++, pixels += channels) {
			memcpy(pixels, colours[(x * 2 >= width) + 2 * (y * 2 >= height)], 3);
			if (channels == 4) pixels[3] = 255;
		}
}

static void made_jpeg(Buf *ret, int width, int height, int flags) {
	unsigned char *pixels = malloc((size_t)width * (size_t)height * 3), *made = NULL;
	unsigned long size = 0;
	made_pixels(pixels, width, height, 3);
	tjhandle handle = tjInitCompress();
	assert_int_equal(tjCompress2(handle, pixels, width, 0, height, TJPF_RGB, &made, &size, TJSAMP_420, 90, flags), 0);
	buf_put(ret, made, size);
	tjFree(made);
	tjDestroy(handle);
	free(pixels);
}

static void made_png(Buf *ret, int width, int height, int channels, unsigned char opacity, bool interlaced) {
	size_t size = (size_t)width * (size_t)height * (size_t)channels;
	unsigned char *pixels = malloc(size);
	made_pixels(pixels, width, height, channels);
	if (channels == 4)
		for (size_t i = 3; i < size; i += 4) pixels[i] = opacity;
	spng_ctx *png = spng_ctx_new(SPNG_CTX_ENCODER);
	struct spng_ihdr head = {.width = (uint32_t)width,
		.height = (uint32_t)height,
		.bit_depth = 8,
		.color_type = channels == 4 ? SPNG_COLOR_TYPE_TRUECOLOR_ALPHA : SPNG_COLOR_TYPE_TRUECOLOR,
		.interlace_method = interlaced};
	spng_set_option(png, SPNG_ENCODE_TO_BUFFER, 1);
	assert_int_equal(spng_set_ihdr(png, &head), 0);
	assert_int_equal(spng_encode_image(png, pixels, size, SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE), 0);
	int error = 0;
	size_t length = 0;
	void *made = spng_get_png_buffer(png, &length, &error);
	buf_put(ret, made, length);
	free(made);
	spng_ctx_free(png);
	free(pixels);
}

/* After the start marker: an EXIF block with the orientation and a GPS folder whose reference text is GPSSECRET. */
static void made_exif(const Buf *jpeg, int orientation, Buf *ret) {
	unsigned char block[] =
		"\xff\xe1\0\0Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\0\0\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0"
		"\0\x01\0\x01\0\x02\0\0\0\x0a\0\0\0\x38\0\0\0\0GPSSECRET";
	size_t length = sizeof block;
	block[2] = (unsigned char)((length - 2) >> 8);
	block[3] = (unsigned char)(length - 2);
	block[29] = (unsigned char)orientation;
	buf_put(ret, jpeg->data, 2);
	buf_put(ret, block, length);
	buf_put(ret, jpeg->data + 2, jpeg->length - 2);
}

static ReadResult read_bytes(Arena *arena, const void *bytes, size_t length, Picture *ret, FileRefusal *ret_refusal) {
	int fd = made_fd(bytes, length);
	ReadResult result = picture_read(arena, fd, NULL, ret, ret_refusal);
	close(fd);
	return result;
}

static void refused_as(const void *bytes, size_t length, const char *code) {
	ARENA(arena, 64 << 20);
	Picture picture;
	FileRefusal refusal;
	assert_int_equal(read_bytes(arena, bytes, length, &picture, &refusal), READ_REFUSED);
	assert_string_equal(refusal.code, code);
	assert_true(strlen(refusal.zh) > 10 && strlen(refusal.en) > 10);
	assert_null(picture.bytes);
}

/* The colour in the middle of a quarter, of a JPEG or PNG made by us. */
static void colour_at(const char *bytes, size_t length, PictureType type, int qx, int qy, int ret[3]) {
	ARENA(arena, 64 << 20);
	ReaderOut out;
	reader_out_init(&out, -1, 1 << 20);
	PictureRaster raster;
	int orientation, width, height;
	if (type == PICTURE_PNG)
		assert_true(png_decode(&out, arena, (const unsigned char *)bytes, length, 4000, &raster, &orientation, &width, &height));
	else {
		JpegHead head;
		assert_true(jpeg_head((const unsigned char *)bytes, length, &head));
		assert_true(jpeg_decode(&out, arena, (const unsigned char *)bytes, length, &head, 4000, &raster));
	}
	size_t x = (size_t)(raster.width * (1 + 2 * qx) / 4), y = (size_t)(raster.height * (1 + 2 * qy) / 4);
	for (size_t c = 0; c < 3; c++) ret[c] = raster.pixels[(y * (size_t)raster.width + x) * 3 + c];
	reader_out_free(&out);
}

static void is_colour(const Picture *picture, bool thumb, int qx, int qy, int red, int green, int blue) {
	int found[3];
	if (thumb) colour_at(picture->thumb_bytes, picture->thumb_length, PICTURE_JPEG, qx, qy, found);
	else colour_at(picture->bytes, picture->length, picture->type, qx, qy, found);
	const int wanted[3] = {red, green, blue};
	for (int c = 0; c < 3; c++) assert_in_range(found[c] + 20, wanted[c], wanted[c] + 40);
}

static void test_jpeg_made_anew(void **state) {
	(void)state;
	BUF(jpeg, 20 << 20);
	ARENA(arena, 64 << 20);
	Picture picture;
	FileRefusal refusal;
	made_jpeg(&jpeg, 4000, 3000, 0);
	assert_int_equal(read_bytes(arena, jpeg.data, jpeg.length, &picture, &refusal), READ_OK);
	assert_int_equal(picture.type, PICTURE_JPEG);
	assert_int_equal(picture.width, 2560);
	assert_int_equal(picture.height, 1920);
	assert_int_equal(picture.source_width, 4000);
	assert_int_equal(picture.thumb_width, 320);
	assert_int_equal(picture.thumb_height, 240);
	is_colour(&picture, false, 0, 0, 230, 20, 20);
	is_colour(&picture, false, 1, 1, 250, 250, 250);
	is_colour(&picture, true, 1, 0, 20, 200, 20);
}

static void test_small_stays_small(void **state) {
	(void)state;
	BUF(jpeg, 1 << 20);
	ARENA(arena, 64 << 20);
	Picture picture;
	FileRefusal refusal;
	made_jpeg(&jpeg, 100, 60, TJFLAG_PROGRESSIVE);
	assert_int_equal(read_bytes(arena, jpeg.data, jpeg.length, &picture, &refusal), READ_OK);
	assert_int_equal(picture.width, 100);
	assert_int_equal(picture.thumb_width, 100);
	assert_int_equal(picture.thumb_height, 60);
}

/* G4: the place where a photo was taken goes nowhere. */
static void test_gps_is_gone(void **state) {
	(void)state;
	BUF(jpeg, 1 << 20);
	BUF(tagged, 1 << 20);
	ARENA(arena, 64 << 20);
	Picture picture;
	FileRefusal refusal;
	made_jpeg(&jpeg, 640, 400, 0);
	made_exif(&jpeg, 1, &tagged);
	assert_non_null(memmem(tagged.data, tagged.length, "GPSSECRET", 9));
	assert_int_equal(read_bytes(arena, tagged.data, tagged.length, &picture, &refusal), READ_OK);
	assert_null(memmem(picture.bytes, picture.length, "GPSSECRET", 9));
	assert_null(memmem(picture.bytes, picture.length, "Exif", 4));
	assert_null(memmem(picture.thumb_bytes, picture.thumb_length, "Exif", 4));
}

static void test_every_orientation(void **state) {
	(void)state;
	/* Which stored quarter (0 red, 1 green, 2 blue, 3 white) is seen at left upper and at right upper. */
	static const int seen[9][2] = {{0, 0}, {0, 1}, {1, 0}, {3, 2}, {2, 3}, {0, 2}, {2, 0}, {3, 1}, {1, 3}};
	static const int colours[4][3] = {{230, 20, 20}, {20, 200, 20}, {20, 20, 230}, {250, 250, 250}};
	BUF(jpeg, 1 << 20);
	made_jpeg(&jpeg, 640, 400, 0);
	for (int orientation = 1; orientation <= 8; orientation++) {
		BUF(tagged, 1 << 20);
		ARENA(arena, 64 << 20);
		Picture picture;
		FileRefusal refusal;
		made_exif(&jpeg, orientation, &tagged);
		assert_int_equal(read_bytes(arena, tagged.data, tagged.length, &picture, &refusal), READ_OK);
		assert_int_equal(picture.width, orientation >= 5 ? 400 : 640);
		for (int q = 0; q < 2; q++) {
			const int *colour = colours[seen[orientation][q]];
			is_colour(&picture, false, q, 0, colour[0], colour[1], colour[2]);
		}
	}
}

static void test_png_stays_png(void **state) {
	(void)state;
	for (int interlaced = 0; interlaced < 2; interlaced++) {
		BUF(png, 1 << 20);
		ARENA(arena, 64 << 20);
		Picture picture;
		FileRefusal refusal;
		made_png(&png, 600, 300, 4, 255, interlaced);
		assert_int_equal(read_bytes(arena, png.data, png.length, &picture, &refusal), READ_OK);
		assert_int_equal(picture.type, PICTURE_PNG);
		assert_int_equal(picture.width, 600);
		is_colour(&picture, false, 0, 1, 20, 20, 230);
		is_colour(&picture, true, 0, 1, 20, 20, 230);
	}
}

static void test_transparent_is_white(void **state) {
	(void)state;
	BUF(png, 1 << 20);
	ARENA(arena, 64 << 20);
	Picture picture;
	FileRefusal refusal;
	made_png(&png, 60, 60, 4, 0, false);
	assert_int_equal(read_bytes(arena, png.data, png.length, &picture, &refusal), READ_OK);
	is_colour(&picture, false, 0, 0, 255, 255, 255);
}

static void test_large_png_becomes_jpeg(void **state) {
	(void)state;
	BUF(png, 20 << 20);
	ARENA(arena, 64 << 20);
	Picture picture;
	FileRefusal refusal;
	made_png(&png, 3000, 2500, 3, 255, false);
	assert_int_equal(read_bytes(arena, png.data, png.length, &picture, &refusal), READ_OK);
	assert_int_equal(picture.type, PICTURE_JPEG);
	assert_int_equal(picture.width, 2560);
	is_colour(&picture, false, 1, 0, 20, 200, 20);
}

static void test_cut_off_is_refused(void **state) {
	(void)state;
	BUF(jpeg, 1 << 20);
	BUF(png, 1 << 20);
	made_jpeg(&jpeg, 640, 400, 0);
	made_png(&png, 640, 400, 3, 255, false);
	refused_as(jpeg.data, jpeg.length / 2, "cut-off");
	refused_as(jpeg.data, jpeg.length - 2, "cut-off");
	refused_as(jpeg.data, 20, "cut-off");
	refused_as(png.data, png.length / 2, "cut-off");
	refused_as(png.data, png.length - 12, "cut-off");
	/* An end marker pasted on half a picture does not help. */
	BUF(pasted, 1 << 20);
	buf_put(&pasted, jpeg.data, jpeg.length / 2);
	buf_put(&pasted, "\xff\xd9", 2);
	refused_as(pasted.data, pasted.length, "cut-off");
}

/* The claimed size alone refuses; nothing of that size is ever allocated. */
static void test_two_hundred_megapixels(void **state) {
	(void)state;
	BUF(jpeg, 1 << 20);
	BUF(png, 1 << 20);
	made_jpeg(&jpeg, 64, 64, 0);
	unsigned char *frame = memmem(jpeg.data, jpeg.length, "\xff\xc0", 2);
	assert_non_null(frame);
	memcpy(frame + 5, "\x27\x10\x4e\x20", 4); /* 20,000 × 10,000 */
	refused_as(jpeg.data, jpeg.length, "too-many-pixels");
	made_png(&png, 64, 64, 3, 255, false);
	memcpy(png.data + 16, "\0\0\x4e\x20\0\0\x27\x10", 8);
	uint32_t check = 0xffffffff; /* CRC of the header chunk, ISO 3309 */
	for (size_t i = 12; i < 29; i++) {
		check ^= (unsigned char)png.data[i];
		for (int bit = 0; bit < 8; bit++) check = check >> 1 ^ (check & 1 ? 0xedb88320 : 0);
	}
	check = ~check;
	for (size_t i = 0; i < 4; i++) png.data[29 + i] = (char)(check >> (24 - 8 * i));
	refused_as(png.data, png.length, "too-many-pixels");
}

static void test_other_content_named_jpg(void **state) {
	(void)state;
	static const struct {
		const char *bytes;
		size_t length;
		const char *code;
	} cases[] = {
		{"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", 0, "svg"},
		{"\xef\xbb\xbf  <?xml version=\"1.0\"?><svg:svg/>", 0, "svg"},
		{"<!DOCTYPE html><html><script>1</script>", 0, "not-a-picture"},
		{"%PDF-1.7\n", 0, "pdf"},
		{"PK\3\4....", 0, "zip"},
		{"GIF89a......", 0, "gif"},
		{"\0\0\0\x18"
		 "ftypheic\0\0\0\0mif1heic",
			24, "heic"},
		{"\0\0\0\x18"
		 "ftypavif\0\0\0\0mif1avif",
			24, "avif"},
		{"RIFF\x10\0\0\0WEBPVP8 ", 16, "webp"},
		{"BM\x36\0\0\0", 6, "bmp"},
		{"II*\0\x08\0\0\0", 8, "tiff"},
		{"\x7f"
		 "ELF\2\1\1",
			7, "not-a-picture"},
		{"hello", 0, "not-a-picture"},
		{"", 0, "empty"},
		{"\xff\xd8\xff<script>alert(1)</script>\xff\xd9", 0, "cut-off"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		refused_as(cases[i].bytes, cases[i].length ? cases[i].length : strlen(cases[i].bytes), cases[i].code);
}

/* A picture that is also a page and an archive: what we keep is a picture only. */
static void test_polyglot_loses_its_tail(void **state) {
	(void)state;
	BUF(jpeg, 1 << 20);
	ARENA(arena, 64 << 20);
	Picture picture;
	FileRefusal refusal;
	made_jpeg(&jpeg, 64, 64, 0);
	buf_puts(&jpeg, "<script>POLYGLOT</script>PK\3\4");
	assert_int_equal(read_bytes(arena, jpeg.data, jpeg.length, &picture, &refusal), READ_OK);
	assert_null(memmem(picture.bytes, picture.length, "POLYGLOT", 8));
}

static void test_file_over_twenty_megabytes(void **state) {
	(void)state;
	char *bytes = calloc(1, READER_FILE_MAX + 1);
	memcpy(bytes, "\xff\xd8\xff", 3);
	refused_as(bytes, READER_FILE_MAX + 1, "too-large");
	free(bytes);
}

static void test_heic_words_say_what_to_do(void **state) {
	(void)state;
	ARENA(arena, 1 << 16);
	assert_non_null(strstr(reader_refusal(arena, "heic", NULL).zh, "请在手机设置里改为 JPEG 后再拍"));
}

static void test_scaler_keeps_the_mean(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	PictureScaler scaler = picture_scaler(arena, 7, 5, 3, 2);
	unsigned char row[21];
	memset(row, 77, sizeof row);
	for (int y = 0; y < 5; y++) picture_scaler_row(&scaler, row);
	for (int i = 0; i < 18; i++) assert_int_equal(scaler.pixels[i], 77);
	PictureRaster dots = {2, 1, (unsigned char[]){0, 0, 0, 255, 255, 255}};
	assert_int_equal(picture_scale(arena, dots, 1, 1).pixels[0], 128);
}

int main(void) {
	made_find_reader();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_jpeg_made_anew),
		cmocka_unit_test(test_small_stays_small),
		cmocka_unit_test(test_gps_is_gone),
		cmocka_unit_test(test_every_orientation),
		cmocka_unit_test(test_png_stays_png),
		cmocka_unit_test(test_transparent_is_white),
		cmocka_unit_test(test_large_png_becomes_jpeg),
		cmocka_unit_test(test_cut_off_is_refused),
		cmocka_unit_test(test_two_hundred_megapixels),
		cmocka_unit_test(test_other_content_named_jpg),
		cmocka_unit_test(test_polyglot_loses_its_tail),
		cmocka_unit_test(test_file_over_twenty_megabytes),
		cmocka_unit_test(test_heic_words_say_what_to_do),
		cmocka_unit_test(test_scaler_keeps_the_mean),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
