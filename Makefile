# make play   sets up what is needed and opens the playground
# make test   sets up what is needed and runs the whole suite
# make test-real   what takes real time: the lessons on the real clock, and beside plain python
# The rest is for people who work on asyncplay: check, bench, fuzz, pictures, wheel, clean.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: packages wasm fuzz soak play test test-real lint suite check compat bench pictures wheel clean

play: $(VENV)/.play
	@$(BIN)/asyncplay $(FILE)

test: lint
	@rm -f $(TRIED)
	@ASYNCPLAY_WASM_TRIED=$(abspath $(TRIED)) $(MAKE) --no-print-directory -j2 $(TRIED) suite

TRIED := $(VENV)/.wasm-tried

$(TRIED): wasm  # the tests that want it wait for this
	@touch $@

PACKAGES := tmux screen openssh-server openssh-client bubblewrap procps chromium

packages:  # what the tests drive besides Python; where it cannot be installed those tests are skipped and say so
	@missing=$$(for p in $(PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -z "$$missing" ]; then echo "packages: all there: $(PACKAGES)"; \
	elif ! command -v apt-get >/dev/null 2>&1; then echo "packages: no apt-get here; install by hand what is wanted of: $(PACKAGES)"; \
	elif [ "$$(id -u)" != 0 ]; then echo "packages: not root; to install: apt-get install" $$missing; \
	else echo "packages: installing" $$missing; apt-get update -qq && for p in $$missing; do \
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$p >/dev/null \
	|| echo "packages: $$p could not be installed; the tests that need it are skipped"; done; fi

WASM := $(VENV)/wasm/node_modules/pyodide/pyodide.mjs

wasm: $(WASM)  # CPython 3.14 in WebAssembly, which the tests run in node; without it these are skipped

$(WASM): | $(VENV)/.dev
	@if ! command -v npm >/dev/null 2>&1; then echo "wasm: no npm here; the tests on CPython 3.14 are skipped"; \
	else npm install --silent --no-audit --no-fund --fetch-retries=1 --fetch-timeout=20000 --prefix $(VENV)/wasm pyodide@314.0.7 >/dev/null 2>&1 \
	|| echo "wasm: pyodide could not be fetched; the tests on CPython 3.14 are skipped"; fi

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

suite: $(VENV)/.dev
	$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

test-real: $(VENV)/.dev
	$(BIN)/python -m pytest -m real

check: $(VENV)/.play
	$(BIN)/asyncplay check

# CPython's own tests of asyncio under the runner, on every interpreter found: about five minutes for each. COMPAT="--python 3.12 test_tasks", or --help
compat: $(VENV)/.dev
	$(BIN)/python -m tests.compat $(COMPAT)

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/latency.py
	$(BIN)/python benchmarks/first_paint.py
	$(BIN)/python benchmarks/ends.py
	$(BIN)/python benchmarks/wire.py
	$(BIN)/python benchmarks/tracing.py
	$(BIN)/python benchmarks/clocks.py
	$(BIN)/python benchmarks/stuck.py
	$(BIN)/python benchmarks/recording.py
	$(BIN)/python benchmarks/panes.py
	$(BIN)/python benchmarks/crowd.py
	$(BIN)/python benchmarks/sandbox.py

soak: $(VENV)/.dev
	$(BIN)/python benchmarks/soak.py
	$(BIN)/python benchmarks/long.py

fuzz: $(VENV)/.dev
	-@$(PIP) install atheris
	$(BIN)/python -m tests.fuzz

pictures: $(VENV)/.dev
	$(BIN)/python docs/make_pictures.py

wheel: $(VENV)/.dev
	$(PIP) install build
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "asyncplay needs CPython 3.11 or newer: name one with  make PYTHON=/path/to/python3"; exit 2; }
	@echo "setting up $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.play: $(VENV)/bin/python pyproject.toml
	@$(PIP) install -e . && touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml
	@$(PIP) install -e '.[dev,web]' && touch $@ $(VENV)/.play
