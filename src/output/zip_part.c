#include "output/zip_part.h"
#include "base/text.h"
#include "output/reader_in.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>

/* Names of parts that make a file a program. */
static bool part_is_macro(const char *name) {
	static const char *const macros[] = {"vbaProject.bin", "vbaData.xml", "vbaProjectSignature.bin"};
	const char *slash = strrchr(name, '/');
	for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
		if (strcasecmp(slash ? slash + 1 : name, macros[i]) == 0) return true;
	return strncasecmp(name, "xl/macrosheets/", 15) == 0 || strncasecmp(name, "xl/activeX/", 11) == 0;
}

static bool entry_judge(ZipFile *file, zip_uint64_t index, uint64_t *inflated) {
	zip_stat_t about;
	const zip_uint64_t needed =
		ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
	if (zip_stat_index(file->zip, index, ZIP_FL_ENC_RAW, &about) != 0 || (about.valid & needed) != needed)
		return reader_out_refuse(file->out, "damaged", NULL);
	if (about.encryption_method != ZIP_EM_NONE) return reader_out_refuse(file->out, "encrypted", NULL);
	if (about.comp_method != ZIP_CM_STORE && about.comp_method != ZIP_CM_DEFLATE)
		return reader_out_refuse(file->out, "damaged", NULL);
	if (part_is_macro(about.name)) return reader_out_refuse(file->out, "macro", NULL);
	bool steep = about.size > ZIP_RATIO_FREE && about.size / ZIP_RATIO_MAX > about.comp_size;
	if (steep || about.size > ZIP_INFLATED_MAX - *inflated) return reader_out_refuse(file->out, "zip-bomb", NULL);
	*inflated += about.size;
	return true;
}

static bool not_a_zip(ReaderOut *out, const unsigned char *bytes, size_t length, const char *otherwise) {
	if (strcmp(reader_in_kind(bytes, length), "old-office") != 0) return reader_out_refuse(out, otherwise, NULL);
	static const char package[] =
		"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e"; /* a stream of that name holds the locked file */
	bool encrypted = reader_in_has(bytes, length, length, package, sizeof package - 1);
	return reader_out_refuse(out, encrypted ? "encrypted" : "old-office", NULL);
}

bool zip_file_open(ReaderOut *out, const unsigned char *bytes, size_t length, const char *otherwise, ZipFile *ret) {
	*ret = (ZipFile){.out = out};
	if (strcmp(reader_in_kind(bytes, length), "zip") != 0) return not_a_zip(out, bytes, length, otherwise);
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &error);
	if (source && !(ret->zip = zip_open_from_source(source, ZIP_RDONLY, &error))) zip_source_free(source);
	int code = zip_error_code_zip(&error);
	zip_error_fini(&error);
	if (!ret->zip) return reader_out_refuse(out, code == ZIP_ER_NOZIP ? "cut-off" : "damaged", NULL);
	zip_int64_t count = zip_get_num_entries(ret->zip, 0);
	if (count > ZIP_PARTS_MAX) return reader_out_refuse(out, "zip-bomb", NULL);
	uint64_t inflated = 0;
	for (zip_int64_t i = 0; i < count; i++)
		if (!entry_judge(ret, (zip_uint64_t)i, &inflated)) return false;
	return true;
}

void zip_file_close(ZipFile *file) {
	if (file->zip) zip_discard(file->zip);
	file->zip = NULL;
}

bool zip_file_has(const ZipFile *file, const char *part) {
	return zip_name_locate(file->zip, part, ZIP_FL_NOCASE | ZIP_FL_ENC_RAW) >= 0;
}

/* One parse. */
typedef struct XmlRun {
	XML_Parser parser;
	ReaderOut *out;
	const XmlHandler *handler;
	void *context;
	int depth;
} XmlRun;

static const char *local_name(const char *name) {
	const char *colon = strrchr(name, ':');
	return colon ? colon + 1 : name;
}

static void run_check(XmlRun *run) {
	if (run->out->refused) XML_StopParser(run->parser, XML_FALSE);
}

static void XMLCALL on_open(void *user, const char *name, const char **attributes) {
	XmlRun *run = user;
	if (run->out->refused) return;
	if (++run->depth > XML_DEPTH_MAX) reader_out_refuse(run->out, "damaged", NULL);
	else if (run->handler->open) run->handler->open(run->context, local_name(name), attributes);
	run_check(run);
}

static void XMLCALL on_close(void *user, const char *name) {
	XmlRun *run = user;
	if (run->out->refused) return;
	run->depth--;
	if (run->handler->close) run->handler->close(run->context, local_name(name));
	run_check(run);
}

static void XMLCALL on_text(void *user, const char *text, int length) {
	XmlRun *run = user;
	if (run->out->refused || length <= 0) return;
	run->handler->text(run->context, text, (size_t)length);
	run_check(run);
}

static void XMLCALL on_doctype(void *user, const char *name, const char *system, const char *public, int internal) {
	(void)name, (void)system, (void)public, (void)internal;
	XmlRun *run = user;
	reader_out_refuse(run->out, "xml-entities", NULL);
	run_check(run);
}

static bool run_part(XmlRun *run, ZipFile *file, const char *part) {
	zip_stat_t about;
	zip_file_t *entry = NULL;
	if (zip_stat(file->zip, part, ZIP_FL_NOCASE | ZIP_FL_ENC_RAW, &about) == 0)
		entry = zip_fopen_index(file->zip, about.index, 0);
	if (!entry) return reader_out_refuse(run->out, "damaged", part);
	enum { BLOCK = 32 << 10 };
	static char block[BLOCK];
	uint64_t left = about.size;
	bool good = true, last = false;
	while (good && !last) {
		zip_int64_t got = zip_fread(entry, block, BLOCK);
		if (got < 0) good = reader_out_refuse(run->out, "damaged", part);
		else if ((uint64_t)got > left) good = reader_out_refuse(run->out, "zip-bomb", NULL);
		if (!good) break;
		left -= (uint64_t)got;
		last = got == 0;
		if (XML_Parse(run->parser, block, (int)got, last) == XML_STATUS_OK) continue;
		bool memory = XML_GetErrorCode(run->parser) == XML_ERROR_NO_MEMORY;
		good = reader_out_refuse(run->out, memory ? "too-much-text" : "damaged", part); /* keeps an earlier refusal */
	}
	zip_fclose(entry);
	return good && !run->out->refused;
}

bool xml_part(ZipFile *file, const char *part, const XmlHandler *handler, void *context) {
	XmlRun run = {.parser = XML_ParserCreate(NULL), .out = file->out, .handler = handler, .context = context};
	if (!run.parser) return reader_out_refuse(file->out, "too-much-text", NULL);
	XML_SetUserData(run.parser, &run);
	XML_SetElementHandler(run.parser, on_open, on_close);
	if (handler->text) XML_SetCharacterDataHandler(run.parser, on_text);
	XML_SetStartDoctypeDeclHandler(run.parser, on_doctype);
	bool good = run_part(&run, file, part);
	XML_ParserFree(run.parser);
	return good;
}

const char *xml_attribute(const char **attributes, const char *name) {
	for (; attributes[0]; attributes += 2)
		if (strcmp(local_name(attributes[0]), name) == 0) return attributes[1];
	return NULL;
}

const char *xml_prefixed(const char **attributes, const char *name) {
	for (; attributes[0]; attributes += 2)
		if (strchr(attributes[0], ':') && strcmp(local_name(attributes[0]), name) == 0) return attributes[1];
	return NULL;
}

bool xml_flag(const char **attributes, const char *name, bool otherwise) {
	const char *value = xml_attribute(attributes, name);
	return value ? strcmp(value, "1") == 0 || strcmp(value, "true") == 0 || strcmp(value, "on") == 0 : otherwise;
}

/* ── relations ── */
enum { RELATIONS_MAX = 4000 };

typedef struct RelationRun {
	Arena *arena;
	const char *part;
	ZipRelation *first, **end;
	size_t count;
} RelationRun;

/* "xl/workbook.xml" and "worksheets/sheet1.xml" → "xl/worksheets/sheet1.xml"; "/xl/…" from the root; ".." goes one up. */
static const char *part_resolve(Arena *arena, const char *from, const char *target) {
	const char *slash = strrchr(from, '/');
	char *path = *target == '/' ? arena_strdup(arena, target + 1)
								: arena_printf(arena, "%.*s%s", slash ? (int)(slash + 1 - from) : 0, from, target);
	char *up;
	while ((up = strstr(path, "/../"))) {
		char *before = up;
		while (before > path && before[-1] != '/') before--;
		memmove(before, up + 4, strlen(up + 4) + 1);
	}
	return path;
}

static void relation_open(void *context, const char *name, const char **attributes) {
	RelationRun *run = context;
	if (strcmp(name, "Relationship") != 0 || run->count >= RELATIONS_MAX) return;
	const char *id = xml_attribute(attributes, "Id"), *type = xml_attribute(attributes, "Type");
	const char *target = xml_attribute(attributes, "Target"), *mode = xml_attribute(attributes, "TargetMode");
	if (!id || !type || !target || (mode && strcmp(mode, "External") == 0) || strlen(target) > 512 || strlen(id) > 512) return;
	const char *slash = strrchr(type, '/');
	ZipRelation *relation = arena_alloc(run->arena, sizeof *relation);
	*relation = (ZipRelation){arena_strdup(run->arena, id),
		arena_strndup(run->arena, slash ? slash + 1 : type, strnlen(slash ? slash + 1 : type, 64)),
		part_resolve(run->arena, run->part, target), NULL};
	*run->end = relation;
	run->end = &relation->next;
	run->count++;
}

bool zip_relations(ZipFile *file, Arena *arena, const char *part, const ZipRelation **ret) {
	const char *slash = strrchr(part, '/');
	const char *name = slash ? slash + 1 : part;
	const char *list = arena_printf(arena, "%.*s_rels/%s.rels", (int)(name - part), part, name);
	RelationRun run = {.arena = arena, .part = part};
	run.end = &run.first;
	*ret = NULL;
	if (!zip_file_has(file, list)) return true;
	static const XmlHandler handler = {.open = relation_open};
	if (!xml_part(file, list, &handler, &run)) return false;
	*ret = run.first;
	return true;
}

const char *zip_relation_type(const ZipRelation *relations, const char *type) {
	for (; relations; relations = relations->next)
		if (strcmp(relations->type, type) == 0) return relations->part;
	return NULL;
}
