# The one door to the project: `make run` on a fresh checkout is enough, `make check` is what continuous
# integration runs. Everything lands in .venv; only what Debian alone can give is asked of apt-get.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# A .venv whose Python went away is as good as none.
$(shell $(BIN)/python -c '' 2>/dev/null || rm -f $(STAMP))
SOURCES := $(shell find intake scanners tui tests -name '*.py' -o -name '*.tcss' -o -name '*.c')

# A bare machine speaks no UTF-8 and Debian's smallest root has no other locale with it. People's own stays.
export LANG ?= C.UTF-8

.PHONY: setup run install test check fix bench demo nightly proof mutants shots lock
.PHONY: debian-python debian-zbar debian-test debian-shots debian-kiosk

run: setup ## the desk
	@$(BIN)/intake station

setup: $(STAMP) ## .venv, as locked

# A stamp instead of a look by pip: a setup with nothing to do must not be felt at `make run`.
$(STAMP): requirements.lock pyproject.toml | debian-python
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@# Wheels only: a build of a source package would fetch tools that no hash pins.
	$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: --no-deps -r requirements.lock
	@# The build backend is in the lock; without isolation nothing more is fetched.
	$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation --editable .
	@$(MAKE) debian-zbar 2>/dev/null || echo "A camera has no second opinion on bar codes: apt-get install libzbar0"
	@touch $@

# $(call debian,probe,packages): when the probe fails, install the packages, or say in one sentence what to do.
# The lists of packages are fetched only when the ones here do not lead to them.
define debian
	@{ $(1); } >/dev/null 2>&1 && exit 0; \
	if ! command -v apt-get >/dev/null; then \
		echo "This is not Debian: install what Debian calls $(2), then run make again." >&2; exit 1; fi; \
	if [ "$$(id -u)" = 0 ]; then root=; \
	elif sudo -n true 2>/dev/null; then root='sudo -n'; \
	else echo "Ask an administrator for: apt-get install $(2)" >&2; exit 1; fi; \
	install="$$root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(2)"; \
	echo "Installing $(2) with apt-get ..."; \
	$$install >/dev/null 2>&1 || { $$root apt-get update -qq >/dev/null; $$install >/dev/null; }
endef

# A machine on which the station or the hub runs by itself. The units name this checkout.
install: ## as root: units, users, folders and udev rules; DESTDIR=… puts them below a folder and asks nothing of systemd
	@# The units see no home and a /tmp of their own (ProtectHome, PrivateTmp), and a .venv is only as good as its Python.
	@python=$$(readlink -m $(BIN)/python); \
	for place in "$(CURDIR)/" "$$python"; do case "$(DESTDIR):$$place" in :/home/*|:/root*|:/run/user/*|:/tmp/*|:/var/tmp/*) \
		if [ "$$place" = "$$python" ]; then \
			echo "Services do not see $$python: rm -r $(VENV), then make PYTHON=/usr/bin/python3 setup install." >&2; \
		else echo "Services do not see $(CURDIR): clone into /opt/returns-intake, and install from there." >&2; fi; \
		exit 1;; esac; done
	@install -d $(addprefix $(DESTDIR)/etc/,systemd/system sysusers.d tmpfiles.d udev/rules.d)
	@for unit in systemd/*.service systemd/*.timer; do \
		sed 's|/opt/returns-intake|$(CURDIR)|g' "$$unit" \
			| install -m 644 /dev/stdin "$(DESTDIR)/etc/systemd/system/$${unit##*/}"; done
	@install -m 644 systemd/sysusers.d/*.conf $(DESTDIR)/etc/sysusers.d
	@install -m 644 systemd/tmpfiles.d/*.conf $(DESTDIR)/etc/tmpfiles.d
	@install -m 644 systemd/*.rules $(DESTDIR)/etc/udev/rules.d
	@[ -n "$(DESTDIR)" ] || { systemd-sysusers && systemd-tmpfiles --create returns-intake.conf && systemctl daemon-reload; }
	@# A hub may run where there are no devices, and so no udev: in a container.
	@[ -n "$(DESTDIR)" ] || [ ! -S /run/udev/control ] || { udevadm control --reload && udevadm trigger; }

debian-python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: run make PYTHON=/path/to/python3." >&2; exit 1; }
	$(call debian,test -e $(STAMP) || $(PYTHON) -c 'import ensurepip; import venv',python3-venv)

# A camera's second opinion on bar codes. The station works without it, and is opened without it.
debian-zbar:
	$(call debian,ls /usr/lib/*/libzbar.so.0,libzbar0)

# The crash tests compile a small library that loses power on purpose; the terminal tests drive a real terminal; what
# is printed is set in a Japanese font and read back by zbar; units are read by systemd-analyze, which needs no running
# systemd for that.
debian-test:
	$(call debian,echo '#include <stdio.h>' | gcc -E - && command -v tmux && command -v systemd-analyze \
		&& ls /usr/lib/*/libzbar.so.0 /usr/share/fonts/opentype/ipafont-gothic/ipagp.ttf,gcc libc6-dev tmux systemd \
		libzbar0 fonts-ipafont-gothic)

# What intake-kiosk.service starts, and its letters.
debian-kiosk:
	$(call debian,ls /usr/bin/sway /usr/bin/foot /usr/sbin/seatd /usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf \
		/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf,sway foot seatd fonts-dejavu-core fonts-ipafont-gothic)

# Pictures are drawn by a browser, in fonts that hold Japanese; tests look at what stands on them without any.
debian-shots:
	$(call debian,command -v chromium && command -v pngquant && fc-match IPAPGothic | grep IPAPGothic \
		&& fc-match 'DejaVu Sans Condensed' | grep Condensed,chromium fonts-dejavu fonts-ipafont-gothic pngquant)

test: setup debian-test ## all tests, with coverage; the closing line comes last
	@# Tests start the program by the hundred. Where Python may not write byte code (PYTHONDONTWRITEBYTECODE, usual in
	@# containers) each start would compile all of it anew: half its time.
	@$(BIN)/python -m compileall -q intake scanners tui
	$(BIN)/python -m pytest -n 2 --cov --cov-report=

# What `make test` measured, unless something changed since.
.coverage: $(SOURCES) pyproject.toml
	@$(MAKE) test

# The core is what the contract in pyproject.toml says it is: no second list that could differ.
define CORE_FILES
import tomllib
house = tomllib.load(open("pyproject.toml", "rb"))["tool"]["importlinter"]["contracts"]
core = next(contract["source_modules"] for contract in house if contract["name"].startswith("core: "))
print(",".join(f"{name}.py,{name}/*" for name in (module.replace(".", "/") for module in core)))
endef
export CORE_FILES

check: setup ## lint, format, types, rooms, and the core covered whole
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) .coverage
	$(BIN)/coverage report --fail-under=100 \
		--include="$$($(BIN)/python -c "$$CORE_FILES")"

fix: setup ## what can be put right without thinking
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	$(BIN)/python -m docs.draw

bench: setup $(VENV)/bench ## how fast it is on this machine
	$(BIN)/python -m tests.bench

# What the index is held against, apart: nothing but this needs it.
$(VENV)/bench: requirements-bench.lock
	@rm -rf $@
	$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: --target $@ -r $<
	@touch $@

demo: setup ## a simulated worker at a training desk that is thrown away
	@state=$$(mktemp -d); export INTAKE_STATE="$$state/intake"; $(BIN)/intake init >/dev/null; \
	(sleep 3; exec $(BIN)/intake simulate --desk --port "$$state/gun" --parcels 40) >"$$state/worker" 2>&1 & worker=$$!; \
	trap 'kill $$worker 2>/dev/null; cat "$$state/worker"; rm -rf "$$state"' EXIT; \
	$(BIN)/intake station --port "$$state/gun"

nightly: setup debian-test ## the counts of a night: what a camera reads, and its process killed
	NIGHTLY=1 $(BIN)/python -m pytest -n 2 tests/scanners

proof: setup debian-test ## the large counts: power cuts, terminals, properties, cameras, nights
	PROOF=1 $(BIN)/python -m pytest -n 2 tests/crash tests/terminal tests/scanners tests/central
	PROOF=1 $(BIN)/python -m pytest -n 2 -m hypothesis

mutants: setup ## changes the core in small ways and counts what the tests notice; an hour
	@$(BIN)/mutmut run >/dev/null
	@$(BIN)/mutmut results
	@$(BIN)/mutmut export-cicd-stats >/dev/null && cat mutants/mutmut-cicd-stats.json

shots: setup debian-shots ## the pictures of the README and the operator's guide, anew
	$(BIN)/python -m docs.shots
	$(BIN)/python -m docs.guide

LOCK = $(BIN)/uv pip compile --upgrade --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

lock: setup ## both locks anew, the newest that pyproject.toml allows
	$(LOCK) pyproject.toml --extra ocr --extra hub --group build --group dev --output-file requirements.lock
	$(LOCK) --group pyproject.toml:bench --output-file requirements-bench.lock
