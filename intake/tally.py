"""The tally: one day's counts at a desk, folded from the events recorded on it."""

from __future__ import annotations

from collections import OrderedDict

import msgspec

from intake import facts
from intake.events import Event
from intake.hold import HoldKind
from intake.scene import Tally

_REACH = 2000
"""Counted events kept by their id: an act further back is never undone (`intake.acts`)."""

_COUNTED: dict[type[facts.Fact], str] = {
    facts.ParcelOpened: "parcels",
    facts.UnitContained: "units",
    facts.AccessoryRejected: "rejected",
    facts.AccessoryTagged: "rejected",
}
KINDS: tuple[type[facts.Fact], ...] = (*_COUNTED, facts.HoldRaised, facts.HoldResolved, facts.FactNegated)
"""The facts that change a tally."""


class Sending(msgspec.Struct, frozen=True):
    """How much of the log the central claims system has."""

    covered: int = 0
    """`seq` of the last event it is known to have; 0: none."""

    since: int | None = None
    """When the first event it lacks was recorded, in milliseconds since 1970."""

    def unsent(self, seq: int) -> int:
        """Tell how many events of a log that ends at `seq` it lacks, the anchor's own left out."""
        return max(seq - self.covered - bool(self.covered), 0)


class DayTally:
    """The counts of one local day. A negation takes away what its fact had added."""

    def __init__(self, begin: str, end: str) -> None:
        """Begin at nothing. The day is from `begin` on and before `end`, both stored times (ISO 8601 UTC)."""
        self._begin = begin
        self._end = end
        self._counts = dict.fromkeys(_COUNTED.values(), 0)
        self._holds: dict[str, str | None] = {}
        self._undoable: OrderedDict[str, str] = OrderedDict()

    def is_day_of(self, at: str) -> bool:
        """Tell whether a stored time lies in this day."""
        return self._begin <= at < self._end

    def apply(self, event: Event) -> None:
        """Fold one event of this day."""
        counted = _COUNTED.get(type(event.fact))
        if counted is not None:
            self._counts[counted] += 1
            self._remember(event.id, counted)
        match event.fact:
            case facts.HoldRaised(kind=HoldKind.PROVISIONAL):
                pass  # it goes by itself
            case facts.HoldRaised(hold=hold):
                self._holds[hold] = event.unit
                self._remember(event.id, hold)
            case facts.HoldResolved(hold=hold):
                self._holds.pop(hold, None)
            case facts.FactNegated(event=negated):
                self._take_away(self._undoable.pop(negated, ""))

    def _remember(self, event_id: str, what: str) -> None:
        self._undoable[event_id] = what
        if len(self._undoable) > _REACH:
            self._undoable.popitem(last=False)

    def _take_away(self, what: str) -> None:
        if what in self._counts:
            self._counts[what] -= 1
        self._holds.pop(what, None)

    def tally(self, unsent: int, unsent_since: int | None) -> Tally:
        """Give the counts, with what is not sent yet and since when (milliseconds since 1970)."""
        held = len(set(self._holds.values()))
        return Tally(**self._counts, held=held, unsent=unsent, unsent_since=unsent_since)
