"""The check of the lock: whether a station runs, told by the kernel and not by trying to take it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine, warning
from intake.state_folder import holder_of


def look(case: Case) -> Iterator[Finding]:
    """Say who holds the state folder. Taking the lock for a moment could send a starting station away."""
    try:
        told = (case.folder / "lock").read_text(encoding="utf-8", errors="replace")[:200]
    except (FileNotFoundError, NotADirectoryError):
        yield fine(Check.LOCK, "lock_free")
        return
    holder = holder_of(case.folder, case.machine)
    if holder is None:
        yield warning(Check.LOCK, "lock_unknown", holder=told)
    elif holder == 0:
        yield fine(Check.LOCK, "lock_free")
    elif _lives(case.machine / "proc" / str(holder)):
        yield fine(Check.LOCK, "lock_held", holder=told)
    else:
        yield fault(Check.LOCK, "lock_orphaned", holder=told, file=str(case.folder / "lock"))


def is_held(case: Case) -> bool:
    """Tell whether a process holds the folder, as far as the kernel says."""
    try:
        return bool(holder_of(case.folder, case.machine))
    except OSError:
        return False


def _lives(process: Path) -> bool:
    """Tell whether a process runs; one that is dead and not yet buried (zombie) does not."""
    try:
        return not re.search(r"\) [ZX] ", (process / "stat").read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return False
