"""What the central claims system should hold, told by other rules: a second reading of the log.

It reads envelopes as plain JSON and the order in which the hub took them, and knows neither the hub nor the
station's own fold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

Event = dict[str, Any]

WAITS_FOR_HUB = "PROVISIONAL"
"""The one hold the hub itself is waited for with."""


class State(StrEnum):
    """How a replacement stands at the hub."""

    QUEUED = "queued"
    HELD = "held"
    LEASED = "leased"
    SHIPPED = "shipped"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Claim(NamedTuple):
    """A claim's number may stand under several labels, under each for devices of its own."""

    number: str
    label: str


class Owner(NamedTuple):
    """The unit a replacement is for."""

    station: str
    unit: str


@dataclass(frozen=True)
class Owed:
    """What a log says of one unit's replacement."""

    owner: Owner
    parcel: str = ""
    key: str | None = None
    claim: Claim | None = None
    holds: tuple[tuple[str, str, str], ...] = ()
    """Those open: identifier, kind and detail."""

    taken: str | None = None
    """Who has the key, where the log says that the hub has said so last."""

    denied: bool = False
    released_extra: bool = False
    """A supervisor has released it though the claim expects no more."""

    queued_at: int = 0
    """The place in the log of what queued it."""

    @property
    def held(self) -> bool:
        """Whether a person has to decide first; not where a hold is only the hub's own word."""
        own_word = ("DUPLICATE", self.taken)
        open_ones = [rest for _, *rest in self.holds if tuple(rest) != own_word]
        return self.denied or any(kind != WAITS_FOR_HUB for kind, _ in open_ones)


@dataclass(frozen=True)
class Row:
    """A replacement at the hub."""

    owner: Owner
    state: State
    claim: Claim | None = None
    """What it takes a place of; one that a supervisor has released beyond its claim takes none."""

    is_out: bool = False
    """Somebody may be sending it right now."""

    compensate: bool = False
    """It was taken back too late."""

    @property
    def stands(self) -> bool:
        """Whether the key is its unit's."""
        return self.state is not State.WITHDRAWN


@dataclass
class Hub:
    """The hub's contents as they should be."""

    expected: Mapping[Claim, int] = field(default_factory=dict)
    """How many units a claim expects; one that is not named limits nothing."""

    logs: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    answers: dict[Owner, str] = field(default_factory=dict)
    """What was said last of each unit."""

    _parcels: dict[tuple[str, str], list[Event]] = field(default_factory=dict)
    _wanting: dict[str, dict[tuple[str, str], None]] = field(default_factory=dict)
    """By key: the parcels of units that were told it is taken, the first told first."""

    _reserved: dict[str, tuple[Owner, int]] = field(default_factory=dict)
    """By key: for whom, and in which epoch."""

    def take(self, station: str, envelopes: Iterable[str]) -> None:
        """Take events that the hub has committed together, and has not had before."""
        touched: dict[str, None] = {}
        for stored in envelopes:
            self.logs.setdefault(station, []).append(stored)
            event = json.loads(stored)
            if parcel := event.get("parcel"):
                self._parcels.setdefault((station, parcel), []).append(event)
                touched[parcel] = None
        told = [owed for parcel in touched for owed in read(station, self._parcels[station, parcel])]
        told.sort(key=lambda owed: owed.queued_at)
        freed = {key for owed in told for key in self._follow(owed)}
        for owed in told:
            self._award(owed)
        self._judge_again(freed)

    def reserve(self, owner: Owner, key: str, epoch: int) -> None:
        """Take a live reservation that the hub has committed."""
        self._reserved[key] = (owner, epoch)

    def confirm(self, owed: Owed, epoch: int) -> None:
        """Take a live confirmation that the hub has committed; without its reservation it creates nothing."""
        assert owed.key is not None
        row = self.rows.get(owed.key)
        if self._reserved.get(owed.key) == (owed.owner, epoch) or (row is not None and row.stands):
            self._award(owed)

    def lease(self, key: str) -> None:
        """Take that somebody is about to send a replacement. Raises AssertionError where nobody may."""
        row = self.rows[key]
        assert row.state is State.QUEUED, (key, row)
        self.rows[key] = replace(row, state=State.LEASED, is_out=True)

    def ship(self, key: str, *, shipped: bool = True) -> None:
        """Take what became of a replacement that was leased."""
        state, row = State.SHIPPED if shipped else State.FAILED, self.rows[key]
        self.answers[row.owner] = state
        if row.compensate and not shipped:
            self.rows[key] = replace(row, state=State.WITHDRAWN, is_out=False, compensate=False)
            self._judge_again({key})
        else:
            self.rows[key] = replace(row, state=state, is_out=False)

    def release(self, owner: Owner, key: str) -> None:
        """Take a live release that the hub has committed."""
        if self._reserved.get(key, (None, 0))[0] == owner:
            del self._reserved[key]
        row = self.rows.get(key)
        if row is not None and row.owner == owner and row.stands:
            self.rows[key] = _taken_back(row)
            self._judge_again({key})

    def _follow(self, owed: Owed) -> list[str]:
        """Let the rows a unit has follow what its log says now, and give the keys that become free."""
        own = [key for key, row in self.rows.items() if row.owner == owed.owner and row.stands]
        for key in own:
            self.rows[key] = _after(self.rows[key], owed, key)
        return [key for key in own if not self.rows[key].stands]

    def _judge_again(self, freed: Iterable[str]) -> None:
        """Give free keys to those who were told that they are taken."""
        for key in sorted(freed):
            for station, parcel in [*self._wanting.get(key, {})]:
                for owed in read(station, self._parcels.get((station, parcel), [])):
                    if owed.key == key and not self.rows[key].stands:
                        self._award(owed)

    def _award(self, owed: Owed) -> None:
        if owed.key is None or owed.held:
            return
        row = self.rows.get(owed.key)
        if row is not None and row.stands:
            if row.owner != owed.owner:
                self.answers[owed.owner] = "taken"
                self._wanting.setdefault(owed.key, {})[owed.owner.station, owed.parcel] = None
        elif self._is_served(owed):
            self.answers[owed.owner] = "beyond_claim"
        else:
            claim = None if owed.released_extra else owed.claim
            self.rows[owed.key] = Row(owed.owner, State.QUEUED, claim)
            self.answers[owed.owner] = "acknowledged"

    def _is_served(self, owed: Owed) -> bool:
        if owed.claim is None or owed.claim not in self.expected or owed.released_extra:
            return False
        served = sum(row.claim == owed.claim for row in self.rows.values() if row.stands)
        return served >= self.expected[owed.claim]


def _after(row: Row, owed: Owed, key: str) -> Row:
    if owed.key != key or owed.denied:
        return _taken_back(row)
    match row.state:
        case State.QUEUED | State.LEASED if owed.held:
            return replace(row, state=State.HELD)
        case State.HELD if not owed.held:
            return replace(row, state=State.LEASED if row.is_out else State.QUEUED, compensate=False)
    return row if owed.held else replace(row, compensate=False)


def _taken_back(row: Row) -> Row:
    """What has left, or may be leaving, is made good for by a person."""
    if row.is_out or row.state is State.SHIPPED:
        return replace(row, compensate=True)
    return replace(row, state=State.WITHDRAWN)


def read(station: str, history: Iterable[Event]) -> list[Owed]:
    """Read what one parcel's whole history says of its units, in the order they came out."""
    events = list(history)
    units: dict[str, Owed] = {}
    label, claim = "", None
    for event in _counting(events):
        kind, body, unit = event["kind"], event["body"], event.get("unit")
        if kind == "ParcelOpened":
            label = body["label"]
        if kind in {"ParcelOpened", "ClaimMatched"}:
            claim = Claim(body["claim"]["number"], label) if body.get("claim") else None
        if kind == "UnitIdentified":
            units[unit or event["id"]] = Owed(Owner(station, unit or event["id"]), event["parcel"])
        elif unit in units:
            units[unit] = _told(units[unit], event)
    gone = {event["unit"] for event in events if event.get("unit")} - units.keys()
    found = [replace(owed, claim=claim) for owed in units.values()]
    return [*found, *(Owed(Owner(station, unit)) for unit in sorted(gone))]


def _counting(events: list[Event]) -> list[Event]:
    """Leave out what was negated; a negation that is itself negated negates nothing."""
    negated: set[str] = set()
    for event in reversed(events):
        if event["kind"] == "FactNegated" and event["id"] not in negated:
            negated.add(event["body"]["event"])
    return [event for event in events if event["id"] not in negated]


def _told(owed: Owed, event: Event) -> Owed:
    body = event["body"]
    match event["kind"]:
        case "ReplacementQueued":
            return replace(owed, key=body["key"], queued_at=event["seq"], taken=None)
        case "ReplacementAnswered" if owed.key is not None:
            return replace(owed, taken=body.get("detail", "") if body["answer"] == "taken" else None)
        case "HoldRaised":
            hold = (body["hold"], body["kind"], body.get("detail", ""))
            return replace(owed, holds=(*owed.holds, hold))
        case "HoldResolved":
            return _resolved(owed, body)
    return owed


def _resolved(owed: Owed, body: Event) -> Owed:
    kind = {hold: kind for hold, kind, _ in owed.holds}.get(body["hold"], "")
    return replace(
        owed,
        holds=tuple(hold for hold in owed.holds if hold[0] != body["hold"]),
        denied=owed.denied or body["decision"] == "deny",
        released_extra=owed.released_extra or (kind == "EXTRA" and body["decision"] == "release"),
    )
