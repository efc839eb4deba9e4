"""Without a screen: scans a second against bare commits a second, and where the time goes."""

from __future__ import annotations

import cProfile
import os
import pstats
import subprocess
import time
from collections import defaultdict
from typing import Self

import msgspec

from intake.request import Request
from intake.settings import load
from intake.station import Station
from tests.bench.figures import Figure, Report, median
from tests.bench.fill import cache
from tests.bench.floor import BareCommit, real_rows
from tests.bench.folders import STATION, Place, scan_of_text
from tests.bench.parcels import UNITS_IN_CONTAINER, Supply

SCANS_IN_SLICE = UNITS_IN_CONTAINER * 5
"""One container is filled in each slice."""

_TOP = 28
_KINDS = ("parcel", "serial", "intact", "bag", "container")


class Headless:
    """The real program, fed by a pipe."""

    def __init__(self, place: Place) -> None:
        """Start it."""
        self.supply = Supply(place.folder)
        self._process = subprocess.Popen(
            [*STATION, "--headless"],
            env=os.environ | place.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        """Give the program."""
        return self

    def __exit__(self, *_: object) -> None:
        """End its input and wait."""
        self._process.communicate()

    def slice(self) -> float:
        """Exchange the container, then time a slice of scans from first byte in to last outcome out."""
        for request in self.supply.requests():
            self._answers([msgspec.json.encode({"request": request})])
        parcels = [self.supply.parcel() for _ in range(UNITS_IN_CONTAINER)]
        scans = [text.encode() for parcel in parcels for text in parcel.scans]
        start = time.perf_counter()
        answers = self._answers(scans)
        seconds = time.perf_counter() - start
        refused = [answer for answer in answers if b'"severity":"refused"' in answer]
        if refused:
            raise ValueError(f"expected every scan to be taken, got {refused[0]!r}")
        return seconds

    def parcel(self, pause: float) -> None:
        """Scan one ordinary parcel at a person's pace."""
        for request in self.supply.requests():
            self._answers([msgspec.json.encode({"request": request})])
        for text in self.supply.parcel().scans:
            self.scan(text)
            time.sleep(pause)

    def scan(self, text: str) -> None:
        """Scan once. Raises ValueError when it is refused."""
        (answer,) = self._answers([text.encode()])
        if b'"severity":"refused"' in answer:
            raise ValueError(f"expected {text} to be taken, got {answer!r}")

    def _answers(self, lines: list[bytes]) -> list[bytes]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(b"".join(line + b"\n" for line in lines))
        stdin.flush()
        return [stdout.readline() for _ in lines]


def throughput(report: Report, places: list[Place], slices: int) -> None:
    """Measure scans a second in slices at each folder, bare commits in between."""
    for place in places:
        _throughput(report, place, slices)


def _throughput(report: Report, place: Place, slices: int) -> None:
    scans, commits = [], []
    commit = BareCommit(cache() / f"floor-{os.getpid()}.db", real_rows(place.folder))
    with Headless(place) as station:
        station.slice()
        for _ in range(slices):
            commits.append(SCANS_IN_SLICE / commit.many(SCANS_IN_SLICE))
            scans.append(SCANS_IN_SLICE / station.slice())
    commit.close()
    what, least = f"scans a second, {place.name}", median(commits)
    report.add(Figure("headless", what, median(scans), "1/s", least, 0.35, at_least=True))


def profile(report: Report, places: list[Place], parcels: int) -> None:
    """Show what `Station.accept` costs by kind of scan, and its dearest functions."""
    for place in places:
        _profile(report, place, parcels)


def _profile(report: Report, place: Place, parcels: int) -> None:
    station = Station(place.folder, load(place.folder), holder="bench")
    commit = BareCommit(cache() / f"floor-{os.getpid()}.db", real_rows(place.folder))
    try:
        _by_kind(report, place, station, commit, parcels)
        profiler = cProfile.Profile()
        supply = Supply(place.folder)
        for _ in range(parcels):
            _accept_requests(station, supply.requests())
            scans = [scan_of_text(text) for text in supply.parcel().scans]
            profiler.enable()
            for scan in scans:
                station.accept(scan)
            profiler.disable()
        for order in ("tottime", "cumtime"):
            pstats.Stats(profiler).sort_stats(order).print_stats(_TOP)
    finally:
        commit.close()
        station.close()


def _by_kind(report: Report, place: Place, station: Station, commit: BareCommit, parcels: int) -> None:
    seconds: dict[str, list[float]] = defaultdict(list)
    commits: list[float] = []
    supply = Supply(place.folder)
    for _ in range(parcels):
        _accept_requests(station, supply.requests())
        for name, text in zip(_KINDS, supply.parcel().scans, strict=True):
            scan = scan_of_text(text)
            start = time.perf_counter()
            station.accept(scan)
            seconds[name].append(time.perf_counter() - start)
            commits.append(commit.once())
    for name, values in seconds.items():
        what = f"Station.accept, {name}, {place.name}"
        report.add(Figure("accept", what, median(values) * 1e6, "us", median(commits) * 1e6))


def _accept_requests(station: Station, requests: list[Request]) -> None:
    for request in requests:
        station.accept(request)
