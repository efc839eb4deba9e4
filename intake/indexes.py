"""Indexes: what the views are searched by. Every one costs the dock's scans, so each has its reason.

For `intake.review`: what the common unit has stands in none of the partial ones, and days are found by the
identifiers, which are in the order of time (`intake.local_day`).
"""

from __future__ import annotations

from collections.abc import Iterator

from intake.sqlite import Connection, immediate

INDEXES = {
    "idx_parcel_label": "parcel (label)",
    "idx_unit_serial": "unit (serial)",
    "idx_unit_parcel": "unit (parcel)",
    # Covering: a container's load and age are read off the index alone. By class, because whether a container
    # holds one of another is asked whenever nobody scans, of every one that stands on the site.
    "unit_container_condition": "unit (container, condition, contained_at, wh, grams)",
    "idx_unit_bag": "unit (bag)",
    "idx_accessory_parcel": "accessory (parcel)",
    "idx_replacement_parcel": "replacement (parcel)",
    "idx_hold_parcel": "hold (parcel)",
    "idx_container_state_class": "container (state, class)",
    "idx_container_zone_state": "container (zone, state)",
    "idx_container_holding_state": "container (holding, state)",
    "idx_accessory_bin": "accessory (bin)",
    "idx_arrival_cage_waits": "arrival (cage, waits)",
    "unit_tail": "unit (substr(serial, -6))",
    # Covering: how many units of which model have come is counted off the index alone.
    "unit_verdict": "unit (verdict, model)",
    "unit_condition": "unit (condition) WHERE condition <> 'R'",
    # A unit has none until a newer list says something else of it.
    "unit_judged": "unit (judged_at) WHERE judged_at IS NOT NULL",
    "unit_held": "unit (holds) WHERE holds <> '[]'",
    "hold_open": "hold (resolved_at, raised_at, reason)",
    # Looked for whenever nobody scans, and hardly ever there.
    "hold_gone": "hold (raised_at) WHERE reason = 'GONE' AND resolved_at IS NULL",
    # Few units have pictures, and most of those are kept for good.
    "photo_named": "photo (sha256) WHERE erased_at IS NULL",
    "photo_unit": "photo (unit)",
    "photo_age": "photo (kept_at) WHERE erased_at IS NULL",
    "parcel_claim": "parcel (claim) WHERE claim IS NOT NULL",
    "accessory_flagged": "accessory (flagged_at)",
}
"""What each is on, by name. A changed one gets a new name, for only names are compared."""


def statements() -> Iterator[str]:
    """Give what makes them all."""
    return map(_statement, INDEXES)


def add_missing(connection: Connection) -> None:
    """Give the views of an older release the indexes they lack; three seconds at five million events."""
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")
    missing = INDEXES.keys() - {name for (name,) in rows}
    if missing:
        with immediate(connection):
            for name in sorted(missing):
                connection.execute(_statement(name))


def _statement(name: str) -> str:
    return f"CREATE INDEX {name} ON {INDEXES[name]}"
