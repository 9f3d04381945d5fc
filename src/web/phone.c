/* The frame of workers' pages: a banner, the page, a bar under the thumb. */
#include "web/app.h"

#include <string.h>

static void put_mode(Web *web) {
	bool elder = !strcmp(web->mode, "elder");
	H(web->out, "<form method=\"post\" action=\"/me/display\" data-plain>");
	put_form_hidden(web);
	H(web->out,
		"<input type=\"hidden\" name=\"next\" value=\"%s\"><button name=\"mode\" value=\"%s\"><span>%s</span></button></form>",
		web->request->method == HTTP_POST_M ? "/tasks" : web->request->target, elder ? "normal" : "elder",
		elder ? TR(web, "标准版", "Normal type") : TR(web, "大字版", "Large type"));
}

void phone_open(Web *web, const PhoneHead *head) {
	Buf *out = web->out;
	H(out, "<header class=\"banner\"><div class=\"banner-line\"><span>%s</span>", head->over);
	put_mode(web);
	H(out, "</div><h1>%s</h1>", head->heading);
	if (head->under) H(out, "<p>%s</p>", head->under);
	H(out, "</header>\n<div class=\"offline\" data-offline hidden>%s</div>\n<main id=\"main\" tabindex=\"-1\">\n",
		TR(web, "网络断开，可继续填写，恢复后自动提交", "No network; go on writing, it is sent when the network is back"));
}

static void put_way(Web *web, const char *path, const char *icon, const char *words, bool here, const char *class) {
	H(web->out, "<a href=\"%s\"", path);
	if (*class) H(web->out, " class=\"%s\"", class);
	if (here) H(web->out, " aria-current=\"page\"");
	H(web->out, ">");
	put_icon(web, icon);
	H(web->out, "%s</a>", words);
}

void phone_close(Web *web, const PhoneHead *head) {
	const char *report = web_serves(web, "/my/report") ? "/my/report" : "/matters/new";
	H(web->out, "</main>\n<nav class=\"bottom-bar\" aria-label=\"%s\">", TR(web, "快捷", "Quick"));
	put_way(web, "/tasks", "inbox", TR(web, "任务", "Jobs"), head->home, "");
	put_way(web, report, "camera", TR(web, "随手拍", "Report"), false, "");
	put_way(web, "/scan", "scan", TR(web, "扫码", "Scan"), false, "scan");
	put_way(web, "/my", "matter", TR(web, "我报的", "Mine"), false, "");
	put_way(web, "/me", "user", TR(web, "我的", "Me"), false, "");
	H(web->out, "</nav>\n");
	put_toast(web);
	H(web->out, "</body>\n</html>\n");
}
