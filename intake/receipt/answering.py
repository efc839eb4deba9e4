"""Answering: what the central claims system says of units, and what follows here.

Its word ends the waiting for it. What it refuses is held for a supervisor, and what it grants later after all
lets go of what its own refusal held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from intake.events import Draft
from intake.facts import Fact, HoldRaised, HoldResolved, ReplacementAnswered, SerialHeldElsewhere
from intake.hold import HoldDecision, HoldKind
from intake.outcome import Message
from intake.receipt.decision import Decision, accepted
from intake.receipt.state import Hold, Unit
from intake.request import TellDuplicate
from intake.scan import Severity
from intake.wire import HubAnswer, ReplacementAnswer


class Awaiting(msgspec.Struct, frozen=True):
    """A replacement that is queued here, and what was said of it so far."""

    key: str
    parcel: str
    unit: str
    number: int = 0
    """Of the last answer; 0: there is none."""

    answer: HubAnswer | None = None
    detail: str = ""
    holds: tuple[Hold, ...] = ()
    """Open ones."""


REFUSED = {HubAnswer.TAKEN: HoldKind.DUPLICATE, HubAnswer.BEYOND_CLAIM: HoldKind.EXTRA}
"""What holds a replacement that will not be sent."""


def answered(
    awaiting: Iterable[Awaiting], answers: Iterable[ReplacementAnswer], fresh: Iterator[str]
) -> list[Draft]:
    """Make the facts of answers; none for one that is older than what is recorded, or about what is gone.

    A replacement that was undone is gone, and so is one of another unit or key. `fresh` gives identifiers.
    """
    standing = {each.key: each for each in awaiting}
    drafts: list[Draft] = []
    for said in answers:
        before = standing.get(said.key)
        if before is None or (said.parcel, said.unit) != (before.parcel, before.unit):
            continue
        if said.number <= before.number:
            continue
        facts, holds = _facts(before, said, fresh)
        drafts += [Draft(fact, said.parcel, said.unit) for fact in facts]
        told = {"number": said.number, "answer": said.answer, "detail": said.detail, "holds": holds}
        standing[said.key] = replace(before, **told)
    return drafts


def _facts(
    before: Awaiting, said: ReplacementAnswer, fresh: Iterator[str]
) -> tuple[list[Fact], tuple[Hold, ...]]:
    """Give what an answer leads to, the answer first, and the holds open after it."""
    kind = REFUSED.get(said.answer)
    over = [hold for hold in before.holds if _is_over(hold, before) and hold.kind is not kind]
    kept = tuple(hold for hold in before.holds if hold not in over)
    facts: list[Fact] = [ReplacementAnswered(said.key, said.answer, said.number, said.detail)]
    facts += [HoldResolved(hold.id, HoldDecision.CLEARED, "") for hold in over]
    if kind is None or any(hold.kind is kind for hold in kept):
        return facts, kept
    raised = HoldRaised(next(fresh), kind, said.detail)
    return [*facts, raised], (*kept, Hold(raised.hold, kind, "", raised.detail))


def _is_over(hold: Hold, before: Awaiting) -> bool:
    """Tell whether a hold rested on there being no word, or on the word before."""
    is_refusal = before.answer in REFUSED and hold.kind is REFUSED[before.answer]
    return hold.kind is HoldKind.PROVISIONAL or (is_refusal and hold.detail == before.detail)


def elsewhere(wish: TellDuplicate, unit: Unit, hold: str) -> Decision | None:
    """Tell the desk that another one has a unit's key; None where it was told. `hold` is a fresh id."""
    is_held = HoldKind.DUPLICATE in {each.kind for each in unit.holds}
    if unit.rival == wish.station and (is_held or not wish.confirmed):
        return None
    facts: list[Fact] = [SerialHeldElsewhere(wish.key, wish.station, wish.since, wish.confirmed)]
    if wish.confirmed and not is_held:
        facts.append(HoldRaised(hold, HoldKind.DUPLICATE, f"{wish.station} {wish.since}"))
    said = Message.DUPLICATE_ELSEWHERE if wish.confirmed else Message.DUPLICATE_ELSEWHERE_OPEN
    told: dict[str, str | int] = {"serial": unit.serial or "-", "station": wish.station, "at": wish.since}
    drafts = [Draft(fact, wish.parcel, unit.id) for fact in facts]
    decision = accepted(drafts, said, Severity.NOTE, unit, told)
    if unit.in_hand:
        return decision
    # Put away, its verdict would stand there large as if it were in hand.
    return replace(decision, answer=replace(decision.answer, verdict=None, reasons=()))
