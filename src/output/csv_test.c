#include "output/csv_read.h"
#include "output/csv_write.h"
#include "output/made_for_test.h"

#include "base/instant.h"

static bool see_row(void *context, const SheetRow *row) {
	Buf *text = context;
	for (size_t i = 0; i < row->count; i++) {
		char name[12];
		sheet_cell_name(row->cells[i].column, row->number, name);
		assert_int_equal(row->cells[i].kind, CELL_TEXT);
		buf_printf(text, "%s=%s|", name, row->cells[i].text);
	}
	return true;
}

static ReadResult read_bytes(const void *bytes, size_t length, Buf *text, char ret_code[32], char ret_detail[32]) {
	ARENA(arena, 1 << 20);
	FileRefusal refusal;
	int32_t rows;
	int fd = made_fd(bytes, length);
	ReadResult result = csv_read(arena, fd, see_row, text, &rows, &refusal);
	close(fd);
	snprintf(ret_code, 32, "%s", result == READ_OK ? "" : refusal.code);
	snprintf(ret_detail, 32, "%s", result == READ_OK ? "" : refusal.detail);
	return result;
}

static void reads_as(const char *bytes, size_t length, const char *expected) {
	BUF(text, 8 << 20);
	char code[32], detail[32];
	read_bytes(bytes, length ? length : strlen(bytes), &text, code, detail);
	assert_string_equal(code, "");
	assert_string_equal(buf_text(&text), expected);
}

static void refused_as(const char *bytes, size_t length, const char *expected, const char *place) {
	BUF(text, 8 << 20);
	char code[32], detail[32];
	assert_int_equal(read_bytes(bytes, length ? length : strlen(bytes), &text, code, detail), READ_REFUSED);
	assert_string_equal(code, expected);
	assert_string_equal(detail, place);
}

static void test_quotes_and_lines(void **state) {
	(void)state;
	reads_as("a,b\r\n\"1,\"\"2\"\"\",\"x\r\ny\"\n\n,,z", 0, "A1=a|B1=b|A2=1,\"2\"|B2=x\ny|C4=z|");
	reads_as("a\rb\r", 0, "A1=a|A2=b|");
	reads_as("\"\",\"a\"b,c\n", 0, "B1=ab|C1=c|");
	reads_as("a;b\n1;2", 0, "A1=a|B1=b|A2=1|B2=2|");
	reads_as("a\tb;c\n1\t2", 0, "A1=a|B1=b;c|A2=1|B2=2|");
}

static void test_encodings(void **state) {
	(void)state;
	reads_as("\xef\xbb\xbf姓名,单位", 0, "A1=姓名|B1=单位|");
	reads_as("姓名,单位", 0, "A1=姓名|B1=单位|");
	reads_as("\xd0\xd5\xc3\xfb,\xb5\xa5\xce\xbb,\x95\x32\x82\x36", 0,
		"A1=姓名|B1=单位|C1=\xf0\xa0\x80\x80|"); /* GBK, and U+20000 in four bytes */
	reads_as("\xff\xfe\xd3\x59\t\0\x0d\x54", 8, "A1=姓|B1=名|");
	refused_as("\xd0\xd5,\xff\xff\xff", 0, "encoding", "");
	refused_as("\xef\xbb\xbf\xd0\xd5", 0, "encoding", "");
}

static void test_what_is_not_text(void **state) {
	(void)state;
	refused_as("PK\3\4...", 0, "not-csv", "");
	refused_as("<html>", 0, "not-csv", "");
	refused_as("a\0b", 3, "not-csv", "");
	refused_as("\xff\xfe\0\0", 4, "encoding", ""); /* a NUL in UTF-16 */
}

static void test_limits(void **state) {
	(void)state;
	refused_as("a\nb,\"c\nd\n", 0, "open-quote", "2");
	BUF(wide, 1 << 20);
	for (int i = 0; i < SHEET_COLUMNS_MAX; i++) buf_puts(&wide, ",");
	BUF(fits, 1 << 20);
	buf_printf(&fits, "%sx", wide.data + 1);
	reads_as(fits.data, 0, "CV1=x|");
	buf_puts(&wide, "x");
	refused_as(wide.data, 0, "too-many-columns", "CW1");
	BUF(longest, 1 << 20);
	for (int i = 0; i <= SHEET_TEXT_MAX; i++) buf_puts(&longest, "x");
	refused_as(longest.data, 0, "cell-too-long", "A1");
	BUF(rows, 1 << 20);
	for (int i = 0; i <= SHEET_ROWS_MAX; i++) buf_puts(&rows, "1\n");
	refused_as(rows.data, 0, "too-many-rows", "");
}

/* OTRS 2026-93581: no cell of ours begins like a formula; numbers are no formulas. */
static void test_formulas_are_quoted(void **state) {
	(void)state;
	BUF(out, 1 << 20);
	CsvWriter csv = csv_begin(&out);
	static const char *const hostile[] = {
		"=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "=\"a\"", "a=1", " b", "c,d", "e\"f", "多\n行", ""};
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) csv_text(&csv, hostile[i]);
	csv_row_end(&csv);
	csv_int(&csv, -5);
	csv_decimal(&csv, -1250, 2);
	csv_date(&csv, day_of(2025, 12, 14));
	csv_instant(&csv, instant_of(day_of(2025, 12, 14), 630));
	csv_text(&csv, NULL);
	csv_row_end(&csv);
	assert_string_equal(out.data, "\xef\xbb\xbf\"'=1+1\",\"'+1\",\"'-1\",\"'@a\",\"'\t=1\",\"'\r=1\",\"'=\"\"a\"\"\",a=1,\" "
								  "b\",\"c,d\",\"e\"\"f\",\"多\n行\",\r\n"
								  "-5,-12.50,2025-12-14,2025-12-14 10:30,\r\n");
	reads_as(out.data, 0,
		"A1==1+1|B1=+1|C1=-1|D1=@a|E1=\t=1|F1=\r=1|G1==\"a\"|H1=a=1|I1= "
		"b|J1=c,d|K1=e\"f|L1=多\n行|A2=-5|B2=-12.50|C2=2025-12-14|D2=2025-12-14 10:30|");
}

static void test_names_of_cells(void **state) {
	(void)state;
	static const struct {
		int column;
		const char *name;
	} cases[] = {{0, "A"}, {25, "Z"}, {26, "AA"}, {51, "AZ"}, {52, "BA"}, {701, "ZZ"}, {702, "AAA"}, {16383, "XFD"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char name[4];
		sheet_column_name(cases[i].column, name);
		assert_string_equal(name, cases[i].name);
	}
}

int main(void) {
	made_find_reader();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quotes_and_lines),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_what_is_not_text),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_formulas_are_quoted),
		cmocka_unit_test(test_names_of_cells),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
