# Everything lives in .venv; the first target that needs it sets it up. Python >= 3.11, pip and make are all it takes.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
READY := .venv/.ready
# On every core; one that is done takes half of what is left to another. Each has a PostgreSQL of its own.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist worksteal

.PHONY: setup demo test run check bench format lock schema clean
.DEFAULT_GOAL := help

help: ## what can be asked for
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: $(READY) ## make .venv with the locked dependencies

# A virtual environment without its own pip is made in a second and needs no ensurepip; the outer pip fills it, by hash.
$(READY): requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Readout needs Python 3.11 or newer; name it with: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv --clear --without-pip .venv
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY) ## the storyline of November 2025, replayed end to end in a minute
	@$(BIN)/readout replay

test: $(READY) ## the tests
	@$(PYTEST)

run: $(READY) ## follow the real sources (Telegram when TELEGRAM_BOT_TOKEN is set, else here)
	@$(BIN)/readout run

check: $(READY) ## format, lint, types, imports, watchlists, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/readout check
	$(PYTEST)

bench: $(READY) ## speed and memory, and (CORPUS=file.jsonl) how well the shipped watchlists recognise a labelled corpus
	@$(BIN)/python -m tests.benchmarks.speed
	@$(BIN)/python -m tests.benchmarks.matching
	@$(BIN)/python -m tests.benchmarks.edits
	@$(BIN)/python -m tests.benchmarks.stories
	@$(BIN)/python -m tests.benchmarks.transports
	@$(BIN)/python -m tests.benchmarks.pacing
	@$(BIN)/python -m tests.benchmarks.thousand
	@$(BIN)/python -m tests.benchmarks.broadcast
	@if [ -n "$(CORPUS)" ]; then $(BIN)/readout evaluate "$(CORPUS)"; fi

format: $(READY) ## put everything in form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --quiet .

schema: $(READY) ## renew the JSON Schemas that editors use
	@$(BIN)/readout schema --write watchlists/schema

lock: ## renew requirements/*.txt from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --upgrade --generate-hashes --no-emit-index-url --no-header --extra postgres --extra dev pyproject.toml -o requirements/dev.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra postgres -c requirements/dev.txt pyproject.toml -o requirements/runtime.txt

clean: ## forget .venv and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
