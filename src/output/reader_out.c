#include "output/reader_out.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PENDING_FLUSH = 64 << 10, PENDING_MAX = 64 << 20 };

void reader_out_init(ReaderOut *out, int fd, size_t max) {
	*out = (ReaderOut){.fd = fd, .max = max};
	buf_init(&out->pending, PENDING_MAX);
}

void reader_out_free(ReaderOut *out) {
	buf_free(&out->pending);
}

static bool reader_out_flush(ReaderOut *out) {
	size_t at = 0;
	while (out->fd >= 0 && at < out->pending.length) {
		ssize_t wrote = write(out->fd, out->pending.data + at, out->pending.length - at);
		if (wrote < 0 && errno == EINTR) continue;
		if (wrote <= 0) {
			out->refused = true;
			break;
		}
		at += (size_t)wrote;
	}
	buf_clear(&out->pending);
	return !out->refused;
}

static bool reader_out_message(ReaderOut *out, char kind, const void *bytes, size_t length) {
	unsigned char head[READER_HEAD] = {(unsigned char)kind, (unsigned char)length, (unsigned char)(length >> 8),
		(unsigned char)(length >> 16), (unsigned char)(length >> 24)};
	buf_put(&out->pending, head, sizeof head);
	buf_put(&out->pending, bytes, length);
	out->sent += READER_HEAD + length;
	return out->pending.length < PENDING_FLUSH || reader_out_flush(out);
}

bool reader_out_put(ReaderOut *out, char kind, const void *bytes, size_t length) {
	if (out->refused) return false;
	if (length > PENDING_MAX / 2 || out->sent > out->max || length > out->max - out->sent)
		return reader_out_refuse(out, "too-much-text", NULL);
	return reader_out_message(out, kind, bytes, length);
}

bool reader_out_refuse(ReaderOut *out, const char *code, const char *detail) {
	if (out->refused) return false;
	snprintf(out->code, sizeof out->code, "%s", code);
	snprintf(out->detail, sizeof out->detail, "%s", detail ? detail : "");
	char payload[sizeof out->code + sizeof out->detail];
	int length = snprintf(payload, sizeof payload, "%s%c%s", out->code, 0, out->detail);
	reader_out_message(out, READER_REFUSAL, payload, length < 0 ? 0 : (size_t)length);
	reader_out_flush(out);
	out->refused = true;
	return false;
}

void reader_out_end(ReaderOut *out) {
	if (out->refused) return;
	reader_out_message(out, READER_END, "", 0);
	reader_out_flush(out);
}
