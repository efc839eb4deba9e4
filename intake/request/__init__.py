"""Requests: changes that do not come from a scanner. Each carries its own id and acts once."""

from __future__ import annotations

import hashlib

import msgspec

from intake.request.central import (
    MOST_ANSWERS,
    AnchorHead,
    AnswerReplacements,
    EndRecovery,
    RecordReservation,
    TellDuplicate,
    TellEmergency,
)
from intake.request.containers import (
    AddRejectBin,
    ClearContainer,
    HandOverContainer,
    InspectContainer,
    LoadContainer,
    OpenContainer,
    RefuseContainer,
    SealContainer,
    SuspectContainer,
)
from intake.request.desk import CloseEmergency, LeaveNote, LockDesk, MoveUnit, ReadNote, UndoAct
from intake.request.holds import OpenReview, ResolveHold
from intake.request.lists import (
    ActivateExpected,
    ActivateList,
    EndRejudging,
    EndRematching,
    ErasePayload,
    Rejudged,
    RejudgeUnits,
    RematchParcels,
)
from intake.request.people import AddOperator, ForgetPerson, RetireOperator
from intake.request.photos import ErasePhoto, FailPhoto, OfferPhoto

Wish = (
    AddOperator
    | RetireOperator
    | ForgetPerson
    | OpenContainer
    | SealContainer
    | AddRejectBin
    | ActivateList
    | CloseEmergency
    | ErasePayload
    | LoadContainer
    | HandOverContainer
    | RefuseContainer
    | InspectContainer
    | SuspectContainer
    | ClearContainer
    | MoveUnit
    | UndoAct
    | ResolveHold
    | OpenReview
    | LeaveNote
    | ReadNote
    | LockDesk
    | ActivateExpected
    | RejudgeUnits
    | EndRejudging
    | RematchParcels
    | EndRematching
    | OfferPhoto
    | FailPhoto
    | ErasePhoto
    | AnswerReplacements
    | RecordReservation
    | TellDuplicate
    | AnchorHead
    | TellEmergency
    | EndRecovery
)
"""What may be asked for."""

Pinned = CloseEmergency | MoveUnit | UndoAct | ResolveHold | OpenReview
"""Wishes by badge and PIN: the badge in them counts, whoever stands at the desk."""


Silent = AnswerReplacements | RecordReservation | AnchorHead | EndRecovery
"""Wishes whose answer says nothing to the desk, whatever it changes there."""


Background = RejudgeUnits | EndRejudging | RematchParcels | EndRematching | Silent
"""Wishes that wait until nobody scans: nobody at the desk has asked for them."""


OfCamera = OfferPhoto | FailPhoto
"""Wishes of the station's own camera: from another process they would slip a picture in."""


class Request(msgspec.Struct, frozen=True):
    """One wish with the id that makes it act once, however often it is sent."""

    id: str
    """Chosen by the sender before the first try and kept for every retry."""

    by: str
    """Who asks: a badge's code, or `uid:1000` for a person at the machine's command line."""

    wish: Wish

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the wish, so that one id cannot be used for two wishes.

        Name and PIN are left out: a digest of four digits would give them away.
        """
        wish = self.wish
        if isinstance(wish, Pinned):
            wish = msgspec.structs.replace(wish, pin="")
        if isinstance(wish, AddOperator):
            wish = msgspec.structs.replace(wish, name=None, pin=None)
        return hashlib.sha256(msgspec.json.encode(wish)).hexdigest()


_DECODER = msgspec.json.Decoder(Request)


class RequestError(ValueError):
    """A request that cannot be read."""


def parse(data: bytes | str) -> Request:
    """Read a request from JSON. Raises RequestError that says what was expected and what was got."""
    try:
        return _DECODER.decode(data)
    except (msgspec.ValidationError, msgspec.DecodeError, RecursionError) as error:
        raise RequestError(f"expected a request like {_EXAMPLE}, got one with this fault: {error}") from error


def expect_other(request: Request) -> Request:
    """Raise RequestError for what the station's own camera alone may ask for, whatever line it comes by."""
    if isinstance(request.wish, OfCamera):
        raise RequestError("expected a request of a person or a process, got one of the station's own camera")
    return request


_EXAMPLE = (
    '{"id": "…", "by": "…", "wish": {"type": "containers.open", "code": "RI-Q-0001-V", '
    '"condition": "R", "un_number": "UN3480"}}'
)

__all__ = [
    "MOST_ANSWERS",
    "ActivateExpected",
    "ActivateList",
    "AddOperator",
    "AddRejectBin",
    "AnchorHead",
    "AnswerReplacements",
    "Background",
    "ClearContainer",
    "CloseEmergency",
    "EndRecovery",
    "EndRejudging",
    "EndRematching",
    "ErasePayload",
    "ErasePhoto",
    "FailPhoto",
    "ForgetPerson",
    "HandOverContainer",
    "InspectContainer",
    "LeaveNote",
    "LoadContainer",
    "LockDesk",
    "MoveUnit",
    "OfCamera",
    "OfferPhoto",
    "OpenContainer",
    "OpenReview",
    "Pinned",
    "ReadNote",
    "RecordReservation",
    "RefuseContainer",
    "RejudgeUnits",
    "Rejudged",
    "RematchParcels",
    "Request",
    "RequestError",
    "ResolveHold",
    "RetireOperator",
    "SealContainer",
    "Silent",
    "SuspectContainer",
    "TellDuplicate",
    "TellEmergency",
    "UndoAct",
    "Wish",
    "parse",
]
