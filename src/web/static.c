#include "web/app.h"
#include "web/web_files.h"

#include <string.h>

bool static_handle(Web *web) {
	const char *path = web->request->path;
	if (!text_starts(path, "/static/") || web->request->method == HTTP_POST_M) return false;
	for (size_t i = 0; i < web_files_count; i++) {
		const WebFile *file = &web_files[i];
		if (strcmp(file->name, path + 8)) continue;
		const char *accepts = http_header(web->request, "accept-encoding"), *asked = http_query(web->request, "v");
		bool gzip = accepts && strstr(accepts, "gzip");
		web->response->type = file->type;
		web->response->no_compress = true;
		/* The address carries the content's hash, so it may be kept for good. */
		http_set_header(web->request, web->response, "Cache-Control",
			asked && strncmp(asked, file->hash, 12) == 0 ? "public, max-age=31536000, immutable" : "no-cache");
		http_set_header(web->request, web->response, "Vary", "Accept-Encoding");
		if (gzip) http_set_header(web->request, web->response, "Content-Encoding", "gzip");
		buf_put(web->out, gzip ? file->gzip : file->data, gzip ? file->gzip_length : file->length);
		return true;
	}
	return false;
}
