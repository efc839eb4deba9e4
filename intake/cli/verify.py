"""`intake verify`: trust the log, or know exactly why not."""

from __future__ import annotations

import sys

import click

from intake.cli.output import json_line
from intake.state_folder import default_folder
from intake.verify import verify as walk


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Check the hash chain, guards, views, lists, payloads and photos of the state folder."""
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
