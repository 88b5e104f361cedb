# Everything that people and CI run. Each target does its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EVAL_HOME ?= data/eval
MATI_SHARED ?= ../shared
export MATI_SHARED EVAL_HOME

.PHONY: setup run test check eval bench soak fuzz clean

$(VENV)/.installed: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check $$(grep '^torch==' requirements.txt)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

setup: $(VENV)/.installed ## .venv, requirements and the default model
	$(BIN)/python bot.py setup

run: setup ## the Telegram bot, or the terminal chat where there is no token
	$(BIN)/python bot.py run --samples

check: $(VENV)/.installed-dev ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check ## everything that must pass, a file of tests on each of two cores
	$(BIN)/pytest --numprocesses 2 --dist loadfile

eval: setup ## figures on the development questions, over the cabinet records
	$(BIN)/python bot.py ingest "$(MATI_SHARED)/records/cabinet" --home "$(EVAL_HOME)"
	$(BIN)/python bot.py eval "$(MATI_SHARED)/data/questions-dev.jsonl" --home "$(EVAL_HOME)"
	$(BIN)/python -m tests.changes

bench: $(VENV)/.installed-dev ## speed of reading, encoding and answering; documents by format
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench_bot
	$(BIN)/python -m tests.formats.long
	$(BIN)/python -m tests.formats.real
	$(BIN)/python -m tests.bench_documents

soak: $(VENV)/.installed-dev ## the bot under load, faults and kills, for longer than a test should take
	$(BIN)/pytest -m soak

fuzz: $(VENV)/.installed-dev ## each reader fed with documents that chance has changed, 20 minutes each
	$(BIN)/python -m tests.fuzz_readers --jobs $$(nproc)

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache
