# Loket: one obvious command for each thing.
PY = .venv/bin/python
# Two cores, and one more: a test that waits for its far side leaves one idle.
JOBS ?= 3

# Compiled once, not anew in each of twenty processes.
test soak: export PYTHONDONTWRITEBYTECODE =

.PHONY: run setup test soak bench bench-understanding check chat clean

run: .venv/ready ## serve on 127.0.0.1:8080 (settings: .env.example)
	@exec $(PY) -m bot run

setup: .venv/ready ## make the environment, with the command loket in .venv/bin

test: .venv/ready-for-tests ## everything, the browser tests too
	@sh scripts/browser.sh
	@$(PY) -m pytest -n $(JOBS) --dist worksteal

soak: .venv/ready-for-tests ## the long forms: forged mail by the thousand, crashes, floods
	@$(PY) -m pytest -m soak

bench: .venv/ready-for-tests ## the README's figures
	@$(PY) -m benchmarks
	@$(PY) -m benchmarks.load

bench-understanding: .venv/ready-for-tests ## the matcher on public intent sets, beside peers
	@$(PY) -m benchmarks.understanding

check: .venv/ready-for-tests ## style, types, catalogue, languages, settings
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy catalog_data intents bot channels storage
	@$(PY) -m bot check

chat: .venv/ready ## talk to the counter in the terminal
	@exec $(PY) -m bot chat

clean: ## remove the environment; data/ stays
	rm -rf .venv

.venv/ready: requirements.lock pyproject.toml
	@sh scripts/environment.sh requirements.lock
	@touch $@

.venv/ready-for-tests: requirements-test.lock pyproject.toml
	@sh scripts/environment.sh requirements-test.lock
	@touch .venv/ready $@
