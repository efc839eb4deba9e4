"""One quarantine container as a row, and in full."""

from __future__ import annotations

import time
from collections.abc import Iterator

from intake.printable import printable
from intake.review.registers import ContainerRow
from intake.wording import Wording
from tui.review.columns import row
from tui.review.pages import Column
from tui.review.times import age, whole
from tui.widgets.lines import Styled


def heads(width: int, wording: Wording) -> Iterator[Column]:
    """Name the columns of containers."""
    names = ("container", "class", "un", "units", "wh", "age", "state", "place")
    return (
        (wording.review(f"column_{name}"), cells) for name, cells in zip(names, _cells(width), strict=True)
    )


def line(container: ContainerRow, width: int, wording: Wording) -> Styled:
    """Word a container."""
    texts = (
        container.code,
        container.condition,
        container.un_number,
        f"{container.units:>3}/{container.limit_units}",
        f"{container.wh:>7,.0f}/{container.limit_wh:,.0f}",
        age(container.first_unit_at, time.time(), wording),
        state(container, wording),
        printable(" ".join(filter(None, (container.location, container.zone))), 60),
    )
    name = "hazard" if container.suspect_until else "plain" if container.units else "dim"
    return row(zip(texts, _cells(width), strict=True), width), name


def _cells(_width: int) -> tuple[int, ...]:
    return 11, 4, 6, 7, 14, 8, 12, 0


def state(container: ContainerRow, wording: Wording) -> str:
    """Say how far it has got; a holding box and one under watch say so."""
    if container.suspect_until:
        return wording.review("watched")
    if container.holding:
        return wording.review("holding_box")
    return wording.term("state", container.state)


def texts(container: ContainerRow, wording: Wording) -> Iterator[str]:
    """Give what a container is found by."""
    yield from (container.code, container.condition, container.un_number, state(container, wording))
    yield from (container.state, container.location or "", container.zone or "", container.document or "")


def in_full(container: ContainerRow, wording: Wording) -> Iterator[str]:
    """Say all of a container."""
    weight = f"{container.grams / 1000:,.1f}/{container.limit_grams / 1000:,.0f} kg"
    yield "   ".join(
        (container.code, wording.term("condition", container.condition), state(container, wording), weight)
    )
    times = (("opened", container.opened_at), ("first_unit", container.first_unit_at))
    looked = ("inspected", container.inspected_at), ("watched_until", container.suspect_until)
    yield "   ".join(f"{wording.review(name)} {whole(at)[:16]}" for name, at in (*times, *looked) if at)
    if container.document:
        yield f"{wording.review('document')} {printable(container.document, 60)}"
