"""Look-ups at a real station: what the journal and the lists say, and nothing taken in."""

from intake.outcome import Message
from intake.receipt import Step
from intake.scan import Severity
from intake.verdict import Reason, Verdict
from intake.verify import verify
from tests.intake.conftest import HOSTILE, logged


def look_up(desk, text):
    """Look something up; its outcome."""
    desk.scan("RI-C-LOOKUP")
    outcome = desk.scan(text)
    assert outcome.answer.severity is Severity.NOTE
    return outcome


CLEAR = {
    "shipped": (Message.LOOKED_UP_UNCERTAIN, Reason.MODEL_DECIDES),
    "made": (Message.LOOKED_UP_NOT_AFFECTED, Reason.NO_MATCH),
}
"""What is told of a serial no list names: of the shipped campaigns one names every unit of some models."""


def test_every_verdict_is_told_and_no_unit_is_made(desk, state, request):
    desk.open_parcel()
    affected = look_up(desk, state.affected()).answer
    assert (affected.message, affected.verdict) == (Message.LOOKED_UP_AFFECTED, Verdict.AFFECTED)
    clear = look_up(desk, state.unnamed()).answer
    assert (clear.message, clear.reasons[0]) == CLEAR[request.node.callspec.params["template"]]
    broken = look_up(desk, state.misread()).answer
    assert broken.verdict in {Verdict.INVALID, Verdict.NOT_AFFECTED, Verdict.UNCERTAIN}
    assert desk.rows("SELECT * FROM unit") == []
    assert desk.station.step is Step.PARCEL_OPEN
    assert verify(state.folder).faults == ()


def test_a_serial_a_person_keyed_is_never_cleared(desk, state):
    desk.open_parcel()
    desk.scan("RI-C-LOOKUP")
    answer = desk.key(state.unnamed()).answer
    assert (answer.message, answer.severity) == (Message.LOOKED_UP_UNCERTAIN, Severity.NOTE)
    assert Reason.KEYED in answer.reasons
    assert desk.station.receipt.parcel.keyed is None


def test_what_was_received_is_found_by_serial_bag_container_and_parcel(desk, state):
    serial = state.affected()
    label = desk.receive(serial)
    bag, container = desk.row("SELECT bag, container FROM unit")
    desk.until(Step.IDLE)
    before = look_up(desk, serial).answer
    assert (before.message, before.params["parcel"]) == (Message.LOOKED_UP_BEFORE, label)
    assert look_up(desk, bag).answer.params == {"bag": bag, "serial": serial, "container": container}
    held = look_up(desk, container).answer
    assert (held.message, held.params["units"]) == (Message.LOOKED_UP_CONTAINER, 1)
    assert look_up(desk, label).answer.message is Message.LOOKED_UP_PARCEL
    assert look_up(desk, state.bag()).answer.message is Message.LOOKED_UP_NOTHING
    assert look_up(desk, state.parcel()).answer.message is Message.LOOKED_UP_NOTHING
    assert (desk.station.step, desk.row("SELECT count(*) FROM parcel")) == (Step.IDLE, (1,))


def test_a_look_up_is_passed_over_by_undoing(desk, state):
    desk.open_parcel()
    look_up(desk, state.affected())
    assert desk.scan("RI-C-UNDO").answer.params["act"] == "ParcelOpened"


def test_a_text_that_may_be_a_name_never_enters_the_log(desk, state):
    desk.open_parcel()
    desk.scan("RI-C-LOOKUP")
    desk.scan(HOSTILE["person"])
    desk.scan("RI-C-LOOKUP")
    desk.scan("TARO")
    desk.close()
    stored = logged(state.folder)
    assert HOSTILE["person"] not in stored
    assert b"TARO" not in stored


def test_a_read_nothing_can_be_made_of_leaves_the_look_up_open(desk, state):
    """The second try is a look-up too, also after a restart between the two, and the bytes are kept."""
    desk.open_parcel()
    desk.scan("RI-C-LOOKUP")
    spoilt = desk.scan(HOSTILE["not utf-8"])
    assert spoilt.answer.message is Message.UNREADABLE_SCAN
    assert len(list((state.folder / "payloads").iterdir())) == 1
    desk.restart()
    assert desk.scan(state.affected()).answer.message is Message.LOOKED_UP_AFFECTED
    assert desk.rows("SELECT * FROM unit") == []
    assert verify(state.folder).faults == ()
