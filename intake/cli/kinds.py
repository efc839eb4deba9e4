"""Kinds of values on the command line: times and amounts, checked before anything is done."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import click

from intake.surroundings import iso


def choice(values: Iterable[StrEnum]) -> click.Choice[str]:
    """Offer the values as they are stored: of an enum click would offer the Python names."""
    return click.Choice([value.value for value in values])


class Time(click.ParamType[str]):
    """A moment in ISO 8601; without an offset it is UTC. Becomes the form the journal stores."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401
        """Give the stored form, or fail with expected and got."""
        try:
            found = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"expected a time like 2026-01-31T09:00, got {value!r}", param, ctx)
        return iso(round((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1000))


class Amount(click.FloatRange):
    """A number within bounds; neither `inf` nor `nan` is one."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401
        """Give the number, or fail with expected and got."""
        found: float = super().convert(value, param, ctx)
        if not math.isfinite(found):
            self.fail(f"expected a number, got {value!r}", param, ctx)
        return found
