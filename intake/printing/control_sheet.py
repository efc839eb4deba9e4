"""The control sheet: every command card the desk takes, in the order an operator meets them.

Models and colours are those of the site's campaigns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.campaign import Catalogue, Model, UnNumber
from intake.condition import Condition
from intake.correction import UndoReason
from intake.language import Language
from intake.own_label import Command, CommandWord
from intake.pictures import CASINGS, picture
from intake.printing.card import ALARM_HEIGHT, HEIGHT, WIDTH, Card, Tone, draw
from intake.printing.paper import A4, Box, Paper
from intake.receipt.recognised import OTHER_CARD, card_name
from intake.receipt.told import ANOTHER_COLOUR
from intake.wording import Wording

_SHOWN = {
    "battery": ("INTACT", "D", "K1", "CHECK"),
    "answers": ("YES", "NO"),
    "serial": ("UNREADABLE", "LOOKUP"),
    "extras": ("CABLE", "MANUAL", "BOX", "OTHER"),
    "parcel": ("CLOSE", "EMPTY", "SHORT"),
}
"""The plain commands of each group, by what stands on them."""

_TONES = {"INTACT": Tone.GOOD, "D": Tone.CAUTION, "K1": Tone.DANGER}
_MARGIN, _HEADING, _FOOT = 10.0, 10.0, 5.0
_ACROSS = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Cards that are needed for the same thing."""

    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side on a sheet, `top` millimetres from its upper edge: a title or cards."""

    top: float
    title: str = ""
    cards: tuple[Card, ...] = ()


def draw_sheets(paper: Paper, groups: Sequence[Group], wording: Wording) -> None:
    """Draw the cards on sheets of A4. Raises SymbolError for a name too long for a card, FontError."""
    sheets = placed(groups)
    for number, rows in enumerate(sheets, 1):
        for row in rows:
            _draw(row, paper)
        told = wording.printed(
            "sheet", title=wording.printed("control_sheet"), number=number, count=len(sheets)
        )
        paper.text(told, Box(_MARGIN, A4[1] - _MARGIN + 1, 2 * WIDTH, _FOOT), 8.0)
        paper.turn()


def placed(groups: Sequence[Group]) -> list[list[Row]]:
    """Put the groups on sheets: a title never without its first cards."""
    sheets: list[list[Row]] = [[]]
    top, end = _MARGIN, A4[1] - _MARGIN
    for group in groups:
        for number, cards in enumerate(_side_by_side(group.cards)):
            high = ALARM_HEIGHT if cards[0].tone is Tone.EMERGENCY else HEIGHT
            title = group.title if number == 0 else ""
            if top + high + (_HEADING if title else 0) > end:
                sheets.append([])
                top = _MARGIN
            if title:
                sheets[-1].append(Row(top, title=title))
                top += _HEADING
            sheets[-1].append(Row(top, cards=cards))
            top += high
    return sheets


def _side_by_side(cards: Sequence[Card]) -> Iterator[tuple[Card, ...]]:
    for first in range(0, len(cards), _ACROSS):
        yield tuple(cards[first : first + _ACROSS])


def _draw(row: Row, paper: Paper) -> None:
    if row.title:
        paper.text(row.title, Box(_MARGIN, row.top + 2, _ACROSS * WIDTH, _HEADING - 2), 15.0, bold=True)
    for place, card in enumerate(row.cards):
        if card.tone is Tone.EMERGENCY:
            draw(card, paper, Box(_MARGIN, row.top, _ACROSS * WIDTH, ALARM_HEIGHT))
        else:
            draw(card, paper, Box(_MARGIN + place * WIDTH, row.top, WIDTH, HEIGHT))


def groups(catalogue: Catalogue, wording: Wording, layout_label: str) -> list[Group]:
    """Give every card; `layout_label`: the text that tells the keyboard layout."""
    models = _models(catalogue)
    return [
        Group("", (_plain("K2", wording),)),
        *(
            Group(wording.printed(f"group_{name}"), tuple(_plain(word, wording) for word in words))
            for name, words in _SHOWN.items()
        ),
        Group(wording.printed("group_undo"), tuple(_undo_cards(wording))),
        Group(
            wording.printed("group_more"),
            tuple(_plain(word, wording) for word in ("PHOTO", "MOVE", "INSPECT", "OUT")),
        ),
        Group(wording.printed("group_model"), tuple(_model_cards(models, wording))),
        Group(wording.printed("group_colour"), tuple(_colour_cards(models, wording))),
        Group(wording.printed("group_class"), tuple(_class_cards(wording))),
        Group(wording.printed("group_settings"), tuple(_setting_cards(wording, layout_label))),
    ]


def _plain(word: str, wording: Wording) -> Card:
    named = wording.term("condition", word) if word in {"D", "K1"} else word
    tone = Tone.EMERGENCY if word == "K2" else _TONES.get(word, Tone.PLAIN)
    return Card(named, wording.printed(f"card_{word}"), Command(CommandWord(word)).code, tone)


def _undo_cards(wording: Wording) -> Iterator[Card]:
    yield _plain("UNDO", wording)
    for reason in UndoReason:
        meaning = wording.printed("card_reason")
        yield Card(wording.term("why", reason), meaning, Command(CommandWord.REASON, reason.card).code)


def _models(catalogue: Catalogue) -> list[Model]:
    """Give each model once, by the name on its card: two campaigns may have the same, one without colours."""
    models = [model for campaign in catalogue.campaigns for model in campaign.models]
    models.sort(key=lambda model: len(model.colours))
    found = {model.name.upper(): model for model in models}
    return [found[name] for name in sorted(found)]


def _model_cards(models: Sequence[Model], wording: Wording) -> Iterator[Card]:
    named = [(model.name, model.product) for model in models]
    others = [(str(number), wording.printed(f"model_{number}")) for number in UnNumber]
    for name, product in [*named, *others]:
        code = Command(CommandWord.MODEL, name.upper()).code
        yield Card(name, product, code, picture=picture(name))


def _colour_cards(models: Sequence[Model], wording: Wording) -> Iterator[Card]:
    """Give a card for each colour, with the models sold in it: the code is the same for all of them."""
    sold: dict[str, list[str]] = {}
    for model in models:
        for colour in model.colours:
            sold.setdefault(colour.name, []).append(model.name)
    for name, of_models in sold.items():
        code = Command(CommandWord.COLOUR, card_name(name)).code
        yield Card(wording.colour(name), " ".join(of_models), code, swatch=CASINGS.get(name))
    code = Command(CommandWord.COLOUR, OTHER_CARD).code
    yield Card(wording.colour(ANOTHER_COLOUR), wording.printed("card_other_colour"), code)


def _class_cards(wording: Wording) -> Iterator[Card]:
    """Give a card for every kind of container: an emergency (K2) has none."""
    for condition in Condition:
        if condition is Condition.K2:
            continue
        for number in UnNumber:
            meaning = f"{wording.term('condition', condition)}: {wording.printed(f'class_{number}')}"
            kind = f"{condition}-{number}"
            yield Card(kind, meaning, Command(CommandWord.CLASS, kind).code, Tone.CONTAINER)


def _setting_cards(wording: Wording, layout_label: str) -> Iterator[Card]:
    """Name each language in itself, as the other's catalogue does for its key; then the layout label."""
    for language, other in zip(Language, reversed(Language), strict=True):
        named, code = Wording(other).command("language"), Command(CommandWord.LANGUAGE, language.upper()).code
        yield Card(named, wording.printed("card_language"), code)
    yield Card(wording.printed("card_layout"), wording.printed("card_layout_use"), layout_label)
