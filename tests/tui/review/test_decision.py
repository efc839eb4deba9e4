"""The card of a decision: it asks for what this hold needs, and for more when the station does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from intake.hold import HoldDecision, HoldKind
from intake.language import Language
from intake.line import Params
from intake.message import Message
from intake.outcome import Answer, Outcome
from intake.request import ResolveHold
from intake.review.registers import HoldRow
from intake.scan import Severity
from intake.verdict import Reason
from tests.founded import Founded
from tests.tui.review.conftest import SUPERVISOR, Review
from tui.review.asking import Answered
from tui.review.decision import Decision

HOLD = HoldRow(
    hold="h",
    unit="u",
    parcel="p",
    label="312000079193",
    serial="ATEST1263K00FVU8",
    reason=HoldKind.UNCERTAIN_SERIAL,
    detail="",
    raised_at="2026-11-22T01:02:03.004Z",
    resolved_at=None,
    decision=None,
    resolved_by=None,
    reference=None,
    note=None,
    operator="RI-O-0001-T",
    mark=(),
)


@pytest.fixture
def folder(founded: Founded, tmp_path: Path) -> Path:
    """A training folder in which nothing has happened."""
    return founded.copy(tmp_path / "state")


async def opened(review: Review, hold: HoldRow) -> Decision:
    """Open the card of a hold."""
    await review.open()
    card = Decision(review.app.room, hold)
    await review.app.push_screen(card)
    await review.until(lambda: review.app.screen is card and card.form.fields)
    return card


def names(card: Decision) -> list[str]:
    return [field.name for field in card.form.fields]


@pytest.mark.parametrize(
    ("kind", "detail", "asked"),
    [
        (HoldKind.DUPLICATE, "", []),
        (HoldKind.REJUDGED, "2", []),
        (HoldKind.EVIDENCE, "", ["reference"]),
        (HoldKind.GONE, "RI-Q-0001-2", ["reference"]),
        (HoldKind.UNCERTAIN_SERIAL, Reason.STALE_LIST, ["serial", "reference"]),
        (HoldKind.UNCERTAIN_SERIAL, Reason.CHANNEL_DECIDES, ["serial", "channel", "reference"]),
        (HoldKind.UNCERTAIN_SERIAL, Reason.MODEL_DECIDES, ["serial", "model", "reference"]),
        (HoldKind.UNCERTAIN_SERIAL, Reason.MODEL_UNKNOWN, ["serial", "model", "reference"]),
        (HoldKind.UNCERTAIN_SERIAL, Reason.COLOUR_DECIDES, ["serial", "colour", "reference"]),
    ],
)
async def test_it_asks_for_what_the_hold_needs(
    open_review: Any, kind: HoldKind, detail: str, asked: list[str]
) -> None:
    """And a person only releases or denies."""
    async with open_review() as review:
        card = await opened(review, replace(HOLD, reason=kind, detail=detail))
        assert names(card) == ["decision", *asked, "note", "pin"]
        assert [code for code, _ in card.form.field.choices] == [HoldDecision.RELEASE, HoldDecision.DENY]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("message", "params", "asked"),
    [
        (Message.HOLD_NEEDS_COLOUR, {"model": "A3130"}, "colour"),
        (Message.HOLD_NEEDS_ANSWER, {"reason": Reason.CHANNEL_DECIDES}, "channel"),
        (Message.HOLD_NEEDS_ANSWER, {"reason": Reason.MODEL_DECIDES}, "model"),
        (Message.HOLD_NEEDS_ANSWER, {"reason": Reason.MODEL_UNKNOWN}, "model"),
        (Message.HOLD_NEEDS_MAKER, {"reason": Reason.MASKED_MATCH}, "reference"),
    ],
)
async def test_it_asks_for_more_when_the_station_does(
    open_review: Any, language: Language, message: Message, params: Params, asked: str
) -> None:
    """What was filled in stays; the new field is the next, the PIN is empty again."""
    async with open_review(language=language) as review:
        card = await opened(review, replace(HOLD, reason=HoldKind.MISMATCH))
        await review.press("down")
        await review.type("receipt seen")
        answer = Answer(message, Severity.REFUSED, params)
        card.post_message(Answered(Outcome(None, None, "", answer, answer.line)))
        await review.until(lambda: asked in names(card))
        assert card.form.field.name == asked
        assert card.form.values["note"] == "receipt seen"
        label = "reference_word" if asked == "reference" else asked
        await review.shows(review.app.room.wording.review(label))
        await review.press("right", "f2")
        await review.type("web")
        (wish,) = card.wishes()
        assert isinstance(wish, ResolveHold)
        assert (wish.lead, wish.hold, wish.note) == (SUPERVISOR, "h", "receipt seen")
        assert getattr(wish, asked)


async def test_many_choices_are_shown_one_at_a_time(open_review: Any) -> None:
    """With which of how many it is."""
    async with open_review() as review:
        card = await opened(review, replace(HOLD, detail=Reason.COLOUR_DECIDES))
        await review.press("down", "down")
        count = len(card.form.field.choices)
        assert count > 1
        await review.press(*["right"] * (count - 1))
        last, word = card.form.field.choices[-1]
        assert card.form.values["colour"] == last
        await review.shows(f"[{word}]")
