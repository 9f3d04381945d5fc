/* The document reader: the file as it is, or (first byte 'P') its parts cut at NUL bytes: document, numbering, styles. */
#include "output/docx_scan.h"
#include "stored_zip.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
	static const char *const names[] = {"word/document.xml", "word/numbering.xml", "word/styles.xml",
		"word/_rels/document.xml.rels", "_rels/.rels", "[Content_Types].xml", NULL};
	static const unsigned char rest[] =
		"\0<Relationships><Relationship Id='n' Type='/numbering' Target='numbering.xml'/><Relationship Id='s' Type='/styles' "
		"Target='styles.xml'/></Relationships>\0<Relationships><Relationship Id='a' Type='/officeDocument' "
		"Target='word/document.xml'/></Relationships>\0<Types/>";
	ReaderOut out;
	reader_out_init(&out, -1, 4 << 20);
	if (length > 0 && bytes[0] == 'P') {
		BUF(input, 1 << 20);
		BUF(zip, 2 << 20);
		size_t pieces = 1;
		for (size_t i = 1; i < length; i++) pieces += bytes[i] == 0;
		buf_put(&input, bytes + 1, length - 1);
		for (; pieces < 3; pieces++) buf_putc(&input, 0);
		if (pieces == 3) buf_put(&input, rest, sizeof rest - 1);
		stored_zip(names, (const unsigned char *)buf_text(&input), input.length, &zip);
		docx_scan(&out, (const unsigned char *)zip.data, zip.length);
	} else if (length > 0) docx_scan(&out, bytes, length);
	reader_out_free(&out);
	return 0;
}
