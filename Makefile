# make demo | make test | make lint | make types. Each sets up what it needs in .venv and runs there.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
SOURCES := $(shell find pipeline models configs -type f -not -name '*.pyc') pyproject.toml README.md LICENSE
SEED := seeds/000_9b428e2c7b5ee062.txt

.PHONY: demo test lint types clean

demo: $(VENV)/.installed
	@mkdir -p out
	$(BIN)/onrecord run $(SEED) --format html -o out/demo.html --force --quiet
	$(BIN)/onrecord run $(SEED) --format pretty
	@echo "The same as a page: out/demo.html"

# Everything below runs against the installed wheel; the source tree has no package named onrecord.
test: $(VENV)/.tools
	$(BIN)/python -m pytest

lint: $(VENV)/.tools
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.tools
	$(BIN)/mypy -p onrecord
	$(BIN)/mypy scripts

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.installed: $(VENV)/bin/python constraints.txt $(SOURCES)
	rm -rf build
	$(BIN)/python -m pip install --quiet --constraint constraints.txt .
	@touch $@

$(VENV)/.tools: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt ".[all,test,dev]"
	@touch $@

clean:
	rm -rf $(VENV) build dist out *.egg-info
