"""One event of the log as a row, and in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from intake.printable import printable
from intake.review.entries import Entry, Said
from intake.wording import Wording
from tui.marks import MARKS
from tui.review.columns import row
from tui.review.pages import Column
from tui.review.times import cells_of_time, shown, whole
from tui.widgets.lines import Styled

_BADGE_PREFIX = "RI-O-"
_WIDE, _WIDEST = 100, 160


def heads(width: int, wording: Wording) -> tuple[Column, ...]:
    """Name the columns of the log."""
    names = ("time", "badge", "parcel", "scan", "mark", "answer")
    words = (wording.review(f"column_{name}") if name != "mark" else "" for name in names)
    return tuple(zip(words, _cells(width), strict=True))


def line(entry: Entry, width: int, wording: Wording) -> Styled:
    """Word an event; what came with an answer stands under it, a little to the right."""
    said = entry.said
    badge = printable(entry.operator or entry.by or "", 20)
    texts = (
        shown(entry.at, width),
        badge if width >= _WIDE else badge.removeprefix(_BADGE_PREFIX),
        printable(entry.label or "", 20),
        printable(entry.text or "", 40),
        MARKS[said.severity] if said else "",
        wording.sentence_of(said.stored) if said else _came_along(entry, wording),
    )
    if not entry.leads:
        texts = ("", "", "", "", *texts[4:])
    name = "dim" if said is None else str(said.severity)
    return row(zip(texts, _cells(width), strict=True), width), name


HEADER = ("seq", "at", "kind", "operator", "parcel", "unit", "scan", "severity", "verdict", "message")
"""Names of the columns in a file."""


def mapping(entry: Entry, wording: Wording) -> Mapping[str, object]:
    """Give an event's values by those names."""
    said = entry.said
    values = (
        entry.seq,
        entry.at,
        entry.kind,
        entry.operator or entry.by,
        entry.label,
        entry.unit,
        entry.text,
    )
    answer = (said.severity, said.verdict, wording.sentence_of(said.stored)) if said else (None, None, None)
    return dict(zip(HEADER, (*values, *answer), strict=True))


def _cells(width: int) -> tuple[int, ...]:
    badge, scan = (11, 18) if width >= _WIDE else (6, 16)
    return cells_of_time(width), badge, 13, 24 if width >= _WIDEST else scan, 2, 0


def _came_along(entry: Entry, wording: Wording) -> str:
    return f"{'' if entry.leads else '  - '}{wording.term('fact', entry.kind)}"


def in_full(entry: Entry, wording: Wording) -> Iterator[str]:
    """Say all that is known of an event without its story."""
    who = entry.operator or entry.by
    parts = [
        whole(entry.at),
        f"{wording.review('number')} {entry.seq}",
        wording.term("fact", entry.kind),
        *([f"{wording.screen('operator')} {printable(who, 20)}"] if who else []),
        *([f"{wording.screen('parcel')} {printable(entry.label, 30)}"] if entry.label else []),
    ]
    yield "   ".join(parts)
    if entry.text:
        yield printable(entry.text, 400)
    if entry.said:
        yield from said_in_full(entry.said, wording)


def said_in_full(said: Said, wording: Wording) -> Iterator[str]:
    """Give an answer's sentence and why it was given."""
    yield f"{wording.term('severity', said.severity)}: {wording.sentence_of(said.stored)}"
    why = [wording.term("reason", reason) for reason in said.reasons]
    holds = [wording.term("hold", hold) for hold in said.holds]
    if why or holds:
        yield "   ".join((*why, *holds))
