"""`intake campaigns export`: a published list as a claims system takes it."""

from __future__ import annotations

import sys

import click

from intake.cli.campaigns.ready import campaign_of, opened
from intake.cli.output import json_line
from intake.state_folder import default_folder
from intake.wire.published import ListHead


@click.command()
@click.argument("campaign")
@click.argument("version")
def export(campaign: str, version: str) -> None:
    """Write list VERSION of CAMPAIGN to standard output, as `intake hub lists publish` takes it.

    One JSON object a line: what it is, then its rows.
    """
    from intake.sync.list_rows import list_lines  # noqa: PLC0415 (it comes with httpx)

    folder = default_folder()
    campaign_of(folder, campaign)
    with opened(folder, campaign, version) as index:
        json_line(ListHead(campaign, version, index.published, index.content))
        for line in list_lines(index.all_rows()):
            sys.stdout.buffer.write(line)
