# giaoban: `make` builds the program with all that browsers load; `make run` starts it with the demo.
GO      ?= go
ADDR    ?= 127.0.0.1:8080
DATA    ?= data/demo
ASSETS  := internal/web/assets
DIST    := $(ASSETS)/dist
TARGETS := chrome109,firefox115,safari15.6
ESBUILD := $(GO) tool esbuild --bundle --minify --target=$(TARGETS) --log-level=warning --legal-comments=eof

.PHONY: all assets templ build run check types test scenarios bench clean
all: build

# Packages of the bundle and the browser tests, exactly as locked.
node_modules/.package-lock.json: package-lock.json
	npm ci --ignore-scripts
	@touch $@

# Scripts, styles, fonts and icons into $(DIST), which the program embeds.
assets: node_modules/.package-lock.json
	@find $(DIST) -type f ! -name README.md -delete
	node $(ASSETS)/sprite.mjs
	$(ESBUILD) $(wildcard $(ASSETS)/ts/*.ts) --splitting --format=esm --outdir=$(DIST) --chunk-names=[name]-[hash]
	$(ESBUILD) $(ASSETS)/css/app.css $(ASSETS)/css/room.css --external:/assets/* --outdir=$(DIST)
	node $(ASSETS)/pack.mjs

# Page components to Go; the result is committed.
templ:
	$(GO) tool templ generate -path internal

build: assets
	mkdir -p bin
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/giaoban ./cmd/giaoban

run: build
	bin/giaoban demo --addr $(ADDR) --data $(DATA)

# The fast loop.
check: types
	$(GO) vet ./...
	$(GO) test ./...

types: node_modules/.package-lock.json
	node_modules/.bin/tsc -p $(ASSETS)/tsconfig.json

test: build check scenarios

scenarios: build
	node e2e/run.mjs

bench: build
	node bench/run.mjs

clean:
	find $(DIST) -type f ! -name README.md -delete
	rm -rf bin e2e/out
