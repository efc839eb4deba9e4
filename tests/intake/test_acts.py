"""Acts: what is undone next, found in the log; by card at the desk, by a lead through the door."""

import pytest

from intake import acts, facts
from intake.acts import last_act
from intake.campaign import UnNumber
from intake.condition import Condition
from intake.correction import UndoReason
from intake.expected import ExpectedRow
from intake.founding import TRAINING_PIN
from intake.outcome import Message
from intake.receipt import Step
from intake.receipt.undoing import telling
from intake.request import InspectContainer, MoveUnit, OpenContainer, SealContainer, SuspectContainer, UndoAct
from intake.settings import Settings
from intake.verify import verify
from tests.intake.conftest import fold_log, kinds


def undo(desk, reason="MISREAD"):
    """Undo by card; gives the answer."""
    asked = desk.scan("RI-C-UNDO")
    return desk.scan(f"RI-C-REASON-{reason}") if asked.answer.message is Message.UNDO_ASKED else asked


def undo_by_lead(desk, reason=UndoReason.WRONG_PLACE):
    return desk.ask(UndoAct(desk.site.lead, TRAINING_PIN, reason))


def contained(desk):
    """Take in a unit up to its container; gives the container."""
    desk.open_parcel()
    desk.scan(desk.site.affected())
    desk.until(Step.PARCEL_OPEN)
    return desk.row("SELECT container FROM unit")[0]


def sound(desk):
    assert verify(desk.site.folder).faults == ()
    assert fold_log(desk.site.folder) == desk.station.receipt


def test_act_by_act_a_whole_parcel_is_undone(desk, state):
    """Newest first, and each answer says where the thing goes back to."""
    contained(desk)
    assert undo(desk).answer.message is Message.UNDO_NEEDS_LEAD
    said = [undo_by_lead(desk).answer.message]
    while (answer := undo(desk).answer).message is not Message.UNDO_NEEDS_LEAD:
        said.append(answer.message)
    said.append(undo_by_lead(desk).answer.message)  # the battery lies on the table: the lead's word
    assert undo(desk).answer.message is Message.UNDO_NOTHING
    assert said[0] is Message.UNDONE_CONTAINED
    wanted = [Message.UNDONE_BAG, Message.UNDONE_CONDITION, Message.UNDONE_UNIT, Message.UNDONE_PARCEL_OPENED]
    assert [message for message in said[1:] if message is not Message.UNDONE_COLOUR] == wanted
    assert desk.station.step is Step.IDLE
    for table in ("unit", "parcel", "replacement", "hold"):
        assert desk.rows(f"SELECT * FROM {table}") == []
    sound(desk)


def test_after_an_undo_the_same_is_done_right(desk, state):
    code = contained(desk)
    answer = undo_by_lead(desk).answer
    assert (answer.message, answer.params["container"]) == (Message.UNDONE_CONTAINED, code)
    assert desk.station.step is Step.CONTAINER
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")
    assert desk.row("SELECT count(*), count(container) FROM unit") == (1, 1)
    assert desk.row("SELECT count(*) FROM replacement") == (1,)
    sound(desk)


def test_a_lead_undoes_a_swollen_units_class(desk, state):
    desk.open_parcel()
    desk.scan(state.affected())
    desk.until(Step.CONDITION)
    desk.scan("RI-C-K1")
    assert undo(desk).answer.message is Message.UNDO_NEEDS_LEAD
    assert undo_by_lead(desk).answer.message is Message.UNDONE_CONDITION
    assert desk.station.step is Step.CONDITION
    sound(desk)


@pytest.mark.parametrize(
    "wish",
    [
        SealContainer,
        lambda code: SuspectContainer(code, 24.0, "warm"),
    ],
    ids=["sealed", "under watch"],
)
def test_nothing_is_taken_out_of_a_container_that_is_not_free(desk, state, wish):
    desk.ask(wish(contained(desk)))
    assert undo_by_lead(desk).answer.message is Message.UNDO_NOTHING
    assert undo(desk).answer.message is Message.UNDO_NOTHING
    assert desk.row("SELECT count(container) FROM unit") == (1,)


def test_what_a_request_has_done_is_passed_over(desk, state):
    desk.open_parcel()
    desk.ask(OpenContainer(state.container(), Condition.R, UnNumber.UN3480))
    desk.ask(InspectContainer("RI-Q-0001-2"))
    assert undo(desk).answer.message is Message.UNDONE_PARCEL_OPENED
    assert desk.row("SELECT state, inspected_at IS NULL FROM container WHERE code = 'RI-Q-0001-2'") == (
        "open",
        0,
    )


def test_nothing_before_a_move_or_an_emergency_is_undone(desk, state):
    contained(desk)
    serial, un_number = desk.row("SELECT serial, un_number FROM unit")
    target = state.container()
    desk.ask(OpenContainer(target, Condition.R, un_number))
    assert desk.ask(MoveUnit(serial, target, state.lead, TRAINING_PIN)).answer.message is Message.MOVED
    assert undo_by_lead(desk).answer.message is Message.UNDO_NOTHING
    desk.scan("RI-C-CABLE")
    assert undo(desk).answer.message is Message.UNDONE_FLAG
    desk.scan("RI-C-K2")
    assert undo_by_lead(desk).answer.message is Message.EMERGENCY_ON
    desk.go_on()
    assert undo_by_lead(desk).answer.message is Message.UNDO_NOTHING
    sound(desk)


def test_refusals_repeats_and_questions_bar_nothing(desk, state):
    desk.open_parcel()
    for text in ("何かの名前", state.misread(), "RI-C-YES", "RI-C-INSPECT", "RI-Q-0999-7"):
        desk.scan(text)
    desk.scan("RI-C-NO")
    desk.scan("RI-C-NO", after=0.3)
    assert undo(desk).answer.message is Message.UNDONE_PARCEL_OPENED


def test_a_question_to_undo_survives_a_restart(desk, state):
    desk.open_parcel()
    desk.scan("RI-C-UNDO")
    desk.restart()
    assert desk.scan("RI-C-REASON-MISTAKE").answer.message is Message.UNDONE_PARCEL_OPENED
    negation = desk.rows("SELECT envelope ->> '$.body.reason' FROM event WHERE kind = 'FactNegated'")
    assert negation == [("mistake",)]


def test_an_undo_names_reason_and_person(desk, state):
    contained(desk)
    undo_by_lead(desk, UndoReason.WRONG_UNIT)
    (body, by) = desk.rows(
        "SELECT envelope ->> '$.body.reason', envelope ->> '$.cause.by' FROM event WHERE kind = 'FactNegated'"
    )[0]
    assert (body, by) == ("wrong_unit", "the test")


def test_undoing_the_next_parcels_label_opens_the_one_it_had_closed(desk, state):
    contained(desk)
    first = desk.station.receipt.parcel
    desk.scan(state.parcel())
    assert desk.station.receipt.parcel.id != first.id
    assert undo(desk).answer.message is Message.UNDONE_PARCEL_OPENED
    assert desk.station.receipt.parcel.id == first.id
    desk.restart()
    sound(desk)


def test_another_badges_act_in_a_closed_parcel_needs_the_lead(desk, state):
    desk.receive()
    desk.scan(state.supervisor)
    assert undo(desk).answer.message is Message.UNDO_NEEDS_LEAD
    assert undo_by_lead(desk).answer.message is Message.UNDONE_CLOSED
    assert desk.station.step is Step.PARCEL_OPEN
    sound(desk)


def test_half_an_act_is_never_given(desk, state, monkeypatch):
    """Where the look back ends within an act, that act is out of reach."""
    desk.open_parcel()
    desk.scan(state.affected())
    found = last_act(desk.station.journal.connection, desk.station.look_ups.quarantine(state.clock.wall))
    assert found is not None
    assert any(isinstance(event.fact, facts.UnitIdentified) for event in found.events)
    desk.scan(state.parcel())
    count = len(kinds(state.folder))
    for reach in range(1, count + 1):
        monkeypatch.setattr("intake.acts._REACH", reach)
        quarantine = desk.station.look_ups.quarantine(state.clock.wall)
        act = last_act(desk.station.journal.connection, quarantine)
        assert act is None or act.events[0].seq == found.events[0].seq
        assert act is None or act.events == found.events


def test_a_lead_undoes_only_the_act_he_was_shown(desk, state):
    """What the desk scans while the PIN is typed is not undone in its place."""
    contained(desk)
    act = last_act(desk.station.journal.connection, desk.station.look_ups.quarantine(0))
    shown = telling(act) if act else None
    assert shown is not None
    desk.scan("RI-C-CLOSE")
    desk.scan(state.parcel())
    wish = UndoAct(state.lead, TRAINING_PIN, UndoReason.WRONG_PLACE, shown.id)
    answer = desk.ask(wish).answer
    assert (answer.message, answer.params) == (Message.UNDO_CHANGED, {"act": "ParcelOpened"})
    assert desk.row("SELECT disposition FROM unit") == ("quarantined",)
    undo(desk)
    undo(desk)
    assert desk.ask(wish).answer.message is Message.UNDONE_CONTAINED
    sound(desk)


def test_a_unit_undone_keeps_its_parcel_open_until_it_is_taken_in_again(desk, state):
    """A battery on the table never vanishes by the operator alone."""
    desk.open_parcel()
    serial = state.affected()
    desk.scan(serial)
    desk.until(Step.CONDITION)
    while undo(desk).answer.message is not Message.UNDONE_UNIT:
        pass
    for text in ("RI-C-EMPTY", "RI-C-CLOSE", "RI-C-SHORT", state.parcel()):
        assert desk.scan(text).answer.message is Message.BATTERY_OUTSTANDING
    desk.scan(serial)
    desk.until(Step.PARCEL_OPEN)
    assert desk.scan("RI-C-CLOSE").answer.message is Message.PARCEL_CLOSED
    sound(desk)


def test_that_there_was_no_unit_is_the_leads_word(desk, state):
    desk.open_parcel()
    desk.scan("RI-C-UNREADABLE")
    assert undo(desk, "WRONG-UNIT").answer.message is Message.UNDO_NEEDS_LEAD
    assert undo_by_lead(desk, UndoReason.WRONG_UNIT).answer.message is Message.UNDONE_UNIT
    assert desk.scan("RI-C-EMPTY").answer.message is Message.PARCEL_EMPTY
    sound(desk)


def test_a_due_checklist_is_not_dodged_by_undoing_the_unit(open_desk, state):
    desk = open_desk(state, Settings(checklist_every=1))
    desk.open_parcel()
    serial = state.affected()
    for _ in range(2):
        desk.scan(serial)
        desk.until(Step.CONDITION)
        assert desk.scan("RI-C-INTACT").answer.message is Message.CHECKLIST_FIRST
        while undo(desk).answer.message is not Message.UNDONE_UNIT:
            pass
    sound(desk)


def test_evidence_is_given_up_by_the_lead_alone(desk, state):
    desk.open_parcel()
    desk.scan(state.affected())
    desk.until(Step.CONDITION)
    for text in ("RI-C-CHECK", *["RI-C-NO"] * 4, "RI-C-YES"):
        desk.scan(text)
    assert desk.row("SELECT holds FROM unit") == ('["EVIDENCE"]',)
    assert undo(desk).answer.message is Message.UNDO_NEEDS_LEAD
    assert undo_by_lead(desk).answer.message is Message.UNDONE_CONDITION
    assert desk.row("SELECT holds FROM unit") == ("[]",)
    sound(desk)


def test_a_hold_a_claim_has_cleared_is_nobodys_word_and_bars_nothing(desk, state):
    """What was queued by the act itself goes with it, as ever."""
    desk.ask(state.expect(ExpectedRow("481999999999", "C-0", None, None, None, 1), version="1"))
    label, serial = desk.open_parcel(), state.affected()
    desk.scan(serial)
    desk.until(Step.PARCEL_OPEN)
    desk.ask(state.expect(ExpectedRow(label, "C-1", serial, None, None, 1), version="2"))
    assert desk.rows("SELECT reason, decision FROM hold") == [("ORPHAN", "cleared")]
    assert undo_by_lead(desk).answer.message is Message.UNDONE_CONTAINED
    assert desk.rows("SELECT * FROM replacement") == []
    sound(desk)
    desk.until(Step.PARCEL_OPEN)
    assert desk.rows("SELECT state FROM replacement") == [("queued",)]
    sound(desk)


def test_an_act_that_lies_half_beyond_the_reach_is_not_half_undone(desk, state, monkeypatch):
    """The next parcel's label closed one parcel and opened another: both or neither."""
    contained(desk)
    desk.scan(state.parcel())
    assert kinds(state.folder)[-2:] == ["ParcelClosed", "ParcelOpened"]
    monkeypatch.setattr(acts, "_REACH", 1)
    assert undo(desk).answer.message is Message.UNDO_NOTHING
    monkeypatch.setattr(acts, "_REACH", 9)
    assert undo(desk).answer.message is Message.UNDONE_PARCEL_OPENED
