"""Every text of every theme can be read, and the verdicts are told apart without colour (WCAG 2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from rich.color import Color, ColorType
from rich.style import Style
from textual.css.query import DOMQuery
from textual.widget import Widget

from intake.language import Language
from intake.pictures import CASINGS
from intake.settings import ThemeName
from intake.verdict import Verdict
from intake.wording import Wording
from tui.look import Look

Opener = Any
Triple = tuple[int, int, int]

READABLE = 4.5
"""Level AA for text (WCAG 2.1, 1.4.3)."""

HIGH = 7.0
"""Level AAA (1.4.6)."""

LIGHTNESS = 10.0
"""Steps of CIE L* by which two fields differ at least, to be told apart in grey."""

VGA: tuple[Triple, ...] = (
    *((0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170)),
    *((170, 170, 170), (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255)),
    *((255, 85, 255), (85, 255, 255), (255, 255, 255)),
)
"""The Linux console's sixteen colours."""

XTERM: tuple[Triple, ...] = (
    *((0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205)),
    *((229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255)),
    *((255, 0, 255), (0, 255, 255), (255, 255, 255)),
)
PALETTES = {"VGA": VGA, "xterm": XTERM}
in_every_theme = pytest.mark.parametrize("theme", list(ThemeName))


def triple(colour: Color, palette: tuple[Triple, ...], *, is_ground: bool) -> Triple:
    """Give red, green and blue. The Linux console shows a bright ground as the plain one."""
    if colour.type is ColorType.STANDARD and colour.number is not None:
        return palette[colour.number % 8 if is_ground and palette is VGA else colour.number]
    assert colour.triplet is not None, f"expected a colour that is told, got {colour}"
    red, green, blue = colour.triplet
    return red, green, blue


def luminance(colour: Triple) -> float:
    """Give the relative luminance as WCAG 2.1 defines it."""
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Triple, other: Triple) -> float:
    """Give the contrast ratio as WCAG 2.1 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour: Triple) -> float:
    """Give CIE L* of a luminance against white."""
    part = luminance(colour)
    return 116 * part ** (1 / 3) - 16 if part > (6 / 29) ** 3 else part * (29 / 3) ** 3


def ratio(style: Style, palette: tuple[Triple, ...]) -> float:
    """Give the contrast of a style's text with its ground."""
    assert style.color is not None
    assert style.bgcolor is not None
    return contrast(
        triple(style.color, palette, is_ground=False), triple(style.bgcolor, palette, is_ground=True)
    )


def styles(widgets: DOMQuery[Widget]) -> Iterator[tuple[str, Style]]:
    """Give every style a widget draws text with."""
    for widget in widgets:
        for name in sorted(widget.COMPONENT_CLASSES):
            if "--" in name and not name.startswith(("scrollbar", "link")):
                yield name, widget.get_component_rich_style(name)


@in_every_theme
async def test_every_text_can_be_read(open_desk: Opener, theme: ThemeName) -> None:
    """All component classes of all widgets, with each palette a terminal may have."""
    least = HIGH if theme is ThemeName.HIGH_CONTRAST else READABLE
    async with open_desk(theme=theme) as desk:
        found = dict(styles(desk.app.screen.query("*")))
        assert len(found) > 35
        poor = {
            (name, palette): round(ratio(style, PALETTES[palette]), 2)
            for name, style in found.items()
            for palette in PALETTES
            if ratio(style, PALETTES[palette]) < least
        }
        assert not poor


@in_every_theme
async def test_the_verdicts_are_told_apart_in_grey(open_desk: Opener, theme: ThemeName) -> None:
    """By how light their fields are; the 16 colours of a console are too few, there shape and word tell."""
    if theme is ThemeName.SIXTEEN_COLOURS:
        return
    verdicts = (Look.AFFECTED, Look.NOT_AFFECTED, Look.UNCERTAIN, Look.REFUSED)
    async with open_desk(theme=theme) as desk:
        found = dict(styles(desk.app.screen.query("VerdictPanel")))
        grounds = [ground for look in verdicts if (ground := found[f"verdict-panel--{look}"].bgcolor)]
    grey = [lightness(triple(ground, XTERM, is_ground=True)) for ground in grounds]
    assert all(abs(one - other) >= LIGHTNESS for one, other in combinations(grey, 2)), grey


def test_looks_are_told_apart_by_shape_and_symbol() -> None:
    """Six cells each; only what both mean danger share the large sign."""
    assert len({look.shape for look in Look}) == len(Look)
    assert {len(look.shape) for look in Look} == {6}
    signs = {look.symbol for look in Look if look is not Look.EMERGENCY}
    assert len(signs) == len(Look) - 1


@pytest.mark.parametrize("wording", [Wording(each) for each in Language], ids=lambda each: each.language)
def test_verdicts_are_told_apart_by_word(wording: Wording) -> None:
    """No word is a part of an answer's other words by chance."""
    words = [wording.term("verdict", verdict) for verdict in Verdict]
    assert len(set(words)) == len(words)


def test_the_formulas_are_those_of_the_standard() -> None:
    """Black on white is 21:1; #777 on white is just too little (WCAG's own examples)."""
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    assert (lightness((0, 0, 0)), lightness((255, 255, 255))) == pytest.approx((0, 100), abs=0.01)


@pytest.mark.parametrize("name", CASINGS)
def test_a_casing_has_a_colour(name: str) -> None:
    """As a terminal of true colours shows it."""
    assert Color.parse(CASINGS[name]).triplet is not None
