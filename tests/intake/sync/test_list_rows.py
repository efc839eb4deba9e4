"""Rows of a list over the wire: they come back as they were, and nothing faulty decides anything."""

from __future__ import annotations

import msgspec
import pytest

from intake.affected import AffectedRow, KeyRange, NamedBy, Shape
from intake.part import Part
from intake.sync.list_rows import ListRowError, ListRows, list_lines
from tests.intake import lists

CAMPAIGN = lists.campaign(8)
LISTING = lists.listing(CAMPAIGN, 8)
MODEL = CAMPAIGN.models[0]
CHARACTER = CAMPAIGN.serial.alphabet[0]


def read(*lines: bytes) -> list[AffectedRow]:
    return list(ListRows(CAMPAIGN).rows(lines))


def row(**change) -> bytes:
    """Write a right row with something changed."""
    (line,) = list_lines(LISTING.rows[:1])
    return msgspec.json.encode(msgspec.json.decode(line) | change)


def test_a_list_comes_back_as_it_was():
    assert tuple(read(*list_lines(LISTING.rows))) == LISTING.rows


@pytest.mark.parametrize(
    "keys",
    [
        (KeyRange(Shape(), "", ""),),
        (KeyRange(Shape((Part(0, 2), Part(-1, 1)), 9), CHARACTER * 3, CHARACTER * 3),),
        tuple(KeyRange(Shape((Part(0, 1),)), one, one) for one in CAMPAIGN.serial.alphabet),
    ],
)
def test_every_shape_comes_back(keys):
    colours = (MODEL.colours[0].name,) if MODEL.colours else ()
    made = AffectedRow(7, MODEL.name, colours, ("online", "shop"), NamedBy.RANGE, keys, "a note, 注")
    assert read(*list_lines([made])) == [made]


KEY = {"first": CHARACTER, "last": CHARACTER, "parts": [{"start": 0, "length": 1}]}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"model": "no such model"}, "one of the models"),
        ({"colours": ["no such colour"]}, "a colour of"),
        ({"channels": ["A B"]}, "a channel of"),
        ({"by": "chance"}, "chance"),
        ({"keys": []}, "1 to 10000 keys, got '0'"),
        ({"keys": [KEY | {"last": CHARACTER * 2}]}, "1 characters"),
        ({"keys": [KEY | {"first": '"'}]}, "1 characters of the campaign"),
        ({"keys": [KEY | {"first": CAMPAIGN.serial.alphabet[-1]}]}, "or after"),
        ({"keys": [KEY | {"parts": [{"start": 0, "length": 0}]}]}, ">= 1"),
        ({"keys": [KEY | {"parts": [{"start": 99, "length": 1}]}]}, "<= 39"),
        ({"keys": [{"first": CHARACTER}]}, "last"),
    ],
)
def test_a_faulty_row_is_refused_with_its_number(change, told):
    with pytest.raises(ListRowError, match=r"^row 2: ") as raised:
        read(row(), row(**change))
    assert told in str(raised.value)


@pytest.mark.parametrize("line", [b"", b"{}", b"[]", b"\xff", b'{"line": 1'])
def test_a_line_that_is_none_is_refused(line):
    with pytest.raises(ListRowError, match=r"^row 1: "):
        read(line)
