"""Affected lists: rows, files and the sweep into segments."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.affected import (
    AffectedRange,
    ListErrors,
    RowError,
    parse_csv,
    parse_row,
    predecessor,
    segments,
    successor,
)
from intake.campaign import parse
from intake.serial_number import SYMBOLS
from tests.intake import lists

CAMPAIGN = lists.campaign(7)
LIST = lists.listing(CAMPAIGN, 7)
WIDE = next(each for each in LIST.ranges if each.first != each.last)
HEAD = "# version: 1\n# published: 2031-02-04\n# training: no\nfirst,last,model,colour,note\n"


def row(**changes):
    return {"first": WIDE.first, "last": WIDE.last, "model": WIDE.model, "colour": "", "note": ""} | changes


@given(st.integers(0, 10_000))
@settings(max_examples=30)
def test_a_list_written_as_csv_is_read_back(seed):
    campaign = lists.campaign(seed)
    listing = lists.listing(campaign, seed, training=seed % 2 == 0)
    assert parse_csv(lists.csv(listing), campaign) == listing


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, AffectedRange(WIDE.first, WIDE.last, WIDE.model)),
        ({"last": " "}, AffectedRange(WIDE.first, WIDE.first, WIDE.model)),
        ({"first": f"SN: {WIDE.first.lower()}"}, AffectedRange(WIDE.first, WIDE.last, WIDE.model)),
        ({"note": " lot 7 "}, AffectedRange(WIDE.first, WIDE.last, WIDE.model, note="lot 7")),
    ],
)
def test_a_row_becomes_a_range_in_normal_form(changes, expected):
    assert parse_row(row(**changes), CAMPAIGN) == expected


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first": "#"}, f"first: expected a serial of campaign {CAMPAIGN.id}, got '#'"),
        ({"first": ""}, f"first: expected a serial of campaign {CAMPAIGN.id}, got ''"),
        ({"last": WIDE.last + "0"}, f"last: expected a serial of campaign {CAMPAIGN.id}, got '{WIDE.last}0'"),
        ({"first": WIDE.last, "last": WIDE.first}, f"last: expected {WIDE.last} or after, got {WIDE.first}"),
        (
            {"model": "A1"},
            f"model: expected one of {', '.join(model.name for model in CAMPAIGN.models)}, got 'A1'",
        ),
        (
            {"colour": "[red]"},
            "colour: expected one of "
            + ", ".join(colour.name for colour in CAMPAIGN.model(WIDE.model).colours)
            + ", got '[red]'",
        ),
    ],
)
def test_a_faulty_row_says_what_was_expected_and_what_was_got(changes, sentence):
    with pytest.raises(RowError) as raised:
        parse_row(row(**changes), CAMPAIGN)
    assert str(raised.value) == sentence


def test_ends_of_a_range_are_of_one_length():
    tables = lists.mapping(7)
    tables["serial"]["lengths"] = [4, 5]
    tables["serial"]["pattern"] = ""
    tables["serial"]["alphabet"] = "0123456789"
    tables["serial"]["fold"] = {}
    with pytest.raises(RowError, match="last: expected 4 characters like 1000, got 20000"):
        parse_row(row(first="1000", last="20000"), parse(tables))


def test_every_faulty_row_is_named_by_its_line():
    good = f"{WIDE.first},{WIDE.last},{WIDE.model},,"
    text = HEAD + f"{good}\nx,,{WIDE.model},,\n\n{WIDE.first},,A1,,\n{good}\n{good},,surplus\n"
    with pytest.raises(ListErrors) as raised:
        parse_csv(text, CAMPAIGN)
    assert [line for line, _ in raised.value.errors] == [6, 8, 9, 10]
    assert raised.value.errors[2][1] == "expected every range once, got the range of line 5 again"
    assert raised.value.errors[3][1] == "expected 5 columns, got 7"
    assert str(raised.value).startswith("line 6: first: expected a serial")


def test_many_faults_are_counted_not_all_told():
    with pytest.raises(ListErrors, match=r"; and 5 more$") as raised:
        parse_csv(HEAD + "x\n" * 15, CAMPAIGN)
    assert len(raised.value.errors) == 15


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            "",
            ["# version: expected", "# published: expected", "# training: expected", "expected the columns"],
        ),
        (
            HEAD.replace("# version: 1\n", ""),
            ["# version: expected letters, digits, points and hyphens, got no such line"],
        ),
        (
            HEAD.replace(": 1\n", ": ../1\n"),
            ["# version: expected letters, digits, points and hyphens, got '../1'"],
        ),
        (HEAD.replace(": no", ": maybe"), ["# training: expected yes or no, got 'maybe'"]),
        (HEAD.replace("2031-02-04", "soon"), ["# published: expected a date like 2025-10-21, got 'soon'"]),
        (
            HEAD.replace("first,last", "first"),
            ["expected the columns first,last,model,colour,note, got 'first,model,colour,note'"],
        ),
        (HEAD.replace("note", "notes"), ["expected the columns"]),
        (HEAD.replace("note", "colour"), ["expected the columns"]),
        (HEAD, ["expected at least one range, got none"]),
    ],
)
def test_a_faulty_head_is_told_before_any_row(text, faults):
    with pytest.raises(ListErrors) as raised:
        parse_csv(text, CAMPAIGN)
    told = [fault for line, fault in raised.value.errors if line == 0]
    assert len(told) == len(faults)
    assert all(fault.startswith(start) for fault, start in zip(told, faults, strict=True))


def test_a_broken_csv_names_the_line():
    with pytest.raises(ListErrors, match="line 5: expected CSV, got this fault"):
        parse_csv(HEAD + '"a"b,c\n', CAMPAIGN)


def test_a_spreadsheet_may_add_a_mark_and_commas():
    text = "\ufeff" + HEAD.replace("\n", ",,,,\r\n").replace("note,,,,", "note")
    text += f"{WIDE.first},{WIDE.last},{WIDE.model}\r\n"
    assert parse_csv(text, CAMPAIGN).ranges == (AffectedRange(WIDE.first, WIDE.last, WIDE.model),)


@given(st.text(st.sampled_from(SYMBOLS), min_size=1, max_size=5))
def test_successor_and_predecessor_undo_each_other(key):
    if following := successor(key):
        assert key < following
        assert len(key) == len(following)
        assert predecessor(following) == key
    else:
        assert set(key) == {"Z"}
    if not predecessor(key):
        assert set(key) == {"-"}


def make_range(ends, model):
    first, last = sorted(ends)
    return AffectedRange(first, last, model)


keys = st.integers(1, 3).flatmap(
    lambda length: st.tuples(*[st.text(st.sampled_from("-09AZ"), min_size=length, max_size=length)] * 2)
)
some_ranges = st.lists(st.builds(make_range, keys, st.sampled_from("XYZ")), max_size=8)


@given(some_ranges)
def test_segments_are_disjoint_and_name_what_the_ranges_name(ranges):
    ordered = sorted(ranges, key=lambda each: each.order)
    swept = list(segments(ordered))
    for before, after in itertools.pairwise(swept):
        assert (before.length, before.last) < (after.length, after.first)
    for length in (1, 2, 3):
        for key in map("".join, itertools.product("-0189ABYZ", repeat=length)):
            named = [each for each in ordered if len(each.first) == length and each.first <= key <= each.last]
            found = [each for each in swept if each.length == length and each.first <= key <= each.last]
            assert [member for each in found for member in each.members] == named
    assert len(swept) <= 2 * len(ranges)


def test_segments_stream():
    endless = (AffectedRange(f"{n:09}", f"{n:09}", "X") for n in itertools.count())
    taken = list(itertools.islice(segments(endless), 1000))
    assert taken[-1].first == "000000999"


def test_unsorted_ranges_are_refused():
    with pytest.raises(ValueError, match="expected ranges in their order, got A after B"):
        list(segments([AffectedRange("B", "C", "X"), AffectedRange("A", "C", "X")]))


@given(st.integers(0, 10_000))
@settings(max_examples=20)
def test_serials_drawn_by_the_generator_are_where_they_say(seed):
    campaign, rng = lists.campaign(seed), random.Random(seed)
    listing = lists.listing(campaign, seed)
    for each in listing.ranges:
        drawn = [lists.inside(campaign, each, rng), *lists.bounds(each)]
        assert all(each in lists.named_by(listing, serial) for serial in drawn)
        near = lists.just_outside(campaign, each)
        assert near
        assert all(each not in lists.named_by(listing, serial) for serial in near)
        assert all(map(campaign.serial.matches, [*drawn, *near]))
    assert not lists.named_by(listing, lists.unnamed(campaign, listing, rng))
