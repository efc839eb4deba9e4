"""Rows: what their columns say, and every way they can be wrong."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.affected import (
    MOST_KEYS,
    ColumnError,
    FaultKind,
    KeyRange,
    NamedBy,
    RowError,
    RowReader,
    Shape,
    columns_of,
)
from intake.campaign import parse
from intake.part import Part
from tests.intake import lists
from tests.intake.affected.plain import asked_by, said_by
from tests.intake.affected.strategies import campaigns, rows_of, serials, values

CAMPAIGN = lists.campaign(7)
LIST = lists.listing(CAMPAIGN, 7)
WIDE = next(each for each in LIST.rows if each.by is NamedBy.RANGE)
FIRST, LAST = lists.bounds(WIDE)


def campaign_with(**serial):
    """Give a campaign whose serials have parts: a front, a back, and a group between hyphens."""
    tables = lists.mapping(7)
    tables["models"] = tables["models"][:1]
    tables["models"][0]["name"] = "M"
    parts = {"front": {"start": 0, "length": 5}, "back": {"start": -4, "length": 4}}
    parts["group"] = {"start": 0, "length": 2, "group": 2}
    tables["serial"] = {"lengths": [12], "alphabet": "-0123456789ABCSN", "pattern": "", "parts": parts}
    tables["serial"] |= serial
    return parse(tables)


PARTED = campaign_with()


def read(campaign=PARTED, **row):
    return RowReader(columns_of(campaign), campaign).read(
        3, [({"model": "M"} | row).get(column, "") for column in columns_of(campaign)]
    )


def fault(**row):
    with pytest.raises(RowError) as raised:
        read(**row)
    return raised.value.kind, str(raised.value)


def range_of(parts, first, last=None, length=0):
    return KeyRange(Shape(tuple(parts), length), first, last or first)


FRONT, BACK = Part(0, 5), Part(-4, 4)


@pytest.mark.parametrize(
    ("row", "by", "keys"),
    [
        ({"first": "00000000000A"}, NamedBy.EXACT, [KeyRange(Shape.whole(12), *["00000000000A"] * 2)]),
        (
            {"first": "s/n: 0000 0000 000a", "last": "00000000000B"},
            NamedBy.RANGE,
            [KeyRange(Shape.whole(12), "00000000000A", "00000000000B")],
        ),
        (
            {"prefix": "A0|b|A0"},
            NamedBy.RANGE,
            [range_of([Part(0, 1)], "B"), range_of([Part(0, 2)], "A0")],
        ),
        ({"suffix": "12"}, NamedBy.RANGE, [range_of([Part(-2, 2)], "12")]),
        (
            {"back": "000A|000B", "front_first": "00010", "front_last": "0001A"},
            NamedBy.RANGE,
            [
                range_of([BACK, FRONT], "000A00010", "000A0001A"),
                range_of([BACK, FRONT], "000B00010", "000B0001A"),
            ],
        ),
        ({"front_first": "00010", "front_last": "00010"}, NamedBy.RANGE, [range_of([FRONT], "00010")]),
        ({"group": "0A"}, NamedBy.RANGE, [range_of([Part(0, 2, 2)], "0A")]),
        (
            {"mask": "SN?0 00?? ????"},
            NamedBy.RANGE,
            [range_of([Part(0, 2), Part(3, 3)], "SN000", length=12)],
        ),
        ({"mask": "sn**********"}, NamedBy.MASKED, [range_of([Part(0, 2)], "SN", length=12)]),
        ({"mask": "SN?*********"}, NamedBy.MASKED, [range_of([Part(0, 2)], "SN", length=12)]),
        (
            {"mask": "A???????????", "suffix": "9"},
            NamedBy.RANGE,
            [range_of([Part(-1, 1), Part(0, 1)], "9A", length=12)],
        ),
        ({"all_units": "yes"}, NamedBy.ALL_UNITS, [range_of([], "")]),
        ({"all_units": "no", "prefix": "A"}, NamedBy.RANGE, [range_of([Part(0, 1)], "A")]),
    ],
)
def test_a_row_names_ranges_of_keys(row, by, keys):
    found = read(**row)
    assert (found.line, found.model, found.by) == (3, "M", by)
    assert list(found.keys) == keys


def test_conditions_stand_beside_the_keys():
    colours = sorted(colour.name for colour in PARTED.models[0].colours)[:2]
    found = read(prefix="A", colour=f"{colours[1]} | {colours[0]}", channel="web|abroad", note=" lot 7 ")
    assert (found.colours, found.channels, found.note) == (tuple(colours), ("abroad", "web"), "lot 7")


COLOURS = ", ".join(colour.name for colour in PARTED.models[0].colours)


@pytest.mark.parametrize(
    ("row", "kind", "sentence"),
    [
        ({"prefix": "A", "model": "A1"}, FaultKind.MODEL, "model: expected one of M, got 'A1'"),
        (
            {"prefix": "A", "colour": "[red]"},
            FaultKind.COLOUR,
            f"colour: expected one of {COLOURS}, got '[red]'",
        ),
        (
            {"prefix": "A", "channel": "Web Shop"},
            FaultKind.CHANNEL,
            "channel: expected lower-case letters, digits and hyphens, got 'Web Shop'",
        ),
        ({}, FaultKind.NO_KEY, "expected one of first, last, prefix, suffix, mask, front, "),
        ({"all_units": "no"}, FaultKind.NO_KEY, "expected one of first, "),
        ({"all_units": "ja"}, FaultKind.ALL_UNITS, "all_units: expected yes or no, got 'ja'"),
        (
            {"all_units": "yes", "prefix": "A"},
            FaultKind.MIXED_KEYS,
            "all_units: expected no other key beside it, got 'prefix'",
        ),
        (
            {"first": "00000000000A", "back": "000A"},
            FaultKind.MIXED_KEYS,
            "first: expected no other key beside it, got 'back'",
        ),
        ({"last": "00000000000A"}, FaultKind.HALF_RANGE, "first: expected both ends of a range, got 'last'"),
        ({"first": "#"}, FaultKind.LENGTH, "first: expected a serial of 12 characters, got '#'"),
        (
            {"first": "00000000000A", "last": "00000000000"},
            FaultKind.LENGTH,
            "last: expected a serial of 12 characters, got '00000000000'",
        ),
        (
            {"first": "00000000000O"},
            FaultKind.CHARACTERS,
            "first: expected characters of -0123456789ABCSN, got '00000000000O'",
        ),
        (
            {"first": "00000000000B", "last": "00000000000A"},
            FaultKind.REVERSED,
            "last: expected 00000000000B or after, got '00000000000A'",
        ),
        (
            {"prefix": "A||B"},
            FaultKind.EMPTY_VALUE,
            "prefix: expected a value on both sides of |, got 'A||B'",
        ),
        (
            {"prefix": "0" * 13},
            FaultKind.WIDTH,
            "prefix: expected at most 12 characters, got '0000000000000'",
        ),
        ({"suffix": "XY"}, FaultKind.CHARACTERS, "suffix: expected characters of -0123456789ABCSN, got 'XY'"),
        ({"front": "0001"}, FaultKind.WIDTH, "front: expected 5 characters, got '0001'"),
        ({"group": "0-"}, FaultKind.CHARACTERS, "group: expected characters of 0123456789ABCSN, got '0-'"),
        (
            {"front_first": "00010"},
            FaultKind.HALF_RANGE,
            "front: expected both ends of a range, got 'front_first'",
        ),
        (
            {"front_first": "00011", "front_last": "00010"},
            FaultKind.REVERSED,
            "front_last: expected 00011 or after, got '00010'",
        ),
        (
            {"front_first": "00010", "front_last": "0001A", "back_first": "0001", "back_last": "0002"},
            FaultKind.TWO_RANGES,
            "expected one range, got 2: one row for each key",
        ),
        ({"mask": "A??????????"}, FaultKind.WIDTH, "mask: expected 12 characters, got 'A??????????'"),
        (
            {"mask": "A" * 12},
            FaultKind.MASK,
            "mask: expected fixed characters and ? or * beside them, got 'AAAAAAAAAAAA'",
        ),
        (
            {"mask": "?" * 12},
            FaultKind.MASK,
            "mask: expected fixed characters and ? or * beside them, got '????????????'",
        ),
        ({"mask": "X???????????"}, FaultKind.CHARACTERS, "mask: expected characters of "),
        (
            {
                "prefix": "|".join(f"{n:03}" for n in range(101)),
                "suffix": "|".join(f"{n:03}" for n in range(100)),
            },
            FaultKind.TOO_MANY_KEYS,
            f"expected at most {MOST_KEYS} keys in a row, got 10100: part it",
        ),
    ],
)
def test_a_faulty_row_says_what_was_expected_and_what_was_got(row, kind, sentence):
    found = fault(**row)
    assert found[0] is kind
    assert found[1].startswith(sentence)


def test_a_serial_must_fit_the_pattern():
    with pytest.raises(RowError, match=r"first: expected a serial like A\.\*, got '00000000000A'") as raised:
        read(campaign_with(pattern="A.*"), first="00000000000A")
    assert raised.value.kind is FaultKind.PATTERN


def test_ends_of_a_range_are_of_one_length():
    campaign = campaign_with(lengths=[4, 5], parts={})
    with pytest.raises(RowError, match="last: expected 4 characters like 1000, got '20000'") as raised:
        read(campaign, first="1000", last="20000")
    assert raised.value.kind is FaultKind.WIDTH


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (["first", "last"], "expected the column model and others of model,first,last,prefix,"),
        (["model", "note"], "expected the column model and others of "),
        (["model", "first", "first"], "expected the column model and others of "),
        (["model", "first", "serials"], "expected the column model and others of "),
        (["model", "last"], "expected the column first beside last, got last alone"),
    ],
)
def test_columns_that_no_list_can_have_are_refused(columns, sentence):
    with pytest.raises(ColumnError) as raised:
        RowReader(columns, PARTED)
    assert str(raised.value).startswith(sentence)
    assert raised.value.kind is FaultKind.COLUMNS


def test_a_row_may_be_shorter_than_the_columns_but_not_longer():
    reader = RowReader(["model", "first", "note"], PARTED)
    for _ in range(2):  # the second time by what the first has shown
        assert reader.read(1, ["M", "00000000000A"]).note == ""
        assert reader.read(1, ["M", "00000000000A", "lot 7", ""]).note == "lot 7"
    with pytest.raises(RowError, match="expected 3 columns, got 4"):
        reader.read(1, ["M", "00000000000A", "", "surplus"])


def test_a_serial_in_another_form_is_read_as_carefully_after_many_in_the_normal_one():
    reader = RowReader(["model", "first"], PARTED)
    plain = reader.read(1, ["M", "00000000000A"])
    assert reader.read(1, ["M", "00000000000a"]) == plain
    with pytest.raises(RowError, match="first") as fault:
        reader.read(2, ["M", "00000000000O"])
    assert fault.value.kind is FaultKind.CHARACTERS


@given(st.integers(0, 1000), st.data())
@settings(max_examples=30)
def test_what_is_read_at_a_glance_is_what_is_read_with_care(seed, data):
    campaign, rng = lists.campaign(seed), random.Random(seed)
    listing = lists.listing(campaign, seed)
    quick = RowReader(["note", "last", "first", "model", "colour"], campaign)
    for row in listing.rows:
        first, last = lists.bounds(row)
        texts = [row.note, last, first, row.model, "".join(row.colours)]
        assert quick.read(row.line, texts) == row
        place = rng.randrange(5)
        texts[place] = data.draw(st.sampled_from((texts[place][:-1], texts[place] + "I", " " + texts[place])))
        assert _read_or_fault(quick, texts) == _read_or_fault(
            RowReader(["note", "last", "first", "model", "colour"], campaign), texts
        )


def _read_or_fault(reader, texts):
    try:
        return reader.read(1, texts)
    except RowError as error:
        return error.kind, str(error)


def test_texts_without_end_are_not_all_remembered(monkeypatch):
    monkeypatch.setattr("intake.affected.reader._MOST_REMEMBERED", 2)
    reader = RowReader(["model", "first", "channel"], PARTED)
    rows = [reader.read(1, ["M", "00000000000A", f"shop-{n}"]) for n in range(5)]
    assert [row.channels for row in rows] == [(f"shop-{n}",) for n in range(5)]


@given(st.data())
def test_a_row_names_what_its_columns_say(data):
    campaign = data.draw(campaigns())
    said = data.draw(values(campaign))
    (row,) = rows_of(campaign, [said])
    model, by, colours, channels, whole = said_by(said)
    assert (row.model, row.by, row.colours, row.channels) == (model, by, colours, channels)
    assert all(key.shape.is_whole == whole for key in row.keys)
    named = asked_by(said, campaign)
    for serial in data.draw(st.lists(serials(campaign))):
        assert row.names(serial) == named(serial)
