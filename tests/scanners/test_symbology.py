"""AIM identifiers: ISO/IEC 15424, table 1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.scan import Fault, Method, Moment, Symbology
from scanners.symbology import scan_of, split

MOMENT = Moment(1_700_000_000_000, 42)


@pytest.mark.parametrize(
    ("identifier", "kind"),
    [
        ("]A0", Symbology.CODE_39),
        ("]A7", Symbology.CODE_39),
        ("]C0", Symbology.CODE_128),
        ("]C1", Symbology.GS1_128),
        ("]C2", Symbology.CODE_128),
        ("]E0", Symbology.EAN_13),
        ("]E1", Symbology.OTHER),
        ("]E3", Symbology.EAN_13),
        ("]E4", Symbology.EAN_8),
        ("]F0", Symbology.CODABAR),
        ("]G0", Symbology.CODE_93),
        ("]I1", Symbology.ITF),
        ("]J1", Symbology.OTHER),
        ("]L2", Symbology.PDF417),
        ("]Q1", Symbology.QR),
        ("]Q3", Symbology.GS1_QR),
        ("]Q4", Symbology.GS1_QR),
        ("]X0", Symbology.OTHER),
        ("]d1", Symbology.DATA_MATRIX),
        ("]d2", Symbology.GS1_DATA_MATRIX),
        ("]d5", Symbology.GS1_DATA_MATRIX),
        ("]e0", Symbology.GS1_DATABAR),
        ("]e1", Symbology.OTHER),
        ("]z0", Symbology.AZTEC),
        ("]zC", Symbology.AZTEC),
    ],
)
def test_an_identifier_names_its_kind_and_is_taken_off(identifier, kind):
    assert split(identifier.encode() + b"4901777300446") == (kind, b"4901777300446")


@pytest.mark.parametrize(
    "raw",
    [b"", b"]", b"]C", b"]Yx", b"]Y0A", b"]W0AB", b"]C-AB", b"]\xe30", b"C1AB", b" ]C1AB", b"[C1AB"],
    ids=repr,
)
def test_what_is_no_identifier_stays_in_the_data(raw):
    assert split(raw) == (Symbology.UNKNOWN, raw)


def test_only_one_identifier_is_taken_off():
    assert split(b"]C1]C0AB") == (Symbology.GS1_128, b"]C0AB")


def test_a_code_without_data_is_still_of_its_kind():
    assert split(b"]Q1") == (Symbology.QR, b"")


@given(st.binary(max_size=12) | st.builds(bytes.__add__, st.just(b"]"), st.binary(max_size=6)))
def test_any_bytes_at_all_can_be_split_and_none_is_lost(raw):
    kind, data = split(raw)
    assert raw.endswith(data)
    assert len(raw) - len(data) == (0 if kind is Symbology.UNKNOWN else 3)


def test_a_scan_keeps_the_identifier_in_its_raw_bytes_only():
    scan = scan_of(b"]d20104950417\x1d10AB", "port:/dev/x", Method.PORT, MOMENT)
    assert (scan.raw, scan.text) == (b"]d20104950417\x1d10AB", "0104950417\x1d10AB")
    assert (scan.symbology, scan.method, scan.source) == (
        Symbology.GS1_DATA_MATRIX,
        Method.PORT,
        "port:/dev/x",
    )
    assert (scan.wall, scan.monotonic, scan.fault) == (1_700_000_000_000, 42, None)


def test_bytes_that_are_not_text_become_the_replacement_character_and_stay_raw():
    scan = scan_of(b"AB\xff\x81C", "port:/dev/x", Method.PORT, MOMENT, Fault.GARBLED)
    assert (scan.raw, scan.text, scan.fault) == (b"AB\xff\x81C", "AB\ufffd\ufffdC", Fault.GARBLED)
