"""Rolls: numbered labels with their check character, on sheets of labels or one to a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from intake.errors import WrongUsageError
from intake.own_label import LabelKind, OwnLabel
from intake.printing.paper import A4, Box, Paper
from intake.printing.symbol import symbol
from intake.wording import Wording

MOST: Final = 20_000
"""Labels of one file, which is held in memory until it is whole."""

Size = tuple[float, float]

_SIZE = re.compile(r"([0-9]{1,3}(?:\.[0-9])?)[x×]([0-9]{1,3}(?:\.[0-9])?)")
_LEAST, _LARGEST = 10.0, 300.0
_ACROSS, _DOWN = 3, 8
_WIDTH, _HEIGHT, _PITCH = 63.5, 33.9, 66.0
"""Millimetres of the common sheet of 24 labels, and from one label to the next beside it."""

_LEFT, _TOP = (A4[0] - (_ACROSS - 1) * _PITCH - _WIDTH) / 2, (A4[1] - _DOWN * _HEIGHT) / 2
_EDGE = 1.0
_WORD_HEIGHT, _CODE_HEIGHT = 5.0, 5.5
_WITH_WORD = 18.0
"""Millimetres of height from which a label has room for the word."""


@dataclass(frozen=True, slots=True)
class Roll:
    """So many labels of a kind, numbered without a gap. Raises WrongUsageError where a number is none."""

    kind: LabelKind
    first: int
    count: int

    def __post_init__(self) -> None:
        """Refuse numbers the label has no digits for, before anything is printed."""
        end = 10**self.kind.width
        if not 1 <= self.count <= MOST:
            raise WrongUsageError(f"expected 1 to {MOST} labels, got {self.count}")
        if not 0 <= self.first <= end - self.count:
            raise WrongUsageError(
                f"expected numbers from 0 to {end - 1} on labels RI-{self.kind}-, "
                f"got {self.first} to {self.first + self.count - 1}"
            )

    @property
    def labels(self) -> Iterator[OwnLabel]:
        """Its labels in order."""
        return (OwnLabel(self.kind, number) for number in range(self.first, self.first + self.count))

    @property
    def following(self) -> int | None:
        """The number after its last one; None where there is none."""
        number = self.first + self.count
        return number if number < 10**self.kind.width else None


def parse_size(text: str) -> Size:
    """Read the size of a label, `62x29`: width and height in millimetres. Raises WrongUsageError."""
    found = _SIZE.fullmatch(text.strip())
    sides = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    if not all(_LEAST <= side <= _LARGEST for side in sides):
        raise WrongUsageError(
            f"expected a label's width and height like 62x29, from {_LEAST:.0f} to {_LARGEST:.0f} mm, "
            f"got {text!r}"
        )
    return sides


def draw_sheets(paper: Paper, roll: Roll, wording: Wording) -> None:
    """Draw the labels on A4, 24 to a sheet."""
    for number, label in enumerate(roll.labels):
        place = number % (_ACROSS * _DOWN)
        if number and not place:
            paper.turn()
        down, across = divmod(place, _ACROSS)
        _draw(label, paper, Box(_LEFT + across * _PITCH, _TOP + down * _HEIGHT, _WIDTH, _HEIGHT), wording)
    paper.turn()


def draw_roll(paper: Paper, roll: Roll, size: Size, wording: Wording) -> None:
    """Draw one label to a page of its size. Raises SymbolError where a code has no room."""
    for label in roll.labels:
        _draw(label, paper, Box(0, 0, *size), wording)
        paper.turn()


def _draw(label: OwnLabel, paper: Paper, box: Box, wording: Wording) -> None:
    inner = box.inset(_EDGE)
    if box.height >= _WITH_WORD:
        paper.text(wording.printed(f"label_{label.kind}"), inner.top_part(_WORD_HEIGHT), 11.5, centred=True)
        inner = inner.below(_WORD_HEIGHT + 0.5)
    paper.bars(symbol(label.code), inner.top_part(inner.height - _CODE_HEIGHT))
    paper.code(label.code, inner.foot(_CODE_HEIGHT), 14.0)
