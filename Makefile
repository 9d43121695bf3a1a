# What people and machines type. Everything is set up by itself, and again only when its lock file changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
LOCK := $(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header --quiet

# Debian's names of what WeasyPrint needs for PDF, and of what the tests need besides.
PDF_LIBRARIES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
TEST_PACKAGES := $(PDF_LIBRARIES) postgresql chromium poppler-utils

# $(call apt,PACKAGES): install with apt as root, or with sudo; false where there is neither.
apt = if ! command -v apt-get >/dev/null; then false; \
	elif [ "$$(id -u)" = 0 ]; then as=""; \
	elif command -v sudo >/dev/null; then if [ -t 0 ]; then as="sudo"; else as="sudo -n"; fi; \
	else false; fi && $$as apt-get update -qq && \
	$$as env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(1) >/dev/null

# Unit tests for the daily loop: on SQLite, without those that start servers, migrate, print, or search for long.
LONG := $(wildcard tests/routing/engines tests/routing/hub_day tests/routing/roads tests/routing/season \
	$(addprefix tests/routing/test_,alone.py bound.py master.py process.py proving.py rolling.py timetable.py what_if.py) \
	$(addprefix tests/logistics/transport/test_,designs.py run.py what_ifs.py) \
	$(addprefix tests/api/test_,cli_fuzzed.py demo.py documents.py jobs.py roads.py serve.py weeks.py what_if_command.py))
UNIT := tests/project tests/logistics tests/routing \
	$(filter-out $(LONG),$(wildcard tests/api/test_*.py))

# Every planner, server and worker is a process of its own: each would read the sources of all packages again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run demo test check static format lock bench pictures pdf-libraries test-packages clean

help: ## say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

run: $(VENV)/.warm pdf-libraries ## plan the sample network's next service day, print it, then serve the pages
	@exec $(BIN)/bokrute demo

demo: $(VENV)/.warm pdf-libraries ## the same without serving
	@exec $(BIN)/bokrute demo --no-serve

test: $(VENV)/.dev $(VENV)/.warm test-packages ## the whole suite: SQLite, PostgreSQL, a browser
	$(BIN)/python -m pytest -n 2 --dist loadgroup -q $(PYTEST)

check: static $(VENV)/.warm ## format, lint, types, contracts, unit tests; for every day
	BOKRUTE_TEST_DATABASES=sqlite $(BIN)/python -m pytest -n 2 --dist loadgroup -q \
		$(UNIT) $(addprefix --ignore=,$(LONG)) $(PYTEST)

static: $(VENV)/.dev ## format, lint, types, contracts; nothing is run
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/.dev ## pin every package anew, as far as pyproject.toml asks for it
	$(LOCK) --output-file requirements.lock
	$(LOCK) --extra dev --output-file requirements-dev.lock

bench: $(VENV)/.warm ## measure the planner; BENCH=folder with generators, judge and peers
	$(BIN)/python -m benchmarks $(BENCH)

pictures: $(VENV)/.dev $(VENV)/.warm test-packages ## make the pictures of the README anew
	$(BIN)/python docs/pictures/make.py

clean: ## take away what can be made again; the database in var/ stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# pip checks every hash, and builds nothing: the lock files name wheels for all of it.
$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { $(call apt,python3-venv) && $(PYTHON) -m venv $(VENV); } \
		|| { echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing Python packages into $(VENV) ..."
	@$(PIP) install --quiet --no-compile --only-binary :all: --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.ready
	@$(PIP) install --quiet --only-binary :all: --require-hashes -r requirements-dev.lock
	@touch $@

# The planner's kernel is compiled here, so that the first plan does not wait for it.
$(VENV)/.warm: $(VENV)/.ready $(wildcard routing/engines/*.py routing/hub_day/*.py routing/bound/sequence/*.py) routing/rotation/chain.py
	@echo "Compiling the planner's kernel ..."
	@$(BIN)/python -c "from routing.engines.choice import warm_up; warm_up()"
	@touch $@

pdf-libraries:
	@missing() { ! $(BIN)/python -c "import ctypes as c; [c.CDLL(n) for n in ('libpango-1.0.so.0', \
		'libpangoft2-1.0.so.0', 'libharfbuzz-subset.so.0')]" 2>/dev/null; }; \
	if missing; then echo "Installing what PDF needs: $(PDF_LIBRARIES) ..."; \
		{ $(call apt,$(PDF_LIBRARIES)); } 2>/dev/null || true; \
		if missing; then echo "PDF is left out; it needs: apt-get install $(PDF_LIBRARIES)" >&2; fi; fi

test-packages:
	@missing() { ! { ls /usr/lib/postgresql/*/bin/initdb && command -v chromium pdftoppm && \
		$(BIN)/python -c "import ctypes as c; c.CDLL('libharfbuzz-subset.so.0'), c.CDLL('libpangoft2-1.0.so.0')"; \
		} >/dev/null 2>&1; }; \
	if missing; then echo "Installing what the tests need: $(TEST_PACKAGES) ..."; \
		{ $(call apt,$(TEST_PACKAGES)); } || true; \
		if missing; then echo "The tests need: apt-get install $(TEST_PACKAGES)" >&2; exit 1; fi; fi
