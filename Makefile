PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Without kept byte code, every process that a test starts would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE
POSTS ?= 3
# Of two cores, a quarter of the time is waited for a broker, a site or a platform: five parts side by side fill it.
WORKERS ?= 5
SAMPLE ?= 200
SEED ?= 1

.DEFAULT_GOAL := help

help: ## what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/base ## from the sample board to finished films (POSTS=3)
	@$(BIN)/wagglebot demo --posts $(POSTS)

run: $(VENV)/base ## all stations and the review app on 127.0.0.1:7860, until Ctrl-C
	@$(BIN)/wagglebot run

doctor: $(VENV)/base ## check this machine
	@$(BIN)/wagglebot doctor

test: $(VENV)/dev ## the tests; says what was skipped and why (WORKERS=5)
	@tools/test_tools.sh
	@$(BIN)/python tools/run_tests.py --workers $(WORKERS)
	@echo "Not among these: the long ones (drills, benches, more films). They run with: make test-slow"

test-slow: $(VENV)/dev ## the long tests, one after another: drills, benches, more films, properties by many more examples
	@tools/test_tools.sh
	@$(BIN)/pytest -q -m "slow or hypothesis" --hypothesis-profile=thorough

check: $(VENV)/dev ## style, types, architecture, configuration files
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml docker-compose.gpu.yml docker-compose.accounts.yml
	@for conf in nats/*.conf; do NATS_PASSWORD='"check"' $(BIN)/nats-server -t -c $$conf || exit 1; done
	@$(BIN)/python tools/settings_example.py --check
	@$(BIN)/python tools/fresh_lock.py --check
	@$(BIN)/python tools/architecture.py --check
	@$(BIN)/python tools/figures.py --check >/dev/null
	@$(BIN)/python tools/adapter_tables.py --check
	@$(BIN)/python tools/site_tables.py --check
	@$(BIN)/python tools/model_tables.py --check
	@$(BIN)/python tools/site_file_docs.py --check

figures: $(VENV)/dev ## the figures of the code base as JSON: imports, sizes, tests, docstrings
	@$(BIN)/python tools/figures.py

architecture: $(VENV)/dev ## draw which room imports which: docs/pictures/architecture.svg
	@$(BIN)/python tools/architecture.py

wheel: $(VENV)/dev ## the installable program, in dist/
	@rm -rf build && $(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist . && rm -rf build wagglebot.egg-info && ls dist/*.whl

cpu: ## WaggleBot with models on the processor, in var/environments/cpu, and its set-up (SETUP=--yes asks nothing)
	@PYTHON=$(PYTHON) tools/environment.sh var/environments/cpu requirements/local-cpu.txt
	@var/environments/cpu/bin/wagglebot setup $(SETUP)

gpu: ## the same with models on an NVIDIA card, in var/environments/gpu
	@PYTHON=$(PYTHON) tools/environment.sh var/environments/gpu requirements/local-gpu.txt
	@tools/llama_for_card.sh var/environments/gpu
	@var/environments/gpu/bin/wagglebot setup $(SETUP)

optimum: ## the environment of the writer 'optimum', in var/environments/optimum
	@PYTHON=$(PYTHON) tools/environment.sh var/environments/optimum requirements/optimum.txt "torch==2.13.*"

mutants: $(VENV)/dev ## small faults in the modules with rules: do the tests find them? (SAMPLE=200 SEED=1)
	@$(BIN)/python tools/mutants.py --sample $(SAMPLE) --seed $(SEED) --json var/mutants.json

coverage: $(VENV)/dev ## branch coverage of the schemas, bus, commands, publishers and projector: 95 % each
	@rm -f var/coverage var/coverage.* && mkdir -p var
	@$(BIN)/coverage run -m pytest -q -n 2 --dist worksteal -m "not slow" tests/contract/test_p*.py \
		$(foreach room,schemas bus projector publish,tests/unit/$(room)) \
		$(foreach room,bus commands ops projector publish,tests/integration/$(room))
	@$(BIN)/coverage run -m pytest -q tests/contract/test_brokers.py tests/integration/bus/test_bus_outage.py # a cluster too
	@$(BIN)/coverage combine -q
	@for room in schemas libraries/bus services/commands services/publish services/projector; do \
		$(BIN)/coverage report --include="$$room/*" --skip-covered --show-missing --fail-under=95 || exit 1; done

bench: $(VENV)/base ## measure; the figures go to docs/benchmarks.md
	@$(BIN)/python tools/keep_figures.py bench

drill: $(VENV)/dev ## kill everything and count what is lost; DRILL_MINUTES for the long form
	@$(BIN)/python tools/keep_figures.py drill

versions: $(VENV)/dev ## record declared versions and the outputs they stand for, after one was raised
	@$(BIN)/python tools/keep_versions.py

gallery: $(VENV)/dev ## keep what films look like: golden frames of the tests, contact sheets of the docs
	@$(BIN)/python tools/gallery.py

pictures: $(VENV)/dev ## keep what the review app looks like: its pages on the sheets of the docs (needs chromium)
	@$(BIN)/python tools/review_pictures.py

lock: ## resolve the dependencies again (needs uv)
	@$(PYTHON) tools/fresh_lock.py

format: $(VENV)/dev ## put the code in order
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

clean: ## remove the environment and caches; media and facts stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/base: requirements/base.txt pyproject.toml
	@PYTHON=$(PYTHON) tools/environment.sh $(VENV) requirements/base.txt
	@touch $@

$(VENV)/dev: requirements/dev.txt pyproject.toml
	@PYTHON=$(PYTHON) tools/environment.sh $(VENV) requirements/dev.txt
	@touch $@ $(VENV)/base

.PHONY: help demo run doctor test test-slow check figures mutants coverage wheel architecture optimum cpu gpu bench drill versions gallery pictures lock format clean
