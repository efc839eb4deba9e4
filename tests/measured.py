"""Which tests are measured: those of the core, whose own tests must cover it whole.

All others run untraced: Python 3.11 takes about half as long again for whatever it traces.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).parent.parent


@cache
def core() -> frozenset[str]:
    """Name the core's modules, which are what the contract in pyproject.toml says they are."""
    house = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    modules = next(each["source_modules"] for each in house if each["name"].startswith("core: "))
    return frozenset(module.removeprefix("intake.") for module in modules)


@cache
def is_measured(test: Path) -> bool:
    """Tell whether a file of tests mirrors a module of the core, or part of one.

    `test_name.py`, `test_name_part.py`, or anything in `name/`.
    """
    try:
        first = test.relative_to(ROOT / "tests" / "intake").parts[0]
    except ValueError:
        return False
    words = first.removesuffix(".py").removeprefix("test_").split("_")
    return any("_".join(words[:count]) in core() for count in range(1, len(words) + 1))


@contextmanager
def unmeasured() -> Iterator[None]:
    """Do something untraced, where anything is traced at all.

    In a worker of a run two are begun, one behind the other: who stops the last only wakes the first.
    """
    stopped: list[Coverage] = []
    while (running := Coverage.current()) is not None:
        running.stop()
        stopped.append(running)
    try:
        yield
    finally:
        for each in reversed(stopped):
            each.start()
