"""A finding: what one check found, how grave it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.line import Params
from intake.printable import printable
from intake.wording import Wording


class State(StrEnum):
    """How grave a finding is."""

    OK = "ok"
    WARNING = "warning"
    """The station works; somebody should see to it."""

    FAULT = "fault"
    """Work stops, or is not safe, until somebody has seen to it."""


MARKS: Mapping[State, str] = {State.OK: "+", State.WARNING: "!", State.FAULT: "X"}
"""Shapes, told apart without colour; every terminal and every printer has them."""


class Check(StrEnum):
    """What is looked at, in the order in which it is told."""

    SOFTWARE = "software"
    SETTINGS = "settings"
    FOLDER = "folder"
    LOCK = "lock"
    DISK = "disk"
    STORAGE = "storage"
    JOURNAL = "journal"
    CLOCK = "clock"
    SYNCHRONISED = "synchronised"
    ZONE = "zone"
    LISTS = "lists"
    EXPECTED = "expected"
    BADGES = "badges"
    CONTAINERS = "containers"
    EMERGENCY = "emergency"
    CENTRAL = "central"
    SYNC = "sync"
    LINK = "link"
    BACKUPS = "backups"
    GROUPS = "groups"
    MODEM_MANAGER = "modem_manager"
    TERMINAL = "terminal"
    FONTS = "fonts"
    PHOTOS = "photos"
    DECODERS = "decoders"
    SCANNERS = "scanners"
    CAMERAS = "cameras"
    PRINT = "print"
    SOUND = "sound"


_LONGEST = 300
"""Characters of a value: a reason is a sentence, and may name a long path."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, to be worded."""

    check: Check
    state: State
    word: str
    """Of the catalogue's section [doctor]; the advice is beside it as `<word>_do`."""

    params: Params

    def message(self, wording: Wording) -> str:
        """Say what was found."""
        return wording.doctor(self.word, **self._shown)

    def advice(self, wording: Wording) -> str:
        """Say what to do; empty where all is well."""
        return "" if self.state is State.OK else wording.doctor(f"{self.word}_do", **self._shown)

    @property
    def _shown(self) -> Params:
        """A device's name and a file's are others' texts: none may move a cursor or begin a line."""
        return {
            name: value if isinstance(value, int) else printable(" ".join(value.split()), _LONGEST)
            for name, value in self.params.items()
        }


def fine(check: Check, word: str, **params: str | int) -> Finding:
    """Say that all is well."""
    return Finding(check, State.OK, word, params)


def warning(check: Check, word: str, **params: str | int) -> Finding:
    """Say what somebody should see to."""
    return Finding(check, State.WARNING, word, params)


def fault(check: Check, word: str, **params: str | int) -> Finding:
    """Say what stops the work or makes it unsafe."""
    return Finding(check, State.FAULT, word, params)
