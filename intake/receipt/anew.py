"""Anew: what lists say of a unit received before, by how its serial was read and what is known of it."""

from __future__ import annotations

import hashlib

import msgspec

from intake.claim import Claim
from intake.receipt.claimed import as_claimed
from intake.receipt.state import Unit
from intake.receipt.told import by_colour
from intake.request import Rejudged
from intake.serial_number import How
from intake.verdict import Judgement, Reason, Verdict, unvouched

_OF_READING = (Reason.PRINTED, Reason.KEYED, Reason.CLAIM_CONFIRMED, Reason.CERTIFIED)
"""Grounds that lie in how a serial was read, not in what a list says: they stay with the unit."""

OF_LISTS = frozenset(
    {
        *(Reason.MODEL_DECIDES, Reason.MODEL_UNKNOWN, Reason.COLOUR_DECIDES, Reason.CHANNEL_DECIDES),
        *(
            Reason.MASKED_MATCH,
            Reason.NEAR_MATCH,
            Reason.STALE_LIST,
            Reason.PARTIAL_LIST,
            Reason.NO_LIST,
            Reason.LISTS_DISAGREE,
        ),
        Reason.CLAIM_DISAGREES,
    }
)
"""Doubts about what is listed, which lists can end. A misread serial stays uncertain, whatever is listed."""

OF_FORM = frozenset(
    {Reason.BAD_LENGTH, Reason.BAD_CHARACTERS, Reason.LOOKS_LIKE_BLUETOOTH_SERIAL, Reason.LOOKS_LIKE_JAN}
)
"""Doubts whether it is a serial at all. The desk takes in no such scan: a unit that was scanned has them from
a campaign's file that said something else of its serials for a while."""


def is_vouched(unit: Unit) -> bool:
    """Tell whether a device vouched for the serial when it was read."""
    return unit.how is How.SCANNED and Reason.NEAR_MATCH not in unit.reasons


def as_read(judged: Judgement, unit: Unit, claim: Claim | None) -> Rejudged:
    """Give what lists say of a unit, no more certain than its serial was read and its claim allows.

    The maker's written word stands while lists still only doubt the unit, and no longer.
    """
    if unit.is_by_maker and judged.verdict is Verdict.UNCERTAIN:
        return _as_recorded(unit)
    judged = as_claimed(judged if _is_cleared(unit, judged) else by_colour(judged), claim)
    for reason in _OF_READING:
        if reason in unit.reasons:
            judged = unvouched(judged, reason)
    return Rejudged(
        unit.id,
        judged.verdict,
        judged.reasons,
        judged.campaign,
        judged.model,
        judged.colour,
        judged.list_version,
    )


def _is_cleared(unit: Unit, judged: Judgement) -> bool:
    """Tell whether lists clear a unit by more than the colour, once that was held against its serial."""
    is_by_colour = unit.reasons[:1] == (Reason.COLOUR_EXCLUDED,) and unit.verdict is Verdict.UNCERTAIN
    return not is_by_colour or Reason.COLOUR_EXCLUDED not in judged.reasons


def _as_recorded(unit: Unit) -> Rejudged:
    verdict = unit.verdict or Verdict.UNCERTAIN
    return Rejudged(unit.id, verdict, unit.reasons, unit.campaign, unit.model, unit.colour, unit.list_version)


_ENCODE = msgspec.json.Encoder().encode


def basis_of(unit: Unit, claim: Claim | None) -> str:
    """Give a digest of what judging a unit rests on besides the lists, its parcel's claim included."""
    said = (unit.verdict, unit.reasons, unit.campaign, unit.model)
    known = (unit.serial, unit.how, unit.told, *said, claim)
    return hashlib.blake2b(_ENCODE(known), digest_size=8).hexdigest()


_NO_NEWS = {
    Verdict.NOT_AFFECTED: frozenset({Reason.STALE_LIST, Reason.NO_LIST}),
    Verdict.AFFECTED: frozenset({Reason.NO_LIST}),
}
"""Doubts that take nothing back: a list that has grown old, or cannot be read, says nothing new. Before a
unit leaves as safe it is asked for all the same."""


def is_new(unit: Unit, said: Rejudged) -> bool:
    """Tell whether lists say something else of a unit than is recorded: verdict, campaign or model."""
    no_news = _NO_NEWS.get(unit.verdict or Verdict.UNCERTAIN, frozenset())
    if said.reasons[0] in no_news and OF_LISTS.intersection(said.reasons) <= no_news:
        return False
    return (
        said.verdict is not unit.verdict
        or said.campaign not in {None, unit.campaign}
        or said.model not in {None, unit.model}
    )
