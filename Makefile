# One way to do each thing. `make` or `make help` lists them.
#
#   PYTHON=python3.13 make test    choose the interpreter that .venv is made with
#   make test ARGS="-k search -x"  pass arguments on to the tool that runs

VENV  := .venv
BIN   := $(VENV)/bin
ARGS  ?=

# Each stamp is written last, so an environment that was interrupted half-way is made anew.
LOCKED    := $(VENV)/.locked
INSTALLED := $(VENV)/.installed
TOOLS     := $(VENV)/.tools

# A Python asked for by name replaces an environment made with another version;
# without one, the environment that is there stays.
ifeq ($(origin PYTHON),undefined)
PYTHON := python3
else
ifneq ($(wildcard $(LOCKED)),)
ifneq ($(shell cat $(LOCKED)),$(shell $(PYTHON) -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null))
.PHONY: $(LOCKED)
endif
endif
endif

# Material and ProperDocs each print a notice about MkDocs 2 on every build. README.md says what we do about it.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help serve test tools check build dist lock clean distclean $(VENV)

help: ## list what can be made
	@awk -F ':.*## ' '/^[^\t#]+:.*## / { sub(/^\$$\(VENV\)/, "$(VENV)", $$1); printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(INSTALLED) ## build the site from lessons/, serve it, rebuild on change
	$(BIN)/lessons serve $(ARGS)

test: $(INSTALLED) ## run the tests
	$(BIN)/python -m pytest $(ARGS)

tools: $(TOOLS) ## fetch what some tests run from npm; without it they are skipped

$(TOOLS): tests/tools.toml tests/fetch_tools.py $(LOCKED)
	$(BIN)/python tests/fetch_tools.py
	@touch $@

check: $(INSTALLED) ## lint, format, types, import contracts, spelling, then the lessons themselves
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/codespell
	$(BIN)/lessons check

build: $(INSTALLED) ## build the site into site/; a warning fails it
	$(BIN)/lessons build --strict $(ARGS)

dist: $(INSTALLED) ## build the source archive, and the wheel from it, into dist/
	rm -rf dist
	$(BIN)/python -m build --no-isolation

$(VENV): $(INSTALLED) ## make the environment, or bring it up to date

$(LOCKED): requirements.lock
	@command -v $(PYTHON) >/dev/null || { \
	  echo "make: no '$(PYTHON)' here. Install Python 3.11 or newer, or name one: PYTHON=python3.13 make $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name another: PYTHON=python3.13 make $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "make: '$(PYTHON)' cannot make environments: its venv module is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@rm -f $(LOCKED) $(INSTALLED)
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' > $@

$(INSTALLED): $(LOCKED) pyproject.toml
	@rm -f $@
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m pip check >/dev/null || { \
	  $(BIN)/python -m pip check; echo "make: requirements.lock does not fit pyproject.toml. Run: make lock" >&2; exit 1; }
	@touch $@

lock: $(LOCKED) ## pin every dependency by hash in requirements.lock; UPGRADE=1 takes the newest
	$(BIN)/uv pip compile pyproject.toml $(foreach group,test lint lock bench build,--group $(group)) \
	  --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" --quiet $(if $(UPGRADE),--upgrade) --output-file requirements.lock

clean: ## remove what was built; keep .venv
	rm -rf site site.* .cache dist build *.egg-info htmlcov .coverage .coverage.* \
	  .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find site_builder tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean ## remove .venv too
	rm -rf $(VENV)
