#include "output/reader.h"

#include <string.h>

/* %s is the place in the file, with brackets, or nothing. */
static const struct {
	const char *code, *zh, *en;
} words[] = {
	{"empty", "文件是空的，请重新选择文件。", "The file is empty. Choose the file again."},
	{"too-large", "文件超过 20 MB，请缩小或拆分后再传。", "The file is over 20 MB. Make it smaller or split it."},
	{"too-slow", "文件太复杂，在规定时间内读不完，请简化或拆分后再传。",
		"The file takes too long to read. Simplify or split it."},
	{"damaged", "文件已损坏，读不出来%s，请在原程序里重新保存后再传。",
		"The file is damaged%s. Save it again in its own program."},
	{"cut-off", "文件不完整，后半部分缺失，可能没有传完，请重新上传。",
		"The file is cut off; the end is missing. Upload it again."},
	{"stopped", "读取已中止。", "Reading was stopped."},
	{"reader-failed", "系统暂时不能读取文件，请稍后再试；如仍不行请告知系统管理员。",
		"Files cannot be read at the moment. Try again later, then tell the system administrator."},
	/* pictures */
	{"not-a-picture", "这不是图片。请上传 JPEG 或 PNG 格式的照片。", "This is not a picture. Send a JPEG or PNG."},
	{"svg", "不接收 SVG 图形，请改为 JPEG 或 PNG 图片再传。", "SVG is not taken. Send a JPEG or PNG picture."},
	{"pdf", "这是 PDF 文件，不是图片，请作为附件上传，或截图为 JPEG 再传。",
		"This is a PDF, not a picture. Attach it as a file, or send a JPEG of it."},
	{"zip", "这是压缩包或文档，不是图片，请选择照片再传。", "This is an archive or a document, not a picture. Choose a photo."},
	{"gif", "不接收 GIF 动图，请截图为 JPEG 或 PNG 再传。", "GIF is not taken. Send a JPEG or PNG."},
	{"heic", "这是 HEIC 格式照片。请在手机设置里改为 JPEG 后再拍（苹果：设置—相机—格式—兼容性最佳），或用截图代替。",
		"This is a HEIC photo. Set the phone to JPEG (iPhone: Settings, Camera, Formats, Most Compatible), or send a "
		"screenshot."},
	{"avif", "这是 AVIF 图片。请在手机设置里改为 JPEG 后再拍，或另存为 JPEG 再传。",
		"This is an AVIF picture. Set the phone to JPEG, or save it as JPEG."},
	{"webp", "这是 WebP 图片。请在手机设置里改为 JPEG 后再拍，或另存为 JPEG 再传。",
		"This is a WebP picture. Set the phone to JPEG, or save it as JPEG."},
	{"bmp", "这是 BMP 图片，请另存为 JPEG 或 PNG 再传。", "This is a BMP picture. Save it as JPEG or PNG."},
	{"tiff", "这是 TIFF 图片，请另存为 JPEG 或 PNG 再传。", "This is a TIFF picture. Save it as JPEG or PNG."},
	{"too-many-pixels", "图片像素太多%s，请在手机里调低照片分辨率或截图后再传。",
		"The picture has too many pixels%s. Lower the resolution or send a screenshot."},
	/* workbooks, documents */
	{"not-xlsx", "这不是 xlsx 工作簿。请在 Excel 或 WPS 里“另存为”xlsx 后再传。",
		"This is not an xlsx workbook. Use Save As, xlsx."},
	{"not-docx", "这不是 docx 文档。请在 Word 或 WPS 里“另存为”docx 后再传。", "This is not a docx document. Use Save As, docx."},
	{"old-office", "这是旧格式文件（.xls、.doc、.et、.wps）。请在 Excel、Word 或 WPS 里“另存为”xlsx 或 docx 后再传。",
		"This is an old format (.xls, .doc). Use Save As, xlsx or docx."},
	{"encrypted", "文件设有打开密码，请取消密码后再传。", "The file has a password. Remove it and send it again."},
	{"macro", "文件含有宏，不接收。请另存为不带宏的 xlsx 或 docx 后再传。",
		"The file contains macros and is not taken. Save it as xlsx or docx without macros."},
	{"zip-bomb", "文件解开后过大，不予读取。请删去多余的工作表、格式或图片后再传。",
		"The file unpacks to far too much and is not read. Remove surplus sheets, formats or pictures."},
	{"xml-entities", "文件内含不允许的外部声明（DTD），不予读取。请在 Excel、Word 或 WPS 里重新保存后再传。",
		"The file contains a document type declaration, which is not allowed. Save it again in its own program."},
	{"no-such-sheet", "工作簿里没有要读的工作表%s。", "The workbook has no such sheet%s."},
	{"too-many-rows", "有内容的行超过 100,000 行，请拆分后分次导入。", "More than 100,000 rows with content. Split the file."},
	{"too-many-columns", "有内容的列超过 100 列%s，请删去多余的列。",
		"More than 100 columns with content%s. Remove surplus columns."},
	{"too-many-texts", "工作簿里不同的文字超过 500,000 条，请拆分后再传。",
		"More than 500,000 different texts. Split the workbook."},
	{"cell-too-long", "单元格文字超过 32,767 个字%s，请缩短。", "A cell has more than 32,767 characters%s. Shorten it."},
	{"too-much-text", "文件内容太多，请拆分后再传。", "The file holds too much content. Split it."},
	{"too-many-lines", "文档超过 100,000 段，请拆分后再传。", "More than 100,000 paragraphs. Split the document."},
	{"not-csv", "这不是文本文件。请另存为 CSV（逗号分隔）或 xlsx 后再传。", "This is not a text file. Save it as CSV or xlsx."},
	{"encoding", "文字编码认不出来%s，请另存为“CSV UTF-8（逗号分隔）”后再传。",
		"The text encoding is not recognised%s. Save it as CSV UTF-8."},
	{"open-quote", "有引号没有配对%s，请检查该行。", "A quotation mark is not closed%s. Check that row."},
};

static char *sentence(Arena *arena, const char *pattern, const char *open, const char *detail, const char *close) {
	const char *mark = strstr(pattern, "%s");
	if (!mark) return arena_strdup(arena, pattern);
	bool some = detail && *detail;
	return arena_printf(
		arena, "%.*s%s%s%s%s", (int)(mark - pattern), pattern, some ? open : "", some ? detail : "", some ? close : "", mark + 2);
}

FileRefusal reader_refusal(Arena *arena, const char *code, const char *detail) {
	size_t count = sizeof words / sizeof *words, found = count;
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i].code, code) == 0) found = i;
	if (found == count) return reader_refusal(arena, "damaged", detail);
	return (FileRefusal){words[found].code, sentence(arena, words[found].zh, "（", detail, "）"),
		sentence(arena, words[found].en, " (", detail, ")"), arena_strdup(arena, detail ? detail : "")};
}
