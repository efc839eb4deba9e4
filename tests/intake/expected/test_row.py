"""One row of expected returns: read as a scan of it reads, or refused with column, expected and got."""

import pytest

from intake import catalogue
from intake.expected.fault import ExpectedError, RowError
from intake.expected.row import COLUMNS, ExpectedRow, RowReader, expect_nobody

KNOWN = catalogue.load()
MODEL = KNOWN.campaigns[-1].models[0]
ROW = {"claim": "C-1", "kit": "KIT-7"}
WHOLE = "ABCD1234EFGH5678"


def read(**values):
    return RowReader(COLUMNS, KNOWN).read([(ROW | values).get(name, "") for name in COLUMNS])


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"kit": "4810-0000-0011"}, ("481000000011", "C-1", None, None, None, 1)),
        ({"kit": "481000000011"}, ("481000000011", "C-1", None, None, None, 1)),
        ({"kit": "A481000000011B", "count": "2"}, ("481000000011", "C-1", None, None, None, 2)),
        ({"claim": " C-1 ", "kit": "ri-p-000123-b"}, ("RI-P-000123-B", "C-1", None, None, None, 1)),
        ({"serial": "SN: abcd 1234 efgh 5678", "count": "1"}, ("KIT-7", "C-1", WHOLE, None, None, 1)),
        ({"serial": "ＡＢＣＤ１２３４ＥＦＧＨ５６７８"}, ("KIT-7", "C-1", WHOLE, None, None, 1)),
        ({"replaced": "yes"}, ("KIT-7", "C-1", None, None, None, 1, True)),
        ({"replaced": "No"}, ("KIT-7", "C-1", None, None, None, 1, False)),
        ({"model": MODEL.name.lower()}, ("KIT-7", "C-1", None, MODEL.name, None, 1)),
    ],
)
def test_a_row_is_read_as_a_scan_of_it_reads(values, found):
    assert read(**values) == ExpectedRow(*found)


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        (
            {"claim": ""},
            "claim: expected 1 to 40 letters, digits and hyphens, a digit among them, got nothing",
        ),
        ({"claim": "Yamada"}, "claim: expected 1 to 40"),
        ({"claim": "taro@example.jp"}, "got what looks like an e-mail address"),
        ({"kit": ""}, "kit: expected 1 to 40"),
        ({"kit": "090-1234-5678"}, "kit: expected a number that is nobody's data"),
        ({"kit": "x" * 41}, "kit: expected 1 to 40"),
        ({"kit": "X" * 4}, "kit: expected 1 to 40.*got what has no digit"),
        ({"serial": "x"}, "serial: expected a serial of 16 characters of 0123"),
        ({"serial": WHOLE, "count": "2"}, "count: expected 1 beside a serial, got '2'"),
        ({"count": "0"}, "count: expected a whole number from 1 to 100"),
        ({"count": "101"}, "count: expected a whole number"),
        ({"count": "-1"}, "count: expected a whole number"),
        ({"count": "1.5"}, "count: expected a whole number"),
        ({"count": "２"}, "count: expected a whole number"),
        ({"count": "9" * 5000}, "count: expected a whole number"),
        ({"replaced": "perhaps"}, "replaced: expected yes, no or nothing, got 'perhaps'"),
        (
            {"model": f"{MODEL.name}X"},
            f"model: expected a model of the catalogue .the nearest is {MODEL.name}",
        ),
        ({"colour": "no-such-colour"}, "colour: expected a colour of the catalogue"),
    ],
)
def test_a_faulty_one_is_refused_with_its_column(values, fault):
    with pytest.raises(RowError, match=fault):
        read(**values)


@pytest.mark.parametrize("column", COLUMNS)
def test_what_looks_like_a_persons_is_not_repeated(column):
    with pytest.raises(RowError, match="got what looks like an e-mail address") as raised:
        read(**{column: "taro@example.jp"})
    assert "taro" not in str(raised.value)


def test_a_colour_is_one_of_its_model():
    coloured = [model for each in KNOWN.campaigns for model in each.models if model.colours]
    one, other = coloured[0], next(each for each in coloured if each.name != coloured[0].name)
    names = {
        colour.name
        for each in KNOWN.campaigns
        for m in each.models
        if m.name == one.name
        for colour in m.colours
    }
    foreign = next((colour.name for colour in other.colours if colour.name not in names), "no-colour")
    assert read(model=one.name, colour=one.colours[0].name.upper()).colour == one.colours[0].name
    with pytest.raises(RowError, match="colour: expected a colour of the catalogue"):
        read(model=one.name, colour=foreign)


def test_a_site_without_campaigns_knows_no_model():
    reader = RowReader(("claim", "kit", "model"), type(KNOWN)(()))
    with pytest.raises(RowError, match="model: expected a model of the catalogue, got 'A1263'"):
        reader.read(("C-1", "KIT-7", "A1263"))


@pytest.mark.parametrize("columns", [(), ("claim",), ("kit", "serial")])
def test_claim_and_kit_are_needed(columns):
    with pytest.raises(ExpectedError, match="expected the columns claim, kit"):
        RowReader(columns, KNOWN)


def test_a_person_is_refused_by_name():
    expect_nobody(["claim", "kit", "備考"])
    with pytest.raises(ExpectedError, match="no personal data, got the column '氏名'"):
        expect_nobody(["claim", "kit", "氏名"])
