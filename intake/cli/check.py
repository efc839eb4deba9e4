"""`intake check`: judge serials without receiving anything."""

from __future__ import annotations

import sys
import time

import click

from intake.cli.output import forms, write
from intake.judging import judging
from intake.serial_number import normalise
from intake.state_folder import default_folder
from intake.verdict import Verdict

_COLUMNS = ("text", "serial", "verdict", "campaign", "model", "list_version", "reasons")


@click.command()
@click.argument("serials", nargs=-1, required=True)
@forms
def check(serials: tuple[str, ...], form: str | None) -> None:
    """Say what the lists in force say of each SERIAL. Exit code 1 when one is invalid or uncertain."""
    wall = time.time_ns() // 1_000_000
    rows = []
    with judging(default_folder()) as judge:
        for text in serials:
            judged = judge(normalise(text), wall)
            values = {name: getattr(judged, name) for name in _COLUMNS[1:]}
            rows.append({"text": text, **values})
    write(rows, _COLUMNS, form)
    if any(row["verdict"] in {Verdict.INVALID, Verdict.UNCERTAIN} for row in rows):
        sys.exit(1)
