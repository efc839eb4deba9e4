"""Requests: changes that do not come from a scanner. Each carries its own id and acts once."""

from __future__ import annotations

import hashlib
from typing import Annotated

import msgspec

from intake.campaign import UnNumber
from intake.condition import Condition, Observation
from intake.container import Limits
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome, IncidentKind
from intake.operator import Role


class AddOperator(msgspec.Struct, frozen=True, tag="operators.add"):
    """Make a badge known. Its holder's name and PIN go to `people.db`, never into the journal."""

    code: str
    role: Role
    name: str | None = None
    pin: str | None = None


class RetireOperator(msgspec.Struct, frozen=True, tag="operators.retire"):
    """Make a badge useless from now on."""

    code: str


class ForgetPerson(msgspec.Struct, frozen=True, tag="operators.forget"):
    """Erase the name and the PIN of a badge's holder."""

    code: str
    reason: str


class OpenContainer(msgspec.Struct, frozen=True, tag="containers.open"):
    """Put a quarantine container into use."""

    code: str
    condition: Condition
    un_number: UnNumber
    limits: Limits | None = None
    """None takes the site's policy."""

    tare: int = 0
    location: str = ""
    zone: str = ""
    holding: bool = False
    """A holding box of the desk."""


class SealContainer(msgspec.Struct, frozen=True, tag="containers.seal"):
    """Close a container: nothing goes in any more."""

    code: str


class LoadContainer(msgspec.Struct, frozen=True, tag="containers.load"):
    """Put a sealed container onto the carrier's vehicle."""

    code: str


class HandOverContainer(msgspec.Struct, frozen=True, tag="containers.hand_over"):
    """The carrier has accepted a loaded container."""

    code: str
    document: str
    """The carrier's number."""

    release: str | None = None
    """The maker's written release, by its reference: needed for class N and for evidence."""


class RefuseContainer(msgspec.Struct, frozen=True, tag="containers.refuse"):
    """The carrier would not take it: it stands sealed again."""

    code: str
    reason: str


class InspectContainer(msgspec.Struct, frozen=True, tag="containers.inspect"):
    """It was looked at on a round."""

    code: str
    celsius: Annotated[float, msgspec.Meta(ge=-60, le=1000)] | None = None
    note: str = ""


class SuspectContainer(msgspec.Struct, frozen=True, tag="containers.suspect"):
    """Something in it may still react: nothing goes in or out for some hours."""

    code: str
    hours: Annotated[float, msgspec.Meta(gt=0, le=10_000)]
    reason: str


class ClearContainer(msgspec.Struct, frozen=True, tag="containers.clear"):
    """Observed long enough."""

    code: str


class MoveUnit(msgspec.Struct, frozen=True, tag="units.move"):
    """Move a unit out of a quarantine container, by a lead's badge and PIN."""

    unit: str
    """Its bag label or serial."""

    container: str
    lead: str
    pin: str
    seen: Observation | None = None
    """What is seen of it now, if it has got worse."""


class UndoAct(msgspec.Struct, frozen=True, tag="receipt.undo"):
    """Undo the last act, by a lead's badge and PIN."""

    lead: str
    pin: str
    reason: UndoReason
    act: str | None = None
    """The event that told the lead what would be undone, so that nothing scanned since is undone instead."""


class LockDesk(msgspec.Struct, frozen=True, tag="desk.lock"):
    """Nobody has scanned for a while."""


class ActivateExpected(msgspec.Struct, frozen=True, tag="expected.activate"):
    """Put published expected returns in force."""

    version: str


class AddRejectBin(msgspec.Struct, frozen=True, tag="bins.add"):
    """Make a reject bin's label known."""

    code: str


class ActivateList(msgspec.Struct, frozen=True, tag="campaigns.activate"):
    """Put a published affected list in force."""

    campaign: str
    version: str


class CloseEmergency(msgspec.Struct, frozen=True, tag="emergency.close"):
    """End the emergency by a lead's badge and PIN, naming how it ended."""

    lead: str
    pin: str
    outcome: EmergencyOutcome
    """Of every unit in hand."""

    kind: IncidentKind = IncidentKind.OTHER
    injured: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    fire_service: bool = False
    before_recall: bool = False
    units: dict[str, EmergencyOutcome] = {}
    """Contained units that ended in it too, by bag label or serial."""

    parcels: dict[str, EmergencyOutcome] = {}
    """Unopened parcels that did, by their labels."""

    elsewhere: bool = False
    """It was not what lay on the table: that is judged again."""

    suspects: tuple[str, ...] = ()
    """Containers in which something may still react."""


class ErasePayload(msgspec.Struct, frozen=True, tag="payloads.erase"):
    """Erase the bytes of an unrecognised scan; the log keeps their SHA-256 and stays valid."""

    sha256: str
    reason: str


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
    | LockDesk
    | ActivateExpected
)
"""What may be asked for."""


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
        if isinstance(wish, CloseEmergency | MoveUnit | UndoAct):
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


_EXAMPLE = (
    '{"id": "…", "by": "…", "wish": {"type": "containers.open", "code": "RI-Q-0001-V", '
    '"condition": "R", "un_number": "UN3480"}}'
)
