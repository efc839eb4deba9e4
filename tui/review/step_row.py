"""One step of a story as a row, and in full. What was undone stands there, struck and with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from intake.claim import Claim
from intake.facts import ClaimMatched, Fact, UnitJudged
from intake.hold import HoldKind
from intake.printable import printable
from intake.review.story import Step
from intake.wording import Wording
from tui.marks import MARKS
from tui.review.columns import row
from tui.review.entry_row import said_in_full
from tui.review.pages import Column
from tui.review.times import cells_of_time, shown, whole
from tui.widgets.lines import Styled

_STRUCK = "--"
_WIDE = 100

_TERMS = {
    "verdict": "verdict",
    "reasons": "reason",
    "detail": "reason",
    "condition": "condition",
    "observation": "condition",
    "outcome": "outcome",
    "decision": "decision",
    "how": "how",
    "because": "because",
    "sign": "sign",
}
"""Values of a fact that are codes, by the catalogue's kind of term. A hold's detail may be one, or a text."""

_PLAIN = (
    *("label", "serial", "raw", "model", "colour", "un_number", "list_version", "bag", "before"),
    *(
        "container",
        "bin",
        "tag",
        "cage",
        "code",
        "item",
        "document",
        "release",
        "reference",
        "note",
        "version",
    ),
)
"""Values told as they are."""


_OF_MANY = (UnitJudged, ClaimMatched)
"""Their answers tell of all the units or parcels of a request, not of this one."""


def heads(width: int, wording: Wording) -> Iterator[Column]:
    """Name the columns of a story."""
    names = ("time", "badge", "mark", "answer")
    words = (wording.review(f"column_{name}") if name != "mark" else "" for name in names)
    return zip(words, _cells(width), strict=True)


def line(step: Step, width: int, wording: Wording) -> Styled:
    """Word a step."""
    mark = _STRUCK if step.undone else MARKS[step.said.severity] if step.said else ""
    badge = printable(step.operator or step.by or "", 20)
    texts = (shown(step.at, width), badge, mark, _told(step, wording))
    if not step.leads:
        texts = ("", "", mark, f"  - {texts[3]}")
    name = "dim" if step.undone or step.said is None else str(step.said.severity)
    return row(zip(texts, _cells(width), strict=True), width), name


def _cells(width: int) -> tuple[int, ...]:
    return cells_of_time(width), 11, 2, 0


def _told(step: Step, wording: Wording) -> str:
    said = None if isinstance(step.fact, _OF_MANY) else step.said
    told = wording.sentence_of(said.stored) if said else _fact(step, wording)
    if step.undone is None:
        return told
    reason = wording.term("why", step.undone.reason)
    return wording.review("undone", told=told, reason=reason)


def _fact(step: Step, wording: Wording) -> str:
    values = ", ".join(values_of(step.fact, wording)) if step.fact else ""
    word = wording.term("fact", step.kind)
    return f"{word}: {values}" if values else word


def in_full(step: Step, wording: Wording) -> Iterator[str]:
    """Say all of a step: when, who, what was scanned and answered, the fact with its values."""
    badge = step.operator or step.by
    who = [f"{wording.screen('operator')} {printable(badge, 20)}"] if badge else []
    yield "   ".join((whole(step.at), f"{wording.review('number')} {step.seq}", *who, _fact(step, wording)))
    if step.text:
        yield printable(step.text, 400)
    if step.said:
        yield from said_in_full(step.said, wording)
    if step.undone:
        reason = wording.term("why", step.undone.reason)
        yield wording.review(
            "undone_by", at=whole(step.undone.at), badge=step.undone.operator or "-", reason=reason
        )


def values_of(fact: Fact, wording: Wording) -> Iterator[str]:
    """Word the values of a fact that say something to a person; ids and digests do not."""
    fields: dict[str, Any] = msgspec.structs.asdict(fact)
    for name, value in fields.items():
        if isinstance(value, Claim) or (name == "claim" and isinstance(fact, ClaimMatched)):
            yield _claim(value, wording)
        elif not value:
            continue
        elif name == "kind":
            yield _kind(str(value), wording)
        elif name in _TERMS:
            codes = value if isinstance(value, tuple) else (value,)
            yield from (printable(wording.term(_TERMS[name], str(code)), 80) for code in codes)
        elif name in _PLAIN and isinstance(value, str) and not (name == "raw" and value == fields["serial"]):
            yield printable(value, 80)


def _claim(value: Claim | None, wording: Wording) -> str:
    """Name a claim; that a parcel has none is said too."""
    if value is None:
        return wording.term("hold", HoldKind.ORPHAN)
    return f"{wording.review('claim')} {printable(value.number, 40)}"


def _kind(value: str, wording: Wording) -> str:
    """Word the kind of a hold, of an accessory or of an incident."""
    for term in ("hold", "accessory", "kind"):
        word = wording.term(term, value)
        if word != value:
            return word
    return value
