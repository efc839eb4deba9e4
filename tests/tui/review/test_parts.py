"""The parts of the review by themselves: pages, forms, the reader, the key that leaves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.message import Message

from intake.language import Language
from intake.sqlite import Connection
from intake.wording import Wording
from tui.leaving import LONGEST_THOUGHT, SHORTEST_PAUSE, Leaving
from tui.review.form import Field, Form
from tui.review.pages import KEPT, MOST, PAGE, Growing, Page, Pages
from tui.review.reader import Found, Reader, Unread
from tui.review.times import age
from tui.widgets.virtual_list import Sight

PATIENCE = 20
NOBODY: Any = None
"""A connection that is never used."""


class TestPages:
    """Rows of a list whose length is known."""

    @given(st.integers(1, 10_000), st.lists(st.integers(0, 9_999), max_size=40))
    def test_every_row_looked_at_is_there_and_few_are_kept(self, count: int, looks: list[int]) -> None:
        """Wherever the list is looked at, and in whatever order."""
        pages = Pages(NOBODY, count, lambda _, first: range(first, min(first + PAGE, count)))
        for look in looks:
            sight = Sight(min(look, count - 1), min(look + 40, count))
            while (work := pages.wanted(sight)) is not None:
                pages.take(work(NOBODY))
            assert [pages.row(place) for place in range(*sight)] == list(range(*sight))
            assert len(pages._pages) <= KEPT  # noqa: SLF001

    def test_what_is_wanted_again_is_told_by_its_being_equal(self) -> None:
        """So that nothing is read twice while a key is held down."""
        pages = Pages(NOBODY, 10 * PAGE, lambda _, first: range(first, first + PAGE))
        first = pages.wanted(Sight(0, 40))
        assert first == pages.wanted(Sight(36, 76))
        assert first != pages.wanted(Sight(9 * PAGE, 9 * PAGE + 40))
        rows = Growing(NOBODY, lambda *_: Page((1,), "a", finished=False))
        first = rows.wanted(Sight(0, 40))
        assert first == rows.wanted(Sight(0, 76))
        rows.take(first(NOBODY))  # type: ignore[misc]
        assert first != rows.wanted(Sight(0, 40))

    def test_an_empty_list_wants_nothing(self) -> None:
        """There is nothing to read."""
        assert Pages(NOBODY, 0, lambda *_: ()).wanted(Sight(0, 0)) is None


class TestGrowing:
    """Rows each page of which is found by the one before."""

    def test_pages_follow_one_another_until_the_last(self) -> None:
        """Also where a page holds no row."""
        left = [
            Page((1, 2), "a", finished=False),
            Page((), "b", finished=False),
            Page((3,), None, finished=True),
        ]
        rows = Growing(NOBODY, lambda _, mark: left[{None: 0, "a": 1, "b": 2}[mark]])  # type: ignore[index]
        while (work := rows.wanted(Sight(0, 10))) is not None:
            rows.take(work(NOBODY))
        assert rows.rows == [1, 2, 3]
        assert rows.row(3) is None

    def test_an_endless_list_ends_where_nobody_reads_on(self) -> None:
        """Memory stays bounded."""
        rows = Growing(NOBODY, lambda *_: Page(range(PAGE), 1, finished=False))
        while (work := rows.wanted(Sight(rows.count, rows.count + 40))) is not None:
            rows.take(work(NOBODY))
        assert MOST <= rows.count < MOST + PAGE


class TestForm:
    """Fields filled by keys."""

    def fields(self) -> tuple[Field, ...]:
        """Give one of each kind."""
        choices = (("a", "A"), ("b", "B"))
        return Field("what", "", choices=choices), Field("note", "", longest=5), Field("pin", "", hidden=True)

    def test_it_is_filled_field_by_field(self) -> None:
        """Choices go round, texts have an end, control characters are none."""
        form = Form(self.fields())
        form.type("x")
        form.choose(-1)
        form.go(1)
        form.choose(1)
        for character in "abc\x1b\x11defg":
            form.type(character)
        form.take_back()
        form.go(5)
        assert form.is_last
        form.type("0000")
        assert form.values == {"what": "b", "note": "abcd", "pin": "0000"}

    def test_one_field_is_emptied_and_gone_to(self) -> None:
        """As after a wrong PIN."""
        form = Form(self.fields())
        form.go_to("pin")
        form.type("1")
        form.empty("pin")
        form.go(-9)
        assert form.field.name == "what"
        assert not form.values["pin"]


class Told:
    """What a reader has told, and when it has told the last of it."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._is_whole = threading.Event()

    def __call__(self, message: Message) -> None:
        """Take a message."""
        self.messages.append(message)
        if isinstance(message, Found | Unread) and message.name == "last":
            self._is_whole.set()

    def whole(self) -> list[Message]:
        """Wait for the last."""
        assert self._is_whole.wait(PATIENCE)
        return self.messages


class TestReader:
    """A thread of its own."""

    def test_of_waiting_look_ups_by_one_name_only_the_newest_is_done(self, folder: Path) -> None:
        """Each key makes the search before it useless."""
        told, gate, going = Told(), threading.Event(), threading.Event()

        def hold(_connection: object) -> None:
            going.set()
            gate.wait(PATIENCE)

        reader = Reader(folder)
        try:
            reader.ask("first", hold, told)
            assert going.wait(PATIENCE)
            tickets = [reader.ask("search", partial(_number, number), told) for number in range(5)]
            reader.ask("last", partial(_number, 9), told)
            gate.set()
            messages = told.whole()
        finally:
            reader.close()
        found = [message for message in messages if isinstance(message, Found) and message.name == "search"]
        assert [(message.ticket, message.value) for message in found] == [(tickets[-1], 4)]

    @pytest.mark.parametrize(
        "bad",
        [
            pytest.param(lambda connection: connection.execute("SELECT nothing"), id="of the database"),
            # A row of a newer release, a number out of range.
            pytest.param(lambda _connection: date.max + timedelta(days=1), id="of any other kind"),
        ],
    )
    def test_a_failed_look_up_is_told_and_the_next_is_done(
        self, folder: Path, bad: Callable[[Connection], object]
    ) -> None:
        """The thread lives on, whatever the fault."""
        told, reader = Told(), Reader(folder)
        try:
            reader.ask("bad", bad, told)
            reader.ask("last", partial(_number, 1), told)
            unread, good = told.whole()
        finally:
            reader.close()
        assert isinstance(unread, Unread)
        assert isinstance(good, Found)

    def test_a_folder_without_a_journal_is_told(self, tmp_path: Path) -> None:
        """In a sentence that says what to do."""
        told, reader = Told(), Reader(tmp_path)
        try:
            reader.ask("last", partial(_number, 1), told)
            (unread,) = told.whole()
        finally:
            reader.close()
        assert isinstance(unread, Unread)
        assert "intake init" in unread.reason


def _number(number: int, _connection: object) -> int:
    return number


@pytest.mark.parametrize(
    ("presses", "leaves"),
    [
        ([0.0], False),
        ([0.0, SHORTEST_PAUSE / 10], False),
        ([0.0, SHORTEST_PAUSE * 2], True),
        ([0.0, LONGEST_THOUGHT * 2], False),
    ],
)
def test_only_a_person_leaves(presses: list[float], leaves: bool) -> None:
    """Two presses, neither at once nor long after."""
    leaving = Leaving()
    assert [leaving.press(at) for at in presses][-1] is leaves


def test_ages_are_hours_then_days() -> None:
    """What is old is told in days."""
    worded = Wording(Language.EN)
    at = "2031-03-04T00:00:00.000Z"
    begin = 1_930_348_800.0
    assert age(at, begin + 3600 * 5, worded) == "5 h"
    assert age(at, begin + 86_400 * 3, worded) == "3 d"
    assert age(None, begin, worded) == ""
