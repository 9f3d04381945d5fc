#include "base/log.h"
#include "base/outside.h"
#include "web/http_loop.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>

typedef struct PoolStart {
	struct HttpServer *server;
	int thread_index;
} PoolStart;

/* The next exchange, or NULL when the pool ends. */
static HttpConnection *pool_take(HttpPool *pool) {
	pthread_mutex_lock(&pool->lock);
	while (!pool->first && !pool->ends) pthread_cond_wait(&pool->filled, &pool->lock);
	HttpConnection *connection = pool->ends ? NULL : pool->first;
	if (connection) {
		pool->first = connection->passed;
		if (!pool->first) pool->last = &pool->first;
	}
	pthread_mutex_unlock(&pool->lock);
	return connection;
}

static void *pool_run(void *argument) {
	PoolStart start = *(PoolStart *)argument;
	free(argument);
	const HttpConfig *config = &start.server->config;
	HttpGzip gzip = {.is_ready = false};
	for (HttpConnection *connection; (connection = pool_take(&start.server->pool));) {
		HttpExchange *exchange = connection->exchange;
		config->handle(config->user, start.thread_index, &exchange->request, &exchange->response);
		http_response_finish(&exchange->response, &exchange->request, &gzip);
		http_loop_pass(connection->loop, connection);
	}
	http_gzip_free(&gzip);
	return NULL;
}

bool http_pool_start(struct HttpServer *server) {
	HttpPool *pool = &server->pool;
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->filled, NULL);
	pool->last = &pool->first;
	pool->threads = calloc((size_t)server->config.pool_threads, sizeof *pool->threads);
	if (!pool->threads) bug("out of memory for %d threads", server->config.pool_threads);
	for (int i = 0; i < server->config.pool_threads; i++) {
		PoolStart *start = malloc(sizeof *start);
		if (!start) bug("out of memory for a thread");
		*start = (PoolStart){server, server->config.loops + i};
		if (pthread_create(&pool->threads[i], NULL, pool_run, start) != 0) {
			free(start);
			return false;
		}
		pool->thread_count = i + 1;
	}
	return true;
}

void http_pool_put(HttpPool *pool, HttpConnection *connection) {
	connection->passed = NULL;
	pthread_mutex_lock(&pool->lock);
	*pool->last = connection;
	pool->last = &connection->passed;
	pthread_mutex_unlock(&pool->lock);
	pthread_cond_signal(&pool->filled);
}

bool http_pool_stop(HttpPool *pool, int64_t until_ms) {
	pthread_mutex_lock(&pool->lock);
	pool->ends = true;
	pthread_mutex_unlock(&pool->lock);
	pthread_cond_broadcast(&pool->filled);
	int64_t left_ms = until_ms - outside_monotonic_ms();
	if (left_ms < 100) left_ms = 100;
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += left_ms / 1000;
	until.tv_nsec += left_ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
	for (int i = 0; i < pool->thread_count; i++)
		if (pthread_timedjoin_np(pool->threads[i], NULL, &until) != 0) return false;
	free(pool->threads);
	pthread_mutex_destroy(&pool->lock);
	pthread_cond_destroy(&pool->filled);
	return true;
}
