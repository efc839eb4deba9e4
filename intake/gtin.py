"""GTIN: the number a trade code carries, as JAN, EAN-13, UPC and their like."""

from __future__ import annotations

import re


def is_gtin(text: str) -> bool:
    """Tell whether `text` is 8, 12, 13 or 14 digits that end in their check digit.

    GS1 General Specifications, section 7.9.1: weights 3 and 1 from the right, modulo 10.
    """
    if len(text) not in {8, 12, 13, 14} or re.fullmatch(r"[0-9]+", text) is None:
        return False
    digits = [int(digit) for digit in reversed(text)]
    return (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0
