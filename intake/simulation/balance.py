"""The physical balance: what the station says lies where, against a count by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from intake.simulation.store import Store

UnitRow = tuple[str | None, str | None, str]
"""Serial, bag, and the container or "emergency"."""

ExtraRow = tuple[str, str, str]
"""The parcel's label, the thing's kind and the label of where it lies."""


@dataclass(frozen=True, slots=True)
class Books:
    """What the station's views say at the end of the day."""

    units: tuple[UnitRow, ...]
    extras: tuple[ExtraRow, ...]
    parcels: dict[str, bool]
    """Whether each parcel is closed, by its label."""

    unopened: dict[str, str]
    """The cage of each parcel not opened yet, or how it ended in an emergency, by its label."""


def faults(store: Store, books: Books) -> list[str]:
    """Say what does not balance, each thing by name."""
    return [
        *_counted("unit", store.units, Counter(books.units)),
        *_counted("thing", store.extras, Counter(books.extras)),
        *_closed(store.closed, books.parcels),
        *_unopened(store.caged | store.lost, books.unopened),
    ]


def _counted(what: str, real: Counter[UnitRow] | Counter[ExtraRow], said: Counter[object]) -> Iterable[str]:
    for thing in real.keys() | said.keys():
        have, got = real.get(thing, 0), said[thing]  # type: ignore[call-overload]
        if have != got:
            name = " ".join(str(part) for part in thing if part)  # type: ignore[attr-defined]
            yield f"{what} {name}: {have} in the hall, {got} in the books"


def _closed(real: dict[str, bool], said: dict[str, bool]) -> Iterable[str]:
    words = {True: "closed", False: "open", None: "unknown"}
    for label in real.keys() | said.keys():
        have, got = real.get(label), said.get(label)
        if have != got:
            yield f"parcel {label}: {words[have]} in the hall, {words[got]} in the books"


def _unopened(real: dict[str, str], said: dict[str, str]) -> Iterable[str]:
    for label in real.keys() | said.keys():
        have, got = real.get(label, "nowhere"), said.get(label, "nowhere")
        if have != got:
            yield f"unopened parcel {label}: {have} in the hall, {got} in the books"
