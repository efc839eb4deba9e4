"""A register: holds, containers or replacements as a listing, narrowed by what is typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from intake.outcome import Outcome
from intake.sqlite import Connection
from intake.wording import Wording
from tui.review.listed import Listed
from tui.review.pages import PAGE, Growing, Page, Words
from tui.review.room import Room
from tui.review.searching import Searching
from tui.review.story import StoryScreen

MOST_LOOKED = 8
"""Pages looked through at once for rows that fit; what is found by then is shown."""


class Marked(Protocol):
    """A row that says what those behind it are asked by."""

    @property
    def mark(self) -> Any:  # noqa: ANN401 (each register's own)
        """Of this row."""


Row = TypeVar("Row", bound=Marked)
Row_contra = TypeVar("Row_contra", bound=Marked, contravariant=True)
Fetch = Callable[[Connection, Any, int], Sequence[Row]]
"""Reads so many rows behind a mark."""


class RegisterWords(Words[Row_contra], Protocol[Row_contra]):
    """How a register's rows are worded."""

    def texts(self, row: Row_contra, wording: Wording, /) -> Iterator[str]:
        """Give what a row is found by."""


def fits(texts: Iterator[str], words: Sequence[str]) -> bool:
    """Tell whether every word stands in one of a row's texts."""
    whole = folded("\n".join(texts))
    return all(word in whole for word in words)


def folded(text: str) -> str:
    """Make full-width and narrow, upper and lower case the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def read(fetch: Fetch[Row], fit: Callable[[Row], bool], connection: Connection, mark: object) -> Page[Row]:
    """Read the next rows that fit."""
    found: list[Row] = []
    for _ in range(MOST_LOOKED):
        rows = fetch(connection, mark, PAGE)
        found += filter(fit, rows)
        if len(rows) < PAGE:
            return Page(found, None, finished=True)
        mark = rows[-1].mark
        if len(found) >= PAGE:
            break
    return Page(found, mark, finished=False)


class Register(Searching, Generic[Row]):
    """Rows of one register."""

    HEADER: tuple[str, ...]
    """Names of the columns in a file."""

    def __init__(self, room: Room, words: RegisterWords[Row], fetch: Fetch[Row]) -> None:
        """List everything."""
        self._words = words
        self._fetch = fetch
        self._returns_to = 0
        super().__init__(room, Growing(words, partial(read, fetch, lambda _: True)))

    def follow(self) -> None:
        """List what fits the words typed."""
        self.begin(Growing(self._words, partial(read, self._fetch, self._fit())))

    def _fit(self) -> Callable[[Row], bool]:
        words, wording = folded(self.search.text).split(), self.room.wording
        return lambda row: fits(self._words.texts(row, wording), words)

    def read_again(self) -> None:
        """Read all rows anew, for the station has changed something; the same place stays selected."""
        self._returns_to = self.list.selected
        self.follow()

    def show_first(self) -> None:
        """Go back to the place that was selected."""
        self.list.move_to(self._returns_to)
        self._returns_to = 0

    def go_on(self, outcome: Outcome | None) -> None:
        """Say what a card has done, if anything, and list how it stands now."""
        if outcome is not None:
            self.read_again()
            self.note(self.room.wording.sentence(outcome.answer.line))

    async def tell_story(self, unit: str) -> None:
        """Tell the story of one row's unit."""
        await self.app.push_screen(StoryScreen(self.room, unit, None))

    def listed(self) -> Listed:
        """Give all rows that fit, for a file."""
        header = tuple(name for name in self.HEADER if name != "mark")
        return Listed(self.NAME, header, partial(every, self._fetch, self._fit()))


def every(
    fetch: Fetch[Row], fit: Callable[[Row], bool], connection: Connection
) -> Iterator[Mapping[str, object]]:
    """Read all rows that fit, page by page."""
    mark: object = None
    while rows := fetch(connection, mark, PAGE):
        yield from (_mapping(row) for row in rows if fit(row))
        if len(rows) < PAGE:
            return
        mark = rows[-1].mark


def _mapping(row: object) -> Mapping[str, object]:
    """Give a row's values; its mark is for reading on alone."""
    assert isinstance(row, msgspec.Struct)  # noqa: S101 (every register's rows are)
    return {name: value for name, value in msgspec.structs.asdict(row).items() if name != "mark"}
