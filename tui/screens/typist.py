"""The typist: what the keyboard gives at the desk: a gun's codes, a person's entries, the desk's commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import events

from tui.desk_command import DeskCommand
from tui.key_buffer import ALONE, KeyBuffer, Typed
from tui.messages import CodeTyped, CommandGiven

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

COMMANDS = {command.key: command for command in DeskCommand}
QUIET = 0.3
"""Seconds without a key after which as many characters as are awaited count as keyed."""

_BESIDE_HELP = frozenset({DeskCommand.HELP, DeskCommand.READ_NOTE})
"""Commands that show or hide what stands over the desk themselves."""


class Typist:
    """Sorts the keys of one desk. Used by the screen's thread alone."""

    def __init__(self, desk: DeskScreen, keys: KeyBuffer) -> None:
        """Type at this desk."""
        self._desk = desk
        self._keys = keys

    def press(self, event: events.Key) -> None:
        """Take a key."""
        command = COMMANDS.get(event.key)
        if command is not None and self._keys.is_alone(event.time):
            self._desk.set_timer(ALONE, partial(self._give, command, event.time))
        if command not in _BESIDE_HELP:
            self._desk.help_card.display = False
        if not self._desk.steer(event.key):
            self._gather(event)

    def paste(self, text: str) -> None:
        """Take a pasted text, line by line."""
        for done in self._keys.paste(text):
            self._end(done)
        self._desk.show_typed()

    def _give(self, command: DeskCommand, at: float) -> None:
        """Give a command when no other key has come: a gun's function key comes with a code."""
        if self._keys.pressed_at <= at:
            self._desk.show_notice(None)
            self._desk.post_message(CommandGiven(command))

    def _gather(self, event: events.Key) -> None:
        done = self._keys.press(event.key, event.character, event.time)
        if done is not None:
            self._end(done)
        elif self._is_entry(self._keys.text):
            self._desk.set_timer(QUIET, partial(self._take_entry, self._keys.text))
        self._desk.show_typed()

    def _end(self, done: Typed) -> None:
        """Hand a code on, unless the lead's form takes it."""
        if not self._desk.offer_typed(done):
            self._desk.post_message(CodeTyped(done))

    def _is_entry(self, text: str) -> bool:
        """Tell whether a person has keyed what makes an entry by itself."""
        is_whole = self._desk.now.entries.complete(text.upper())
        return is_whole and self._keys.by_hand and not self._desk.lead_card.display

    def _take_entry(self, text: str) -> None:
        """Take the characters when no other key has followed: a longer text has its own end."""
        if self._keys.text == text and self._is_entry(text) and (done := self._keys.take()):
            self._desk.post_message(CodeTyped(done))
            self._desk.show_typed()
