"""An operator's task as a script: what lies on the dock, every scan, what the desk says, what is recorded.

A task is a TOML file in `operator_tasks/`, one page to read:

    title = "One sentence."
    dock = "What lies there, and what is the matter with it."
    language = "en"
    screen = [80, 24]
    scans = [
        # What the operator does.
        ["the scan", "what the desk answers", "what it asks for next", "what else stands on the screen"],
    ]

`…` in a sentence stands for what nobody can foretell: the time. `[journal]` says how the journal stands
at the end. Of each row it gives the columns that matter; of rows it gives all there are.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from intake.language import Language

FOLDER = Path(__file__).parent / "operator_tasks"

Said = Annotated[tuple[str, ...], Meta(min_length=2)]
"""A scan, the answer to it, and what else the screen shows then."""

Rows = tuple[dict[str, Any], ...]


class Journal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is recorded at the end: the rows of `intake show`, by its own names. What is left out is empty."""

    refused: tuple[str, ...] = ()
    """The scans recorded as refused, in order."""

    units: Rows = ()
    parcels: Rows = ()
    accessories: Rows = ()
    replacements: Rows = ()
    holds: Rows = ()
    arrivals: Rows = ()
    incidents: Rows = ()


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One task from the first scan to the last."""

    title: str
    dock: str
    language: Language
    screen: tuple[int, int]
    """Columns and rows of the terminal."""

    scans: tuple[Said, ...]
    journal: Journal
    claims: str = ""
    """What claims announce, as `intake expected import` reads it."""


def parse(text: str) -> Task:
    """Read a task. Raises msgspec.ValidationError that says what was expected, what was got, and where."""
    return msgspec.toml.decode(text, type=Task)


def load() -> dict[str, Task]:
    """Give every task by its file's name, in the order of a day."""
    return {path.stem: parse(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}


def pattern(sentence: str) -> str:
    """Give the expression that finds a sentence in a squeezed text, whatever the time."""
    return ".{1,20}".join(re.escape(squeezed(part)) for part in sentence.split("…"))


def squeezed(text: str) -> str:
    """Leave the blanks and line ends out: where a line is broken is the screen's own affair."""
    return "".join(text.split())
