"""Crates: the quarantine containers as they stand in the hall, with what really lies in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Grade(StrEnum):
    """How a unit is handled, mildest first."""

    N = "N"
    R = "R"
    D = "D"
    K1 = "K1"


def is_worse(grade: Grade, than: Grade) -> bool:
    """Tell whether one grade is graver than another."""
    return list(Grade).index(grade) > list(Grade).index(than)


@dataclass(slots=True, eq=False)
class Crate:
    """One container. The limits are the site's defaults unless the day says otherwise."""

    code: str
    grade: Grade
    un: str
    units: int = 50
    wh: float = 2000.0
    grams: int = 30_000
    is_open: bool = True
    is_holding: bool = False
    """Whether it is a box at the desk, to be emptied before anybody leaves."""

    is_suspect: bool = False
    """Whether something in it may still react: nothing goes in or out."""

    loads: list[tuple[float, int]] = field(default_factory=list)
    """Watt-hours and grams of each unit inside."""

    def has_room(self, wh: float, grams: int, units: int = 1) -> bool:
        """Tell whether so much more stays within every limit; a swollen unit stands alone."""
        most = 1 if self.grade is Grade.K1 else self.units
        return (
            len(self.loads) + units <= most
            and sum(load[0] for load in self.loads) + wh <= self.wh
            and sum(load[1] for load in self.loads) + grams <= self.grams
        )


class Hall:
    """All crates."""

    def __init__(self, crates: list[Crate]) -> None:
        self.crates = {crate.code: crate for crate in crates}

    def right(self, grade: Grade, un: str, wh: float, grams: int) -> Crate | None:
        """Give a crate that takes the unit: the fullest, a box at the desk only where there is no other."""
        alike = [crate for crate in self.crates.values() if (crate.grade, crate.un) == (grade, un)]
        usable = [crate for crate in alike if crate.is_open and not crate.is_suspect]
        fitting = [crate for crate in usable if crate.has_room(wh, grams)]
        return max(
            fitting, key=lambda crate: (not crate.is_holding, len(crate.loads), crate.code), default=None
        )

    def holding(self) -> list[Crate]:
        """Give the boxes at the desk that are not empty."""
        return [crate for crate in self.crates.values() if crate.is_holding and crate.loads]
