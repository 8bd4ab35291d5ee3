# make demo, make test, make bench, make lint and make docs do all their own set-up: they need Python 3.11 and
# make. What is set up stays in .venv until pyproject.toml or constraints.txt changes.

.POSIX:
.SUFFIXES:
.PHONY: help demo test lint bench docs clean
.DEFAULT_GOAL := help

RUN = .venv/bin/python -m

help:
	@echo "make demo    the whole job on the sample town; ends by naming the files it wrote"
	@echo "make test    lint and every test"
	@echo "make lint    style, types, layers, docstrings, dependencies"
	@echo "make bench   our times beside those of public libraries"
	@echo "make docs    draw the pictures, and the documentation as a website in site/"
	@echo "make clean   remove everything that was made, .venv included"

demo: .venv/.dev
	.venv/bin/accessibility demo demo-output

test: lint
	sh tools/get_browser.sh
	$(RUN) pytest --numprocesses=auto --dist=loadscope --cov=accessibility --cov-report=term

lint: .venv/.dependencies
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	.venv/bin/lint-imports
	find accessibility -name '*.py' | sort | xargs $(RUN) numpydoc lint

bench: .venv/.bench
	$(RUN) benchmarks

docs: .venv/.docs
	$(RUN:-m=) tools/draw_pictures.py
	$(RUN) mkdocs build --strict --quiet
	@echo "site/index.html"

clean:
	rm -rf .venv .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache demo-output dist site

.venv/.dev .venv/.bench .venv/.docs: pyproject.toml constraints.txt tools/set_up.sh
	PYTHON="$(PYTHON)" sh tools/set_up.sh $(@:.venv/.%=%)
	@touch $@

.venv/.dependencies: .venv/.dev tools/check_dependencies.py
	$(RUN:-m=) tools/check_dependencies.py
	@touch $@
