"""The next step: what to do now, in a large word and a sentence, and what is still pending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from intake.outcome import Outcome
from intake.printable import printable
from intake.receipt.keyed import spaced
from intake.scene import Hand, PendingKind
from intake.wording import Wording
from tui.cells import wrap
from tui.letters import ROWS, beside, drawn
from tui.look import Look, look_of
from tui.widgets.lines import Lines, Styled

_TEXT_ROWS = 3
"""Rows under the large word: the instruction in one or two, what is pending in the rest."""

_MOST_ROWS = 5
"""Rows of an instruction at the most, beside a picture."""

_MARGIN = "  "
_GAP = 4
_SIDE_CELLS = 26
"""Beside a large word that leaves so much, the unit in hand is shown."""


class NextStep(Lines):
    """One instruction."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"next-step--word", "next-step--text", "next-step--swollen"}
    blank = "next-step--text"

    def __init__(self) -> None:
        """Begin with nothing to ask for."""
        super().__init__()
        self._rows: Callable[[], list[Styled]] = list
        """Words what stands here, for the size it has then."""

    def ask(self, outcome: Outcome, swollen: tuple[str, ...], wording: Wording) -> None:
        """Show what to do next; `swollen` is the site's text on a swollen unit."""
        self._rows = partial(self._asking, outcome, swollen, wording)
        self.on_resize()

    def show_typed(self, text: str, wording: Wording) -> None:
        """Show large what a person is typing: its end, where it is longer than the screen is wide."""
        self._rows = partial(self._typing, printable(text, 64), wording)
        self.on_resize()

    def on_resize(self) -> None:
        """Draw for the size it has: none while picture cards stand in its place."""
        self.show([(_MARGIN + line, style) for line, style in self._rows()] if self.size.height else [])

    def _asking(self, outcome: Outcome, swollen: tuple[str, ...], wording: Wording) -> list[Styled]:
        # The warning stands with the answer; while a refusal stands there, it is here.
        is_warned = outcome.scene.is_swollen and look_of(outcome) is Look.REFUSED
        side = swollen if is_warned else _in_hand(outcome.scene.hand, wording)
        name = "next-step--swollen" if is_warned else "next-step--word"
        text = wrap(wording.sentence(outcome.prompt), self._width, _MOST_ROWS)
        told = _pending(outcome, wording)
        # Beside a camera's picture the sentence takes more rows: it stands whole, whatever the word loses.
        rows = max(_TEXT_ROWS, len(text) + bool(told))
        pending = wrap(told, self._width, rows - len(text))
        large = self._large(wording.step_word(outcome.prompt), side, rows)
        below = [*text, *[""] * (rows - len(text) - len(pending)), *pending]
        return [(line, name) for line in large] + [(line, "next-step--text") for line in below]

    def _typing(self, shown: str, wording: Wording) -> list[Styled]:
        drawings = (self._drawn(shown[start:]) for start in range(len(shown)))
        large = next((list(rows) for rows in drawings if rows), [])
        below = [wording.screen("typed", text=shown), wording.screen("typed_end"), ""]
        rows = [(line, "next-step--word") for line in self._filled(large, _TEXT_ROWS)]
        return [*rows, *((line, "next-step--text") for line in below)]

    @property
    def _width(self) -> int:
        return max(self.size.width - 2 * len(_MARGIN), 20)

    def _drawn(self, word: str, below: int = _TEXT_ROWS) -> tuple[str, ...]:
        return drawn(word, self._width, (self.size.height - below) // ROWS)

    def _large(self, word: str, side: Sequence[str], below: int) -> list[str]:
        large = self._drawn(word, below)
        return self._filled(beside(large, side, self._width, _SIDE_CELLS) or list(large) or [word], below)

    def _filled(self, rows: list[str], below: int) -> list[str]:
        high = max(self.size.height - below, 0)
        return (rows + [""] * high)[:high]


def _in_hand(hand: Hand | None, wording: Wording) -> list[str]:
    """Say what is known of the unit in hand, one thing to a line."""
    if hand is None:
        return []
    lines = [
        f"{wording.screen('serial')} {spaced(printable(hand.serial, 24)) if hand.serial else '-'}",
        " ".join(part for part in (hand.model or "", wording.colour(hand.colour)) if part),
        wording.term("condition", hand.condition) if hand.condition else "",
        hand.bag or "",
        wording.screen("photos", count=hand.photos) if hand.photos else "",
    ]
    return [line for line in lines if line]


def _pending(outcome: Outcome, wording: Wording) -> str:
    # That a unit is in hand is what the step itself says.
    pending = [each for each in outcome.scene.pending if each.kind is not PendingKind.IN_HAND]
    parts = [wording.pending(each) for each in pending]
    return f"{wording.screen('pending')} {'  /  '.join(parts)}" if parts else ""
