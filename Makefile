# One way to do each thing. `make` or `make help` lists them.
#
#   PYTHON=python3.13 make test    choose the interpreter that .venv is made with
#   make test ARGS="-k search -x"  pass arguments on to the tool that runs

VENV  := .venv
BIN   := $(VENV)/bin
ARGS  ?=

# A process more than there are processors, since tests of pages and of processes wait as often as they work. Those
# that share what is costly stay together (tests/workers.py).
SHARED := --numprocesses $$(($$(getconf _NPROCESSORS_ONLN) + 1)) --maxprocesses 4 --dist loadgroup --no-loadscope-reorder

# Each stamp is written last. RUN: the packages that running needs. INSTALLED: this package, editable.
# LOCKED: the packages of developers, added to the same environment.
RUN       := $(VENV)/.run
INSTALLED := $(VENV)/.installed
LOCKED    := $(VENV)/.locked
TOOLS     := $(VENV)/.tools
# There while LOCKED is made, so that an interruption is noticed.
ADDING    := $(VENV)/.adding
DEVELOPED := $(INSTALLED) $(LOCKED)

# `read` in a pipeline whose first failure counts.
SHELL := bash

# The environment is made anew when developers' packages were left half installed or are pinned otherwise now,
ifneq ($(shell test -e $(ADDING) || { test -e $(LOCKED) && test requirements.lock -nt $(LOCKED); } && echo anew),)
.PHONY: $(RUN)
endif
# and when a Python asked for by name is another version; without one, the environment that is there stays.
ifeq ($(origin PYTHON),undefined)
PYTHON := python3
else
ifneq ($(wildcard $(RUN)),)
ifneq ($(shell cat $(RUN)),$(shell $(PYTHON) -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null))
.PHONY: $(RUN)
endif
endif
endif

CONSISTENT := $(BIN)/python -m pip check >/dev/null || { \
  $(BIN)/python -m pip check; echo "make: the lock files do not fit pyproject.toml. Run: make lock" >&2; exit 1; }

PIN := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-emit-find-links --custom-compile-command "make lock" --quiet

# $(call install,FILE): the packages that a lock file pins, a line for each and one while they are unpacked.
# Python compiles what is used when it is first used; all of it would be 30 MB more.
define install
set -o pipefail; start=$$SECONDS; \
  $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --no-compile --require-hashes -r $(1) \
  | while read -r word name rest; do case $$word in \
      Collecting) echo "  $${name/==/ }" ;; \
      Processing) name=$${name##*/}; echo "  $${name%%-*}" ;; \
      Installing) echo "  unpacking" ;; \
    esac; done && echo "  done in $$((SECONDS - start)) s"
endef

# Material and ProperDocs each print a notice about MkDocs 2 on every build. README.md says what we do about it.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true

# Tests start the command hundreds of times; where it is set, each start would compile the package again.
unexport PYTHONDONTWRITEBYTECODE

# Plugins of pytest import NumPy before we do, who keep it to one thread; with several, processes that share the
# processors wait for each other, three times as long as they work.
test: export OPENBLAS_NUM_THREADS := 1

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help install serve tour test tools check build dist reference picture shots lock clean distclean $(VENV)

help: ## list what can be made
	@awk -F ':.*## ' '/^[^\t#]+:.*## / { sub(/^\$$\(VENV\)/, "$(VENV)", $$1); printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(INSTALLED) ## build the site from lessons/, serve it, rebuild on change
	$(BIN)/lessons serve $(ARGS)

tour: $(INSTALLED) ## serve examples/tour, an invented base that shows everything
	$(BIN)/lessons -C examples/tour serve $(ARGS)

test: $(DEVELOPED) ## run the tests
	$(BIN)/python -m pytest $(SHARED) $(ARGS)

tools: $(TOOLS) ## fetch what some tests run from npm; without it they are skipped

$(TOOLS): tests/tools.toml tests/fetch_tools.py $(LOCKED)
	$(BIN)/python tests/fetch_tools.py
	@touch $@

check: $(DEVELOPED) ## lint, format, types, import contracts, spelling, then the lessons themselves
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/codespell
	$(BIN)/lessons check

build: $(INSTALLED) ## build the site into site/; a warning fails it
	$(BIN)/lessons build --strict $(ARGS)

dist: $(DEVELOPED) ## build the source archive, and the wheel from it, into dist/, and check both
	rm -rf dist
	$(BIN)/python -m build --no-isolation
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist/*.whl

install: $(INSTALLED) ## make the environment .venv with what running needs

$(VENV): $(DEVELOPED) ## the same with what developing needs

$(RUN): requirements-run.lock
	@command -v $(PYTHON) >/dev/null || { \
	  echo "make: no '$(PYTHON)' here. Install Python 3.11 or newer, or name one: PYTHON=python3.13 make $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name another: PYTHON=python3.13 make $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "make: '$(PYTHON)' cannot make environments: its venv module is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@rm -f $(RUN) $(INSTALLED) $(LOCKED)
	@echo "Making $(VENV) with $$($(PYTHON) --version 2>&1)"
	@$(PYTHON) -m venv --clear $(VENV)
	@echo "Installing what running needs:"
	@$(call install,requirements-run.lock)
	@$(BIN)/python -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' > $@

$(INSTALLED): $(RUN) pyproject.toml
	@rm -f $@
	@echo "Installing the command $(BIN)/lessons"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(CONSISTENT)
	@touch $@

$(LOCKED): $(RUN) requirements.lock
	@rm -f $@; touch $(ADDING)
	@echo "Installing what developing needs:"
	@$(call install,requirements.lock)
	@# Some sources warn when they are compiled, which a test would take for a failure.
	@$(BIN)/python -m compileall -q -j 0 $(VENV)/lib >/dev/null 2>&1 || true
	@$(CONSISTENT)
	@rm -f $(ADDING); touch $@

reference: $(DEVELOPED) ## write the tables of commands and options in the documents from the code
	$(BIN)/python -m scripts.reference

picture: $(DEVELOPED) ## take the picture of README.md again, with Chromium
	$(BIN)/python -m scripts.picture

shots: $(DEVELOPED) ## take pictures of every kind of page of the tour, for review, with Chromium
	$(BIN)/python -m scripts.shots

lock: $(LOCKED) ## pin every dependency by hash in both lock files; UPGRADE=1 takes the newest
	$(PIN) $(foreach group,editable test lint lock bench build,--group $(group)) $(if $(UPGRADE),--upgrade) --output-file requirements.lock
	$(PIN) --extra meaning --group editable --constraint requirements.lock --output-file requirements-run.lock

clean: ## remove what was built; keep .venv
	rm -rf site site.* .cache examples/*/site examples/*/.cache dist build *.egg-info htmlcov .coverage .coverage.* \
	  shots .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find site_builder tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean ## remove .venv too
	rm -rf $(VENV)
