"""State folders to measure in, and how the program is started in one."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from intake.founding import found
from intake.reading_room import reading_connection
from intake.scan import Method, Scan
from intake.settings import load
from intake.station import Station
from intake.surroundings import now
from scanners.symbology import scan_of
from tests.bench.fill import cache
from tests.bench.parcels import BADGE, set_up

HOUSE = Path(__file__).parents[2]
STATION = (sys.executable, "-m", "intake", "station")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder and what it is called in the table."""

    name: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Give what the program is told."""
        return {"INTAKE_STATE": str(self.folder), "INTAKE_LANGUAGE": "en", "PYTHONPATH": str(HOUSE)}

    @property
    def head(self) -> int:
        """The number of the last event."""
        with reading_connection(self.folder) as connection:
            (seq,) = connection.execute("SELECT max(seq) FROM event").fetchone()
        return int(seq)


def scan_of_text(text: str) -> Scan:
    """Give a scan as a gun would send it, at this moment."""
    return scan_of(text.encode(), "port:bench", Method.PORT, now())


def close_parcel(place: Place) -> None:
    """Close the parcel a measurement has left open, so that every start shows the same prompt."""
    station = Station(place.folder, load(place.folder), holder="bench")
    if station.receipt.parcel is not None:
        station.accept(scan_of_text("RI-C-CLOSE"))
    station.close()


@contextmanager
def empty() -> Iterator[Place]:
    """Give a fresh training folder with somebody signed in, on the same disk as the filled ones."""
    folder = Path(tempfile.mkdtemp(prefix="empty-", dir=cache()))
    try:
        set_up(folder)
        found(folder, training=True, station="bench")
        station = Station(folder, load(folder), holder="bench")
        station.accept(scan_of_text(BADGE))
        station.close()
        yield Place("empty log", folder)
    finally:
        shutil.rmtree(folder)
