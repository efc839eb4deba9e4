"""`intake show`: the views with the keys others rely on, filtered, while a station runs or not."""

import pytest

from intake.expected import ExpectedRow
from intake.people import People
from intake.receipt import Step
from intake.request import HandOverContainer, InspectContainer, LoadContainer, SealContainer
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
    "arrivals": "cage label arrived_at seen_at opened",
    "incidents": "raised_at closed_at kind outcome injured fire_service before_recall closed_by parcel",
}
MORE = {
    "units": "how",
    "parcels": "expected missing extra",
    "containers": "zone holding inspected_at inspection_due suspect_until first_unit_at",
    "operators": "failures",
}
"""Keys beside those of the contract."""


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
    desk.scan(site.affected())
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")
    desk.scan("RI-C-K2")
    desk.go_on()
    desk.until(Step.IDLE)
    site.caged = [site.parcel() for _ in range(3)]
    for text in ("RI-G-01-5", *site.caged, "RI-G-01-5", site.caged[1], "RI-C-EMPTY"):
        desk.scan(text)
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
            assert {*KEYS[what].split(), *MORE.get(what, "").split()} <= set(row)
    table = intake(shipped_day.folder, "show", what).out.splitlines()
    assert len(table) == 1 + len(rows)


def test_a_unit_is_shown_with_its_story(day, intake):
    (first, again) = intake(day.folder, "show", "units", "--serial", day.first, "--json").rows
    assert (first["parcel"], first["verdict"], first["disposition"]) == (day.label, "AFFECTED", "quarantined")
    assert (first["holds"], again["holds"]) == ([], ["DUPLICATE"])
    assert isinstance(first["reasons"], list)
    replacement, _other = intake(day.folder, "show", "replacements", "--json").rows
    assert (replacement["serial"], replacement["state"], replacement["holds"]) == (day.first, "queued", [])
    (hold,) = intake(day.folder, "show", "holds", "--json").rows
    assert (hold["reason"], hold["unit"], hold["resolved_at"]) == ("DUPLICATE", again["unit"], None)
    (accessory,) = intake(day.folder, "show", "accessories", "--json").rows
    assert (accessory["kind"], accessory["count"], accessory["disposition"]) == ("cable", 1, "rejected")


@pytest.mark.parametrize(
    ("what", "options", "count"),
    [
        ("units", ["--verdict", "NOT_AFFECTED"], 1),
        ("units", ["--verdict", "AFFECTED"], 3),
        ("units", ["--operator", "RI-O-0001-T"], 4),
        ("units", ["--operator", "nobody"], 0),
        ("units", ["--serial", "' OR 1=1 --"], 0),
        ("units", ["--since", "2027-01-15"], 4),
        ("units", ["--until", "2027-01-15"], 0),
        ("units", ["--since", "2027-01-15T17:00:00+09:00"], 4),
        ("units", ["--since", "2027-01-15T17:10:00+09:00"], 0),
        ("parcels", ["--since", "2027-01-15T08:00:00.000Z"], 5),
        ("parcels", ["--until", "2027-01-15T09:00:00.000Z", "--operator", "RI-O-0001-T"], 5),
        ("containers", [], 10),
        ("arrivals", [], 2),
        ("arrivals", ["--all"], 3),
        ("arrivals", ["--until", "2027-01-15"], 0),
        ("incidents", [], 1),
        ("incidents", ["--since", "2031-01-01"], 0),
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
    assert sum(row["units"] for row in rows) == 4
    assert sum(row["wh"] for row in rows) > 0


def test_arrivals_are_the_unopened_ones_by_age(day, intake):
    rows = intake(day.folder, "show", "arrivals", "--json").rows
    assert [row["label"] for row in rows] == [day.caged[0], day.caged[2]]
    assert rows == sorted(rows, key=lambda row: row["arrived_at"])
    every = intake(day.folder, "show", "arrivals", "--all", "--json").rows
    assert {row["label"]: row["opened"] for row in every} == {
        label: label == day.caged[1] for label in day.caged
    }


def test_a_unit_has_gone_as_far_as_its_container(state, intake):
    desk = Desk(state)
    desk.receive()
    code = desk.row("SELECT container FROM unit")[0]
    wishes = (SealContainer(code), LoadContainer(code), HandOverContainer(code, "D-1", "maker 7"))
    shown = []
    for wish in wishes:
        desk.ask(wish)
        shown += [row["disposition"] for row in intake(state.folder, "show", "units", "--json").rows]
    desk.close()
    assert shown == ["quarantined", "loaded", "handed_over"]


def due(site, intake, code, hours="24"):
    rows = intake(site.folder, "show", "containers", "--json", INTAKE_INSPECTION_HOURS=hours).rows
    return next(row for row in rows if row["code"] == code)


def test_a_container_with_units_is_due_for_a_round(site, intake):
    desk = Desk(site)
    desk.receive()
    code, first = desk.row("SELECT container, contained_at FROM unit")
    row = due(site, intake, code)
    assert (row["first_unit_at"], row["inspection_due"]) == (first, first.replace("-15T", "-16T"))
    desk.ask(InspectContainer(code))
    row = due(site, intake, code, "1")
    assert row["inspection_due"] == row["inspected_at"].replace("T08:", "T09:")
    assert due(site, intake, code, "0")["inspection_due"] is None
    empty = next(each for each in ("RI-Q-0007-P", "RI-Q-0008-N") if each != code)
    assert due(site, intake, empty)["inspection_due"] is None
    desk.ask(SealContainer(code))
    assert due(site, intake, code)["inspection_due"]
    desk.ask(LoadContainer(code))
    assert due(site, intake, code)["inspection_due"] is None
    desk.close()


def test_a_parcel_is_shown_with_its_claim(site, intake):
    desk = Desk(site)
    label = site.parcel()
    desk.ask(site.expect(ExpectedRow(label, "C-1", None, None, None, 3)))
    desk.until(Step.IDLE)
    desk.scan(label)
    desk.scan(site.affected())
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-SHORT")
    desk.close()
    (row,) = intake(site.folder, "show", "parcels", "--json").rows
    assert (row["claim"], row["expected"], row["missing"], row["extra"]) == ("C-1", 3, 2, 0)


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
