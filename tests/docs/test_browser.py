"""A drawing keeps its columns in a browser, whatever is written in it."""

from __future__ import annotations

from docs.browser import legible

DRAWING = (
    '<svg viewBox="0 0 994 635"><style>@font-face { src: url("far away"); }\n'
    ".matrix { font-family: Fira Code, monospace; }</style>"
    '<text class="r1" x="24.4" y="20" textLength="48.8" clip-path="url(#line)">荷&#160;&amp;物</text></svg>'
)


def test_every_character_has_the_place_of_its_cells():
    assert '<text class="r1" x="24.4 48.8 61.0 73.2 97.6" y="20">荷&#160;&amp;物</text>' in legible(DRAWING)


def test_fonts_are_those_of_this_machine():
    drawn = legible(DRAWING)
    assert "far away" not in drawn
    assert "font-family: DejaVu Sans Mono, Wide, monospace;" in drawn
