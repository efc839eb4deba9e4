"""The picture card: every model and colour that may be scanned, each as it looks and named."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from intake.campaign import UnNumber
from intake.catalogue import load
from intake.language import Language
from intake.line import Line
from intake.pictures import CASINGS, picture
from intake.receipt import Prompt
from intake.scene import Card, CardKind, Note, Scene
from tests.tui.conftest import SIZES

Opener = Any
BEGUN = ["RI-O-0001-T", "A312000079193B", "RI-C-UNREADABLE"]
SHIPPED = [model for campaign in load().campaigns for model in campaign.models]
MODELS = {model.name: model for model in sorted(SHIPPED, key=lambda model: len(model.colours))}
"""Of one that several campaigns have, that with the most colours."""


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", list(Language))
async def test_every_model_of_the_catalogue_is_shown(
    open_desk: Opener, size: tuple[int, int], language: Language
) -> None:
    """And another power bank, another device; one title over all, and from 120 by 40 on each as it looks."""
    async with open_desk(size, language) as desk:
        await desk.scan(*BEGUN)
        await desk.until(lambda: desk.app.desk.picture_card.display)
        shown = "\n".join(desk.rows(desk.app.desk.picture_card)[0])
        assert desk.app.wording.sentence(desk.last.prompt) in shown
        for name in (*MODELS, *UnNumber):
            assert name in shown
            # On the smallest screen there is room for the pictures of six; the names of more stand alone.
            assert size == SIZES[0] or all(line.strip() in shown for line in picture(name))


@pytest.mark.parametrize("name", [name for name, model in MODELS.items() if model.colours])
@pytest.mark.parametrize("language", list(Language))
async def test_every_colour_of_a_model_is_shown(open_desk: Opener, name: str, language: Language) -> None:
    """In its colour; what the notice leaves out says so."""
    colours = MODELS[name].colours
    cards = [Card(CardKind.COLOUR, "", colour.name, in_scope=colour.in_scope) for colour in colours]
    async with open_desk(language=language) as desk:
        await show(desk, *cards)
        shown, wording = "\n".join(desk.rows(desk.app.desk.picture_card)[0]), desk.app.wording
        assert all(wording.colour(colour.name) in shown for colour in colours)
        outside = [colour for colour in colours if not colour.in_scope]
        assert shown.count(f"+ {wording.screen('out_of_scope')} -") == len(outside)
        drawn = {
            segment.style.bgcolor.name
            for strip in _strips(desk)
            for segment in strip
            if segment.style.bgcolor
        }
        assert {CASINGS[colour.name] for colour in colours} <= drawn


async def show(desk: Any, *cards: Card, troubles: int = 0) -> None:
    """Ask for one of these cards, below so many rows of a banner."""
    await desk.scan(*BEGUN)
    lines = (Line("trouble_disk_low"),) if troubles else ()
    note = Note("id", "text", "", 0) if troubles > 1 else None
    scene = Scene(cards=cards, troubles=lines, note=note, notes=1)
    await desk.show(replace(desk.last, prompt=Line(Prompt.SCAN_MODEL), scene=scene))
    await desk.until(lambda: desk.app.desk.picture_card.display)


@pytest.mark.parametrize("count", [6, 7, 20])
@pytest.mark.parametrize("troubles", [0, 1, 2])
async def test_no_card_is_without_its_name(open_desk: Opener, count: int, troubles: int) -> None:
    """Pictures give way: below a banner, and where there are too many."""
    cards = [Card(CardKind.MODEL, "", f"ZZ-{place:02}") for place in range(count)]
    async with open_desk() as desk:
        await show(desk, *cards, troubles=troubles)
        shown = "\n".join(desk.text)
        assert all(card.name in shown for card in cards)
        assert ("[  ?  ]" in shown) is (count == 6)


def _strips(desk: Any) -> list[Any]:
    return desk.app.screen._compositor.render_strips()  # type: ignore[no-any-return]  # noqa: SLF001 (no public way)


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
async def test_a_long_name_is_cut_between_words_and_brackets_go_whole(open_desk: Opener, model: Any) -> None:
    """The maker goes before the product; what stands in brackets first."""
    async with open_desk() as desk:
        await show(desk, Card(CardKind.MODEL, "", model.name, model.product))
        name = desk.rows(desk.app.desk.picture_card)[0][1].strip()
    assert name.startswith(f"{model.name} ")
    assert set(name.split()[1:]) <= set(model.product.split())
    assert name.count("(") == name.count(")")


async def test_a_campaign_of_the_sites_own_is_shown_without_pictures(open_desk: Opener) -> None:
    """Names of any length, colours nobody drew, text that means to be markup."""
    cards = (
        Card(
            CardKind.MODEL, "RI-C-MODEL-ZZ-1", "ZZ-1", "[red]A very long name of a product of somebody else"
        ),
        Card(CardKind.COLOUR, "RI-C-COLOUR-PLAID", "plaid", in_scope=False),
    )
    async with open_desk() as desk:
        await show(desk, *cards)
        shown = "\n".join(desk.rows(desk.app.desk.picture_card)[0])
        assert "ZZ-1 of somebody else" in shown
        assert "plaid" in shown
        assert "[  ?  ]" in shown


async def test_once_chosen_the_next_step_stands_there_again(open_desk: Opener) -> None:
    """As large as before: it was hidden and had no size."""
    async with open_desk() as desk:
        await desk.scan(*BEGUN[:2])
        rows = len("".join(desk.rows(desk.app.desk.next_step)[0]))
        await desk.scan(BEGUN[2], "RI-C-MODEL-UN3480")
        prompt = desk.app.wording.sentence(desk.last.prompt)
        await desk.until(lambda: prompt in "\n".join(desk.text))
        assert desk.app.desk.next_step.display
        assert len("".join(desk.rows(desk.app.desk.next_step)[0])) > rows / 2
