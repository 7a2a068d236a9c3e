# What is needed: Python 3.11 or newer, and make. Everything else is put into .venv.

PYTHON ?= python3
VENV := .venv
LABEL_STUDIO := .venv-label-studio
BIN := $(VENV)/bin
OUT ?= out
DEBIAN := chromium fonts-noto-cjk postgresql

.PHONY: help run test check bench soak pictures clean
.DELETE_ON_ERROR:

help:
	@echo "make run    extract the articles of corpus/articles into $(OUT)/"
	@echo "make test   check style, types, borders, and run all tests"
	@echo "make check  the same without the tests that take long"
	@echo "make test-label-studio  the round trip through a real Label Studio, in a virtual environment of its own (800 MB)"
	@echo "make bench  measure the speed, beside others, into $(OUT)/bench (let nothing else run)"
	@echo "make soak   ingests under fire, for hours: kills, bad files, full disks; figures go to annotations/soak.json"
	@echo "make pictures  take the pictures of docs/annotating.md anew"
	@echo "make clean  remove what was made"

run: $(VENV)/installed
	$(BIN)/litrex run corpus/articles --out $(OUT)

test: $(VENV)/installed-dev $(VENV)/browser lint
	$(BIN)/pytest -n auto --dist worksteal

check: $(VENV)/installed-dev lint
	$(BIN)/pytest -m "not slow and not flow and not label_studio"

bench: $(VENV)/installed-bench
	$(BIN)/python -m benchmarks all --out $(OUT)/bench

soak: $(VENV)/installed-dev $(VENV)/browser
	$(BIN)/python -m tests.soak all

pictures: $(VENV)/installed-dev $(VENV)/browser
	$(BIN)/python -m tests.web.pictures docs/images

.PHONY: test-label-studio
test-label-studio: $(VENV)/installed-dev $(LABEL_STUDIO)/installed
	$(BIN)/pytest -n 0 -m label_studio tests/exchange/label_studio

.PHONY: lint
lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf build dist pipeline/litrex.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	rm -f $(VENV)/installed $(VENV)/installed-dev $(VENV)/installed-bench $(VENV)/browser

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is too old or missing: install Python 3.11 or newer, or say make PYTHON=/path/to/one"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(VENV)/installed $@

# A virtual environment of its own: what it needs must not decide what litrex gets.
$(LABEL_STUDIO)/installed: tests/exchange/label_studio/requirements.txt | $(BIN)/python
	$(BIN)/python -m venv $(LABEL_STUDIO)
	$(LABEL_STUDIO)/bin/python -m pip install --quiet --quiet --disable-pip-version-check --requirement $<
	@touch $@

$(VENV)/installed-bench: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

# The report is tested in a browser, with fonts that have the characters, the store on a PostgreSQL that the tests start.
$(VENV)/browser: | $(BIN)/python
	@if command -v chromium >/dev/null && fc-list 2>/dev/null | grep -qi 'noto.*cjk' \
	  && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(DEBIAN); \
	else echo "the tests need a browser, fonts and PostgreSQL: sudo apt-get install $(DEBIAN)"; exit 1; fi
	@touch $@
