"""What happened to parcels, and to what came along with their units."""

from __future__ import annotations

from intake.accessory import AccessoryKind
from intake.claim import Claim
from intake.correction import UndoReason
from intake.disposition import Closing, EmergencyOutcome, IncidentKind
from intake.facts.fact import Fact


class ArrivalsBegun(Fact, frozen=True, omit_defaults=True):
    """Unopened parcels are being put into a cage."""

    cage: str


class ArrivalsEnded(Fact, frozen=True, omit_defaults=True):
    cage: str


class ParcelArrived(Fact, frozen=True, omit_defaults=True):
    """An unopened parcel lies in a cage: newly come, moved there, or seen there again at a count."""

    label: str
    cage: str


class ParcelLost(Fact, frozen=True, omit_defaults=True):
    """An unopened parcel ended in an emergency."""

    label: str
    incident: str
    outcome: EmergencyOutcome


class ParcelOpened(Fact, frozen=True, omit_defaults=True):
    label: str
    check_holds: bool = True
    """False: the carrier number's modulo-7 check digit fails."""

    claim: Claim | None = None
    orphan: bool = False
    """Expected returns are in force, and none names this parcel."""


class ClaimMatched(Fact, frozen=True, omit_defaults=True):
    """Newer expected returns announce something else for a parcel."""

    claim: Claim | None
    version: str
    """Of the expected returns."""


class ParcelReopened(Fact, frozen=True, omit_defaults=True):
    pass


class ParcelClosed(Fact, frozen=True, omit_defaults=True):
    """The receipt is over: next and close say that nothing else was found, empty and short speak."""

    how: Closing
    missing: int = 0
    """Units the claim announces that did not come."""

    extra: int = 0
    """Units beyond the claim."""


class AccessoryFlagged(Fact, frozen=True, omit_defaults=True):
    accessory: str
    kind: AccessoryKind


class BoxFoundEmpty(Fact, frozen=True, omit_defaults=True):
    accessory: str


class BatteryFoundInBox(Fact, frozen=True, omit_defaults=True):
    """The box was opened and held a battery: a unit of its own, still to be taken in."""

    accessory: str


class AccessoryRejected(Fact, frozen=True, omit_defaults=True):
    accessory: str
    bin: str


class AccessoryTagged(Fact, frozen=True, omit_defaults=True):
    """It goes back to its owner under a returnable's label."""

    accessory: str
    tag: str


class EmergencyRaised(Fact, frozen=True, omit_defaults=True):
    incident: str


class EmergencyClosed(Fact, frozen=True, omit_defaults=True):
    """The incident's record, for the progress report to the authority (CPSC 10/2015, part II)."""

    incident: str
    outcome: EmergencyOutcome
    closed_by: str
    kind: IncidentKind = IncidentKind.OTHER
    injured: int = 0
    """People hurt."""

    fire_service: bool = False
    before_recall: bool = False
    """It happened before the recall was announced, away from here, and is only recorded now."""


class FactNegated(Fact, frozen=True, omit_defaults=True):
    """An earlier event of the same parcel counts as never having happened."""

    event: str
    reason: UndoReason
    loose: int | None = None
    """It was a unit's identification: so many batteries now lie here that are to be identified again."""

    unopened: str | None = None
    """The label of a parcel whose opening is negated: it waits in its cage again."""
