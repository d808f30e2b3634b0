# Every command of the project in one place; `make help` lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
PYTHON := .venv/bin/python
RUNTIME := .venv/.requirements-installed
DEVELOPMENT := .venv/.requirements-dev-installed
# Trying the application out and developing it needs no certificate and no key of its own.
MANAGE := DEBUG=1 $(PYTHON) manage.py

.PHONY: help setup demo run test check format bench mutation pictures sbom clean packages packages-dev setup-dev

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: packages $(RUNTIME) .env ## install what the application needs: Debian packages, .venv, requirements

demo: setup ## make the demonstration data and a sample PDF, then serve them on 127.0.0.1 (PORT=8000)
	@PORT=$(PORT) scripts/demo.sh

run: setup ## serve the database as it is, starting again when the code changes (PORT=8000)
	@scripts/port_is_free.sh $(PORT)
	@$(MANAGE) migrate --verbosity 0
	@scripts/serve.sh $(PORT)

test: setup-dev .venv-bench/.installed ## run every check and test, on SQLite and PostgreSQL and in the browser
	@scripts/test.sh

check: $(DEVELOPMENT) ## run the linters and Django's own checks only
	@scripts/check.sh

format: $(DEVELOPMENT) ## put the code into its one format and mend what the linter can
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench: setup-dev .venv-bench/.installed ## run the benchmarks, the list beside Datasette among them, and print their tables
	@DEBUG=1 $(PYTHON) -m bench.against_datasette
	@DEBUG=1 $(PYTHON) -m bench.run
	@DEBUG=1 $(PYTHON) -m bench.serving
	@DEBUG=1 $(PYTHON) -m bench.generated

mutation: setup-dev .venv-mutation/.installed ## change the rules line by line and print what no test notices (MODULE=one file)
	@scripts/mutation.sh $(MODULE)

pictures: setup-dev ## take the pictures of the pages that the documentation shows
	@DEBUG=1 $(PYTHON) scripts/pictures.py

sbom: $(DEVELOPMENT) ## write the bill of materials (CycloneDX) and the list of licences
	@scripts/sbom.sh

clean: ## remove what can be made again, but neither the database nor .venv
	@rm -rf output build staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

# What the commands above stand on

packages:
	@scripts/debian_packages.sh runtime

packages-dev: packages
	@scripts/debian_packages.sh tests

# A key of this installation's own, so that the commands run without further settings; never overwritten.
.env: | $(RUNTIME)
	@umask 077 && $(PYTHON) -c 'import secrets; print(f"SECRET_KEY={secrets.token_urlsafe(64)}")' > $@

setup-dev: packages-dev $(DEVELOPMENT) .env

$(RUNTIME): requirements.txt constraints.txt | packages
	@scripts/install_requirements.sh requirements.txt
	@touch $@

.venv-bench/.installed: requirements-bench.txt
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/pip install --quiet -r $<
	@touch $@

.venv-mutation/.installed: requirements-mutation.txt
	@$(PYTHON) -m venv .venv-mutation
	@.venv-mutation/bin/pip install --quiet -r $<
	@touch $@

$(DEVELOPMENT): requirements-dev.txt requirements.txt constraints.txt | packages
	@scripts/install_requirements.sh requirements-dev.txt
	@touch $(RUNTIME) $@
