"""The first page: what is plugged in, and which of it the gun in hand is."""

from __future__ import annotations

from intake.printable import printable
from intake.scan import Scan
from scanners.assignment import Assignment, Kind
from scanners.feedback import Tone
from scanners.light import LightState
from scanners.plugged import Plugged
from scanners.test_card import GOOD
from scanners.trial import Findings, Match, next_speed
from tui.cells import fit, wrap
from tui.setup.gun import Gun, recognised
from tui.setup.page import Page
from tui.widgets.lines import Styled

_NAME = 30
"""Characters of a device's name in the list."""

_KIND = 16
"""Cells of its kind and speed."""

_INDENT = " " * (_KIND + 1)

_LINES = 3
"""Most lines of how it is, and of what to do about it."""


class FindingPage(Page):
    """Listens to every device there is until one sends a code of the card."""

    NAME = "find"

    def begin(self) -> None:
        """Listen to all that is plugged in."""
        self._guns: dict[str, Gun] = {}
        self._last: Findings | None = None
        self.course.gun = None
        self.seen(self.course.plugged)

    def seen(self, plugged: tuple[Plugged, ...]) -> None:
        """Something was plugged in or pulled out."""
        before = self._guns
        guns = [before.get(_source(each)) or Gun.of(each) for each in plugged]
        self._guns = {gun.assignment.source: gun for gun in guns if gun.assignment}
        self._listen()

    def _listen(self) -> None:
        self.course.ears.listen(gun.assignment for gun in self._guns.values() if gun.assignment)

    def large(self) -> str:
        """Name the code."""
        return self.code(GOOD.name)

    def question(self) -> str:
        """Ask for a pull."""
        return self.say("find", code=self.code(GOOD.name))

    def lines(self, width: int, room: int) -> list[Styled]:
        """List the devices, each with how it is."""
        rows = [line for source, gun in self._guns.items() for line in self._row(source, gun, width)]
        nothing: list[Styled] = [(line, "faint") for line in wrap(self.say("find_nothing"), width, 2)]
        came = self.what_came(self._last, width)
        if self.course.cameras:
            came = [
                *came,
                ("", "text"),
                *((line, "text") for line in wrap(self.say("find_camera"), width, 2)),
            ]
        return [*(rows or nothing)[: max(room - len(came) - 1, 1)], ("", "text"), *came]

    def _row(self, source: str, gun: Gun, width: int) -> list[Styled]:
        light = self.course.lights.get(source)
        told = gun.assignment or Assignment("")
        speed = f" {told.baud}" if told.kind is Kind.PORT else ""
        kind = fit(self.say(f"kind_{told.kind}") + speed, _KIND)
        name = printable(gun.product, _NAME) or told.device
        shown = self.course.wording.light(light.state, name, light.detail) if light else name
        lines = wrap(shown, width - len(_INDENT), _LINES)
        if light and light.state is LightState.FORBIDDEN:
            lines += wrap(self.course.wording.doctor("scanner_forbidden_do"), width - len(_INDENT), _LINES)
        style = "note" if light and light.state is not LightState.READY else "text"
        return [(f"{kind} {lines[0]}", style), *((_INDENT + line, style) for line in lines[1:])]

    def enter(self) -> None:
        """Without a gun there is a way on to a camera alone."""
        if self.course.cameras:
            self.course.go(1)
        else:
            self.course.note(self.say("find_first"))

    def escape(self) -> None:
        """There is no way back."""

    def pulled(self, scan: Scan) -> None:
        """Take the gun that sends a code of the card; where a port gives garbage, try its next speed."""
        gun = self._guns.get(scan.source)
        if gun is None:
            return
        gun = self._guns[scan.source] = gun.pulled(GOOD.name, scan.raw)
        self._last = gun.last
        self.course.ears.answer(scan, Tone.GOOD if recognised(gun) else Tone.BAD)
        if recognised(gun):
            self.course.take(gun)
        elif gun.assignment is not None and gun.last is not None:
            self._guns[scan.source] = self._set_anew(gun, gun.assignment, gun.last)
            self._listen()

    def _set_anew(self, gun: Gun, told: Assignment, last: Findings) -> Gun:
        """Understand the gun in another way, and say so."""
        if told.kind is Kind.PORT and last.match is Match.PACKETS:
            self.course.note(self.say("find_packets"))
            return gun.set_to(feedback="zebra_ssi")
        if told.kind is Kind.PORT and last.match is Match.GARBLED:
            baud = next_speed(told.baud)
            self.course.note(self.say("find_speed", baud=baud))
            return gun.set_to(baud=baud)
        self.course.note(self.advice(last))
        return gun

    def typed(self, text: str) -> None:
        """A gun types at this terminal: then this terminal's keyboard is what is set up."""
        gun = Gun(None).pulled(GOOD.name, text.encode())
        if recognised(gun):
            self.course.take(gun)
            self.course.note(self.say("find_terminal"))
        else:
            self.course.note(self.say("find_typed", text=printable(text, _NAME)))


def _source(plugged: Plugged) -> str:
    return f"{plugged.kind}:{plugged.path}"
