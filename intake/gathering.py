"""Gathering for requests: what the log and the folder say about the thing a wish names."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from intake import facts, payloads
from intake.errors import StorageError
from intake.events import RequestCause, event_of
from intake.granting import About, Published
from intake.journal import envelopes
from intake.known import LookUps, open_lists
from intake.outcome import Answer, Message, Recorded
from intake.people import People
from intake.receipt import Decision, Known, Receipt
from intake.reference import AffectedIndex, ListFileError
from intake.request import (
    ActivateList,
    AddOperator,
    AddRejectBin,
    CloseEmergency,
    ErasePayload,
    ForgetPerson,
    OpenContainer,
    Request,
    RetireOperator,
    SealContainer,
    Wish,
)
from intake.scan import Severity
from intake.settings import Settings
from intake.state_folder import list_path


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
        self._look_ups.lists = open_lists(
            self._look_ups.connection, self._folder, self._settings.list_max_age_days
        )

    def answered(self, request: Request) -> Answered | None:
        """Give the answer this request's id has had, or None; another wish under its id is a conflict."""
        found = next(envelopes(self._look_ups.connection, "WHERE request = ?", (request.id,)), None)
        if found is None or not isinstance(found.cause, RequestCause) or found.answer is None:
            return None
        if found.cause.fingerprint != request.fingerprint:
            conflict = Answer(Message.REQUEST_CONFLICT, Severity.REFUSED, {"request": request.id})
            return Answered(None, conflict, ())
        together = envelopes(
            self._look_ups.connection,
            "WHERE seq BETWEEN ? AND ? + 100 AND envelope ->> '$.first' = ?",
            (found.first, found.first, found.first),
        )
        return Answered(found.seq, found.answer, tuple(Recorded(one.id, one.kind) for one in together))

    def about(self, wish: Wish, receipt: Receipt, training: bool) -> About:  # noqa: FBT001 (a plain fact)
        """Gather what deciding this wish needs."""
        known = Known(self._look_ups.catalogue, self._look_ups.policy)
        about = About(receipt, known, training)
        match wish:
            case AddOperator(code=code) | RetireOperator(code=code) | ForgetPerson(code=code):
                return replace(about, operator=self._look_ups.operator(code))
            case OpenContainer(code=code) | SealContainer(code=code):
                return replace(about, container=self._look_ups.container(code))
            case AddRejectBin(code=code):
                return replace(about, known=replace(known, bin_known=self._look_ups.bin_known(code)))
            case ActivateList(campaign=campaign, version=version):
                return replace(about, published=self._published(campaign, version))
            case CloseEmergency():
                return replace(about, known=replace(known, lead_verified=self._is_lead(wish)))
            case ErasePayload(sha256=digest):
                kept = payloads.read(self._folder, digest) is not None if _is_digest(digest) else False
                return replace(about, payload_kept=kept)

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

    def _is_lead(self, wish: CloseEmergency) -> bool:
        operator = self._look_ups.operator(wish.lead)
        allowed = operator is not None and operator.may_close_emergencies
        return allowed and self._people.has_pin(wish.lead, wish.pin)

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
                case facts.ListActivated():
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


def _is_digest(text: str) -> bool:
    return len(text) == hashlib.sha256().digest_size * 2 and all(c in "0123456789abcdef" for c in text)
