"""Output: rows as a table for people, as JSON Lines, as CSV or as a workbook for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import click
import msgspec

from intake.printable import printable
from intake.review.export import write_csv, write_workbook

Row = Mapping[str, Any]


class Form(StrEnum):
    """How rows are written to standard output."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the names of their columns, which stand in a header also when there is no row."""

    header: tuple[str, ...]
    rows: Iterable[Row]
    shown: tuple[str, ...]
    """Columns of the table for people."""


def forms(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--json`, `--csv` and `--xlsx FILE`."""
    path = click.Path(dir_okay=False, writable=True, path_type=Path)
    for option in (
        click.option("--json", "form", flag_value=Form.JSON, help="One JSON object a line."),
        click.option("--csv", "form", flag_value=Form.CSV, help="CSV, safe in spreadsheets."),
        click.option("--xlsx", "workbook", type=path, default=None, help="A workbook into this file."),
    ):
        command = option(command)
    return command


def write(table: Table, form: str | None, workbook: Path | None) -> None:
    """Write rows in the form asked for."""
    if workbook is not None:
        _workbook(table, workbook)
    elif form == Form.JSON:
        for row in table.rows:
            json_line(row)
    elif form == Form.CSV:
        write_csv(table.rows, table.header, sys.stdout)
    else:
        _columns(table)


def json_line(row: object) -> None:
    """Write one JSON object and end the line."""
    sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
    sys.stdout.buffer.flush()


def _workbook(table: Table, path: Path) -> None:
    with path.open("wb") as file:
        write_workbook(table.rows, table.header, file)


def _columns(table: Table) -> None:
    names = table.shown
    lines = [[printable(_cell(row.get(name)), 48) for name in names] for row in table.rows]
    widths = [max(map(len, column)) for column in zip(names, *lines, strict=True)]
    for line in (list(names), *lines):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
