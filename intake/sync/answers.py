"""Answers: what the central claims system decided of replacements comes to the desk."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from intake.request import AnswerReplacements
from intake.request.central import MOST_ANSWERS
from intake.sync.bringing import bring
from intake.sync.night import Night
from intake.wire import ReplacementAnswer


def fetch_answers(night: Night) -> None:
    """Fetch the answers the desk has not got, and bring them. One it has is passed over there."""
    after = night.cache.answered()
    while answers := night.again(partial(night.central.answers, after)).answers:
        bring(night, [AnswerReplacements(chunk) for chunk in _chunks(answers)])
        after = answers[-1].number
        night.cache.keep_answered(after)
        night.report.answers += len(answers)


def _chunks(answers: tuple[ReplacementAnswer, ...]) -> Iterator[tuple[ReplacementAnswer, ...]]:
    for begin in range(0, len(answers), MOST_ANSWERS):
        yield answers[begin : begin + MOST_ANSWERS]
