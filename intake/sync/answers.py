"""Answers: what the central claims system decided of replacements comes to the desk."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from intake.request import AnswerReplacements
from intake.sync.bringing import bringing
from intake.sync.night import Night
from intake.wire import ReplacementAnswer

AT_ONCE = 8
"""Answers of one request: a scan that comes meanwhile waits for these, some three milliseconds."""


def fetch_answers(night: Night) -> None:
    """Fetch the answers the desk has not got, and bring them. One it has is passed over there."""
    answers = _after(night, night.cache.answered())
    if not answers:
        return
    with bringing(night) as bring_one:
        while answers:
            for chunk in _chunks(answers):
                bring_one(AnswerReplacements(chunk))
            night.cache.keep_answered(answers[-1].number)
            night.report.answers += len(answers)
            answers = _after(night, answers[-1].number)


def _after(night: Night, number: int) -> tuple[ReplacementAnswer, ...]:
    return night.again(partial(night.central.answers, number)).answers


def _chunks(answers: tuple[ReplacementAnswer, ...]) -> Iterator[tuple[ReplacementAnswer, ...]]:
    for begin in range(0, len(answers), AT_ONCE):
        yield answers[begin : begin + AT_ONCE]
