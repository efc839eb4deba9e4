"""The symbols of Code 128 and what they say. Source: ISO/IEC 15417:2007, tables 1 and 2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint8]
"""Modules from left to right, 1 where there is ink."""

WIDE: Final = 11
"""Modules of a symbol."""

_WIDTHS: Final = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212
112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131
311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321
112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114
122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
114311 411113 411311 113141 114131 311141 411131 211412 211214 211232
"""
"""Widths of bars and spaces in modules, by value; the last three are the starts of sets A, B and C."""


def _modules(widths: str) -> Bits:
    turns = [(place + 1) % 2 for place in range(len(widths))]
    return np.repeat(turns, [int(width) for width in widths]).astype(np.uint8)


PATTERNS: Final[Bits] = np.stack([_modules(widths) for widths in _WIDTHS.split()])
"""By value, shape (106, 11)."""

STOP: Final[Bits] = _modules("2331112")
"""Shape (13,): it has one bar more than the others."""

FIRST_START: Final = 103
_SETS: Final = dict(enumerate("ABC", FIRST_START))
_CODE_C: Final = 99
_CODE_B: Final = 100
_CODE_A: Final = 101
_SHIFT: Final = 98
_PRINTED: Final = 64
"""Values below this are the same printed character in sets A and B."""

_LAST_IN_B: Final = 94
"""The tilde; 95 is DEL, and what follows are functions."""


def checks(values: Sequence[int]) -> bool:
    """Tell whether values from start to check character add up modulo 103 (annex A)."""
    weighted = sum(place * value for place, value in enumerate(values[1:-1], 1))
    return (values[0] + weighted) % 103 == values[-1]


def text_of(values: Sequence[int]) -> str | None:
    """Give the text of values from start to check character; None where it is not all printed characters.

    Functions and control characters stand on no label of a unit, so what has them is more likely wrong.
    """
    chosen = _SETS[values[0]]
    text = ""
    shifted = False
    for value in values[1:-1]:
        following = chosen if shifted else _switched(chosen, value)
        if following != chosen:
            chosen = following
            continue
        if not shifted and value == _SHIFT and chosen != "C":
            shifted = True
            continue
        character = _character(chosen if not shifted else "AB"["AB".index(chosen) - 1], value)
        shifted = False
        if character is None:
            return None
        text += character
    return text


def _switched(chosen: str, value: int) -> str:
    """The set in force after a value; the one that would choose its own set is something else."""
    return {_CODE_A: "A", _CODE_B: "B", _CODE_C: "C"}.get(value, chosen)


def _character(chosen: str, value: int) -> str | None:
    if chosen == "C":
        return f"{value:02d}" if value < _CODE_B else None
    last = _LAST_IN_B if chosen == "B" else _PRINTED - 1
    return chr(value + ord(" ")) if value <= last else None
