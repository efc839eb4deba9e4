"""`intake show`: the views, filtered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.kinds import Time
from intake.cli.output import Table, forms, write
from intake.reading_room import decoded, reading
from intake.state_folder import default_folder

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class _View:
    """How one view is queried and shown."""

    query: str
    columns: tuple[str, ...]
    filters: Mapping[str, str]
    order: str
    lists: tuple[str, ...] = ()
    """Columns that hold a JSON list."""


_UNITS = _View(
    "SELECT unit, label AS parcel, serial, raw, verdict, reasons, campaign, model, colour, list_version, "
    "condition, un_number, bag, container, disposition, holds, identified_at, contained_at, operator "
    "FROM unit",
    ("parcel", "serial", "verdict", "model", "condition", "bag", "container", "disposition", "holds"),
    {
        "since": "identified_at >= ?",
        "until": "identified_at < ?",
        "serial": "serial = ?",
        "parcel": "label = ?",
        "operator": "operator = ?",
        "verdict": "verdict = ?",
    },
    "identified_at, rowid",
    ("reasons", "holds"),
)
_PARCELS = _View(
    "SELECT label AS parcel, label, claim, opened_at, closed_at, closing, operator, units, accessories, "
    "parcel AS id FROM parcel",
    ("parcel", "opened_at", "closed_at", "closing", "units", "accessories"),
    {
        "since": "opened_at >= ?",
        "until": "opened_at < ?",
        "parcel": "label = ?",
        "operator": "operator = ?",
    },
    "opened_at, rowid",
)
_ACCESSORIES = _View(
    "SELECT p.label AS parcel, a.kind, a.count, a.disposition, a.bin, a.flagged_at FROM accessory AS a "
    "JOIN parcel AS p ON p.parcel = a.parcel",
    ("parcel", "kind", "count", "disposition", "bin"),
    {"since": "a.flagged_at >= ?", "until": "a.flagged_at < ?", "parcel": "p.label = ?"},
    "a.flagged_at, a.rowid",
)
_CONTAINERS = _View(
    "SELECT c.code, c.class, c.un_number, c.state, c.location, count(u.unit) AS units, "
    "c.limit_units, total(u.wh) AS wh, c.limit_wh, c.tare + coalesce(sum(u.grams), 0) AS grams, "
    "c.limit_grams, c.opened_at FROM container AS c LEFT JOIN unit AS u ON u.container = c.code",
    ("code", "class", "un_number", "state", "location", "units", "limit_units", "wh", "limit_wh"),
    {},
    "c.code",
)
_REPLACEMENTS = _View(
    "SELECT r.campaign, r.serial, r.item, r.colour, r.state, r.holds, r.key, r.unit, p.label AS parcel, "
    "r.queued_at FROM replacement AS r JOIN parcel AS p ON p.parcel = r.parcel",
    ("campaign", "serial", "item", "colour", "state", "holds"),
    {
        "since": "r.queued_at >= ?",
        "until": "r.queued_at < ?",
        "serial": "r.serial = ?",
        "parcel": "p.label = ?",
    },
    "r.queued_at, r.rowid",
    ("holds",),
)
_HOLDS = _View(
    "SELECT h.hold, h.unit, h.reason, h.detail, h.raised_at, h.resolved_at, p.label AS parcel, u.serial "
    "FROM hold AS h JOIN parcel AS p ON p.parcel = h.parcel JOIN unit AS u ON u.unit = h.unit",
    ("reason", "serial", "parcel", "detail", "raised_at", "resolved_at"),
    {
        "since": "h.raised_at >= ?",
        "until": "h.raised_at < ?",
        "serial": "u.serial = ?",
        "parcel": "p.label = ?",
    },
    "h.raised_at, h.rowid",
)
_OPERATORS = _View(
    "SELECT code, role, retired FROM operator", ("code", "role", "name", "retired"), {}, "code"
)

VIEWS = {
    "units": _UNITS,
    "parcels": _PARCELS,
    "accessories": _ACCESSORIES,
    "containers": _CONTAINERS,
    "replacements": _REPLACEMENTS,
    "holds": _HOLDS,
    "operators": _OPERATORS,
}


@click.command()
@click.argument("what", type=click.Choice([*VIEWS]))
@click.option("--since", type=Time(), help="From this time on (ISO 8601).")
@click.option("--until", type=Time(), help="Before this time (ISO 8601).")
@click.option("--serial", help="This serial exactly.")
@click.option("--parcel", help="This parcel label.")
@click.option("--operator", help="This badge.")
@click.option("--verdict", help="This verdict.")
@forms
def show(what: str, form: str | None, workbook: Path | None, **asked: str | None) -> None:
    """Show units, parcels, accessories, containers, replacements, holds or operators."""
    view = VIEWS[what]
    wanted = {name: value for name, value in asked.items() if value is not None}
    useless = wanted.keys() - view.filters.keys()
    if useless:
        known = ", ".join(view.filters) or "none"
        raise click.UsageError(f"expected a filter of {what} ({known}), got {', '.join(sorted(useless))}")
    with reading(default_folder()) as db:
        write(_table(db, what, view, wanted), form, workbook)


def _table(db: Database, what: str, view: _View, wanted: Mapping[str, str]) -> Table:
    clauses = " AND ".join(view.filters[name] for name in wanted)
    grouped = " GROUP BY c.code" if what == "containers" else ""
    query = f"{view.query}{f' WHERE {clauses}' if clauses else ''}{grouped} ORDER BY {view.order}"
    found = db.execute(query, list(wanted.values()))
    header = tuple(name for name, *_ in found.description)
    rows = (decoded(dict(zip(header, row, strict=True)), view.lists) for row in found)
    if what != "operators":
        return Table(header, rows, view.columns)
    names = _names()
    return Table((*header, "name"), (row | {"name": names.get(row["code"])} for row in rows), view.columns)


def _names() -> dict[str, str | None]:
    from intake.people import names  # noqa: PLC0415 (only for this view)

    return names(default_folder())
