"""The `intake` command. Each group of commands lies in a file of its own, imported when it is called."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from intake import __version__
from intake.cli.late_group import LateGroup
from intake.errors import IntakeError, StorageError
from intake.printable import printable
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
    "holds": "intake.cli.holds:holds",
    "review": "intake.cli.review:review",
    "units": "intake.cli.units:units",
    "undo": "intake.cli.undo:undo",
    "expected": "intake.cli.expected:expected",
    "emergency": "intake.cli.emergency:emergency",
    "notes": "intake.cli.notes:notes",
    "payloads": "intake.cli.payloads:payloads",
    "photos": "intake.cli.photos:photos",
    "link": "intake.cli.link:link",
    "sync": "intake.cli.sync:sync",
    "verify": "intake.cli.verify:verify",
    "backup": "intake.cli.backup:backup",
    "restore": "intake.cli.restore:restore",
    "hub": "intake.cli.hub:hub",
    "doctor": "intake.cli.doctor:doctor",
    "keyboard": "intake.cli.keyboard:keyboard",
    "print": "intake.cli.print:print_group",
    "scanners": "intake.cli.scanners:scanners",
    "setup": "intake.cli.setup:setup",
    "simulate": "intake.cli.simulate:simulate",
}
"""Each command and where it lies."""

_INTERRUPTED = 130
"""128 and SIGINT, as shells tell it (sh(1p), 2.8.2)."""


class _Commands(LateGroup):
    """The program's own."""

    places = COMMANDS


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
        try:
            _run()
        finally:
            sys.stdout.flush()  # here, where a reader that went away can still be met in silence
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _run() -> None:
    try:
        with intake.make_context("intake", sys.argv[1:]) as context:
            intake.invoke(context)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message(), err=True)  # a page, not a sentence
        sys.exit(asked.exit_code)
    except click.ClickException as error:
        _end(f"{' '.join(error.format_message().split())}{_hint(error)}", error.exit_code)
    except (click.Abort, KeyboardInterrupt):  # Ctrl+C, or no one there to answer a question
        click.echo(err=True)  # the question, or ^C, stands in the line
        _end("ended before it was done", _INTERRUPTED)
    except IntakeError as error:
        _end(str(error), error.exit_code)
    except UnicodeEncodeError:
        _end("expected arguments in UTF-8, got bytes that are no text", click.UsageError.exit_code)
    except SqliteError as error:
        _end(f"expected a sound database in the state folder, got: {error}", StorageError.exit_code)


def _end(sentence: str, code: int) -> NoReturn:
    # A sentence may quote a file's name, and that may hold what moves a cursor.
    click.echo(f"intake: {printable(sentence, len(sentence))}", err=True)
    sys.exit(code)


def _hint(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f" (see {context.command_path} --help)" if context else ""
