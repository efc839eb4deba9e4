"""Own copies: what is proved must be what is read, and whoever sends a file may change it in between."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from intake.importing.fault import TableError
from intake.publishing import draft_folder, writing_in

_CHUNK = 1 << 20


@contextmanager
def own_copy(file: Path, folder: Path) -> Iterator[Path]:
    """Copy a file to the disk of `folder` and give the copy's path, with the same name at its end.

    The copy itself has no name there: it may hold what a station must not keep, and after a kill nothing of
    it is left. Raises TableError for a file that cannot be read, StorageError where there is no room.
    """
    with ExitStack() as stack:
        with writing_in(folder):
            folder.mkdir(mode=0o750, exist_ok=True)
            path = stack.enter_context(draft_folder(folder)) / file.name
            copy = stack.enter_context(tempfile.TemporaryFile(dir=folder))
            copy.writelines(_chunks(file))
            copy.flush()
            path.symlink_to(f"/proc/self/fd/{copy.fileno()}")
        yield path


def _chunks(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as source:
            while chunk := source.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise TableError(f"{file.name}: expected a file that can be read, got: {error}") from error
