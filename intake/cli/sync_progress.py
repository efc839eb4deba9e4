"""What `intake sync` shows while it goes on: a bar to a person, lines with their gravity to the journal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from enum import StrEnum

import click

from intake.central.fault import CentralError
from intake.line import Line, Params
from intake.message import Message
from intake.printable import cell_count
from intake.sync import Watch
from intake.wording import Wording
from tui.cells import fit

_WIDTH = 24
_LEAST = 8
"""Cells of a bar; a shorter one says nothing."""

_COLUMNS = 80
"""Of a terminal that does not say it."""

_EVERY = 0.2
"""Seconds between two bars."""

_PACE = 30.0
"""Seconds between two lines of the journal."""


class Level(StrEnum):
    """Gravity of a line, as systemd reads it off its beginning (sd-daemon(3))."""

    ERROR = "<3>"
    WARNING = "<4>"
    INFO = "<6>"


def drawn(said: str, share: float, columns: int) -> str:
    """Draw how far it is, 0 to 1, before what is said of it; on one line, for only that is drawn over."""
    width = min(_WIDTH, columns - len("[] ") - cell_count(said) - 1)
    if width < _LEAST:
        return fit(said, columns - 1).rstrip()
    return f"[{'#' * int(width * share):<{width}}] {said}"


def _columns() -> int:
    return os.get_terminal_size(sys.stderr.fileno()).columns or _COLUMNS


class Told:
    """Tells on standard error what a run does."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._in_journal = "JOURNAL_STREAM" in os.environ
        self._is_seen = sys.stderr.isatty() and not self._in_journal
        self._begun = time.monotonic()
        self._shown = 0.0
        self._drawn = False

    @property
    def watch(self) -> Watch:
        """Give what is told."""
        return Watch(
            self._progress, self._waiting, problem=lambda sentence: self.say(Level.WARNING, sentence)
        )

    def word(self, message: Message, **params: str | int) -> str:
        """Word a sentence."""
        told: Params = dict(params)
        return self._wording.sentence(Line(message, told))

    def say(self, level: Level, sentence: str) -> None:
        """Write a line of its own, below the bar where there is one."""
        if self._drawn:
            click.echo(err=True)
            self._drawn = False
        click.echo(f"{level if self._in_journal else ''}{sentence}", err=True)

    def _waiting(self, fault: CentralError, seconds: float) -> None:
        sentence = self.word(Message.SYNC_WAITING, failure=fault.kind, seconds=round(seconds))
        if self._is_due(_EVERY):
            # A journal is read by whoever mends it: only the fault itself names host and cause.
            self.say(Level.WARNING, f"{sentence} {fault}" if self._in_journal else sentence)

    def _progress(self, sent: int, total: int) -> None:
        show: Callable[[str], None] | None = self._draw if self._is_seen else None
        if self._in_journal:
            show = lambda sentence: self.say(Level.INFO, sentence)  # noqa: E731 (one of two, chosen here)
        if show is not None and (sent == total or self._is_due(_EVERY if self._is_seen else _PACE)):
            seconds = max(time.monotonic() - self._begun, 0.001)
            rate = round(sent / seconds)
            left = round((total - sent) * seconds / max(sent, 1))
            said = self.word(Message.SYNC_PROGRESS, sent=sent, total=total, rate=rate, seconds=left)
            show(drawn(said, sent / max(total, 1), _columns()) if self._is_seen else said)

    def _is_due(self, seconds: float) -> bool:
        is_due = time.monotonic() - self._shown >= seconds
        if is_due:
            self._shown = time.monotonic()
        return is_due

    def _draw(self, line: str) -> None:
        click.echo(f"\r{line}\x1b[K", nl=False, err=True)
        self._drawn = True
