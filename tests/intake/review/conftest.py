"""Two days at a dock with a little of everything, taken in once by a real station and then only read."""

import pytest

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.correction import UndoReason
from intake.expected import ExpectedRow
from intake.founding import TRAINING_PIN
from intake.reading_room import reading_connection
from intake.receipt import Step
from intake.request import HandOverContainer, LoadContainer, MoveUnit, OpenContainer, SealContainer, UndoAct
from tests.intake.conftest import HOSTILE, MADE, Desk

CLAIM = "C-2031-0007"
A_DAY = 86_400.0


def two_days(site):
    """Take them in; what the tests look for is noted on the site."""
    desk = Desk(site)
    site.first = site.affected()
    site.label = desk.receive(site.first)
    site.again = desk.receive(site.first)
    site.second = site.unnamed()
    desk.receive(site.second)
    _damaged_with_cable(desk)
    desk.open_parcel()
    desk.scan("RI-C-UNREADABLE")
    _finish(desk)
    site.undone = _undone(desk)
    for text in HOSTILE.values():
        desk.scan(text)
    desk.until(Step.IDLE)
    site.clock.pass_by(A_DAY)
    desk.scan(site.lead)
    _claimed(desk)
    for _ in range(3):
        desk.receive()
    desk.receive(site.unnamed())
    _move_and_hand_over(desk)
    desk.close()
    return site


def _finish(desk):
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")


def _damaged_with_cable(desk):
    desk.open_parcel()
    desk.scan("RI-C-CABLE")
    desk.until(Step.PARCEL_OPEN)
    desk.scan(desk.site.affected())
    while desk.station.step is Step.UNIT:
        desk.go_on()
    desk.scan("RI-C-D")
    _finish(desk)


def _undone(desk):
    """Take in a unit of the wrong parcel, take it back, and take in the right one."""
    label = desk.open_parcel()
    desk.scan(desk.site.affected())
    desk.ask(UndoAct(desk.site.lead, TRAINING_PIN, UndoReason.WRONG_UNIT), by=desk.site.lead)
    desk.scan(desk.site.affected())
    _finish(desk)
    return label


def _claimed(desk):
    """One parcel empty though claimed, one as claimed, one that no claim names."""
    site = desk.site
    site.empty, site.claimed = site.parcel(), site.parcel()
    rows = [ExpectedRow(label, CLAIM, None, None, None, 1) for label in (site.empty, site.claimed)]
    desk.ask(site.expect(*rows))
    desk.scan(site.empty)
    desk.scan("RI-C-EMPTY")
    desk.until(Step.IDLE)
    desk.scan(site.claimed)
    desk.scan(site.affected())
    _finish(desk)


def _move_and_hand_over(desk):
    site = desk.site
    bag, site.gone = desk.row("SELECT bag, container FROM unit WHERE label = ?", site.label)
    condition, un_number = desk.row("SELECT class, un_number FROM container WHERE code = ?", site.gone)
    site.moved_to = site.container()
    desk.ask(OpenContainer(site.moved_to, Condition(condition), UnNumber(un_number)))
    desk.ask(MoveUnit(bag, site.moved_to, site.lead, TRAINING_PIN), by=site.lead)
    for wish in (
        SealContainer(site.gone),
        LoadContainer(site.gone),
        HandOverContainer(site.gone, "D-1", "maker 7"),
    ):
        desk.ask(wish)


@pytest.fixture(scope="session")
def days(templates, tmp_path_factory):
    """The two days."""
    return two_days(templates[MADE].copy(tmp_path_factory.mktemp("days") / "state"))


@pytest.fixture
def connection(days):
    """The journal of the two days, to be read."""
    with reading_connection(days.folder) as opened:
        yield opened
