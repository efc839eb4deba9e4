"""Wire: what a station and the central claims system say to each other. One set of types for both.

The hub's OpenAPI document is generated from these. Times are ISO 8601 UTC with milliseconds, hashes SHA-256
in lower-case hexadecimal. No type holds anything of an owner but a claim's number.
"""

from __future__ import annotations

from intake.wire.answers import Answers, HubAnswer, ReplacementAnswer
from intake.wire.compensating import Compensation, Compensations, MadeGood, Settled
from intake.wire.dispatching import Dispatched, DispatchOutcome, Lease, Leased, LeaseWanted
from intake.wire.emergencies import EmergencyState, EmergencyTold, SiteEmergencies, SiteEmergency
from intake.wire.log import (
    Batch,
    BatchAnswer,
    History,
    ItemAnswer,
    ItemStatus,
    Position,
    Positions,
    Rejected,
    RejectedItems,
)
from intake.wire.problem import Problem, ProblemCode
from intake.wire.published import (
    ExpectedLine,
    ListHead,
    ListKey,
    ListLine,
    ListPart,
    PublishedExpected,
    PublishedList,
    PublishedLists,
)
from intake.wire.reserving import (
    Confirm,
    Confirmation,
    Holder,
    Release,
    Released,
    Reservation,
    Reserve,
    ReserveOutcome,
)
from intake.wire.words import FolderKind, Health, Key, Sha256

PREFIX = "/v1"
"""Of every path; the next that cannot be read by this release is another."""

__all__ = [
    "PREFIX",
    "Answers",
    "Batch",
    "BatchAnswer",
    "Compensation",
    "Compensations",
    "Confirm",
    "Confirmation",
    "DispatchOutcome",
    "Dispatched",
    "EmergencyState",
    "EmergencyTold",
    "ExpectedLine",
    "FolderKind",
    "Health",
    "History",
    "Holder",
    "HubAnswer",
    "ItemAnswer",
    "ItemStatus",
    "Key",
    "Lease",
    "LeaseWanted",
    "Leased",
    "ListHead",
    "ListKey",
    "ListLine",
    "ListPart",
    "MadeGood",
    "Position",
    "Positions",
    "Problem",
    "ProblemCode",
    "PublishedExpected",
    "PublishedList",
    "PublishedLists",
    "Rejected",
    "RejectedItems",
    "Release",
    "Released",
    "ReplacementAnswer",
    "Reservation",
    "Reserve",
    "ReserveOutcome",
    "Settled",
    "Sha256",
    "SiteEmergencies",
    "SiteEmergency",
]
