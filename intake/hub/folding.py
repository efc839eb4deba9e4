"""Folding: what events amount to, in real rows, by the very fold the stations use.

A parcel's rows are written from its whole history: what is undone is gone, whatever came first.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from intake import facts
from intake.events import Event
from intake.hub import awarding, log
from intake.hub.award import Owed, Standing, State, is_released_beyond, sent, standing_of
from intake.hub.database import Connection
from intake.hub.received import recorded
from intake.hub.rows import Rows, rows_of, write
from intake.receipt import Parcel, fold_parcel

CONCERNING = (
    *(facts.ParcelOpened, facts.ParcelClosed, facts.ParcelReopened, facts.ClaimMatched, facts.FactNegated),
    *(facts.UnitIdentified, facts.ModelConfirmed, facts.ColourConfirmed, facts.ConditionRecorded),
    *(facts.BagAttached, facts.UnitContained, facts.UnitMoved, facts.UnitLost, facts.UnitJudged),
    *(facts.SerialCertified, facts.HoldRaised, facts.HoldResolved, facts.ReplacementQueued),
    facts.ReplacementAnswered,
)
"""What changes a row here. Badges, questions, checklists and pictures do not."""

_KINDS = [fact.__name__ for fact in CONCERNING]
_HISTORY = """
SELECT envelope FROM event WHERE station = %s AND parcel = ANY(%s) AND rejected IS NULL AND kind = ANY(%s)
"""

_WANTING = """
SELECT station, parcel FROM answer WHERE key = ANY(%s) AND answer = 'taken'
GROUP BY station, parcel ORDER BY min(at), station, parcel
"""

_AT_ONCE = 8
"""Parcels, folded in a tenth of a millisecond."""

Histories = dict[str, list[Event]]
"""Events by parcel, in order."""


class Folded(msgspec.Struct, frozen=True):
    """A parcel, and whose replacements stood in its history."""

    id: str
    parcel: Parcel | None
    queued: dict[tuple[str, str], list[Event]]
    """The events that queued a replacement, by unit and key: also those undone since."""


class Foreseen(msgspec.Struct, frozen=True):
    """What follows from a batch's events, as far as these tell it."""

    fresh: Histories
    """The events that change a row, by parcel."""

    folded: list[Folded]
    """The parcels that were opened here: nothing else has happened to them."""


async def foresee(added: Iterable[Event]) -> Foreseen:
    """Fold what events tell by themselves, a few parcels at a time: others have their turn in between."""
    fresh = defaultdict[str, list[Event]](list)
    for event in added:
        if event.parcel is not None and isinstance(event.fact, CONCERNING):
            fresh[event.parcel].append(event)
    begun = [each for each, events in fresh.items() if isinstance(events[0].fact, facts.ParcelOpened)]
    folded = list[Folded]()
    for first in range(0, len(begun), _AT_ONCE):
        folded += [_fold(parcel, fresh[parcel]) for parcel in begun[first : first + _AT_ONCE]]
        await asyncio.sleep(0)
    return Foreseen(fresh, folded)


async def follow(connection: Connection, station: str, foreseen: Foreseen) -> None:
    """Write what follows from events just added: rows of their parcels, awards, answers."""
    if not foreseen.fresh:
        return
    older = sorted(foreseen.fresh.keys() - {each.id for each in foreseen.folded})
    histories = await _histories(connection, station, older)
    folded = [*foreseen.folded, *(_fold(parcel, history) for parcel, history in histories.items())]
    folded.sort(key=lambda each: each.id)
    await write(connection, station, older, _rows(station, folded))
    freed = await awarding.award(connection, station, owed_in(folded))
    await judge_again(connection, freed)


async def judge_again(connection: Connection, freed: Iterable[str]) -> None:
    """Give keys that are free again to the units that were told they are taken, the first told first."""
    keys = sorted(freed)
    if not keys:
        return
    for station, parcel in await (await connection.execute(_WANTING, (keys,))).fetchall():
        await judge(connection, station, parcel, keys)


async def judge(connection: Connection, station: str, parcel: str, keys: Iterable[str]) -> None:
    """Award some keys of a parcel by all that its log says of them."""
    histories = await _histories(connection, station, [parcel])
    owed = owed_in(_fold(parcel, history) for history in histories.values())
    await awarding.award(connection, station, [each for each in owed if each.key in keys])


async def _histories(connection: Connection, station: str, parcels: Iterable[str]) -> Histories:
    """Read whole histories, what was added just now included."""
    wanted = sorted(parcels)
    if not wanted:
        return {}
    found = await (await connection.execute(_HISTORY, (station, wanted, _KINDS))).fetchall()
    began = {head.incarnation: head.number for head in (await log.heads(connection, station)).values()}
    events = recorded(envelope for (envelope,) in found)
    histories = Histories()
    for event in sorted(events, key=lambda event: (began[event.incarnation], event.seq)):
        histories.setdefault(event.parcel or "", []).append(event)
    return histories


def _fold(parcel: str, history: Sequence[Event]) -> Folded:
    queued = dict[tuple[str, str], list[Event]]()
    for event in history:
        if isinstance(event.fact, facts.ReplacementQueued):
            queued.setdefault((event.unit or "", event.fact.key), []).append(event)
    return Folded(parcel, fold_parcel(history), queued)


def _rows(station: str, folded: Iterable[Folded]) -> Rows:
    rows = Rows([], [], [])
    for each in folded:
        if each.parcel is not None:
            rows.add(rows_of(station, each.parcel))
    return rows


def owed_in(folded: Iterable[Folded]) -> list[Owed]:
    """Give every replacement that stood or stands in histories, in the order they were queued."""
    found = [
        (events[-1].seq, _owed(each, unit, events))
        for each in folded
        for (unit, _), events in each.queued.items()
    ]
    return [owed for _, owed in sorted(found, key=lambda pair: pair[0])]


def _owed(folded: Folded, unit_id: str, queued: Sequence[Event]) -> Owed:
    event = queued[-1]
    fact, parcel = event.fact, folded.parcel
    assert isinstance(fact, facts.ReplacementQueued)  # noqa: S101 (`_fold` has gathered no other)
    unit = parcel.unit(unit_id) if parcel else None
    is_owed = unit is not None and unit.replacement is not None and unit.replacement.key == fact.key
    reference = sent(unit) if unit is not None and is_owed else None
    return Owed(
        key=fact.key,
        incarnation=event.incarnation,
        unit=unit_id,
        parcel=folded.id,
        campaign=fact.campaign,
        serial=fact.serial,
        item=fact.item,
        colour=fact.colour,
        label=parcel.label if parcel else "",
        claim=parcel.claim.number if parcel and parcel.claim else None,
        beyond_claim=unit is not None and is_released_beyond(unit),
        standing=standing_of(unit) if unit is not None and is_owed else Standing.GONE,
        state=State.QUEUED if reference is None else State.SHIPPED,
        reference=reference or "",
        turn=len(queued),
    )
