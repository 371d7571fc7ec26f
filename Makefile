# `make` alone lists the targets. A fresh machine needs Python 3.11 or newer and make; everything else is set up in .venv.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
export NO_MKDOCS_2_WARNING = 1
# Two builds of the same tree give the same bytes: the sitemap's date is that of the last commit.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 0)

.DEFAULT_GOAL := help
.PHONY: help site test update serve check bench soak engines clean

help: ## lists the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null || grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST)

$(VENV)/ready: requirements.txt
	@echo "setting up $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

site: $(VENV)/ready ## builds site/ with its search index; stops where a seed, rule or reading is not merged yet
	$(RUN) -m generator update --check
	$(RUN) -m generator build
	$(RUN) -m mkdocs build --strict --site-dir site
	$(RUN) -m generator index site

test: $(VENV)/ready ## all checks: lint, types, tests, gold gate, strict build, browser tests
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	PYTHONWARNDEFAULTENCODING=1 $(RUN) -m pytest

update: $(VENV)/ready ## reads all seeds and merges the readings into the profiles
	$(RUN) -m generator update

serve: $(VENV)/ready ## live preview on http://127.0.0.1:8000/
	$(RUN) -m generator serve

check: $(VENV)/ready ## every problem of all profiles in one run
	$(RUN) -m generator check

bench: $(VENV)/ready ## speed, memory and scale as ratios to the stock tools in the same run
	$(RUN) -m tests.bench.reading
	$(RUN) -m tests.bench.bench

soak: $(VENV)/ready ## the long random and kill tests
	$(RUN) -m pytest tests/soak -o addopts= -q

$(VENV)/engines: $(VENV)/ready requirements-engines.txt
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-engines.txt
	@touch $@

engines: $(VENV)/engines ## builds the frozen corpus with MkDocs, ProperDocs and Zensical and compares every page
	$(RUN) -m tests.engines.compare

clean: ## removes what can be built again
	rm -rf site docs/.generated .mypy_cache .pytest_cache .ruff_cache
