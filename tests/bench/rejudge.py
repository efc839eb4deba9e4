"""Re-judging everything ever received, with scans meanwhile: how long it takes, what the desk feels of it."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake import catalogue
from intake.affected import AffectedRow, KeyRange, ListHead, NamedBy, Shape
from intake.door import submit
from intake.reading_room import reading_connection
from intake.reference import ListDraft
from intake.request import ActivateList, Request
from intake.surroundings import milliseconds, now, uuid7
from tests.bench.desk import Desk
from tests.bench.figures import Figure, Report, percentile
from tests.bench.fill import cache, filled
from tests.bench.folders import Place
from tests.bench.parcels import MODEL

EVENTS_A_UNIT = 7.4
GOAL_SECONDS = 120.0
"""For a million units, whatever share of them changes."""

GOAL_RATIO = 2.0
"""The desk's slowest hundredth of scans against that of an idle desk."""

IDLE_PARCELS = 30
_CAMPAIGN = "jp-2025-10-21"
_ENDED = "SELECT since, ended_at, units, changed FROM follow_up WHERE task = 'rejudging'"
_UNITS = "SELECT serial, verdict, model FROM unit WHERE serial LIKE 'AFULL%'"


def rejudge(report: Report, units: int) -> None:
    """Measure a list that changes one in a hundred, then one that changes all."""
    with _copied(filled(round(units * EVENTS_A_UNIT)).folder) as place, Desk(place) as desk:
        gaps = _gaps()
        idle = [seconds for _ in range(IDLE_PARCELS) for seconds in desk.parcel(gaps)]
        report.add(Figure("rejudge", "scan to verdict, p99, idle", percentile(idle, 0.99) * 1e3, "ms"))
        for share, every in (("1 %", 100), ("100 %", 1)):
            _publish(place.folder, share.replace(" %", ""), every)
            _measure(report, desk, share, units, percentile(idle, 0.99), gaps)


def _measure(report: Report, desk: Desk, share: str, units: int, idle: float, gaps: Iterator[float]) -> None:
    folder = desk.place.folder
    wish = ActivateList(_CAMPAIGN, share.replace(" %", ""))
    submit(folder, Request(uuid7(now().wall), "bench", wish))
    during: list[float] = []
    while (ended := _ended(folder)) is None:
        during += desk.parcel(gaps)
    seconds, judged, changed = ended
    goal = GOAL_SECONDS * units / 1_000_000
    report.note(f"{judged:,} units judged, {changed:,} changed, {len(during)} scans meanwhile")
    report.add(
        Figure("rejudge", f"judging {units:,} units, {share} changed", seconds, "s", goal=goal),
        Figure("rejudge", f"microseconds a unit, {share} changed", seconds / judged * 1e6, "us"),
        Figure(
            "rejudge",
            f"scan to verdict, p99, {share} changed",
            percentile(during, 0.99) * 1e3,
            "ms",
            idle * 1e3,
            GOAL_RATIO,
        ),
    )


def _ended(folder: Path) -> tuple[float, int, int] | None:
    with reading_connection(folder) as connection:
        since, ended_at, units, changed = connection.execute(_ENDED).fetchone()
    if ended_at is None:
        return None
    return (milliseconds(ended_at) - milliseconds(since)) / 1000, units, changed


@contextmanager
def _copied(folder: Path) -> Iterator[Place]:
    """Give a copy of a filled folder: what is judged otherwise there stays so."""
    copy = cache() / "rejudge"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.sock"))
    os.sync()  # no station works beside a copy of its own journal
    with (copy / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'campaigns = ["{_CAMPAIGN}"]\n')  # others would have their own say on many units
    try:
        yield Place("copy", copy)
    finally:
        shutil.rmtree(copy)


def _publish(folder: Path, version: str, every: int) -> None:
    """Publish a list that says something else of one unit in so many; the training list's serials stay."""
    shipped = {each.id: each for each in catalogue.load().campaigns}[_CAMPAIGN]
    training = catalogue.training_list(shipped)
    assert training is not None
    with reading_connection(folder) as connection:
        found = connection.execute(_UNITS).fetchall()
    rows = (
        _row(line, serial, model if verdict == "AFFECTED" else MODEL)
        for line, (serial, verdict, model) in enumerate(found, 1_000_000)
        if (verdict == "AFFECTED") is bool(line % every)
    )
    head = ListHead(_CAMPAIGN, version, training=True, published="2031-01-01")
    with ListDraft(folder / "reference", head) as draft:
        draft.add(training.rows)
        draft.add(rows)
        draft.publish()


def _row(line: int, serial: str, model: str) -> AffectedRow:
    key = KeyRange(Shape.whole(len(serial)), serial, serial)
    return AffectedRow(line, model, (), (), NamedBy.EXACT, (key,))


def _gaps() -> Iterator[float]:
    """Give 0.5 to 1.1 s, the same ones in every run: a nimble operator, a parcel in four seconds."""
    chance = random.Random("rejudge")
    while True:
        yield chance.uniform(0.5, 1.1)
