/* Attachments: content-addressed under DATA/files/ab/cdef…, written and synced before the event that names them commits. */
#include "base/log.h"
#include "model_gen.h"
#include "output/picture.h"
#include "web/app.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static char *file_path(Web *web, const char *digest) {
	return arena_printf(web->arena, "%s/files/%.2s/%s", web->app->config.data_dir, digest, digest + 2);
}

static bool folder_sync(const char *path) {
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = folder >= 0 && fsync(folder) == 0;
	if (folder >= 0) close(folder);
	return good;
}

/* Writes beside, syncs file and folder, renames: whoever sees the name sees the whole. */
static bool bytes_store(Web *web, const char *bytes, size_t length, char ret_digest[DIGEST_HEX]) {
	digest_of(bytes, length, ret_digest);
	const char *path = file_path(web, ret_digest);
	if (access(path, F_OK) == 0) return true;
	char *folder = arena_printf(web->arena, "%s/files/%.2s", web->app->config.data_dir, ret_digest),
		 *root = arena_printf(web->arena, "%s/files", web->app->config.data_dir);
	if ((mkdir(root, 0700) && errno != EEXIST) || (mkdir(folder, 0700) && errno != EEXIST)) return false;
	char *temp = arena_printf(web->arena, "%s/.%d-%lx", folder, web->thread_index, (unsigned long)(uintptr_t)bytes);
	int file = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool good = file >= 0;
	for (size_t done = 0; good && done < length;) {
		ssize_t n = write(file, bytes + done, length - done);
		if (n <= 0) good = false;
		else done += (size_t)n;
	}
	good = good && fsync(file) == 0;
	if (file >= 0) close(file);
	good = good && rename(temp, path) == 0 && folder_sync(folder) && folder_sync(root);
	if (!good) {
		log_error("file.store", "an attachment cannot be stored: %s", strerror(errno));
		unlink(temp);
	}
	return good;
}

static int memory_file(const char *bytes, size_t length) {
	int file = memfd_create("upload", MFD_CLOEXEC);
	for (size_t done = 0; file >= 0 && done < length;) {
		ssize_t n = write(file, bytes + done, length - done);
		if (n <= 0) {
			close(file);
			return -1;
		}
		done += (size_t)n;
	}
	if (file >= 0) lseek(file, 0, SEEK_SET);
	return file;
}

static bool picture_take(Web *web, const char *field, const HttpPart *part, Upload *ret) {
	ARENA(arena, 64u << 20);
	Picture picture;
	FileRefusal no = {0};
	const char *name = text_cut(web->arena, part->file_name && *part->file_name ? part->file_name : "photo", 60);
	int file = memory_file(part->data, part->length);
	ReadResult read = file < 0 ? READ_FAULT : picture_read(arena, file, NULL, &picture, &no);
	if (file >= 0) close(file);
	if (read != READ_OK) {
		const char *zh = no.zh ? no.zh : "照片暂时处理不了，请稍后再传",
				   *en = no.en ? no.en : "The photo cannot be handled just now";
		refuse(&web->refusals, REFUSAL_INPUT, no.code ? no.code : "reader-failed", field,
			arena_printf(web->arena, "“%s”：%s", name, zh), arena_printf(web->arena, "“%s”: %s", name, en));
		return false;
	}
	char digest[DIGEST_HEX], thumb[DIGEST_HEX];
	if (!bytes_store(web, picture.bytes, picture.length, digest) ||
		!bytes_store(web, picture.thumb_bytes, picture.thumb_length, thumb)) {
		refuse(&web->refusals, REFUSAL_INPUT, "store", field, "照片暂时存不下，请稍后再传；文字已保留",
			"The photo cannot be stored just now; your words are kept");
		return false;
	}
	*ret = (Upload){.name = name,
		.digest = arena_strdup(web->arena, digest),
		.thumb = arena_strdup(web->arena, thumb),
		.mime = picture_mime(picture.type),
		.size = (int64_t)picture.length,
		.width = picture.width,
		.height = picture.height};
	return true;
}

/* A kept one comes back as "digest:thumb:mime:size:width:height:name"; it must be in the store. */
static bool kept_take(Web *web, const char *text, Upload *ret) {
	char digest[65], thumb[65], mime[32];
	long size;
	int width, height, used = 0;
	if (sscanf(text, "%64[0-9a-f]:%64[0-9a-f]:%31[a-z/]:%ld:%d:%d:%n", digest, thumb, mime, &size, &width, &height, &used) < 6 ||
		!used || strlen(digest) != 64)
		return false;
	if (strlen(thumb) != 64 || access(file_path(web, digest), F_OK) || access(file_path(web, thumb), F_OK)) return false;
	if (strcmp(mime, "image/jpeg") && strcmp(mime, "image/png")) return false;
	*ret = (Upload){.name = text_cut(web->arena, text + used, 60),
		.digest = arena_strdup(web->arena, digest),
		.thumb = arena_strdup(web->arena, thumb),
		.mime = arena_strdup(web->arena, mime),
		.size = size,
		.width = width,
		.height = height};
	return true;
}

int uploads_take(Web *web, const char *name, Upload *uploads, int most) {
	int count = 0;
	char kept[80];
	snprintf(kept, sizeof kept, "%s_kept", name);
	for (size_t i = 0; i < web->part_count; i++) {
		const HttpPart *part = &web->parts[i];
		bool file = part->file_name && !strcmp(part->name, name) && part->length,
			 again = part->value && !strcmp(part->name, kept);
		if (!file && !again) continue;
		if (count == most) {
			refuse(&web->refusals, REFUSAL_INPUT, "too-many-files", name,
				arena_printf(web->arena, "最多 %d 张照片，其余没有收下", most),
				arena_printf(web->arena, "%d photos at most", most));
			break;
		}
		if (file ? picture_take(web, name, part, &uploads[count]) : kept_take(web, part->value, &uploads[count])) count++;
	}
	/* Stored ones are named in the form shown again, so that nothing is sent twice. */
	if (count) {
		HttpPart *parts = arena_array(web->arena, web->part_count + (size_t)count + 1, sizeof *parts);
		size_t n = 0;
		for (size_t i = 0; i < web->part_count; i++)
			if (strcmp(web->parts[i].name, kept)) parts[n++] = web->parts[i];
		for (int i = 0; i < count; i++) {
			const Upload *u = &uploads[i];
			parts[n++] = (HttpPart){.name = arena_strdup(web->arena, kept),
				.value = arena_printf(web->arena, "%s:%s:%s:%lld:%lld:%lld:%s", u->digest, u->thumb, u->mime, (long long)u->size,
					(long long)u->width, (long long)u->height, u->name)};
		}
		web->parts = parts;
		web->part_count = n;
	}
	return count;
}

void put_uploads_kept(Web *web, const char *name) {
	const char *kept = arena_printf(web->arena, "%s_kept", name);
	for (size_t i = 0; i < web->part_count; i++) {
		Upload u;
		const HttpPart *part = &web->parts[i];
		if (!part->value || strcmp(part->name, kept) || !kept_take(web, part->value, &u)) continue;
		H(web->out, "<li class=\"file\">");
		put_icon(web, "photo");
		H(web->out,
			"<span class=\"grow\">%s <span class=\"muted small\">%ld kB，%s</span></span><input type=\"hidden\" name=\"%s\" "
			"value=\"%s\"></li>",
			u.name, (long)(u.size / 1024), TR(web, "已保留", "kept"), kept, part->value);
	}
}

int uploads_attach(Txn *txn, const Upload *uploads, int count, int64_t matter, int64_t work_order, const char *stage,
	bool internal, int64_t *ret_ids) {
	int made = 0;
	for (int i = 0; i < count; i++) {
		const Upload *u = &uploads[i];
		Given given[] = {{ATTACHMENT_NAME, value_text(u->name)}, {ATTACHMENT_DIGEST, value_text(u->digest)},
			{ATTACHMENT_THUMB, value_text(u->thumb)}, {ATTACHMENT_MIME, value_text(u->mime)},
			{ATTACHMENT_SIZE, value_int(u->size)}, {ATTACHMENT_WIDTH, value_int(u->width)},
			{ATTACHMENT_HEIGHT, value_int(u->height)}, {ATTACHMENT_STAGE, value_text(stage)},
			{ATTACHMENT_INTERNAL, value_int(internal)}, {ATTACHMENT_MATTER, matter ? value_int(matter) : value_null()},
			{ATTACHMENT_WORK_ORDER, work_order ? value_int(work_order) : value_null()}};
		Call call = {.command = &model_records[RECORD_ATTACHMENT].commands[ATTACHMENT_CMD_CREATE],
			.given = given,
			.given_count = 11,
			.trusted = true};
		int64_t id = txn_call(txn, &call);
		if (id) ret_ids[made++] = id;
	}
	return made;
}

void file_send(Web *web, const char *digest, const char *mime, const char *name) {
	int file = open(file_path(web, digest), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (file < 0) {
		log_error("file.missing", "attachment %s is not in the store", digest);
		web_not_found(web);
		return;
	}
	bool picture = !strcmp(mime, "image/jpeg") || !strcmp(mime, "image/png");
	web->response->file = file;
	web->response->type = picture ? mime : "application/octet-stream";
	http_set_header(web->request, web->response, "Content-Security-Policy", "default-src 'none'; sandbox");
	http_set_header(web->request, web->response, "Cache-Control", "private, max-age=86400, immutable");
	http_set_header(web->request, web->response, "Content-Disposition",
		arena_printf(web->arena, "%s; filename*=UTF-8''%s", picture ? "inline" : "attachment", http_encode(web->arena, name)));
}
