"""A page: one question of the set-up. It shows lines and takes keys, pulls and typed codes."""

# ruff: noqa: B027 - a page leaves alone what does not concern it, and then nothing is to happen

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from intake.scan import Scan
from scanners.feedback import Tone
from scanners.test_card import CodeName
from scanners.trial import Findings, Match
from tui.cells import wrap
from tui.setup.gun import is_decoded
from tui.setup.raw_bytes import hexadecimal, named
from tui.setup.signals import Examined, Saved
from tui.widgets.lines import Styled

if TYPE_CHECKING:
    from tui.setup.course import Course

_BYTES = 2
"""Lines of raw bytes of each kind."""


class Page(ABC):
    """What all pages have."""

    NAME: ClassVar[str]
    """What it is called in the catalogue: its title, and its keys by `keys_…`."""

    SEES: ClassVar[bool] = False
    """Whether what a camera sees stands beside it."""

    def __init__(self, course: Course) -> None:
        """Be a page of this course."""
        self.course = course

    def say(self, name: str, **values: str | int) -> str:
        """Word something in the language spoken now."""
        return self.course.wording.setup(name, **values)

    @property
    def is_due(self) -> bool:
        """Whether there is anything to do on it; else it is passed over."""
        return True

    def begin(self) -> None:
        """The page comes up."""

    def end(self) -> None:
        """Another page comes up."""

    def large(self) -> str:
        """Give the word to be read from where the gun is; none where there is no one word."""
        return ""

    @abstractmethod
    def question(self) -> str:
        """Say what is to be done now."""

    @abstractmethod
    def lines(self, width: int, room: int) -> list[Styled]:
        """Give what stands under the question, at most `room` lines of `width` cells."""

    def keys(self) -> str:
        """Say what can be pressed."""
        return self.say(f"keys_{self.NAME}")

    def enter(self) -> None:
        """Enter was pressed: yes, go on."""
        self.course.go(1)

    def escape(self) -> None:
        """Escape was pressed: no, back."""
        self.course.go(-1)

    def move(self, by: int) -> None:
        """An arrow was pressed."""

    def pulled(self, scan: Scan) -> None:
        """A gun has sent something: where nothing is asked of it, it is answered all the same."""
        self.course.ears.answer(scan, Tone.GOOD)

    def typed(self, text: str) -> None:
        """A code was typed at this terminal."""

    def told(self, message: Examined | Saved) -> None:
        """Take in what was done in the background."""

    def what_came(self, found: Findings | None, width: int) -> list[Styled]:
        """Show the bytes of a pull, as text and as digits."""
        if found is None:
            return []
        shown = wrap(self.say("came", text=named(found.sent)), width, _BYTES)
        digits = wrap(hexadecimal(found.sent), width, _BYTES)
        return [*((line, "text") for line in shown), *((line, "faint") for line in digits)]

    def code(self, name: CodeName) -> str:
        """Call a code as it is called on the card."""
        return " ".join(self.course.wording.printed(f"test_{name}").split())

    def advice(self, found: Findings) -> str:
        """Say what came of a code, and what to do."""
        return self.say(
            f"match_{found.match}",
            code=self.code(found.code),
            instead=named(found.instead),
        )

    def marking(self, found: Findings) -> str:
        """Say what the gun puts around a code."""
        identifier = found.identifier or self.say("no_identifier")
        gun = self.course.gun
        if gun and (gun.assignment is None or is_decoded(gun.assignment)):
            end = self.say("own_end" if gun.assignment else "key_end")
            return self.say("marking", end=end, identifier=identifier)
        if found.framing is None:
            before, behind = (named(each) or self.say("no_mark") for each in (found.prefix, found.suffix))
            return self.say("marking_unknown", prefix=before, suffix=behind)
        end = found.terminator.name if found.terminator else self.say("no_terminator")
        return self.say("marking", end=end, identifier=identifier)


def is_good(found: Findings | None) -> bool:
    """Tell whether a pull is as it should be."""
    return found is not None and found.match is Match.WHOLE
