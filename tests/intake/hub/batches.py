"""Batches: a station's log as it goes up, made by hand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import msgspec

from intake.events import VERSION, Envelope
from intake.facts import KINDS, Fact, GuardRestored, StationCreated
from intake.wire import Batch, FolderKind

NOTHING = "0" * 64
AT = "2026-03-01T09:00:00.000Z"
_KIND = {fact: kind for kind, fact in KINDS.items()}


@dataclass
class Log:
    """A log that grows."""

    station: str = "DOCK-1"
    incarnation: str = "inc-1"
    envelopes: list[str] = field(default_factory=list)
    hashes: list[str] = field(default_factory=lambda: [NOTHING])

    def add(self, fact: Fact) -> None:
        seq = len(self.envelopes) + 1
        envelope = Envelope(
            *(seq, f"{self.incarnation}-{seq}", VERSION, _KIND[type(fact)], AT, seq, "boot", self.station),
            *(self.incarnation, "0", "0", msgspec.Raw(msgspec.json.encode(fact)), seq),
        )
        text = msgspec.json.encode(envelope).decode()
        self.hashes.append(hashlib.sha256(bytes.fromhex(self.hashes[-1]) + text.encode()).hexdigest())
        self.envelopes.append(text)

    def batch(
        self, first: int = 1, last: int | None = None, kind: FolderKind = FolderKind.PRODUCTION
    ) -> Batch:
        return Batch(kind, AT, first, self.hashes[first - 1], tuple(self.envelopes[first - 1 : last]))

    @property
    def path(self) -> str:
        return f"/v1/stations/{self.station}/incarnations/{self.incarnation}/events"


def log_of(events: int, *, training: bool = False, **about) -> Log:
    """A log of so many events, of which none is of a parcel."""
    log = Log(**about)
    log.add(StationCreated(training=training))
    for number in range(1, events):
        log.add(GuardRestored((f"trigger_{number}",)))
    return log
