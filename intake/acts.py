"""Acts: the last one that counts, found by walking back from the journal's end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from intake import facts
from intake.events import Envelope, Event, RequestCause, ScanCause, event_of
from intake.hold import HoldDecision
from intake.journal import envelopes, recorded_together
from intake.quarantine import Quarantine
from intake.reading_room import reading_connection
from intake.receipt import Act, Policy
from intake.receipt.undoing import telling
from intake.sqlite import Connection
from intake.surroundings import now
from intake.turns import turns
from intake.wire import HubAnswer

_REACH = 2000
"""Events looked back over: nobody undoes what lies an hour of scanning behind."""

_PASSED_OVER = (
    *(facts.ScanRefused, facts.ScanRepeated, facts.RequestRefused, facts.QuestionAsked),
    *(facts.SerialLookedUp, facts.LanguageChosen, facts.PhotoFailed),
    *(facts.OperatorSignedIn, facts.OperatorSignedOut, facts.ArrivalsBegun, facts.ArrivalsEnded),
    *(facts.ParcelArrived, facts.ContainerOpened, facts.ContainerInspected, facts.FactNegated),
)
"""What no undo touches and what does not bar the way to what lies before it."""


def last_act(connection: Connection, quarantine: Quarantine) -> Act | None:
    """Give the last act that is not undone yet."""
    negated: set[str] = set()
    decided: set[str | None] = set()
    for act in _acts(connection):
        negated |= {each.fact.event for each in act.events if isinstance(each.fact, facts.FactNegated)}
        resolved = {each.unit for each in act.events if _is_persons_word(each.fact)}
        decided |= resolved
        if resolved or all(isinstance(each.fact, _PASSED_OVER) or each.id in negated for each in act.events):
            continue
        return _with_state(connection, quarantine, act, decided)
    return None


class Told(NamedTuple):
    """An act, as a person is told of it."""

    event: str
    """Id of the event that tells it."""

    kind: str
    about: str
    """Serial, label or name of the thing it was done to, as far as there is one."""


_ABOUT = ("serial", "bag", "container", "label", "accessory", "model", "colour", "observation", "kind")


def told_last(folder: Path, policy: Policy) -> Told | None:
    """Tell the last act, read beside a running station.

    A lead names that event when he undoes it: what is scanned meanwhile is not undone instead. None where
    nothing can be undone. Raises StorageError as `reading_connection`.
    """
    with reading_connection(folder) as connection:
        act = last_act(connection, Quarantine(connection, policy, now().wall))
    told = telling(act) if act else None
    if told is None:
        return None
    about = (getattr(told.fact, name, None) for name in _ABOUT)
    return Told(told.id, type(told.fact).__name__, str(next(filter(None, about), "")))


def act_with(connection: Connection, kind: type[facts.Fact]) -> Act | None:
    """Give the newest act that recorded a fact of this kind, however much was refused since."""
    newest = "WHERE kind = ? ORDER BY seq DESC LIMIT 1"
    for found in envelopes(connection, newest, (kind.__name__,)):
        together = recorded_together(connection, found.first)
        return Act(tuple(event_of(one) for one in together), together[0].operator)
    return None


def _acts(connection: Connection) -> Iterator[Act]:
    """Yield what each scan recorded, newest first; what a request led to is passed over unless it undoes."""
    for group in turns(connection, _REACH):
        events = tuple(event_of(envelope) for envelope in group)
        if isinstance(group[0].cause, ScanCause) or _concerns_undoing(group, events):
            yield Act(events, group[0].operator)


def _concerns_undoing(group: list[Envelope], events: tuple[Event, ...]) -> bool:
    """Tell whether a request undid something, moved a unit, resolved a hold or ended an emergency."""
    kinds = (facts.FactNegated, facts.UnitMoved, facts.EmergencyClosed)
    concerns = (isinstance(each.fact, kinds) or _is_persons_word(each.fact) for each in events)
    return group[0].cause is not None and any(concerns)


def _is_persons_word(fact: facts.Fact) -> bool:
    """Tell whether a supervisor has decided about a unit. What a list or a claim clears, nobody had to."""
    return isinstance(fact, facts.HoldResolved) and fact.decision is not HoldDecision.CLEARED


def _with_state(connection: Connection, quarantine: Quarantine, act: Act, decided: set[str | None]) -> Act:
    """Tell whether nothing of the act is taken back any more.

    Its container is no longer open, a supervisor has `decided` about a unit it is about, a newer list or
    claim has its replacement sent, or that has left.
    """
    codes = [each.fact.container for each in act.events if isinstance(each.fact, facts.UnitContained)]
    containers = [quarantine.container(code) for code in codes]
    is_free = all(each is not None and each.is_free for each in containers)
    is_decided = any(each.unit in decided for each in act.events) or _is_queued_since(connection, act)
    return Act(act.events, act.operator, not is_free or is_decided or _is_shipped(connection, act))


_SHIPPED = "SELECT 1 FROM replacement WHERE parcel = ? AND unit = ? AND answer = ?"


def _is_shipped(connection: Connection, act: Act) -> bool:
    """Tell whether the owner of one of its units has been sent the replacement."""
    units = {(each.parcel, each.unit, HubAnswer.SHIPPED) for each in act.events if each.unit is not None}
    return any(connection.execute(_SHIPPED, unit).fetchone() is not None for unit in units)


_SINCE = "WHERE parcel = ? AND seq > ? AND kind = 'ReplacementQueued' ORDER BY seq"


def _is_queued_since(connection: Connection, act: Act) -> bool:
    """Tell whether a unit's replacement was queued beside the desk since: by a newer list or claim."""
    last, units = act.events[-1].seq, {each.unit for each in act.events} - {None}
    parcels = {each.parcel for each in act.events if each.unit is not None}
    since = (each for parcel in parcels for each in envelopes(connection, _SINCE, (parcel, last)))
    return any(each.unit in units and _is_of_request(connection, each.first) for each in since)


def _is_of_request(connection: Connection, first: int) -> bool:
    return isinstance(next(envelopes(connection, "WHERE seq = ?", (first,))).cause, RequestCause)
