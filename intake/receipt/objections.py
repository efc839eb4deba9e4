"""Objections: what its colour, its campaign and its parcel's claim have against a unit's replacement."""

from __future__ import annotations

from intake.campaign import Campaign, Catalogue
from intake.claim import Claim, nearest
from intake.hold import HoldKind
from intake.receipt.state import Parcel, Unit
from intake.verdict import Verdict

Objection = tuple[HoldKind, str]
"""The kind of a hold, and what it names."""


def to_arrival(parcel: Parcel | None, serial: str | None) -> list[Objection]:
    """Give what the claim has against the next unit out of a parcel, by its serial and its place."""
    if parcel is None:
        return []
    if parcel.claim is None:
        return [(HoldKind.ORPHAN, "")] if parcel.orphan else []
    found = to_serial(parcel.claim, serial)
    # A unit the claim names is never the one too many, whatever came out of the parcel before it.
    if len(parcel.units) >= parcel.claim.count and serial not in parcel.claim.serials:
        found.append((HoldKind.EXTRA, parcel.claim.number))
    return found


def to_serial(claim: Claim | None, serial: str | None) -> list[Objection]:
    """Give what a claim has against a serial: it names others only, or its replacement was sent already."""
    if claim is None:
        return []
    found: list[Objection] = []
    if serial is not None and serial not in claim.serials and len(claim.serials) == claim.count:
        found.append((HoldKind.MISMATCH, nearest(serial, claim.serials) or ""))
    if claim.is_replaced(serial):
        found.append((HoldKind.ALREADY_REPLACED, claim.number))
    return found


def campaign_naming(verdict: Verdict | None, campaign: str | None, catalogue: Catalogue) -> Campaign | None:
    """Give the campaign by which a unit is affected; None where it is not, or where its file is gone."""
    if verdict is not Verdict.AFFECTED:
        return None
    return next((each for each in catalogue.campaigns if each.id == campaign), None)


def to_model(
    claim: Claim | None, serial: str | None, model: str | None, named_by: Campaign | None
) -> list[Objection]:
    """Give what stands against a unit because of what it is.

    `named_by`: the campaign that names the unit as affected; None where none does.
    """
    if named_by is not None and not named_by.dispatched_here:
        return [(HoldKind.OTHER_CAMPAIGN, named_by.id)]
    claimed = claim.models_of(serial) if claim is not None else ()
    if model is None or not claimed or model in claimed:
        return []
    if named_by is not None and not any(each.name in claimed for each in named_by.models):
        return [(HoldKind.OTHER_CAMPAIGN, named_by.id)]
    return [(HoldKind.WRONG_MODEL, " ".join(claimed))]


def to_told(told: str | None, listed: str | None) -> list[Objection]:
    """Give the hold on a unit that a list names as another model than a card or a supervisor says."""
    if listed is None or told in {None, listed}:
        return []
    return [(HoldKind.WRONG_MODEL, told or "-")]


def to_colour(
    catalogue: Catalogue, campaign: str | None, model: str | None, colour: str | None
) -> list[Objection]:
    """Give the hold on a colour that the campaign leaves out of this model."""
    if colour is None or not is_excluded(catalogue, campaign, model, colour):
        return []
    return [(HoldKind.EXCLUDED_COLOUR, colour)]


def is_excluded(catalogue: Catalogue, campaign: str | None, model: str | None, colour: str | None) -> bool:
    """Tell whether the campaign leaves this colour of the model out."""
    return any(
        not entry.in_scope
        for each in catalogue.campaigns
        if each.id == campaign
        for sort in each.models
        if sort.name == model
        for entry in sort.colours
        if entry.name == colour
    )


def is_claim_met(parcel: Parcel, unit: Unit) -> bool:
    """Tell whether a claim expects no more replacements than go out for the parcel's other units.

    Of units that are held none goes out: whichever is released first takes the place.
    """
    served = sum(each.is_served for each in parcel.units if each.id != unit.id)
    return parcel.claim is not None and served >= parcel.claim.owed
