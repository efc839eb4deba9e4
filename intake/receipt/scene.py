"""The scene of a receipt: what lies in hand, which cards may be scanned, what is still to be done."""

from __future__ import annotations

from intake.campaign import Catalogue, UnNumber
from intake.condition import Checklist
from intake.container import Container
from intake.own_label import Command, CommandWord
from intake.question import Ask
from intake.receipt.recognised import OTHER_CARD, card_name
from intake.receipt.state import Parcel, Receipt, Unit
from intake.receipt.step import Step, step_of
from intake.receipt.told import ANOTHER_COLOUR
from intake.scene import Card, CardKind, Hand, Pending, PendingKind, Scene
from intake.serial_number import How


def scene_of(
    receipt: Receipt,
    fitting: Container | None,
    catalogue: Catalogue,
    checklist: Checklist,
    around: Scene,
) -> Scene:
    """Give the scene of a receipt within `around`: counts, troubles, notes and what waits in holding boxes.

    `fitting`: the container to use, where the step is CONTAINER.
    """
    step, parcel, unit, question = step_of(receipt), receipt.parcel, receipt.unit, receipt.question
    is_placed = step is Step.CONTAINER and unit is not None
    return Scene(
        hand=_hand(unit, step, checklist) if unit else None,
        noticed=parcel.noticed if parcel else None,
        keyed=parcel.keyed.serial if parcel and parcel.keyed else None,
        is_printed=parcel is not None and parcel.keyed is not None and parcel.keyed.is_printed,
        offered=question.about if question is not None and question.ask is Ask.KEEP_PHOTO else "",
        cards=_cards(unit, catalogue) if unit and step is Step.UNIT and receipt.question is None else (),
        pending=(*(_pending(parcel) if parcel else ()), *around.pending),
        container=fitting.code if fitting and is_placed else None,
        condition=unit.condition if unit and is_placed else None,
        un_number=unit.un_number if unit and is_placed else None,
        emergency_since=around.emergency_since,
        tally=around.tally,
        troubles=around.troubles,
        note=around.note,
        notes=around.notes,
    )


def _hand(unit: Unit, step: Step, checklist: Checklist) -> Hand:
    is_asked = step is Step.CONDITION and unit.checklist_wanted
    return Hand(
        serial=unit.serial,
        raw=unit.raw,
        model=unit.model,
        colour=unit.colour,
        verdict=unit.verdict,
        condition=unit.condition,
        observation=unit.observation,
        bag=unit.bag,
        un_number=unit.un_number,
        keyed=unit.how is How.KEYED,
        question=unit.denied + 1 if is_asked else 0,
        questions=len(checklist.signs) if is_asked else 0,
        photos=len(unit.kept_photos),
    )


def _cards(unit: Unit, catalogue: Catalogue) -> tuple[Card, ...]:
    return _colours(unit, catalogue) if unit.un_number else _models(unit.campaign, catalogue)


def _models(campaign_id: str | None, catalogue: Catalogue) -> tuple[Card, ...]:
    """Models of the unit's own campaign first, then the others, then any other battery or device."""
    campaigns = sorted(catalogue.campaigns, key=lambda campaign: campaign.id != campaign_id)
    titles: dict[str, str] = {}
    for campaign in campaigns:
        for model in campaign.models:
            titles.setdefault(model.name.upper(), model.product)
    named = [_card(CommandWord.MODEL, name, name, title) for name, title in titles.items()]
    return (*named, *(_card(CommandWord.MODEL, number, number) for number in UnNumber))


def _colours(unit: Unit, catalogue: Catalogue) -> tuple[Card, ...]:
    campaigns = [campaign for campaign in catalogue.campaigns if campaign.id == unit.campaign]
    models = [model for campaign in campaigns for model in campaign.models if model.name == unit.model]
    named = [
        _card(CommandWord.COLOUR, card_name(colour.name), colour.name, in_scope=colour.in_scope)
        for model in models
        for colour in model.colours
    ]
    return (*named, _card(CommandWord.COLOUR, OTHER_CARD, ANOTHER_COLOUR))


def _card(word: CommandWord, argument: str, name: str, title: str = "", *, in_scope: bool = True) -> Card:
    kind = CardKind.MODEL if word is CommandWord.MODEL else CardKind.COLOUR
    return Card(kind, Command(word, argument).code, name, title, in_scope)


def _pending(parcel: Parcel) -> tuple[Pending, ...]:
    counts = {
        PendingKind.IN_HAND: int(parcel.unit_in_hand is not None),
        PendingKind.THINGS: sum(item.pending for item in parcel.accessories),
        PendingKind.BATTERIES: parcel.loose,
        PendingKind.BELOW_CLAIM: parcel.below_claim,
    }
    return tuple(Pending(kind, count) for kind, count in counts.items() if count)
