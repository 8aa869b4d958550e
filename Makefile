# The commands of this project. `make run` and `make test` need python3 (3.11 or newer) and make; everything else is installed here.

PYTHON ?= python3
VENV ?= .venv
export VENV

IN_VENV := $(VENV)/bin/python
INSTALL_BASE = $(PYTHON) tools/installing.py base
INSTALL_DEV = $(PYTHON) tools/installing.py dev
TEMPLATES = find templates anniversary events -name '*.html' -print0
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run dev test test-slow lint lint-code lint-templates lint-imports format types lock messages screens clean

help: ## show this list
	@echo "make run          start the site on http://localhost:8000 (PORT=8001 for another port; Ctrl-C stops it)"
	@echo "make dev          the same for developers: debug pages, restarts when a file changes"
	@echo "make test         all tests but the slow ones (ARGS='tests/events -x' for some of them)"
	@echo "make test-slow    the slow tests: start from a fresh copy, scale, crawl"
	@echo "make lint         ruff, djade (templates), import contract"
	@echo "make format       put imports and templates into the order that lint wants"
	@echo "make types        mypy"
	@echo "make lock         write requirements/*.txt anew from requirements/*.in"
	@echo "make messages     bring the Japanese and Khmer catalogues up to date with the code (needs gettext)"
	@echo "make screens      photograph the pages (needs Chromium)"
	@echo "make clean        remove caches and what tests left (not the data in var/)"

run:
	@$(PYTHON) tools/running.py

dev:
	@$(PYTHON) tools/running.py --dev

test:
	@$(INSTALL_DEV)
	@$(IN_VENV) -m pytest -n 2 $(ARGS)

test-slow:
	@$(INSTALL_DEV)
	@$(IN_VENV) -m pytest -m slow $(ARGS)

lint: lint-code lint-templates lint-imports

lint-code:
	@$(INSTALL_DEV)
	@$(IN_VENV) -m ruff check .

lint-templates:
	@$(INSTALL_DEV)
	@$(TEMPLATES) | xargs -0 -r $(VENV)/bin/djade --check --target-version 5.2

lint-imports:
	@$(INSTALL_DEV)
	@$(VENV)/bin/lint-imports

format:
	@$(INSTALL_DEV)
	@$(IN_VENV) -m ruff check --quiet --select I --fix .
	@$(TEMPLATES) | xargs -0 -r $(VENV)/bin/djade --target-version 5.2

types:
	@$(INSTALL_DEV)
	@$(IN_VENV) -m mypy anniversary events

lock:
	@$(INSTALL_DEV)
	@for set in base dev; do \
	  $(IN_VENV) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --no-header $(ARGS) requirements/$$set.in --output-file requirements/$$set.txt || exit 1; \
	done

messages:
	@$(INSTALL_DEV)
	@$(IN_VENV) tools/catalogues.py --update

screens:
	@$(INSTALL_DEV)
	@$(IN_VENV) -m tests.browser.screens $(or $(ARGS),test-results/screens)

clean:
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	@find anniversary events tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
