# `make` prints what there is to make. Everything that is installed lands in .venv and node_modules, in this folder.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
UV := uv==0.13.9
BIN := .venv/bin
# uv and Node.js trust what the machine trusts, not only what they bring along.
export UV_SYSTEM_CERTS := 1
export NODE_USE_SYSTEM_CA := 1
# Where the machine's settings forbid it, each process would compile byot anew.
export PYTHONDONTWRITEBYTECODE :=
ARGS ?=
# tests/conftest.py says which tests stay together: a file's, those with a browser apart, and last.
WORKERS := -n 4 --dist loadgroup --no-loadscope-reorder
export PATH := $(CURDIR)/$(BIN):$(PATH)

# uv is quick; pip comes after it because pip alone knows the machine's pip configuration.
install = echo "Installing $(1) ..."; $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python $(2) 2> .venv/uv.log \
	|| $(BIN)/python -m pip install --quiet --disable-pip-version-check $(2)
project := pyproject.toml hatch_build.py package.json package-lock.json

.PHONY: help run test soak lint format docs picture lock clean

help: ## Print this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS=$$'\t' read -r name text; do \
		printf '  make %-8s %s\n' "$$name" "$$text"; done

run: .venv/.run ## Serve byot on this machine, filled, at a printed address; ARGS="--port 8800" elsewhere
	@exec $(BIN)/byot serve $(ARGS)

test: .venv/.dev node_modules/.package-lock.json chromium java lint ## Check everything; ARGS="tests/house -k sizes" runs a part
	@$(BIN)/python -m pytest $(if $(ARGS),,$(WORKERS)) $(ARGS)

soak: .venv/.dev node_modules/.package-lock.json chromium java ## Run the long campaigns in full, for an hour or so; ARGS="--soak=0.1" a tenth
	@$(BIN)/python -m pytest --soak=1 $(WORKERS) $(ARGS)

lint: .venv/.dev ## Check style, types, the direction of imports, spelling and templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted. Run: make format" >&2; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache > .venv/imports.txt || { cat .venv/imports.txt; exit 1; }
	@$(BIN)/codespell
	@if [ -d web/templates ]; then $(BIN)/djlint --lint --quiet web/templates; fi

format: .venv/.dev ## Format the code
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

docs: .venv/.dev ## Write the reference pages from the code and the data
	@$(BIN)/python -m tests.house.reference && $(BIN)/python -m tests.house.schema

picture: .venv/.dev chromium ## Make the README's picture from the running program
	@$(BIN)/python -m tests.journeys.picture

lock: .venv/.uv ## Choose the newest libraries that fit, and lock them with their hashes
	@$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --upgrade --quiet -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --upgrade --quiet \
		-c requirements.lock -o requirements-dev.lock
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund

clean: ## Remove what was installed and made here (never the database)
	@rm -rf .venv node_modules web/static/vendor build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "byot needs Python 3.11 or newer. Name one: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python has no venv here. Install the package python3-venv." >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV)
	@touch $@

.venv/.run: requirements.lock $(project) | .venv/.uv
	@$(call install,what byot needs,-r requirements.lock)
	@$(call install,byot,--no-deps -e .)
	@touch $@

.venv/.dev: requirements-dev.lock $(project) | .venv/.uv
	@$(call install,what byot and its tests need,-r requirements-dev.lock)
	@$(call install,byot,--no-deps --no-build-isolation -e .)
	@touch $@ .venv/.run

node_modules/.package-lock.json: package.json package-lock.json | .venv/.dev
	@npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# Chromium and Java come from the distribution, by whoever may install them: $(call distributed,commands,package)
distributed = if command -v $(1) > /dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2> /dev/null; then as=sudo; else \
		echo "The tests need $(2). Ask an administrator to run: apt-get install $(2)" >&2; exit 1; fi; \
	echo "Installing $(2) ..."; \
	$$as apt-get update -qq; \
	$$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) > /dev/null

.PHONY: chromium java
chromium:
	@$(call distributed,chromium chromium-browser google-chrome,chromium)

java:
	@$(call distributed,java,default-jre-headless)
