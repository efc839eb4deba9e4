"""The index: one serial among a thousand to ten million ranges, beside what a user would pick instead."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from intake import sqlite
from intake.affected import AffectedRow, KeyRange, ListHead, NamedBy, Shape
from intake.reference import AffectedIndex, ListDraft
from tests.bench.figures import Figure, Report, median, percentile
from tests.bench.fill import cache
from tests.bench.folders import HOUSE, empty
from tests.bench.parcels import ALPHABET

SIZES = (1_000, 100_000, 1_000_000, 10_000_000)
_COMPARED = 1_000_000
"""More the others do not hold: intervaltree takes 0.7 kB a range, and both build anew at every start."""

_LENGTH = 16
_MODELS = tuple(f"M{number:02}" for number in range(50))
_WHOLE = _MODELS[:5]
"""Models of which one range covers every serial: they ruin a plain query over ranges."""

_LOOK_UPS = 20_000
_NAIVE_LOOK_UPS = 2_000
_STARTS = 7
_IMPORTED = 1_000_000
_GOAL_P50, _GOAL_P99, _GOAL_FLAT, _GOAL_READY = 12.0, 40.0, 3.0, 10.0
"""Microseconds, microseconds, times the smallest list's, milliseconds."""

_GOAL_IMPORT, _GOAL_IMPORT_MEMORY = 15.0, 150.0
"""Seconds, megabytes."""

Pair = tuple[str, str, str]
"""First serial, last serial, model."""


def index(report: Report, largest: int) -> None:
    """Measure look-ups, starts and what else would hold the ranges."""
    medians = []
    for size in (size for size in SIZES if size <= largest):
        path = _published(report, size)
        serials = _serials(size)
        with closing(AffectedIndex.open(path)) as opened:
            taken = _timed(opened.match, serials)
        medians.append(median(taken))
        what = f"look-up among {size:,} ranges"
        report.add(
            Figure("index", f"{what}, p50", medians[-1] * 1e6, "us", goal=_GOAL_P50),
            Figure("index", f"{what}, p99", percentile(taken, 0.99) * 1e6, "us", goal=_GOAL_P99),
            Figure(
                "index", f"ready after a restart, {size:,}", _ready(path, serials[0]), "ms", goal=_GOAL_READY
            ),
        )
        if size <= _COMPARED:
            _others(report, size, serials)
    times = max(medians) / min(medians)
    report.add(Figure("index", "slowest p50 against the fastest", times, "times", goal=_GOAL_FLAT))


def importing(report: Report) -> None:
    """Measure `intake campaigns import` of a million rows, checked, swept and published."""
    with empty() as place, tempfile.TemporaryDirectory(dir=cache()) as scratch:
        file = Path(scratch) / "list.csv"
        _write_csv(file, _IMPORTED)
        command = (sys.executable, "-m", "intake", "campaigns", "import", str(file))
        wanted = (
            "--campaign",
            "jp-2025-10-21",
            "--version",
            "bench",
            "--training",
            "--published",
            "2026-01-01",
        )
        start = time.perf_counter()
        with subprocess.Popen((*command, *wanted), env=os.environ | place.environment) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        took = time.perf_counter() - start
    if process.returncode:
        raise ValueError(f"expected an import, got exit code {process.returncode}")
    report.add(
        Figure("index", f"import of {_IMPORTED:,} rows", took, "s", goal=_GOAL_IMPORT),
        Figure("index", "  its memory", used.ru_maxrss / 1000, "MB", goal=_GOAL_IMPORT_MEMORY),
    )


def _write_csv(file: Path, rows: int) -> None:
    """Write overlapping ranges of one model as a maker would, with a remark in Japanese."""
    drawn = random.Random(rows)
    with file.open("w", encoding="utf-8") as lines:
        lines.write("first,last,model,colour,note\n")
        for number in range(rows):
            head = "A" + "".join(drawn.choices(ALPHABET, k=11)) + ALPHABET[number % 34]
            lines.write(f"{head}000,{head}{drawn.choice(ALPHABET)}ZZ,A1263,,電極体の切断時の異物\n")


def _pairs(size: int) -> Iterator[Pair]:
    """Draw overlapping ranges of many lengths for fifty models; some cover a whole model."""
    drawn = random.Random(size)
    for model in _WHOLE:
        yield model + "0" * (_LENGTH - 3), model + "Z" * (_LENGTH - 3), model
    while True:
        model = drawn.choice(_MODELS)
        first = model + "".join(drawn.choices(ALPHABET, k=_LENGTH - 3))
        kept = drawn.choice((8, 10, 11, 12, 13, 14))
        yield first, max(first, first[:kept] + "Z" * (_LENGTH - kept)), model


def _published(report: Report, size: int) -> Path:
    """Give a published list of so many ranges; it is made once and stays."""
    head = ListHead("bench", f"{size}-1", training=True, published="2026-01-01")
    target = cache() / f"list-bench-{size}-1.db"
    if not target.exists():
        start, shape = time.perf_counter(), Shape.whole(_LENGTH)
        with ListDraft(cache(), head) as draft:
            draft.add(
                AffectedRow(line, model, (), (), NamedBy.RANGE, (KeyRange(shape, first, last),))
                for line, (first, last, model) in enumerate(islice(_pairs(size), size), 1)
            )
            draft.publish()
        size_mb, took = target.stat().st_size / 1e6, time.perf_counter() - start
        report.note(f"{target.name}: published in {took:.0f} s, {size_mb:,.0f} MB")
    return target


def _serials(size: int) -> list[str]:
    """Give serials to look for: half of them the bounds of ranges, half drawn."""
    drawn = random.Random(f"serials {size}")
    half = _LOOK_UPS // 2
    named = [drawn.choice(pair[:2]) for pair in islice(_pairs(size), half)]
    others = [drawn.choice(_MODELS) + "".join(drawn.choices(ALPHABET, k=_LENGTH - 3)) for _ in range(half)]
    mixed = named + others
    drawn.shuffle(mixed)
    return mixed


_READY = """
import sys, time
from pathlib import Path
from intake.reference import AffectedIndex
start = time.perf_counter()
AffectedIndex.open(Path(sys.argv[1])).match(sys.argv[2])
print((time.perf_counter() - start) * 1000)
"""


def _ready(path: Path, serial: str) -> float:
    """Open a list and look one serial up in a new process: milliseconds, the median of some."""
    command = (sys.executable, "-c", _READY, str(path), serial)
    environment = os.environ | {"PYTHONPATH": str(HOUSE)}
    runs = [subprocess.run(command, check=True, env=environment, capture_output=True) for _ in range(_STARTS)]
    return median([float(run.stdout) for run in runs])


def _others(report: Report, size: int, serials: list[str]) -> None:
    pairs = list(islice(_pairs(size), size))
    for what, hold in (("plain SQLite query", _plain), ("intervaltree", _tree), ("ncls", _ncls)):
        before, start = _megabytes(), time.perf_counter()
        look, count = hold(pairs)
        built, grown = time.perf_counter() - start, max(_megabytes() - before, 0.0)
        taken = _timed(look, serials[:count])
        report.add(
            Figure("index", f"  {what}, {size:,}, p50", median(taken) * 1e6, "us"),
            Figure("index", f"  {what}, {size:,}, p99", percentile(taken, 0.99) * 1e6, "us"),
        )
        report.note(f"{what}, {size:,}: built in {built:.1f} s, + {grown:.0f} MB at its peak")
        del look


Look = tuple[Callable[[str], object], int]
"""How a serial is looked up, and how many are, so that a run ends."""


def _plain(pairs: list[Pair]) -> Look:
    file = cache() / "plain.db"
    file.unlink(missing_ok=True)
    connection = sqlite.connect(file, journal_mode="DELETE", synchronous="OFF")
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE ranges (lo TEXT, hi TEXT, model TEXT) STRICT")
    connection.executemany("INSERT INTO ranges VALUES (?, ?, ?)", pairs)
    connection.execute("CREATE INDEX ranges_lo_hi ON ranges (lo, hi)")
    connection.execute("COMMIT")
    query = "SELECT model FROM ranges WHERE lo <= ? AND hi >= ?"
    return lambda serial: connection.execute(query, (serial, serial)).fetchall(), _NAIVE_LOOK_UPS


def _tree(pairs: list[Pair]) -> Look:
    from intervaltree import Interval, IntervalTree  # noqa: PLC0415 (only what is measured is loaded)

    # Its intervals are open at the end: the next text after a serial is the serial with a character more.
    tree = IntervalTree(Interval(first, last + "\0", model) for first, last, model in pairs)
    return tree.at, _LOOK_UPS


def _ncls(pairs: list[Pair]) -> Look:
    sys.path.append(str(HOUSE / ".venv" / "bench"))
    import numpy  # noqa: ICN001, PLC0415 (only what is measured is loaded)
    from ncls import NCLS  # noqa: PLC0415

    # It takes whole numbers only: serials stand for their places among all bounds.
    bounds = numpy.unique(numpy.array([bound for pair in pairs for bound in pair[:2]], dtype=f"S{_LENGTH}"))
    first = bounds.searchsorted(numpy.array([pair[0] for pair in pairs], dtype=f"S{_LENGTH}")) * 2 + 1
    last = bounds.searchsorted(numpy.array([pair[1] for pair in pairs], dtype=f"S{_LENGTH}")) * 2 + 2
    held = NCLS(first, last, numpy.arange(len(pairs)))

    def look(serial: str) -> object:
        place = int(bounds.searchsorted(serial.encode()))
        at = place * 2 + (1 if place < len(bounds) and bounds[place] == serial.encode() else 0)
        return list(held.find_overlap(at, at + 1))

    return look, _LOOK_UPS


def _timed(look: Callable[[str], object], serials: list[str]) -> list[float]:
    seconds = []
    for serial in serials:
        start = time.perf_counter()
        look(serial)
        seconds.append(time.perf_counter() - start)
    return seconds


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
