"""Notes to the desk: left by a lead, shown until somebody has read them."""

import pytest

from intake.facts import NoteLeft
from intake.notes import is_unread, unread
from intake.outcome import Message
from intake.receipt import Step
from intake.request import LeaveNote, ReadNote
from intake.verify import verify
from tests.intake.conftest import fold_log


def leave(desk, text, by=None):
    """Leave a note; its answer and the desk's scene."""
    return desk.ask(LeaveNote(text), by=by or desk.site.lead)


def test_a_note_is_shown_until_it_is_read(desk, state):
    desk.until(Step.IDLE)
    left = leave(desk, "Cage 3 first")
    assert left.answer.message is Message.NOTE_LEFT
    note = left.scene.note
    assert (note.text, note.by, left.scene.notes) == ("Cage 3 first", state.lead, 1)
    assert desk.station.step is Step.IDLE
    read = desk.ask(ReadNote(note.id), by=state.badge)
    assert (read.answer.message, read.scene.note, read.scene.notes) == (Message.NOTE_READ, None, 0)
    assert desk.row("SELECT read_by, read_at IS NOT NULL FROM note") == (state.badge, 1)
    assert verify(state.folder).faults == ()


def test_the_oldest_note_is_shown_first_also_after_a_restart(desk, state):
    texts = ["one", "two", "three"]
    for text in texts:
        leave(desk, text)
        state.clock.pass_by(1)
    desk.restart()
    shown = []
    scene = desk.station.standing(0).now.scene
    while scene.note is not None:
        shown.append((scene.note.text, scene.notes))
        scene = desk.ask(ReadNote(scene.note.id), by=state.badge).scene
    assert shown == [("one", 3), ("two", 2), ("three", 1)]


def test_a_note_is_read_once(desk, state):
    note = leave(desk, "once").scene.note
    assert is_unread(desk.station.journal.connection, note.id)
    desk.ask(ReadNote(note.id), by=state.badge)
    assert not is_unread(desk.station.journal.connection, note.id)
    for name in (note.id, "no note at all"):
        assert desk.ask(ReadNote(name), by=state.badge).answer.message is Message.NOTE_UNKNOWN


def test_the_command_line_leaves_notes_too_and_is_nobodys_badge(desk):
    note = leave(desk, "from the office", by="uid:1000").scene.note
    assert note.by == ""
    assert unread(desk.station.journal.connection) == (note,)


@pytest.mark.parametrize("text", ["", "   ", "x" * 201, "two\nlines", "\x1b[2J", "a\u202eb"])
def test_what_cannot_be_shown_on_one_line_is_no_note(desk, text):
    refused = leave(desk, text)
    assert (refused.answer.message, refused.scene.note) == (Message.NOTE_REFUSED, None)
    assert desk.rows("SELECT * FROM note") == []


@pytest.mark.parametrize("text", ["x" * 200, "かごは 3 番から", "[/b]{serial}' OR 1=1 --"])
def test_any_other_text_is_kept_as_it_is(desk, text):
    assert leave(desk, text).scene.note.text == text


def test_an_operator_reads_notes_and_leaves_none(desk, state):
    assert leave(desk, "mine", by=state.badge).answer.message is Message.NOT_ALLOWED
    assert leave(desk, "mine", by=state.supervisor).answer.message is Message.NOTE_LEFT


def test_a_note_changes_nothing_at_the_desk_not_even_an_open_question(desk, state):
    """Else the serial that was to be looked up would be taken in."""
    desk.open_parcel()
    asked = desk.scan("RI-C-LOOKUP")
    note = leave(desk, "coffee").scene.note
    read = desk.ask(ReadNote(note.id), by=state.badge)
    assert (read.prompt, read.step) == (asked.prompt, asked.step)
    desk.restart()
    assert desk.scan(state.affected()).answer.message is Message.LOOKED_UP_AFFECTED
    assert desk.station.receipt.parcel.units == ()
    assert fold_log(state.folder) == desk.station.receipt


def test_undoing_passes_a_note_over(desk):
    desk.open_parcel()
    leave(desk, "unrelated")
    assert desk.scan("RI-C-UNDO").answer.params["act"] == "ParcelOpened"


def test_a_note_is_left_once_however_often_it_is_sent(desk, state):
    for _ in range(2):
        desk.ask(LeaveNote("once"), request_id="the same", by=state.lead)
    assert desk.row("SELECT count(*) FROM note") == (1,)
    assert NoteLeft.__name__ in {kind for (kind,) in desk.rows("SELECT kind FROM event")}
