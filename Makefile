# Each target sets up what it needs, then runs.
PYTHON ?= python3
ADDRESS ?= 127.0.0.1:8000

VENV := .venv
RUN := $(VENV)/bin
SITE_TOOLS := $(VENV)/.site node_modules/.package-lock.json
TEST_TOOLS := $(VENV)/.test node_modules/.package-lock.json
BANK := PYTHONPATH=hooks $(RUN)/python -m bank

# Material announces its end of life at every build; pyproject.toml pins what we use.
export NO_MKDOCS_2_WARNING := 1
# The same commit gives the same bytes: dates in the site are the commit's.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 1577836800)

.DEFAULT_GOAL := help
.PHONY: help serve build offline new answer check fix flags outputs figures align test bench cards torch requirements clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 20

serve: $(SITE_TOOLS)  ## serve the site at 127.0.0.1:8000, rebuilt on every save
	$(RUN)/mkdocs serve --dev-addr $(ADDRESS)

build: $(SITE_TOOLS)  ## write site/ (strict); a failed build leaves the old site alone
	rm -rf site.new
	$(RUN)/mkdocs build --strict --site-dir site.new
	rm -rf site && mv site.new site

offline: build  ## write qkv.zip: the site to read without a server or a network
	@$(BANK) offline site qkv.zip

new: $(SITE_TOOLS)  ## add a question: make new SLUG=my-question CATEGORY=training ZH="…" EN="…"
	@$(BANK) new "$(SLUG)" "$(CATEGORY)" --zh "$(ZH)" --en "$(EN)"

answer: $(SITE_TOOLS)  ## start an answer: make answer N=113 (or 2.17, or a slug)
	@$(BANK) answer "$(N)"

check: $(SITE_TOOLS)  ## print every problem of the content, run the experiments
	@$(BANK) check

fix: $(SITE_TOOLS)  ## mend spacing, punctuation, ids and order; says what it did
	@$(BANK) fix

flags: $(SITE_TOOLS)  ## list open and outdated questions
	@$(BANK) flags

outputs: $(SITE_TOOLS)  ## run the experiments and write the output that pages show
	@$(BANK) outputs

figures: $(SITE_TOOLS)  ## run the scripts of figures and write what they draw
	@$(BANK) figures

align: $(SITE_TOOLS)  ## record that both languages say the same: make align SLUGS="a b"
	@$(BANK) align $(SLUGS)

test: $(TEST_TOOLS)  ## run all tests, in a real browser too
	$(RUN)/python tests/browser.py
	$(RUN)/ruff check hooks tests
	$(RUN)/ruff format --check hooks tests
	$(RUN)/mypy
	$(RUN)/python -m pytest $(TESTS)

cards: $(TEST_TOOLS)  ## draw the social cards anew; needs the fonts Noto Sans CJK and Noto Serif CJK
	PYTHONPATH=hooks:tests $(RUN)/python tests/cards/draw.py

bench: $(TEST_TOOLS)  ## measure how long building, serving and pages take (some minutes)
	$(RUN)/python tests/benchmarks/build.py
	PYTHONPATH=hooks:tests $(RUN)/python tests/benchmarks/page.py

torch: $(VENV)/.test  ## install PyTorch, for the one experiment that is about it
	$(RUN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0

requirements: $(VENV)/.test  ## pin the dependencies of pyproject.toml anew, with hashes
	$(RUN)/pip install --quiet pip-tools
	$(RUN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	  --no-emit-index-url --no-emit-find-links -o requirements.txt pyproject.toml
	$(RUN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	  --no-emit-index-url --no-emit-find-links --extra test -o requirements-test.txt pyproject.toml

clean:  ## delete everything that was installed or built
	rm -rf $(VENV) node_modules site site.new .cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: requirements.txt | $(VENV)/bin/python
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-test.txt | $(VENV)/bin/python
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@ $(VENV)/.site

node_modules/.package-lock.json: package.json package-lock.json
	@node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' || \
	  { echo "Node 20 or newer is needed to render formulas"; exit 1; }
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@
