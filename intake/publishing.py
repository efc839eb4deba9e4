"""Publishing: an immutable file is written aside as a draft and appears whole, by renaming, or not at all."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Self

from intake.payloads import flush_folder

_DRAFT = re.compile(r"\..+\.(?P<process>[0-9]+)(?:-[a-z]+)*")
"""A draft, or what lies beside it (SQLite's journal), with the number of the process that writes it."""


class PublishingDraft:
    """A file on its way: `with PublishingDraft(target) as draft`, write `draft.path`, `draft.publish()`.

    What is not published when the block ends is gone, and what begins with the draft's name with it.
    Drafts of processes that were killed go at the beginning. Raises the system's errors.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f".{target.name}.{os.getpid()}")

    def __enter__(self) -> Self:
        for path in self.target.parent.iterdir():
            found = _DRAFT.fullmatch(path.name)
            if found is not None and not _is_alive(int(found["process"])):
                path.unlink(missing_ok=True)
        self._discard()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._discard()

    def publish(self) -> Path:
        """Make the draft, which is closed, durable, and give it the name under which it never changes."""
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        self.path.chmod(0o444)
        self.path.rename(self.target)
        flush_folder(self.target.parent)
        return self.target

    def _discard(self) -> None:
        """Remove the draft; one of this name may also be left of a killed process with this number."""
        for path in self.target.parent.iterdir():
            if path.name == self.path.name or path.name.startswith(f"{self.path.name}-"):
                path.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (
        PermissionError,
        OverflowError,
    ):  # somebody else's, or no process's number at all: not ours to clear
        return True
    return True
