"""Tapes: text that a person writes, bytes that a gun would have sent."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanners.tape import TapeError, TapeItem, TapeObject, TapeScan, parse, play, render

scans = st.builds(TapeScan, st.integers(0, 999_999_999), st.binary(min_size=1, max_size=40))
texts = st.text(min_size=1, max_size=20).map(lambda text: TapeScan(0, text.encode("utf-8", "replace")))
objects = st.sampled_from([TapeObject('{"key":"f9"}'), TapeObject('{"request": {"open": "C\\u00e9 {"}}')])
tapes = st.lists(scans | texts | objects)


@given(tapes)
def test_what_is_rendered_is_parsed_back(items):
    assert parse(render(items)) == items


@given(tapes)
def test_a_rendered_tape_can_be_read_by_a_person(items):
    assert all(line.isprintable() for line in render(items).split("\n"))


@given(st.text())
def test_any_text_is_a_tape_or_a_sentence(text):
    with suppress(TapeError):
        assert parse(render(parse(text))) == parse(text)


def test_a_tape_written_by_hand():
    text = """\ufeff# a parcel
+0 RI-C-INTACT\r
  +0.800   ]d20104950417\\x1d10 LOT \\x20
+12.5\tA\\\\B\\r\\n\\t\\xff充

{"key": "f9"}
  { "request": 1 }
+0.05 {"a QR code": "with JSON"}
+0.005 # no comment\u2028\x1d"""
    assert parse(text) == [
        TapeScan(0, b"RI-C-INTACT"),
        TapeScan(800, b"]d20104950417\x1d10 LOT  "),
        TapeScan(12_500, b"A\\B\r\n\t\xff" + "充".encode()),
        TapeObject('{"key": "f9"}'),
        TapeObject('{ "request": 1 }'),
        TapeScan(50, b'{"a QR code": "with JSON"}'),
        TapeScan(5, "# no comment\u2028\x1d".encode()),
    ]


def test_a_tape_as_it_is_written():
    items: list[TapeItem] = [
        TapeScan(800, b"SN\x1d1\r\\ "),
        TapeScan(61_001, "充 電\xa0".encode()),
        TapeObject('{"key":1}'),
    ]
    assert render(items) == '+0.800 SN\\x1d1\\r\\\\\\x20\n+61.001 充 電\\xc2\\xa0\n{"key":1}\n'


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("RI-C-INTACT", "expected '+seconds code', an object or '#', got 'RI-C-INTACT'."),
        ("+0.8", "expected '+seconds code', an object or '#', got '+0.8'."),
        ("-1 AB", "expected '+seconds code', an object or '#', got '-1 AB'."),
        ("+0.1234 AB", "expected '+seconds code', an object or '#', got '+0.1234 AB'."),
        ("+\u0664 AB", "expected '+seconds code', an object or '#', got '+\u0664 AB'."),
        (r"+1 A\q", r"expected an escape \\, \r, \n, \t or \xNN, got '\\q'."),
        (r"+1 A\x1", r"expected an escape \\, \r, \n, \t or \xNN, got '\\x'."),
        ("+1 A\\", r"expected an escape \\, \r, \n, \t or \xNN, got '\\'."),
        ('{"key": }', "expected one JSON object (JSON is malformed"),
        ('{"key": 1} x', "expected one JSON object (JSON is malformed"),
        ("+1 \ud800", "expected text without lone surrogates, got"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line, sentence):
    with pytest.raises(TapeError, match=re.escape(f"Line 3: {sentence}")):
        parse(f"# a tape\n\n{line}\n")


def test_everything_is_played_in_order_and_at_its_time():
    played: list[object] = []
    items: list[TapeItem] = [TapeScan(0, b"A"), TapeObject('{"key":1}'), TapeScan(1500, b"B")]
    play(items, played.append, played.append, played.append, lambda: False)
    assert played == [b"A", '{"key":1}', 1.5, b"B"]


@pytest.mark.parametrize(("asked", "played"), [(0, []), (1, []), (2, [b"A"]), (3, [b"A"]), (4, [b"A", b"B"])])
def test_it_stops_before_an_item_and_after_a_pause(asked, played):
    answers = iter([False] * asked + [True] * 9)
    got: list[bytes] = []
    play([TapeScan(1, b"A"), TapeScan(1, b"B")], got.append, print, lambda _: None, lambda: next(answers))
    assert got == played
