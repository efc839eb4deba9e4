"""`intake verify`: trust the log, or know exactly why not."""

from __future__ import annotations

import sys

import click

from intake.cli.output import json_line
from intake.soundness import check
from intake.state_folder import default_folder
from intake.verify import verify as walk


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--quick", is_flag=True, help="Only ask SQLite whether the journal is sound.")
def verify(as_json: bool, quick: bool) -> None:  # noqa: FBT001 (click's way)
    """Check the hash chain, guards, views, lists, payloads and photos of the state folder."""
    if quick:
        _quick(as_json=as_json)
        return
    found = walk(default_folder())
    if as_json:
        faults = [{"where": fault.where, "what": fault.what} for fault in found.faults]
        json_line({"events": found.events, "head": found.head, "faults": faults})
    else:
        for fault in found.faults:
            click.echo(f"FAULT {fault}")
        click.echo(f"{found.events} events, head {found.head}, {len(found.faults)} fault(s).")
    if found.faults:
        sys.exit(1)


def _quick(*, as_json: bool) -> None:
    """What is found also stands on the desk and in `intake doctor`, until it is asked again."""
    fault = check(default_folder())
    if as_json:
        json_line({"fault": fault})
    else:
        click.echo(f"FAULT journal.db: {fault}" if fault else "The journal is sound.")
    if fault:
        sys.exit(1)
