"""Claimed: what lists say of a unit, beside what its parcel's claim says."""

from __future__ import annotations

from typing import TypeVar

from msgspec.structs import replace

from intake.claim import Claim
from intake.receipt.state import Unit
from intake.request import Rejudged
from intake.verdict import Judgement, Reason, Verdict

Said = TypeVar("Said", Judgement, Rejudged, Unit)


def as_claimed(said: Said, claim: Claim | None) -> Said:
    """Give what is said of a unit out of a parcel: never NOT_AFFECTED where the parcel's claim names serials.

    A claim is accepted because its serial was found affected. Whether it names this serial or another one,
    somebody is mistaken: the list, the claim, or whoever read the serial.
    """
    if said.verdict is not Verdict.NOT_AFFECTED or claim is None or not claim.serials:
        return said
    return replace(said, verdict=Verdict.UNCERTAIN, reasons=(Reason.CLAIM_DISAGREES, *said.reasons))
