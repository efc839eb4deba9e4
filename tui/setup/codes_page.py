"""The third page: every code of the card in turn, with what came of it and what to do."""

from __future__ import annotations

from intake.scan import Scan
from scanners.feedback import Tone
from scanners.test_card import CARD
from tui.cells import fit, wrap
from tui.setup.gun import Gun
from tui.setup.page import Page, is_good
from tui.widgets.lines import Styled

_NAME = 28
_ADVICE = 4
"""Most lines of what is to be done."""


class CodesPage(Page):
    """Asks for one code after another; Enter passes one over, and it stays not tried."""

    NAME = "codes"

    @property
    def is_due(self) -> bool:
        """Whether there is a gun; a camera has a page of its own."""
        return self.course.gun is not None

    def begin(self) -> None:
        """Begin with the first that has not come yet."""
        self._at = -1
        self._next()

    def _next(self) -> None:
        """Go to the next code that has not come whole."""
        found = self._gun.found
        places = range(self._at + 1, len(CARD))
        self._at = next((at for at in places if not is_good(found.get(CARD[at].name))), len(CARD))

    @property
    def _gun(self) -> Gun:
        return self.course.gun or Gun(None)

    def large(self) -> str:
        """Name the code."""
        return self.code(CARD[self._at].name) if self._at < len(CARD) else ""

    def question(self) -> str:
        """Ask for the code that is next."""
        if self._at == len(CARD):
            whole = not self._gun.untried
            return self.say("codes_whole" if whole else "codes_over")
        return self.say("codes_pull", code=self.code(CARD[self._at].name))

    def lines(self, width: int, room: int) -> list[Styled]:
        """List the codes; under them what came last, and what to do."""
        rows = [self._row(place) for place in range(len(CARD))]
        last = self._gun.last
        if last is None:
            return rows
        style = "good" if is_good(last) else "bad"
        told = (self.advice(last), *([self.marking(last)] if is_good(last) else []))
        advice: list[Styled] = [(line, style) for text in told for line in wrap(text, width, _ADVICE)]
        return [*rows, ("", "text"), *advice, ("", "text"), *self.what_came(last, width)][:room]

    def _row(self, place: int) -> Styled:
        code = CARD[place]
        found = self._gun.found.get(code.name)
        mark = ">" if place == self._at else " "
        name = fit(self.code(code.name), _NAME)
        if found is None:
            return f"{mark} - {name} {self.say('not_tried')}", "chosen" if place == self._at else "faint"
        word = self.say(f"short_{found.match}")
        return f"{mark} {'+' if is_good(found) else 'X'} {name} {word}", "good" if is_good(found) else "bad"

    def enter(self) -> None:
        """Pass this code over; after the last go on."""
        if self._at == len(CARD):
            self.course.go(1)
        else:
            self._next()

    def pulled(self, scan: Scan) -> None:
        """Judge what a gun sent."""
        self._take(scan.raw)
        self.course.ears.answer(scan, Tone.GOOD if is_good(self._gun.last) else Tone.BAD)

    def typed(self, text: str) -> None:
        """Judge what was typed, where the gun is this terminal's keyboard."""
        if self._gun.assignment is None:
            self._take(text.encode())

    def _take(self, pull: bytes) -> None:
        asked = CARD[min(self._at, len(CARD) - 1)]
        self.course.gun = self._gun.pulled(asked.name, pull)
        if self._at < len(CARD) and is_good(self._gun.found.get(asked.name)):
            self._next()
