"""The `intake` command. Each group of commands lies in a file of its own, imported when it is called."""

from __future__ import annotations

import importlib
import os
import sys

import click

from intake import __version__
from intake.errors import IntakeError, StorageError
from intake.sqlite import Error as SqliteError

COMMANDS = {
    "init": "intake.cli.init:init",
    "station": "intake.cli.station:station",
    "check": "intake.cli.check:check",
    "campaigns": "intake.cli.campaigns:campaigns",
    "log": "intake.cli.log:log",
    "show": "intake.cli.show:show",
    "operators": "intake.cli.operators:operators",
    "containers": "intake.cli.containers:containers",
    "emergency": "intake.cli.emergency:emergency",
    "payloads": "intake.cli.payloads:payloads",
    "verify": "intake.cli.verify:verify",
}
"""Each command and where it lies."""


class _Late(click.Group):
    """A group that imports a command when it is needed, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, name = place.split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Late, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="intake")
def intake() -> None:
    """Take in recalled batteries: scan, judge, quarantine, replace.

    The state folder is named by INTAKE_STATE. Exit codes: 0 done, 1 found a problem or refused,
    2 wrong usage, 3 storage, 4 network.
    """


def main() -> None:
    """Run the command; every error is one sentence on standard error."""
    os.umask(0o027)  # what a station knows is nobody else's to read
    try:
        with intake.make_context("intake", sys.argv[1:]) as context:
            intake.invoke(context)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        click.echo(f"intake: {' '.join(error.format_message().split())}{_hint(error)}", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except IntakeError as error:
        click.echo(f"intake: {error}", err=True)
        sys.exit(error.exit_code)
    except UnicodeEncodeError:
        click.echo("intake: expected arguments in UTF-8, got bytes that are no text", err=True)
        sys.exit(click.UsageError.exit_code)
    except SqliteError as error:
        click.echo(f"intake: expected a sound database in the state folder, got: {error}", err=True)
        sys.exit(StorageError.exit_code)
    except BrokenPipeError:  # the reader of our output went away: nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _hint(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f" (see {context.command_path} --help)" if context else ""
