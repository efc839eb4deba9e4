"""HID-POS reports become the codes a scanner read, long ones joined, and never half of one."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.scan import Fault
from scanners.frames import IDLE_GAP, MAX_LENGTH, Frame
from scanners.pos_reports import PosDecoder, layout_of
from tests.scanners.pos_gun import FIELD, HONEYWELL, SIMPLE, WRITERS, honeywell, reports

PROOF = os.environ.get("PROOF") == "1"
LONG = bytes(range(0x30, 0x7B)) * 2
for_each = pytest.mark.parametrize("descriptor", WRITERS, ids=["honeywell", "simple"])


def decoder(descriptor=HONEYWELL):
    return PosDecoder(layout_of(descriptor))


def read(parts, descriptor=HONEYWELL):
    pos = decoder(descriptor)
    return [frame for part in parts for frame in pos.feed(part)]


def test_the_layout_is_what_the_descriptor_says():
    layout = layout_of(HONEYWELL)
    assert (layout.report_id, layout.size, layout.length, layout.data) == (2, 64, 1, slice(5, 61))
    assert (layout.identifier, layout.continued) == ((2, 3, 4), (63, 0))
    other = layout_of(SIMPLE)
    assert (other.size, other.length, other.data, other.continued) == (61, None, slice(4, 60), (60, 0))
    assert other.sizes == {2: 61, 3: 3}


@for_each
@pytest.mark.parametrize("length", [1, 12, 55, 56, 57, 112, 113, 150])
def test_a_code_is_whole_however_many_reports_it_takes(descriptor, length):
    code = (LONG * 3)[:length]
    assert read(reports(code, descriptor=descriptor), descriptor) == [Frame(b"]Q1" + code)]


@settings(max_examples=1000 if PROOF else 60)
@given(
    st.sampled_from(list(WRITERS)),
    st.lists(st.tuples(st.sampled_from([b"]C0", b"]d2"]), st.binary(min_size=1, max_size=200)), max_size=5),
)
def test_any_codes_one_after_the_other(descriptor, codes):
    """Every byte but the terminators at a code's end and, where nothing counts them, NULs."""
    codes = [(kind, code.replace(b"\0", b"0").rstrip(b"\r\n\t\x03")) for kind, code in codes]
    codes = [(kind, code) for kind, code in codes if code and not code.startswith(b"]")]
    parts = [part for kind, code in codes for part in reports(code, kind, descriptor)]
    assert [frame.raw for frame in read(parts, descriptor)] == [kind + code for kind, code in codes]


def test_the_example_of_the_manual():
    """Access-IS LSR118, B.1.1: a boarding pass of 60 bytes in two reports."""
    code = b"M1GATHERGOOD/MICHAEL  YABCDEF LHRDURAK 3542 052Y003D23  s100"
    assert read(reports(code, b"]Q0")) == [Frame(b"]Q0" + code)]


def test_bytes_of_a_code_are_counted_and_not_guessed():
    assert read([honeywell(b"A\0B\0")]) == [Frame(b"]Q1A\0B\0", Fault.GARBLED)]
    assert read([honeywell(b"A\x1dB")]) == [Frame(b"]Q1A\x1dB")]


@pytest.mark.parametrize("identifier", [b"\0\0\0", b"AB1", b"]?1", b"   "])
def test_an_identifier_that_is_none_is_not_put_in_front(identifier):
    assert read([honeywell(b"SN-1", identifier)]) == [Frame(b"SN-1")]


def test_an_identifier_the_data_hold_already_stands_there_once():
    assert read([honeywell(b"]C1RI-C-YES", b"]C1")]) == [Frame(b"]C1RI-C-YES")]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t", b"\x03"])
def test_a_terminator_the_gun_adds_is_taken_off(end):
    assert read([honeywell(b"SN-1" + end)]) == [Frame(b"]Q1SN-1")]
    assert read([honeywell(b"S\rN" + end)]) == [Frame(b"]Q1S\rN", Fault.GARBLED)]


def test_a_report_without_a_byte_is_counted_and_is_no_frame():
    pos = decoder()
    assert pos.feed(honeywell(b"")) + pos.feed(b"") == []
    assert pos.empty == 1


def test_other_reports_of_the_scanner_are_not_its_codes():
    parts = list(reports(LONG, descriptor=SIMPLE))
    parts.insert(1, b"\x03\x01\x02")
    assert read(parts, SIMPLE) == [Frame(b"]Q1" + LONG)]


# ---- what is no whole report ---------------------------------------------------------------------


@pytest.mark.parametrize("length", range(1, 64))
def test_a_read_that_is_not_one_whole_report_is_no_code(length):
    report = honeywell(b"RI-O-0001-T")[:length]
    assert read([report]) == [Frame(report, Fault.CUT_SHORT)]


@pytest.mark.parametrize("report", [honeywell(b"AB") + b"\0", honeywell(b"AB") * 2, b"\x07" + bytes(63)])
def test_a_read_of_more_or_of_an_unknown_report_is_garbled(report):
    assert read([report]) == [Frame(report, Fault.GARBLED)]


def test_a_length_beyond_the_field_is_garbled():
    report = b"\x02\x39" + honeywell(b"A" * 56)[2:]
    assert read([report]) == [Frame(report, Fault.GARBLED)]


# ---- long codes of which a report is missing -----------------------------------------------------


def test_a_missing_continuation_is_told_by_silence():
    pos = decoder()
    first, last = reports(LONG[:100])
    assert pos.feed(first) == []
    assert (pos.idle_gap, pos.pending) == (IDLE_GAP, FIELD)
    assert pos.idle() == [Frame(b"]Q1" + LONG[:FIELD], Fault.CUT_SHORT)]
    assert (pos.idle(), pos.idle_gap, pos.pending) == ([], None, 0)
    assert pos.feed(last) == [Frame(b"]Q1" + LONG[FIELD:100], Fault.CUT_SHORT)]
    assert pos.feed(honeywell(b"SN-2")) == [Frame(b"]Q1SN-2")]


def test_a_report_of_another_code_is_not_joined():
    first, _ = reports(LONG[:100])
    assert read([first, honeywell(b"SN-2", b"]C0"), honeywell(b"SN-3", b"]C0")]) == [
        Frame(b"]Q1" + LONG[:FIELD], Fault.CUT_SHORT),
        Frame(b"]C0SN-2", Fault.CUT_SHORT),
        Frame(b"]C0SN-3"),
    ]


def test_a_report_that_is_not_full_cannot_have_more_behind_it():
    frames = read([honeywell(b"AB", more=True), honeywell(b"CD"), honeywell(b"SN-2")])
    assert frames == [Frame(b"]Q1AB", Fault.CUT_SHORT), Frame(b"]Q1CD", Fault.CUT_SHORT), Frame(b"]Q1SN-2")]


def test_after_a_broken_report_the_rest_of_its_code_is_none():
    first, last = reports(LONG[:100])
    frames = read([first[:30], last, honeywell(b"SN-2")])
    assert [frame.fault for frame in frames] == [Fault.CUT_SHORT, Fault.CUT_SHORT, None]


def test_unplugged_between_any_two_reports_no_half_code_is_taken():
    pos = decoder()
    parts = list(reports(LONG * 3))
    for count in range(len(parts)):
        frames = [frame for part in parts[:count] for frame in pos.feed(part)] + pos.lost()
        assert [frame.fault for frame in frames] == [Fault.CUT_SHORT] * bool(count)
        assert (pos.pending, pos.lost()) == (0, [])
    assert pos.feed(honeywell(b"SN-2")) == [Frame(b"]Q1SN-2")]


def test_an_endless_code_is_over_long_once_and_its_memory_bounded():
    pos = decoder()
    for _ in range(2 * MAX_LENGTH // FIELD):
        assert pos.feed(honeywell(b"A" * FIELD, more=True)) == []
        assert pos.pending <= MAX_LENGTH + 1
    (frame,) = pos.feed(honeywell(b"A"))
    assert (len(frame.raw), frame.fault) == (MAX_LENGTH, Fault.OVER_LONG)
    assert pos.feed(honeywell(b"SN-2")) == [Frame(b"]Q1SN-2")]


def test_nothing_is_said_to_the_scanner():
    assert decoder().replies() == b""


# ---- descriptors that are refused ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("descriptor", "sentence"),
    [
        (b"", "Expected an input report with Decoded Data (usage 0x8c00fe), got none."),
        (
            bytes.fromhex("058c 0902 a101 8501 7508 9538 09fe 8102 c0"),
            "Expected an input report with Decode Data Continued (usage 0x8c00ff), got none.",
        ),
        (
            HONEYWELL.replace(b"\x05\x8c\x09\x02\xa1", b"\x06\x8c\xff\x09\x02\xa1", 1),
            "in a collection of page 0x8c",
        ),
        (
            bytes.fromhex("058c 0902 a101 7507 9501 0900 8102 7508 9538 09fe 8102 c0"),
            "Expected bytes of data",
        ),
        (bytes.fromhex("058c 0902 a101 7501 9538 09fe 8102 c0"), "Expected bytes of data"),
        (HONEYWELL[:-3], "Expected"),
    ],
)
def test_a_descriptor_that_leaves_out_what_is_needed_is_refused(descriptor, sentence):
    """Among them Honeywell's interface for remote service, which carries answers and no codes."""
    with pytest.raises(ValueError, match="Expected") as refused:
        layout_of(descriptor)
    assert sentence in str(refused.value)
