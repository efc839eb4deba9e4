"""Picture cards: model and colour by the operator's eye, where the list does not say them."""

from __future__ import annotations

from msgspec.structs import replace

from intake.campaign import Model, UnNumber
from intake.facts import ColourConfirmed, HoldRaised, ModelConfirmed
from intake.hold import HoldKind
from intake.outcome import Message
from intake.own_label import Command
from intake.receipt.decision import Decision, Situation, accepted, refused
from intake.receipt.placing import ANOTHER_COLOUR
from intake.receipt.recognised import OTHER_CARD, card_name
from intake.receipt.state import Hold, Unit
from intake.receipt.units import is_excluded
from intake.scan import Severity


def model(situation: Situation) -> Decision:
    """Take the model from its card; `UN3480` and `UN3481` stand for any other power bank or device."""
    unit, named = situation.receipt.unit, _argument(situation)
    if unit is None or unit.un_number is not None:
        return refused(situation, Message.SCAN_MODEL_FIRST)
    fact = _by_un_number(situation, named) or _by_model(situation, unit, named)
    if fact is None:
        return refused(situation, Message.MODEL_UNKNOWN)
    drafts = [situation.draft(fact, unit.id)]
    return accepted(drafts, Message.MODEL_CONFIRMED, unit=unit, model=fact.model)


def _argument(situation: Situation) -> str:
    reading = situation.reading
    return (reading.argument or "") if isinstance(reading, Command) else ""


def _by_un_number(situation: Situation, named: str) -> ModelConfirmed | None:
    if named not in set(UnNumber):
        return None
    policy = situation.known.policy
    return ModelConfirmed(named, UnNumber(named), policy.unknown_wh, policy.unknown_grams)


def _by_model(situation: Situation, unit: Unit, named: str) -> ModelConfirmed | None:
    found = _models(situation, unit.campaign).get(named)
    if found is None:
        return None
    campaign = _campaign_of(situation, unit, found)
    return ModelConfirmed(
        found.name,
        found.un_number,
        found.wh,
        found.grams,
        campaign=campaign,
        colour=unit.colour,
        colour_wanted=_colour_wanted(situation, unit, campaign, found),
    )


def _campaign_of(situation: Situation, unit: Unit, model: Model) -> str | None:
    """Give the one campaign that has this model; None where several do and the serial does not say which."""
    if unit.campaign is not None:
        return unit.campaign
    named = [each.id for each in situation.known.catalogue.campaigns if model in each.models]
    return named[0] if len(named) == 1 else None


def _colour_wanted(situation: Situation, unit: Unit, campaign: str | None, model: Model) -> bool:
    """Without a serial a supervisor may still grant a replacement; the colour is seen now or never."""
    if unit.serial is not None or campaign is None:
        return False
    return situation.known.catalogue.replacement(campaign, model.name, None) is None


def _models(situation: Situation, campaign_id: str | None) -> dict[str, Model]:
    """Models by the name on their card; the unit's own campaign goes before the others."""
    campaigns = sorted(situation.known.catalogue.campaigns, key=lambda c: c.id == campaign_id)
    return {model.name.upper(): model for campaign in campaigns for model in campaign.models}


def colour(situation: Situation) -> Decision:
    """Take the colour from its card; one that the campaign leaves out raises a hold."""
    unit = situation.receipt.unit
    if unit is None or unit.campaign is None or unit.model is None or not unit.colour_wanted:
        return refused(situation, Message.SCAN_MODEL_FIRST)
    colours = situation.known.catalogue.campaign(unit.campaign).model(unit.model).colours
    named = _argument(situation)
    if named == OTHER_CARD:
        return _other(situation, unit)
    found = next((entry.name for entry in colours if card_name(entry.name) == named), None)
    if found is None:
        return refused(situation, Message.COLOUR_UNKNOWN, model=unit.model)
    return _confirmed(situation, unit, found)


def _other(situation: Situation, unit: Unit) -> Decision:
    """A colour no card shows: the unit goes on, a supervisor looks at it."""
    hold = HoldRaised(situation.ids[0], HoldKind.EXCLUDED_COLOUR, ANOTHER_COLOUR)
    drafts = [situation.draft(ColourConfirmed(ANOTHER_COLOUR), unit.id), situation.draft(hold, unit.id)]
    held = replace(unit, holds=(*unit.holds, Hold(hold.hold, hold.kind, "")))
    return accepted(drafts, Message.COLOUR_OTHER, Severity.NOTE, unit=held)


def _confirmed(situation: Situation, unit: Unit, found: str) -> Decision:
    drafts = [situation.draft(ColourConfirmed(found), unit.id)]
    if not is_excluded(situation.known, unit.campaign, unit.model, found):
        return accepted(drafts, Message.COLOUR_CONFIRMED, unit=unit, colour=found)
    hold = HoldRaised(situation.ids[0], HoldKind.EXCLUDED_COLOUR, found)
    drafts.append(situation.draft(hold, unit.id))
    held = replace(unit, holds=(*unit.holds, Hold(hold.hold, hold.kind, "")))
    return accepted(drafts, Message.COLOUR_EXCLUDED, Severity.NOTE, unit=held, colour=found)
