"""An EAN with an add-on is a book's: the guard refuses it, and nothing else."""

from __future__ import annotations

import numpy as np
import zxingcpp

from scanners.decode import read_guarded, read_picture

EAN = "9780201379624"
_LEFT, _OTHER = (
    ("3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112"),
    ("1123", "1222", "2212", "1141", "2311", "1321", "4111", "2131", "3121", "2113"),
)
"""Widths of the digits' bars, sets A and B (ISO/IEC 15420:2009, table 1)."""


def add_on():
    """52495 beside an EAN, one pixel a module; its check of 1 is said by sets B A B A A (4.3.5)."""
    sets = (_OTHER, _LEFT, _OTHER, _LEFT, _LEFT)
    widths = "112" + "11".join(table[digit] for table, digit in zip(sets, (5, 2, 4, 9, 5), strict=True))
    return np.concatenate([np.full(int(wide), 255 * (place % 2)) for place, wide in enumerate(widths)])


def code(beside=None):
    row = np.array(
        zxingcpp.create_barcode(EAN, zxingcpp.BarcodeFormat.EAN13).to_image(scale=1, add_quiet_zones=False)
    )[0]
    parts = [row] if beside is None else [row, np.full(9, 255), beside]
    bars = np.pad(np.concatenate(parts), 14, constant_values=255).astype(np.uint8)
    return np.pad(np.kron(bars, np.ones((150, 3), np.uint8)), ((30, 30), (0, 0)), constant_values=255)


def test_a_product_is_read_with_the_guard_too():
    assert read_picture(code()) == read_guarded(code()) == [EAN]


def test_a_book_is_not():
    assert read_picture(code(add_on())) == [EAN]
    assert read_guarded(code(add_on())) == []
