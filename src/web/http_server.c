/* Start, accepting, stop. */
#include "base/log.h"
#include "base/outside.h"
#include "base/text.h"
#include "web/http_loop.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* The address as text, an IPv4 one as such even where it came through IPv6; and as 16 bytes. */
static void peer_words(const struct sockaddr_storage *from, char ret_text[64], unsigned char ret_address[16]) {
	static const unsigned char v4_prefix[12] = {[10] = 0xff, [11] = 0xff};
	memcpy(ret_address, v4_prefix, sizeof v4_prefix);
	if (from->ss_family == AF_INET6) memcpy(ret_address, &((const struct sockaddr_in6 *)from)->sin6_addr, 16);
	else memcpy(ret_address + 12, &((const struct sockaddr_in *)from)->sin_addr, 4);
	bool is_v4 = !memcmp(ret_address, v4_prefix, sizeof v4_prefix);
	if (!inet_ntop(is_v4 ? AF_INET : AF_INET6, is_v4 ? ret_address + 12 : ret_address, ret_text, 64)) ret_text[0] = 0;
}

static void accept_refuse(struct HttpServer *server, int fd, const char *peer, const char *why) {
	log_line(LOG_DEBUG, "http.full", "%s: %s", peer, why);
	BUF(answer, 1024);
	http_response_refusal(&answer, 503, server->loops[0].date_line, false);
	ssize_t sent = send(fd, answer.data, answer.length, MSG_NOSIGNAL | MSG_DONTWAIT);
	(void)sent;
	shutdown(fd, SHUT_WR);
	close(fd);
}

static void accept_one(struct HttpServer *server, int fd, const struct sockaddr_storage *from) {
	char peer[64];
	unsigned char address[16];
	peer_words(from, peer, address);
	if (atomic_load(&server->connection_count) >= server->config.connections_max) {
		accept_refuse(server, fd, peer, "all connections are taken");
		return;
	}
	/* Behind the proxy all sources share its address; the proxy limits them. */
	bool is_proxy = *server->proxy && !strcmp(peer, server->proxy);
	HttpSource *source = is_proxy ? NULL : http_source_take(&server->sources, address);
	if (!is_proxy && !source) {
		accept_refuse(server, fd, peer, "the source has its share of connections");
		return;
	}
	int yes = 1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	atomic_fetch_add(&server->connection_count, 1);
	HttpLoop *loop = &server->loops[server->next_loop];
	server->next_loop = (server->next_loop + 1) % server->config.loops;
	HttpConnection *connection = http_connection_new(loop, fd, peer, is_proxy, source);
	if (loop->index == 0) http_connection_begin(connection);
	else http_loop_pass(loop, connection);
}

static void server_accept(evutil_socket_t listen_fd, short what, void *argument) {
	(void)what;
	struct HttpServer *server = argument;
	for (int i = 0; i < 64; i++) {
		struct sockaddr_storage from;
		socklen_t length = sizeof from;
		int fd = accept4((int)listen_fd, (struct sockaddr *)&from, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd >= 0) {
			accept_one(server, fd, &from);
			continue;
		}
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
			/* Until the next tick, or this would spin. */
			log_warn("http.accept", "no descriptor or memory for another connection (errno %d)", errno);
			event_del(server->accepting);
			return;
		}
		if (errno == EAGAIN) return;
	}
}

/* "127.0.0.1:8080", "[::1]:0" → a listening socket, or -1 with words in the log. */
static int server_listen(const char *listen_at) {
	char host[256];
	const char *colon = strrchr(listen_at, ':');
	size_t length = colon ? (size_t)(colon - listen_at) : 0;
	int64_t port;
	if (!colon || !length || length >= sizeof host || !text_to_int(colon + 1, &port) || port < 0 || port > 65535) {
		log_error("http.listen", "\"%s\" is not ADDRESS:PORT", listen_at);
		return -1;
	}
	bool is_bracketed = listen_at[0] == '[' && colon[-1] == ']';
	snprintf(host, sizeof host, "%.*s", (int)(length - (is_bracketed ? 2 : 0)), listen_at + is_bracketed);
	struct addrinfo want = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM}, *found = NULL;
	int wrong = getaddrinfo(host, colon + 1, &want, &found);
	if (wrong) {
		log_error("http.listen", "%s: %s", listen_at, gai_strerror(wrong));
		return -1;
	}
	int fd = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), yes = 1;
	if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (fd < 0 || bind(fd, found->ai_addr, found->ai_addrlen) || listen(fd, 1024)) {
		log_error("http.listen", "%s: %s", listen_at, strerrordesc_np(errno));
		if (fd >= 0) close(fd);
		fd = -1;
	}
	freeaddrinfo(found);
	return fd;
}

static int socket_port(int fd) {
	struct sockaddr_storage at;
	socklen_t length = sizeof at;
	if (getsockname(fd, (struct sockaddr *)&at, &length)) return 0;
	return ntohs(at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&at)->sin6_port : ((struct sockaddr_in *)&at)->sin_port);
}

static void config_default(int *value, int otherwise) {
	if (*value <= 0) *value = otherwise;
}

static void server_configure(struct HttpServer *server, const HttpConfig *config) {
	server->config = *config;
	HttpConfig *own = &server->config;
	config_default(&own->loops, 2);
	config_default(&own->pool_threads, 64);
	config_default(&own->header_deadline_s, 10);
	config_default(&own->body_deadline_s, 60);
	config_default(&own->idle_deadline_s, 75);
	config_default(&own->connections_max, 4096);
	config_default(&own->connections_per_source, 512);
	if (!own->bodies_max) own->bodies_max = 512 << 20;
	unsigned char address[16];
	if (!config->proxy) return;
	int family = strchr(config->proxy, ':') ? AF_INET6 : AF_INET;
	if (inet_pton(family, config->proxy, address) != 1 || !inet_ntop(family, address, server->proxy, sizeof server->proxy))
		log_warn("http.proxy", "\"%s\" is no address; no proxy is trusted", config->proxy);
}

/* Every connection and its file need a descriptor. */
static void server_raise_limit(int connections_max) {
	struct rlimit limit;
	rlim_t want = (rlim_t)connections_max * 2 + 256;
	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= want) return;
	limit.rlim_cur = limit.rlim_max < want ? limit.rlim_max : want;
	if (setrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur < want)
		log_warn("http.limit", "%llu descriptors for %d connections; raise the limit", (unsigned long long)limit.rlim_cur,
			connections_max);
}

/* Loops and pool; signals are left to the thread that starts the server. */
static bool server_start_threads(struct HttpServer *server) {
	sigset_t all, before;
	sigfillset(&all);
	static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) sigdelset(&all, own[i]);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	bool is_good = http_pool_start(server);
	for (int i = 0; i < server->config.loops && is_good; i++)
		is_good = !pthread_create(&server->loops[i].thread, NULL, http_loop_run, &server->loops[i]);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return is_good;
}

HttpServer *http_server_start(const HttpConfig *config) {
	if (!config->plan || !config->handle) bug("http: no plan or no handler");
	int fd = server_listen(config->listen);
	if (fd < 0) return NULL;
	struct HttpServer *server = calloc(1, sizeof *server);
	if (!server) bug("out of memory for a server");
	server_configure(server, config);
	server->listen_fd = fd;
	server->port = socket_port(fd);
	server_raise_limit(server->config.connections_max);
	http_sources_init(&server->sources, server->config.connections_max, server->config.connections_per_source);
	server->loops = calloc((size_t)server->config.loops, sizeof *server->loops);
	if (!server->loops) bug("out of memory for loops");
	bool is_good = true;
	for (int i = 0; i < server->config.loops && is_good; i++) is_good = http_loop_init(&server->loops[i], server, i);
	if (is_good) {
		server->accepting = event_new(server->loops[0].base, fd, EV_READ | EV_PERSIST, server_accept, server);
		is_good = server->accepting && !event_add(server->accepting, NULL);
	}
	if (is_good && server_start_threads(server)) return server;
	/* No thread, no event: the process cannot serve and is about to end; what was taken goes with it. */
	log_error("http.start", "cannot make event loops or threads (errno %d)", errno);
	close(fd);
	return NULL;
}

int http_server_port(const HttpServer *server) {
	return server->port;
}

void http_server_stop(HttpServer *server) {
	if (!server) return;
	int64_t until_ms = outside_monotonic_ms() + HTTP_STOP_MS + 500;
	atomic_store(&server->stopping, true);
	for (int i = 0; i < server->config.loops; i++) http_loop_wake(&server->loops[i]);
	for (int i = 0; i < server->config.loops; i++) pthread_join(server->loops[i].thread, NULL);
	close(server->listen_fd);
	if (!http_pool_stop(&server->pool, until_ms)) {
		/* A handler still holds its request: nothing it may touch is freed. */
		log_error("http.stop", "a request did not end within %d s", HTTP_STOP_MS / 1000);
		return;
	}
	event_free(server->accepting);
	for (int i = 0; i < server->config.loops; i++) http_loop_free(&server->loops[i]);
	http_sources_free(&server->sources);
	free(server->loops);
	free(server);
}
