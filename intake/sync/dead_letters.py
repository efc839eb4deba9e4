"""Dead letters: events the central claims system refused for good. They are shown, and block nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from intake.central_status import SyncStatus
from intake.reading_room import reading_connection
from intake.sync.cache import Cache
from intake.sync.night import Night


def fetch_dead_letters(night: Night, before: SyncStatus | None) -> None:
    """Fetch all there are: an update of the other side may have read some since. `before`: the last run's."""
    night.cache.forget_dead_letters()
    count = after = 0
    while letters := night.again(partial(night.central.rejected, after)).items:
        night.cache.keep_dead_letters(letters)
        count, after = count + len(letters), letters[-1].number
    night.report.dead_letters = count
    night.report.rejected = max(count - (before.dead_letters if before else 0), 0)


def named(folder: Path) -> Iterator[tuple[int, str, int, str, str, str]]:
    """Give those a run has fetched: number, incarnation, seq, what kind of event it is, why, and when."""
    with reading_connection(folder) as connection:
        for letter in Cache(folder).dead_letters():
            query = "SELECT kind FROM event WHERE seq = ?"
            row = connection.execute(query, (letter.seq,)).fetchone()
            kind = row[0] if row else ""
            yield letter.number, letter.incarnation, letter.seq, kind, letter.reason, letter.at
