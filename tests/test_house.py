"""The house rules that no linter knows: sizes, names, the bare core, and what no file may say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]
CORE = next(contract["source_modules"] for contract in CONTRACTS if contract["name"].startswith("core: "))
PRODUCT = sorted(path for room in ("intake", "scanners", "tui") for path in (HOUSE / room).rglob("*.py"))

LONGEST_FILE = 300
LONGEST_APP = 150
LONGEST_FUNCTION = 60
NAMES_THAT_SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "misc",
    "base",
}

# What the core may load is the standard library without these, msgspec, and biip where a code needs it.
CORE_LIBRARIES = {"intake", "msgspec", "biip"}
NOT_IN_THE_CORE = {
    *(
        "asyncio",
        "multiprocessing",
        "select",
        "selectors",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "threading",
    ),
    *("http", "urllib", "tempfile", "shutil", "logging", "random", "secrets", "uuid"),
}
# What the station's own process may load of pictures: nothing, with a camera or without.
SCREENS = (
    "intake.cli.desk",
    "intake.cli.headless",
    "intake.cli.setup",
    "tui.app",
    "tui.review.app",
    "tui.setup.app",
)
OF_PICTURES = {"cv2", "numpy", "onnxruntime", "PIL", "pyzbar", "rapidocr_onnxruntime", "zxingcpp"}
CALLS_NOT_IN_THE_CORE = {
    "now",
    "today",
    "utcnow",
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "print",
    "input",
}

# Each is written so that it does not match itself: this file, too, says none of it.
ADDRESSES = re.compile(
    r"(?<!emit-)(index-[u]rl|find-[l]inks)|python[h]osted|\bpypi\.(org|python)|registry\.npmjs"
    r"|\bdeb\.debian\.org|(?<![\w.~-])/(work|root)/"
)
TARGETS = ("setup", "run", "test", "check", "fix", "bench", "demo", "nightly", "proof")


def tracked() -> list[Path]:
    """Every file that is in the repository or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=HOUSE,
        check=True,
        capture_output=True,
    ).stdout.decode()
    return [path for name in listed.split("\0") if name and (path := HOUSE / name).is_file()]


def file_of(module: str) -> list[Path]:
    path = HOUSE / module.replace(".", "/")
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def name_of(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def uncommented(lines: list[str]) -> list[str]:
    """The quoted entries of a list in pyproject.toml that say no reason, beside them or on the line above."""
    entries = [(above, line) for above, line in zip(["", *lines], lines, strict=False)]
    return [
        line.strip()
        for above, line in entries
        if re.match(r'\s+"[^"]+",', line) and "# " not in line and not above.strip().startswith("# ")
    ]


def section(opening: str) -> list[str]:
    """The lines of pyproject.toml from the one that opens so to the one that closes the list or the table."""
    lines = (HOUSE / "pyproject.toml").read_text("utf-8").splitlines()
    start = lines.index(opening)
    closing = "]" if opening.endswith("[") else "["
    end = next(i for i in range(start + 1, len(lines)) if lines[i].startswith(closing))
    return lines[start + 1 : end]


def test_the_core_loads_no_library_but_msgspec_and_biip_and_nothing_that_reaches_outside():
    # What msgspec brings, and what site-packages load at every start, is not the core's doing.
    program = (
        "import importlib, sys, msgspec, datetime, enum, dataclasses, functools\n"
        "before = set(sys.modules)\n"
        f"for name in {CORE!r}: importlib.import_module(name)\n"
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    run = subprocess.run([sys.executable, "-I", "-c", program], check=True, capture_output=True, text=True)
    loaded = set(run.stdout.split())
    assert "intake" in loaded
    assert loaded - sys.stdlib_module_names <= CORE_LIBRARIES
    assert not loaded & NOT_IN_THE_CORE


@pytest.mark.parametrize("opened", [*SCREENS, "intake.station", "intake.tables", "scanners.devices"])
def test_the_station_loads_nothing_that_looks_at_pictures(opened: str):
    program = (
        "import importlib, sys\n"
        f"importlib.import_module({opened!r})\n"
        "print(*sorted({name.partition('.')[0] for name, loaded in sys.modules.items() if loaded}))"
    )
    run = subprocess.run([sys.executable, "-I", "-c", program], check=True, capture_output=True, text=True)
    loaded = set(run.stdout.split())
    assert opened.partition(".")[0] in loaded
    assert not loaded & OF_PICTURES


@pytest.mark.parametrize("path", [path for module in CORE for path in file_of(module)], ids=name_of)
def test_the_core_calls_no_clock_and_opens_nothing(path: Path):
    calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    names = {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}
    assert not names & CALLS_NOT_IN_THE_CORE


def test_the_lowest_room_of_intake_is_the_core():
    rooms = next(contract["layers"] for contract in CONTRACTS if contract.get("exhaustive"))
    assert [f"intake.{name}" for name in rooms[-1].split(" : ")] == CORE


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_a_product_file_is_short(path: Path):
    longest = LONGEST_APP if path.name == "app.py" else LONGEST_FILE
    assert len(path.read_text("utf-8").splitlines()) <= longest


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_a_product_function_is_short(path: Path):
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_file_has_a_name_that_says_something():
    assert [name_of(path) for path in tracked() if path.stem.strip("_") in NAMES_THAT_SAY_NOTHING] == []


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine():
    found = [
        f"{name_of(path)}: {match.group()}"
        for path in tracked()
        for match in ADDRESSES.finditer(path.read_bytes().decode("utf-8", "replace"))
    ]
    assert found == []


@pytest.mark.parametrize("target", TARGETS)
def test_a_make_target_stands_in_the_makefile_and_in_the_readme(target: str):
    assert re.search(rf"^{target}:.* ## ", (HOUSE / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert re.search(rf"\bmake {target}\b", (HOUSE / "README.md").read_text("utf-8"))


@pytest.mark.parametrize("opening", ["ignore = [", "[tool.ruff.lint.per-file-ignores]"])
def test_every_ignored_rule_says_why(opening: str):
    lines = section(opening)
    assert lines
    assert uncommented(lines) == []


@pytest.mark.parametrize("opening", ["dependencies = [", "ocr = [", "build = [", "dev = ["])
def test_every_dependency_says_why(opening: str):
    lines = section(opening)
    assert lines
    assert uncommented(lines) == []


def test_a_reason_left_out_is_found():
    assert uncommented(['    "E501", # long', '    "D100",', "    # why", '    "D101",']) == ['"D100",']


def test_the_lock_has_a_hash_for_every_package_and_never_pandas():
    lock = (HOUSE / "requirements.lock").read_text("utf-8")
    packages = re.split(r"\n(?=\S)", lock.strip())
    names = {package.partition("==")[0] for package in packages}
    assert [package for package in packages if "--hash=sha256:" not in package] == []
    assert {re.split(r"[><=;]", wish)[0] for wish in PROJECT["project"]["dependencies"]} <= names
    assert "pandas" not in names
