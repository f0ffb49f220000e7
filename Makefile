# `make run` and `make test` are all a newcomer needs; both install what the lock files name into .venv.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

# What the browser tests judge pages with; without npm those tests are not run.
JUDGES = $(if $(shell command -v npm 2>/dev/null),tests/browser/node_modules/.package-lock.json)

.PHONY: run test quick check bench fuzz screenshots words lock clean

run: $(VENV)/.run
	@if [ -f stet.toml ]; then exec $(BIN)/stet run; else exec $(BIN)/stet demo; fi

test: check $(JUDGES)
	$(BIN)/python -m pytest -n auto

quick: $(VENV)/.dev  ## the middle's tests: no database, no server, under ten seconds
	$(BIN)/python -m pytest -m "not slow" tests/model tests/formats tests/story tests/enrichment tests/desk tests/edition

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	$(BIN)/python -m bench

fuzz: $(VENV)/.dev  ## 20,000 mutated inputs for every format, 20,000 lives of stories; INPUTS=1000 SEQUENCES=1000 for fewer
	PYTHONPATH=tests $(BIN)/python -m fuzz --inputs $(or $(INPUTS),20000)
	PYTHONPATH=tests $(BIN)/python -m road --sequences $(or $(SEQUENCES),20000)

screenshots: $(VENV)/.dev  ## the pages and screens that the documents show; needs Chromium and fonts-noto-core
	PYTHONPATH=tests $(BIN)/python -m browser.screenshots docs/images

words: $(VENV)/.dev  ## the desk's catalogue: brought to what code and templates say, and compiled
	PYTHONPATH=tests $(BIN)/python -m newsroom.catalog

tests/browser/node_modules/.package-lock.json: tests/browser/package-lock.json
	npm ci --prefix tests/browser --no-audit --no-fund --silent
	@touch $@

lock:  ## after a change of dependencies; needs uv
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--group build --extra postgres pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--group build --group dev --extra postgres -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml tools/bootstrap
	@tools/bootstrap $(PYTHON) $(VENV) requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml tools/bootstrap
	@tools/bootstrap $(PYTHON) $(VENV) requirements-dev.lock
	@touch $(VENV)/.run $@
