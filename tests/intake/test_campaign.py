"""Campaigns: what a file must say, and what the catalogue answers."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from intake.campaign import (
    CampaignError,
    Catalogue,
    CatalogueItem,
    RemedyColour,
    ReplacementItem,
    parse,
)
from intake.serial_number import SerialRule
from tests.intake import lists

NO_COLUMN = "serial.parts: expected lower-case letters and digits that name no column of a list"
LENGTH = lists.mapping(1)["serial"]["lengths"][0]
ANCHOR = SerialRule((4,), "0123456789AB", "A.*", {"O": "0", "I": "1"})


def altered(*path, to):
    """Give a valid campaign's tables with one value put elsewhere or, for `...`, removed."""
    tables = copy.deepcopy(lists.mapping(1))
    place = tables
    for step in path[:-1]:
        place = place[step]
    if to is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return tables


@given(st.integers(0, 10_000))
def test_campaigns_made_at_test_time_are_valid(seed):
    campaign = lists.campaign(seed)
    for model in campaign.models:
        assert campaign.model(model.name) is model


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        (altered("maker", to=...), "maker: expected a value, got none"),
        (altered("models", 0, "wh", to=...), "models[0].wh: expected a value, got none"),
        (altered("colour", to="red"), "colour: expected no such key, got one"),
        (
            altered("models", 0, "weight", to=1),
            "models[0].weight: expected no such key, got one",
        ),
        (altered("models", 0, "wh", to="40"), "models[0].wh: expected float, got '40'"),
        (
            altered("models", 1, "un_number", to="UN1993"),
            "models[1].un_number: expected one of the known values, got 'UN1993'",
        ),
        (altered("id", to="A/B"), "id: expected lower-case letters, digits, hyphens and points, got 'A/B'"),
        (altered("announced", to="21/10/25"), "announced: expected a date like 2025-10-21, got '21/10/25'"),
        (
            altered("training_list", to="../x.csv"),
            "training_list: expected a file name that ends in .csv, got '../x.csv'",
        ),
        (altered("kit_number", to="("), "kit_number: expected a regular expression, got '('"),
        (altered("serial", "pattern", to="["), "serial.pattern: expected a regular expression, got '['"),
        (altered("serial", "lengths", to=[]), "serial.lengths: expected lengths from 4 to 40, got []"),
        (altered("serial", "lengths", to=[3]), "serial.lengths: expected lengths from 4 to 40, got [3]"),
        (
            altered("serial", "alphabet", to="abc"),
            "serial.alphabet: expected upper-case letters, digits and hyphens, got 'abc'",
        ),
        (
            altered("serial", "alphabet", to=""),
            "serial.alphabet: expected upper-case letters, digits and hyphens, got ''",
        ),
        (
            altered("serial", "fold", to={"1": "1"}),
            "serial.fold: expected a character that is not in the alphabet, got '1'",
        ),
        (
            altered("serial", "fold", to={"O": "00"}),
            "serial.fold.O: expected a character of the alphabet, got '00'",
        ),
        (
            altered("serial", "parts", to={"prefix": {"start": 0, "length": 2}}),
            f"{NO_COLUMN}, got 'prefix'",
        ),
        (
            altered("serial", "parts", to={"tail_last": {"start": 0, "length": 2}}),
            f"{NO_COLUMN}, got 'tail_last'",
        ),
        *(
            (
                altered("serial", "parts", to={"tail": {"start": start, "length": 2}}),
                f"serial.parts.tail: expected a stretch within {LENGTH} characters, got '2 from {start}'",
            )
            for start in (LENGTH - 1, -1, -LENGTH - 1)
        ),
        (altered("models", to=[]), "models: expected array of length >= 1, got []"),
        (
            altered("models", 0, "name", to="a b"),
            "models[0].name: expected upper-case letters, digits and single hyphens, got 'a b'",
        ),
        (altered("models", 0, "wh", to=0), "models[0].wh: expected float > 0.0, got 0"),
        (altered("models", 0, "wh", to=float("nan")), "models[0].wh: expected float > 0.0, got nan"),
        (
            altered("models", 0, "colours", 1, "name", to="Lime"),
            "models[0].colours.name: expected lower-case letters, digits and single hyphens, got 'Lime'",
        ),
        (
            altered("models", 0, "colours", 0, "jans", to=["4571411205188"]),
            "models[0].colours.jans: expected 13 digits with a valid check digit, got '4571411205188'",
        ),
        (
            altered("models", 0, "colours", 0, "jans", to=["96385074"]),
            "models[0].colours.jans: expected 13 digits with a valid check digit, got '96385074'",
        ),
    ],
)
def test_an_error_names_key_expected_and_got(tables, sentence):
    with pytest.raises(CampaignError) as raised:
        parse(tables)
    assert str(raised.value) == sentence


def test_names_stand_once():
    twice = lists.mapping(1)
    twice["models"].append(twice["models"][0])
    with pytest.raises(CampaignError, match="models: expected every name once"):
        parse(twice)
    colours = twice["models"].pop()["colours"]
    colours.append(colours[0])
    with pytest.raises(CampaignError, match=r"models\[0\]\.colours: expected every name once"):
        parse(twice)


def test_units_announced_may_be_unknown_and_kits_may_be_none():
    tables = altered("models", 0, "units_announced", to=None)
    del tables["kit_number"]
    assert parse(tables).models[0].units_announced is None
    del tables["models"][0]["units_announced"]
    assert parse(tables).models[0].units_announced is None


@pytest.mark.parametrize(
    ("normal", "fits", "meant"),
    [
        ("A012", True, None),
        ("AO1I", False, "A011"),
        ("B012", False, None),
        ("A0123", False, None),
        ("A01Z", False, None),
        ("BO12", False, None),
        ("", False, None),
    ],
)
def test_a_serial_fits_whole_and_folds_only_into_a_valid_one(normal, fits, meant):
    assert ANCHOR.matches(normal) is fits
    assert ANCHOR.folded(normal) == meant


def test_a_rule_without_pattern_asks_for_length_and_alphabet_only():
    assert SerialRule((4, 6), "01").matches("010101")


STAMPS = replace(lists.campaign(2), serial=SerialRule((4,), "0123456789", unique=False))
CODES = replace(lists.campaign(3), serial=SerialRule((4,), "0123456789"))


@pytest.mark.parametrize(
    ("campaigns", "left_out", "judged_by", "unique"),
    [
        ((STAMPS,), (), STAMPS.id, False),
        ((), (STAMPS,), STAMPS.id, False),
        ((STAMPS, CODES), (), STAMPS.id, False),
        ((STAMPS, CODES), (), CODES.id, True),
        ((STAMPS, CODES), (), None, True),
        ((STAMPS,), (), None, False),
        ((STAMPS,), (), "gone", False),
        ((), (), None, True),
    ],
)
def test_many_units_bear_a_serial_where_its_campaign_says_so(campaigns, left_out, judged_by, unique):
    """What is open counts as unique: a duplicate is held, and a supervisor tells."""
    assert Catalogue(campaigns, left_out).is_unique("2313", judged_by) is unique


def test_a_jan_may_stand_for_several_items():
    first, second = lists.mapping(1), lists.mapping(2)
    second["models"][0]["colours"][0]["jans"] = first["models"][0]["colours"][0]["jans"]
    catalogue = Catalogue((parse(first), parse(second)))
    (jan,) = first["models"][0]["colours"][0]["jans"]
    assert catalogue.items_of_jan(jan) == tuple(
        CatalogueItem(each["id"], each["models"][0]["name"], each["models"][0]["colours"][0]["name"])
        for each in (first, second)
    )
    assert catalogue.items_of_jan("4000000000006") == ()


def test_a_replacement_needs_the_colour_only_where_the_item_has_several():
    campaign = lists.campaign(1)
    catalogue = Catalogue((campaign,))
    same, own = campaign.models[0], campaign.models[1]
    assert same.remedy.colour is RemedyColour.SAME_AS_UNIT
    assert catalogue.replacement(campaign.id, same.name, None) is None
    assert catalogue.replacement(campaign.id, same.name, "navy") == ReplacementItem("Item 0", "navy")
    assert catalogue.replacement(campaign.id, own.name, None) == ReplacementItem("Item 1", None)
    assert catalogue.replacement(campaign.id, own.name, "navy") == ReplacementItem("Item 1", None)


def test_unknown_names_are_key_errors_that_name_the_known_ones():
    campaign = lists.campaign(1)
    with pytest.raises(KeyError, match="expected one of zz-1, got zz-2"):
        Catalogue((campaign,)).campaign("zz-2")
    with pytest.raises(KeyError, match="expected one of none, got zz-2"):
        Catalogue().campaign("zz-2")
    with pytest.raises(KeyError, match="got A9"):
        campaign.model("A9")
