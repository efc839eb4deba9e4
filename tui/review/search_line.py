"""The search line: what is typed anywhere on the screen, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from intake.printable import cell_count, printable
from tui.cells import fit
from tui.widgets.lines import Lines

LONGEST = 200
"""Characters of a search."""


class SearchLine(Lines):
    """One line: the text on the left, a word on what was found on the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"search--text", "search--hint"}

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.text = ""

    def type(self, text: str) -> bool:
        """Put characters at the end; False where none of them can be searched."""
        typed = "".join(character for character in text if character.isprintable())
        self.text = (self.text + typed).lstrip()[:LONGEST]
        return bool(typed)

    def tell(self, word: str, hint: str, status: str) -> None:
        """Show the text, or a hint where there is none."""
        shown = f"{printable(self.text, LONGEST)}_" if self.text else hint
        room = max(self.size.width - cell_count(status) - 4, 10)
        left = f" {word}: {shown}"
        while cell_count(left) > room and len(self.text) > 1 and cell_count(shown) > 1:
            shown = f"…{shown[2:]}"
            left = f" {word}: {shown}"
        name = "search--text" if self.text else "search--hint"
        self.show([(f"{fit(left, room)}  {status}", name)])
