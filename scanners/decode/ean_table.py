"""The digits of an EAN-13 and what they say. Source: ISO/IEC 15420:2009, 4.2, tables 1 to 3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scanners.decode.code128_table import Bits

DIGIT: Final = 7
"""Modules of a digit."""

_HALF: Final = 6
"""Digits on either side of the guard in the middle; the first of all has no bars of its own."""

_SIDE: Final[Bits] = np.array([1, 0, 1], np.uint8)
_MIDDLE: Final[Bits] = np.array([0, 1, 0, 1, 0], np.uint8)
_DIGITS_A: Final = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011"
_SET_A: Final[Bits] = np.array([list(map(int, digit)) for digit in _DIGITS_A.split()], np.uint8)
_SET_C: Final[Bits] = np.asarray(1 - _SET_A, np.uint8)
_LEFT: Final[Bits] = np.concatenate([_SET_A, _SET_C[:, ::-1]])
"""By value, shape (20, 7): set A, then set B."""

_LEFT_SETS: Final = "AAAAAA AABABB AABBAB AABBBA ABAABB ABBAAB ABBBAA ABABAB ABABBA ABBABA"
_SETS: Final = tuple(_LEFT_SETS.split())
"""The sets of the left half, by the digit they stand for."""

_RIGHT_OF_MIDDLE: Final = _SIDE.size + _HALF * DIGIT + _MIDDLE.size

MODULES: Final = _RIGHT_OF_MIDDLE + _HALF * DIGIT + _SIDE.size
"""From the first bar to the last: 95."""

PLACES: Final = tuple(
    start + DIGIT * place for start in (_SIDE.size, _RIGHT_OF_MIDDLE) for place in range(_HALF)
)
"""The first module of each digit that has bars."""

PARTS: Final = (
    (0, _SIDE[None]),
    *((start, _LEFT) for start in PLACES[:_HALF]),
    (_RIGHT_OF_MIDDLE - _MIDDLE.size, _MIDDLE[None]),
    *((start, _SET_C) for start in PLACES[_HALF:]),
    (MODULES - _SIDE.size, _SIDE[None]),
)
"""All guards and digits: the first module, and what may stand there by value, shape (values, modules)."""


def modules(values: Sequence[int]) -> Bits:
    """Give the modules of the twelve digits that have bars, shape (95,)."""
    left, right = _LEFT[list(values[:_HALF])], _SET_C[list(values[_HALF:])]
    return np.concatenate([_SIDE, left.ravel(), _MIDDLE, right.ravel(), _SIDE])


def average() -> NDArray[np.float32]:
    """Give how likely each module is ink, whatever the digits, shape (95,)."""
    return np.concatenate([rows.mean(axis=0, dtype=np.float32) for _, rows in PARTS])


def text_of(values: Sequence[int]) -> str | None:
    """Give the thirteen digits; None where the sets stand for no digit or the check digit is another."""
    sets = "".join("AB"[value // 10] for value in values[:_HALF])
    if sets not in _SETS:
        return None
    digits = [_SETS.index(sets), *(value % 10 for value in values)]
    return "".join(map(str, digits)) if _checks(digits) else None


def _checks(digits: Sequence[int]) -> bool:
    """Tell whether thirteen digits add up modulo 10 (GS1 General Specifications, 7.9.1)."""
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0
