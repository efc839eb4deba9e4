"""Files as senders write them: one table in three kinds of file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from intake.campaign import Campaign, parse

ENDINGS = (".csv", ".json", ".xlsx")
HEAD = {"version": "v-1", "published": "2026-01-31", "training": "yes"}


def campaign() -> Campaign:
    """Give a campaign whose serials have eight characters, the first three of which are a batch."""
    models = [
        {
            "name": name,
            "product": f"Power bank {name}",
            "un_number": "UN3480",
            "wh": 37.0,
            "wh_confirmed": True,
            "grams": 200,
            "grams_confirmed": True,
            "units_announced": units,
            "colours": [{"name": "black"}, {"name": "white"}],
            "remedy": {"item": f"New {name}"},
        }
        for name, units in (("M1", 1000), ("M2", 500))
    ]
    return parse(
        {
            "id": "maker-2026",
            "title": {"en": "Power banks", "ja": "モバイルバッテリー"},
            "maker": "Maker",
            "authority": "Authority",
            "announced": "2026-01-01",
            "models": models,
            "serial": {
                "lengths": [8],
                "alphabet": "0123456789ABCDEFGH",
                "pattern": "[A-H].*",
                "parts": {"batch": {"start": 0, "length": 3}},
            },
            "sources": ["an invented one"],
        }
    )


def write_csv(
    path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]], head: Mapping[str, str] = HEAD
) -> Path:
    """Write a table as CSV with its head in comments."""
    text = io.StringIO(newline="")
    text.writelines(f"# {key}: {value}\n" for key, value in head.items())
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def write_json(
    path: Path, columns: Sequence[str], rows: Sequence[Sequence[Any]], head: Mapping[str, str] = HEAD
) -> Path:
    """Write a table as JSON."""
    objects = [dict(zip(columns, row, strict=False)) for row in rows]
    path.write_text(json.dumps({**head, "rows": objects}, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def write_sheet(
    path: Path, columns: Sequence[str], rows: Sequence[Sequence[Any]], head: Mapping[str, str] = HEAD
) -> Path:
    """Write a table as a workbook with one sheet, its head in comments."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("List")
    for key, value in head.items():
        sheet.append([f"# {key}: {value}"])
    for row in (columns, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


def write(
    path: Path, columns: Sequence[str], rows: Sequence[Sequence[Any]], head: Mapping[str, str] = HEAD
) -> Path:
    """Write a table as the kind of file its name says."""
    writers = {".csv": write_csv, ".json": write_json, ".xlsx": write_sheet}
    return writers[path.suffix](path, columns, rows, head)
