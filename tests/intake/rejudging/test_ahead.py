"""Judging ahead: no container takes a unit on what an older list said, however it came back to the desk."""

import pytest

from intake.condition import Condition
from intake.correction import UndoReason
from intake.events import RequestCause, ScanCause
from intake.founding import TRAINING_PIN
from intake.journal import envelopes
from intake.outcome import Message
from intake.receipt import Step
from intake.request import LockDesk, MoveUnit, OpenContainer, UndoAct
from intake.troubles import Trouble
from intake.verify import verify
from tests.intake.conftest import fold_log, kinds, list_file
from tests.intake.rejudging.newer import newer_list, rejudge

UNIT = "SELECT verdict, verdict_before, condition, container FROM unit"


@pytest.fixture
def state(site):
    """A site whose serials one campaign alone may claim: what others say of them is no part of this."""
    return site


@pytest.fixture
def safe(desk, state):
    """Take in a unit that no list names; its serial, bag and container of class N."""
    serial = state.unnamed()
    desk.receive(serial)
    return serial, *desk.row("SELECT bag, container FROM unit")


def back_onto_the_table(desk, serial, container):
    """Put a list that names it in force, and take it out of its container and its parcel's closing back."""
    newer_list(desk, serial, model=desk.row("SELECT model FROM unit")[0])
    for _ in range(2):
        undo_by_lead(desk)
    assert desk.station.step is Step.CONTAINER
    assert desk.row(UNIT)[0] == "NOT_AFFECTED"
    assert desk.prompt.params["container"] == container


def undo_by_lead(desk):
    return desk.ask(UndoAct(desk.site.lead, TRAINING_PIN, UndoReason.MISTAKE))


def sound(desk):
    assert verify(desk.site.folder).faults == ()
    assert fold_log(desk.site.folder) == desk.station.receipt


def test_a_unit_back_in_hand_is_judged_before_its_container_takes_it(desk, safe):
    serial, _, container = safe
    back_onto_the_table(desk, serial, container)
    refused = desk.scan(container)
    assert refused.answer.message is Message.CONTAINER_WRONG_CLASS
    right = desk.prompt.params["container"]
    assert refused.answer.params["right"] == right != container
    assert desk.row(UNIT) == ("AFFECTED", "NOT_AFFECTED", "R", None)
    sound(desk)
    desk.until(Step.PARCEL_OPEN)
    assert desk.row("SELECT class FROM container JOIN unit ON container = code")[0] == "R"
    rejudge(desk)
    assert kinds(desk.site.folder).count("UnitJudged") == 1
    sound(desk)


def test_what_changes_is_no_act_and_stays_when_the_act_is_undone(desk, safe):
    """Nor is it a turn of its own at the desk: what was asked before is still asked."""
    serial, _, container = safe
    back_onto_the_table(desk, serial, container)
    desk.scan(container)
    (judged,) = envelopes(desk.station.journal.connection, "WHERE kind = 'UnitJudged'")
    assert not isinstance(judged.cause, ScanCause | RequestCause)
    assert desk.scan("RI-C-UNDO").answer.params["act"] == "BagAttached"
    desk.until(Step.PARCEL_OPEN)
    undo_by_lead(desk)
    assert desk.row(UNIT) == ("AFFECTED", "NOT_AFFECTED", "R", None)
    sound(desk)
    desk.restart()
    assert desk.station.step is Step.CONTAINER
    sound(desk)


def test_where_the_class_stays_the_container_takes_it_and_the_answer_tells_the_verdict(desk, state):
    named = state.affected()
    desk.receive(named)
    (container,) = desk.row("SELECT container FROM unit")
    newer_list(desk)
    for _ in range(2):
        undo_by_lead(desk)
    taken = desk.scan(container)
    assert taken.answer.message is Message.CONTAINED
    assert taken.answer.verdict == "NOT_AFFECTED"
    assert desk.row(UNIT) == ("NOT_AFFECTED", "AFFECTED", "R", container)
    assert desk.rows("SELECT * FROM replacement") == []
    sound(desk)


@pytest.mark.parametrize("by", ["bag", "serial"])
def test_a_unit_to_be_moved_by_a_lead_is_judged_first(desk, state, safe, by):
    serial, bag, container = safe
    other = another(desk, Condition.N)
    newer_list(desk, serial, model=desk.row("SELECT model FROM unit")[0])
    wish = MoveUnit(bag if by == "bag" else serial, other, state.lead, TRAINING_PIN)
    assert desk.ask(wish).answer.message is Message.CONTAINER_WRONG_CLASS
    assert desk.row(UNIT) == ("AFFECTED", "NOT_AFFECTED", "R", container)
    sound(desk)
    right = another(desk, Condition.R)
    assert desk.ask(MoveUnit(bag, right, state.lead, TRAINING_PIN)).answer.message is Message.MOVED
    sound(desk)


def test_units_moved_out_of_a_holding_box_are_judged_first(desk, state):
    serial = state.unnamed()
    desk.open_parcel()
    desk.scan(serial)
    desk.until(Step.CONTAINER)
    box = another(desk, Condition.N, holding=True)
    desk.scan(box)
    desk.scan("RI-C-CLOSE")
    other = another(desk, Condition.N)
    newer_list(desk, serial, model=desk.row("SELECT model FROM unit")[0])
    desk.scan("RI-C-MOVE")
    desk.scan(box)
    assert desk.scan(other).answer.message is Message.CONTAINER_WRONG_CLASS
    assert desk.row(UNIT) == ("AFFECTED", "NOT_AFFECTED", "R", box)
    moved = desk.scan(another(desk, Condition.R))
    assert moved.answer.message is Message.MOVED, "the question is still open"
    sound(desk)


def another(desk, condition, *, holding=False):
    code = desk.site.container()
    (number,) = desk.row("SELECT un_number FROM unit")
    desk.ask(OpenContainer(code, condition, number, holding=holding))
    return code


def test_at_a_locked_desk_nothing_is_judged(desk, safe):
    serial, _, container = safe
    back_onto_the_table(desk, serial, container)
    desk.ask(LockDesk())
    assert desk.scan(container).answer.message is Message.SIGN_IN_FIRST
    assert "UnitJudged" not in kinds(desk.site.folder)


def test_a_list_whose_file_is_gone_takes_nothing_back(desk, state):
    desk.open_parcel()
    desk.scan(state.unnamed())
    desk.until(Step.CONTAINER)
    list_file(state).unlink()
    desk.restart()
    desk.station.look_round()
    assert Trouble.LIST_UNREADABLE in [one.message for one in desk.station.standing(0).now.scene.troubles]
    container = desk.prompt.params["container"]
    assert desk.scan(container).answer.message is Message.CONTAINED
    assert "UnitJudged" not in kinds(state.folder)
