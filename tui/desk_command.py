"""Desk commands: what a key of the desk does. Function keys only: no code can hold a letter that is a key."""

from __future__ import annotations

from enum import StrEnum


class DeskCommand(StrEnum):
    """One command, by the name of its words in the catalogue and of its action."""

    HELP = "help"
    LANGUAGE = "language"
    LOOK_UP = "look_up"
    UNDO = "undo"
    PALETTE = "palette"
    READ_NOTE = "read_note"
    THEME = "theme"
    SOUND = "sound"
    LEAD = "lead"
    QUIT = "quit"
    CAMERA = "camera"

    @property
    def key(self) -> str:
        """The key that gives it; F11 is left to terminals, which make themselves as large as the screen."""
        return "f12" if self is DeskCommand.CAMERA else f"f{list(DeskCommand).index(self) + 1}"


SCANNED = {DeskCommand.LOOK_UP: "RI-C-LOOKUP", DeskCommand.UNDO: "RI-C-UNDO"}
"""Commands that are a card as well: the key stands for its scan, and the station decides."""
