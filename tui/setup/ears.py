"""Ears: who listens to which device. A keeper each, which gives every pull whole instead of a code."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from intake.scan import Scan
from intake.surroundings import now
from scanners.assignment import Assignment, GunLayout, Kind
from scanners.feedback import Tone
from scanners.identity import Roots
from scanners.keeper import Keeper
from scanners.light import Light
from scanners.pull import PullDecoder
from tui.setup.gun import is_decoded


class Ears:
    """The devices listened to. What they hear comes from other threads."""

    def __init__(
        self, on_scan: Callable[[Scan], object], on_light: Callable[[Light], object], roots: Roots
    ) -> None:
        """Listen to nothing yet."""
        self._on_scan = on_scan
        self._on_light = on_light
        self._roots = roots
        self._keepers: dict[Assignment, Keeper] = {}

    def listen(self, assignments: Iterable[Assignment]) -> None:
        """Listen to these and to no others; one that is listened to in the same way already goes on."""
        wanted = {_as_heard(each) for each in assignments}
        self._let_go(self._keepers.keys() - wanted)
        for assignment in wanted - self._keepers.keys():
            keeper = Keeper(
                assignment,
                on_scan=self._on_scan,
                on_light=self._on_light,
                now=now,
                roots=self._roots,
                decoder=None if is_decoded(assignment) else PullDecoder(),
            )
            self._keepers[assignment] = keeper
            keeper.start()

    def answer(self, scan: Scan, tone: Tone) -> None:
        """Answer a pull on the gun it came from."""
        for keeper in self._keepers.values():
            if keeper.source == scan.source:
                keeper.answer(scan, tone)

    def close(self) -> None:
        """Let go of every device."""
        self._let_go(set(self._keepers))

    def _let_go(self, assignments: Iterable[Assignment]) -> None:
        for assignment in set(assignments):
            self._keepers.pop(assignment).stop()


def _as_heard(assignment: Assignment) -> Assignment:
    """Give what listening depends on, so that what is told meanwhile closes no device."""
    layout = GunLayout.US if assignment.kind is Kind.KEYBOARD else None  # keys are heard, not yet understood
    return Assignment(
        assignment.device,
        assignment.kind,
        assignment.name,
        usb=assignment.usb,
        framing="gap",
        baud=assignment.baud,
        layout=layout,
        feedback=assignment.feedback,
    )
