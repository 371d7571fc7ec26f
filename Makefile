# `make` alone lists the targets. A fresh machine needs Python 3.11 or newer and make; everything else is set up in .venv.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
# Two builds of the same tree give the same bytes. `python -m generator site` sees to both itself; this is for MkDocs under the tests.
export NO_MKDOCS_2_WARNING = 1
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 0)

.DEFAULT_GOAL := help
.PHONY: help site test update serve review check bench soak fuzz engines lock clean

help: ## lists the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null || grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST)

# Installed uncompiled: Python compiles what is used when it is first used, which leaves out 70 MB of 420.
INSTALL = $(RUN) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r

$(VENV)/ready: requirements.txt
	@echo "setting up $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) $<
	@touch $@

$(VENV)/ready-test: requirements-test.txt $(VENV)/ready
	@echo "setting up $(VENV) for the checks …"
	@$(INSTALL) $<
	@$(RUN) -m compileall -qq -j 2 $(VENV)/lib || true # the tests start Python hundreds of times; what does not compile is for other Pythons
	@touch $@

site: $(VENV)/ready ## builds site/ with its search index; stops where a seed, rule or reading is not merged yet
	$(RUN) -m generator site

test: $(VENV)/ready-test ## all checks: lint, types, tests, gold gate, strict build, browser tests
	@echo "== lint"
	$(RUN) -m ruff check .
	@echo "== format"
	$(RUN) -m ruff format --check .
	@echo "== types"
	$(RUN) -m mypy
	@echo "== tests"
	PYTHONWARNDEFAULTENCODING=1 $(RUN) -m pytest -ra -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

update: $(VENV)/ready ## reads all seeds and merges the readings into the profiles
	$(RUN) -m generator update

serve: $(VENV)/ready ## live preview on http://127.0.0.1:8000/
	$(RUN) -m generator serve

review: $(VENV)/ready ## the desk: profiles reviewed against their sources in the browser; ID=… begins with one
	$(RUN) -m generator review $(ID)

check: $(VENV)/ready ## every problem of all profiles in one run
	$(RUN) -m generator check

SIZE ?= 1000
bench: $(VENV)/ready-engines ## time and memory of every stage on real work, beside the stock tools; SIZE=10000 for more documents
	$(RUN) -m tests.bench.reading
	$(RUN) -m tests.bench $(SIZE)

soak: $(VENV)/ready-batch ## the long random and kill tests
	$(RUN) -m pytest tests/soak -o addopts= -q

fuzz: $(VENV)/ready-test ## thousands of documents and profiles that nobody would write; START=… for others than the last time
	$(RUN) -m tests.hostile.fuzz --start $(or $(START),0)

$(VENV)/ready-engines: requirements-engines.txt $(VENV)/ready-test
	@$(INSTALL) $<
	@touch $@

$(VENV)/ready-batch: requirements-batch.txt $(VENV)/ready-test
	@$(INSTALL) $<
	@touch $@

engines: $(VENV)/ready-engines ## builds the frozen corpus with MkDocs, ProperDocs and Zensical and compares every page
	$(RUN) -m tests.engines.compare

lock: ## pins anew what pyproject.toml names; UPGRADE=1 takes the newest versions
	PYTHON=$(PYTHON) UPGRADE=$(UPGRADE) .ci/lock

clean: ## removes what can be built again
	rm -rf site docs/.generated .mypy_cache .pytest_cache .ruff_cache
