"""The cards with an argument as HTML, to be cut apart: model, colour, class, language, and the layout label.

They are those the shipped campaigns name and the desk takes; the pictures are the desk's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from string import Template
from textwrap import dedent
from typing import Any

from docs.guide.barcode import barcode
from docs.guide.page import FOLDER, words
from intake import catalogue
from intake.campaign import Colour, Model, UnNumber
from intake.condition import Condition
from intake.language import Language
from intake.line import Line
from intake.own_label import Command, CommandWord
from intake.receipt.recognised import OTHER_CARD, card_name
from intake.receipt.told import ANOTHER_COLOUR
from intake.wording import Wording
from scanners.keymap import LABEL
from tui.pictures import CASINGS, picture

WIDE = 0.3
"""Millimetres of the narrowest bar where a card has room: 12 mil, which a gun reads at arm's length."""

SHEETS = 4
"""Of A4, that the shipped campaigns fill."""

_MODELS_A_SHEET = 6

_OTHER = Colour(ANOTHER_COLOUR)
_CONTAINER = "RI-Q-0001-2"


def cards(language: Language) -> str:
    """Write the cards in one language."""
    told, wording, models = words(language)["cards"], Wording(language), _models()
    parts = {
        "language": str(language),
        "scan_colour": escape(wording.sentence(Line("prompt_scan_colour"))),
        "scan_class": escape(wording.sentence(Line("prompt_open_container", {"about": _CONTAINER}))),
        "model_sheets": "\n".join(_model_sheets(models, told, wording)),
        "colour_cards": "\n".join(_strip(model, wording) for model in models if model.colours),
        "class_cards": "\n".join(_class_cards(told, wording)),
        "setting_cards": "\n".join(_setting_cards(told)),
    }
    plain = {name: escape(text) for name, text in told.items()}
    return Template((FOLDER / "cards.html").read_text("utf-8")).substitute(plain | parts)


def _models() -> list[Model]:
    """Give each model once, by the name on its card: two campaigns may have the same, one without colours."""
    found = [model for campaign in catalogue.load().campaigns for model in campaign.models]
    by_name = {model.name.upper(): model for model in sorted(found, key=lambda model: len(model.colours))}
    return list({model.name.upper(): by_name[model.name.upper()] for model in found}.values())


def _model_sheets(models: list[Model], told: dict[str, Any], wording: Wording) -> Iterator[str]:
    """Give the model cards, as many to a sheet as are read at arm's length."""
    named = escape(wording.sentence(Line("prompt_scan_model")))
    head = f"<header><h1>{named}</h1><p>{escape(told['model'])}</p></header>"
    drawn = list(_model_cards(models, told))
    for first in range(0, len(drawn), _MODELS_A_SHEET):
        sheet = drawn[first : first + _MODELS_A_SHEET]
        yield "\n".join(["<section>", head, '<div class="cards models">', *sheet, "</div>", "</section>"])


def _model_cards(models: list[Model], told: dict[str, Any]) -> Iterator[str]:
    named = [(model.name, model.product) for model in models]
    for name, product in [*named, *((number, told[number]) for number in UnNumber)]:
        yield _card(_shown(name, product), Command(CommandWord.MODEL, name.upper()), WIDE)


def _strip(model: Model, wording: Wording) -> str:
    """Give the colours of a model behind its picture, and the card for any other."""
    head = f'<div class="card">{_shown(model.name, model.product)}</div>'
    colours = [_colour_card(colour, card_name(colour.name), wording) for colour in model.colours]
    other = _colour_card(_OTHER, OTHER_CARD, wording)
    return "\n".join(['<div class="cards colours">', head, *colours, other, "</div>"])


def _colour_card(colour: Colour, argument: str, wording: Wording) -> str:
    casing = CASINGS.get(colour.name)
    swatch = f'<i style="background:{casing}"></i>' if casing else "<i>?</i>"
    outside = "" if colour.in_scope else f": {wording.screen('out_of_scope')}"
    shown = f'{swatch}<p class="name">{escape(wording.colour(colour.name) + outside)}</p>'
    return _card(shown, Command(CommandWord.COLOUR, argument))


def _class_cards(told: dict[str, Any], wording: Wording) -> Iterator[str]:
    """Give a card for every kind of container: an emergency (K2) has none."""
    for condition in Condition:
        if condition is Condition.K2:
            continue
        for number in UnNumber:
            name = f'<p class="name">{escape(wording.term("condition", condition))}</p>'
            kind = f"<p><strong>{number}</strong> {escape(told[f'class_{number}'])}</p>"
            yield _card(name + kind, Command(CommandWord.CLASS, f"{condition}-{number}"), WIDE)


def _setting_cards(told: dict[str, Any]) -> Iterator[str]:
    """Name each language in itself, as the other's catalogue does for its key; then the layout label."""
    for language, other in zip(Language, reversed(Language), strict=True):
        shown = f'<p class="name">{escape(Wording(other).command("language"))}</p>'
        yield _card(shown, Command(CommandWord.LANGUAGE, language.upper()))
    shown = f"<p><strong>{escape(told['layout'])}</strong><br>{escape(told['layout_use'])}</p>"
    yield f'<div class="card">{shown}{barcode(LABEL)}<b>{escape(LABEL)}</b></div>'


def _card(shown: str, card: Command, *module: float) -> str:
    name = card.code.removeprefix("RI-C-")
    return f'<div class="card">{shown}{barcode(card.code, *module)}<b>{name}</b></div>'


def _shown(name: str, product: str) -> str:
    """Give a model's number, product and picture, as the desk shows them; the margin is the card's."""
    drawn = escape(dedent("\n".join(picture(name))))
    return f'<p class="name">{escape(name)}</p><p>{escape(product)}</p><pre>{drawn}</pre>'
