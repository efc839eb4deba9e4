"""Picture cards: model and colour by the operator's eye, where the list does not say them.

A list may name every unit of a model, or some colours only. So with each card the lists are asked again, and
what they say of the unit now is recorded in the same act.
"""

from __future__ import annotations

from msgspec.structs import replace

from intake.campaign import Model, UnNumber
from intake.facts import Because, ColourConfirmed, Fact, HoldRaised, ModelConfirmed, UnitJudged
from intake.hold import HoldKind
from intake.outcome import Message, Params
from intake.own_label import Command
from intake.receipt import objections, units
from intake.receipt.decision import NOTHING, Decision, Situation, accepted, refused
from intake.receipt.history import unit_after
from intake.receipt.objections import Objection
from intake.receipt.recognised import OTHER_CARD
from intake.receipt.state import Parcel, Unit
from intake.receipt.told import ANOTHER_COLOUR, by_colour, colour_on_card
from intake.scan import Severity
from intake.verdict import Judgement, Verdict

Said = tuple[Message, Severity, Params]


def model(situation: Situation) -> Decision:
    """Take the model from its card; `UN3480` and `UN3481` stand for any other power bank or device."""
    parcel, unit, named = situation.receipt.parcel, situation.receipt.unit, _argument(situation)
    if parcel is None or unit is None or unit.un_number is not None:
        return refused(situation, Message.SCAN_MODEL_FIRST)
    fact = _by_un_number(situation, named) or _by_model(situation, unit, named)
    if fact is None:
        return refused(situation, Message.MODEL_UNKNOWN)
    said: Said = (Message.MODEL_CONFIRMED, Severity.OK, {"model": fact.model})
    return _counted(situation, parcel, unit, fact, said)


def _argument(situation: Situation) -> str:
    reading = situation.reading
    return (reading.argument or "") if isinstance(reading, Command) else ""


def _by_un_number(situation: Situation, named: str) -> ModelConfirmed | None:
    if named not in set(UnNumber):
        return None
    policy = situation.known.policy
    return ModelConfirmed(named, UnNumber(named), policy.unknown_wh, policy.unknown_grams)


def _by_model(situation: Situation, unit: Unit, named: str) -> ModelConfirmed | None:
    judged = _judged(situation, unit)
    own = (judged.campaign if judged else None) or unit.campaign
    found = _models(situation, named)
    if not found:
        return None
    campaign = own if own in found else (next(iter(found)) if len(found) == 1 else None)
    model = found[campaign or next(iter(found))]
    return ModelConfirmed(
        model.name,
        model.un_number,
        model.wh,
        model.grams,
        campaign=campaign,
        colour=(judged.colour if judged else None) or unit.colour,
        colour_wanted=_colour_wanted(situation, unit, campaign, model),
    )


def _models(situation: Situation, named: str) -> dict[str, Model]:
    """Give the model on a card as each campaign that has it describes it, by the campaign's id."""
    return {
        campaign.id: model
        for campaign in situation.known.catalogue.campaigns
        for model in campaign.models
        if model.name.upper() == named
    }


def _colour_wanted(situation: Situation, unit: Unit, campaign: str | None, model: Model) -> bool:
    """Without a serial a supervisor may still grant a replacement; the colour is seen now or never."""
    judged = _judged(situation, unit)
    if judged is not None:
        told = replace(judged, campaign=judged.campaign or campaign, model=judged.model or model.name)
        return units.wants_colour(told, situation.known)
    if unit.serial is not None or campaign is None:
        return False
    return situation.known.catalogue.replacement(campaign, model.name, None) is None


def _judged(situation: Situation, unit: Unit) -> Judgement | None:
    """Give what the lists say with this card; None for a unit without a serial."""
    judged, parcel = situation.known.judgement, situation.receipt.parcel
    claim = parcel.claim if parcel else None
    if judged is None:
        return None
    return units.as_read(by_colour(judged) if unit.verdict is Verdict.AFFECTED else judged, unit.how, claim)


def colour(situation: Situation) -> Decision:
    """Take the colour from its card; one that the campaign leaves out raises a hold."""
    parcel, unit, named = situation.receipt.parcel, situation.receipt.unit, _argument(situation)
    if parcel is None or unit is None or unit.un_number is None or not unit.colour_wanted:
        return refused(situation, Message.SCAN_MODEL_FIRST)
    found = colour_on_card(unit, named, situation.known.catalogue)
    if named == OTHER_CARD:
        # No card shows it: the unit goes on, a supervisor looks at it.
        other: Said = (Message.COLOUR_OTHER, Severity.NOTE, NOTHING)
        return _counted(situation, parcel, unit, ColourConfirmed(ANOTHER_COLOUR), other)
    if found is None:
        return refused(situation, Message.COLOUR_UNKNOWN, model=unit.model or "")
    told: Params = {"colour": found}
    said: Said = (Message.COLOUR_CONFIRMED, Severity.OK, told)
    if objections.is_excluded(situation.known.catalogue, unit.campaign, unit.model, found):
        said = (Message.COLOUR_EXCLUDED, Severity.NOTE, told)
    return _counted(situation, parcel, unit, ColourConfirmed(found), said)


def _counted(
    situation: Situation, parcel: Parcel, unit: Unit, card: ModelConfirmed | ColourConfirmed, said: Said
) -> Decision:
    """Record a card, what the lists say of the unit with it, and what then stands against its replacement."""
    judged = _judged(situation, unit)
    facts: list[Fact] = [card]
    news = _news(unit_after(parcel, unit.id, facts), judged, situation) if judged else None
    facts += [news] if news else []
    seen = unit_after(parcel, unit.id, facts)
    facts += _raised(situation, parcel, seen)
    if judged is not None and (news or unit.asks_card) and said[0] in _PLAIN:
        told = replace(judged, model=seen.model)
        said = units.verdict_said(told, is_asking=_is_asking(seen))
    message, severity, params = said
    drafts = [situation.draft(fact, unit.id) for fact in facts]
    return accepted(drafts, message, severity, unit_after(parcel, unit.id, facts), params)


_PLAIN = {Message.MODEL_CONFIRMED, Message.COLOUR_CONFIRMED}
"""In their place the verdict is said, where the card has decided it."""


def _news(carded: Unit, judged: Judgement, situation: Situation) -> UnitJudged | None:
    """Give what the lists say of a unit that the card has made what it is; None where that is nothing new."""
    campaign = judged.campaign if judged.verdict is Verdict.AFFECTED else carded.campaign
    known = next((each for each in situation.known.catalogue.campaigns if each.id == campaign), None)
    model, colour = judged.model or carded.model, judged.colour or carded.colour
    before = (carded.verdict, carded.reasons, carded.campaign, carded.model, carded.colour)
    if (judged.verdict, judged.reasons, campaign, model, colour) == before:
        return None
    return UnitJudged(
        Because.TOLD,
        judged.verdict,
        judged.reasons,
        known.maker if known else carded.maker,
        campaign,
        model,
        colour,
        judged.list_version,
        units.regraded(carded, judged.verdict),
    )


def _is_asking(seen: Unit) -> bool:
    """Tell whether another card decides."""
    return seen.asks_card and seen.colour_wanted and seen.colour is None


def _raised(situation: Situation, parcel: Parcel, seen: Unit) -> list[HoldRaised]:
    """Raise what stands against the unit now; what is held already is not held twice."""
    before = {hold.kind for hold in seen.holds}
    found = dict(_against(situation, parcel, seen))
    raised = [(kind, detail) for kind, detail in found.items() if kind not in before]
    return [
        HoldRaised(hold, kind, detail) for hold, (kind, detail) in zip(situation.ids, raised, strict=False)
    ]


def _against(situation: Situation, parcel: Parcel, seen: Unit) -> list[Objection]:
    catalogue = situation.known.catalogue
    named_by = objections.campaign_naming(seen.verdict, seen.campaign, catalogue)
    found: list[Objection] = []
    if seen.verdict is Verdict.UNCERTAIN and not _is_asking(seen):
        found.append((HoldKind.UNCERTAIN_SERIAL, seen.reasons[0]))
    elif seen.colour == ANOTHER_COLOUR:
        found.append((HoldKind.EXCLUDED_COLOUR, ANOTHER_COLOUR))
    found += objections.to_colour(catalogue, seen.campaign, seen.model, seen.colour)
    found += objections.to_told(seen.told.model, seen.model if named_by else None)
    return found + objections.to_model(parcel.claim, seen.serial, seen.model, named_by)
