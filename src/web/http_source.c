#include "base/log.h"
#include "base/outside.h"
#include "web/http_loop.h"

#include <stdlib.h>
#include <string.h>

struct HttpSource {
	HttpSource *next;
	unsigned char address[16];
	int connections;
};

void http_sources_init(HttpSources *sources, int connections_max, int per_source) {
	pthread_mutex_init(&sources->lock, NULL);
	sources->bucket_count = 64;
	while (sources->bucket_count < (size_t)connections_max) sources->bucket_count *= 2;
	sources->buckets = calloc(sources->bucket_count, sizeof *sources->buckets);
	if (!sources->buckets) bug("out of memory for %zu sources", sources->bucket_count);
	sources->per_source = per_source;
	outside_random(&sources->seed, sizeof sources->seed);
}

void http_sources_free(HttpSources *sources) {
	for (size_t i = 0; i < sources->bucket_count; i++)
		for (HttpSource *source = sources->buckets[i], *next; source; source = next) {
			next = source->next;
			free(source);
		}
	free(sources->buckets);
	pthread_mutex_destroy(&sources->lock);
}

/* Mixed with a random seed, so that nobody can choose addresses that meet in one bucket. */
static HttpSource **source_bucket(HttpSources *sources, const unsigned char address[16]) {
	uint64_t halves[2];
	memcpy(halves, address, sizeof halves);
	uint64_t hash = sources->seed;
	for (int i = 0; i < 2; i++) {
		hash ^= halves[i];
		hash *= UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 32;
		hash += sources->seed;
	}
	return &sources->buckets[(hash ^ hash >> 29) & (sources->bucket_count - 1)];
}

HttpSource *http_source_take(HttpSources *sources, const unsigned char address[16]) {
	static const unsigned char v4_prefix[12] = {[10] = 0xff, [11] = 0xff};
	unsigned char key[16];
	memcpy(key, address, sizeof key);
	if (memcmp(key, v4_prefix, sizeof v4_prefix) != 0) memset(key + 8, 0, 8);
	pthread_mutex_lock(&sources->lock);
	HttpSource **bucket = source_bucket(sources, key), *source = *bucket;
	while (source && memcmp(source->address, key, sizeof key) != 0) source = source->next;
	if (!source) {
		source = calloc(1, sizeof *source);
		if (!source) bug("out of memory for a source");
		memcpy(source->address, key, sizeof key);
		source->next = *bucket;
		*bucket = source;
	}
	if (source->connections >= sources->per_source) source = NULL;
	else source->connections++;
	pthread_mutex_unlock(&sources->lock);
	return source;
}

void http_source_give(HttpSources *sources, HttpSource *source) {
	pthread_mutex_lock(&sources->lock);
	if (!--source->connections) {
		HttpSource **at = source_bucket(sources, source->address);
		while (*at != source) at = &(*at)->next;
		*at = source->next;
		free(source);
	}
	pthread_mutex_unlock(&sources->lock);
}
