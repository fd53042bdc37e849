# The one door: `make run` and `make test` build all they need. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# many small matrices: threads only get in each other's way
export OPENBLAS_NUM_THREADS = 1

.DEFAULT_GOAL := help
.PHONY: help run test lint types docs languages bench lock screens clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST)

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Afterglow needs Python 3.11 or newer: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); [ "$$(id -u)" = 0 ] && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); } || { echo "Python has no venv here: install the package python3-venv"; exit 1; }
	@touch $@

$(VENV)/run-ready: $(VENV)/made requirements/run.txt pyproject.toml
	@echo "installing what Afterglow needs (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev-ready: $(VENV)/run-ready requirements/dev.txt
	@echo "installing what the tests need (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

run: $(VENV)/run-ready ## start the site on this machine (PORT=8000)
	@exec $(BIN)/afterglow site --port $(PORT)

test: $(VENV)/dev-ready ## everything CI runs: style, types, the house, tests, a real browser
	@$(BIN)/ruff check src tests bench && $(BIN)/ruff format --check src tests bench
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache .importlinter
	@sh tests/browser.sh
	@$(BIN)/python -m pytest -n 2

lint: $(VENV)/dev-ready ## mend the style
	@$(BIN)/ruff check --fix src tests bench; $(BIN)/ruff format src tests bench

bench: $(VENV)/dev-ready ## speed, as ratios measured side by side
	@$(BIN)/python -m bench

docs: $(VENV)/run-ready ## write the documents that come from the protocol
	@$(BIN)/afterglow protocol evidence > docs/evidence.md
	@$(BIN)/afterglow protocol schema > docs/protocol.schema.json

languages: $(VENV)/run-ready ## bring every language's file up to date with the house, and compile it
	@$(BIN)/afterglow languages update
	@$(BIN)/afterglow languages

screens: $(VENV)/dev-ready ## take the pictures of every page anew
	@sh tests/browser.sh
	@$(BIN)/python tests/e2e/screens.py

lock: ## refresh the locked requirements (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url pyproject.toml --group build -o requirements/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url pyproject.toml --group build --group dev -c requirements/run.txt -o requirements/dev.txt

clean: ## forget what was built
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
