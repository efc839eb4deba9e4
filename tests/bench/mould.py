"""Moulds: what the real station records for a parcel, ready to be cast again with other numbers.

The station itself takes in one parcel of each kind. Its events and view rows are read back and every value
that is the parcel's own (identifiers, labels, times, numbers) becomes a blank. A cast then holds, byte for
byte, what this release would write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from intake.events import Event, event_of
from intake.facts import ParcelClosed, ParcelOpened
from intake.journal import envelopes
from intake.outcome import Outcome
from intake.request import OpenContainer, Request, SealContainer
from intake.scan import Method, Moment, Scan, Severity, Symbology
from intake.station import Station
from intake.surroundings import uuid7
from tests.bench.parcels import BADGE

STEP = 8_000
"""Milliseconds between two answers: an ordinary parcel takes forty seconds."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_OWN_TO_EACH = (
    (re.compile(r'"seq":\d+'), '"seq":%(seq)d'),
    (re.compile(r'"first":\d+'), '"first":%(first)d'),
    (re.compile(r'"mono":\d+'), '"mono":%(wall)d000000'),
    (re.compile(r'"wall":\d+'), '"wall":%(wall)d'),
    (re.compile(r'"monotonic":\d+'), '"monotonic":%(wall)d000000'),
    (re.compile(r'"at":"[^"]+"'), '"at":"%(at)s"'),
)
_PARCEL_TABLES = ("parcel", "unit", "accessory", "replacement", "hold")

Values = Mapping[str, Any]


class Clock:
    """A clock that moves on by a step whenever it is looked at."""

    def __init__(self, wall: int) -> None:
        """Begin at so many milliseconds since 1970."""
        self.wall = wall

    def moment(self) -> Moment:
        """Give the next moment."""
        self.wall += STEP
        return Moment(self.wall, self.wall * 1_000_000)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a view with its blanks."""

    table: str
    values: tuple[Any, ...]
    blanks: frozenset[int]
    """Places whose text has blanks."""

    def cast(self, values: Values) -> tuple[Any, ...]:
        """Fill the blanks."""
        return tuple(text % values if n in self.blanks else text for n, text in enumerate(self.values))


@dataclass(frozen=True, slots=True)
class Mould:
    """One kind of parcel, or one kind of request."""

    answers: tuple[tuple[str, ...], ...]
    """Envelopes with blanks, those of one answer together."""

    lines: tuple[Line, ...]
    fresh: int
    """How many identifiers `u0`, `u1`, … a cast needs besides its parcel's and its events' own."""

    container: str
    """The container of the original: others of its class take the casts."""


@dataclass
class _Blanks:
    """Values of one original and the names of the blanks that stand for them."""

    names: dict[str, str]
    fixed: frozenset[str]
    fresh: int = 0

    def envelope(self, text: str, own_id: str) -> str:
        """Put blanks into an envelope."""
        text = text.replace(own_id, "\0")
        for found in _UUID.findall(text):
            if found not in self.names and found not in self.fixed:
                self.names[found] = f"u{self.fresh}"
                self.fresh += 1
        text = self._cut(text).replace("\0", "%(id)s")
        for pattern, blank in _OWN_TO_EACH:
            text = pattern.sub(blank, text, count=1)
        return text

    def line(self, table: str, row: Iterable[Any]) -> Line:
        """Put blanks into a view's row."""
        values = tuple(self._cut(value) if isinstance(value, str) else value for value in row)
        return Line(table, values, frozenset(n for n, each in enumerate(values) if "%" in str(each)))

    def _cut(self, text: str) -> str:
        text = text.replace("%", "%%")
        for value, name in self.names.items():
            text = text.replace(value, f"%({name})s")
        return text


@dataclass
class Original:
    """A parcel the station took in, scan by scan."""

    scans: Mapping[str, str]
    """What was scanned, by the names of the blanks."""

    outcomes: list[Outcome] = field(default_factory=list)


class Caster:
    """Lets a station take things in and makes moulds of what it recorded."""

    def __init__(self, station: Station, clock: Clock) -> None:
        """Work with a station whose surroundings use `clock`."""
        self._station = station
        self._clock = clock
        self._connection = station.journal.connection
        first = next(envelopes(self._connection, "WHERE seq = 1"))
        self._fixed = frozenset({first.boot, first.incarnation})

    def scan(self, text: str) -> Outcome:
        """Let the station take one scan. Raises ValueError when it is refused."""
        moment = self._clock.moment()
        return self._taken(
            Scan(
                raw=text.encode(),
                text=text,
                source="port:/dev/serial/by-id/usb-bench",
                wall=moment.wall,
                monotonic=moment.monotonic,
                method=Method.PORT,
                symbology=Symbology.UNKNOWN,
            )
        )

    def _taken(self, arrived: Scan | Request) -> Outcome:
        outcome = self._station.accept(arrived)
        if outcome.seq is None or outcome.answer.severity is Severity.REFUSED:
            raise ValueError(f"expected to be taken, got {outcome.answer} for {arrived}")
        return outcome

    def request(self, wish: OpenContainer | SealContainer) -> Mould:
        """Let the station grant a wish about a container and make a mould of it."""
        outcome = self._taken(Request(uuid7(self._clock.wall), "bench", wish))
        blanks = _Blanks({wish.code: "container", self._events(outcome)[0].at: "at0"}, self._fixed)
        answers = (self._envelopes(outcome, blanks),)
        row = self._connection.execute("SELECT * FROM container WHERE code = ?", (wish.code,)).fetchone()
        return Mould(answers, (blanks.line("container", row),), blanks.fresh, wish.code)

    def parcel(self, scans: Mapping[str, str]) -> Original:
        """Let the station take a parcel; it stays open until the next one comes."""
        return Original(scans, [self.scan(text) for text in scans.values()])

    def mould(self, original: Original, after: Original) -> Mould:
        """Make a mould of a parcel that `after` has closed."""
        own = {text: name for name, text in original.scans.items() if name in _BLANK}
        blanks = _Blanks({BADGE: "operator", **own}, self._fixed)
        answers = [*original.outcomes, after.outcomes[0]]
        for number, outcome in enumerate(answers):
            blanks.names[self._events(outcome)[0].at] = f"at{number}"
        closed, opened = self._events(answers[0])
        assert isinstance(closed.fact, ParcelClosed)
        assert isinstance(opened.fact, ParcelOpened)
        blanks.names |= {str(closed.parcel): "previous", str(opened.parcel): "parcel"}
        cut = tuple(self._envelopes(outcome, blanks) for outcome in original.outcomes)
        lines = tuple(self._lines(str(opened.parcel), blanks))
        return Mould(cut, lines, blanks.fresh, original.scans["container"])

    def _events(self, outcome: Outcome) -> list[Event]:
        ids = [event.id for event in outcome.events]
        return [event_of(next(envelopes(self._connection, "WHERE id = ?", (one,)))) for one in ids]

    def _envelopes(self, outcome: Outcome, blanks: _Blanks) -> tuple[str, ...]:
        query = "SELECT envelope FROM event WHERE id = ?"
        ids = [event.id for event in outcome.events]
        texts = [self._connection.execute(query, (one,)).fetchone()[0] for one in ids]
        return tuple(blanks.envelope(text, one) for text, one in zip(texts, ids, strict=True))

    def _lines(self, parcel: str, blanks: _Blanks) -> Iterable[Line]:
        for table in _PARCEL_TABLES:
            rows = self._connection.execute(f"SELECT * FROM [{table}] WHERE parcel = ?", (parcel,))
            yield from (blanks.line(table, row) for row in rows.fetchall())


_BLANK = frozenset({"label", "serial", "bag", "container"})
"""Scans that are a parcel's own; command cards are the same for all."""
