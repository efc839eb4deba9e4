"""The catalogue on disk: shipped campaigns and the site's own."""

import json
from pathlib import Path

import pytest

from intake import catalogue
from intake.affected import NamedBy
from intake.campaign import RemedyColour, UnNumber
from intake.catalogue import CatalogueError
from intake.errors import WrongUsageError
from intake.gtin import is_gtin
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


def test_a_campaign_left_out_judges_nothing_and_stays_known(data, state):
    put(data, 1)
    put(state, 2)
    found = catalogue.load(state, data=data, judged_by=("zz-2",))
    assert (found.campaigns, found.left_out) == ((lists.campaign(2),), (lists.campaign(1),))
    assert found.campaign("zz-1") == lists.campaign(1)


def test_leaving_out_by_a_name_there_is_not_is_an_error_that_names_the_nearest(data, tmp_path):
    put(data, 1)
    put(data, 2)
    expected = "settings: campaigns: expected a known campaign, got 'zz2'; the nearest is 'zz-2'"
    with pytest.raises(WrongUsageError, match=f"^{expected}$"):
        catalogue.load(data=data, judged_by=("zz2",))
    with pytest.raises(WrongUsageError, match=r"got 'zz2'$"):
        catalogue.load(data=tmp_path, judged_by=("zz2",))


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
    models = [model for campaign in shipped.campaigns for model in campaign.models]
    assert not any(model.wh_confirmed or model.grams_confirmed for model in models)


def training_rows(campaign):
    """Give the rows of a shipped campaign's training list."""
    listing = catalogue.training_list(campaign)
    assert listing is not None
    return listing.rows


def test_the_recall_of_june_counts_one_model_and_names_every_unit_of_the_others(shipped):
    campaign = shipped.campaign("jp-2025-06-26")
    units = {model.name: model.units_announced for model in campaign.models}
    assert units == {"A1257": 401_771, "A1647": None, "A1652": None, "A1642": None}
    assert {model.un_number for model in campaign.models} == {UnNumber.UN3480}
    rows = training_rows(campaign)
    assert {row.model for row in rows if row.by is NamedBy.ALL_UNITS} == {"A1647", "A1652", "A1642"}
    assert {row.model for row in rows if row.by is not NamedBy.ALL_UNITS} == {"A1257"}


def test_the_recall_abroad_has_the_same_model_another_remedy_and_sends_nothing_from_here(shipped):
    abroad, here = shipped.campaign("us-2025-06-12"), shipped.campaign("jp-2025-10-21")
    (model,) = abroad.models
    assert (model.name, model.units_announced) == ("A1263", 1_158_000)
    assert model.remedy != here.model("A1263").remedy
    assert (abroad.dispatched_here, here.dispatched_here) == (False, True)


def test_no_training_list_names_a_serial_of_another_one(shipped):
    rows = [(each.id, row) for each in shipped.campaigns for row in training_rows(each)]
    named = [(campaign, row) for campaign, row in rows if row.by is not NamedBy.ALL_UNITS]
    keys = [(campaign, key) for campaign, row in named for key in row.keys if key.shape.is_whole]
    ends = [(campaign, end) for campaign, key in keys for end in (key.first, key.last)]
    for campaign, end in ends:
        assert {other for other, row in named if row.names(end)} == {campaign}


def test_the_training_list_is_marked_and_covers_every_model(shipped):
    campaign = shipped.campaign("jp-2025-10-21")
    listing = catalogue.training_list(campaign, data=Path(__file__).parents[2] / "data")
    assert listing is not None
    assert listing.training
    assert {each.model for each in listing.rows} == {model.name for model in campaign.models}
    assert all("invented" in each.note for each in listing.rows)
    assert any(not each.colours for each in listing.rows if each.model == "A3117")
    assert any(each.colours for each in listing.rows if each.model == "A3305")
