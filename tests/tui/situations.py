"""Every answer the desk gives: outcomes as the station makes them, for each thing the screen tells apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import cycle

from msgspec.structs import replace

from intake.container import Container
from intake.line import Line
from intake.message import Message
from intake.outcome import Answer, Outcome
from intake.receipt import Prompt, Receipt, Step, prompt, step_of
from intake.receipt.scene import scene_of
from intake.scan import Severity
from intake.scene import Scene
from intake.wording import Wording
from tests.intake.longest import longest
from tests.intake.receipt.cases import BY_NAME, CATALOGUE, CHECKLIST, RIGHT, container_for
from tests.intake.receipt.exploring import Move, explored
from tui.look import look_of

AT = 1_800_000_000_000
"""Some moment, in milliseconds since 1970."""


@cache
def reached() -> tuple[Outcome, ...]:
    """Give outcomes of the pure core that show every answer, question, verdict, look and pending thing."""
    found: list[Outcome] = []
    seen: set[object] = set()
    for move in _different():
        for outcome in _outcomes(move):
            told = set(_told(outcome))
            if not told <= seen:
                seen |= told
                found.append(outcome)
    return tuple(found)


def _different() -> Iterable[Move]:
    """Give one move of all that say the same and lead to the same state."""
    moves: dict[object, Move] = {}
    for move in explored()[0]:
        answer = move.decision.answer
        if answer.message is not Message.LANGUAGE_CHOSEN:  # every later one would be in the other language
            moves.setdefault(
                (answer.message, answer.verdict, answer.holds, answer.reasons, move.leads_to), move
            )
    return moves.values()


def _told(outcome: Outcome) -> Iterator[object]:
    """Give what the screen tells apart; one situation shows several of them."""
    answer, scene = outcome.answer, outcome.scene
    look = look_of(outcome)
    yield answer.message, look, answer.verdict
    yield outcome.prompt.message, look
    yield outcome.prompt.message, scene.is_swollen
    yield outcome.step, answer.severity
    for each in scene.pending:
        yield outcome.step, each.kind
    yield from answer.holds
    yield from answer.reasons


def _outcomes(move: Move) -> Iterator[Outcome]:
    yield _outcome(move, None)
    fitting = container_for(move.after, code=lambda _: RIGHT)
    if step_of(move.after) is Step.CONTAINER and fitting is not None:
        yield _outcome(move, fitting)
        yield _outcome(move, replace(fitting, location="Cage 12, shelf 3, outdoors"))


def _outcome(move: Move, fitting: Container | None) -> Outcome:
    receipt: Receipt = move.after
    step = step_of(receipt)
    around = Scene(emergency_since=AT if step is Step.EMERGENCY or receipt.incident else None)
    case = BY_NAME.get(move.name)
    return Outcome(
        seq=1,
        scan=case.text if case else None,
        step=step,
        answer=move.decision.answer,
        prompt=prompt(receipt, fitting, CHECKLIST),
        at=AT,
        operator=receipt.operator,
        parcel=receipt.parcel.label if receipt.parcel else None,
        units=len(receipt.parcel.units) if receipt.parcel else 0,
        scene=scene_of(receipt, fitting, CATALOGUE, CHECKLIST, around),
    )


def said(wording: Wording) -> tuple[Outcome, ...]:
    """Give an outcome for every sentence, with the longest values: also what only requests lead to."""
    lines = [longest(wording, message) for message in Message if message is not Message.LANGUAGE_CHOSEN]
    return tuple(
        Outcome(place, "X" * 44, Step.IDLE, Answer(Message(line.message), Severity.REFUSED, line.params), ask)
        for place, (line, ask) in enumerate(zip(lines, cycle(_prompts(wording)), strict=False))
    )


def _prompts(wording: Wording) -> list[Line]:
    return [longest(wording, each) for each in Prompt]
