# make run · make test · make lint · make eval · make bench · make bench-scale: each sets up what it needs by itself.

PYTHON ?= python3
TORCH_VERSION ?= 2.13.0
# Where plain `torch` would be a CUDA build of several gigabytes (Linux), take the CPU build from PyTorch:
#   make run TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=
# Public data sets for `make bench`: a folder that holds cmrc2018/ and reports2025/.
DATA ?= data

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: run index test lint eval eval-invented bench bench-scale weights data browser clean

run: .venv/installed
	$(BIN)/python app.py

index: .venv/installed
	$(BIN)/huimou index

test: .venv/installed-dev browser
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile

lint: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

eval: index
	$(BIN)/huimou eval eval/report_questions.jsonl --baseline eval/baseline.json
	$(BIN)/huimou eval eval/pingluo_questions.jsonl --baseline eval/baseline.json
	$(BIN)/huimou eval eval/pingluo_more.jsonl --baseline eval/baseline.json

# Invented reports of other kinds, an index each.
eval-invented: .venv/installed
	for place in eval/invented/*/; do \
	  name=$$(basename "$$place"); \
	  $(BIN)/huimou index "$$place" --index "runs/invented/$$name" && \
	  $(BIN)/huimou eval "eval/invented/$$name.jsonl" --index "runs/invented/$$name" || exit 1; \
	done

bench: .venv/installed-dev browser
	$(BIN)/python tools/bench.py --data "$(DATA)"

# make bench-scale SIZES=100,1000,10000: a million take a quarter of an hour, 14 GB of disk, 17 GB of memory.
bench-scale: .venv/installed-dev
	$(BIN)/python tools/bench_scale.py --data "$(DATA)" $(if $(SIZES),--sizes $(SIZES))

weights: .venv/installed-dev
	$(BIN)/python tools/retrieval.py --data "$(DATA)"

# make data FROM=/path/to/data copies the public data sets into data/, which git ignores.
data:
	@test -n "$(FROM)" || { echo "用法 usage: make data FROM=/path/to/data"; exit 1; }
	mkdir -p data && cp -r "$(FROM)"/. data/

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "需要 Python 3.11 或更新 / Python 3.11 or newer is needed: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

# torch first and pinned, so that nothing after it brings another build.
.venv/installed: pyproject.toml | .venv/bin/python
	$(PIP) install $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch==$(TORCH_VERSION)
	$(PIP) install -e .
	@touch $@

.venv/installed-dev: .venv/installed
	$(PIP) install -e ".[dev]"
	@touch $@

# A browser for the page's tests: the system's Chromium, or Playwright's own. Without one they are skipped.
browser: | .venv/installed-dev
	@tools/browser.sh $(BIN)

clean:
	rm -rf .venv dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
