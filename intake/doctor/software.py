"""The check of what the program runs on: Python, and the SQLite its journal rests on."""

from __future__ import annotations

import platform
from collections.abc import Iterator

from intake import __version__, sqlite
from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine


def look(_case: Case) -> Iterator[Finding]:
    """Ask the running program itself."""
    library = sqlite.Connection.__module__.partition(".")[0]
    yield judged(sqlite.sqlite_version_info, library, platform.python_version())


def judged(version: tuple[int, ...], library: str, python: str) -> Finding:
    """Say whether this SQLite may hold a journal; `library`: the module it came with."""
    found = ".".join(map(str, version))
    if version < sqlite.OLDEST:
        oldest = ".".join(map(str, sqlite.OLDEST))
        return fault(Check.SOFTWARE, "sqlite_old", sqlite=found, library=library, oldest=oldest)
    return fine(Check.SOFTWARE, "software", sqlite=found, library=library, python=python, version=__version__)
