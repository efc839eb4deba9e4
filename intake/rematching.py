"""Re-matching: which parcels received before newer expected returns announce otherwise; a reader of its own.

It keeps no place: a parcel whose claim was recorded is the same from then on, and is passed over. So a run
that was killed is simply begun again.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from intake.expected import ExpectedReturns
from intake.journal import events_of_parcel
from intake.receipt import fold_parcel
from intake.receipt.rematching import REMATCHED
from intake.review.registers import holds
from intake.sqlite import Connection

CHUNK = 20
"""Parcels of one request: the desk waits while the station looks at them."""


def chunks(connection: Connection, returns: ExpectedReturns) -> Iterator[tuple[str, ...]]:
    """Give the ids of parcels whose claim is another now, so many at a time, those held longest first.

    Each page is read for itself: no transaction is held open while a chunk is being recorded.
    """
    parcels = _parcels(connection, returns)
    while found := tuple(islice(parcels, CHUNK)):
        yield found


def _parcels(connection: Connection, returns: ExpectedReturns) -> Iterator[str]:
    after = None
    while page := holds(connection, after=after):
        held = {row.parcel: row.label for row in page if row.reason in REMATCHED}
        yield from (parcel for parcel, label in held.items() if _differs(connection, parcel, label, returns))
        after = page[-1].mark


def _differs(connection: Connection, parcel: str, label: str, returns: ExpectedReturns) -> bool:
    claim = returns.claim(label)
    if claim is None:  # nothing is announced, so nothing is asked of the log
        return False
    folded = fold_parcel(events_of_parcel(connection, parcel))
    return folded is not None and folded.claim != claim
