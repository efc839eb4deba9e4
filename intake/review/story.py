"""Stories: everything that happened to one unit and its parcel, in order, what was undone as undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from intake.container import ContainerState
from intake.correction import UndoReason
from intake.facts import Fact, FactNegated
from intake.review.registers import HoldRow, ReplacementRow, holds_of, replacement_of
from intake.review.stored import Said, Stored, decode
from intake.review.unit_row import SELECT, UnitRow, unit_row
from intake.sqlite import Connection


class StoryError(LookupError):
    """A unit the journal does not have: `expected …, got …`."""


class Undone(msgspec.Struct, frozen=True):
    """That a fact counts as never having happened."""

    at: str
    operator: str | None
    by: str | None
    """Who sent the request, where it was one."""

    reason: UndoReason


class Step(msgspec.Struct, frozen=True):
    """One fact with what led to it and what was answered."""

    seq: int
    at: str
    """ISO 8601 UTC."""

    operator: str | None
    kind: str
    """The fact's name."""

    leads: bool
    """Whether it is the first of its act in this story; the others are shown under it."""

    fact: Fact | None
    """None where a newer release wrote it."""

    text: str | None
    """What was scanned; not yet made printable."""

    by: str | None
    """Who sent a request."""

    said: Said | None
    undone: Undone | None


class Story(msgspec.Struct, frozen=True):
    """A unit as it stands, and how it came to that."""

    unit: UnitRow
    steps: tuple[Step, ...]
    """The unit's own and the parcel's; not those of other units of the parcel."""

    reasons: tuple[str, ...]
    """Of the verdict, the main one first."""

    campaign: str | None
    list_version: str | None
    colour: str | None
    how: str | None
    container_state: ContainerState | None
    document: str | None
    """Of the container's hand-over."""

    holds: tuple[HoldRow, ...]
    """Also the resolved ones."""

    replacement: ReplacementRow | None


_MORE = """
SELECT u.reasons, u.campaign, u.list_version, u.colour, u.how, c.state, c.document
FROM unit AS u LEFT JOIN container AS c ON c.code = u.container WHERE u.unit = ?
"""


def story(connection: Connection, unit_id: str) -> Story:
    """Tell everything about a unit. Raises StoryError when there is none, or its reading was undone."""
    found = connection.execute(f"{SELECT} WHERE u.rowid = ({_ROWID})", (unit_id,)).fetchone()
    if found is None:
        raise StoryError(f"expected a unit of this journal, got {unit_id!r}")
    row = unit_row(found)
    reasons, campaign, version, colour, how, state, document = connection.execute(
        _MORE, (unit_id,)
    ).fetchone()
    return Story(
        row,
        tuple(step for stored, step in _steps(connection, row.parcel) if stored.unit in {None, unit_id}),
        tuple(msgspec.json.decode(reasons)),
        campaign,
        version,
        colour,
        how,
        None if state is None else ContainerState(state),
        document,
        holds_of(connection, unit_id, row.parcel),
        replacement_of(connection, unit_id, row.parcel),
    )


_ROWID = "SELECT rowid FROM unit WHERE unit = ?"


def parcel_story(connection: Connection, parcel_id: str) -> tuple[Step, ...]:
    """Tell everything about a parcel and all its units; nothing where the journal has no such parcel."""
    return tuple(step for _, step in _steps(connection, parcel_id))


def _steps(connection: Connection, parcel: str) -> Iterator[tuple[Stored, Step]]:
    rows = connection.execute("SELECT envelope FROM event WHERE parcel = ? ORDER BY seq", (parcel,))
    history = [decode(envelope) for (envelope,) in rows]
    leading = {first: _lead(connection, first) for first in {stored.first for stored in history}}
    undone, told = _undone(history, leading), set[int]()
    for stored in history:
        lead = leading[stored.first] if stored.first not in told else None
        told.add(stored.first)
        yield stored, _step(stored, lead, undone.get(stored.id))


def _lead(connection: Connection, first: int) -> Stored:
    """Give the first event of an act, which may be another parcel's: the label of one closes the last."""
    (envelope,) = connection.execute("SELECT envelope FROM event WHERE seq = ?", (first,)).fetchone()
    return decode(envelope)


def _step(stored: Stored, lead: Stored | None, undone: Undone | None) -> Step:
    return Step(
        stored.seq,
        stored.at,
        stored.operator,
        stored.kind,
        lead is not None,
        stored.fact,
        lead.cause.text if lead else None,
        lead.cause.by if lead else None,
        lead.answer if lead else None,
        undone,
    )


def _undone(history: list[Stored], leading: Mapping[int, Stored]) -> dict[str, Undone]:
    """Give what does not count, newest first: a negation that is itself negated negates nothing."""
    undone: dict[str, Undone] = {}
    for stored in reversed(history):
        fact = stored.fact if stored.id not in undone else None
        if isinstance(fact, FactNegated):
            by = leading[stored.first].cause.by
            undone[fact.event] = Undone(stored.at, stored.operator, by, fact.reason)
    return undone
