"""Search: units found by a query, newest first, page by page, however many there are.

A word that few units fit is looked up in its index. Where every word fits many, the units are looked through
from the newest, a stretch at each call, so that no call takes long and the screen can say how far it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import msgspec

from intake.condition import Condition
from intake.local_day import LocalDay
from intake.review.query import Field, Query, Term, Trait
from intake.review.unit_row import HEADER, SELECT, UnitRow, unit_row
from intake.sqlite import Connection
from intake.verdict import Verdict

FEW = 4_000
"""Units that fit a word, up to which they are fetched one by one."""

STRETCH = 30_000
"""Units looked through at one call where no word is rare."""

__all__ = ["Found", "Search", "UnitRow"]

Values = tuple[object, ...]
Clause = tuple[str, Values]


class Found(NamedTuple):
    """One page, which may be short or even empty while there is more to look through."""

    rows: tuple[UnitRow, ...]
    mark: int | None
    """Where to go on: `find(query, after=mark)`."""

    finished: bool
    looked: int
    """Units looked at so far, of `of`."""

    of: int


class Search:
    """Searches over one connection, which belongs to the thread that opened it."""

    def __init__(self, connection: Connection, few: int = FEW, stretch: int = STRETCH) -> None:
        """Search what this connection reads."""
        self._connection = connection
        self._few = few
        self._stretch = stretch

    def find(self, query: Query, after: int | None = None, limit: int = 60) -> Found:
        """Give at most `limit` units that fit, in the order of their arrival, the newest first.

        The first page begins with parcels of that label or claim that have no unit.
        """
        (newest,) = self._connection.execute("SELECT max(rowid) FROM unit").fetchone()
        newest = newest or 0
        below = newest + 1 if after is None else after
        bare = self._bare(query, limit) if after is None else ()
        few = self._rare(query)
        if few is not None:
            found = self._fetched(query, {rowid for rowid in few if rowid < below}, limit, newest)
        else:
            found = self._looked_through(query, below, limit, newest)
        return found._replace(rows=(*bare, *found.rows))

    def all(self, query: Query, limit: int = 500) -> Iterator[UnitRow]:
        """Give every unit that fits, a page at a time in memory."""
        found = self.find(query, None, limit)
        yield from found.rows
        while not found.finished:
            found = self.find(query, found.mark, limit)
            yield from found.rows

    def _rare(self, query: Query) -> set[int] | None:
        """Give the rows of all that can be looked up, as few as possible; None where every word is common."""
        sets = [few for term in query.terms if (few := self._fitting(term)) is not None]
        return set.intersection(*sets) if sets else None

    def _fitting(self, term: Term) -> set[int] | None:
        fitting: set[int] = set()
        for trait in term.traits:
            for where, values in _probes(trait):
                asked = (*values, self._few + 1)
                (rowids,) = self._connection.execute(_PROBE.format(where), asked).fetchone()
                fitting.update(msgspec.json.decode(rowids))
                if len(fitting) > self._few:
                    return None
            if not _probes(trait):
                return None
        return fitting

    def _fetched(self, query: Query, few: set[int], limit: int, newest: int) -> Found:
        where, values = _clauses(query)
        rowids = msgspec.json.encode(sorted(few)).decode()
        rows = self._page(f"{_AMONG} AND {where}", (rowids, *values), limit)
        return _found(rows, limit, newest)

    def _looked_through(self, query: Query, below: int, limit: int, newest: int) -> Found:
        where, values = _clauses(query)
        least = max(below - self._stretch, 1)
        rows = self._page(f"{_BETWEEN} AND {where}", (below, least, *values), limit)
        if len(rows) == limit or least == 1:
            return _found(rows, limit, newest)
        found = tuple(unit_row(row) for row in rows)
        return Found(found, least, finished=False, looked=newest - least + 1, of=newest)

    def _page(self, where: str, values: Values, limit: int) -> list[tuple[Any, ...]]:
        inner = f"{SELECT} WHERE {where} ORDER BY u.rowid DESC LIMIT ?"
        (rows,) = self._connection.execute(_ROWS.format(inner), (*values, limit)).fetchone()
        return _decode_rows(rows)

    def _bare(self, query: Query, limit: int) -> tuple[UnitRow, ...]:
        """Give parcels without units, where every word names one by its label or its claim."""
        clauses = [_parcel_clause(term) for term in query.terms]
        if not clauses or any(not where for where, _ in clauses):
            return ()
        where = " AND ".join(where for where, _ in clauses)
        values = [value for _, each in clauses for value in each]
        found = f"{_BARE} AND {where} ORDER BY p.rowid DESC LIMIT ?"
        rows = self._connection.execute(found, (*values, limit))
        return tuple(unit_row(row) for row in rows.fetchall())


_PROBE = "SELECT json_group_array(mark) FROM (SELECT u.rowid AS mark FROM unit AS u WHERE {} LIMIT ?)"
_ROWS = f"SELECT json_group_array(json_array(mark, {', '.join(HEADER)}) ORDER BY mark DESC) FROM ({{}})"  # noqa: S608
"""All in one row: between two rows the screen's thread may take its turn, and then it takes it whole."""

_decode_rows = msgspec.json.Decoder(list[tuple[Any, ...]]).decode

_AMONG = "u.rowid IN (SELECT value FROM json_each(?))"
_BETWEEN = "u.rowid < ? AND u.rowid >= ?"
_BARE = (
    "SELECT p.rowid, NULL, p.parcel, p.label, p.claim, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "
    "'[]', p.opened_at, p.operator FROM parcel AS p WHERE p.units = 0"
)
_BARE_FIELDS = {Field.LABEL: "p.label = ?", Field.CLAIM: "p.claim = ?"}


def _parcel_clause(term: Term) -> Clause:
    traits = [trait for trait in term.traits if trait.field in _BARE_FIELDS]
    where = " OR ".join(_BARE_FIELDS[trait.field] for trait in traits)
    return where and f"({where})", tuple(trait.value for trait in traits)


def _found(rows: list[tuple[Any, ...]], limit: int, newest: int) -> Found:
    finished = len(rows) < limit
    mark = None if finished else rows[-1][0]
    looked = newest if finished else newest - rows[-1][0] + 1
    return Found(tuple(unit_row(row) for row in rows), mark, finished, looked, newest)


def _clauses(query: Query) -> Clause:
    """Say what a row must hold to fit: for every word any of its traits."""
    words = [[_clause(trait) for trait in term.traits] for term in query.terms]
    where = " AND ".join("(" + " OR ".join(where for where, _ in word) + ")" for word in words)
    return where or "TRUE", tuple(value for word in words for _, values in word for value in values)


_EXACT = {
    Field.TAIL: "substr(u.serial, -6) = ?",
    Field.LABEL: "u.parcel IN (SELECT parcel FROM parcel WHERE label = ?)",
    Field.CLAIM: "u.parcel IN (SELECT parcel FROM parcel WHERE claim = ?)",
    Field.BAG: "u.bag = ?",
    Field.CONTAINER: "u.container = ?",
    Field.OPERATOR: "u.operator = ?",
    Field.VERDICT: "u.verdict = ?",
    Field.CONDITION: "u.condition = ?",
    Field.MODEL: "u.model = ?",
}
_HELD = "u.holds <> '[]'"
_LAST = "\U0010ffff"
"""The last character there is: a beginning followed by it comes after everything that begins so."""


def _clause(trait: Trait) -> Clause:
    match trait:
        case Trait(Field.SERIAL, prefix):
            return "(u.serial >= ? AND u.serial < ?)", (prefix, prefix + _LAST)
        case Trait(Field.DAY, day):
            local = LocalDay(date.fromisoformat(day))
            return _DAY, (*local.ids, *local.times)
        case Trait(Field.HELD):
            return _HELD, ()
        case Trait(Field.HOLD, kind):
            return f"({_HELD} AND instr(u.holds, ?) > 0)", (f'"{kind}"',)
        case Trait(field, value):
            return _EXACT[field], (value,)


_DAY = "(u.unit >= ? AND u.unit < ? AND u.identified_at >= ? AND u.identified_at < ?)"


def _probes(trait: Trait) -> tuple[Clause, ...]:
    """Give clauses that together mean the trait, each answered by an index; none where there is no index.

    Nearly every unit has the condition R, and a badge has thousands: every scan would pay for little.
    """
    where, values = _clause(trait)
    match trait:
        case Trait(Field.CONDITION, Condition.R) | Trait(Field.OPERATOR, _):
            return ()
        case Trait(Field.CONDITION, _):
            return ((f"{where} AND u.condition <> 'R'", values),)
        case Trait(Field.MODEL, model):
            named = tuple(("u.verdict = ? AND u.model = ?", (verdict, model)) for verdict in Verdict)
            return (*named, ("u.verdict IS NULL AND u.model = ?", (model,)))
        case _:
            return ((where, values),)
