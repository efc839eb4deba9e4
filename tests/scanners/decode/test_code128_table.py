"""The symbols of Code 128 and what they say; zxing-cpp's writer is the second opinion."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp

from scanners.decode.code128_table import PATTERNS, STOP, WIDE, checks, text_of


def written(text):
    """The values zxing-cpp writes, from start to check character."""
    picture = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_image(
        scale=1, add_quiet_zones=False
    )
    modules = (np.array(picture)[0] < 128).astype(np.uint8)
    by_pattern = {tuple(pattern): value for value, pattern in enumerate(PATTERNS.tolist())}
    assert modules[-STOP.size :].tolist() == STOP.tolist()
    symbols = modules[: -STOP.size].reshape(-1, WIDE).tolist()
    return [by_pattern[tuple(symbol)] for symbol in symbols]


@pytest.mark.parametrize(
    "text", ["AB12CD34EF56GH78", "123456789012", "abc", "12345A", "A123456B", "RI-C-YES", "~{}|`az AZ 09"]
)
def test_what_is_written_is_read(text):
    values = written(text)
    assert checks(values)
    assert text_of(values) == text


@pytest.mark.parametrize("text", ["A\tB", "a\x7fb", "\x1d0112345"])
def test_what_is_not_printed_is_refused(text):
    assert text_of(written(text)) is None


def test_every_set_is_followed():
    set_a, set_b, set_c = 103, 104, 105
    assert text_of([set_a, 33, 98, 65, 33, 0]) == "AaA"
    assert text_of([set_b, 65, 98, 33, 65, 0]) == "aAa"
    assert text_of([set_c, 99, 100, 65, 101, 33, 99, 12, 0]) == "99aA12"
    assert text_of([set_a, 101, 0]) is None
    assert text_of([set_c, 102, 0]) is None


def test_one_changed_symbol_is_noticed():
    values = written("AB12CD34EF56GH78")
    for place in range(1, len(values)):
        for change in (1, 50, 102):
            changed = [*values]
            changed[place] = (changed[place] + change) % 103
            assert not checks(changed)


def test_symbols_are_what_the_standard_says():
    assert PATTERNS.shape == (106, WIDE)
    assert len(np.unique(PATTERNS, axis=0)) == len(PATTERNS)
    assert (PATTERNS.sum(axis=1) % 2 == 0).all()
    assert (PATTERNS[:, 0] == 1).all()
    assert (PATTERNS[:, -1] == 0).all()
