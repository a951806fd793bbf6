# What there is to run. Each target sets itself up first: it needs Python 3.11 or later, make and git, nothing else.
#   HOST PORT SANDBOX_PORT LOCAL_DIR override where things run, for example: make demo PORT=8001

PYTHON ?= python3
LOCAL_DIR ?= .local
export LOCAL_DIR

VENV := .venv/bin
UV_LOCK := $(VENV)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet

.PHONY: help setup demo code test check walkthrough prove bench lock messages

help:  ## Say what each target does
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

setup:  ## Make .venv as the lock says (at once when nothing changed)
	@$(PYTHON) tools/setup.py

demo: setup  ## Run everything on this machine until Ctrl-C
	@exec $(VENV)/python -m onboarding.supervisor

code: setup  ## Show an officer's six digits of this moment; WHO=officer@up-odop.example
	@$(VENV)/python -m tools.code

test: setup  ## Run the whole suite; ARGS="-k listing" narrows it
	$(VENV)/python -m pytest $(ARGS)

check: setup  ## Lint, types, floors, templates, migrations, messages, API description
	$(VENV)/python -m tools.check

walkthrough: setup  ## Drive one artisan's whole road over real HTTP
	@exec $(VENV)/python -m tests.walkthrough

prove: setup  ## Try to break each promise of docs/guarantees.md
	@exec $(VENV)/python -m tests.prove

bench: setup  ## Measure, and write bench/results.json
	@exec $(VENV)/python -m bench

lock: setup  ## Resolve the dependencies of pyproject.toml anew into locks/
	$(UV_LOCK) --output-file locks/server.txt
	$(UV_LOCK) --extra demo --extra dev --output-file locks/all.txt
	$(UV_LOCK) --extra demo --constraint locks/all.txt --output-file locks/demo.txt

messages: setup  ## Collect new texts into the .po files and compile them
	$(VENV)/python -m tools.messages
