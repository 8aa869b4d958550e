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
.PHONY: help run dev test test-slow lint lint-code lint-templates lint-imports format types lock messages facts screens bench bench-listings lighthouse clean

help: ## show this list
	@echo "make run          start the site on http://localhost:8000 (PORT=8001 for another port; Ctrl-C stops it)"
	@echo "make run SAMPLE=other   an empty site begins with the other sample (two invented countries)"
	@echo "make dev          the same for developers: debug pages, restarts when a file changes"
	@echo "make test         all tests but the slow ones (ARGS='tests/events -x' for some of them)"
	@echo "make test-slow    the slow tests: start from a fresh copy, scale, crawl"
	@echo "make lint         ruff, djade (templates), import contract"
	@echo "make format       put imports and templates into the order that lint wants"
	@echo "make types        mypy"
	@echo "make lock         write requirements/*.txt anew from requirements/*.in"
	@echo "make messages     bring the Japanese and Khmer catalogues up to date with the code (needs gettext)"
	@echo "make facts        hold the demonstration's texts against the facts that they cite (ARGS=--list for every number and date)"
	@echo "make screens      photograph the pages (needs Chromium; ARGS='folder --only home --phases after' for some of them)"
	@echo "make bench        CPU time of the pages against a bare Django list, memory of the web worker (ARGS='--rounds 60')"
	@echo "make bench-listings  time of the listings with 1,000, 10,000 and 100,000 dates, for SQLite and DATABASE_URL (ARGS='--sizes 1000 10000')"
	@echo "make lighthouse   Lighthouse's marks of the pages (needs Chromium and npm; ARGS='--only home --runs 3')"
	@echo "make clean        remove caches and what tests left (not the data in var/)"

run:
	@$(PYTHON) tools/running.py

dev:
	@$(PYTHON) tools/running.py --dev

test:
	@$(INSTALL_DEV)
	@$(IN_VENV) -m pytest -n auto --maxprocesses 4 $(ARGS)

test-slow:
	@$(INSTALL_DEV)
	@$(IN_VENV) -m pytest -n auto --maxprocesses 4 --dist loadgroup -m slow $(ARGS)

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

facts:
	@$(PYTHON) tools/facts.py $(ARGS)

screens:
	@$(INSTALL_DEV)
	@$(IN_VENV) -m tests.browser.screens $(or $(ARGS),test-results/screens)

bench:
	@$(INSTALL_DEV)
	@$(IN_VENV) -m tests.bench.pages $(ARGS)

bench-listings:
	@$(INSTALL_DEV)
	@$(IN_VENV) -m tests.bench.listings $(ARGS)

lighthouse:
	@$(INSTALL_DEV)
	@test -x tests/browser/node_modules/.bin/lighthouse || (cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
	@$(IN_VENV) -m tests.browser.lighthouse $(ARGS)

clean:
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	@find anniversary events tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
