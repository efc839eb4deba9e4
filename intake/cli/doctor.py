"""`intake doctor`: what is wrong with this station, and what to do about it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from itertools import chain

import click

from intake.cli.examined_cameras import examine_cameras
from intake.cli.examined_devices import examine_devices
from intake.cli.output import json_line
from intake.doctor import MARKS, Case, Finding, State, examine
from intake.language import Language, shown_on
from intake.printable import cell_count
from intake.state_folder import default_folder
from intake.wording import Wording
from tui.cells import fit, wrap

_COLOURS = {State.OK: "green", State.WARNING: "yellow", State.FAULT: "red"}
_COLUMNS = 80
"""Of a terminal that does not tell, such as a serial console."""

_MOST = 20
"""Lines one finding may take."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def doctor(as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Check this station and its machine, and say what to do. Changes nothing, also beside a running station.

    Exit code 1 when there is a fault; a warning is none. Scanners and cameras are looked for, not opened.
    """
    # A terminal that shows no Japanese is one of the things to be told.
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr] # (always a text file here)
    case = Case.of(default_folder())
    wording = Wording(_language(case))
    counts = dict.fromkeys(State, 0)
    for finding in chain(examine(case), examine_devices(case), examine_cameras(case)):
        counts[finding.state] += 1
        if as_json:
            json_line(_row(finding, wording))
        else:
            click.echo("\n".join(_lines(finding, wording)))
    if not as_json:
        click.echo("\n".join(_summary(counts, wording)))
    if counts[State.FAULT]:
        sys.exit(1)


def _language(case: Case) -> Language:
    """Give the station's, where this output can show it."""
    wanted, terminal = case.settings.language, case.environment.get("TERM", "")
    is_shown = wanted in shown_on(terminal) if sys.stdout.isatty() else True
    return wanted if is_shown and _shows_japanese() else Language.EN


def _shows_japanese() -> bool:
    try:
        "電池".encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return False
    return True


def _row(finding: Finding, wording: Wording) -> Mapping[str, str]:
    """Give the keys that programs may rely on."""
    return {
        "check": finding.check,
        "state": finding.state,
        "message": finding.message(wording),
        "advice": finding.advice(wording),
    }


def _lines(finding: Finding, wording: Wording) -> Iterator[str]:
    """Write one finding: shape, word, what was found, and what to do; a screen's lines are broken."""
    words = {state: wording.doctor(f"state_{state}") for state in State}
    word = fit(words[finding.state], max(map(cell_count, words.values())))
    title = wording.doctor(f"check_{finding.check}")
    text = f"{title}: {finding.message(wording)} {finding.advice(wording)}".rstrip()
    yield from _broken(finding.state, f"{MARKS[finding.state]} {word}  ", text)


def _broken(state: State, head: str, text: str) -> Iterator[str]:
    """Break a text beside its head to the terminal's width; elsewhere it is one line."""
    indent, lines = cell_count(head), [text]
    if sys.stdout.isatty():
        columns = os.get_terminal_size(sys.stdout.fileno()).columns or _COLUMNS
        lines = wrap(text, max(columns - indent, indent), _MOST)
    yield click.style(head, fg=_COLOURS[state], bold=True) + lines[0]
    for line in lines[1:]:
        yield " " * indent + line


def _summary(counts: Mapping[State, int], wording: Wording) -> Iterator[str]:
    worst = next(state for state in reversed(State) if counts[state] or state is State.OK)
    told = wording.doctor("summary", faults=counts[State.FAULT], warnings=counts[State.WARNING])
    yield from _broken(worst, f"{MARKS[worst]} ", told)
