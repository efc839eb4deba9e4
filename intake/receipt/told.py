"""Told: what a picture card or a supervisor says of a unit beside its serial, for the lists to be asked.

A card that stands for "another" tells that much of the model: none of the catalogue's is meant. That clears
no unit where a list names whole models, for their cards may only not be at hand. Of the colour it tells
nothing: a list's colours are names, and who finds none of them on a card may still hold one of them.
"""

from __future__ import annotations

from msgspec.structs import replace

from intake.barcode import Reading
from intake.campaign import Catalogue, UnNumber
from intake.own_label import Command, CommandWord
from intake.receipt.recognised import card_name
from intake.receipt.state import Receipt, Unit
from intake.verdict import OTHER_MODEL, Judgement, Reason, Told, Verdict

ANOTHER_COLOUR = "other"
"""The colour of a unit whose colour no card shows: what its owner gets, a supervisor says."""


def also(told: Told, model: str | None = None, colour: str | None = None, channel: str | None = None) -> Told:
    """Add what is said in the words it is recorded in; None where nothing is said of it."""
    if model is not None:
        told = replace(told, model=OTHER_MODEL if model in set(UnNumber) else model)
    if colour not in {None, ANOTHER_COLOUR}:
        told = replace(told, colour=colour)
    return told if channel is None else replace(told, channel=channel)


def by_colour(judged: Judgement) -> Judgement:
    """Give the judgement of a unit that was affected until its colour was told: that never clears it.

    Rows may name one serial in several colours, one in each; a card or a row is mistaken.
    """
    if judged.verdict is not Verdict.NOT_AFFECTED:
        return judged
    reasons = dict.fromkeys((Reason.COLOUR_EXCLUDED, *judged.reasons))
    return replace(judged, verdict=Verdict.UNCERTAIN, reasons=tuple(reasons))


def told_by_card(receipt: Receipt, reading: Reading, catalogue: Catalogue) -> Told | None:
    """Give what will have been told of the unit in hand once this card counts; None for any other scan."""
    unit = receipt.unit
    if unit is None or unit.serial is None or not isinstance(reading, Command):
        return None
    named = reading.argument or ""
    match reading.word:
        case CommandWord.MODEL if unit.un_number is None:
            return also(unit.told, model=named)
        case CommandWord.COLOUR if unit.colour_wanted:
            return also(unit.told, colour=colour_on_card(unit, named, catalogue))
        case _:
            return None


def colour_on_card(unit: Unit, named: str, catalogue: Catalogue) -> str | None:
    """Give the colour of the unit's model that stands on a card; None where the model has no such colour."""
    campaigns = [campaign for campaign in catalogue.campaigns if campaign.id == unit.campaign]
    models = [model for campaign in campaigns for model in campaign.models if model.name == unit.model]
    colours = [colour.name for model in models for colour in model.colours]
    return next((each for each in colours if card_name(each) == named), None)
