"""The scenery: what stands around the receipt on the desk, kept in memory between scans.

Today's tally, unread notes, full holding boxes and troubles. A scan costs no look-up: each part is read again
only when a recorded fact concerns it, and the troubles when nobody scans.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from intake import facts, soundness
from intake.amending import is_rejudged
from intake.central_troubles import central_troubles, emergencies
from intake.container import Container
from intake.events import Event
from intake.journal import Journal
from intake.known import LookUps
from intake.line import Line
from intake.local_day import LocalDay
from intake.notes import unread
from intake.receipt import Receipt, scene_of
from intake.recent import events_since
from intake.scene import Pending, PendingKind, Scene, Tally
from intake.settings import Settings
from intake.sqlite import Connection
from intake.sqlite import Error as SqliteError
from intake.surroundings import Surroundings, iso, milliseconds
from intake.tally import KINDS, DayTally, Sending
from intake.troubles import Trouble, troubles

_NOTES = frozenset({facts.NoteLeft, facts.NoteRead})
_BOXES = frozenset({facts.ContainerOpened, facts.UnitMoved, facts.UnitLost, facts.FactNegated})
"""What may change which holding boxes stand there, or what waits in them."""

_GRAVITY = {str(trouble): place for place, trouble in enumerate(Trouble)}
_COVERED = "SELECT seq FROM anchor ORDER BY seq DESC LIMIT 1"
_UNSENT = """
SELECT envelope ->> '$.at' FROM event WHERE seq > ? AND kind <> 'HeadAnchored' ORDER BY seq LIMIT 1
"""
_HOLDING = "SELECT code FROM container WHERE holding = 1 AND state = 'open'"
_RAISED = "SELECT raised_at FROM incident WHERE closed_at IS NULL"


class Scenery:
    """What the journal and the machine tell of the desk's scene."""

    def __init__(
        self,
        journal: Journal,
        look_ups: LookUps,
        settings: Settings,
        surroundings: Surroundings,
        is_disk_low: Callable[[], bool],
        *,
        training: bool,
    ) -> None:
        """Read nothing yet: the first scene does."""
        self._journal = journal
        self._look_ups = look_ups
        self._settings = settings
        self._surroundings = surroundings
        self._is_disk_low = is_disk_low
        self._training = training
        self._seq = 0
        """Position of the last event folded in."""

        self._day = DayTally("", "")
        self._sending = Sending()
        self._boxes: frozenset[str] = frozenset()
        self._around = Scene()
        """The parts that no receipt tells."""

    def scene(self, receipt: Receipt, fitting: Container | None, *, in_doubt: bool) -> Scene:
        """Give the whole scene. `fitting`: the container to use, where the step is CONTAINER.

        `in_doubt`: nobody knows how the last commit ended, so that nothing is read.
        """
        if self._seq != self._journal.seq and not in_doubt:
            with contextlib.suppress(SqliteError, OSError):  # it stays as it was; the next one reads again
                self._read()
        look_ups = self._look_ups
        return scene_of(receipt, fitting, look_ups.catalogue, look_ups.policy.checklist, self._around)

    def recorded(self, events: Sequence[Event]) -> None:
        """Fold what was just recorded; what a reading has seen already is not folded twice."""
        if events[0].seq != self._seq + 1 or not self._day.is_day_of(events[0].at):
            return  # the next scene reads everything
        if is_rejudged(events[0].fact):  # units of other days: no part of today's counts
            self._seq = events[-1].seq
            return
        for event in events:
            self._day.apply(event)
        with contextlib.suppress(SqliteError):  # the next scene reads everything
            self._follow(events)
            self._seq = events[-1].seq

    def _follow(self, events: Sequence[Event]) -> None:
        """Read again what these events concern."""
        changed: dict[str, Any] = {}
        self._sent(events)
        for event in events:
            match event.fact:
                case facts.EmergencyRaised():
                    changed["emergency_since"] = milliseconds(event.at)
                case facts.EmergencyClosed():
                    changed["emergency_since"] = None
                case facts.UnitContained(container=code) if code in self._boxes:
                    changed |= self._holding()
                case fact if type(fact) in _BOXES:
                    changed |= self._holding()
                case fact if type(fact) in _NOTES:
                    changed |= self._notes()
                case facts.NeighbourEmergency():  # people run for it: it does not wait for a pause
                    changed["troubles"] = self._troubles(self._surroundings.moment().wall)
        self._around = replace(self._around, tally=self._tally(events[-1].seq), **changed)

    def look_round(self) -> bool:
        """Look for troubles and for a new day, and tell whether the desk looks different now."""
        before = self._around
        wall = self._surroundings.moment().wall
        if self._day.is_day_of(iso(wall)):
            self._around = replace(before, troubles=self._troubles(wall))
        else:
            self._read()
        return self._around != before

    def _read(self) -> None:
        """Read everything: at the start, on a new day, and after a commit of unknown outcome."""
        wall, connection = self._surroundings.moment().wall, self._look_ups.connection
        begin, end = LocalDay.of(wall).times
        day = DayTally(begin, end)
        for event in events_since(connection, begin, self._journal.seq, KINDS):
            if day.is_day_of(event.at):  # where the clock was set back, tomorrow is recorded already
                day.apply(event)
        self._day = day
        self._sending = _sending(connection)
        raised = connection.execute(_RAISED).fetchone()
        self._around = replace(
            self._around,
            emergency_since=milliseconds(raised[0]) if raised else None,
            tally=self._tally(self._journal.seq),
            troubles=self._troubles(wall),
            **self._holding(),
            **self._notes(),
        )
        self._seq = self._journal.seq

    def _tally(self, seq: int) -> Tally:
        """A training folder is never sent."""
        unsent = 0 if self._training else self._sending.unsent(seq)
        return self._day.tally(unsent, self._sending.since if unsent else None)

    def _sent(self, events: Sequence[Event]) -> None:
        """Follow how much is sent; the first event after all was sent begins a new wait."""
        if any(isinstance(event.fact, facts.HeadAnchored) for event in events):
            self._sending = _sending(self._look_ups.connection)
        elif self._sending.since is None:
            self._sending = replace(self._sending, since=milliseconds(events[0].at))

    def _troubles(self, wall: int) -> tuple[Line, ...]:
        look_ups, settings, training = self._look_ups, self._settings, self._training
        connection, folder = look_ups.connection, self._journal.path.parent
        found = [
            *troubles(look_ups, settings, wall, is_disk_low=self._is_disk_low(), training=training),
            *emergencies(connection, wall),
            *central_troubles(connection, folder, settings, wall, training=training),
            *([Line(Trouble.JOURNAL_UNSOUND)] if soundness.fault(folder) else ()),
        ]
        return tuple(sorted(found, key=lambda line: _GRAVITY[line.message]))

    def _holding(self) -> dict[str, Any]:
        """Count what waits in the holding boxes; of a unit put elsewhere they need not be asked."""
        rows = self._look_ups.connection.execute(_HOLDING).fetchall()
        self._boxes = frozenset(code for (code,) in rows)
        waiting = self._look_ups.quarantine(self._surroundings.moment().wall).waiting()
        return {"pending": tuple(Pending(PendingKind.HOLDING, units, box) for box, units in waiting)}

    def _notes(self) -> dict[str, Any]:
        found = unread(self._look_ups.connection)
        return {"note": found[0] if found else None, "notes": len(found)}


def _sending(connection: Connection) -> Sending:
    """Read how much of the log the central claims system is known to have."""
    (covered,) = connection.execute(_COVERED).fetchone() or (0,)
    first = connection.execute(_UNSENT, (covered,)).fetchone()
    return Sending(covered, milliseconds(first[0]) if first else None)
