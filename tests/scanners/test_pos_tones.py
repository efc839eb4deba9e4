"""Which report asks a HID-POS scanner for a beep, by descriptors written item by item."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanners.pos_tones import Beep, beep_reports
from tests.scanners.pos_gun import HONEYWELL, SIMPLE

SCANNER = "058c 0902 a101"
NO_NUMBERS = f"{SCANNER} 1500 2501 7501 9502 0986 0985 9102 7506 9501 9101 c0"
BYTES = f"{SCANNER} 8507 7508 9502 0985 0986 9102 c0"
APART = f"{SCANNER} 8501 7501 9501 0985 9102 8502 9504 0986 9102 c0"
MIXED = f"{SCANNER} 8503 7501 9501 0985 9102 7508 09fe 8102 7501 0986 9102 9506 9101 c0"


@pytest.mark.parametrize(
    ("descriptor", "error", "good"),
    [
        (HONEYWELL.hex(), "0420", "0440"),
        (NO_NUMBERS, "0002", "0001"),
        (BYTES, "070100", "070001"),
        (APART, "0101", "0201"),
        (MIXED, "0301", "0302"),
    ],
    ids=["Honeywell", "reports without numbers", "bytes", "two reports", "inputs between them"],
)
def test_each_beep_is_one_flag_of_a_whole_report(descriptor, error, good):
    """Honeywell's are those of the LSR118 manual, appendix B.3; its Prevent Read, bit 1, stays off."""
    assert beep_reports(bytes.fromhex(descriptor)) == {
        Beep.ERROR: bytes.fromhex(error),
        Beep.GOOD_READ: bytes.fromhex(good),
    }


@pytest.mark.parametrize(
    "descriptor",
    [
        SIMPLE.hex(),
        f"{SCANNER} 7508 9501 0985 9102 c0",
        f"{SCANNER} 7508 9502 0985 0986 8102 c0",
        f"{SCANNER} 7508 9502 0985 0986 b102 c0",
        "050d 0902 a101 7508 9502 0985 0986 9102 c0",
        f"{SCANNER} 7508 9503 0985 0986 0980 9102 c0",
        f"{SCANNER} 7508 9502 0985 0986 9100 c0",
        BYTES[:-8],
        "",
    ],
    ids=[
        "none named",
        "only one",
        "inputs",
        "features",
        "usages of another page",
        "a volume would be set",
        "an array",
        "cut",
        "empty",
    ],
)
def test_a_scanner_that_cannot_be_asked_for_both_has_none(descriptor):
    assert beep_reports(bytes.fromhex(descriptor)) == {}


ITEMS = ["058c", "0902", "a101", "c0", "0985", "0986", "095f", "9102", "8102", "7501", "7508", "9502", "8504"]


PIECES = st.lists(
    st.sampled_from([*map(bytes.fromhex, ITEMS)]) | st.binary(min_size=2, max_size=5), max_size=10
).map(b"".join)


@given(PIECES, PIECES, PIECES)
def test_whatever_a_device_says_of_itself_a_report_sets_one_bit(before, between, after):
    """But for its number; what a device says is foreign data."""
    settings, beeps = bytes.fromhex("058c 7501 9502"), bytes.fromhex("0985 0986 9102")
    reports = beep_reports(settings + before + beeps[:2] + between + beeps[2:] + after)
    assert set(reports) in (set(), {*Beep})
    assert all(sum(byte.bit_count() for byte in report[1:]) == 1 for report in reports.values())
