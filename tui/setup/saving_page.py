"""The last page: the settings as they will stand, written when a person says so."""

from __future__ import annotations

from intake.settings_file import written
from scanners.test_card import LAYOUT
from tui.cells import wrap
from tui.setup.gun import Gun
from tui.setup.page import Page
from tui.setup.signals import Examined, Saved
from tui.widgets.lines import Styled

_LINES = 3


class SavingPage(Page):
    """Shows what is written and what was not tried; after that offers another gun."""

    NAME = "save"

    def begin(self) -> None:
        """Nothing is written yet."""
        self._is_writing = self._is_saved = False

    def question(self) -> str:
        """Ask whether to write, or what comes then."""
        return self.say("save_done" if self._is_saved else "save")

    def keys(self) -> str:
        """Say what can be pressed."""
        return self.say("keys_saved" if self._is_saved else "keys_save")

    def lines(self, width: int, room: int) -> list[Styled]:
        """Show the settings, and what nobody has tried."""
        del room
        texts = [*self._of_terminal(), *map(written, self.course.devices)] or [self.say("save_nothing")]
        settings: list[Styled] = [
            (line, "text") for text in texts for row in text.splitlines() for line in wrap(row, width, _LINES)
        ]
        doubts = self._doubts(self.course.gun, width) if self.course.gun else []
        return [*settings, ("", "text"), *((line, "note") for line in doubts)]

    def _of_terminal(self) -> list[str]:
        return [f'{name} = "{value}"' for name, value in self.course.terminal_settings.items()]

    def _doubts(self, gun: Gun, width: int) -> list[str]:
        """Say what was not tried, or did not come as it should."""
        told = []
        if gun.untried:
            names = " / ".join(self.code(name) for name in gun.untried)
            told.append(self.say("untried_codes", codes=names))
        if gun.assignment and not gun.assignment.is_calibrated:
            told.append(self.say("untold_layout", code=self.code(LAYOUT.name)))
        if not gun.has_ears:
            told.append(self.say("no_ears"))
        elif not gun.heard:
            told.append(self.say("untried_tones"))
        return [line for text in told for line in wrap(text, width, _LINES)]

    def enter(self) -> None:
        """Write; after that begin with another gun."""
        if self._is_saved:
            self.course.begin_anew()
        elif not self._is_writing:
            self._is_writing = True
            self.course.save()

    def escape(self) -> None:
        """Go back; after writing, finish."""
        if self._is_saved:
            self.course.finish()
        else:
            self.course.go(-1)

    def told(self, message: Examined | Saved) -> None:
        """Learn whether it is written."""
        if isinstance(message, Saved):
            self._is_writing, self._is_saved = False, not message.fault
            self.course.note(message.fault)
