"""A group of commands whose page tells each of them in a whole sentence."""

from __future__ import annotations

import sys

import click


class ToldGroup(click.Group):
    """Breaks what click would cut at the end of the line."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, each with the first sentence of its help."""
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        told = [(name, each.get_short_help_str(sys.maxsize)) for name, each in found if each is not None]
        if told:
            with formatter.section("Commands"):
                formatter.write_dl(told)
