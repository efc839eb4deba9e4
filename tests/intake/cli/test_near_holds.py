"""`intake holds near` and `release-near`: shown, agreed to, and each released by a word of its own."""

from __future__ import annotations

import pytest

from intake.expected import ExpectedRow
from intake.founding import TRAINING_PIN
from intake.receipt import Step
from intake.verify import verify
from tests.intake.conftest import Desk, kinds


@pytest.fixture
def near(site):
    """Two parcels with a unit one character off their claim, and one whose unit is another altogether."""
    desk = Desk(site)
    drawn = [(site.parcel(), site.affected()) for _ in range(3)]
    desk.ask(site.expect(*(ExpectedRow(label, "C-1", serial, None, None, 1) for label, serial in drawn)))
    rule = site.campaign.serial
    for place, (label, serial) in enumerate(drawn):
        others = (serial[:-1] + last for last in rule.alphabet if last != serial[-1])
        came = next(each for each in others if rule.matches(each)) if place else site.unnamed()
        desk.until(Step.IDLE)
        desk.scan(label)
        desk.scan(came)
        desk.until(Step.PARCEL_OPEN)
        desk.scan("RI-C-CLOSE")
    desk.close()
    site.near = drawn[1:]
    return site


def releasing(site, *options, pin=TRAINING_PIN):
    return ["holds", "release-near", "--lead", site.supervisor, "--pin", pin, *options]


def open_mismatches(intake, site):
    return len(intake(site.folder, "holds", "list", "--json", "--reason", "MISMATCH").rows)


def test_they_are_listed_with_the_serial_that_is_meant(near, intake):
    rows = intake(near.folder, "holds", "near", "--json").rows
    assert [(row["parcel"], row["claimed"]) for row in rows] == near.near
    assert all(row["serial"] != row["claimed"] for row in rows)


def test_each_is_released_for_itself_once_agreed_to(near, intake):
    ran = intake(near.folder, *releasing(near), stdin=b"n\n")
    assert (ran.code, kinds(near.folder).count("HoldResolved")) == (0, 0)
    ran = intake(near.folder, *releasing(near, "--reference", "letter 4"), stdin=b"y\n")
    assert ran.code == 0, ran.err
    assert all(label in ran.out and serial in ran.out for label, serial in near.near)
    assert kinds(near.folder).count("HoldResolved") == 2
    assert open_mismatches(intake, near) == 1
    assert intake(near.folder, "holds", "near", "--json").rows == []
    assert verify(near.folder).faults == ()


def test_a_wrong_pin_is_tried_once(near, intake):
    ran = intake(near.folder, *releasing(near, "--yes", pin="9999"))
    assert ran.code == 1
    assert kinds(near.folder).count("PinRefused") == 1
    assert open_mismatches(intake, near) == 3


def test_one_request_named_is_done_once(near, intake):
    again = releasing(near, "--yes", "--request", "r-1")
    assert intake(near.folder, *again).code == 0
    assert intake(near.folder, *again).code == 0
    assert kinds(near.folder).count("HoldResolved") == 2
