"""Native log: what libraries print on file descriptor 2 goes to a file, for Textual paints there.

Begun before Textual is imported: its driver writes to `sys.__stderr__`, which is moved to a copy of standard
output, the terminal, while descriptor 2 itself becomes the log. Of a desk that the service manager starts
descriptor 2 is no terminal but the journal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LARGEST = 1_000_000
"""Bytes after which the log starts anew."""


@contextmanager
def redirected(path: Path) -> Iterator[None]:
    """Send descriptor 2 to the file at `path` and standard output to Textual; give it back at the end.

    What ends the program has its sentence said there, not in the log.
    """
    mode = os.O_TRUNC if path.exists() and path.stat().st_size > LARGEST else os.O_APPEND
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | mode, 0o640)
    said = os.dup(2)
    before = sys.__stderr__
    os.dup2(log, 2)
    os.close(log)
    screen = os.fdopen(os.dup(1), "w", encoding="utf-8")
    sys.__stderr__ = screen  # type: ignore[misc]  # it is Final, and it is what Textual writes to
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(said, 2)
        os.close(said)
        sys.__stderr__ = before  # type: ignore[misc]  # as above
        screen.close()
