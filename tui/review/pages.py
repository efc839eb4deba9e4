"""Pages: rows read so far. Only the list on the screen is endless; what is kept of it is bounded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from intake.sqlite import Connection
from intake.wording import Wording
from tui.review.reader import Work
from tui.widgets.lines import Styled
from tui.widgets.virtual_list import Sight

PAGE = 256
"""Rows read at once."""

KEPT = 16
"""Pages kept of a list that can be read anywhere."""

MOST = 10_000
"""Rows listed where each page is found by the one before; nobody reads further, and an export writes all."""

AHEAD = PAGE
"""Rows on either side of those in sight that are read before they are reached: a key held down must not
overtake them."""

Column = tuple[str, int]
"""A text and its cells; 0 cells take what is left."""

Row = TypeVar("Row")
Row_contra = TypeVar("Row_contra", contravariant=True)


class Words(Protocol[Row_contra]):
    """How one kind of row is worded: a module with these three functions."""

    def heads(self, width: int, wording: Wording, /) -> Iterable[Column]:
        """Name the columns."""

    def line(self, row: Row_contra, width: int, wording: Wording, /) -> Styled:
        """Word a row in so many cells."""

    def in_full(self, row: Row_contra, wording: Wording, /) -> Iterable[str]:
        """Say all about a row."""


class Rows(Protocol):
    """Rows of one kind, read as they are wanted."""

    @property
    def count(self) -> int:
        """How many there are, as far as that is known."""

    @property
    def words(self) -> Words[Any]:
        """How they are worded."""

    def row(self, position: int) -> object | None:
        """Give a row, or None where it is not read."""

    def wanted(self, sight: Sight) -> Work | None:
        """Give the look-up that what is in sight needs, or None; for the same rows an equal one."""

    def take(self, value: Any) -> None:  # noqa: ANN401 (what its own look-up gives)
        """Take what that look-up has found."""


class Page(NamedTuple, Generic[Row]):
    """The next rows of a list, and what those behind them are asked by."""

    rows: Sequence[Row]
    mark: object
    finished: bool
    part: int = 100
    """How much has been looked through, in per cent."""


@dataclass(frozen=True, slots=True)
class _Next(Generic[Row]):
    """The look-up of the page behind a mark."""

    read: Callable[[Connection, object], Page[Row]]
    mark: object

    def __call__(self, connection: Connection) -> Page[Row]:
        return self.read(connection, self.mark)


@dataclass(frozen=True, slots=True)
class _Anywhere(Generic[Row]):
    """The look-up of pages by their numbers."""

    read: Callable[[Connection, int], Sequence[Row]]
    numbers: tuple[int, ...]

    def __call__(self, connection: Connection) -> list[tuple[int, Sequence[Row]]]:
        return [(number, self.read(connection, number * PAGE)) for number in self.numbers]


class Growing(Generic[Row]):
    """Rows read from the first on, each page behind the one before."""

    def __init__(self, words: Words[Row], read: Callable[[Connection, object], Page[Row]]) -> None:
        """Begin with nothing read; `read` gives the page behind a mark, the first behind None."""
        self.words = words
        self._read = read
        self.rows: list[Row] = []
        self.last: Page[Row] = Page((), None, finished=False, part=0)

    @property
    def count(self) -> int:
        """How many are read."""
        return len(self.rows)

    def row(self, position: int) -> Row | None:
        """Give a row, or None where there is none."""
        return self.rows[position] if position < len(self.rows) else None

    def wanted(self, sight: Sight) -> Work | None:
        """Give the look-up of the next page, where it is nearly reached."""
        if self.last.finished or len(self.rows) >= min(sight.end + AHEAD, MOST):
            return None
        return _Next(self._read, self.last.mark)

    def take(self, value: Page[Row]) -> None:
        """Put the next page behind the others."""
        self.rows.extend(value.rows)
        self.last = value


class Pages(Generic[Row]):
    """Rows of a list whose length is known: any page can be read at any time."""

    def __init__(
        self, words: Words[Row], count: int, read: Callable[[Connection, int], Sequence[Row]]
    ) -> None:
        """Begin with nothing read; `read` gives the page that begins at a position."""
        self.words = words
        self.count = count
        self._read = read
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def row(self, position: int) -> Row | None:
        """Give a row, or None where it is not read."""
        number, place = divmod(position, PAGE)
        page = self._pages.get(number, ())
        return page[place] if place < len(page) else None

    def wanted(self, sight: Sight) -> Work | None:
        """Give the look-up of pages in sight that are not read; once they are, of those nearly reached."""
        near = Sight(max(sight.first - AHEAD, 0), min(sight.end + AHEAD, self.count))
        missing = self._missing(sight) or self._missing(near)
        return _Anywhere(self._read, missing) if missing else None

    def _missing(self, sight: Sight) -> tuple[int, ...]:
        if not self.count:
            return ()
        numbers = range(sight.first // PAGE, max(sight.end - 1, sight.first) // PAGE + 1)
        for number in numbers:
            if number in self._pages:
                self._pages.move_to_end(number)
        return tuple(number for number in numbers if number not in self._pages)

    def take(self, value: Iterable[tuple[int, Sequence[Row]]]) -> None:
        """Keep pages, in place of those that were wanted longest ago."""
        for number, page in value:
            self._pages[number] = page
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
