"""`python -m tests.bench`: measure this machine, print a table, judge nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from intake.reading_room import reading_connection
from tests.bench import (
    camera,
    desk,
    desk_camera,
    folders,
    headless,
    hub,
    index,
    link,
    rejudge,
    review,
    small,
    soak,
    sync,
)
from tests.bench.figures import Report
from tests.bench.fill import filled
from tests.bench.folders import Place

PARTS = (
    "latency",
    "start",
    "headless",
    "memory",
    "exit",
    "emergency",
    "desk-camera",
    "camera",
    "soak",
    "review",
    "rejudge",
    "index",
    "small",
    "sync",
    "beside-sync",
    "link",
    "hub",
)
"""What is measured when nothing is chosen."""

ASKED_FOR = ("profile", "fill")
"""`profile` shows what `Station.accept` costs, `fill` fills and does no more."""

VERIFIED = 100_000


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    known = ", ".join((*PARTS, *ASKED_FOR))
    parser.add_argument("parts", nargs="*", help=f"of {known}; all but the last two")
    parser.add_argument("--events", type=int, default=5_000_000, help="events in the filled folder")
    parser.add_argument("--parcels", type=int, default=60, help="parcels at each folder: latency, profile")
    parser.add_argument("--runs", type=int, default=11, help="starts of each program")
    parser.add_argument("--scans", type=int, default=1000, help="scans before memory is measured")
    parser.add_argument("--day", type=int, default=2000, help="parcels of a long day")
    parser.add_argument("--slices", type=int, default=20, help="slices of 250 scans without a screen")
    parser.add_argument("--ranges", type=int, default=10_000_000, help="ranges of the largest list")
    parser.add_argument("--units", type=int, default=1_000_000, help="units that are judged anew")
    parser.add_argument("--frames", type=int, default=120, help="frames of each sort before the camera")
    parser.add_argument("--hands", type=int, default=100, help="labels held before the camera")
    parser.add_argument("--sent", type=int, default=100_000, help="events a station sends")
    parser.add_argument("--backlog", type=int, default=1_000_000, help="events of a long backlog; 0: none")
    parser.add_argument("--docks", type=int, default=500, help="stations that send a night to the hub")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()
    unknown = set(options.parts) - {*PARTS, *ASKED_FOR}
    if unknown:
        parser.error(f"expected parts of {known}, got {', '.join(sorted(unknown))}")
    return options


ALONE = {"small", "index", "rejudge", "camera", "sync", "beside-sync", "link", "hub"}
"""What needs no filled folder of the desk's."""


def _fill(report: Report, events: int) -> Place:
    made = filled(events)
    with reading_connection(made.folder) as connection:
        (units,) = connection.execute("SELECT count(*) FROM unit").fetchone()
        (count,) = connection.execute("SELECT max(seq) FROM event").fetchone()
    took = f"filled in {made.seconds:.0f} s" if made.seconds else "found ready"
    size = sum(file.stat().st_size for file in made.folder.glob("journal.db*")) / 1e9
    report.note(f"{made.folder}: {count:,} events, {units:,} units, {size:.1f} GB, {took}")
    return Place(f"{round(count / 1e6, 1):g}M events", made.folder)


def main() -> None:
    """Measure the parts asked for."""
    options, report = _options(), Report()
    chosen = options.parts or PARTS
    with ExitStack() as stack:
        full = _fill(report, options.events) if {*chosen} - ALONE else None
        bare = stack.enter_context(folders.empty())
        if full is not None:
            for part in chosen:
                _measure(report, part, [full, bare], options)
        if "camera" in chosen:
            camera.frames(report, options.frames)
            camera.hands(report, options.hands)
        if "rejudge" in chosen:
            rejudge.rejudge(report, options.units)
        if "index" in chosen:
            index.index(report, options.ranges)
            index.importing(report)
        if "small" in chosen:
            small.verifying(report, VERIFIED)
            small.importing(report, options.runs)
        _central(report, chosen, options)
    if options.json:
        report.write(options.json)


def _central(report: Report, chosen: Sequence[str], options: argparse.Namespace) -> None:
    """Measure what goes to the central claims system."""
    parts: dict[str, Callable[[], None]] = {
        "sync": lambda: sync.sync(report, options.sent, options.backlog),
        "beside-sync": lambda: sync.beside_sync(report, options.sent, options.parcels),
        "link": lambda: link.link(report, options.parcels, 5),
        "hub": lambda: hub.hub(report, options.docks, 1000),
    }
    for part, measure in parts.items():
        if part in chosen:
            measure()


def _measure(report: Report, part: str, places: list[Place], options: argparse.Namespace) -> None:
    full, bare = places
    parts: dict[str, Callable[[], None]] = {
        "latency": lambda: desk.latency(report, places, options.parcels),
        "start": lambda: desk.start(report, places, options.runs),
        "headless": lambda: headless.throughput(report, places, options.slices),
        "memory": lambda: desk.memory(report, full, options.scans, 10.0),
        "exit": lambda: desk.leave(report, full, 5),
        "emergency": lambda: soak.emergency(report, full, options.runs),
        "desk-camera": lambda: desk_camera.beside_camera(report, bare, options.parcels),
        "soak": lambda: soak.soak(report, bare, options.day),
        "review": lambda: review.review(report, full),
        "profile": lambda: headless.profile(report, places, options.parcels),
    }
    if part in parts:
        parts[part]()


if __name__ == "__main__":
    main()
