"""A group of commands that imports each when it is needed, so that all start fast."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import click

from intake.cli.told_group import ToldGroup


class LateGroup(ToldGroup):
    """Knows where its commands lie, and imports none before it is called."""

    places: Mapping[str, str] = {}
    """Each command, in the order of the help, and where it lies: `module:name`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Name the commands."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        """Import a command; None where no such one is known. Raises ImportError where it cannot be."""
        place = self.places.get(cmd_name)
        if place is None:
            return None
        module, name = place.split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command
