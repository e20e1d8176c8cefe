# Samsyn: every command sets up what it needs first. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test check sure bench replay bench-large mutate mutate-database fix translations wheel lock clean

VENV := .venv
BIN := $(VENV)/bin

# A stamp is named by everything an installation depends on, so that a moved folder, another Python
# or a changed lock installs anew, and nothing else does.
PYTHON := $(shell for p in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
HERE := $(shell { pwd; $(or $(PYTHON),true) -VV; } 2>/dev/null | sha256sum | cut -c1-12)
WHAT = $(shell cat pyproject.toml requirements/$(1).txt 2>/dev/null | sha256sum | cut -c1-12)
DEMO := $(VENV)/demo-$(HERE)-$(call WHAT,demo)
DEV := $(VENV)/dev-$(HERE)-$(call WHAT,dev)

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

demo: $(if $(wildcard $(DEV)),$(DEV),$(DEMO)) ## start a living portal with demo data (RESET=1 starts over, PORT=8000)
	@exec $(BIN)/python -m portal.demo $(if $(filter-out 0,$(RESET)),--reset) $(if $(PORT),--port $(PORT))

test: $(DEV) ## run every test, one more at once than there are processors, up to four
	@$(FIND_CHROMIUM)
	@$(FIND_PDFTOTEXT)
	@$(BIN)/python -m pytest $(WORKERS) $(ARGS)

check: $(DEV) ## style, types, layers, templates and translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python -m tests.translations

sure: check ## all that, then every test
	@$(MAKE) --no-print-directory test

bench: $(DEV) ## measure the pages against a bare page on the same server (var/bench.json)
	@$(BIN)/python -m tests.load.bench

replay: $(DEV) ## follow docs/operations.md to the letter, on a bare folder (network, PostgreSQL)
	@$(BIN)/python -m tests.operations

bench-large: $(DEV) ## measure SIP with 1,000 and 1,000,000 plans (var/bench-large.json)
	@$(BIN)/python -m tests.load.large

mutate: $(DEV) ## put faults into the rules of SIP: every one has to be noticed (var/mutate.json)
	@$(BIN)/python -m tests.mutation

mutate-database: $(DEV) ## put faults into policies and functions of the database, in an hour (var/mutate.json)
	@$(BIN)/python -m tests.mutation database

fix: $(DEV) ## let the tools put the style right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

translations: $(DEV) ## collect new texts into the catalogues and compile them
	$(BIN)/python -m tests.translations --update

wheel: ## build the wheel for an installation (dist/)
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed (Debian: apt install python3)" >&2; exit 1; }
	@$(PYTHON) -m venv var/build
	@var/build/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/build.txt
	@var/build/bin/python -m hatchling build -t wheel

lock: ## choose the newest versions anew, with hashes and without any index address
	@mkdir -p var && python3 -m venv var/lock && var/lock/bin/pip install --quiet uv
	$(LOCK) --all-extras requirements/build.in --output-file requirements/dev.txt
	$(LOCK) --extra demo requirements/build.in --constraint requirements/dev.txt --output-file requirements/demo.txt
	$(LOCK) --constraint requirements/dev.txt --output-file requirements/run.txt
	$(subst pyproject.toml,requirements/build.in,$(LOCK)) --constraint requirements/dev.txt --output-file requirements/build.txt

clean: ## remove everything that make has made, the demo's data too
	rm -rf $(VENV) $(VENV).lock dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	test ! -e var || rm -rf var
	rm -rf $(OUTSIDE)

# where the demo's database lies when its account cannot reach var/ (portal.demo.postgres_home)
OUTSIDE = $(foreach top,/var/lib /var/tmp,$(top)/samsyn-$(shell printf %s "$$(pwd -P)/var/pg" | sha256sum | cut -c1-12))

LOCK = var/lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade \
	--generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --system-certs

# One worker more than there are processors (tests/conftest.py); a file of browser tests is for one
# of them, so still more gain little.
WORKERS = --numprocesses auto --maxprocesses 4
# else every worker, and every program that a test starts, compiles all modules anew
unexport PYTHONDONTWRITEBYTECODE

FIND_CHROMIUM = test -n "$(CHROMIUM)" || command -v chromium-headless-shell chromium chromium-browser google-chrome >/dev/null || { \
	echo "make test: the browser tests need Chromium. Install it (Debian: apt install chromium-headless-shell)" >&2; \
	echo "or name it: make test CHROMIUM=/path/to/chromium" >&2; exit 1; }

FIND_PDFTOTEXT = command -v pdftotext >/dev/null || { \
	echo "make test: a test reads a PDF with pdftotext. Install it (Debian: apt install poppler-utils)" >&2; exit 1; }

$(DEMO) $(DEV): $(VENV)/%:
	@requirements/install "$(PYTHON)" "$(firstword $(subst -, ,$*))" "$@"
