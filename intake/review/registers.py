"""Registers: holds, containers, replacements and units judged again, a page at a time.

A page goes on after the last row's mark, so that rows which come or go meanwhile shift nothing; a page
shorter than was asked for is the last.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from intake.condition import Condition
from intake.container import ContainerState
from intake.dispatch import ReplacementState
from intake.disposition import UnitDisposition
from intake.hold import HoldDecision, HoldKind
from intake.review.unit_row import DISPOSITION
from intake.sqlite import Connection
from intake.verdict import Verdict
from intake.wire import HubAnswer

Mark = tuple[str | int, ...]
_Row = TypeVar("_Row", bound=msgspec.Struct)


class HoldRow(msgspec.Struct, frozen=True):
    """One hold on a unit's replacement."""

    hold: str
    """Its identifier, by which it is resolved."""

    unit: str
    parcel: str
    """The parcel's identifier."""

    label: str
    serial: str | None
    reason: HoldKind
    detail: str
    """What it was compared with: the nearest serial of the claim, an earlier parcel."""

    raised_at: str
    resolved_at: str | None
    decision: HoldDecision | None
    resolved_by: str | None
    """The supervisor's badge."""

    reference: str | None
    note: str | None
    operator: str | None
    """Who took the unit in."""

    mark: Mark


class ContainerRow(msgspec.Struct, frozen=True):
    """One container with what stands in it."""

    code: str
    condition: Condition
    un_number: str
    state: ContainerState
    location: str | None
    zone: str | None
    holding: bool
    """A holding box of the desk."""

    units: int
    limit_units: int
    wh: float
    limit_wh: float
    grams: int
    limit_grams: int
    """Gross, as `grams` is."""

    opened_at: str
    first_unit_at: str | None
    inspected_at: str | None
    suspect_until: str | None
    document: str | None
    """Of the hand-over."""

    mark: Mark


class ReplacementRow(msgspec.Struct, frozen=True):
    """What is owed for one unit."""

    key: str
    unit: str
    label: str
    campaign: str
    serial: str
    item: str
    colour: str | None
    state: ReplacementState
    holds: tuple[HoldKind, ...]
    """Open ones."""

    queued_at: str
    answer: HubAnswer | None
    """What the central claims system has said last."""

    detail: str | None
    """Whose it is, or which claim expects no more."""

    answered: str | None
    """When that was recorded."""

    mark: Mark


class RejudgedRow(msgspec.Struct, frozen=True):
    """One unit of which a newer list or claim says something else than the one before."""

    unit: str
    serial: str | None
    verdict_before: Verdict | None
    verdict: Verdict | None
    model: str | None
    condition: Condition | None
    bag: str | None
    container: str | None
    to_move: bool
    """Its class is no longer that of its container, which still stands here."""

    disposition: UnitDisposition | None
    label: str
    """On the parcel."""

    judged_at: str
    mark: Mark


_HOLDS = (
    "SELECT h.hold, h.unit, h.parcel, p.label, u.serial, h.reason, h.detail, h.raised_at, h.resolved_at, "
    "h.decision, h.resolved_by, h.reference, h.note, u.operator, json_array(h.raised_at, h.rowid) AS mark "
    "FROM hold AS h CROSS JOIN parcel AS p ON p.parcel = h.parcel CROSS JOIN unit AS u ON u.unit = h.unit "
)
_OPEN = "resolved_at IS NULL AND "
_PAGE = "(? IS NULL OR reason = ?) AND (raised_at, rowid) > (?, ?) ORDER BY raised_at, rowid LIMIT ?"
_IN_ORDER = "ORDER BY h.raised_at, h.rowid"


def holds(
    connection: Connection,
    reason: HoldKind | None = None,
    after: Mark | None = None,
    limit: int = 256,
    *,
    open_only: bool = True,
) -> tuple[HoldRow, ...]:
    """Give a page of holds, the oldest first."""
    page = f"SELECT rowid FROM hold WHERE {_OPEN if open_only else ''}{_PAGE}"  # noqa: S608 (our own words)
    query = f"{_HOLDS} WHERE h.rowid IN ({page}) {_IN_ORDER}"
    rows = connection.execute(query, (reason, reason, *(after or ("", 0)), limit))
    return tuple(_hold(row) for row in rows)


def holds_of(connection: Connection, unit: str, parcel: str) -> tuple[HoldRow, ...]:
    """Give every hold of a unit, resolved or not, the oldest first. `parcel` is the parcel's identifier."""
    query = f"{_HOLDS} WHERE h.parcel = ? AND h.unit = ? {_IN_ORDER}"
    return tuple(_hold(row) for row in connection.execute(query, (parcel, unit)))


def _hold(values: tuple[Any, ...]) -> HoldRow:
    return _converted(values, HoldRow)


CONTAINER_COLUMNS = (
    "c.un_number, c.state, c.location, c.zone, c.holding, count(u.unit) AS units, c.limit_units, "
    "total(u.wh) AS wh, c.limit_wh, c.tare + coalesce(sum(u.grams), 0) AS grams, c.limit_grams, c.opened_at, "
    "min(u.contained_at) AS first_unit_at, c.inspected_at, c.suspect_until, c.document"
)
CONTAINER_TABLES = "container AS c LEFT JOIN unit AS u ON u.container = c.code"
_CONTAINERS = (
    "WITH page AS (SELECT code, state = 'accepted' AS gone FROM container "  # noqa: S608 (our own words)
    "WHERE (state = 'accepted', code) > (?, ?) ORDER BY gone, code LIMIT ?) "
    f"SELECT c.code, c.class, {CONTAINER_COLUMNS}, json_array(page.gone, c.code) AS mark "
    f"FROM page CROSS JOIN {CONTAINER_TABLES} WHERE c.code = page.code "
    "GROUP BY page.gone, c.code ORDER BY page.gone, c.code"
)


def containers(
    connection: Connection, after: Mark | None = None, limit: int = 256
) -> tuple[ContainerRow, ...]:
    """Give a page of containers by their codes, those handed over last."""
    rows = connection.execute(_CONTAINERS, (*(after or (0, "")), limit))
    return tuple(_converted(row, ContainerRow) for row in rows)


STATE = (
    "iif(r.state = 'queued' AND r.answer IS NULL AND r.queued_seq <= (SELECT max(seq) FROM anchor), 'sent', "
    "r.state) AS state"
)
"""A replacement's: it is sent where what the central claims system has of the log reaches so far."""

_REPLACEMENTS = (
    f"SELECT r.key, r.unit, p.label, r.campaign, r.serial, r.item, r.colour, {STATE}, r.holds, r.queued_at, "  # noqa: S608 (our own words)
    "r.answer, r.detail, r.answered, json_array(r.rowid) AS mark "
    "FROM replacement AS r CROSS JOIN parcel AS p ON p.parcel = r.parcel "
)


def replacements(
    connection: Connection, after: Mark | None = None, limit: int = 256
) -> tuple[ReplacementRow, ...]:
    """Give a page of replacements, the newest first."""
    (below,) = after or (_NEWEST,)
    query = f"{_REPLACEMENTS} WHERE r.rowid < ? ORDER BY r.rowid DESC LIMIT ?"
    return tuple(_replacement(row) for row in connection.execute(query, (below, limit)))


def replacement_of(connection: Connection, unit: str, parcel: str) -> ReplacementRow | None:
    """Give what is owed for a unit, or None. `parcel` is the parcel's identifier."""
    query = f"{_REPLACEMENTS} WHERE r.parcel = ? AND r.unit = ?"
    row = connection.execute(query, (parcel, unit)).fetchone()
    return None if row is None else _replacement(row)


_NEWEST = (1 << 63) - 1
"""Above every row (sqlite.org/lang_createtable.html#rowid)."""


def _replacement(values: tuple[Any, ...]) -> ReplacementRow:
    *owed, holds, queued_at, answer, detail, answered, mark = values
    said = (answer, detail or None, answered)
    return _converted((*owed, msgspec.json.decode(holds), queued_at, *said, mark), ReplacementRow)


_REJUDGED = (
    "SELECT u.unit, u.serial, u.verdict_before, u.verdict, u.model, u.condition, u.bag, u.container, "  # noqa: S608 (our own words)
    f"coalesce(c.class <> u.condition AND c.state <> 'accepted', 0) AS to_move, {DISPOSITION}, "
    "u.label, u.judged_at, json_array(u.judged_at, u.rowid) AS mark "
    "FROM unit AS u LEFT JOIN container AS c ON c.code = u.container "
    "WHERE u.judged_at IS NOT NULL AND u.verdict_before <> u.verdict AND (u.judged_at, u.rowid) < (?, ?) "
    "ORDER BY u.judged_at DESC, u.rowid DESC LIMIT ?"
)
_LATEST = ("~", _NEWEST)
"""Behind every time, which begins with a digit."""


def rejudged(connection: Connection, after: Mark | None = None, limit: int = 256) -> tuple[RejudgedRow, ...]:
    """Give a page of units judged otherwise by a newer list or claim, the latest first."""
    rows = connection.execute(_REJUDGED, (*(after or _LATEST), limit))
    return tuple(_converted(row, RejudgedRow) for row in rows)


def _converted(values: tuple[Any, ...], kind: type[_Row]) -> _Row:
    """Make a row of its columns, in the order of its fields; the mark comes last, as JSON."""
    named = dict(zip(kind.__struct_fields__, values, strict=True))
    return msgspec.convert(named | {"mark": msgspec.json.decode(named["mark"])}, kind, strict=False)
