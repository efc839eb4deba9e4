"""The digits of an EAN-13: as another library draws them, and only what its check digit allows."""

from __future__ import annotations

import random

import numpy as np
import zxingcpp

from scanners.decode.ean_table import MODULES, PARTS, average, modules, text_of
from tests.scanners.pictures.labels import ean


def values_of(text: str) -> list[int]:
    """The values whose modules are those zxing-cpp draws."""
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.EAN13)
    row = np.array(drawn.to_image(scale=1, add_quiet_zones=False))[0] < 128
    seen = [
        next(value for value, shape in enumerate(rows) if (shape == row[start : start + shape.size]).all())
        for start, rows in PARTS
    ]
    assert row.size == MODULES
    return [value for value, (_, rows) in zip(seen, PARTS, strict=True) if len(rows) > 1]


def test_every_first_digit_is_read():
    for first in range(10):
        rest = ean(random.Random(first))[1:12]
        digits = [first, *map(int, rest)]
        text = f"{first}{rest}{-(sum(digits[::2]) + 3 * sum(digits[1::2])) % 10}"
        assert text_of(values_of(text)) == text


def test_another_check_digit_is_no_text():
    values = values_of("4901780188352")
    for place in range(12):
        wrong = [*values]
        wrong[place] = values[place] // 10 * 10 + (values[place] + 1) % 10
        assert text_of(wrong) is None


def test_sets_that_stand_for_no_digit_are_no_text():
    assert text_of([10] * 6 + [0] * 6) is None


def test_the_average_is_that_of_all_digits():
    drawn = [modules(values_of(ean(random.Random(seed)))) for seed in range(3)]
    sure = (average() == 0) | (average() == 1)
    assert sure.sum() == 11 + 12 + 12
    assert all((bits[sure] == average()[sure]).all() for bits in drawn)
