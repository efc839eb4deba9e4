"""`intake show`: the views with the keys others rely on, filtered, while a station runs or not."""

import pytest

from intake.people import People
from intake.receipt import Step
from tests.intake.conftest import MADE, SHIPPED, Desk

KEYS = {
    "units": "unit parcel serial raw verdict reasons campaign model list_version condition bag container "
    "disposition holds",
    "parcels": "parcel label claim opened_at closed_at units accessories",
    "containers": "code class un_number state location units limit_units wh limit_wh",
    "operators": "code name role",
    "accessories": "parcel kind count disposition",
    "replacements": "campaign serial item colour state holds",
    "holds": "hold unit reason raised_at resolved_at",
}


def a_day(site):
    """Take in a day with everything in it."""
    desk = Desk(site)
    site.first, site.second = site.affected(), site.unnamed()
    site.label = desk.receive(site.first)
    desk.receive(site.first)
    desk.receive(site.second)
    desk.open_parcel()
    desk.scan("RI-C-CABLE")
    desk.until(Step.PARCEL_OPEN)
    desk.close()
    return site


@pytest.fixture(scope="module")
def day(templates, tmp_path_factory):
    """A day nobody changes: these tests only read."""
    return a_day(templates[MADE].copy(tmp_path_factory.mktemp("day") / "state"))


@pytest.fixture(scope="module")
def shipped_day(templates, tmp_path_factory):
    """The same with the shipped campaign."""
    return a_day(templates[SHIPPED].copy(tmp_path_factory.mktemp("day") / "state"))


@pytest.mark.parametrize("what", KEYS)
def test_every_row_has_the_keys_of_the_contract(day, shipped_day, intake, what):
    for site in (day, shipped_day):
        rows = intake(site.folder, "show", what, "--json").rows
        assert rows
        for row in rows:
            assert set(KEYS[what].split()) <= set(row)
    table = intake(shipped_day.folder, "show", what).out.splitlines()
    assert len(table) == 1 + len(rows)


def test_a_unit_is_shown_with_its_story(day, intake):
    (first, again) = intake(day.folder, "show", "units", "--serial", day.first, "--json").rows
    assert (first["parcel"], first["verdict"], first["disposition"]) == (day.label, "AFFECTED", "quarantined")
    assert (first["holds"], again["holds"]) == ([], ["DUPLICATE"])
    assert isinstance(first["reasons"], list)
    (replacement,) = intake(day.folder, "show", "replacements", "--json").rows
    assert (replacement["serial"], replacement["state"], replacement["holds"]) == (day.first, "queued", [])
    (hold,) = intake(day.folder, "show", "holds", "--json").rows
    assert (hold["reason"], hold["unit"], hold["resolved_at"]) == ("DUPLICATE", again["unit"], None)
    (accessory,) = intake(day.folder, "show", "accessories", "--json").rows
    assert (accessory["kind"], accessory["count"], accessory["disposition"]) == ("cable", 1, "rejected")


@pytest.mark.parametrize(
    ("what", "options", "count"),
    [
        ("units", ["--verdict", "NOT_AFFECTED"], 1),
        ("units", ["--verdict", "AFFECTED"], 2),
        ("units", ["--operator", "RI-O-0001-T"], 3),
        ("units", ["--operator", "nobody"], 0),
        ("units", ["--serial", "' OR 1=1 --"], 0),
        ("units", ["--since", "2027-01-15"], 3),
        ("units", ["--until", "2027-01-15"], 0),
        ("units", ["--since", "2027-01-15T17:00:00+09:00"], 3),
        ("units", ["--since", "2027-01-15T17:10:00+09:00"], 0),
        ("parcels", ["--since", "2027-01-15T08:00:00.000Z"], 4),
        ("parcels", ["--until", "2027-01-15T09:00:00.000Z", "--operator", "RI-O-0001-T"], 4),
        ("containers", [], 8),
    ],
)
def test_views_are_filtered(day, intake, what, options, count):
    assert len(intake(day.folder, "show", what, *options, "--json").rows) == count


def test_a_serial_and_a_parcel_find_their_rows(day, intake):
    assert len(intake(day.folder, "show", "units", "--parcel", day.label, "--json").rows) == 1
    assert (
        len(intake(day.folder, "show", "units", "--parcel", day.label, "--serial", day.second, "--json").rows)
        == 0
    )


def test_containers_count_what_stands_in_them(day, intake):
    rows = intake(day.folder, "show", "containers", "--json").rows
    assert sum(row["units"] for row in rows) == 3
    assert sum(row["wh"] for row in rows) > 0


def test_a_filter_that_means_nothing_for_a_view_is_refused(day, intake):
    ran = intake(day.folder, "show", "operators", "--serial", "X")
    assert (ran.code, ran.out) == (2, "")


def test_a_person_forgotten_is_shown_without_a_name_and_with_the_key(site, intake):
    folk = People(site.folder)
    for code in folk.names():
        folk.erase(code)
    folk.close()
    rows = intake(site.folder, "show", "operators", "--json").rows
    assert [row["name"] for row in rows] == [None] * 4


def test_everything_is_shown_while_a_station_writes(state, intake, running):
    station = running(state.folder)
    station.scan(state.badge)
    label = state.parcel()
    station.scan(label)
    assert [row["parcel"] for row in intake(state.folder, "show", "parcels", "--json").rows] == [label]
    assert intake(state.folder, "log", "--json", "--last", "1").rows[0]["scan"] == label
    assert intake(state.folder, "verify").code == 0
    assert station.scan(state.affected())["verdict"] == "AFFECTED"


def test_rows_can_be_given_as_a_workbook(site, intake, tmp_path):
    ran = intake(site.folder, "show", "containers", "--xlsx", str(tmp_path / "containers.xlsx"))
    assert ran.code == 0, ran.err
