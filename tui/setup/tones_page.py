"""The second page: how the gun is told good from bad, heard by a person."""

from __future__ import annotations

from intake.own_label import Command, CommandWord
from intake.scan import Scan
from scanners.feedback import Tone
from tui.setup.page import Page
from tui.widgets.lines import Styled

_NONE = "none"
_YES, _NO = (Command(word).code.encode() for word in (CommandWord.YES, CommandWord.NO))


class TonesPage(Page):
    """First a way of answering is chosen, then each tone is heard as the answer to a pull."""

    NAME = "tones"

    @property
    def is_due(self) -> bool:
        """Whether the gun has ears."""
        return self.course.gun is not None and self.course.gun.has_ears

    def begin(self) -> None:
        """Choose first, from what the maker's guns understand."""
        gun = self.course.gun
        self._drivers = gun.drivers if gun else (_NONE,)
        self._at = 0
        if gun and gun.assignment and gun.assignment.feedback in self._drivers:
            self._at = self._drivers.index(gun.assignment.feedback)
        self._tone: int | None = None
        self._is_sounded = False

    @property
    def _tried(self) -> Tone | None:
        """The tone that is listened for."""
        return None if self._tone is None else list(Tone)[self._tone]

    def large(self) -> str:
        """Name the tone."""
        return self.say(f"large_{self._tried}") if self._tried else ""

    def question(self) -> str:
        """Ask for a way, for a pull, or whether it was heard."""
        if self._tried is None:
            return self.say("tones_choose")
        tone = self.say(f"tone_{self._tried}")
        return self.say("tones_heard" if self._is_sounded else "tones_pull", tone=tone)

    def lines(self, width: int, room: int) -> list[Styled]:
        """List the ways; while one is tried, the tones."""
        del width, room
        if self._tone is None:
            return [self._driver(place, name) for place, name in enumerate(self._drivers)]
        named = [self.say(f"tone_{tone}") for tone in Tone]
        marks = [
            "+" if place < self._tone else ">" if place == self._tone else " " for place in range(len(named))
        ]
        return [
            (f"{mark} {name}", "good" if mark == "+" else "text")
            for mark, name in zip(marks, named, strict=True)
        ]

    def _driver(self, place: int, name: str) -> Styled:
        is_chosen = place == self._at
        return f"{'>' if is_chosen else ' '} {self.say(f'driver_{name}')}", "chosen" if is_chosen else "text"

    def keys(self) -> str:
        """Say what can be pressed: yes and no, once there is something to hear."""
        if self._tried is None:
            return self.say("keys_tones")
        return self.say("keys_heard" if self._is_sounded else "keys_pull")

    def move(self, by: int) -> None:
        """Choose another way."""
        if self._tone is None:
            self._at = (self._at + by) % len(self._drivers)

    def enter(self) -> None:
        """Take the way, or say yes."""
        name = self._drivers[self._at]
        if self._tone is None:
            self.course.set_feedback(name, heard=None)
            if name == _NONE:
                self.course.go(1)
            else:
                self._listen_for(0)
        elif self._is_sounded:
            self._heard(name)
        else:
            self.course.note(self.say("pull_first"))

    def _heard(self, name: str) -> None:
        following = (self._tone or 0) + 1
        if following < len(Tone):
            self._listen_for(following)
        else:
            self.course.set_feedback(name, heard=True)
            self.course.go(1)

    def _listen_for(self, place: int) -> None:
        self._tone, self._is_sounded = place, False

    def escape(self) -> None:
        """Say no: choose another way; while choosing go back."""
        if self._tone is None:
            self.course.go(-1)
            return
        if self._is_sounded:
            self.course.note(self.say("tones_not_heard"))
        self.course.set_feedback(self._drivers[self._at], heard=False)
        self._tone = None

    def pulled(self, scan: Scan) -> None:
        """Answer a pull by the tone that is listened for; YES and NO are answers of the person's."""
        if self._is_sounded and _YES in scan.raw:
            self.course.ears.answer(scan, Tone.GOOD)
            self.enter()
        elif self._is_sounded and _NO in scan.raw:
            self.course.ears.answer(scan, Tone.GOOD)
            self.escape()
        else:
            self.course.ears.answer(scan, self._tried or Tone.GOOD)
            self._is_sounded = self._tone is not None
