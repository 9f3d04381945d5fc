/* Load for `make bench`: CONNECTIONS keep-alive connections, each with one request on its way, for SECONDS; then one line:
 *   RATE P50 P95 BYTES FAILED      requests a second, milliseconds, bytes of an answer's body, answers that were not 2xx
 *
 *   load PORT CONNECTIONS SECONDS METHOD PATH BODY [HEADER…]
 * In PATH and BODY each # becomes a number of LOW-HIGH from the environment RANGE, another one each time. BODY "-" is none. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SAMPLES_MAX = 4000000, ANSWER_MAX = 4 << 20 };

typedef struct Link {
	int fd;
	size_t got, need; /* need: head and body; 0 while the head is not complete */
	int64_t sent_ns;
	char *answer;
} Link;

typedef struct Load {
	char **words; /* METHOD PATH BODY HEADER… */
	int headers;
	int64_t low, high;
	uint64_t dice;
	uint32_t *samples; /* in ns / 100 */
	size_t count, failed, bytes;
	int waiting; /* requests on their way */
	bool ended; /* no more are sent */
} Load;

static int64_t now_ns(void) {
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void die(const char *what) {
	perror(what);
	exit(1);
}

/* Text with each # made a number. */
static size_t fill(Load *load, const char *from, char *to, size_t room) {
	size_t n = 0;
	for (; *from && n + 24 < room; from++) {
		if (*from != '#') {
			to[n++] = *from;
			continue;
		}
		load->dice = load->dice * 6364136223846793005u + 1442695040888963407u;
		int64_t span = load->high - load->low + 1;
		n += (size_t)snprintf(to + n, 24, "%lld", (long long)(load->low + (int64_t)((load->dice >> 33) % (uint64_t)span)));
	}
	to[n] = 0;
	return n;
}

static void ask(Load *load, Link *link) {
	char path[2048], body[8192], text[16384];
	bool has_body = strcmp(load->words[2], "-") != 0;
	size_t length = has_body ? fill(load, load->words[2], body, sizeof body) : 0;
	fill(load, load->words[1], path, sizeof path);
	int n = snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n", load->words[0], path);
	for (int i = 0; i < load->headers; i++) n += snprintf(text + n, sizeof text - (size_t)n, "%s\r\n", load->words[3 + i]);
	if (has_body)
		n += snprintf(text + n, sizeof text - (size_t)n, "Content-Type: application/json\r\nContent-Length: %zu\r\n", length);
	n += snprintf(text + n, sizeof text - (size_t)n, "\r\n%.*s", (int)length, body);
	link->got = link->need = 0;
	load->waiting++;
	link->sent_ns = now_ns();
	if (send(link->fd, text, (size_t)n, MSG_NOSIGNAL) != n) die("send");
}

/* The whole answer there: its time is noted and the next request sent. */
static void take(Load *load, Link *link) {
	ssize_t got = recv(link->fd, link->answer + link->got, ANSWER_MAX - link->got - 1, 0);
	if (got < 0 && errno == EAGAIN) return;
	if (got <= 0) die("the server closed the connection");
	link->got += (size_t)got;
	link->answer[link->got] = 0;
	char *end = link->need ? NULL : strstr(link->answer, "\r\n\r\n");
	if (end) {
		const char *length = strcasestr(link->answer, "\r\ncontent-length:");
		size_t body = length && length < end ? strtoull(length + 17, NULL, 10) : 0;
		link->need = (size_t)(end - link->answer) + 4 + body;
		load->bytes = body;
	}
	if (!link->need || link->got < link->need) return;
	if (load->count < SAMPLES_MAX) load->samples[load->count++] = (uint32_t)((now_ns() - link->sent_ns) / 100);
	if (link->answer[9] != '2') load->failed++;
	load->waiting--;
	if (!load->ended) ask(load, link);
}

static int compare(const void *a, const void *b) {
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

static void connect_all(Load *load, Link *links, int connections, int port, int epoll) {
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	for (int i = 0; i < connections; i++) {
		links[i].fd = socket(AF_INET, SOCK_STREAM, 0);
		links[i].answer = malloc(ANSWER_MAX);
		if (links[i].fd < 0 || !links[i].answer || connect(links[i].fd, (struct sockaddr *)&at, sizeof at)) die("connect");
		struct epoll_event event = {.events = EPOLLIN, .data.ptr = &links[i]};
		epoll_ctl(epoll, EPOLL_CTL_ADD, links[i].fd, &event);
		ask(load, &links[i]);
	}
}

int main(int argc, char **argv) {
	if (argc < 7) {
		fprintf(stderr, "load PORT CONNECTIONS SECONDS METHOD PATH BODY [HEADER…]\n");
		return 2;
	}
	const char *range = getenv("RANGE");
	Load load = {.words = argv + 4, .headers = argc - 7, .low = 1, .high = 1, .dice = 88172645463325252u};
	if (range && sscanf(range, "%ld-%ld", &load.low, &load.high) != 2) return 2;
	int connections = atoi(argv[2]), epoll = epoll_create1(0);
	Link *links = calloc((size_t)connections, sizeof *links);
	load.samples = malloc(SAMPLES_MAX * sizeof *load.samples);
	if (!links || !load.samples || epoll < 0) die("start");
	connect_all(&load, links, connections, atoi(argv[1]), epoll);
	int64_t start = now_ns(), end = start + (int64_t)(atof(argv[3]) * 1e9), now;
	struct epoll_event events[64];
	while ((now = now_ns()) < end) {
		int count = epoll_wait(epoll, events, 64, 100);
		for (int i = 0; i < count; i++) take(&load, events[i].data.ptr);
	}
	size_t count = load.count;
	load.ended = true; /* what is on its way is let come, so that the next measurement finds a server at rest */
	for (int64_t late = now + (int64_t)10e9; load.waiting > 0 && now_ns() < late;) {
		int ready = epoll_wait(epoll, events, 64, 100);
		for (int i = 0; i < ready; i++) take(&load, events[i].data.ptr);
	}
	qsort(load.samples, load.count, sizeof *load.samples, compare);
	double seconds = (double)(now - start) / 1e9;
	double p50 = load.count ? load.samples[load.count / 2] / 1e4 : 0,
		   p95 = load.count ? load.samples[load.count * 95 / 100] / 1e4 : 0;
	printf("%.1f %.3f %.3f %zu %zu\n", (double)count / seconds, p50, p95, load.bytes, load.failed);
	return 0;
}
