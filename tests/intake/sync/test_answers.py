"""Answers on replacements come to the desk, once."""

from __future__ import annotations

import pytest

from intake.sync import answers as asked

ANSWERED = "SELECT answer, number FROM replacement ORDER BY number"


def test_what_the_hub_awards_is_acknowledged_at_the_desk(pair):
    pair.work(3)
    report = pair.sync()
    assert report.answers == 3
    assert [answer for answer, _ in pair.rows(ANSWERED)] == ["acknowledged"] * 3
    assert pair.sync().answers == 0


def test_many_come_in_portions(pair, monkeypatch):
    monkeypatch.setattr(asked, "AT_ONCE", 2)
    pair.work(5)
    assert pair.sync().answers == 5
    assert len({number for _, number in pair.rows(ANSWERED)}) == 5


@pytest.mark.parametrize("is_lost", [False, True])
def test_answers_that_are_there_already_are_passed_over(pair, is_lost):
    pair.work(2)
    pair.sync()
    pair.sync()
    events = "SELECT count(*) FROM event WHERE kind = 'ReplacementAnswered'"
    before = pair.rows(events)
    if is_lost:
        (pair.folder / "sync.db").unlink()
    pair.sync()
    assert pair.rows(events) == before
