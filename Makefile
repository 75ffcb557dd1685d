# Kontuar: `make test` and `make demo` need make and any Python from 3.11 on with pip. The rest is fetched
# into .tools/ and .venv/ here, nothing is installed into the system.

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
RUN := $(BIN)/python
PACKAGES := kontuar tools
ARGS ?=
# Where this is set, every process compiles every library anew: a command takes seconds longer, the tests half as long again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help ready test test-all demo serve lint format browser pictures bench measure messages lock audit wheel clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/'

ready: ## make .venv (uv is fetched if it is missing)
	@$(PYTHON) tools/ready.py

test: ready ## the everyday tests, three to five minutes (ARGS="-k word" picks some)
	@$(RUN) -m pytest -n 2 --dist loadfile $(ARGS)

test-all: ready ## everyday and long tests
	@$(RUN) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not browser" $(ARGS)

demo: ready ## a make-believe marketplace, a connected account and the desk, in a throw-away folder
	@$(BIN)/kontuar demo $(ARGS)

serve: ready ## the real thing, data in ./data
	@$(BIN)/kontuar serve $(ARGS)

lint: ready ## ruff, mypy, the contracts between folders
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@$(BIN)/lint-imports

format: ready ## let ruff put the code in order
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .

browser: ready ## journeys in a real browser (the system's Chromium)
	@$(RUN) -m pytest tests/browser tests/web -m browser $(ARGS)

pictures: ready ## the journeys again, and the README's pictures from them
	@KONTUAR_PICTURES=docs/pictures $(RUN) -m pytest tests/browser -m browser $(ARGS)

bench: ready ## how quick the program is on this machine
	@$(RUN) -m bench.run $(ARGS)
	@$(RUN) -m bench.sync $(ARGS)
	@$(RUN) -m bench.checks
	@$(RUN) -m bench.rules
	@$(RUN) -m bench.today

measure: ready ## how well the text engine reads the labelled texts
	@$(RUN) -m bench.measure_text $(ARGS)
	@$(RUN) -m pytest -q tests/rules/test_good_replies.py

messages: ready ## collect and compile the interface's texts
	@$(RUN) tools/messages.py

lock: ## choose versions again and write the lock files
	@$(PYTHON) tools/lock.py $(ARGS)

audit: ready ## ask the public database of vulnerabilities about our dependencies (needs the network)
	@$(firstword $(wildcard .tools/uv/bin/uv) uv) tool run pip-audit --strict --require-hashes --disable-pip \
		-r requirements.lock -r requirements-machines.lock

wheel: ready ## build dist/kontuar-*.whl
	@$(RUN) -m hatchling build -t wheel

clean: ## remove what make made
	@rm -rf .venv .tools dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
