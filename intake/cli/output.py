"""Output: rows as a table for people, or as JSON Lines, CSV or XLSX-safe CSV for programs."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

import click
import msgspec

from intake.printable import printable

Row = Mapping[str, Any]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets (OWASP, CSV injection)."""


class Form(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def forms(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--json` and `--csv`."""
    option = click.option("--json", "form", flag_value=Form.JSON, help="One JSON object a line.")
    command = option(command)
    option = click.option("--csv", "form", flag_value=Form.CSV, help="CSV, safe in spreadsheets.")
    return option(command)


def write(rows: Iterable[Row], columns: tuple[str, ...], form: str | None) -> None:
    """Write rows; the table shows `columns`, the other forms whatever stands in the rows."""
    if form == Form.JSON:
        for row in rows:
            json_line(row)
    elif form == Form.CSV:
        _csv(rows)
    else:
        _table(rows, columns)


def json_line(row: object) -> None:
    """Write one JSON object and end the line."""
    sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
    sys.stdout.buffer.flush()


def _csv(rows: Iterable[Row]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    header: list[str] | None = None
    for row in rows:
        if header is None:
            header = list(row)
            writer.writerow(header)
        writer.writerow([safe_cell(row[name]) for name in header])


def safe_cell(value: object) -> str:
    """Write a value so that no spreadsheet takes it for a formula."""
    text = "" if value is None else _plain(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _table(rows: Iterable[Row], columns: tuple[str, ...]) -> None:
    lines = [[printable(_cell(row.get(name)), 48) for name in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *lines, strict=True)]
    for line in (list(columns), *lines):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
