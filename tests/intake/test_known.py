"""Known: what the log and the lists say, looked up for one reading and nothing else."""

import pytest

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.container import Limits
from intake.errors import StorageError
from intake.outcome import Message
from intake.receipt import Step
from intake.request import OpenContainer, RetireOperator, SealContainer
from intake.settings import Settings
from intake.station import Station
from intake.verdict import Reason, Verdict
from tests.intake.conftest import list_file

DAY = 86_400_000


def test_a_container_is_known_with_what_stands_in_it(desk, state):
    serial = state.affected()
    desk.receive(serial)
    code, wh = desk.station.journal.connection.execute("SELECT container, wh FROM unit").fetchone()
    found = desk.station.look_ups.container(code)
    assert (found.load.units, found.load.wh) == (1, wh)
    assert desk.station.look_ups.container("RI-Q-9999-X") is None


def test_the_container_named_is_open_of_the_class_and_has_room(desk, state):
    desk.open_parcel()
    desk.scan(state.affected())
    desk.until(Step.CONDITION)
    desk.scan("RI-C-D")
    desk.until(Step.CONTAINER)
    unit = desk.station.receipt.unit.parcelled
    other = UnNumber.UN3481 if unit.un_number is UnNumber.UN3480 else UnNumber.UN3480
    small, foreign, sealed, milder, right = (state.container() for _ in range(5))
    desk.ask(OpenContainer(small, Condition.D, unit.un_number, Limits(5, unit.wh - 0.1, 30_000)))
    desk.ask(OpenContainer(foreign, Condition.D, other))
    desk.ask(OpenContainer(sealed, Condition.D, unit.un_number))
    desk.ask(SealContainer(sealed))
    desk.ask(OpenContainer(milder, Condition.R, unit.un_number))
    desk.ask(OpenContainer(right, Condition.D, unit.un_number))
    named = {container.code for container in desk.station.look_ups.open_containers(unit)}
    assert {small, right} <= named
    assert not {foreign, sealed, milder} & named
    wrong = {
        small: Message.CONTAINER_FULL,
        foreign: Message.CONTAINER_WRONG_UN_NUMBER,
        sealed: Message.CONTAINER_NOT_OPEN,
        milder: Message.CONTAINER_WRONG_CLASS,
        state.container(): Message.CONTAINER_UNKNOWN,
    }
    for code, message in wrong.items():
        answer = desk.scan(code).answer
        assert (answer.message, answer.params["right"]) == (message, right)
    assert desk.prompt.params["container"] == right
    assert desk.scan(right).step == Step.PARCEL_OPEN


def test_a_unit_seen_before_is_known_by_maker_and_serial(desk, state):
    serial = state.affected()
    label = desk.receive(serial)
    desk.open_parcel()
    outcome = desk.scan(serial)
    assert outcome.answer.message is Message.UNIT_DUPLICATE
    assert outcome.answer.params["parcel"] == label
    assert outcome.answer.params["badge"] == state.badge


def test_a_unit_in_hand_is_known_when_it_is_scanned_again(desk, state):
    """The same unit twice in one parcel: the second is a duplicate of the first, not a second replacement."""
    serial = state.affected()
    desk.open_parcel()
    for _ in range(2):
        desk.scan(serial)
        desk.until(Step.PARCEL_OPEN)
    count = "SELECT count(*), sum(holds LIKE '%DUPLICATE%') FROM unit"
    assert desk.station.journal.connection.execute(count).fetchone() == (2, 1)
    assert desk.station.journal.connection.execute("SELECT count(*) FROM replacement").fetchone() == (1,)


def test_a_bag_label_is_used_once(desk, state):
    bag = state.bag()
    for message in (Message.BAG_ATTACHED, Message.BAG_USED):
        desk.open_parcel()
        desk.scan(state.affected())
        desk.until(Step.BAG)
        assert desk.scan(bag).answer.message is message
        desk.until(Step.PARCEL_OPEN)
        desk.scan("RI-C-CLOSE")


def test_a_badge_retired_is_known_as_such(desk, state):
    desk.ask(RetireOperator(state.badge))
    assert desk.scan(state.badge).answer.message is Message.BADGE_RETIRED
    assert desk.scan("RI-O-0099-6").answer.message in (Message.BADGE_UNKNOWN, Message.UNREADABLE_SCAN)


def test_a_missing_list_stops_the_station_with_a_sentence(state):
    list_file(state).unlink()
    with pytest.raises(StorageError, match="copy it back from the backup"):
        Station(state.folder, Settings())


def test_a_broken_list_stops_the_station_with_a_sentence(state):
    path = list_file(state)
    path.chmod(0o644)
    path.write_bytes(b"not a list")
    with pytest.raises(StorageError, match="expected"):
        Station(state.folder, Settings())


@pytest.mark.parametrize(
    ("days", "training", "fresh"),
    [
        (0, False, True),
        (7, False, True),
        (7.01, False, False),
        (-0.99, False, True),
        (-1.01, False, False),
        (400, True, True),
    ],
)
def test_a_list_grows_stale_by_its_age_and_by_a_clock_far_behind(desk, days, training, fresh):
    entry = desk.station.look_ups.lists[0]
    real = type(entry)(entry.campaign, entry.version, training, entry.since, 7, entry.index)
    assert real.status(entry.since + round(days * DAY)).stale is not fresh


def test_a_stale_list_never_says_not_affected(desk, state):
    look_ups = desk.station.look_ups
    look_ups.lists = tuple(
        type(one)(one.campaign, one.version, False, one.since, 7, one.index) for one in look_ups.lists
    )
    serial, named = state.unnamed(), state.affected()
    fresh, old = state.clock.wall + DAY, state.clock.wall + 8 * DAY
    assert look_ups.judge(serial, fresh).verdict is Verdict.NOT_AFFECTED
    judged = look_ups.judge(serial, old)
    assert (judged.verdict, judged.reasons[0]) == (Verdict.UNCERTAIN, Reason.STALE_LIST)
    assert look_ups.judge(named, old).verdict is Verdict.AFFECTED
