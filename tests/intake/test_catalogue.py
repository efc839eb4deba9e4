"""The catalogue on disk: shipped campaigns and the site's own."""

import json
from pathlib import Path

import pytest

from intake import catalogue
from intake.campaign import RemedyColour, UnNumber, is_gtin
from intake.catalogue import CatalogueError
from tests.intake import lists


def toml(value):
    """Write JSON-like data as inline TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def put(folder, seed, name=None, **changes):
    """Write a campaign made at test time into a folder's `campaigns`."""
    tables = lists.mapping(seed) | changes
    path = folder / "campaigns" / f"{name or tables['id']}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{key} = {toml(value)}\n" for key, value in tables.items()), "utf-8")
    return path


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def state(tmp_path):
    folder = tmp_path / "state"
    folder.mkdir()
    return folder


def test_a_site_adds_its_own_campaigns(data, state):
    put(data, 1)
    put(state, 2)
    assert catalogue.load(state, data=data).campaigns == (lists.campaign(1), lists.campaign(2))
    assert catalogue.load(data=data).campaigns == (lists.campaign(1),)


def test_one_id_in_two_files_is_an_error(data, state):
    first, second = put(data, 1), put(state, 1, name="again")
    with pytest.raises(CatalogueError) as raised:
        catalogue.load(state, data=data)
    assert str(raised.value) == f"{second}: id: expected one no other file has, got 'zz-1' of {first}"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"id = ", "expected TOML, got this fault: "),
        (b"\xff", "expected TOML, got this fault: 'utf-8' codec"),
        (b"id = 5", "id: expected str, got 5"),
    ],
)
def test_an_error_names_the_file(data, content, sentence):
    path = put(data, 1)
    path.write_bytes(content)
    with pytest.raises(CatalogueError) as raised:
        catalogue.load(data=data)
    assert str(raised.value).startswith(f"{path}: {sentence}")


def test_a_training_list_stands_beside_its_campaign(data, state):
    put(state, 1, training_list="practice.csv")
    (campaign,) = catalogue.load(state, data=data).campaigns
    listing = lists.listing(campaign, 1, training=True)
    (state / "campaigns" / "practice.csv").write_text(lists.csv(listing), "utf-8")
    assert catalogue.training_list(campaign, state, data=data) == listing
    assert catalogue.training_list(lists.campaign(1), state, data=data) is None


def test_a_training_list_must_say_that_it_is_one(data):
    put(data, 1, training_list="practice.csv")
    (campaign,) = catalogue.load(data=data).campaigns
    path = data / "campaigns" / "practice.csv"
    with pytest.raises(CatalogueError, match=r"practice\.csv: expected a training list, got this fault"):
        catalogue.training_list(campaign, data=data)
    path.write_text(lists.csv(lists.listing(campaign, 1)), "utf-8")
    with pytest.raises(CatalogueError, match=r"practice\.csv: # training: expected yes, got no"):
        catalogue.training_list(campaign, data=data)
    path.write_text("nothing", "utf-8")
    with pytest.raises(CatalogueError, match="# version: expected"):
        catalogue.training_list(campaign, data=data)


def test_shipped_data_stands_beside_the_packages_or_inside_the_installed_one(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "__file__", str(tmp_path / "site" / "intake" / "catalogue.py"))
    assert catalogue.data_folder() == tmp_path / "site" / "data"
    (tmp_path / "site" / "intake" / "_data").mkdir(parents=True)
    assert catalogue.data_folder() == tmp_path / "site" / "intake" / "_data"


@pytest.fixture(scope="module")
def shipped():
    return catalogue.load(data=Path(__file__).parents[2] / "data")


def test_the_first_campaign_counts_what_the_notice_counts(shipped):
    campaign = shipped.campaign("jp-2025-10-21")
    units = {model.name: model.units_announced for model in campaign.models}
    assert units == {"A1263": 410_124, "A3117": 91_933, "A3130": 11_200, "A3305": 8_980}
    assert sum(units.values()) == 522_237
    jans = [jan for model in campaign.models for colour in model.colours for jan in colour.jans]
    assert (len(jans), len(set(jans))) == (14, 13)
    assert all(map(is_gtin, jans))


def test_the_jan_printed_twice_is_a_hint_for_two_models(shipped):
    items = shipped.items_of_jan("4571411205187")
    assert {(item.model, item.colour) for item in items} == {("A1263", "blue"), ("A3117", "grey")}


def test_only_white_is_left_out_and_speakers_keep_their_colour(shipped):
    campaign = shipped.campaign("jp-2025-10-21")
    out = [(m.name, c.name) for m in campaign.models for c in m.colours if not c.in_scope]
    assert out == [("A3130", "white")]
    speakers = [model for model in campaign.models if model.un_number is UnNumber.UN3481]
    assert {model.name for model in speakers} == {"A3117", "A3130", "A3305"}
    assert all(model.remedy.colour is RemedyColour.SAME_AS_UNIT for model in speakers)
    assert shipped.replacement(campaign.id, "A1263", None).item == "Anker Power Bank (10000mAh, 30W)"


def test_nothing_unconfirmed_is_called_confirmed(shipped):
    models = shipped.campaign("jp-2025-10-21").models
    assert not any(model.wh_confirmed or model.grams_confirmed for model in models)


def test_the_training_list_is_marked_and_covers_every_model(shipped):
    campaign = shipped.campaign("jp-2025-10-21")
    listing = catalogue.training_list(campaign, data=Path(__file__).parents[2] / "data")
    assert listing is not None
    assert listing.training
    assert {each.model for each in listing.ranges} == {model.name for model in campaign.models}
    assert all("invented" in each.note for each in listing.ranges)
    assert any(each.colour is None for each in listing.ranges if each.model == "A3117")
    assert any(each.colour is not None for each in listing.ranges if each.model == "A3305")
