# Each target does all the set-up it needs on a machine with Python 3.11 or newer and nothing else of ours.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
READY := $(VENV)/ready
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
WEB := tests/web/node_modules/.package-lock.json

.PHONY: help site serve check web format lint types test verify verify-all lock newest clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(READY): scripts/requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check $$(grep '^uv==' scripts/requirements.txt)
	$(RUN)/uv pip install --quiet --python $(RUN)/python -r scripts/requirements.txt
	$(RUN)/uv pip install --quiet --python $(RUN)/python --no-deps --editable .
	touch $(READY)

site: $(READY)  ## build the site into site/, from the recorded runs
	$(RUN)/crosscheck build

serve: $(READY)  ## show the site on this machine and follow edits
	$(RUN)/crosscheck serve

check: $(READY)  ## judge the data
	$(RUN)/crosscheck check

web: $(WEB)  ## install what judges the finished pages: axe-core, the Nu checker, Lighthouse

$(WEB): tests/web/package-lock.json
	if command -v npm >/dev/null; then npm ci --prefix tests/web --silent && touch $(WEB); \
	else echo "npm is not there: the tests that judge finished pages are skipped" >&2; fi

format: $(READY)  ## bring the code into its form
	$(RUN)/ruff format scripts tests
	$(RUN)/ruff format --line-length 100 snippets
	$(RUN)/ruff check --fix scripts tests snippets

lint: $(READY)
	$(RUN)/ruff format --check scripts tests
	$(RUN)/ruff format --check --line-length 100 snippets
	$(RUN)/ruff check scripts tests snippets
	$(RUN)/yamllint --strict .
	$(RUN)/zizmor --offline --quiet .github

types: $(READY)
	$(RUN)/mypy

test: lint types check web  ## the definition of done: everything that has to hold before a merge
	$(RUN)/crosscheck build
	$(RUN)/crosscheck verify --mutate --no-record
	$(RUN)/pytest

verify: $(READY)  ## run every pair of the default environment and record the runs
	$(RUN)/crosscheck verify --mutate

verify-all: $(READY)  ## run every pair of every environment; records nothing
	$(RUN)/crosscheck verify --environment all --mutate --no-record

lock: $(READY)  ## pin the newest versions of what the tool and the environments need
	$(RUN)/uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header --upgrade --extra dev pyproject.toml -o scripts/requirements.txt
	for pins in data/environments/*.in; do $(RUN)/uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header --upgrade $$pins -o $${pins%.in}.txt; done

newest: $(READY)  ## move the environments' pins to the newest releases, whatever their .in files say
	for pins in data/environments/*.in; do sed '/# held/!s/==.*//' $$pins | $(RUN)/uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header --upgrade - -o $${pins%.in}.txt; done

clean:  ## remove what was built, except the environments of the frameworks
	rm -rf $(VENV) tests/web/node_modules site build/docs/* build/screenshots
