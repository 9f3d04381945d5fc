/* Comma-separated text inside the reader program. */
#ifndef GANGMU_OUTPUT_CSV_SCAN_H
#define GANGMU_OUTPUT_CSV_SCAN_H
#include "output/reader_out.h"

/* Sends READER_ROW messages. */
bool csv_scan(ReaderOut *out, const unsigned char *bytes, size_t length);
/* The bytes as UTF-8 without BOM in `ret`: UTF-8 and UTF-16 by BOM, well-formed UTF-8, else GB18030. Refuses "encoding", "not-csv". */
bool csv_to_utf8(ReaderOut *out, const unsigned char *bytes, size_t length, Buf *ret);
#endif
