"""Explanations: each step of the reasoning, as a value."""

import pytest

from intake.affected import parse_csv
from intake.campaign import Catalogue
from intake.verdict import NOTHING_TOLD, OTHER_MODEL, ListStatus, Reason, Told
from intake.verdict.conditions import Inquiry
from intake.verdict.explanation import Fit, Form, Misfit, namings
from tests.intake.verdict.campaigns import HEXES, NAMES, PLAIN, STAMP, STAMPS, numbered

LIST = """# version: 1
# published: 2031-02-03
# training: no
model,first,last,mask,all_units,colour,channel
"""


def read(campaign, *rows):
    return parse_csv(LIST + "\n".join(rows), campaign).rows


def named(campaign, normal, *rows, told=NOTHING_TOLD):
    status = ListStatus(campaign.id, "1")
    asked = Inquiry.of(normal, told, Catalogue((campaign,)))
    found = namings(asked, iter(read(campaign, *rows)), status)
    return [(each.row.line, each.out, each.open) for each in found]


@pytest.mark.parametrize(
    ("text", "normal", "prefix"),
    [
        (" sn: abcd 1234 ", "ABCD1234", "SN:"),
        ("ABCD1234", "ABCD1234", ""),
        ("\uff33\uff2e\uff1a1234", "1234", "SN:"),
        ("SN:", "", ""),
        ("", "", ""),
    ],
)
def test_what_was_taken_off_in_front(text, normal, prefix):
    assert Form.of(text) == Form(text, normal, prefix)


@pytest.mark.parametrize(
    ("normal", "expected"),
    [
        ("A1B2", Fit("x")),
        ("A1B", Fit("x", Misfit.LENGTH, "4, 6", "3")),
        ("A1#2", Fit("x", Misfit.CHARACTER, "012ABC", "#", 3)),
        ("AO12", Fit("x", Misfit.CHARACTER, "012ABC", "O", 2, meant="A012")),
        ("C012", Fit("x", Misfit.PLACE, "A", "C", 1)),
        ("A0AA", Fit("x", Misfit.PLACE, "012", "A", 4)),
        ("CCCC", Fit("x", Misfit.PATTERN, "A.*[012]", "CCCC")),
    ],
)
def test_why_a_text_is_no_serial_of_a_campaign(normal, expected):
    rule = {"lengths": [6, 4], "alphabet": "012ABC", "pattern": "A.*[012]", "fold": {"O": "0"}}
    assert Fit.of(normal, numbered("x", **rule)) == expected


def test_each_row_says_what_becomes_of_it():
    rows = [
        f"{NAMES[0]},{PLAIN},,,,,",
        f"{NAMES[1]},,,,yes,,",
        f"{NAMES[0]},,,{PLAIN[:-1]}*,,,",
        f"{NAMES[0]},{PLAIN},,,,,fair|shop",
        f"{NAMES[0]},0000000000000000,,,,,",
    ]
    assert named(HEXES, PLAIN, *rows) == [
        (5, None, None),
        (6, None, Reason.MODEL_DECIDES),
        (7, None, Reason.MASKED_MATCH),
        (8, None, Reason.CHANNEL_DECIDES),
    ]
    assert named(HEXES, PLAIN, rows[1], told=Told(NAMES[0])) == [(5, Reason.MODEL_DECIDES, None)]
    assert named(HEXES, PLAIN, rows[1], told=Told(OTHER_MODEL)) == [(5, None, Reason.MODEL_UNKNOWN)]
    assert named(HEXES, PLAIN, rows[3], told=Told(channel="web")) == [(5, Reason.CHANNEL_EXCLUDED, None)]


def test_rows_of_a_campaign_without_such_serials_say_nothing():
    assert named(HEXES, STAMP, f"{NAMES[1]},,,,yes,,") == []
    assert named(HEXES, STAMP, f"{NAMES[1]},,,,yes,,", told=Told(NAMES[0])) == []
    assert named(STAMPS, STAMP, f"{NAMES[1]},{STAMP},,,,,") == [(5, None, Reason.MODEL_DECIDES)]


def test_a_whole_serial_listed_by_a_campaign_left_out_counts_against_it():
    rows = read(HEXES, f"{NAMES[0]},{PLAIN},,,,,", f"{NAMES[1]},,,,yes,,")
    asked = Inquiry.of(PLAIN, Told(NAMES[1]), Catalogue((), (HEXES,)))
    found = namings(asked, iter(rows), ListStatus(HEXES.id, "1"))
    assert [(each.row.line, each.open) for each in found] == [(5, Reason.LISTS_DISAGREE)]


def test_every_unit_of_the_model_that_is_told_counts_whatever_its_serial():
    assert named(HEXES, STAMP, f"{NAMES[1]},,,,yes,,", told=Told(NAMES[1])) == [(5, None, None)]
