/* The picture reader. Claims of more than a megapixel are left to the unit tests: decoding them would eat the fuzzer's time. */
#include "output/picture_scan.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
	enum { PIXELS_MAX = 1 << 20 };
	JpegHead head;
	if (length < 30) return 0;
	if (jpeg_head(bytes, length, &head) && (int64_t)head.width * head.height > PIXELS_MAX) return 0;
	int64_t width = (int64_t)bytes[16] << 24 | bytes[17] << 16 | bytes[18] << 8 | bytes[19];
	int64_t height = (int64_t)bytes[20] << 24 | bytes[21] << 16 | bytes[22] << 8 | bytes[23];
	if (bytes[0] == 0x89 && !picture_too_large(width, height) && width * height > PIXELS_MAX) return 0;
	ReaderOut out;
	reader_out_init(&out, -1, 64 << 20);
	picture_scan(&out, bytes, length, (PictureWant){64, 16, 50});
	reader_out_free(&out);
	exif_orientation(bytes, length);
	return 0;
}
