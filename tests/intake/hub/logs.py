"""Logs: what a station would send, made by hand: facts in envelopes, chained."""

from __future__ import annotations

import hashlib
import itertools

import msgspec

from intake import facts
from intake.campaign import UnNumber
from intake.claim import Claim, ClaimedUnit
from intake.correction import UndoReason
from intake.events import VERSION, Envelope
from intake.hold import HoldDecision, HoldKind
from intake.verdict import Verdict
from intake.wire import Batch, FolderKind, Position

AT = "2026-11-23T10:00:00.000Z"
GENESIS = bytes(32)
CAMPAIGN = "jp-2025-10-21"


class Log:
    """One incarnation of a station's log."""

    def __init__(self, station="DOCK-1", incarnation="i1", *, first=1, prev=GENESIS, begun=True) -> None:
        self.station, self.incarnation = station, incarnation
        self.first: int = first
        self.prev = prev
        self.envelopes: list[str] = []
        self.hashes: list[bytes] = []
        self._parcels = itertools.count(1)
        if begun:
            self.add(facts.StationCreated(training=False))

    @property
    def last(self) -> int:
        return self.first + len(self.envelopes) - 1

    @property
    def head(self) -> bytes:
        return self.hashes[-1] if self.hashes else self.prev

    def add(self, fact, parcel=None, unit=None, **changed) -> str:
        """Record a fact and give its event's id."""
        seq = self.last + 1
        made = Envelope(
            seq=seq,
            id=f"{self.station}-{self.incarnation}-{seq}",
            v=VERSION,
            kind=type(fact).__name__,
            at=AT,
            mono=seq,
            boot="boot",
            station=self.station,
            incarnation=self.incarnation,
            program="0",
            settings="0",
            body=msgspec.Raw(msgspec.json.encode(fact)),
            first=seq,
            parcel=parcel,
            unit=unit,
        )
        made = msgspec.structs.replace(made, **changed)
        self.store(msgspec.json.encode(made).decode())
        return made.id

    def store(self, envelope: str) -> None:
        """Record whatever it is."""
        self.envelopes.append(envelope)
        self.hashes.append(hashlib.sha256(self.head + envelope.encode()).digest())

    def restored(self, incarnation: str, seq: int, *, complete=True) -> Log:
        """Give the log of a journal restored from a backup of this one at `seq`."""
        found = self.hashes[seq - self.first]
        after = Log(self.station, incarnation, first=seq + 1, prev=found, begun=False)
        after.add(facts.StationRestored(incarnation, self.incarnation, seq, found.hex(), complete))
        return after

    def batch(self, first=None, last=None) -> Batch:
        """Give what is sent of it."""
        first, last = first or self.first, last or self.last
        skipped = first - self.first
        prev = self.hashes[skipped - 1] if skipped else self.prev
        envelopes = self.envelopes[skipped : last - self.first + 1]
        return Batch(FolderKind.PRODUCTION, AT, first, prev.hex(), tuple(envelopes))

    def position(self, seq=None, before=None) -> Position:
        """Give what a hub says that has it up to `seq`."""
        seq = seq or self.last
        return Position(self.incarnation, seq, self.hashes[seq - self.first].hex(), self.first, before)

    def open(self, claim=None, label=None, limit=1) -> str:
        """Open a parcel and give its id."""
        number = next(self._parcels)
        parcel = f"p-{self.station}-{self.incarnation}-{number}"
        announced = Claim(claim, (ClaimedUnit(count=limit),)) if claim else None
        self.add(facts.ParcelOpened(label or f"label-{number}", claim=announced), parcel)
        return parcel

    def unit(self, serial, parcel=None, unit=None, held=()) -> tuple[str, str]:
        """Take a unit in up to its replacement; give the ids of the event that queued it, and of the unit."""
        parcel = parcel or self.open()
        unit = unit or f"u-{self.station}-{self.incarnation}-{self.last + 1}"
        identified = facts.UnitIdentified(
            serial, serial, Verdict.AFFECTED, (), False, maker="M", un_number=UnNumber.UN3480
        )
        self.add(identified, parcel, unit)
        for kind in held:
            self.hold(parcel, unit, kind)
        return self.queue(serial, parcel, unit), unit

    def queue(self, serial, parcel, unit) -> str:
        queued = facts.ReplacementQueued(f"M/{serial}", CAMPAIGN, serial, "A1263", None)
        return self.add(queued, parcel, unit)

    def hold(self, parcel, unit, kind) -> str:
        hold = f"h-{self.station}-{self.last + 1}"
        self.add(facts.HoldRaised(hold, HoldKind(kind)), parcel, unit)
        return hold

    def resolve(self, parcel, unit, hold, decision=HoldDecision.RELEASE) -> None:
        self.add(facts.HoldResolved(hold, decision, "RI-O-9"), parcel, unit)

    def undo(self, event, parcel) -> None:
        self.add(facts.FactNegated(event, next(iter(UndoReason))), parcel)
