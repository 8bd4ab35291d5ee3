# make demo, make test, make bench, make lint, make docs and make plugin do all their own set-up: they need Python
# 3.11 and make. What is set up stays in .venv (and .venv-qgis) until pyproject.toml or constraints.txt changes.

.POSIX:
.SUFFIXES:
.PHONY: help demo test lint bench docs plugin deploy clean
.DEFAULT_GOAL := help

RUN = .venv/bin/python -m
PROFILE = default

help:
	@echo "make demo    the whole job on the sample town; ends by naming the files it wrote"
	@echo "make test    lint and every test; those of the plugin where there can be a QGIS"
	@echo "make lint    style, types, layers, docstrings, dependencies"
	@echo "make bench   our times beside those of public libraries"
	@echo "make docs    draw the pictures, and the documentation as a website in site/"
	@echo "make plugin  the QGIS plugin as a zip in dist/"
	@echo "make deploy  the plugin into your QGIS: PROFILE=name, or the folder of a profile"
	@echo "make clean   remove everything that was made, .venv included"

demo: .venv/.dev
	.venv/bin/accessibility demo demo-output

test: lint
	sh tools/get_browser.sh
	sh tools/get_qgis.sh || test $$? = 3
	$(RUN) pytest --numprocesses=auto --dist=loadscope --cov=accessibility --cov-report=term
	sh tools/test_plugin.sh

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

plugin: .venv/.dev
	$(RUN:-m=) tools/make_plugin.py

deploy: .venv/.dev
	$(RUN:-m=) tools/deploy_plugin.py --profile "$(PROFILE)"

clean:
	rm -rf .venv .venv-qgis build .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache tests/plugin/.pytest_cache .ruff_cache demo-output dist site

.venv/.dev .venv/.bench .venv/.docs: pyproject.toml constraints.txt tools/set_up.sh
	PYTHON="$(PYTHON)" sh tools/set_up.sh $(@:.venv/.%=%)
	@touch $@

.venv/.dependencies: .venv/.dev tools/check_dependencies.py
	$(RUN:-m=) tools/check_dependencies.py
	@touch $@
