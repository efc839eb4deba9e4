"""`intake campaigns`: recall campaigns, the affected lists that lie ready, and those in force."""

from __future__ import annotations

import click

from intake.cli.campaigns.activating import activate
from intake.cli.campaigns.comparing import diff
from intake.cli.campaigns.exporting import export
from intake.cli.campaigns.importing import import_
from intake.cli.campaigns.listing import list_campaigns, show_campaign
from intake.cli.campaigns.rejudge import rejudge
from intake.cli.told_group import ToldGroup


@click.group(cls=ToldGroup)
def campaigns() -> None:
    """List and show recall campaigns; import affected lists, compare them, put them in force."""


for _command in (list_campaigns, show_campaign, import_, export, diff, activate, rejudge):
    campaigns.add_command(_command)
