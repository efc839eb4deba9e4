"""Recognised: what may stand in the log in its own words. Any other text may hold somebody's name."""

from __future__ import annotations

from intake.barcode import Reading, SerialText, Unreadable
from intake.campaign import Catalogue, UnNumber
from intake.condition import Condition
from intake.correction import UndoReason
from intake.language import Language
from intake.own_label import Command


def is_recognised(reading: Reading, catalogue: Catalogue) -> bool:
    """Tell whether the reading is something of ours or a campaign's, whose text may stand in the log."""
    match reading:
        case SerialText(plausible=plausible):
            return plausible
        case Command(argument=str(named)):
            return named in _ours(catalogue)
        case _:
            return not isinstance(reading, Unreadable)


def _ours(catalogue: Catalogue) -> set[str]:
    """Give every word that stands on a card of ours after the command; any other may be anybody's name."""
    models = [model for campaign in catalogue.campaigns for model in campaign.models]
    cards = {card_name(colour.name) for model in models for colour in model.colours}
    cards |= {model.name.upper() for model in models} | {reason.card for reason in UndoReason}
    classes = {*Condition, *(f"{condition}-{un_number}" for condition in Condition for un_number in UnNumber)}
    languages = {language.upper() for language in Language}
    return cards | classes | languages | {*UnNumber, OTHER_CARD}


OTHER_CARD = "OTHER"
"""The colour card for a colour the campaign does not name."""


def card_name(colour_name: str) -> str:
    """Give the form of a colour's name that a command label can carry: `space grey` → `SPACE-GREY`."""
    return colour_name.upper().replace(" ", "-")
