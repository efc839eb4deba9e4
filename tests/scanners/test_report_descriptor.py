"""Report descriptors, read item by item as the HID standard writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanners.report_descriptor import MOST_BITS, MOST_FIELDS, Field, fields, output_fields

APPLICATION = 0x008C_0002


def test_a_boot_keyboard():
    """The example of HID 1.11, appendix E.6: modifiers, padding, and an array of keys."""
    keyboard = bytes.fromhex(
        "05010906a1010507 19e029e7 15002501 75019508 8102 95017508 8101 95057501 0508 1901 2905 9102"
        "95017503 9101 95067508 15002565 0507 1900 2965 8100 c0"
    )
    modifiers = [Field(0x0001_0006, 0, 0x0007_00E0 + bit, bit, 1, 1) for bit in range(8)]
    assert fields(keyboard) == [
        *modifiers,
        Field(0x0001_0006, 0, 0, 8, 8, 1),
        Field(0x0001_0006, 0, 0, 16, 8, 6),
    ]
    lamps = [Field(0x0001_0006, 0, 0x0008_0001 + bit, bit, 1, 1) for bit in range(5)]
    assert output_fields(keyboard) == [*lamps, Field(0x0001_0006, 0, 0, 5, 3, 1)]


def test_each_report_is_counted_by_itself_and_begins_with_its_id():
    """Two reports whose inputs stand mixed."""
    descriptor = bytes.fromhex(
        "058c 0902 a101 7508 9501 8501 09fb 8102 8502 09fc 8102 8501 09fe 9503 8102 c0"
    )
    assert fields(descriptor) == [
        Field(APPLICATION, 1, 0x008C_00FB, 8, 8, 1),
        Field(APPLICATION, 2, 0x008C_00FC, 8, 8, 1),
        Field(APPLICATION, 1, 0x008C_00FE, 16, 8, 3),
    ]
    assert fields(descriptor)[-1].end == 40


def test_a_usage_may_name_its_own_page_and_the_last_one_holds_for_the_rest():
    descriptor = bytes.fromhex("058c 0902 a101 7508 9504 0b3b000100 09fe 8102 c0")
    assert fields(descriptor) == [
        Field(APPLICATION, 0, 0x0001_003B, 0, 8, 1),
        Field(APPLICATION, 0, 0x008C_00FE, 8, 8, 3),
    ]


def test_what_is_pushed_comes_back():
    descriptor = bytes.fromhex("058c 0902 a101 7508 9501 a4 0501 7510 b4 09fe 8102 c0")
    assert fields(descriptor) == [Field(APPLICATION, 0, 0x008C_00FE, 0, 8, 1)]


def test_usages_hold_for_one_item_and_outputs_take_no_room():
    descriptor = bytes.fromhex("058c 0902 a101 0912 a102 7508 9501 09fe 9102 8102 c0 c0")
    assert fields(descriptor) == [Field(APPLICATION, 0, 0, 0, 8, 1)]


def test_long_items_are_passed_over():
    assert fields(bytes.fromhex("fe02f0 0102 7508 9501 05090901 8102")) == [Field(0, 0, 0x0009_0001, 0, 8, 1)]


def test_an_id_that_is_no_byte_is_refused():
    with pytest.raises(ValueError, match="id of at most 255, got 256"):
        fields(bytes.fromhex("058c 860001 7508 9501 09fe 8102"))


@pytest.mark.parametrize("cut", ["05", "268c", "fe", "fe05f000", "0b3b0001"])
def test_a_cut_descriptor_is_refused(cut):
    with pytest.raises(ValueError, match=r"Expected \d+ bytes of item 0x"):
        fields(bytes.fromhex(f"7508{cut}"))


@pytest.mark.parametrize("size", ["7720000000 97ffffffff", "77ffffffff 9501", "7508 97ffffff7f"])
def test_a_report_longer_than_any_is_refused(size):
    with pytest.raises(ValueError, match=f"at most {MOST_BITS} bits"):
        fields(bytes.fromhex(f"058c 09fe {size} 8102"))


def test_more_fields_than_any_scanner_has_are_refused_at_once():
    """Linux would take three million of these 3,600 bytes, and they are looked at each second."""
    each = "19 00 2aff2f 7501 960030 8102"
    with pytest.raises(ValueError, match=f"at most {MOST_FIELDS} fields"):
        fields(bytes.fromhex("".join(f"85{number:02x} {each}" for number in range(1, 256))))


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(descriptor):
    """What a device says of itself is foreign data."""
    try:
        found = fields(descriptor)
    except ValueError:
        return
    assert all(field.end <= MOST_BITS for field in found)
