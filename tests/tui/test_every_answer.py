"""Every step, question and refusal stands on the screen whole, in both languages, at three sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from intake.language import Language
from intake.message import Message
from intake.outcome import Outcome
from intake.receipt import Prompt, Step
from tests.tui.conftest import SIZES, packed
from tests.tui.situations import reached, said
from tui.letters import ROWS, drawn
from tui.look import Look, look_of

Opener = Any
MARGINS = 4
"""Cells left free at both sides."""

TEXT_ROWS = 3
"""Rows under a large word."""

pytestmark = pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
in_both = pytest.mark.parametrize("language", list(Language))


@in_both
async def test_every_situation_is_shown_whole(
    open_desk: Opener, size: tuple[int, int], language: Language
) -> None:
    """One after the other on one screen: nothing of one covers the next."""
    async with open_desk(size, language) as desk:
        for outcome in reached():
            await check(desk, outcome)


@in_both
async def test_every_sentence_is_shown_whole(
    open_desk: Opener, size: tuple[int, int], language: Language
) -> None:
    """With the longest values, also the answers only a request gets."""
    async with open_desk(size, language) as desk:
        for outcome in said(desk.app.wording):
            await check(desk, outcome)


async def check(desk: Any, outcome: Outcome) -> None:
    """Show an outcome; look for the answer, its word, shape and symbol, and for what to do next."""
    desk.post(outcome)
    try:
        await desk.wait(lambda: desk.is_listed(outcome) and not any(missing(desk, outcome)))
    except TimeoutError:
        pytest.fail(f"not shown: {list(missing(desk, outcome))} of {outcome}")


def missing(desk: Any, outcome: Outcome) -> Iterator[str]:
    """Give what is not on the screen."""
    screen, wording = desk.app.desk, desk.app.wording
    answer, ask = wording.sentence(outcome.answer.line), wording.sentence(outcome.prompt)
    if outcome.scene.emergency_since is not None:
        yield from _not_in(desk.text, answer, wording.screen("emergency_ends"))
        return
    look = look_of(outcome)
    panel, step, cards = desk.rows(screen.verdict, screen.next_step, screen.picture_card)
    word = wording.headline(outcome)
    yield from _not_in(panel[-TEXT_ROWS:-2], f"{look.shape} {word}")
    yield from _not_in(panel[-2:], answer)
    if not (outcome.scene.is_swollen and look is Look.HAZARD):  # then a warning stands beside a smaller word
        yield from _not_drawn(screen.verdict, panel, word, beside_hint="near" in outcome.answer.params)
    if outcome.scene.cards:
        yield from _not_in(cards[:1], ask)
        return
    yield from _not_in(step[-TEXT_ROWS:], ask)
    yield from _not_drawn(screen.next_step, step, wording.step_word(outcome.prompt))


def _not_in(rows: list[str], *sentences: str) -> Iterator[str]:
    return (sentence for sentence in sentences if packed(sentence) not in packed(*rows))


def _not_drawn(widget: Any, rows: list[str], word: str, *, beside_hint: bool = False) -> Iterator[str]:
    """As large as there is room for; a serial that may be meant may leave it less."""
    width, scale = widget.size.width - MARGINS, (widget.size.height - TEXT_ROWS) // ROWS
    sizes = range(scale, 0, -1) if beside_hint else (scale,)
    if not any(_stands(drawn(word, width, size), rows) for size in sizes):
        yield word


def _stands(large: Sequence[str], rows: list[str]) -> bool:
    shown = zip(rows, large, strict=False)
    return bool(large) and all(row[2:].startswith(line.rstrip()) for row, line in shown)


def test_the_situations_are_all_there(size: tuple[int, int]) -> None:
    """Every prompt, every step and every look, or the walk above proves little."""
    assert {outcome.prompt.message for outcome in reached()} == {*Prompt}
    assert {Step(outcome.step) for outcome in reached()} == {*Step}
    assert {look_of(outcome) for outcome in reached()} == {*Look} - {Look.NONE}
    assert {outcome.answer.message for outcome in reached()} <= {*Message}
