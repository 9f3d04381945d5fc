#include "web/http_response.h"
#include "base/log.h"
#include "web/http_request.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static const struct {
	int status;
	const char *words, *zh;
} statuses[] = {
	{200, "OK", "成功"},
	{201, "Created", "已建立"},
	{202, "Accepted", "已受理"},
	{204, "No Content", ""},
	{301, "Moved Permanently", ""},
	{302, "Found", ""},
	{303, "See Other", ""},
	{304, "Not Modified", ""},
	{307, "Temporary Redirect", ""},
	{308, "Permanent Redirect", ""},
	{400, "Bad Request", "请求不合规范"},
	{401, "Unauthorized", "请先登录"},
	{403, "Forbidden", "无权访问"},
	{404, "Not Found", "没有此页"},
	{405, "Method Not Allowed", "不支持此操作方式"},
	{406, "Not Acceptable", "没有可接受的格式"},
	{408, "Request Timeout", "请求超时"},
	{409, "Conflict", "与当前内容冲突"},
	{410, "Gone", "内容已不存在"},
	{412, "Precondition Failed", "内容已被他人改动"},
	{413, "Content Too Large", "内容过大"},
	{414, "URI Too Long", "地址过长"},
	{415, "Unsupported Media Type", "不支持的内容类型"},
	{417, "Expectation Failed", "不支持的 Expect"},
	{422, "Unprocessable Content", "内容未通过检查"},
	{423, "Locked", "已锁定"},
	{428, "Precondition Required", "须带版本标记"},
	{429, "Too Many Requests", "请求过于频繁"},
	{431, "Request Header Fields Too Large", "请求头过大"},
	{500, "Internal Server Error", "服务出错"},
	{501, "Not Implemented", "未实现的请求方式"},
	{503, "Service Unavailable", "服务繁忙，请稍后再试"},
	{505, "HTTP Version Not Supported", "不支持的 HTTP 版本"},
	{507, "Insufficient Storage", "存储空间不足"},
};

const char *http_status_words(int status) {
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		if (statuses[i].status == status) return statuses[i].words;
	return "Status";
}

static const char *status_zh(int status) {
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		if (statuses[i].status == status) return statuses[i].zh;
	return "";
}

bool http_status_is_bare(int status) {
	return status == 204 || status == 304;
}

void http_response_date(int64_t at_s, char ret_line[HTTP_DATE_LINE]) {
	time_t at = (time_t)at_s;
	struct tm utc;
	gmtime_r(&at, &utc);
	/* Names of days and months are fixed by RFC 9110 5.6.7; the program never calls setlocale for time. */
	if (!strftime(ret_line, HTTP_DATE_LINE, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc)) bug("a date of %lld", (long long)at_s);
}

void http_response_begin(HttpResponse *response, Buf body) {
	response->status = 200;
	response->type = "text/html; charset=utf-8";
	response->header_count = 0;
	response->body = body;
	response->file = -1;
	response->no_compress = false;
}

void http_gzip_free(HttpGzip *gzip) {
	if (gzip->is_ready) deflateEnd(&gzip->stream);
	gzip->is_ready = false;
}

/* Text, scripts, JSON, XML, SVG: what becomes a third of itself. */
static bool type_is_text(const char *type) {
	static const char *const starts[] = {
		"text/", "application/json", "application/javascript", "application/problem+json", "application/xml", "image/svg+xml"};
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (!strncasecmp(type, starts[i], strlen(starts[i]))) return true;
	return false;
}

/* Level 3: pages of 30 kB take 0.4 ms. The gain of higher levels is a few hundredths. */
static bool gzip_body(HttpGzip *gzip, HttpResponse *response) {
	enum { LEVEL = 3, WINDOW_GZIP = 15 + 16, MEMORY = 8 };
	if (!gzip->is_ready) {
		gzip->stream = (z_stream){0};
		if (deflateInit2(&gzip->stream, LEVEL, Z_DEFLATED, WINDOW_GZIP, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) return false;
		gzip->is_ready = true;
	}
	if (deflateReset(&gzip->stream) != Z_OK) return false;
	size_t bound = deflateBound(&gzip->stream, response->body.length);
	Buf packed;
	buf_init(&packed, HTTP_BODY_MAX + HTTP_BODY_MAX / 64);
	packed.data = malloc(bound + 1);
	if (!packed.data) return false;
	packed.capacity = bound + 1;
	gzip->stream.next_in = (unsigned char *)response->body.data;
	gzip->stream.avail_in = (unsigned)response->body.length;
	gzip->stream.next_out = (unsigned char *)packed.data;
	gzip->stream.avail_out = (unsigned)bound;
	if (deflate(&gzip->stream, Z_FINISH) != Z_STREAM_END) {
		buf_free(&packed);
		return false;
	}
	packed.length = bound - gzip->stream.avail_out;
	packed.data[packed.length] = 0;
	buf_free(&response->body);
	response->body = packed;
	return true;
}

static void response_add(HttpResponse *response, const char *name, const char *value) {
	response->headers[response->header_count++] = (HttpPair){name, value};
}

/* A field a handler may not set: the server writes it, or it would move the end of the message. */
static bool is_server_field(const char *name) {
	static const char *const names[] = {"connection", "content-length", "transfer-encoding", "date", "content-type"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcasecmp(name, names[i])) return true;
	return false;
}

void http_set_header(HttpRequest *request, HttpResponse *response, const char *name, const char *value) {
	if (!*name || strpbrk(name, "\r\n:\t ")) bug("http: response header name \"%s\"", name);
	if (strpbrk(value, "\r\n")) bug("http: CR or LF in response header %s", name);
	if (is_server_field(name)) bug("http: header %s is the server's", name);
	if (response->header_count >= 24) bug("http: more than 24 response headers");
	response_add(response, name, arena_strdup(request->arena, value));
}

void http_set_cookie(
	HttpRequest *request, HttpResponse *response, const char *name, const char *value, int max_age_s, bool script_may_read) {
	if (strpbrk(value, "; ,\"\\\t\r\n")) bug("http: value of cookie %s", name);
	const char *age = max_age_s >= 0 ? arena_printf(request->arena, "; Max-Age=%d", max_age_s) : "";
	const char *line = arena_printf(request->arena, "%s=%s; Path=/%s%s; SameSite=Lax%s", name, value, age,
		script_may_read ? "" : "; HttpOnly", request->is_tls ? "; Secure" : "");
	http_set_header(request, response, "Set-Cookie", line);
}

void http_response_finish(HttpResponse *response, const HttpRequest *request, HttpGzip *gzip) {
	if (response->status < 200 || response->status > 599) bug("http: response status %d", response->status);
	if (strpbrk(response->type, "\r\n")) bug("http: CR or LF in a response type");
	if (response->body.full) {
		log_error("http.body", "answer to %s is over %d bytes", request->path, HTTP_BODY_MAX);
		response->status = 500;
		response->type = "text/plain; charset=utf-8";
		response->header_count = 0;
		buf_clear(&response->body);
		buf_printf(&response->body, "500 服务出错 %s\n", http_status_words(500));
	}
	if (response->file >= 0 || response->no_compress || response->body.length <= HTTP_GZIP_MIN) return;
	if (http_status_is_bare(response->status) || !type_is_text(response->type)) return;
	for (size_t i = 0; i < response->header_count; i++)
		if (!strcasecmp(response->headers[i].name, "content-encoding")) return;
	response_add(response, "Vary", "Accept-Encoding");
	if (http_request_takes_gzip(http_header(request, "accept-encoding")) && gzip_body(gzip, response))
		response_add(response, "Content-Encoding", "gzip");
}

static void head_line(Buf *out, const char *name, const char *value) {
	buf_puts(out, name);
	buf_put(out, ": ", 2);
	buf_puts(out, value);
	buf_put(out, "\r\n", 2);
}

static void head_status(Buf *out, int status) {
	if (status == 200) {
		buf_puts(out, "HTTP/1.1 200 OK\r\n");
		return;
	}
	buf_puts(out, "HTTP/1.1 ");
	buf_put_int(out, status);
	buf_putc(out, ' ');
	buf_puts(out, http_status_words(status));
	buf_put(out, "\r\n", 2);
}

void http_response_head(Buf *out, const HttpResponse *response, const char *date_line, uint64_t length, bool keeps, bool old) {
	head_status(out, response->status);
	buf_puts(out, date_line);
	if (!http_status_is_bare(response->status)) {
		head_line(out, "Content-Type", response->type);
		buf_puts(out, "Content-Length: ");
		buf_put_int(out, (int64_t)length);
		buf_put(out, "\r\n", 2);
	}
	for (size_t i = 0; i < response->header_count; i++) head_line(out, response->headers[i].name, response->headers[i].value);
	if (!keeps) buf_puts(out, "Connection: close\r\n\r\n");
	else if (old) buf_puts(out, "Connection: keep-alive\r\n\r\n");
	else buf_put(out, "\r\n", 2);
}

void http_response_refusal(Buf *out, int status, const char *date_line, bool is_head) {
	BUF(body, 256);
	buf_printf(&body, "%d %s %s\n", status, status_zh(status), http_status_words(status));
	head_status(out, status);
	buf_puts(out, date_line);
	if (status == 503) buf_puts(out, "Retry-After: 2\r\n");
	buf_printf(out,
		"Content-Type: text/plain; charset=utf-8\r\nContent-Length: %zu\r\nX-Content-Type-Options: nosniff\r\nConnection: "
		"close\r\n\r\n",
		body.length);
	if (!is_head) buf_put(out, body.data, body.length);
}
