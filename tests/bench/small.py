"""Small things: look-ups, verify, and what importing the command line costs."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

from intake.chain import GENESIS
from intake.reading_room import reading_connection
from intake.verify import verify
from tests.bench.figures import Figure, Report, median
from tests.bench.fill import filled
from tests.bench.folders import HOUSE


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
