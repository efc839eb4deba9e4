"""The keys of two known codes tell how the gun is set: its layout and its control characters."""

import pytest

from scanners.assignment import Control, GunLayout
from scanners.calibration import calibrate, control_of
from scanners.keymap import LABEL
from tests.scanners.typist import CAPS, CTRL, DROPPED, REPORT, TAB, Typist, tap

EXPECTED = b"010952123454321321RI-TEST\x1d10LOT-42"
in_each = pytest.mark.parametrize("layout", GunLayout)


@in_each
@pytest.mark.parametrize("identifier", ["", "]C0", "]Q1"])
@pytest.mark.parametrize("end", [None, b"", tap(TAB), tap(28) + tap(36, CTRL)])
def test_the_label_tells_the_layout(layout, identifier, end):
    """With an identifier or without, however the gun ends its codes, or not at all."""
    assert calibrate(Typist(layout).types(identifier + LABEL, end)) is layout


@in_each
@pytest.mark.parametrize("shift", ["left", "right"])
def test_a_gun_that_turns_the_case_is_told_its_layout_too(layout, shift):
    typist = Typist(layout, shift=shift)
    assert calibrate(typist.types(LABEL.swapcase())) is layout
    assert calibrate(tap(CAPS) + typist.types(LABEL.swapcase()) + tap(CAPS)) is layout


@in_each
@pytest.mark.parametrize("text", ["RI-TEST-GOOD-0123456789", LABEL[:-1], f"ABC{LABEL}", "]@:_+["])
def test_another_code_tells_nothing(layout, text):
    assert calibrate(Typist(layout).types(text)) is None


@pytest.mark.parametrize("records", [b"", b"\0" * 23, DROPPED + REPORT, tap(28)])
def test_no_code_tells_nothing(records):
    assert calibrate(records) is None
    assert control_of(records, GunLayout.US, EXPECTED) is None


@in_each
@pytest.mark.parametrize("identifier", ["", "]d2"])
@pytest.mark.parametrize("control", Control)
def test_a_code_with_a_separator_tells_the_convention(layout, identifier, control):
    records = Typist(layout, control).types(identifier + EXPECTED.decode())
    assert control_of(records, layout, EXPECTED) is control
    assert control_of(records.removesuffix(tap(28)), layout, EXPECTED) is control


@in_each
def test_what_is_not_the_expected_code_tells_no_convention(layout):
    """Another code, or a separator sent in a way nobody has written down."""
    assert control_of(Typist(layout).types("RI-TEST"), layout, EXPECTED) is None
    begin, end = EXPECTED.decode().split("\x1d")
    typist = Typist(layout)
    records = b"".join(typist.strokes(begin)) + tap(119) + typist.types(end)
    assert control_of(records, layout, EXPECTED) is None
