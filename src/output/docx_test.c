#include "output/docx_number.h"
#include "output/docx_read.h"
#include "output/made_for_test.h"

static const char types[] = "<Types/>";
static const char top[] =
	"<Relationships><Relationship Id='a' Type='http://x/officeDocument' Target='word/document.xml'/></Relationships>";
static const char rels[] = "<Relationships><Relationship Id='n' Type='http://x/numbering' Target='numbering.xml'/>"
						   "<Relationship Id='s' Type='http://x/styles' Target='styles.xml'/></Relationships>";
static const char numbering[] =
	"<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='3'>"
	"<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:pStyle w:val='Head1'/><w:suff "
	"w:val='nothing'/><w:lvlText w:val='%1、'/></w:lvl>"
	"<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%2）'/></w:lvl>"
	"<w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%3.'/></w:lvl>"
	"<w:lvl w:ilvl='3'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:isLgl/><w:lvlText "
	"w:val='%1.%2.%4'/></w:lvl></w:abstractNum>"
	"<w:abstractNum w:abstractNumId='4'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText "
	"w:val='\xef\x82\xb7'/></w:lvl></w:abstractNum>"
	"<w:num w:numId='1'><w:abstractNumId w:val='3'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='4'/></w:num>"
	"<w:num w:numId='9'><w:abstractNumId w:val='3'/><w:lvlOverride w:ilvl='0'><w:startOverride "
	"w:val='5'/></w:lvlOverride></w:num></w:numbering>";
static const char styles[] =
	"<w:styles xmlns:w='w'><w:style w:styleId='Head1'><w:name w:val='heading 1'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr>"
	"<w:outlineLvl w:val='0'/></w:pPr></w:style><w:style w:styleId='Own'><w:basedOn w:val='Head1'/></w:style>"
	"<w:style w:styleId='T1'><w:name w:val='toc 1'/></w:style>"
	"<w:style w:styleId='Loop'><w:basedOn w:val='Loop'/></w:style></w:styles>";

static ReadResult read_body(Arena *arena, const char *body, const DocxLine **lines, size_t *count, FileRefusal *refusal) {
	BUF(document, 4 << 20);
	BUF(file, 4 << 20);
	buf_printf(&document, "<w:document xmlns:w='w' xmlns:mc='m'><w:body>%s</w:body></w:document>", body);
	const MadePart parts[] = {{"[Content_Types].xml", types, 0}, {"_rels/.rels", top, 0}, {"word/document.xml", document.data, 0},
		{"word/_rels/document.xml.rels", rels, 0}, {"word/numbering.xml", numbering, 0}, {"word/styles.xml", styles, 0},
		{NULL, NULL, 0}};
	made_zip(parts, &file);
	int fd = made_fd(file.data, file.length);
	ReadResult result = docx_read(arena, fd, lines, count, refusal);
	close(fd);
	return result;
}

static void reads_as(const char *body, const char *expected) {
	ARENA(arena, 8 << 20);
	BUF(seen, 1 << 20);
	const DocxLine *lines;
	size_t count;
	FileRefusal refusal;
	assert_int_equal(read_body(arena, body, &lines, &count, &refusal), READ_OK);
	for (size_t i = 0; i < count; i++) {
		buf_printf(&seen, "%.*s|%s", (int)lines[i].marker_length, lines[i].text, lines[i].text + lines[i].marker_length);
		if (lines[i].heading) buf_printf(&seen, " {%d}", lines[i].heading);
		buf_puts(&seen, lines[i].table ? " [table]\n" : "\n");
	}
	assert_string_equal(buf_text(&seen), expected);
}

#define P(properties, text) "<w:p><w:pPr>" properties "</w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define LIST(number, level) "<w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='" number "'/></w:numPr>"

/* S1: the outline of a document that numbers itself is text like any other. */
static void test_numbering_becomes_text(void **state) {
	(void)state;
	reads_as(P(LIST("1", "0"), "总体要求") P(LIST("1", "1"), "抓维修") P(LIST("1", "1"), "抓餐饮") P(LIST("1", "2"), "空调")
				 P("", "正文") P(LIST("1", "2"), "电梯") P(LIST("1", "0"), "重点工作") P(LIST("1", "1"), "抓用房")
					 P(LIST("1", "3"), "条") P(LIST("2", "0"), "点") P(LIST("9", "0"), "另起") P(LIST("9", "0"), "接着")
						 P(LIST("0", "0"), "无号") P(LIST("77", "0"), "没有的号"),
		"一、|总体要求\n（一）|抓维修\n（二）|抓餐饮\n1. |空调\n|正文\n2. |电梯\n二、|重点工作\n（一）|抓用房\n2.1.1 |条\n• "
		"|点\n五、|另起\n六、|接着\n|无号\n|没有的号\n");
}

static void test_numbering_by_style(void **state) {
	(void)state;
	reads_as(P("<w:pStyle w:val='Head1'/>", "甲") P("<w:pStyle w:val='Own'/>", "乙") P("<w:pStyle w:val='Loop'/>", "丙")
				 P("<w:pStyle w:val='T1'/>", "目录行 3")
					 P("<w:pStyle w:val='Own'/><w:numPr><w:numId w:val='0'/></w:numPr><w:outlineLvl w:val='2'/>", "丁"),
		"一、|甲 {1}\n二、|乙 {1}\n|丙\n|丁 {3}\n");
}

static void test_tabs_breaks_tables(void **state) {
	(void)state;
	reads_as("<w:p><w:pPr><w:tabs><w:tab "
			 "w:val='left'/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p><w:p/>"
			 "<w:tbl><w:tr><w:tc>" P("", "1") P("", "2") "</w:tc><w:tc><w:p/></w:tc><w:tc>" P(
				 "", "3") "</w:tc></w:tr>"
						  "<w:tr><w:tc><w:tbl><w:tr><w:tc>" P("", "4") "</w:tc><w:tc>" P(
							  "", "5") "</w:tc></w:tr></w:tbl></w:tc><w:tc>" P("", "6") "</w:tc></w:tr></w:tbl>" P("", "end"),
		"|a\tb\n|c\n|1 2\t\t3 [table]\n|4 5\t6 [table]\n|end\n");
}

static void test_what_is_left_out(void **state) {
	(void)state;
	reads_as("<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText><w:t>删</w:t></w:r></w:del><w:ins><w:r><w:t>增</"
			 "w:t></w:r></w:ins>"
			 "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE</w:instrText></w:r>"
			 "<w:r><mc:AlternateContent><mc:Choice>" P("", "框") "</mc:Choice><mc:Fallback>" P(
				 "", "框") "</mc:Fallback></mc:AlternateContent></w:r></w:p>",
		"|框\n|留增\n");
}

static void test_refusals(void **state) {
	(void)state;
	ARENA(arena, 8 << 20);
	const DocxLine *lines;
	size_t count;
	FileRefusal refusal;
	BUF(file, 1 << 20);
	const MadePart other[] = {
		{"[Content_Types].xml", types, 0}, {"_rels/.rels", top, 0}, {"word/document.xml", "<workbook/>", 0}, {NULL, NULL, 0}};
	const MadePart macro[] = {{"[Content_Types].xml", types, 0}, {"word/vbaProject.bin", "x", 0}, {NULL, NULL, 0}};
	const MadePart entity[] = {{"[Content_Types].xml", types, 0}, {"_rels/.rels", top, 0},
		{"word/document.xml", "<!DOCTYPE d [<!ENTITY a 'b'>]><document>&a;</document>", 0}, {NULL, NULL, 0}};
	const struct {
		const MadePart *parts;
		const char *code;
	} cases[] = {{other, "not-docx"}, {macro, "macro"}, {entity, "xml-entities"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buf_clear(&file);
		made_zip(cases[i].parts, &file);
		int fd = made_fd(file.data, file.length);
		assert_int_equal(docx_read(arena, fd, &lines, &count, &refusal), READ_REFUSED);
		close(fd);
		assert_string_equal(refusal.code, cases[i].code);
	}
	assert_int_equal(read_body(arena, "<w:p><w:r>", &lines, &count, &refusal), READ_REFUSED);
	assert_string_equal(refusal.code, "damaged");
	assert_int_equal(count, 0);
}

static void test_numbers_of_lists(void **state) {
	(void)state;
	static const struct {
		DocxFormat format;
		int number;
		const char *text;
	} cases[] = {{FORMAT_CHINESE, 10, "十"}, {FORMAT_CHINESE, 11, "十一"}, {FORMAT_CHINESE, 20, "二十"},
		{FORMAT_CHINESE, 101, "一百零一"}, {FORMAT_CHINESE, 110, "一百一十"}, {FORMAT_CHINESE, 1005, "一千零五"},
		{FORMAT_CHINESE, 9999, "九千九百九十九"}, {FORMAT_CHINESE, 10000, "10000"}, {FORMAT_CHINESE, 0, "0"},
		{FORMAT_CHINESE_LEGAL, 12, "壹拾贰"}, {FORMAT_CHINESE_DIGITS, 10, "一〇"}, {FORMAT_STEMS, 3, "丙"},
		{FORMAT_STEMS, 11, "11"}, {FORMAT_BRANCHES, 12, "亥"}, {FORMAT_CIRCLE, 1, "①"}, {FORMAT_CIRCLE, 21, "㉑"},
		{FORMAT_CIRCLE, 50, "㊿"}, {FORMAT_CIRCLE, 51, "51"}, {FORMAT_PAREN, 20, "⒇"}, {FORMAT_FULL_STOP, 1, "⒈"},
		{FORMAT_CHINESE_CIRCLE, 10, "㊉"}, {FORMAT_UPPER_ROMAN, 1994, "MCMXCIV"}, {FORMAT_LOWER_LETTER, 27, "aa"},
		{FORMAT_UPPER_LETTER, 26, "Z"}, {FORMAT_DECIMAL_ZERO, 7, "07"}, {FORMAT_FULL_WIDTH, 12, "１２"}, {FORMAT_NONE, 1, ""}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		BUF(out, 256);
		docx_number_put(&out, cases[i].format, cases[i].number);
		assert_string_equal(buf_text(&out), cases[i].text);
	}
	assert_int_equal(docx_format_of("chineseCountingThousand"), FORMAT_CHINESE);
	assert_int_equal(docx_format_of("klingon"), FORMAT_DECIMAL);
}

int main(void) {
	made_find_reader();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbering_becomes_text),
		cmocka_unit_test(test_numbering_by_style),
		cmocka_unit_test(test_tabs_breaks_tables),
		cmocka_unit_test(test_what_is_left_out),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_numbers_of_lists),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
