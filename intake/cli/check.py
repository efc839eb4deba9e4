"""`intake check`: judge serials without receiving anything."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from intake.cli.output import Table, forms, write
from intake.judging import judging
from intake.serial_number import normalise
from intake.settings import load
from intake.state_folder import default_folder
from intake.verdict import Reason, Verdict
from intake.wording import Wording

_COLUMNS = ("text", "serial", "verdict", "campaign", "model", "list_version", "reasons")


@click.command()
@click.argument("serials", nargs=-1, required=True)
@click.option("--explain", is_flag=True, help="Say the grounds in words.")
@forms
def check(
    serials: tuple[str, ...],
    explain: bool,  # noqa: FBT001 (click's way)
    form: str | None,
    workbook: Path | None,
) -> None:
    """Say what the lists in force say of each SERIAL. Exit code 1 when one is invalid or uncertain."""
    wall = time.time_ns() // 1_000_000
    rows = []
    with judging(default_folder()) as judge:
        for text in serials:
            judged = judge(normalise(_well_formed(text)), wall)
            values = {name: getattr(judged, name) for name in _COLUMNS[1:]}
            grounds = {"grounds": _grounds(judged.reasons)} if explain else {}
            rows.append({"text": _well_formed(text), **values, **grounds})
    added = ("grounds",) if explain else ()
    write(Table((*_COLUMNS, *added), rows, (*_COLUMNS, *added)), form, workbook)
    if any(row["verdict"] in {Verdict.INVALID, Verdict.UNCERTAIN} for row in rows):
        sys.exit(1)


def _well_formed(text: str) -> str:
    """Give an argument that held bytes of no text as text (os.fsdecode makes lone surrogates of them)."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _grounds(reasons: tuple[Reason, ...]) -> str:
    wording = Wording(load(default_folder()).language)
    return "; ".join(wording.term("reason", reason) for reason in reasons)
