"""Arrivals: unopened parcels put into a cage by their labels."""

from __future__ import annotations

import pytest

from intake.facts import ArrivalsBegun, ArrivalsEnded, ParcelArrived
from intake.outcome import Message
from intake.own_label import LabelKind
from intake.receipt import Cage, Step
from intake.scan import Severity
from tests.intake.receipt.cases import BEFORE, CAGE, CAGE_2, KIT, Case
from tests.intake.receipt.desk import ENDING, LOCKING, Desk, fact_of, recorded, said
from tests.intake.receipt.world import label, letter_pack

NUMBER = letter_pack(11111111111)


def facts_of(decision):
    return [draft.fact for draft in decision.drafts]


def test_a_cages_label_begins_it():
    desk = Desk()
    decision = desk.scan("cage")
    assert said(decision) == (Message.ARRIVALS_BEGUN, Severity.OK)
    assert decision.answer.params == {"cage": CAGE}
    assert facts_of(decision) == [ArrivalsBegun(CAGE)]
    assert (desk.receipt.cage, desk.step) == (CAGE, Step.IDLE)


@pytest.mark.parametrize("ending", ["cage", "CLOSE, cage of three"])
def test_the_same_label_and_close_end_it_with_the_count(ending):
    desk = Desk("cage")
    decision = desk.scan(ending)
    assert said(decision) == (Message.ARRIVALS_ENDED, Severity.OK)
    assert decision.answer.params == {"cage": CAGE, "count": 3}
    assert facts_of(decision) == [ArrivalsEnded(CAGE)]
    assert desk.receipt.cage is None


def test_another_cages_label_goes_over_to_that_one():
    desk = Desk("cage")
    decision = desk.scan("another cage")
    assert said(decision) == (Message.ARRIVALS_BEGUN, Severity.OK)
    assert decision.answer.params == {"cage": CAGE_2}
    assert facts_of(decision) == [ArrivalsEnded(CAGE), ArrivalsBegun(CAGE_2)]
    assert desk.receipt.cage == CAGE_2


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("parcel number", NUMBER),
        ("parcel number, check fails", "333333333330"),
        ("kit number", KIT),
        ("parcel label", label(LabelKind.PARCEL, 5)),
    ],
)
def test_a_parcels_label_puts_it_there(name, written):
    desk = Desk("cage")
    decision = desk.scan(name)
    assert said(decision) == (Message.PARCEL_ARRIVED, Severity.OK)
    assert decision.answer.params == {"parcel": written, "cage": CAGE, "count": 1}
    assert facts_of(decision) == [ParcelArrived(written, CAGE)]
    assert (desk.receipt.parcel, desk.receipt.cage) == (None, CAGE)


@pytest.mark.parametrize(
    ("lies_in", "message", "severity", "count"),
    [
        (None, Message.PARCEL_ARRIVED, Severity.OK, 4),
        (CAGE, Message.PARCEL_ARRIVED_AGAIN, Severity.NOTE, 3),
        (CAGE_2, Message.PARCEL_ARRIVED_AGAIN, Severity.NOTE, 4),
    ],
)
def test_one_that_stands_in_a_cage_already_is_moved_or_counted_again(lies_in, message, severity, count):
    desk = Desk("cage")
    known = {"cage": Cage(3, lies_in)}
    decision = desk.take(Case("a parcel", NUMBER, lambda _receipt: known))
    assert said(decision) == (message, severity)
    assert decision.answer.params == {"parcel": NUMBER, "cage": CAGE, "count": count}
    assert fact_of(decision) == ParcelArrived(NUMBER, CAGE)


def test_one_received_before_is_refused_and_says_when():
    decision = Desk("cage").scan("parcel number, seen before")
    assert said(decision) == (Message.PARCEL_RECEIVED, Severity.REFUSED)
    assert decision.answer.params == {"parcel": BEFORE.parcel, "at": BEFORE.at}
    assert recorded(decision) == ["ScanRefused"]


def test_with_the_disk_nearly_full_none_is_taken():
    assert said(Desk("cage").scan("parcel label, disk low")) == (Message.DISK_LOW, Severity.REFUSED)


@pytest.mark.parametrize(
    "name", ["OUT", "INTACT", "UNDO", "MOVE", "INSPECT", "bag", "serial affected", "YES"]
)
def test_anything_else_waits_until_it_is_ended(name):
    desk = Desk("cage")
    decision = desk.scan(name)
    assert said(decision) == (Message.ARRIVALS_ON, Severity.REFUSED)
    assert decision.answer.params == {"cage": CAGE}
    assert desk.receipt.cage == CAGE


def test_a_badge_and_an_alarm_work_as_everywhere():
    desk = Desk("cage")
    assert said(desk.scan("another badge"))[0] is Message.HANDED_OVER
    assert said(desk.scan("K2"))[0] is Message.EMERGENCY_RAISED
    desk.scan(ENDING, LOCKING, "badge")
    assert (desk.step, desk.receipt.cage) == (Step.IDLE, CAGE)


@pytest.mark.parametrize("at", [("parcel number",), ("parcel number", "UNREADABLE")])
def test_with_a_parcel_open_no_cage_is_filled(at):
    assert recorded(Desk(*at).scan("cage")) == ["ScanRefused"]


@pytest.mark.parametrize("disk_low", [False, True])
def test_one_that_an_emergency_ended_does_not_arrive(disk_low):
    desk = Desk("cage")
    known = {"lost": True, "disk_low": disk_low}
    decision = desk.take(Case("a parcel", NUMBER, lambda _receipt: known))
    assert said(decision) == (Message.PARCEL_LOST, Severity.REFUSED)
    assert decision.answer.params == {"parcel": NUMBER}
    assert recorded(decision) == ["ScanRefused"]
