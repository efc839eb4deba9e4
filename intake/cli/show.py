"""`intake show`: the views, filtered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from intake.cli.kinds import Time, choice
from intake.cli.output import Table, forms, write
from intake.container import ContainerState
from intake.reading_room import decoded, reading
from intake.review.registers import CONTAINER_COLUMNS, CONTAINER_TABLES, STATE
from intake.review.unit_row import DISPOSITION
from intake.settings import load
from intake.state_folder import default_folder
from intake.surroundings import iso
from intake.verdict import Verdict

if TYPE_CHECKING:
    from intake.tables import Database


Row = dict[str, Any]
More = Callable[[], Callable[[Row], Row]]
"""Gives what works out further columns of a row, once it has looked up what that needs."""


@dataclass(frozen=True, slots=True)
class _View:
    """How one view is queried and shown."""

    query: str
    columns: tuple[str, ...]
    """Those of the table for people."""

    filters: Mapping[str, str]
    order: str
    lists: tuple[str, ...] = ()
    """Columns that hold a JSON list."""

    flags: tuple[str, ...] = ()
    """Columns that are true or false."""

    grouped: str = ""
    default: str = ""
    """Which rows are shown when not all are asked for."""

    lost: str = ""
    """Which rows a lost stretch tells of; empty where it is of no use to ask."""

    more: More | None = None


def _named() -> Callable[[Row], Row]:
    """Name the holders of badges."""
    from intake.people import names  # noqa: PLC0415 (only for this view)

    found = names(default_folder())
    return lambda row: {"name": found.get(row["code"])}


def _inspection_due() -> Callable[[Row], Row]:
    """Say when a container with units in it is due for a round."""
    hours = load(default_folder()).inspection_hours
    return lambda row: {"inspection_due": _due(row, hours)}


def _due(row: Row, hours: float) -> str | None:
    since = row["inspected_at"] or row["first_unit_at"]
    if not hours or since is None or not row["units"] or row["state"] not in _HERE:
        return None
    return iso(round((datetime.fromisoformat(since).timestamp() + hours * 3600) * 1000))


_HERE = {ContainerState.OPEN, ContainerState.SEALED}

_UNITS = _View(
    "SELECT u.unit, u.label AS parcel, u.serial, u.raw, u.verdict, u.reasons, u.campaign, u.model, "  # noqa: S608 (our own words)
    "u.colour, u.list_version, u.how, u.condition, u.un_number, u.bag, u.container, "
    f"{DISPOSITION}, u.holds, u.identified_at, u.contained_at, u.operator, "
    "u.verdict_before, u.judged_at, "
    "(SELECT json_group_array(sha256) FROM photo WHERE unit = u.unit AND erased_at IS NULL) AS photos, "
    "(SELECT item FROM replacement AS r WHERE r.parcel = u.parcel AND r.unit = u.unit) AS replacement "
    "FROM unit AS u LEFT JOIN container AS c ON c.code = u.container",
    ("parcel", "serial", "verdict", "model", "condition", "bag", "container", "disposition", "holds"),
    {
        "since": "u.identified_at >= ?",
        "until": "u.identified_at < ?",
        "serial": "u.serial = ?",
        "parcel": "u.label = ?",
        "operator": "u.operator = ?",
        "verdict": "u.verdict = ?",
    },
    "u.identified_at, u.rowid",
    ("reasons", "holds", "photos"),
    lost="u.unit IN touched",
)
_REJUDGED = replace(
    _UNITS,
    columns=("unit", "serial", "verdict_before", "verdict", "bag", "container", "disposition", "judged_at"),
    order="u.judged_at, u.rowid",
    default="u.verdict_before <> u.verdict",
)
_PARCELS = _View(
    "SELECT label AS parcel, label, claim, opened_at, closed_at, closing, expected, missing, extra, "
    "operator, units, accessories, parcel AS id FROM parcel",
    ("parcel", "claim", "opened_at", "closed_at", "closing", "expected", "units", "accessories"),
    {
        "since": "opened_at >= ?",
        "until": "opened_at < ?",
        "parcel": "label = ?",
        "operator": "operator = ?",
    },
    "opened_at, rowid",
    lost="parcel IN touched",
)
_ACCESSORIES = _View(
    "SELECT p.label AS parcel, a.kind, a.count, a.disposition, a.bin, a.flagged_at FROM accessory AS a "
    "JOIN parcel AS p ON p.parcel = a.parcel",
    ("parcel", "kind", "count", "disposition", "bin"),
    {"since": "a.flagged_at >= ?", "until": "a.flagged_at < ?", "parcel": "p.label = ?"},
    "a.flagged_at, a.rowid",
    lost="a.parcel IN touched",
)
_CONTAINERS = _View(
    f"SELECT c.code, c.class, {CONTAINER_COLUMNS} FROM {CONTAINER_TABLES}",  # noqa: S608 (our own words)
    ("code", "class", "un_number", "state", "suspect_until", "location", "units", "limit_units", "wh"),
    {},
    "c.code",
    flags=("holding",),
    grouped="c.code",
    more=_inspection_due,
    lost="c.code IN touched",
)
_REPLACEMENTS = _View(
    f"SELECT r.campaign, r.serial, r.item, r.colour, {STATE}, r.holds, r.key, r.unit, p.label AS parcel, "  # noqa: S608 (our own words)
    "r.queued_at, r.answer, r.answered, r.detail "
    "FROM replacement AS r JOIN parcel AS p ON p.parcel = r.parcel",
    ("campaign", "serial", "item", "colour", "state", "answer", "detail", "holds"),
    {
        "since": "r.queued_at >= ?",
        "until": "r.queued_at < ?",
        "serial": "r.serial = ?",
        "parcel": "p.label = ?",
    },
    "r.queued_at, r.rowid",
    ("holds",),
    lost="r.unit IN touched",
)
_HOLDS = _View(
    "SELECT h.hold, h.unit, h.reason, h.detail, h.raised_at, h.resolved_at, p.label AS parcel, u.serial, "
    "h.decision, h.resolved_by, h.reference, h.note "
    "FROM hold AS h JOIN parcel AS p ON p.parcel = h.parcel JOIN unit AS u ON u.unit = h.unit",
    ("reason", "serial", "parcel", "detail", "raised_at", "resolved_at"),
    {
        "since": "h.raised_at >= ?",
        "until": "h.raised_at < ?",
        "serial": "u.serial = ?",
        "parcel": "p.label = ?",
    },
    "h.raised_at, h.rowid",
    lost="h.unit IN touched",
)
_OPERATORS = _View(
    "SELECT code, role, retired, failures FROM operator",
    ("code", "role", "name", "retired", "failures"),
    {},
    "code",
    flags=("retired",),
    more=_named,
)
_ARRIVALS = _View(
    "SELECT a.cage, a.label, a.arrived_at, a.seen_at, EXISTS (SELECT 1 FROM parcel AS p WHERE "
    "p.label = a.label) AS opened, a.outcome FROM arrival AS a",
    ("cage", "label", "arrived_at", "seen_at", "opened"),
    {"since": "a.arrived_at >= ?", "until": "a.arrived_at < ?", "parcel": "a.label = ?"},
    "a.arrived_at, a.rowid",
    flags=("opened",),
    default="opened = 0 AND a.outcome IS NULL",
)
_INCIDENTS = _View(
    "SELECT i.raised_at, i.closed_at, i.kind, i.outcome, i.injured, i.fire_service, i.before_recall, "
    "i.closed_by, p.label AS parcel, i.incident FROM incident AS i "
    "LEFT JOIN parcel AS p ON p.parcel = i.parcel",
    ("raised_at", "closed_at", "kind", "outcome", "injured", "fire_service", "closed_by", "parcel"),
    {"since": "i.raised_at >= ?", "until": "i.raised_at < ?", "parcel": "p.label = ?"},
    "i.raised_at, i.rowid",
    flags=("fire_service", "before_recall"),
)

VIEWS = {
    "units": _UNITS,
    "parcels": _PARCELS,
    "accessories": _ACCESSORIES,
    "containers": _CONTAINERS,
    "replacements": _REPLACEMENTS,
    "holds": _HOLDS,
    "operators": _OPERATORS,
    "arrivals": _ARRIVALS,
    "incidents": _INCIDENTS,
}


@click.command()
@click.argument("what", type=click.Choice([*VIEWS]))
@click.option("--since", type=Time(), help="From this time on (ISO 8601).")
@click.option("--until", type=Time(), help="Before this time (ISO 8601).")
@click.option("--serial", help="This serial exactly.")
@click.option("--parcel", help="This parcel label.")
@click.option("--operator", help="This badge.")
@click.option("--verdict", type=choice(Verdict), help="This verdict.")
@click.option("--rejudged", is_flag=True, help="Only units that a newer list or claim judges otherwise.")
@click.option("--all", "is_all", is_flag=True, help="Of arrivals also those opened or lost.")
@click.option("--lost", is_flag=True, help="What a restore --offline has left out, as the lost disk had it.")
@forms
def show(
    what: str,
    form: str | None,
    workbook: Path | None,
    *,
    is_all: bool,
    lost: bool,
    rejudged: bool,
    **asked: str | None,
) -> None:
    """Show units, parcels, arrivals, accessories, containers, replacements, holds, incidents, operators."""
    if rejudged and what != "units":
        raise click.UsageError(f"expected --rejudged with units, got {what}")
    view = _REJUDGED if rejudged else VIEWS[what]
    wanted = {name: value for name, value in asked.items() if value is not None}
    useless = wanted.keys() - view.filters.keys()
    if useless:
        known = ", ".join(view.filters) or "none"
        raise click.UsageError(f"expected a filter of {what} ({known}), got {', '.join(sorted(useless))}")
    if lost:
        _show_lost(what, view, wanted, form, workbook)
        return
    with reading(default_folder()) as db:
        write(table(db, view, wanted, "" if is_all else view.default), form, workbook)


def _show_lost(
    what: str, view: _View, wanted: Mapping[str, str], form: str | None, workbook: Path | None
) -> None:
    """Show what the lost stretches tell of, the oldest stretch first."""
    from intake.restoring import lost_views  # noqa: PLC0415 (only for this question)
    from intake.tables import Database  # noqa: PLC0415 (100 ms, as above)

    if not view.lost:
        known = ", ".join(name for name, each in VIEWS.items() if each.lost)
        raise click.UsageError(f"expected --lost with {known}, got {what}")
    with lost_views(default_folder()) as stretches:
        found = [table(Database(each), view, wanted, view.lost) for each in stretches]
        rows = (row for each in found for row in each.rows)
        write(Table(found[0].header if found else view.columns, rows, view.columns), form, workbook)


def table(db: Database, view: _View, wanted: Mapping[str, str], default: str) -> Table:
    """Give the rows of a view that pass the filters wanted, and `default`, SQL of our own."""
    clauses = " AND ".join([view.filters[name] for name in wanted] + ([default] if default else []))
    grouped = f" GROUP BY {view.grouped}" if view.grouped else ""
    query = f"{view.query}{f' WHERE {clauses}' if clauses else ''}{grouped} ORDER BY {view.order}"
    found = db.execute(query, list(wanted.values()))
    header = tuple(name for name, *_ in found.description)
    rows: Iterator[Row] = (_row(view, dict(zip(header, row, strict=True))) for row in found)
    if view.more is None:
        return Table(header, rows, view.columns)
    more = view.more()
    added = tuple(more(dict.fromkeys(header)))
    return Table((*header, *added), (row | more(row) for row in rows), view.columns)


def _row(view: _View, row: Row) -> Row:
    return decoded(row, view.lists) | {name: bool(row[name]) for name in view.flags if row[name] is not None}
