/* The zip of an office file inside the reader program: sizes judged before anything is inflated, one named part at a time, XML without DTD. */
#ifndef GANGMU_OUTPUT_ZIP_PART_H
#define GANGMU_OUTPUT_ZIP_PART_H
#include "base/arena.h"
#include "output/reader_out.h"

#include <zip.h>

enum {
	ZIP_INFLATED_MAX = 200 << 20, /* declared, over all parts; a part that inflates to more than it declares is refused too */
	ZIP_RATIO_MAX = 200, /* inflated to packed, for parts over ZIP_RATIO_FREE: office files reach about 60 */
	ZIP_RATIO_FREE = 4 << 20,
	ZIP_PARTS_MAX = 5000,
	XML_DEPTH_MAX = 256,
};

typedef struct ZipFile {
	ReaderOut *out;
	zip_t *zip;
} ZipFile;

/* Opens the archive and judges every entry by its directory: "zip-bomb", "encrypted", "macro", "cut-off", "damaged". bytes must outlive the
 * ZipFile. Content that is no zip at all: `otherwise` ("not-xlsx"), or "old-office" or "encrypted" for the older container. */
bool zip_file_open(ReaderOut *out, const unsigned char *bytes, size_t length, const char *otherwise, ZipFile *ret);
void zip_file_close(ZipFile *file);
bool zip_file_has(const ZipFile *file, const char *part);

/* Called with local names (the prefix is cut off). They refuse through out, which ends the parse. Any may be NULL. */
typedef struct XmlHandler {
	void (*open)(void *context, const char *name, const char **attributes);
	void (*close)(void *context, const char *name);
	void (*text)(void *context, const char *text, size_t length);
} XmlHandler;

/* Inflates the part through the XML parser. False after a refusal ("damaged" with the part's name where it is missing or not well-formed, "xml-entities"). */
bool xml_part(ZipFile *file, const char *part, const XmlHandler *handler, void *context);
/* The value of an attribute by local name, NULL where it is absent. */
const char *xml_attribute(const char **attributes, const char *name);
/* The same with the namespace prefix required (r:id beside id). */
const char *xml_prefixed(const char **attributes, const char *name);
/* An attribute that says yes: "1", "true", "on"; absent gives `otherwise`. */
bool xml_flag(const char **attributes, const char *name, bool otherwise);

/* A relation of a part: r:id → target part, with the last word of its type ("worksheet", "styles"). Targets outside the file are left out. */
typedef struct ZipRelation {
	const char *id, *type, *part;
	struct ZipRelation *next;
} ZipRelation;
/* Relations of a part ("" for the whole file), in order; *ret NULL where there are none. */
bool zip_relations(ZipFile *file, Arena *arena, const char *part, const ZipRelation **ret);
/* The part of the first relation of that type; NULL. */
const char *zip_relation_type(const ZipRelation *relations, const char *type);
#endif
