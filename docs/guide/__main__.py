"""Write the guide and the cards, and picture them for the README: `python -m docs.guide`."""

from __future__ import annotations

from docs import browser
from docs.guide import cards
from docs.guide.page import FOLDER, page
from intake.language import Language

for language in Language:
    source = FOLDER / f"guide.{language}.html"
    source.write_text(page(language), "utf-8")
    browser.printed(source, source.with_suffix(".pdf"))
    browser.photographed(source, source.with_suffix(".png"))
    cards.store(language)
