"""The check of the terminal: whether the desk can be read on it."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine, warning
from intake.language import Language, shown_on
from intake.settings import Settings, ThemeName

_LEAST = _COLUMNS, _LINES = 80, 24
"""Cells the desk needs at least."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What a terminal says of itself."""

    name: str
    """The variable TERM."""

    columns: int
    lines: int
    encoding: str
    has_many_colours: bool
    """256 or more."""


def look(case: Case) -> Iterator[Finding]:
    """Look at the terminal this command was given in."""
    terminal = _terminal(case.environment)
    if terminal is None:
        yield warning(Check.TERMINAL, "terminal_none")
    else:
        yield from judged(terminal, case.settings)


def judged(terminal: Terminal, settings: Settings) -> Iterator[Finding]:
    """Say everything that stands in the way of reading the desk there."""
    found = [*_unusable(terminal, settings.language), *_poor(terminal, settings.theme)]
    size = f"{terminal.columns}×{terminal.lines}"
    yield from found or [fine(Check.TERMINAL, "terminal", term=terminal.name, size=size)]


def _unusable(terminal: Terminal, language: Language) -> Iterator[Finding]:
    if terminal.name in {"", "dumb", "unknown"}:
        yield fault(Check.TERMINAL, "terminal_dumb", term=terminal.name or "-")
    if terminal.encoding.upper().replace("-", "") != "UTF8":
        yield fault(Check.TERMINAL, "terminal_encoding", encoding=terminal.encoding)
    if language not in shown_on(terminal.name):
        yield fault(Check.TERMINAL, "terminal_console")
    if terminal.columns < _COLUMNS or terminal.lines < _LINES:
        size, least = f"{terminal.columns}×{terminal.lines}", f"{_COLUMNS}×{_LINES}"
        yield fault(Check.TERMINAL, "terminal_small", size=size, least=least)


def _poor(terminal: Terminal, theme: ThemeName) -> Iterator[Finding]:
    if not terminal.has_many_colours and theme is not ThemeName.SIXTEEN_COLOURS:
        yield warning(Check.TERMINAL, "terminal_colours", term=terminal.name, theme=theme)


def _terminal(environment: Mapping[str, str]) -> Terminal | None:
    """Look at the first of the standard streams that is one; output may go into a file."""
    stream = next((each for each in (1, 0, 2) if os.isatty(each)), None)
    if stream is None:
        return None
    # A serial line does not tell its size; the desk takes it for the least, and so must this.
    columns, lines = (told or least for told, least in zip(os.get_terminal_size(stream), _LEAST, strict=True))
    name = environment.get("TERM", "")
    many = "256color" in name or environment.get("COLORTERM") in {"truecolor", "24bit"}
    return Terminal(name, columns, lines, locale.getencoding(), many)
