"""Arrivals: unopened parcels put into a cage by their labels, before anybody opens one.

A label scanned into a cage again says that the parcel lies there still: so a cage is counted.
"""

from __future__ import annotations

from intake.events import Draft
from intake.facts import ArrivalsBegun, ArrivalsEnded, Fact, ParcelArrived
from intake.outcome import Message
from intake.own_label import OwnLabel
from intake.receipt.decision import Decision, Situation, accepted, refused
from intake.receipt.parcels import label_of
from intake.scan import Severity


def cage(situation: Situation) -> Decision:
    """Begin to fill a cage; its label again ends it, another cage's label goes over to that one."""
    label, filling = situation.reading, situation.receipt.cage
    if not isinstance(label, OwnLabel):
        return refused(situation, Message.NOT_EXPECTED_HERE)
    if label.code == filling:
        return end(situation)
    begun: list[Fact] = [ArrivalsEnded(filling)] if filling else []
    drafts = [Draft(fact) for fact in [*begun, ArrivalsBegun(label.code)]]
    return accepted(drafts, Message.ARRIVALS_BEGUN, cage=label.code)


def end(situation: Situation) -> Decision:
    """End filling the cage (`RI-C-CLOSE`)."""
    filling = situation.receipt.cage or ""
    count = situation.known.cage.parcels
    return accepted([Draft(ArrivalsEnded(filling))], Message.ARRIVALS_ENDED, cage=filling, count=count)


def busy(situation: Situation) -> Decision:
    """Anything else waits until the cage is done."""
    return refused(situation, Message.ARRIVALS_ON, cage=situation.receipt.cage or "")


def arrive(situation: Situation) -> Decision:
    """Put an unopened parcel into the cage."""
    label, filling, known = label_of(situation), situation.receipt.cage or "", situation.known
    if known.parcel_before is not None:
        return refused(situation, Message.PARCEL_RECEIVED, parcel=label, at=known.parcel_before.at)
    if known.lost:
        return refused(situation, Message.PARCEL_LOST, parcel=label)
    if known.disk_low:
        return refused(situation, Message.DISK_LOW)
    drafts = [Draft(ParcelArrived(label, filling))]
    count = known.cage.parcels + (known.cage.lies_in != filling)
    if known.cage.lies_in is not None:
        said = Message.PARCEL_ARRIVED_AGAIN
        return accepted(drafts, said, Severity.NOTE, parcel=label, cage=filling, count=count)
    return accepted(drafts, Message.PARCEL_ARRIVED, parcel=label, cage=filling, count=count)
