"""The check of the lock: whether a station runs, told by the kernel and not by trying to take it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine, warning

_NAMED = re.compile(r"process (\d+)")
_FLOCK = re.compile(r"\bFLOCK\b.* (\d+) ([0-9a-f]+:[0-9a-f]+):(\d+) 0 EOF")
"""In /proc/locks: process, device, inode (proc_locks(5))."""


def look(case: Case) -> Iterator[Finding]:
    """Say who holds the state folder. Taking the lock for a moment could send a starting station away."""
    try:
        told = (case.folder / "lock").read_text(encoding="utf-8", errors="replace")[:200]
    except (FileNotFoundError, NotADirectoryError):
        yield fine(Check.LOCK, "lock_free")
        return
    holder = _holder(case, told)
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
        return bool(_holder(case, (case.folder / "lock").read_text(encoding="utf-8", errors="replace")))
    except OSError:
        return False


def _holder(case: Case, told: str) -> int | None:
    """Give the process that took the lock, 0 for none, None where the kernel does not say."""
    try:
        locks = (case.machine / "proc" / "locks").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    status = (case.folder / "lock").stat()
    device = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}"
    named = _NAMED.match(told)
    for process, on, inode in _FLOCK.findall(locks):
        # btrfs tells another device here than stat does; then the process named in the file must fit.
        is_ours = on == device or (named is not None and named[1] == process)
        if int(inode) == status.st_ino and is_ours:
            return int(process)
    return 0


def _lives(process: Path) -> bool:
    """Tell whether a process runs; one that is dead and not yet buried (zombie) does not."""
    try:
        return not re.search(r"\) [ZX] ", (process / "stat").read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return False
