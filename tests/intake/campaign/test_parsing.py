"""What a campaign's file must say."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign import CampaignError, parse
from tests.intake import lists

NO_COLUMN = "serial.parts: expected lower-case letters and digits that name no column of a list"
LENGTH = lists.mapping(1)["serial"]["lengths"][0]


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
