# `make demo` and `make test` each work on their own, from a fresh clone, with nothing but
# Python 3.11-3.13, make and a package index. `make help` lists the rest.

BIN := .venv/bin
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help demo test lint types pytest coverage bench lock wheel reference claims clean set-up-run set-up-test

help:
	@echo "make demo    set up, then show the whole loop on a synthetic person"
	@echo "make test    set up, then lint, types, floors and tests"
	@echo "make lint    style and floors only"
	@echo "make types   mypy --strict only"
	@echo "make coverage    the tests again, counting the lines that they run"
	@echo "make bench   time the stories; one row in benchmarks/results/speed.tsv"
	@echo "make wheel   build dist/*.whl and dist/*.tar.gz"
	@echo "make reference   write docs/reference/commands.md anew from the commands' own help"
	@echo "make claims  write docs/reference/claims.md anew from the tables of claims and sources"
	@echo "make lock    write requirements/*.txt anew (UPGRADE=1 for newer versions)"
	@echo "make clean   remove .venv, caches and builds; your diary is not here and is not touched"
	@echo "PYTHON=/path/to/python chooses the Python; ARGS='-k store' is handed to pytest"

set-up-run:
	@sh tools/set_up.sh run

set-up-test:
	@sh tools/set_up.sh test

demo: set-up-run
	@$(BIN)/commensal demo
	@echo "Here, 'commensal' is $(BIN)/commensal; to type just 'commensal', first: . $(BIN)/activate"

test: lint types pytest

lint: set-up-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: set-up-test
	$(BIN)/mypy

# One thread for linear algebra in each test process: two pools on two cores slow each other fivefold.
pytest: set-up-test
	OMP_NUM_THREADS=1 $(BIN)/pytest -n $${TEST_PROCESSES:-2} $(ARGS)

# Apart from the tests, because counting lines makes them take half as long again.
coverage: set-up-test
	OMP_NUM_THREADS=1 $(BIN)/pytest -n $${TEST_PROCESSES:-2} --cov --cov-report=term:skip-covered $(ARGS)

bench: set-up-test
	$(BIN)/python -m benchmarks.speed $(ARGS)

wheel: set-up-test
	$(BIN)/python -m build --no-isolation

reference: set-up-test
	$(BIN)/python tools/command_reference.py

claims: set-up-test
	$(BIN)/python tools/claims_page.py

lock:
	@sh tools/lock.sh

clean:
	rm -rf .venv .venv-lock .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.* htmlcov dist build
