"""Write the guide and the cards, print them, and picture them for the README: `python -m docs.guide`."""

from __future__ import annotations

from docs import browser
from docs.guide.cards import SHEETS, cards
from docs.guide.page import FOLDER, page
from intake.language import Language

_WIDTH, _HEIGHT = browser.A4


def made(name: str, html: str, sheets: int) -> None:
    """Store a document as a page, a print, and a picture of its sheets side by side."""
    source = FOLDER / f"{name}.html"
    source.write_text(html, "utf-8")
    browser.printed(source, source.with_suffix(".pdf"))
    browser.photographed(source, source.with_suffix(".png"), (_WIDTH * sheets, _HEIGHT))


for language in Language:
    made(f"guide.{language}", page(language), 1)
    made(f"cards.{language}", cards(language), SHEETS)
