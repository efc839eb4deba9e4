"""Review: how long a supervisor waits for a page, a search, a story and figures, and what an export takes."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from intake import catalogue, sqlite
from intake.reading_room import reading_connection
from intake.review import progress, registers
from intake.review.entries import Log
from intake.review.export import Form, export
from intake.review.query import Query, parse
from intake.review.search import Search
from intake.review.story import story
from intake.review.unit_row import HEADER, mapping
from tests.bench.figures import Figure, Report, median, percentile
from tests.bench.folders import HOUSE, Place
from tests.bench.parcels import BADGE

PAGE = 60
"""Rows of a tall screen."""

_PAGES = 500
_REPEATS = 7
_EXPORTED = 100_000
_GOAL_SEARCH, _GOAL_PAGE, _GOAL_MEMORY = 50.0, 5.0, 80.0
"""Milliseconds, milliseconds, megabytes."""

_GOAL_PAGE_DOWN = 15.0
"""Milliseconds."""


def review(report: Report, place: Place) -> None:
    """Measure everything a supervisor asks of a filled folder."""
    with reading_connection(place.folder) as connection:
        _pages(report, connection)
        for what, text in _searches(connection):
            _search(report, connection, what, text)
        _others(report, connection, place.folder)
    _page_down(report, place)
    for form in Form:
        _export(report, place, form)


def _pages(report: Report, connection: sqlite.Connection) -> None:
    drawn = random.Random(7)
    _add(report, "log, first page", lambda: Log(connection).page(0, PAGE), _GOAL_PAGE)
    log = Log(connection)
    places = [drawn.randrange(log.count() - PAGE) for _ in range(_PAGES)]
    taken = [_timed(partial(log.page, first, PAGE)) for first in places]
    report.add(
        Figure("review", "log, a page anywhere, median", median(taken), "ms", goal=_GOAL_PAGE),
        Figure("review", "log, a page anywhere, p99", percentile(taken, 0.99), "ms"),
    )


def _page_down(report: Report, place: Place) -> None:
    """Hold page down at a keyboard's pace, on the real screen: from the key to the rows drawn."""
    from tests.bench.paging import held_down  # noqa: PLC0415 (Textual would count as the export's memory)

    taken = held_down(place.folder, _PAGES)
    report.add(
        Figure("review", "page down on the screen, median", median(taken), "ms", goal=_GOAL_PAGE_DOWN),
        Figure("review", "page down on the screen, p99", percentile(taken, 0.99), "ms", goal=_GOAL_PAGE_DOWN),
    )


def _searches(connection: sqlite.Connection) -> Iterator[tuple[str, str]]:
    """Give searches of each kind, and those no index helps: words that are common and never together."""
    query = "SELECT serial, label, bag, identified_at FROM unit WHERE serial NOT NULL AND rowid > ? LIMIT 1"
    (half,) = connection.execute("SELECT max(rowid) / 2 FROM unit").fetchone()
    serial, label, bag, at = connection.execute(query, (half,)).fetchone()
    day = datetime.fromisoformat(at).astimezone().date().isoformat()
    yield "nothing asked", ""
    yield "serial", serial
    yield "prefix, 3 characters", serial[:3]
    yield "last six", serial[-6:]
    yield "parcel", label
    yield "bag", bag
    yield "day", day
    yield "verdict", "NOT_AFFECTED"
    yield "day and verdict", f"{day} 対象"
    yield "open holds", "保留"
    yield "model nobody has", "A3305"
    yield "half of all: a badge", BADGE
    yield "verdict nobody has, and a badge", f"INVALID {BADGE}"
    yield "common, never together", "NOT_AFFECTED held"
    yield "common, never together, four", f"A3117 R {BADGE} NOT_AFFECTED"


def _search(report: Report, connection: sqlite.Connection, what: str, text: str) -> None:
    known = catalogue.load()
    models = {model.name for campaign in known.campaigns for model in campaign.models}
    query = parse(text, date.today(), models)  # noqa: DTZ011 (the supervisor's own day is meant)
    search = Search(connection)
    _add(report, f"search, first page: {what}", lambda: search.find(query, limit=PAGE), _GOAL_SEARCH)
    found = search.find(query, limit=PAGE)
    if not found.finished and not found.rows:
        _add(report, f"search, to the end: {what}", lambda: _to_the_end(search, query), None)


def _to_the_end(search: Search, query: Query) -> None:
    found = search.find(query)
    while not found.finished:
        found = search.find(query, found.mark)


def _others(report: Report, connection: sqlite.Connection, folder: Path) -> None:
    (half,) = connection.execute("SELECT max(rowid) / 2 FROM unit").fetchone()
    unit, at = connection.execute("SELECT unit, identified_at FROM unit WHERE rowid = ?", (half,)).fetchone()
    day = datetime.fromisoformat(at).astimezone().date()
    known = catalogue.load(folder)
    for what, ask in (
        ("story of a unit", lambda: story(connection, unit)),
        ("figures of a day", lambda: progress.day(connection, day)),
        ("recovery of all", lambda: progress.recovery(connection, known)),
        ("open holds, a page", lambda: registers.holds(connection)),
        ("containers, a page", lambda: registers.containers(connection)),
        ("replacements, a page", lambda: registers.replacements(connection)),
    ):
        _add(report, what, ask, _GOAL_SEARCH)


def _add(report: Report, what: str, ask: Callable[[], object], goal: float | None) -> None:
    taken = [_timed(ask) for _ in range(_REPEATS)]
    report.add(Figure("review", what, median(taken), "ms", goal=goal))


def _timed(ask: Callable[[], object]) -> float:
    """Give the milliseconds of one call."""
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


def _export(report: Report, place: Place, form: Form) -> None:
    """Write many rows in a process of its own, for the memory is asked for."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"units.{form}"
        command = [sys.executable, "-m", "tests.bench.review", str(place.folder), str(target), form]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HOUSE)
    seconds, megabytes = map(float, done.stdout.split())
    what = f"export of {_EXPORTED:,} units, {form}"
    report.add(
        Figure("review", what, seconds, "s"),
        Figure("review", f"{what}, memory", megabytes, "MB", goal=_GOAL_MEMORY),
    )


def main() -> None:
    """Export into a file and print the seconds and the megabytes it took."""
    folder, target, form = sys.argv[1:]
    start = time.perf_counter()
    with reading_connection(Path(folder)) as connection:
        found = Search(connection).all(parse("", date.today()))  # noqa: DTZ011 (no day is asked for)
        export(map(mapping, islice(found, _EXPORTED)), HEADER, Path(target), Form(form))
    seconds = time.perf_counter() - start
    # Not getrusage: on Linux its maximum is inherited from whoever started the process.
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (kilobytes,) = (int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    print(seconds, kilobytes / 1024)


if __name__ == "__main__":
    main()
