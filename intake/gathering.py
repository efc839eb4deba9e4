"""Gathering for requests: what the log and the folder say about the thing a wish names."""

from __future__ import annotations

import contextlib
import hashlib
from contextlib import closing
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from intake import facts, payloads
from intake.acts import act_with, last_act
from intake.condition import Observation, classify
from intake.container import Parcelled
from intake.disposition import EmergencyOutcome
from intake.errors import StorageError
from intake.events import RequestCause, event_of
from intake.expected import ExpectedReturns, expected_path
from intake.facts import EmergencyRaised
from intake.granting import About, Pin, Published, is_label, task_of
from intake.in_force import open_lists
from intake.journal import envelopes, recorded_together
from intake.known import LookUps
from intake.operator import Operator, Role
from intake.outcome import Answer, Message, Recorded
from intake.own_label import LabelKind
from intake.people import People
from intake.quarantine import Quarantine
from intake.receipt import Decision, Known, Placed, Receipt
from intake.reference import AffectedIndex, ListFileError
from intake.request import (
    ActivateExpected,
    ActivateList,
    AddOperator,
    AddRejectBin,
    CloseEmergency,
    ErasePayload,
    ForgetPerson,
    LockDesk,
    MoveUnit,
    Request,
    RetireOperator,
    SuspectContainer,
    UndoAct,
    Wish,
)
from intake.scan import Severity
from intake.settings import Settings
from intake.state_folder import list_path
from intake.surroundings import iso, milliseconds


class Answered(NamedTuple):
    """A request's answer as it was recorded."""

    seq: int | None
    answer: Answer
    events: tuple[Recorded, ...]


class Gathering:
    """Look-ups that requests need, and what follows once they are recorded."""

    def __init__(self, folder: Path, look_ups: LookUps, people: People, settings: Settings) -> None:
        """Gather from a state folder."""
        self._folder = folder
        self._look_ups = look_ups
        self._people = people
        self._settings = settings

    def is_training(self) -> bool:
        """Tell what the journal's first event says this folder is. Raises StorageError if it says nothing."""
        first = next(envelopes(self._look_ups.connection, "WHERE seq = 1"), None)
        fact = event_of(first).fact if first else None
        if not isinstance(fact, facts.StationCreated):
            raise StorageError("expected a journal begun by intake init, got one without a beginning")
        return fact.training

    def begin(self) -> None:
        """Open the lists in force, and finish erasures that a power cut has cut off."""
        self.load_lists()
        self._finish_erasures()

    def load_lists(self) -> None:
        """Open the lists in force. Raises StorageError when one is missing."""
        self.close()
        look_ups = self._look_ups
        look_ups.lists = open_lists(look_ups.connection, self._folder, self._settings.list_max_age_days)
        look_ups.expected = self._expected()

    def _expected(self) -> ExpectedReturns | None:
        row = self._look_ups.connection.execute("SELECT version FROM expected_in_force").fetchone()
        path = expected_path(self._folder, row[0]) if row else None
        if path is None:
            return None
        if not path.exists():
            raise StorageError(
                f"expected {path.name}, which is in force, got nothing: copy it back from the backup "
                "or import expected returns anew"
            )
        return ExpectedReturns.open(path)

    def answered(self, request: Request) -> Answered | None:
        """Give the answer this request's id has had, or None; another wish under its id is a conflict."""
        found = next(envelopes(self._look_ups.connection, "WHERE request = ?", (request.id,)), None)
        if found is None or not isinstance(found.cause, RequestCause) or found.answer is None:
            return None
        if found.cause.fingerprint != request.fingerprint:
            conflict = Answer(Message.REQUEST_CONFLICT, Severity.REFUSED, {"request": request.id})
            return Answered(None, conflict, ())
        together = recorded_together(self._look_ups.connection, found.first)
        return Answered(found.seq, found.answer, tuple(Recorded(one.id, one.kind) for one in together))

    def about(
        self,
        request: Request,
        receipt: Receipt,
        training: bool,  # noqa: FBT001 (a plain fact)
        wall: int,
        ids: tuple[str, ...],
    ) -> About:
        """Gather what deciding this wish needs. `wall` is now, in milliseconds."""
        wish, known = request.wish, Known(self._look_ups.catalogue, self._look_ups.policy)
        about = About(receipt, known, training, self._who_asks(request.by), ids=ids)
        if isinstance(wish, CloseEmergency | MoveUnit | UndoAct):
            about = self._with_pin(about, wish, wall)
        return replace(about, **self._details(wish, known, wall))

    def _who_asks(self, by: str) -> Operator | None:
        """Give the badge; one nobody knows is worth as little as a retired one."""
        nobody = Operator(by, Role.OPERATOR, retired=True) if is_label(LabelKind.BADGE, by) else None
        return self._look_ups.operator(by) or nobody

    def _details(self, wish: Wish, known: Known, wall: int) -> dict[str, Any]:
        look_ups = self._look_ups
        match wish:
            case AddOperator(code=code) | RetireOperator(code=code) | ForgetPerson(code=code):
                return {"operator": look_ups.operator(code)}
            case AddRejectBin(code=code):
                return {"known": replace(known, bin_known=look_ups.bin_known(code))}
            case ActivateList() | ActivateExpected() | ErasePayload():
                return self._files(wish)
            case UndoAct():
                return {"act": last_act(look_ups.connection, look_ups.quarantine(wall))}
            case LockDesk():
                return {}
            case _:
                return self._quarantined(wish, known, wall)

    def _files(self, wish: ActivateList | ActivateExpected | ErasePayload) -> dict[str, Any]:
        match wish:
            case ActivateList(campaign=campaign, version=version):
                return {"published": self._published(campaign, version)}
            case ActivateExpected(version=version):
                return {"published": self._published_returns(version)}
            case ErasePayload(sha256=digest):
                kept = payloads.read(self._folder, digest) is not None if _is_digest(digest) else False
                return {"payload_kept": kept}

    def _quarantined(self, wish: Wish, known: Known, wall: int) -> dict[str, Any]:
        quarantine = self._look_ups.quarantine(wall)
        match wish:
            case CloseEmergency():
                return self._emergency(wish, known, quarantine, wall)
            case MoveUnit(unit=unit, container=code):
                placed, container = quarantine.placed(unit), quarantine.container(code)
                fitting = quarantine.fitting_for(_as_seen(placed[0], wish.seen)) if placed else None
                return {"known": replace(known, placed=placed, container=container, fitting=fitting)}
            case _:
                return self._container(wish, quarantine, wall)

    def _container(self, wish: Wish, quarantine: Quarantine, wall: int) -> dict[str, Any]:
        code = getattr(wish, "code", "")
        found: dict[str, Any] = {"container": quarantine.container(code), "held": quarantine.held(code)}
        if isinstance(wish, SuspectContainer):
            found["until"] = iso(wall + round(wish.hours * _HOUR))
        return found

    def _emergency(
        self, wish: CloseEmergency, known: Known, quarantine: Quarantine, wall: int
    ) -> dict[str, Any]:
        """Find what the lead names; the first name nobody knows refuses the whole."""
        placed = [quarantine.unit(name) for name in wish.units]
        # Named twice, by bag and by serial, a unit would be lost twice.
        known_things = [found is not None and placed.count(found) == 1 for found in placed]
        known_things += [self._look_ups.is_unopened_label(label) for label in wish.parcels]
        # A false alarm is said of the whole emergency; a thing that was lost was lost somehow.
        lost = [how not in _NO_LOSS for how in (*wish.units.values(), *wish.parcels.values())]
        known_things = [one and other for one, other in zip(known_things, lost, strict=True)]
        known_things += [quarantine.is_here(code) for code in wish.suspects]
        act = act_with(self._look_ups.connection, EmergencyRaised)
        return {
            "known": replace(known, placed=tuple(found for found in placed if found), act=act),
            "unknown": None if all(known_things) else known_things.index(False) + 1,
            "until": iso(wall + round(self._settings.suspect_hours * _HOUR)),
        }

    def _with_pin(self, about: About, wish: CloseEmergency | MoveUnit | UndoAct, wall: int) -> About:
        """Say how badge and PIN are to be taken; a locked badge's PIN is not even looked at."""
        operator = self._look_ups.operator(wish.lead)
        if operator is None or not operator.may(task_of(wish)):
            return replace(about, pin=Pin.NO_LEAD)
        failures, minutes = self._failures(wish.lead, wall)
        if minutes:
            return replace(about, pin=Pin.LOCKED, pin_failures=failures, lock_minutes=minutes)
        right = self._people.has_pin(wish.lead, wish.pin)
        return replace(about, pin=Pin.RIGHT if right else Pin.WRONG, pin_failures=failures)

    def _failures(self, badge: str, wall: int) -> tuple[int, int]:
        """Give the wrong PINs in a row and the whole minutes the badge still stays locked."""
        query = "SELECT failures, failed_at FROM operator WHERE code = ?"
        failures, failed_at = self._look_ups.connection.execute(query, (badge,)).fetchone()
        if failures < self._settings.pin_attempts:
            return failures, 0
        left = milliseconds(failed_at) + self._settings.pin_lock_minutes * _MINUTE - wall
        # A clock that was set back must not lock a badge for ever.
        within = 0 < left <= self._settings.pin_lock_minutes * _MINUTE
        return failures, ceil(left / _MINUTE) if within else 0

    def _published(self, campaign: str, version: str) -> Published | None:
        path = list_path(self._folder, campaign, version)
        if path is None or not path.exists():
            return None
        try:
            index = AffectedIndex.open(path)
        except ListFileError:  # what lies there is no list: the wish is refused in words
            return None
        try:
            named = (index.campaign, index.version) == (campaign, version)
            return Published(index.training, index.checksum) if named else None
        finally:
            index.close()

    def _published_returns(self, version: str) -> Published | None:
        path = expected_path(self._folder, version)
        if path is None or not path.exists():
            return None
        try:
            with closing(ExpectedReturns.open(path)) as found:
                return Published(training=False, checksum=found.checksum)
        except StorageError:  # what lies there are no expected returns: the wish is refused in words
            return None

    def prepare(self, wish: Wish) -> None:
        """Write what concerns a person before the fact is recorded: a retry of the request does it again."""
        match wish:
            case AddOperator():
                self._people.enter(wish.code, wish.name, wish.pin)
            case ForgetPerson():
                self._people.erase(wish.code)
            case _:
                pass

    def follow(self, decision: Decision) -> None:
        """Do in the folder what recorded facts ask for; done again at the next start if it was cut off."""
        for draft in decision.drafts:
            match draft.fact:
                case facts.ListActivated() | facts.ExpectedActivated():
                    self.load_lists()
                case facts.PayloadErased(sha256=digest):
                    with contextlib.suppress(OSError):  # tried again at the next start; verify tells of it
                        payloads.erase(self._folder, digest)

    def _finish_erasures(self) -> None:
        """Erase what events say is erased, should a power cut have come between."""
        kept = set(payloads.digests(self._folder))
        for (digest,) in self._look_ups.connection.execute("SELECT sha256 FROM erased"):
            if digest in kept:
                with contextlib.suppress(OSError):  # as above
                    payloads.erase(self._folder, digest)

    def close(self) -> None:
        """Close the lists."""
        for entry in self._look_ups.lists:
            entry.index.close()
        self._look_ups.lists = ()
        if self._look_ups.expected is not None:
            self._look_ups.expected.close()
        self._look_ups.expected = None


_NO_LOSS = frozenset({EmergencyOutcome.FALSE_ALARM})
_MINUTE = 60_000
_HOUR = 3_600_000
"""Milliseconds."""


def _as_seen(placed: Placed, seen: Observation | None) -> Parcelled:
    """Give the unit by the class it goes on in: a swollen one is never sent to its old class's container."""
    return replace(placed.parcelled, condition=classify(seen, None)) if seen else placed.parcelled


def _is_digest(text: str) -> bool:
    return len(text) == hashlib.sha256().digest_size * 2 and all(c in "0123456789abcdef" for c in text)
