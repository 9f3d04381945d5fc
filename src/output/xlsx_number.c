#include "output/xlsx_number.h"
#include "base/instant.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 15, EXPONENT_MAX = 30 };

NumberClass number_class_builtin(int id) {
	if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || (id >= 57 && id <= 58))
		return NUMBER_DATE;
	if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 || id == 56) return NUMBER_TIME;
	if (id == 22) return NUMBER_DATE_TIME;
	return id == 46 ? NUMBER_ELAPSED : NUMBER_PLAIN;
}

/* Past a quoted text or a bracket; *ret_elapsed when the bracket is [h], [mm] or [ss]. */
static const char *code_skip(const char *at, char until, bool *ret_elapsed) {
	const char *end = strchr(at + 1, until);
	if (!end) return at + strlen(at);
	size_t length = (size_t)(end - at - 1);
	if (until == ']' && length > 0 && strspn(at + 1, "hmsHMS") == length) *ret_elapsed = true;
	return end + 1;
}

NumberClass number_class_of(const char *code) {
	bool elapsed = false, day = false, month = false, clock = false;
	for (const char *at = code; *at && *at != ';';) {
		switch (*at) {
		case '"': at = code_skip(at, '"', &elapsed); continue;
		case '[': at = code_skip(at, ']', &elapsed); continue;
		case '\\':
		case '_':
		case '*': at += at[1] ? 2 : 1; continue;
		case 'y':
		case 'Y':
		case 'd':
		case 'D': day = true; break;
		case 'm':
		case 'M': month = true; break;
		case 'h':
		case 'H':
		case 's':
		case 'S': clock = true; break;
		case 'G': /* General */
			if (strncasecmp(at, "General", 7) == 0) at += 6;
			break;
		default: break;
		}
		at++;
	}
	if (elapsed) return NUMBER_ELAPSED;
	if (day) return clock ? NUMBER_DATE_TIME : NUMBER_DATE;
	if (clock) return NUMBER_TIME;
	return month ? NUMBER_DATE : NUMBER_PLAIN;
}

/* digits × 10^exponent: the digits without leading zeros, as they stand in the text. */
typedef struct Parts {
	char digits[64];
	int count, exponent;
	bool negative;
} Parts;

static bool parts_parse(const char *text, Parts *ret) {
	*ret = (Parts){0};
	bool any = false, point = false;
	if (*text == '-' || *text == '+') ret->negative = *text++ == '-';
	for (; isdigit((unsigned char)*text) || (*text == '.' && !point); text++) {
		if (*text == '.') {
			point = true;
			continue;
		}
		any = true;
		if (ret->count < (int)sizeof ret->digits) {
			if (ret->count || *text != '0') ret->digits[ret->count++] = *text;
			ret->exponent -= point;
		} else ret->exponent += !point;
	}
	if (!any) return false;
	if (*text == 'e' || *text == 'E') {
		char *end;
		long exponent = strtol(text + 1, &end, 10);
		if (end == text + 1 || exponent < -400 || exponent > 400) return false;
		ret->exponent += (int)exponent;
		text = end;
	}
	return !*text;
}

/* Half up in the decimal digits, then no zeros at the end. */
static void parts_round(Parts *parts) {
	if (parts->count > DIGITS) {
		bool up = parts->digits[DIGITS] >= '5';
		parts->exponent += parts->count - DIGITS;
		parts->count = DIGITS;
		int at = DIGITS - 1;
		while (up && at >= 0 && parts->digits[at] == '9') parts->digits[at--] = '0';
		if (up && at >= 0) parts->digits[at]++;
		if (up && at < 0) {
			parts->digits[0] = '1';
			parts->exponent += parts->count;
			parts->count = 1;
		}
	}
	while (parts->count && parts->digits[parts->count - 1] == '0') {
		parts->count--;
		parts->exponent++;
	}
}

bool number_plain(const char *text, char ret[NUMBER_TEXT], bool *ret_inexact) {
	Parts parts;
	*ret_inexact = false;
	if (!parts_parse(text, &parts)) return false;
	parts_round(&parts);
	if (parts.count == 0) {
		snprintf(ret, NUMBER_TEXT, "0");
		return true;
	}
	int before = parts.count + parts.exponent; /* digits before the point */
	if (before > EXPONENT_MAX || parts.exponent < -EXPONENT_MAX) return false;
	*ret_inexact = before > DIGITS;
	char *to = ret;
	if (parts.negative) *to++ = '-';
	if (before <= 0) *to++ = '0';
	for (int i = before <= 0 ? before : 0; i < parts.count || i < before; i++) {
		if (i == before) *to++ = '.';
		*to++ = i >= 0 && i < parts.count ? parts.digits[i] : '0';
	}
	*to = 0;
	return true;
}

/* Days since 1970 of a serial day number. */
static int32_t serial_day(int32_t serial, bool from_1904) {
	enum { DAY_1970 = 25569, DAYS_1904 = 1462, FEBRUARY_29 = 60 };
	if (from_1904) serial += DAYS_1904;
	else if (serial < FEBRUARY_29) serial++; /* before the day that never was, serials are one behind */
	return serial - DAY_1970;
}

bool number_date(double serial, NumberClass class, bool from_1904, CellKind *ret_kind, char ret[NUMBER_TEXT]) {
	enum { LAST = 2958466 }; /* 10000-01-01 */
	if (class == NUMBER_PLAIN || !(serial >= 0) || serial >= (from_1904 ? LAST - 1462 : LAST)) return false;
	double whole = floor(serial);
	int64_t second = (int64_t)floor((serial - whole) * DAY_S + 0.5);
	int32_t number = (int32_t)whole;
	if (second >= DAY_S) {
		number++;
		second -= DAY_S;
	}
	if (class == NUMBER_ELAPSED || (class == NUMBER_TIME && number == 0)) {
		int64_t total = (int64_t)number * DAY_S + second;
		snprintf(ret, NUMBER_TEXT, "%02lld:%02d:%02d", (long long)(total / 3600), (int)(total / 60 % 60), (int)(total % 60));
		*ret_kind = CELL_TIME;
		return true;
	}
	Civil day = civil_of_day(serial_day(number, from_1904));
	if (day.year > 9999) return false;
	int length = snprintf(ret, NUMBER_TEXT, "%04d-%02d-%02d", day.year, day.month, day.day);
	*ret_kind = CELL_DATE;
	if (class == NUMBER_DATE) return true;
	snprintf(ret + length, (size_t)(NUMBER_TEXT - length), "T%02d:%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60),
		(int)(second % 60));
	*ret_kind = CELL_INSTANT;
	return true;
}
