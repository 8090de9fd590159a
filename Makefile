# The two commands of the README are `make brief` and `make test`; `make check` is what runs before a commit.
# All run in their own virtual environment, .venv, with every package pinned by version and hash.

PYTHON  ?= python3
BIN     := .venv/bin
CLIENT  ?= KHM
PATRONS ?= JPN,CHN,USA
OUT     ?= out
UV_PIN  := uv==0.13.9

# uv installs the pinned packages in seconds; where it cannot be had, pip does the same from the same pins.
define install
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r $(1) \
	  || $(BIN)/python -m pip install --quiet --require-hashes -r $(1)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . \
	  || $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
endef

models: .venv/run ## Train the reader's weights (about 45 minutes; PLV and AW beside the checkout are used if there)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements/models.in
	@$(BIN)/python -m training

.PHONY: models brief test check lint types imports licences format bench docs picture spark lock clean help

brief: .venv/run ## Make the brief of the example case, or of DOCS="a.txt b.pdf https://..." CLIENT=KHM PATRONS=JPN,CHN,USA
	@$(BIN)/suasion workup $(DOCS) --client $(CLIENT) --patrons $(PATRONS) $(if $(FROM),--from $(FROM)) $(if $(TO),--to $(TO)) --out $(OUT)

test: .venv/dev ## Run all tests
	@$(BIN)/python -m pytest

check: lint types imports licences ## Lint, types, import rules, licences

lint: .venv/dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/dev
	@$(BIN)/mypy

imports: .venv/dev
	@$(BIN)/lint-imports

licences: .venv/dev
	@$(BIN)/reuse lint --quiet || $(BIN)/reuse lint

format: .venv/dev ## Format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: .venv/dev ## Run the quick benchmarks
	@$(BIN)/python -m bench

docs: .venv/dev ## Build the documentation into docs/_build
	@$(BIN)/sphinx-build --quiet --fail-on-warning -b html docs docs/_build/html

picture: .venv/run ## Take the README's picture of the example's brief; needs Chromium
	@$(BIN)/suasion workup --out out >/dev/null
	@$(BIN)/python tools/picture.py out/brief.html docs/pictures/brief.png

spark: .venv/spark ## Install Spark, so that its tests are not skipped

lock: .venv/python ## Pin all packages anew
	@$(BIN)/uv pip compile --quiet pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --custom-compile-command "make lock" -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet pyproject.toml --group build --group dev --group docs -c requirements/run.txt --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	  -o requirements/dev.txt
	@$(BIN)/uv pip compile --quiet pyproject.toml --group build --extra spark -c requirements/dev.txt --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	  -o requirements/spark.txt

clean: ## Remove the virtual environment and all that was made
	@rm -rf .venv out docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis

help: ## Say what each command does
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/'

.venv/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else f"Suasion needs Python 3.11 or later; {sys.executable} is {v[0]}.{v[1]}. Try: make PYTHON=python3.11")'
	@echo "Making a virtual environment in .venv (once)" >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV_PIN) || echo "No uv to be had; pip will do, more slowly" >&2
	@touch $@

.venv/run: .venv/python requirements/run.txt pyproject.toml
	@echo "Installing pinned packages, about 1.1 GB unpacked (once)" >&2
	$(call install,requirements/run.txt)
	@touch $@

.venv/spark: .venv/dev requirements/spark.txt
	@echo "Installing pinned Spark for its tests, about 500 MB unpacked (once)" >&2
	$(call install,requirements/spark.txt)
	@touch $@

.venv/dev: .venv/run requirements/dev.txt
	@echo "Installing pinned tools for tests and checks (once)" >&2
	$(call install,requirements/dev.txt)
	@touch $@
