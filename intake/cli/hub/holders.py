"""`intake hub shippers` and `intake hub admins`: who else may call."""

from __future__ import annotations

from pathlib import Path

import click

from intake.cli.hub.asking import call, database_option, rows
from intake.cli.output import Table, forms, write
from intake.cli.told_group import ToldGroup
from intake.errors import IntakeError
from intake.hub import tokens
from intake.hub.tokens import TokenRole

_COLUMNS = ("name", "made_at", "revoked_at")


def _group(role: TokenRole, name: str, helped: str) -> click.Group:
    """Make the commands that look after the tokens of one role."""

    @click.command()
    @click.argument("name")
    @database_option
    def add(name: str, database: str) -> None:
        """Make NAME a token: printed once, nobody can show it again."""
        click.echo(call(database, tokens.make, role, name))

    @click.command("list")
    @forms
    @database_option
    def list_(form: str | None, workbook: Path | None, database: str) -> None:
        """List the tokens, never their secrets."""
        write_tokens(database, role, form, workbook)

    @click.command()
    @click.argument("name")
    @database_option
    def revoke(name: str, database: str) -> None:
        """End every token of NAME at once."""
        revoke_token(database, role, name)

    return ToldGroup(name, commands=[add, list_, revoke], help=helped)


def write_tokens(database: str, role: TokenRole, form: str | None, workbook: Path | None) -> None:
    """Write the tokens of a role."""
    write(Table(_COLUMNS, rows(call(database, tokens.list_all, role)), _COLUMNS), form, workbook)


def revoke_token(database: str, role: TokenRole, name: str) -> None:
    """End every token of a holder. Raises IntakeError where there is none."""
    if not call(database, tokens.revoke, role, name):
        raise IntakeError(f"expected somebody with a token, got {name}")


shippers = _group(TokenRole.SHIPPER, "shippers", "Look after who may take replacements out of the queue.")
admins = _group(TokenRole.ADMIN, "admins", "Look after who may read the metrics and settle compensations.")
