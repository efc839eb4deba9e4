"""The test card: codes by which a scanner shows how it is set, on one sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intake.printing.paper import Box, Paper
from intake.printing.symbol import symbol
from intake.scan import Symbology
from intake.wording import Wording

_MARGIN, _HEAD = 10.0, 20.0
_WIDTH, _HEIGHT = 95.0, 54.0
_ACROSS = 2
_WORDS, _CODE = 14.0, 6.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One code of the card."""

    name: str
    """Names its words: `test_<name>` says which it is, `test_<name>_use` what it shows."""

    text: str
    """As the gun is to send it; of GS1 with a GS for each FNC1 inside."""

    symbology: Symbology


def draw_sheet(paper: Paper, samples: Iterable[Sample], wording: Wording) -> None:
    """Draw up to eight codes on a sheet of A4, far enough apart that a gun meets one at a time.

    Raises SymbolError for a text that has no room, FontError.
    """
    head = Box(_MARGIN, _MARGIN, _ACROSS * _WIDTH, _HEAD)
    used = paper.text(wording.printed("test_card"), head, 22.0, bold=True)
    paper.text(wording.printed("test_card_use"), head.below(used), 11.0)
    for place, sample in enumerate(samples):
        down, across = divmod(place, _ACROSS)
        left, top = _MARGIN + across * _WIDTH, _MARGIN + _HEAD + down * _HEIGHT
        _draw(sample, paper, Box(left, top, _WIDTH, _HEIGHT), wording)
    paper.turn()


def _draw(sample: Sample, paper: Paper, box: Box, wording: Wording) -> None:
    paper.frame(box, dashed=True, colour="#6b7780")
    inner = Box(box.left + 1, box.top + 2, box.width - 2, box.height - 3)
    words = Box(inner.left + 2, inner.top, inner.width - 4, _WORDS)
    used = paper.text(wording.printed(f"test_{sample.name}"), words, 18.0, bold=True)
    paper.text(wording.printed(f"test_{sample.name}_use"), words.below(used), 11.0)
    made = symbol(sample.text, sample.symbology)
    bars = inner.below(_WORDS + 1)
    paper.bars(made, bars.top_part(bars.height - _CODE - 0.5))
    paper.code(made.shown, inner.foot(_CODE))
