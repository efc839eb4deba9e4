"""Outcomes: what the desk answers to a scan or a request. Sentences are made in `intake.wording`."""

from __future__ import annotations

import msgspec

from intake.hold import HoldKind
from intake.line import Line, Params
from intake.message import Message
from intake.scan import Awaited, Severity
from intake.scene import Scene
from intake.verdict import Reason, Verdict


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the desk says to one scan or request, recorded with the facts it led to."""

    message: Message
    severity: Severity
    params: Params = {}
    verdict: Verdict | None = None
    reasons: tuple[Reason, ...] = ()
    unit: str | None = None
    holds: tuple[HoldKind, ...] = ()
    container: str | None = None

    @property
    def line(self) -> Line:
        """The answer's sentence."""
        return Line(self.message, self.params)


class Entries(msgspec.Struct, frozen=True):
    """Which keyed texts are whole without Enter."""

    endings: tuple[str, ...] = ()
    """Last characters of serials that are awaited."""

    length: int = 0
    """Characters of a whole serial; 0 where serials differ in length."""

    def complete(self, text: str) -> bool:
        """Tell whether a keyed text, in upper case, is whole."""
        return text in self.endings or 0 < self.length == len(text)


class Recorded(msgspec.Struct, frozen=True):
    """One fact, as an outcome names it."""

    id: str
    kind: str


class Outcome(msgspec.Struct, frozen=True):
    """An answer that may be shown: the facts behind it are durable, or it says that they are not."""

    seq: int | None
    """Position of its first fact in the journal; None when nothing could be recorded."""

    scan: str | None
    """The scanned text, or None for a request."""

    step: str
    """The step the desk stands at now (`intake.receipt.Step`)."""

    answer: Answer
    prompt: Line
    """What to do next."""

    events: tuple[Recorded, ...] = ()
    """The facts recorded, in order."""

    at: int = 0
    """When it was recorded, in milliseconds since 1970-01-01 UTC."""

    operator: str | None = None
    """Badge of who stands at the desk."""

    parcel: str | None = None
    """Label of the open parcel."""

    units: int = 0
    """How many units have come out of it."""

    entries: Entries = Entries()
    """Which keyed texts are whole without Enter."""

    scene: Scene = Scene()
    """What the desk shows besides."""

    awaited: Awaited = Awaited()
    """What a camera is to look for now."""

    def leaves_desk_as(self, before: Outcome) -> bool:
        """Tell whether the operator stands where he stood: somebody else has asked for something.

        A newer list may say something else of the unit in his hand.
        """
        same = ("step", "prompt", "operator", "parcel", "units")
        is_same_unit = self.scene.hand == before.scene.hand
        return is_same_unit and all(getattr(self, name) == getattr(before, name) for name in same)


class Standing(msgspec.Struct, frozen=True):
    """What a station stands at when it opens."""

    training: bool
    station: str
    now: Outcome
    """Step, prompt and open parcel; its answer is that of the last scan, if there was one."""

    recent: tuple[Outcome, ...]
    """The last recorded scans with their answers, newest first."""


__all__ = ["Answer", "Entries", "Line", "Message", "Outcome", "Params", "Recorded", "Standing"]
