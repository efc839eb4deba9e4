"""Figures: medians and percentiles, each against its floor and its goal, as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def median(values: Sequence[float]) -> float:
    """Give the middle value."""
    return percentile(values, 0.5)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    part: str
    what: str
    value: float
    unit: str
    floor: float | None = None
    """The same thing done by the bare library, measured in turn."""

    goal: float | None = None
    """For the ratio where there is a floor, else for the value."""

    at_least: bool = False
    """Whether the goal is a lower bound."""

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        if self.goal is None:
            return None
        measured = self.value if self.ratio is None else self.ratio
        return measured >= self.goal if self.at_least else measured <= self.goal


@dataclass
class Report:
    """All figures of one run; each is printed when it is known."""

    figures: list[Figure] = field(default_factory=list)

    def add(self, *figures: Figure) -> None:
        """Keep figures and print them."""
        for figure in figures:
            if not self.figures:
                print(_HEADER, flush=True)
            self.figures.append(figure)
            print(_line(figure), flush=True)

    def note(self, text: str) -> None:
        """Say something beside the figures."""
        print(f"# {text}", flush=True)

    def write(self, path: Path) -> None:
        """Write every figure as JSON."""
        rows = [asdict(figure) | {"ratio": figure.ratio, "met": figure.met} for figure in self.figures]
        path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


_HEADER = f"{'part':<9}{'what':<47}{'value':>12} {'unit':<9}{'floor':>11}{'ratio':>8}   goal"


def _line(figure: Figure) -> str:
    floor = "" if figure.floor is None else _number(figure.floor)
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    line = f"{figure.part:<9}{figure.what:<47}{_number(figure.value):>12} {figure.unit:<9}"
    line += f"{floor:>11}{ratio:>8}"
    if figure.goal is None:
        return line.rstrip()
    sign = ">=" if figure.at_least else "<="
    return f"{line}   {sign} {figure.goal:g} {'met' if figure.met else 'MISSED'}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.2f}"
