"""Comparing: what the station said against what it must say, act by act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.simulation.act import Act


@dataclass(frozen=True, slots=True)
class Heard:
    """What the station said to one act."""

    step: str | None
    """None where it is not known, as in the log."""

    severity: str
    message: str
    verdict: str | None = None
    holds: tuple[str, ...] = ()
    container: str | None = None


def difference(number: int, act: Act, heard: Heard) -> str | None:
    """Say in words how an answer differs from the expected one, or None."""
    wanted = act.expected
    pairs: list[tuple[str, str, str]] = [
        ("message", wanted.message, heard.message),
        ("severity", wanted.severity, heard.severity),
        ("step", wanted.step, heard.step or wanted.step),
    ]
    if wanted.is_of_unit:
        pairs.append(("verdict", wanted.verdict or "none", heard.verdict or "none"))
        pairs.append(("holds", _sorted(wanted.holds), _sorted(heard.holds)))
        pairs.append(("container", wanted.container or "none", heard.container or "none"))
    wrong = [f"{what}: expected {want}, got {got}" for what, want, got in pairs if want != got]
    if not wrong:
        return None
    return f"act {number}, parcel {act.parcel}, {act.doing} {act.text}: {'; '.join(wrong)}"


def _sorted(holds: tuple[str, ...]) -> str:
    return ", ".join(sorted(holds)) or "none"


def differences(acts: tuple[Act, ...], said: Sequence[Heard]) -> tuple[str, ...]:
    """Compare a whole day."""
    pairs = enumerate(zip(acts, said, strict=True))
    found = [(number, difference(number, act, heard)) for number, (act, heard) in pairs]
    return tuple(told(number, acts, wrong) for number, wrong in found if wrong)


def told(number: int, acts: tuple[Act, ...], wrong: str) -> str:
    """Tell a difference with the acts that led to it, as a person would try it out."""
    first = acts[number].parcel
    begin = next(i for i, act in enumerate(acts) if act.parcel == first)
    led = [f"    {act.text}  ({act.expected.message})" for act in acts[max(begin - 2, number - 14) : number]]
    return "\n".join([*led, wrong])
