"""Small lists: read whole from CSV, or refused with every fault."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.affected import ListErrors, ListHead, NamedBy, parse_csv, parse_head, read_comments
from tests.intake import lists

CAMPAIGN = lists.campaign(7)
LIST = lists.listing(CAMPAIGN, 7)
WIDE = next(each for each in LIST.rows if each.by is NamedBy.RANGE)
FIRST, LAST = lists.bounds(WIDE)
HEAD = "# version: 1\n# published: 2031-02-04\n# training: no\nfirst,last,model,colour,note\n"


@given(st.integers(0, 10_000))
@settings(max_examples=30)
def test_a_list_written_as_csv_is_read_back(seed):
    campaign = lists.campaign(seed)
    listing = lists.listing(campaign, seed, training=seed % 2 == 0)
    assert parse_csv(lists.csv(listing), campaign) == listing


def test_a_list_says_of_itself_what_its_head_says():
    assert LIST.head == ListHead(CAMPAIGN.id, LIST.version, LIST.training, LIST.published)


def test_every_faulty_row_is_named_by_its_line():
    good = f"{FIRST},{LAST},{WIDE.model},,"
    text = HEAD + f"{good}\nx,,{WIDE.model},,\n\n{FIRST},,A1,,\n{good}lot 7\n{good},,surplus\n"
    with pytest.raises(ListErrors) as raised:
        parse_csv(text, CAMPAIGN)
    assert [line for line, _ in raised.value.errors] == [6, 8, 9, 10]
    assert raised.value.errors[2][1] == "expected every row once, got the row of line 5 again"
    assert raised.value.errors[3][1] == "expected 5 columns, got 7"
    assert str(raised.value).startswith("line 6: first: expected a serial")


def test_many_faults_are_counted_not_all_told():
    with pytest.raises(ListErrors, match=r"; and 5 more$") as raised:
        parse_csv(HEAD + "x\n" * 15, CAMPAIGN)
    assert len(raised.value.errors) == 15


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["# version: expected", "# published: expected", "# training: expected"]),
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
        (HEAD.replace("first,last", "last"), ["expected the column first beside last, got last alone"]),
        (HEAD.replace("note", "notes"), ["expected the column model and others of "]),
        (HEAD.replace("note", "colour"), ["expected the column model and others of "]),
        (HEAD, ["expected at least one row, got none"]),
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
    text += f"{FIRST},{LAST},{WIDE.model}\r\n"
    assert parse_csv(text, CAMPAIGN).rows == (lists.row(FIRST, LAST, WIDE.model, line=5),)


def test_the_head_leaves_the_rows_to_the_next_reader():
    rows = iter([(1, ["# version: 1"]), (2, [""]), (3, ["model", " first "]), (4, ["X", "A000"])])
    assert read_comments(rows) == ({"version": "1", "": ""}, ["model", "first"])
    assert next(rows) == (4, ["X", "A000"])
    facts = {"version": "1", "published": "2031-02-04", "training": "yes"}
    assert parse_head(facts, "zz-1") == ListHead("zz-1", "1", training=True, published="2031-02-04")


@given(st.integers(0, 10_000))
@settings(max_examples=20)
def test_serials_drawn_by_the_generator_are_where_they_say(seed):
    campaign, rng = lists.campaign(seed), random.Random(seed)
    listing = lists.listing(campaign, seed)
    for each in listing.rows:
        drawn = [lists.inside(campaign, each, rng), *lists.bounds(each)]
        assert all(each in lists.named_by(listing, serial) for serial in drawn)
        near = lists.just_outside(campaign, each)
        assert near
        assert all(each not in lists.named_by(listing, serial) for serial in near)
        assert all(map(campaign.serial.matches, [*drawn, *near]))
    assert not lists.named_by(listing, lists.unnamed(campaign, listing, rng))
