"""Units one slip off their own parcel's claim: found where there is no doubt which serial is meant."""

from __future__ import annotations

import pytest

from intake.expected import ExpectedRow
from intake.receipt import Step
from intake.review.near_claims import near_claims


def slipped(site, serial):
    """Give a valid serial that differs from one in its last character."""
    rule = site.campaign.serial
    others = (serial[:-1] + last for last in rule.alphabet if last != serial[-1])
    return next(each for each in others if rule.matches(each))


def receive(desk, claimed, serials):
    """Take in a parcel announced with some serials, from which others come."""
    label = desk.site.parcel()
    rows = [ExpectedRow(label, "C-1", serial, None, None, 1) for serial in claimed]
    desk.ask(desk.site.expect(*rows, version=f"v{label}"))
    desk.until(Step.IDLE)
    desk.scan(label)
    for serial in serials:
        desk.scan(serial)
        desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")
    return label


@pytest.fixture
def found(desk):
    """Tell what is near, by the parcel's label, the unit's serial and the claim's."""

    def look():
        page = near_claims(desk.station.journal.connection)
        return [(each.held.label, each.held.serial, each.claimed) for each in page.found]

    return look


def test_a_slip_is_found_with_the_serial_that_is_meant(desk, state, found):
    claimed = state.affected()
    serial = slipped(state, claimed)
    label = receive(desk, [claimed], [serial])
    receive(desk, [state.affected()], [state.unnamed()])
    assert found() == [(label, serial, claimed)]


def test_a_serial_that_another_parcels_claim_names_is_no_slip(desk, state, found):
    """Two owners' devices lie in each other's parcel."""
    claimed = state.affected()
    serial = slipped(state, claimed)
    label = receive(desk, [claimed], [serial])
    assert found() == [(label, serial, claimed)]
    receive(desk, [serial], [claimed])
    assert found() == []


def test_one_that_was_sent_in_is_not_meant(desk, state, found):
    claimed = state.affected()
    receive(desk, [claimed], [claimed, slipped(state, claimed)])
    assert found() == []


def test_where_two_are_meant_or_two_mean_one_a_person_looks(desk, state, found):
    claimed, rule = state.affected(), state.campaign.serial
    others = [f"{claimed[:-1]}{last}" for last in rule.alphabet if last != claimed[-1]]
    one, two, *_ = (each for each in others if rule.matches(each))
    receive(desk, [claimed, one], [two, state.unnamed()])
    receive(desk, [claimed, state.unnamed()], [one, two])
    assert found() == []


def test_a_page_ends_where_the_next_begins(desk, state):
    labels = []
    for _ in range(3):
        claimed = state.affected()
        labels.append(receive(desk, [claimed], [slipped(state, claimed)]))
    connection = desk.station.journal.connection
    page, seen = near_claims(connection, limit=2), list[str]()
    while True:
        seen += [each.held.label for each in page.found]
        if page.mark is None:
            break
        page = near_claims(connection, page.mark, 2)
    assert seen == labels
