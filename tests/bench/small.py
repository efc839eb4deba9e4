"""Small things: look-ups, verify, and what importing the command line costs."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from intake import catalogue, sqlite
from intake.affected import AffectedList, AffectedRange
from intake.journal import GENESIS
from intake.reading_room import reading_connection
from intake.reference import AffectedIndex, publish
from intake.verify import verify
from tests.bench.figures import Figure, Report, median, percentile
from tests.bench.fill import cache, filled
from tests.bench.folders import HOUSE
from tests.bench.parcels import ALPHABET

_LOOK_UPS = 20_000


def look_up(report: Report, ranges: int) -> None:
    """Measure the index of the training list and of a generated one."""
    campaign = next(iter(catalogue.load().campaigns))
    training = catalogue.training_list(campaign)
    listings = [training] if training else []
    for listing in [*listings, _generated(campaign.id, ranges)]:
        path = publish(listing, cache())
        serials = _serials(listing)
        least = _by_key(path, serials)
        with closing(AffectedIndex.open(path)) as index:
            values = _timed(index.match, serials)
        what = f"look-up among {len(listing.ranges):,} ranges"
        report.add(Figure("small", f"{what}, p50", median(values) * 1e6, "us", median(least) * 1e6))
        report.add(Figure("small", f"{what}, p99", percentile(values, 0.99) * 1e6, "us"))


def _generated(campaign: str, count: int) -> AffectedList:
    """Make overlapping ranges, and one that covers a whole model."""
    chance = random.Random(count)
    ranges = {AffectedRange("A" + "0" * 15, "A" + "Z" * 15, "A3305")}
    while len(ranges) < count:
        first = "A" + "".join(chance.choices(ALPHABET, k=15))
        ranges.add(AffectedRange(first, first[:11] + "ZZZZZ", chance.choice(("A1263", "A3117"))))
    ordered = tuple(sorted(ranges, key=lambda each: each.order))
    return AffectedList(campaign, f"bench-{count}", True, "2025-10-21", ordered)


def _serials(listing: AffectedList) -> list[str]:
    chance = random.Random("serials")
    named = [chance.choice(listing.ranges).first for _ in range(_LOOK_UPS // 2)]
    others = ["A" + "".join(chance.choices(ALPHABET, k=15)) for _ in range(_LOOK_UPS // 2)]
    mixed = named + others
    chance.shuffle(mixed)
    return mixed


def _by_key(path: Path, serials: list[str]) -> list[float]:
    """Read one row by its key, as often: the least a look-up in SQLite is."""
    query = "SELECT items FROM named WHERE id = ?"
    with closing(sqlite.connect(path, immutable=True)) as bare:
        return _timed(lambda serial: bare.execute(query, (len(serial),)).fetchone(), serials)


def _timed(look: Callable[[str], object], serials: list[str]) -> list[float]:
    seconds = []
    for serial in serials:
        start = time.perf_counter()
        look(serial)
        seconds.append(time.perf_counter() - start)
    return seconds


def verifying(report: Report, events: int) -> None:
    """Measure `intake verify` against reading and hashing alone."""
    folder = filled(events).folder
    start = time.perf_counter()
    found = verify(folder)
    rate = found.events / (time.perf_counter() - start)
    least = found.events / _walk(folder)
    report.add(Figure("small", f"verify, {found.events:,} events", rate, "events/s", least))
    if found.faults:
        raise ValueError(f"expected a clean journal, got {found.faults[0]}")


def _walk(folder: Path) -> float:
    start = time.perf_counter()
    with reading_connection(folder) as connection:
        head = GENESIS
        rows = connection.execute("SELECT prev, hash, envelope FROM event ORDER BY seq")
        for prev, digest, envelope in rows:
            if prev != head or hashlib.sha256(prev + envelope.encode()).digest() != digest:
                raise ValueError("expected an unbroken chain")
            head = digest
    return time.perf_counter() - start


def importing(report: Report, runs: int) -> None:
    """Measure what `import intake.cli` adds to a bare interpreter."""
    bare, whole = [], []
    for _ in range(runs):
        bare.append(_python("pass"))
        whole.append(_python("import intake.cli"))
    added, least = (median(whole) - median(bare)) * 1000, median(bare) * 1000
    report.add(Figure("small", "import intake.cli, over a bare interpreter", added, "ms"))
    report.add(Figure("small", "  the interpreter with it", median(whole) * 1000, "ms", least))


def _python(program: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, env=os.environ | {"PYTHONPATH": str(HOUSE)})
    return time.perf_counter() - start
