#include "web/http_form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MULTIPART "multipart/form-data; boundary=XX"

typedef struct Form {
	const char *wrong;
	HttpPart *parts;
	size_t count;
} Form;

static Form form_of(Arena *arena, const char *type, const char *body, size_t length) {
	HttpPair header = {"content-type", type};
	HttpRequest request = {.arena = arena, .headers = &header, .header_count = type ? 1 : 0, .body = body, .body_length = length};
	Form form;
	form.wrong = http_form(&request, &form.parts, &form.count);
	if (form.wrong) assert_int_equal(form.count, 0);
	return form;
}

static void pairs_are_decoded(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	static const char body[] = "title=%E6%BC%8F%E6%B0%B4+3%2B1&note=&&unit&unit=2&text=a%0D%0Ab";
	Form form = form_of(arena, "application/x-www-form-urlencoded; charset=UTF-8", body, sizeof body - 1);
	assert_null(form.wrong);
	assert_int_equal(form.count, 5);
	assert_string_equal(form.parts[0].name, "title");
	assert_string_equal(form.parts[0].value, "漏水 3+1");
	assert_int_equal(form.parts[0].length, 10);
	assert_string_equal(form.parts[1].value, "");
	assert_string_equal(form.parts[2].name, "unit");
	assert_string_equal(form.parts[3].value, "2");
	assert_string_equal(form.parts[4].value, "a\r\nb");
	assert_null(form.parts[4].file_name);
	assert_null(form_of(arena, "application/x-www-form-urlencoded", "", 0).wrong);
}

static void broken_pairs_are_refused(void **state) {
	(void)state;
	ARENA(arena, 16 << 20);
	static const struct {
		const char *body, *wrong;
	} cases[] = {{"a=%", "malformed"}, {"a=%4", "malformed"}, {"a=%zz", "malformed"}, {"=b", "malformed"}, {"a=%00", "text"},
		{"a%00=b", "text"}, {"a=%ff", "text"}, {"a=%c0%80", "text"}, {"a=\xe7\xba", "text"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		Form form = form_of(arena, "application/x-www-form-urlencoded", cases[i].body, strlen(cases[i].body));
		assert_non_null(form.wrong);
		assert_string_equal(form.wrong, cases[i].wrong);
	}
	char many[HTTP_FORM_PARTS_MAX * 4 + 8];
	size_t length = 0;
	for (int i = 0; i < HTTP_FORM_PARTS_MAX; i++) memcpy(many + length, "&a=1" + !i, 4), length += i ? 4 : 3;
	Form form = form_of(arena, "application/x-www-form-urlencoded", many, length);
	assert_null(form.wrong);
	assert_int_equal(form.count, HTTP_FORM_PARTS_MAX);
	memcpy(many + length, "&a=1", 4);
	form = form_of(arena, "application/x-www-form-urlencoded", many, length + 4);
	assert_string_equal(form.wrong, "too-many");
}

static void types_are_told_apart(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	assert_string_equal(form_of(arena, NULL, "a=b", 3).wrong, "type");
	assert_string_equal(form_of(arena, "application/json", "{}", 2).wrong, "type");
	assert_string_equal(form_of(arena, "application/x-www-form-urlencodedx", "a=b", 3).wrong, "type");
	assert_string_equal(form_of(arena, "multipart/mixed; boundary=XX", "--XX--", 6).wrong, "type");
	static const char *const bad[] = {"multipart/form-data",
		"multipart/form-data; boundary=", "multipart/form-data; boundary=\"XX", "multipart/form-data; boundary=\"X@X\"",
		"multipart/form-data; boundary=\"XX \"",
		"multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789x"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_string_equal(form_of(arena, bad[i], "--XX--", 6).wrong, "malformed");
	assert_null(form_of(arena, "Multipart/Form-Data; charset=x; Boundary=\"X X\"", "--X X--", 7).wrong);
}

static void files_are_not_copied(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	static const char body[] =
		"--XX\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n漏水\r\n"
		"--XX\r\ncontent-disposition: FORM-DATA; name=\"photo\"; filename=\"C:\\dir\\图 %22\\\"1.png\"\r\n"
		"Content-Type: image/png\r\nX-Other: 1\r\n\r\n\0\r\n--X\r\n--XY\x01\xff\r\n"
		"--XX\r\nContent-Disposition: form-data; name=none; filename=\"\"\r\n\r\n\r\n"
		"--XX\r\nContent-Disposition: form-data; name=\"s\"; filename=\"x\"; filename*=UTF-8''%E7%BA%B2.pdf\r\n\r\n1\r\n"
		"--XX--\r\n";
	Form form = form_of(arena, MULTIPART, body, sizeof body - 1);
	assert_null(form.wrong);
	assert_int_equal(form.count, 4);
	assert_string_equal(form.parts[0].value, "漏水");
	assert_null(form.parts[0].file_name);
	assert_null(form.parts[1].value);
	assert_string_equal(form.parts[1].file_name, "图 \"\"1.png");
	assert_string_equal(form.parts[1].type, "image/png");
	assert_int_equal(form.parts[1].length, 14);
	assert_memory_equal(form.parts[1].data, "\0\r\n--X\r\n--XY\x01\xff", 14);
	assert_true(form.parts[1].data > body && form.parts[1].data < body + sizeof body);
	assert_string_equal(form.parts[2].name, "none");
	assert_string_equal(form.parts[2].file_name, "");
	assert_int_equal(form.parts[2].length, 0);
	assert_string_equal(form.parts[2].type, "application/octet-stream");
	assert_string_equal(form.parts[3].file_name, "纲.pdf");
}

static void file_names_are_one_piece(void **state) {
	(void)state;
	static const struct {
		const char *sent, *kept;
	} cases[] = {{"../../etc/passwd", "passwd"}, {"..", ""}, {"a/..", ""}, {".", ""}, {"a/", ""}, {"..\\\\..\\\\x.exe", "x.exe"},
		{".profile", ".profile"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ARENA(arena, 1 << 20);
		char body[256];
		int length = snprintf(body, sizeof body,
			"--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"%s\"\r\n\r\nx\r\n--XX--", cases[i].sent);
		Form form = form_of(arena, MULTIPART, body, (size_t)length);
		assert_null(form.wrong);
		assert_string_equal(form.parts[0].file_name, cases[i].kept);
	}
}

#define HEAD "--XX\r\nContent-Disposition: form-data; name=\"a\""
#define CASE(text, word)                                                                                                         \
	{ text, sizeof(text) - 1, word }

static const struct {
	const char *body;
	size_t length;
	const char *wrong;
} broken[] = {
	CASE("", "malformed"),
	CASE("--XX", "malformed"),
	CASE("--XX\r\n", "malformed"),
	CASE("--XX--x", "malformed"),
	CASE("--XX--\r\nepilogue", "malformed"),
	CASE("preamble\r\n--XX--", "malformed"),
	CASE("\r\n--XX--", "malformed"),
	CASE("--XY\r\n", "malformed"),
	CASE(HEAD "\r\n\r\nx", "malformed"),
	CASE(HEAD "\r\n\r\nx\r\n--XX", "malformed"),
	CASE(HEAD "\r\n\r\nx\r\n--XX-", "malformed"),
	CASE(HEAD "\r\n\r\nx\r\n--XX \r\n", "malformed"),
	CASE(HEAD "\r\n\r\nx\r\n--XXY--", "malformed"),
	CASE(HEAD "\r\n\r\n--XX--", "malformed"),
	CASE(HEAD "\n\nx\r\n--XX--", "malformed"),
	CASE(HEAD "\r\n\nx\r\n--XX--", "malformed"),
	CASE(HEAD "\r\n folded: 1\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD "\r\nX : 1\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD "\r\n: 1\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD "\r\nX: \0\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD "\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD "\r\nContent-Disposition: form-data; name=b\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD "; name=b\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD "; filename=\"a\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD "; filename=\"a\" b\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD "; filename=\"a\tb\"\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD "; filename=\"\xff\"\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD "; filename=\"a\xe2\x80\xae"
			  "b\"\r\n\r\nx\r\n--XX--",
		"malformed"),
	CASE(HEAD "; filename*=latin1''x\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD "; filename*=UTF-8''%00\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD ";;;\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD ";a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1\r\n\r\nx\r\n--XX--", "malformed"),
	CASE("--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--", "malformed"),
	CASE("--XX\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nx\r\n--XX--", "malformed"),
	CASE("--XX\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--XX--", "malformed"),
	CASE("--XX\r\nContent-Type: text/plain\r\n\r\nx\r\n--XX--", "malformed"),
	CASE("--XX\r\n\r\nx\r\n--XX--", "malformed"),
	CASE(HEAD "\r\n\r\n\0\r\n--XX--", "text"),
	CASE(HEAD "\r\n\r\n\xff\r\n--XX--", "text"),
};

static void broken_parts_are_refused(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		ARENA(arena, 1 << 20);
		/* A copy of just the size, so that a read past the end is seen. */
		char *body = malloc(broken[i].length + 1);
		assert_non_null(body);
		memcpy(body, broken[i].body, broken[i].length);
		Form form = form_of(arena, MULTIPART, body, broken[i].length);
		if (!form.wrong || strcmp(form.wrong, broken[i].wrong))
			fail_msg("%s: %s", form.wrong ? form.wrong : "taken", broken[i].body);
		free(body);
	}
}

static void many_parts_are_refused(void **state) {
	(void)state;
	ARENA(arena, 16 << 20);
	static const char part[] = HEAD "\r\n\r\nx\r\n", end[] = "--XX--";
	size_t step = sizeof part - 1;
	char *body = malloc((HTTP_FORM_PARTS_MAX + 1) * step + sizeof end);
	assert_non_null(body);
	for (int i = 0; i <= HTTP_FORM_PARTS_MAX; i++) memcpy(body + (size_t)i * step, part, step);
	memcpy(body + (HTTP_FORM_PARTS_MAX + 1) * step, end, sizeof end);
	assert_string_equal(form_of(arena, MULTIPART, body, (HTTP_FORM_PARTS_MAX + 1) * step + 6).wrong, "too-many");
	Form form = form_of(arena, MULTIPART, body + step, HTTP_FORM_PARTS_MAX * step + 6);
	assert_null(form.wrong);
	assert_int_equal(form.count, HTTP_FORM_PARTS_MAX);
	free(body);
}

/* The worst heads a part can have: the arena's 64 MiB must hold 2000 of them, twice. */
static void worst_parts_stay_in_the_arena(void **state) {
	(void)state;
	ARENA(arena, 64 << 20);
	enum { NAME = 250, LONG = 3000 };
	char *body = malloc((size_t)HTTP_FORM_PARTS_MAX * (LONG + 800) + HTTP_FORM_TEXT_MAX);
	assert_non_null(body);
	size_t length = 0;
	for (int i = 0; i < HTTP_FORM_PARTS_MAX; i++)
		length += (size_t)sprintf(body + length,
			"--XX\r\nContent-Disposition: form-data; name=\"%0*d\"; filename=\"%0*d\"; x=\"%0*d\"\r\n\r\n\r\n", NAME, i, NAME, i,
			LONG, i);
	length += (size_t)sprintf(body + length, "--XX--");
	for (int i = 0; i < 2; i++) {
		Form form = form_of(arena, MULTIPART, body, length);
		assert_null(form.wrong);
		assert_int_equal(form.count, HTTP_FORM_PARTS_MAX);
	}
	free(body);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_decoded),
		cmocka_unit_test(broken_pairs_are_refused),
		cmocka_unit_test(types_are_told_apart),
		cmocka_unit_test(files_are_not_copied),
		cmocka_unit_test(file_names_are_one_piece),
		cmocka_unit_test(broken_parts_are_refused),
		cmocka_unit_test(many_parts_are_refused),
		cmocka_unit_test(worst_parts_stay_in_the_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
