"""Wishes: what deciding each needs to know, and what follows in the folder once it is recorded."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from intake import facts, photos
from intake.acts import last_act
from intake.errors import StorageError
from intake.events import RequestCause
from intake.gathering import central, claims, containers, files, holds, units
from intake.gathering.photo_care import PhotoCare
from intake.gathering.pins import pin_of, who_asks
from intake.granting import About
from intake.in_force import close_lists, open_what_is_there, wanting
from intake.journal import envelopes, recorded_together
from intake.known import LookUps
from intake.notes import is_unread
from intake.outcome import Answer, Message, Recorded
from intake.people import People
from intake.receipt import Decision, Known, Receipt
from intake.request import (
    ActivateExpected,
    ActivateList,
    AddOperator,
    AddRejectBin,
    EndRejudging,
    EndRematching,
    ErasePayload,
    ErasePhoto,
    FailPhoto,
    ForgetPerson,
    HandOverContainer,
    LeaveNote,
    LockDesk,
    OfferPhoto,
    OpenReview,
    Pinned,
    ReadNote,
    RejudgeUnits,
    RematchParcels,
    Request,
    ResolveHold,
    RetireOperator,
    UndoAct,
    Wish,
)
from intake.scan import Moment, Severity
from intake.settings import Settings
from intake.sqlite import Error as SqliteError


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
        self._photo_care = PhotoCare(folder, look_ups, settings.photo_retention_days)

    def begin(self, wall: int) -> None:
        """Open the lists in force, finish erasures that a power cut has cut off, and erase what is too old.

        `wall` is now, in milliseconds.
        """
        self.load_lists()
        with suppress(StorageError):  # the banner tells: after a restore the next sync fetches them
            self.load_returns()
        files.finish_erasures(self._look_ups.connection, self._folder)
        photos.erase_drafts(self._folder)
        self._erase_old_returns(wall)

    def _erase_old_returns(self, wall: int) -> None:
        days = self._settings.expected_retention_days
        files.erase_old_returns(self._look_ups.connection, self._folder, days, wall)

    def load_lists(self) -> None:
        """Open the lists in force, then close those before; one whose file cannot be read is left out."""
        look_ups, before = self._look_ups, self._look_ups.lists
        days = self._settings.list_max_age_days
        look_ups.lists = open_what_is_there(look_ups.connection, self._folder, days)
        close_lists(before)

    def load_returns(self) -> None:
        """Open the expected returns in force, then close those before.

        Raises StorageError when they cannot be read: those before stay then.
        """
        look_ups, before = self._look_ups, self._look_ups.expected
        look_ups.expected = files.returns_in_force(look_ups.connection, self._folder)
        if before is not None:
            before.close()

    def tend(self, receipt: Receipt, moment: Moment) -> list[ErasePhoto]:
        """Use an idle moment; give what the station is to ask of itself then."""
        self._look_for_files()
        return self._photo_care.due(receipt.question, moment)

    def _look_for_files(self) -> None:
        """Open what is in force and could not be read before."""
        with suppress(StorageError, SqliteError):  # the banner goes on telling; the next scan meets the rest
            if wanting(self._look_ups.connection, self._look_ups.lists):
                self.load_lists()
            if self._look_ups.expected is None:
                self.load_returns()

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
        about = About(receipt, known, training, who_asks(self._look_ups, request.by), ids=ids)
        if isinstance(wish, Pinned):
            pin, failures, minutes = pin_of(wish, self._look_ups, self._people, self._settings, wall)
            about = replace(about, pin=pin, pin_failures=failures, lock_minutes=minutes)
        if isinstance(wish, ActivateExpected) and receipt.parcel is not None:
            connection, version = self._look_ups.connection, wish.version
            announced = claims.announced_by(connection, self._folder, version, receipt.parcel)
            about = replace(about, announced=announced)
        if isinstance(wish, ActivateList):
            look_ups, settings = self._look_ups, self._settings
            changed = units.on_the_table(wish, receipt, look_ups, self._folder, settings, wall)
            about = replace(about, received=changed)
        return replace(about, **self._details(wish, known, wall))

    def _details(self, wish: Wish, known: Known, wall: int) -> dict[str, Any]:
        look_ups = self._look_ups
        match wish:
            case AddOperator(code=code) | RetireOperator(code=code) | ForgetPerson(code=code):
                return {"operator": look_ups.operator(code)}
            case AddRejectBin(code=code):
                return {"known": replace(known, bin_known=look_ups.bin_known(code))}
            case ActivateList() | ActivateExpected() | ErasePayload():
                return files.named(self._folder, wish)
            case _:
                return self._received(wish, known, wall)

    def _received(self, wish: Wish, known: Known, wall: int) -> dict[str, Any]:
        """Give what a wish about parcels and units received before needs."""
        look_ups = self._look_ups
        match wish:
            case UndoAct():
                return {"act": last_act(look_ups.connection, look_ups.quarantine(wall))}
            case ResolveHold():
                return {"case": holds.case_of(look_ups, wish, wall)}
            case RejudgeUnits() | EndRejudging():
                return units.rejudged(wish, look_ups, wall)
            case HandOverContainer(code=code):
                found = containers.named(wish, known, look_ups, self._settings, wall)
                return found | units.leaving(look_ups, code, wall)
            case RematchParcels() | EndRematching():
                return claims.rematched(wish, look_ups)
            case _:
                return self._recorded(wish, known, wall)

    def _recorded(self, wish: Wish, known: Known, wall: int) -> dict[str, Any]:
        look_ups = self._look_ups
        match wish:
            case ReadNote(note=note):
                return {"note_unread": is_unread(look_ups.connection, note)}
            case OfferPhoto(sha256=digest):
                return {"photo_stored": photos.read(self._folder, digest) is not None}
            case ErasePhoto(sha256=digest):
                return {"pictured": photos.of_units(look_ups.connection, digest)}
            case _ if isinstance(wish, central.Central):
                return central.told(wish, known, look_ups.connection)
            case LeaveNote() | LockDesk() | OpenReview() | FailPhoto():
                return {}
            case _:
                return containers.named(wish, known, look_ups, self._settings, wall)

    def prepare(self, wish: Wish) -> None:
        """Write what concerns a person before the fact is recorded: a retry of the request does it again."""
        match wish:
            case AddOperator():
                self._people.enter(wish.code, wish.name, wish.pin)
            case ForgetPerson():
                self._people.erase(wish.code)
            case _:
                pass

    def follow(self, decision: Decision, receipt: Receipt, wall: int) -> None:
        """Do in the folder what recorded facts ask for; done again at the next start if it was cut off.

        `wall` is now, in milliseconds. A picture that the desk shows just now stays until it is answered for:
        somebody may keep it of another unit, and `PhotoCare` erases it if nobody does.
        """
        for draft in decision.drafts:
            match draft.fact:
                case facts.ListActivated(campaign=campaign):
                    self.load_lists()
                    self._expect_list(campaign)
                case facts.ExpectedActivated():
                    self.load_returns()
                    self._erase_old_returns(wall)
                case facts.PayloadErased(sha256=digest):
                    files.erase(self._folder, digest)
                case facts.PhotoErased(sha256=digest) if not photos.is_shown(digest, receipt.question):
                    files.erase_photo(self._folder, digest)

    def _expect_list(self, campaign: str) -> None:
        for name, version in wanting(self._look_ups.connection, self._look_ups.lists):
            if name == campaign:
                raise StorageError(
                    f"expected list {version} of {campaign} in {self._folder}, got nothing to read"
                )

    def close(self) -> None:
        """Close the lists and the expected returns."""
        close_lists(self._look_ups.lists)
        self._look_ups.lists = ()
        if self._look_ups.expected is not None:
            self._look_ups.expected.close()
        self._look_ups.expected = None
