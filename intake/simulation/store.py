"""The store: where every physical thing really is, as the worker put it there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Store:
    """What the hall would show if somebody counted it by hand."""

    units: Counter[tuple[str | None, str | None, str]] = field(default_factory=Counter)
    """Units by the serial taken in, the bag's label, and the container or "emergency" they are in."""

    extras: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Things by the parcel's label, their kind, and the label of the bin or of the owner's own bag."""

    caged: dict[str, str] = field(default_factory=dict)
    """The cage of each parcel nobody has opened, by its label."""

    lost: dict[str, str] = field(default_factory=dict)
    """How each parcel that was never opened ended in an emergency, by its label."""

    closed: dict[str, bool] = field(default_factory=dict)
    """Whether each opened parcel was closed, by its label."""
