"""`intake holds`: what waits for a supervisor, and the supervisor's word."""

from __future__ import annotations

import pytest

from intake.founding import TRAINING_PIN
from intake.receipt import Step
from intake.verify import verify
from tests.intake.conftest import Desk, kinds

STABLE = {"hold", "unit", "reason", "raised_at", "resolved_at"}


@pytest.fixture
def held(site):
    """A folder with two parcels: a unit nobody could read, and one of two units with one missing."""
    desk = Desk(site)
    for serial, closing in (("RI-C-UNREADABLE", "RI-C-CLOSE"), (site.affected(), "RI-C-SHORT")):
        desk.open_parcel()
        desk.scan(serial)
        desk.until(Step.PARCEL_OPEN)
        desk.scan(closing)
    desk.close()
    return site


def listed(intake, site, *options):
    """Give the holds a command lists."""
    ran = intake(site.folder, "holds", "list", "--json", *options)
    assert ran.code == 0, ran.err
    return ran.rows


def resolving(site, hold, *options, pin=TRAINING_PIN):
    """Give the command line that decides about a hold."""
    return ["holds", "resolve", hold, *options, "--lead", site.supervisor, "--pin", pin]


def test_open_holds_are_listed_by_kind_and_decided_ones_on_demand(held, intake):
    rows = listed(intake, held)
    assert [row["reason"] for row in rows] == ["UNCERTAIN_SERIAL", "PARTIAL"]
    assert set(rows[0]) >= STABLE | {"decision", "resolved_by", "reference", "note"}
    (partial,) = listed(intake, held, "--reason", "PARTIAL")
    told = ("--reference", "letter 4", "--note", "the owner kept one")
    ran = intake(held.folder, *resolving(held, partial["hold"], "--decision", "release", *told))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Released: units missing")
    assert [row["reason"] for row in listed(intake, held)] == ["UNCERTAIN_SERIAL"]
    decided = next(row for row in listed(intake, held, "--all") if row["reason"] == "PARTIAL")
    assert (decided["decision"], decided["resolved_by"]) == ("release", held.supervisor)
    assert (decided["reference"], decided["note"]) == ("letter 4", "the owner kept one")
    shown = intake(held.folder, "show", "holds", "--json").rows
    assert shown == listed(intake, held, "--all")
    assert verify(held.folder).faults == ()


def test_the_list_for_people_names_what_resolving_asks_for(held, intake):
    hold = listed(intake, held)[0]["hold"]
    assert hold in intake(held.folder, "holds", "list").out


def test_a_serial_is_certified(held, intake):
    (hold, _) = [row["hold"] for row in listed(intake, held)]
    without = intake(held.folder, *resolving(held, hold, "--decision", "release"))
    assert (without.code, without.out) == (1, "")
    assert without.err == (
        "intake: Not released: the serial is not certain. Give the serial that stands on the unit.\n"
    )
    ran = intake(held.folder, *resolving(held, hold, "--decision", "release", "--serial", held.affected()))
    assert ran.code == 0, ran.err
    unit = intake(held.folder, "show", "units", "--json").rows[0]
    assert (unit["verdict"], unit["how"]) == ("AFFECTED", "certified")


def test_a_wrong_pin_decides_nothing_and_is_nowhere_shown(held, intake):
    hold = listed(intake, held)[0]["hold"]
    ran = intake(held.folder, *resolving(held, hold, "--decision", "deny", pin="48213"))
    assert ran.code == 1
    assert "48213" not in ran.err
    assert kinds(held.folder)[-1] == "PinRefused"


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--reason", "BORED"],
        ["resolve", "x", "--lead", "RI-O-0003-A", "--pin", "1"],
        ["resolve", "x", "--decision", "later", "--lead", "RI-O-0003-A", "--pin", "1"],
        ["resolve", "x", "--decision", "cleared", "--lead", "RI-O-0003-A", "--pin", "1"],
        ["resolve", "--decision", "deny", "--lead", "RI-O-0003-A", "--pin", "1"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(site, intake, arguments):
    before = kinds(site.folder)
    ran = intake(site.folder, "holds", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert kinds(site.folder) == before
