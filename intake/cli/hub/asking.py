"""Which database, and what is asked of it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
import msgspec
import psycopg
from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict

from intake.errors import IntakeError, StorageError, WrongUsageError
from intake.hub.database import Work
from intake.hub.refused import Refused

VARIABLE = "INTAKE_HUB_DATABASE"
_CREDENTIAL = "hub-database"

P = ParamSpec("P")
T = TypeVar("T")


def database_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--database`, which reaches it as an address."""
    return click.option(
        "--database",
        envvar=VARIABLE,
        metavar="URL",
        callback=lambda _context, _option, given: _address(given or _of_credential()),
        help=f"postgresql://… of its owner. With a password rather by {VARIABLE} or the credential "
        f"{_CREDENTIAL}: arguments are anybody's to read.",
    )(command)


def limit_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--limit`: how many rows it shows at most."""
    return click.option(
        "--limit",
        type=click.IntRange(1, 1_000_000),
        default=1000,
        show_default=True,
        help="At most so many.",
    )(command)


def _address(text: str) -> str:
    """Give an address that is one. What libpq says of another quotes it, with its password."""
    try:
        conninfo_to_dict(text)
    except psycopg.ProgrammingError:
        raise WrongUsageError(
            "expected postgresql://USER@HOST/DATABASE, got another kind of address"
        ) from None
    return text


def _of_credential() -> str:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    path = Path(folder) / _CREDENTIAL if folder else None
    if path is None or not path.is_file():
        raise WrongUsageError(
            f"expected --database, {VARIABLE} or the credential {_CREDENTIAL}, got none of them"
        )
    return path.read_text(encoding="utf-8").strip()


def call(database: str, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do one work as the database's owner, in a transaction.

    Raises IntakeError for what it refuses, StorageError where the database is away.
    """

    async def run() -> T:
        async with await AsyncConnection.connect(database) as connection:
            return await work(connection, *args, **kwargs)

    try:
        return asyncio.run(run())
    except Refused as refused:
        raise IntakeError(refused.problem.detail) from None
    except psycopg.errors.UndefinedTable:
        raise StorageError(
            "expected the hub's tables in this database, got none: run intake hub migrate, or serve"
        ) from None
    except psycopg.Error as error:
        raise StorageError(f"expected the hub's database, got: {said(error)}") from None


def rows(found: Iterable[msgspec.Struct]) -> list[dict[str, Any]]:
    """Give what a work has found as rows to write."""
    return [msgspec.structs.asdict(each) for each in found]


def said(error: Exception) -> str:
    """Give an error's first line: none of them holds the address with its password."""
    return next(iter(str(error).splitlines()), type(error).__name__)
