"""Questions."""

from __future__ import annotations

from intake.question import Ask, Question


def test_a_question_is_stored_under_these_names():
    """Journals hold them for ever."""
    assert set(Ask) == {
        *("reopen", "second_unit", "second_keyed", "empty", "open_container", "undo"),
        *("move_what", "move_where", "inspect", "look_up"),
    }


def test_a_question_is_about_nothing_unless_it_says_so():
    assert Question(Ask.INSPECT) == Question(Ask.INSPECT, "")
    assert Question(Ask.UNDO, "a") != Question(Ask.UNDO, "b")
