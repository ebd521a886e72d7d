# Everything that one does with EVR. `make help` lists it. Nothing needs to be installed by hand but Python 3.11 to 3.13.

.DEFAULT_GOAL := help
SHELL := /bin/sh
PY := .venv/bin/python
QUEUE ?=
AWS ?=
ONLY ?=
STAGE ?=
SUB ?=
SCOPES ?=
FORCE ?= dorset
FRESH ?=
T ?=
LOCK := .venv/bin/uv pip compile -q --no-header --no-annotate --universal --python-version 3.11
export PYTHONDONTWRITEBYTECODE ?= 1
# Byte code beside the sources would find its way into packages; kept elsewhere it saves each process of the unit tests two thirds of its start.
UNIT := PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX="$(CURDIR)/build/pycache" $(PY) -m pytest -n 2 --dist worksteal tests/unit

.PHONY: help run reload demo token replay doctor test check unit unit-covered integration fuzz bench lint types format package deploy lock clean clean-data emulator env env-dev

help: ## list what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env:
	@python=$$(PYTHON="$(PYTHON)" infra/find-python) && "$$python" infra/environment.py run

env-dev:
	@python=$$(PYTHON="$(PYTHON)" infra/find-python) && "$$python" infra/environment.py dev

run: env ## run the whole service on this machine at one address (FRESH=1 starts without old data, EVR_PORT=8900 elsewhere)
	@exec $(PY) -m infra.local.run $(if $(FRESH),--fresh)

reload: env ## bring the code as it is now into the running system (make run does so by itself)
	@$(PY) -m infra.local.reload

demo: env ## drive one incident through the whole flow against the running system, told step by step
	@$(PY) -m infra.local.demo

token: env ## print a token for the running system: make token SUB=cad SCOPES="report read" [FORCE=dorset]
	@$(PY) -m infra.local.token --sub "$(SUB)" --scopes "$(SCOPES)" --force "$(FORCE)"

replay: env ## send a dead-letter queue's messages again: make replay QUEUE=texts (or cad, facts, allocations, chat, receipts, media)
	@$(PY) -m infra.replay $(QUEUE)

doctor: env ## is Slack set up well, and how is it mended? (the running system; AWS=1: the deployed stage; ONLY=dorset: one force)
	@$(PY) -m infra.doctor $(if $(ONLY),--force $(ONLY)) $(if $(AWS),--aws)

test: check ## everything that CI runs

check: env-dev lint types unit-covered ## linters, types and all tests; the domain's branch coverage must be 100 %
	@$(PY) -m pytest tests/contract $(T)
	@$(PY) -m pytest -n 2 --dist loadfile --durations=15 tests/integration tests/e2e tests/browser $(T)

unit-covered: env-dev
	@$(UNIT) --cov --cov-report= $(T)
	@$(PY) -m coverage report --skip-covered
	@$(PY) -m coverage report --include='chalicelib/domain/*' --fail-under=100 > /dev/null || \
		{ echo "The domain's branch coverage is below 100 %."; exit 1; }

unit: env-dev ## the unit tests only, no emulator (T=... passes arguments to pytest)
	@$(UNIT) $(T)

integration: env-dev ## the tests that need the emulator
	@$(PY) -m pytest tests/integration $(T)

fuzz: env-dev ## throw 2,000 cases at each operation of the API
	@EVR_FUZZ_CASES=2000 $(PY) -m pytest tests/contract/test_fuzz.py $(T)

bench: env-dev ## measure the budgets: a table and one JSON object
	@$(PY) -m tests.bench

lint: env-dev ## ruff: mistakes and layout
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

types: env-dev ## mypy --strict
	@.venv/bin/mypy

format: env-dev ## let ruff mend what it can
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

package: env-dev ## package for AWS into build/package/aws: template, zip, cfn-lint and policy check
	@$(PY) -m infra.package

deploy: env-dev ## deploy to AWS with your credentials: make deploy STAGE=live (settings in infra/stages/<stage>.json)
	@$(PY) -m infra.deploy $(STAGE)

lock: env-dev ## pin the newest allowed versions again
	@$(LOCK) requirements.in -o requirements.txt && cd infra/requirements && ../../$(LOCK) run.in -o run.txt && \
		../../$(LOCK) papers.in -o papers.txt -c ../../requirements.txt && ../../$(LOCK) emulator.in -o emulator.txt -c papers.txt && ../../$(LOCK) dev.in -o ../../requirements-dev.txt -c run.txt

emulator: env

clean-data: ## forget the data of the local system
	@rm -rf build/local/state build/local/cad build/local/slack

clean: ## remove all that was built, installed and kept here
	@rm -rf build .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .chalice/deployments
