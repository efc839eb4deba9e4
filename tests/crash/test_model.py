"""The simulator finds what SQLite documents, and nothing else: hardware.md 3.1.

A simulator that finds too little proves nothing, one that finds too much sends people hunting ghosts.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from intake import sqlite
from tests.crash import record, records, replay

ROWS, STATES = 150, 400


def log_of_toy(shim: Path, folder: Path, journal: str, synchronous: str) -> list[records.Record]:
    """Record one run of the toy program."""
    watch, log = folder / "toy", folder / "log"
    watch.mkdir()
    command = [
        sys.executable,
        str(record.HERE / "toy.py"),
        str(watch / "toy.db"),
        journal,
        synchronous,
        str(ROWS),
    ]
    environment = record.shimmed(shim, watch, log)
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return records.read_log(log)


def judge(database: Path, acked: set[int]) -> str:
    """Say what became of a toy database: ok, lost, torn or corrupt."""
    try:
        connection = sqlite.connect(database, journal_mode="DELETE", synchronous="OFF")
        found = [rows_of(connection, table) for table in ("event", "outbox")]
        sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
    except sqlite.DatabaseError:
        return "corrupt"
    if not sound:
        return "corrupt"
    return "torn" if found[0] != found[1] else "lost" if acked - found[0] else "ok"


def rows_of(connection: sqlite.Connection, table: str) -> set[int]:
    """Return the numbers in one table; it may not have been created yet."""
    known = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
    return {row[0] for row in connection.execute(f"SELECT n FROM {table}")} if known else set()


def verdicts(
    shim: Path, folder: Path, journal: str, synchronous: str, names: replay.Names = replay.Names.EXT4
) -> Counter[str]:
    """Count what became of the toy database in each of STATES power cuts."""
    log = log_of_toy(shim, folder, journal, synchronous)
    acks, found = records.acknowledged(log), Counter[str]()
    for state in replay.states(log, range(STATES), names):
        target = folder / f"state-{state.seed}"
        target.mkdir()
        state.write(target)
        found[judge(target / "toy.db", {int(ack.line) for ack in acks if ack.index < state.point})] += 1
    return found


@pytest.mark.parametrize(
    ("journal", "synchronous"), [("WAL", "FULL"), ("DELETE", "EXTRA"), ("TRUNCATE", "FULL")]
)
def test_safe_settings_lose_nothing(shim: Path, memory: Path, journal: str, synchronous: str) -> None:
    """Every row that was acknowledged is there after every power cut."""
    assert verdicts(shim, memory, journal, synchronous) == {"ok": STATES}


@pytest.mark.parametrize(("journal", "synchronous"), [("WAL", "NORMAL"), ("DELETE", "FULL")])
def test_fast_settings_lose_rows_but_stay_sound(
    shim: Path, memory: Path, journal: str, synchronous: str
) -> None:
    """SQLite promises here that the file stays sound, and no more."""
    found = verdicts(shim, memory, journal, synchronous)
    assert found["lost"] > STATES // 20
    assert not found["torn"]
    assert not found["corrupt"]


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_no_fsync_loses_rows_and_corrupts(shim: Path, memory: Path, journal: str) -> None:
    """The simulator tears files that are never flushed."""
    found = verdicts(shim, memory, journal, "OFF")
    assert found["lost"] > STATES // 20
    assert found["corrupt"] > STATES // 20


def test_a_name_is_certain_only_after_its_folder_in_the_strict_model(shim: Path, memory: Path) -> None:
    """Nobody flushes the folder of a new database in this toy, and SQLite only when it adds the log file."""
    assert verdicts(shim, memory, "WAL", "FULL", replay.Names.STRICT)["lost"] == 0


def test_a_seed_builds_the_same_disk_again(shim: Path, memory: Path) -> None:
    """A failure printed with its seed can be looked at."""
    log = log_of_toy(shim, memory, "PERSIST", "FULL")
    many = {state.seed: repr(state) for state in replay.states(log, range(50))}
    (alone,) = replay.states(log, [31])
    assert repr(alone) == many[31]


def a_disk(*entries: records.Record) -> replay.Disk:
    """Return the disk after a few records about one file."""
    disk = replay.Disk()
    for entry in entries:
        disk.advance(entry)
    return disk


def contents(disk: replay.Disk) -> set[bytes]:
    """Return what the file may hold after a power cut."""
    return {bytes(disk.crash(random.Random(seed)).get("f", b"-")) for seed in range(200)}


def a_record(index: int, op: records.Op, offset: int = 0, data: bytes = b"") -> records.Record:
    """Return a record about the file `f`."""
    return records.Record(index, op, 1, offset, "f", "", data)


def test_writes_are_undecided_until_an_fsync_begun_after_them_returns() -> None:
    """A write during the fsync is not covered by it."""
    made = (
        a_record(0, records.Op.CREATE),
        a_record(1, records.Op.WRITE, 0, b"aa"),
        a_record(2, records.Op.WRITE, 2, b"bb"),
    )
    assert contents(a_disk(*made)) == {b"-", b"", b"aa", b"aabb", b"\0\0bb"}
    assert contents(a_disk(*made, a_record(3, records.Op.SYNC, 2))) == {b"aa", b"aabb"}
    assert contents(a_disk(*made, a_record(3, records.Op.SYNC, 3))) == {b"aabb"}


def test_what_a_failed_fsync_forgot_stays_undecided_until_it_is_written_anew() -> None:
    """A later fsync that succeeds says nothing about it."""
    failed = (
        a_record(0, records.Op.CREATE),
        a_record(1, records.Op.WRITE, 0, b"aaaa"),
        a_record(2, records.Op.SYNC_FAILED, 2),
        a_record(3, records.Op.SYNC, 3),
    )
    assert contents(a_disk(*failed)) == {b"", b"aaaa"}
    anew = a_record(4, records.Op.WRITE, 1, b"bb"), a_record(5, records.Op.SYNC, 5)
    assert contents(a_disk(*failed, *anew)) == {b"\0bb", b"abb", b"\0bba", b"abba"}


@pytest.mark.parametrize(
    ("environment", "rows"),
    [
        ({"FAIL_OP": "fsync", "FAIL_PATH": "-wal", "FAIL_AT": "20"}, 16),
        ({"FAIL_OP": "write", "FAIL_AT": "30", "FAIL_ERRNO": "ENOSPC"}, 4),
        ({"FAIL_OP": "open", "FAIL_AT": "1"}, 0),
        ({"FAIL_OP": "fsync", "FAIL_WHILE": "/no/such/file"}, ROWS),
    ],
)
def test_the_shim_makes_calls_fail(shim: Path, memory: Path, environment: dict[str, str], rows: int) -> None:
    """The toy dies of the first error it meets; without one it writes every row."""
    command = [sys.executable, str(record.HERE / "toy.py"), str(memory / "toy.db"), "WAL", "FULL", str(ROWS)]
    with record.scratch() as elsewhere:
        settings = record.shimmed(shim, memory, Path(elsewhere) / "log", **environment)
        done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
        faults = [r for r in records.read_log(Path(elsewhere) / "log") if r.op is records.Op.FAULT]
    assert (done.returncode == 0, bool(faults)) == (rows == ROWS, rows < ROWS), done.stderr
    assert len(done.stdout.split()) == rows
