# Gangmu. `make run` and `make test` are the two commands of the README; the others are parts of them.
SHELL := /bin/bash
BUILD ?= build
DATA ?= data
PORT ?= 8080
JOBS ?= 2
PKGS := libevent libevent_pthreads libcrypto sqlite3 libpq jansson icu-uc icu-i18n libsodium libzip expat libqrencode libturbojpeg spng libseccomp zlib
WARN := -Wall -Wextra -Wconversion -Wshadow -Wvla -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes -Werror
HARD := -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -fPIE
OPT ?= -O2 -D_FORTIFY_SOURCE=2
SANITIZE ?=
# make Q= shows the commands
Q ?= @
CC := $(if $(shell command -v ccache),ccache gcc,gcc)
CFLAGS = -std=c17 -D_GNU_SOURCE -g $(OPT) $(WARN) $(HARD) $(SANITIZE) -Isrc -I$(BUILD)/gen -I$(BUILD)/llhttp $(PKG_CFLAGS)
LDFLAGS = -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack $(SANITIZE)
PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g')
LIBS = $(shell pkg-config --libs $(PKGS)) -lxlsxwriter -lpthread -lm

# The second program: reads files that strangers sent, in a locked child.
READER_MAIN := src/output/reader_main.c
SRC := $(filter-out %_test.c src/main/main.c $(READER_MAIN),$(shell find src -name '*.c'))
TEST_SRC := $(shell find src tools -name '*_test.c')
MODELS := $(sort $(shell find src -name '*.model'))
SQLS := $(sort $(shell find src -name '*.sql'))
LLHTTP := api http llhttp
GEN := $(BUILD)/gen/model_tables.c
LIB_OBJ := $(SRC:%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/gen/model_tables.o $(BUILD)/obj/gen/web_files.o $(BUILD)/obj/gen/seed_files.o $(LLHTTP:%=$(BUILD)/obj/llhttp/%.o)
LIB := $(BUILD)/libgangmu.a
TESTS := $(TEST_SRC:%.c=$(BUILD)/test/%)
WEB := $(shell find web -type f -not -name '*.md' 2>/dev/null)

.PHONY: run test build bench lint format asan fuzz install deb setup unit flow browser clean
.SECONDARY:

build: setup $(BUILD)/gangmu $(BUILD)/gangmu-reader

setup:
	@tools/setup.sh

run: build
	@tools/run.sh "$(BUILD)" "$(DATA)" "$(PORT)"

test: build
	@tools/test.sh

unit: $(TESTS) $(BUILD)/gangmu-reader
	@tools/unit.sh $(TESTS)

bench: build
	@tools/bench.sh

lint: build
	@tools/lint.sh

format:
	@find src tools test bench -name '*.[ch]' | xargs clang-format -i

asan:
	@$(MAKE) --no-print-directory BUILD=build-asan OPT="-O1" SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer" unit build-asan/gangmu build-asan/gangmu-reader

fuzz: build
	@tools/fuzz.sh

PREFIX ?= /usr
install: build
	install -D -m755 $(BUILD)/gangmu $(DESTDIR)$(PREFIX)/bin/gangmu
	install -D -m755 $(BUILD)/gangmu-reader $(DESTDIR)$(PREFIX)/bin/gangmu-reader
	install -D -m644 tools/gangmu.service $(DESTDIR)/lib/systemd/system/gangmu.service
	install -D -m644 tools/gangmu.default $(DESTDIR)/etc/default/gangmu

deb: build
	@tools/deb.sh

# ── how things are made ──
$(BUILD)/tools/modelc: tools/modelc_main.c tools/modelc.c tools/modelc_resolve.c tools/modelc_write.c tools/modelc.h
	@mkdir -p $(@D)
	$(Q)gcc -std=c17 -D_GNU_SOURCE -g -O1 -Wall -Wextra -Werror $(filter %.c,$^) -o $@
$(BUILD)/tools/embed: tools/embed.c
	@mkdir -p $(@D)
	$(Q)gcc -std=c17 -D_GNU_SOURCE -g -O1 -Wall -Wextra -Werror $< -lz -lcrypto -o $@

$(GEN): $(BUILD)/tools/modelc $(MODELS) $(SQLS)
	@mkdir -p $(@D)
	$(Q)$(BUILD)/tools/modelc $(BUILD)/gen $(MODELS) $(SQLS)
$(BUILD)/gen/model_gen.h: $(GEN)
	@test -f $@

$(BUILD)/gen/web_files.c: $(BUILD)/tools/embed $(BUILD)/web.stamp
	@mkdir -p $(@D)
	$(Q)$(BUILD)/tools/embed $@ web_files $(BUILD)/web
$(BUILD)/gen/seed_files.c: $(BUILD)/tools/embed $(wildcard seed/*)
	@mkdir -p $(@D)
	$(Q)$(BUILD)/tools/embed $@ seed_files seed
$(BUILD)/web.stamp: $(WEB) tools/web.sh
	@mkdir -p $(BUILD)/web
	$(Q)tools/web.sh $(BUILD)/web
	@touch $@

$(BUILD)/llhttp/llhttp.h: tools/llhttp.sh
	$(Q)tools/llhttp.sh $(BUILD)/llhttp
$(BUILD)/obj/llhttp/%.o: $(BUILD)/llhttp/llhttp.h
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c17 -g $(OPT) $(HARD) $(SANITIZE) -w -I$(BUILD)/llhttp -c $(BUILD)/llhttp/$*.c -o $@

$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c $(BUILD)/gen/model_gen.h
	@mkdir -p $(@D)
	@echo "cc $<"
	$(Q)$(CC) $(CFLAGS) -MMD -c $< -o $@
$(BUILD)/obj/%.o: %.c $(BUILD)/gen/model_gen.h $(BUILD)/llhttp/llhttp.h
	@mkdir -p $(@D)
	@echo "cc $<"
	$(Q)$(CC) $(CFLAGS) -MMD -c $< -o $@

$(LIB): $(LIB_OBJ)
	@rm -f $@
	$(Q)ar rcs $@ $^

$(BUILD)/gangmu: $(BUILD)/obj/src/main/main.o $(LIB)
	$(Q)$(CC) $(LDFLAGS) $^ $(LIBS) -o $@
$(BUILD)/gangmu-reader: $(READER_MAIN:%.c=$(BUILD)/obj/%.o) $(LIB)
	$(Q)$(CC) $(LDFLAGS) -Wl,--as-needed $^ $(LIBS) -o $@
$(BUILD)/test/%: $(BUILD)/obj/%.o $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(LDFLAGS) $^ $(LIBS) -lcmocka -o $@

clean:
	rm -rf build build-*

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
