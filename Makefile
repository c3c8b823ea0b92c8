# The two commands at the top of the README are `make run` and `make test`; everything else is for developers.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Bytecode is made at the end, on every core at once: pip makes it on one, package by package, and of the hub none.
# What neither the hub nor its tests import makes its own when it is first used.
UNUSED := /(geodata|carrierdata|tests|mypy|pip|setuptools)/
COMPILE := $(BIN)/python -m compileall -q -j 0 -x '$(UNUSED)' $(VENV)/lib hub connectors

# Half as many more tests than cores at a time, because some wait for servers and for processes of their own.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(max(2, (os.cpu_count() or 1) * 3 // 2))')

# Some hundred hubs are started by the tests alone: without bytecode each of them compiles the sources again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test test-long proof proof-release check format lint types imports dead cover bench bench-match screenshots lock clean

run: $(VENV)/.run
	$(BIN)/python -m hub.demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not long"

# Those that take seconds each: browsers, learned weights, the console over PostgreSQL.
test-long: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m long

# Every suite of the proof as CI lives it, in under half an hour.
proof: $(VENV)/.dev
	$(BIN)/python -m tests.proof

# The release's, in the background, for it takes hours; begun again, it goes on where it was stopped.
proof-release: $(VENV)/.dev
	nohup $(BIN)/python -m tests.proof --release > proof-release.log 2>&1 &
	@echo "see proof-release.log, and docs/reference/proof.jsonl for each chunk that is done"

check: $(VENV)/.dev lint types imports dead cover

$(VENV)/.run: requirements/run.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --no-compile --no-deps --require-hashes -r requirements/run.lock
	$(PIP) --no-deps --no-build-isolation -e .
	-@$(COMPILE)
	@touch $@

$(VENV)/.dev: requirements/dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --no-compile --no-deps --require-hashes -r requirements/dev.lock
	$(PIP) --no-deps --no-build-isolation -e .
	-@$(COMPILE)
	@touch $@ $(VENV)/.run

format: $(VENV)/.dev
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lint: $(VENV)/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/codespell
	$(BIN)/bandit -c pyproject.toml -q -r hub connectors

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports
	$(BIN)/deptry .

dead: $(VENV)/.dev
	$(BIN)/vulture

cover: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --cov --cov-report=term:skip-covered

bench: $(VENV)/.dev .bench-venv/.peer
	$(BIN)/python -m benchmarks $(BENCH)

.bench-venv/.peer: requirements/bench.lock
	$(PYTHON) -m venv .bench-venv
	.bench-venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/bench.lock
	@touch $@

# All matchers on the same records, each in its own environment; MATCH="--million" and the like go to the runner.
bench-match: $(VENV)/.dev .identity-venv/.peer .goldenmatch-venv/.peer
	$(BIN)/python -m benchmarks.identity.bench $(MATCH)

.identity-venv/.peer: requirements/identity.lock
	$(PYTHON) -m venv .identity-venv
	.identity-venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

.goldenmatch-venv/.peer: requirements/goldenmatch.lock
	$(PYTHON) -m venv .goldenmatch-venv
	.goldenmatch-venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

lock: # needs uv
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q \
	  --group build --extra postgresql --extra match pyproject.toml -o requirements/run.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q \
	  --group dev --extra postgresql pyproject.toml -o requirements/dev.lock
	for matcher in identity goldenmatch; do uv pip compile --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -q requirements/$$matcher.in -o requirements/$$matcher.lock; done

# The pictures of the console in docs/images, over the demo.
screenshots: $(VENV)/.dev
	$(BIN)/python -m tests.console.screenshots

clean:
	rm -rf $(VENV) .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
