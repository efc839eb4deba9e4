"""The sheet: one page of the set-up, drawn as lines: question above, what came and the keys below."""

from __future__ import annotations

from typing import ClassVar

from tui.cells import wrap
from tui.letters import ROWS, drawn
from tui.setup.page import Page
from tui.widgets.lines import Lines, Styled

_MARGIN = 2
_LARGEST = 2
"""Times a large word is drawn as large as the desk's smallest."""

_QUESTION = 3
"""Most lines of a question."""

_NOTE = 3
"""Most lines of a note."""


class Sheet(Lines):
    """Draws a page."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--title",
        "sheet--large",
        "sheet--question",
        "sheet--text",
        "sheet--faint",
        "sheet--good",
        "sheet--bad",
        "sheet--note",
        "sheet--chosen",
        "sheet--keys",
    }
    blank = "sheet--text"

    def draw(self, page: Page, title: str, note: str) -> None:
        """Show the page, as far as there is room; the keys are always there."""
        width, height = self.size.width - 2 * _MARGIN, self.size.height
        head = [(f" {title}", "sheet--title"), _EMPTY]
        asked = [*_block(page.question(), "question", width, _QUESTION), _EMPTY]
        foot = [*_block(note, "note", width, _NOTE), (f" {page.keys()}", "sheet--keys")]
        room = max(height - len(head) - len(asked) - len(foot), 0)
        body = [_indented(line) for line in page.lines(width, room)][:room]
        large = _large(page.large(), width, room - len(body))
        gap = [_EMPTY] * (room - len(large) - len(body))
        self.show([*head, *large, *asked, *body, *gap, *foot])


_EMPTY: Styled = ("", "sheet--text")


def _large(word: str, width: int, room: int) -> list[Styled]:
    """Draw a word as large as there is room for, and nothing where there is none."""
    scale = min((room - 1) // ROWS, _LARGEST)
    rows = drawn(word, width, scale) if word and scale > 0 else ()
    return [*(_indented((row, "large")) for row in rows), *([_EMPTY] if rows else [])]


def _block(text: str, name: str, width: int, most: int) -> list[Styled]:
    return [_indented((line, name)) for line in wrap(text, width, most)]


def _indented(line: Styled) -> Styled:
    return f"{' ' * _MARGIN}{line[0]}", f"sheet--{line[1]}"
