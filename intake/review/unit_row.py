"""Unit rows: one unit as a list shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from intake.condition import Condition
from intake.disposition import UnitDisposition
from intake.hold import HoldKind
from intake.verdict import Verdict


class UnitRow(msgspec.Struct, frozen=True):
    """A unit, or a parcel without any."""

    unit: str | None
    """None: nothing has come out of the parcel."""

    parcel: str
    """Its identifier; people know it by its label."""

    label: str
    claim: str | None
    serial: str | None
    raw: str | None
    model: str | None
    verdict: Verdict | None
    condition: Condition | None
    bag: str | None
    container: str | None
    disposition: UnitDisposition | None
    holds: tuple[HoldKind, ...]
    """Open ones."""

    identified_at: str
    """ISO 8601 UTC; when a parcel without units was opened."""

    operator: str | None


DISPOSITION = (
    "CASE WHEN u.disposition = 'quarantined' AND c.state = 'loaded' THEN 'loaded' "
    "WHEN u.disposition = 'quarantined' AND c.state = 'accepted' THEN 'handed_over' "
    "ELSE u.disposition END AS disposition"
)
"""A unit has gone as far as its container (`c`)."""

SELECT = f"""
SELECT u.rowid AS mark, u.unit, u.parcel, u.label, p.claim, u.serial, u.raw, u.model, u.verdict, u.condition,
u.bag, u.container, {DISPOSITION}, u.holds, u.identified_at, u.operator
FROM unit AS u NOT INDEXED CROSS JOIN parcel AS p ON p.parcel = u.parcel
LEFT JOIN container AS c ON c.code = u.container
"""  # noqa: S608 (our own words)
"""NOT INDEXED, CROSS: rows are fetched by rowid and in its order; any other plan would sort them."""

HEADER = UnitRow.__struct_fields__
"""Names of the columns, for files."""


def unit_row(values: tuple[Any, ...]) -> UnitRow:
    """Make a row of what `SELECT` gives. Raises msgspec.ValidationError for what this release cannot mean."""
    named = dict(zip(HEADER, values[1:], strict=True))
    return msgspec.convert(named | {"holds": msgspec.json.decode(named["holds"])}, UnitRow)


def mapping(row: UnitRow) -> Mapping[str, object]:
    """Give a row by the names of its columns, for files; a parcel goes by its label."""
    return msgspec.structs.asdict(row)
