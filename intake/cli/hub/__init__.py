"""`intake hub`: the reference claims system on PostgreSQL. Its libraries are an extra, imported late."""

from __future__ import annotations

import click

from intake.cli.late_group import LateGroup
from intake.errors import IntakeError

_COMMANDS = {
    "serve": "intake.cli.hub.serve:serve",
    "try": "intake.cli.hub.trying:try_",
    "migrate": "intake.cli.hub.serve:migrate",
    "stations": "intake.cli.hub.stations:stations",
    "shippers": "intake.cli.hub.holders:shippers",
    "admins": "intake.cli.hub.holders:admins",
    "lists": "intake.cli.hub.lists:lists",
    "expected": "intake.cli.hub.returns:expected",
    "replacements": "intake.cli.hub.held:replacements",
    "resend": "intake.cli.hub.resending:resend",
    "compensations": "intake.cli.hub.compensations:compensations",
    "log": "intake.cli.hub.held:log",
    "reread": "intake.cli.hub.rereading:reread",
    "emergencies": "intake.cli.hub.held:emergencies",
    "openapi": "intake.cli.hub.contract:openapi",
}
"""Each command and where it lies."""


class _Commands(LateGroup):
    """Says which extra is missing."""

    places = _COMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command. Raises IntakeError where a library of the extra is missing."""
        try:
            return super().get_command(ctx, cmd_name)
        except ImportError as error:
            if (error.name or "intake").startswith("intake"):
                raise  # a fault of ours, no missing library
            raise IntakeError(
                f"expected the libraries of the hub, got no {error.name}: pip install 'returns-intake[hub]'"
            ) from error


@click.group(cls=_Commands)
def hub() -> None:
    """Serve the central claims system, and look after what it holds."""
