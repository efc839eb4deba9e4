"""Re-matching: which parcels received before newer expected returns announce otherwise; a reader of its own.

It keeps no place: a parcel whose claim was recorded is the same from then on, and is passed over. So a run
that was killed is simply begun again.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from intake.claim import Claim
from intake.expected import ExpectedReturns
from intake.journal import events_of_parcel
from intake.receipt import fold_parcel
from intake.receipt.rematching import REMATCHED
from intake.review.registers import holds
from intake.sqlite import Connection
from intake.verdict import Verdict

CHUNK = 4
"""Parcels of one request: the desk waits for them, a millisecond at most for each."""

_PAGE = 500
"""Rows read at once."""
_CLEARED = """
SELECT unit, parcel, label FROM unit WHERE verdict = ? AND unit > ? ORDER BY unit LIMIT ?
"""


def chunks(connection: Connection, returns: ExpectedReturns) -> Iterator[tuple[str, ...]]:
    """Give the ids of parcels whose claim is another now, so many at a time.

    First those held longest, then those with a unit said to be safe, which a claim may speak against. Each
    page is read for itself: no transaction is held open while a chunk is being recorded.
    """
    parcels = chain(_held(connection, returns), _cleared(connection, returns))
    while found := tuple(islice(parcels, CHUNK)):
        yield found


def _held(connection: Connection, returns: ExpectedReturns) -> Iterator[str]:
    after = None
    while page := holds(connection, after=after):
        held = {row.parcel: row.label for row in page if row.reason in REMATCHED}
        claims = {parcel: returns.claim(label) for parcel, label in held.items()}
        yield from (parcel for parcel, claim in claims.items() if _differs(connection, parcel, claim))
        after = page[-1].mark


def _cleared(connection: Connection, returns: ExpectedReturns) -> Iterator[str]:
    after = ""
    while rows := connection.execute(_CLEARED, (Verdict.NOT_AFFECTED, after, _PAGE)).fetchall():
        claims = {parcel: returns.claim(label) for _, parcel, label in rows}
        naming = ((parcel, claim) for parcel, claim in claims.items() if claim and claim.serials)
        yield from (parcel for parcel, claim in naming if _differs(connection, parcel, claim))
        after = rows[-1][0]


def _differs(connection: Connection, parcel: str, claim: Claim | None) -> bool:
    if claim is None:  # nothing is announced, so nothing is asked of the log
        return False
    folded = fold_parcel(events_of_parcel(connection, parcel))
    return folded is not None and folded.claim != claim
