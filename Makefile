# giaoban: `make` builds the program with all that browsers load; `make run` starts it with the demo.
GO      ?= go
ADDR    ?= 127.0.0.1:8080
DATA    ?= data/demo
ASSETS  := internal/web/assets
DIST    := $(ASSETS)/dist
TARGETS := chrome109,firefox115,safari15.6
ESBUILD := $(GO) tool esbuild --bundle --minify --target=$(TARGETS) --log-level=warning --legal-comments=eof

# One set of flags for the program and its tests, so that what was compiled for one serves the other. Components of pages are
# closures, and the compiler would copy each into every page that shows it: with -l it does not, which makes the program 7 MB
# smaller and no page slower. internal/web itself has no components.
export GOFLAGS     := $(GOFLAGS) -trimpath -gcflags=giaoban/internal/...web=-l -gcflags=giaoban/internal/web/...=-l -gcflags=giaoban/internal/web=
export CGO_ENABLED := 0

# Texts are rows of Vietnamese and English without field names: shorter, and the house's way.
VET     := $(GO) vet -composites=false ./...

.PHONY: all assets templ lists build run check code types test test-long test-office test-postgres needs scenarios scenarios-postgres bench clean
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
	$(ESBUILD) $(ASSETS)/css/app.css $(ASSETS)/css/pages.css $(ASSETS)/css/room.css --external:/assets/* --outdir=$(DIST)
	node $(ASSETS)/pack.mjs

# Page components to Go; the result is committed.
templ:
	$(GO) tool templ generate -path internal

# What the program embeds beside the bundle: the demo's units, the licences of all parts.
lists: node_modules/.package-lock.json
	node internal/demo/units.mjs
	node cmd/giaoban/licenses.mjs

build: assets lists
	mkdir -p bin
	$(GO) build -ldflags='-s -w' -o bin/giaoban ./cmd/giaoban

run: build
	bin/giaoban demo --addr $(ADDR) --data $(DATA)

# The fast loop: formatting, types, rules, everything that Go tests, the scripts' own tests.
check: assets lists code

# What check looks at, on a bundle that is made.
code: types
	@test -z "$$(gofmt -l cmd internal e2e bench)" || { gofmt -l cmd internal e2e bench; echo 'run gofmt -w on these'; exit 1; }
	$(VET)
	$(GO) test ./...
	node --test $(ASSETS)/ts/

types: node_modules/.package-lock.json
	node_modules/.bin/tsc -p $(ASSETS)/tsconfig.json

# Everything. It installs what the tests need, or says what it would install.
test: needs build
	$(GO) tool templ generate -path internal
	git diff --exit-code --stat -- '*_templ.go'
	$(MAKE) code
	$(GO) tool staticcheck ./...
	CGO_ENABLED=1 $(GO) test -race -count=1 -skip $(ALONE) $(RACE)
	$(MAKE) test-postgres
	node e2e/run.mjs

# Packages whose goroutines meet: the race detector looks at them on every full run.
RACE := ./internal/db/... ./internal/event ./internal/journal ./internal/job ./internal/blob ./internal/web ./internal/report/rollup ./internal/conference/floor

# Migrations in other orders are made by one goroutine: nothing to see for the race detector, which takes minutes over them. They are
# tested with all others, on both engines.
ALONE := '^(TestMigrationThatCameLateIsMade|TestMigrationsInTheOppositeOrder|TestLateMigrationWorksOnWhatIsThere)$$'

# The program is killed under load 20 times in every run of the tests (e2e/store); here CRASHES times, on both engines.
CRASHES := 200
test-long: build
	GIAOBAN_CRASHES=$(CRASHES) $(GO) test -count=1 -v -timeout 60m -run Killed ./e2e/store
	GIAOBAN_CRASHES=$(CRASHES) POSTGRES_DURABLE=1 sh e2e/postgres.sh $(GO) test -count=1 -v -timeout 60m -run Killed ./e2e/store

# A report's workbook goes through LibreOffice and comes back the same; a document of ours is opened there and says the same (Debian: libreoffice-calc-nogui, libreoffice-writer-nogui).
test-office:
	@sh e2e/needs.sh libreoffice
	GIAOBAN_SOFFICE=$$(command -v soffice) $(GO) test -count=1 -run LibreOffice ./internal/report ./internal/report/reportweb

# The same Go tests on PostgreSQL; those that need no database are taken from the cache of the first run.
test-postgres:
	@sh e2e/postgres.sh $(GO) test ./...

needs:
	@sh e2e/needs.sh

scenarios: build needs
	node e2e/run.mjs s0

# The loop in the browser, with PostgreSQL below.
scenarios-postgres: build needs
	@sh e2e/postgres.sh node e2e/run.mjs s0

bench: build
	node bench/run.mjs

clean:
	find $(DIST) -type f ! -name README.md -delete
	rm -rf bin e2e/out
