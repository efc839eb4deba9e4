"""`intake log`: the facts, in order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from intake.cli.kinds import Time
from intake.cli.output import Table, forms, write
from intake.reading_room import reading
from intake.settings import load
from intake.state_folder import default_folder
from intake.wording import Wording

_HEADER = (
    "seq",
    "id",
    "at",
    "kind",
    "operator",
    "parcel",
    "unit",
    "scan",
    "source",
    "severity",
    "verdict",
    "message",
    "body",
    "hash",
)
_COLUMNS = ("seq", "at", "kind", "operator", "parcel", "scan", "message")
_FILTERS = {
    "since": "e.envelope ->> '$.at' >= ?",
    "until": "e.envelope ->> '$.at' < ?",
    "parcel": "e.parcel IN (SELECT parcel FROM parcel WHERE label = ?)",
    "serial": "e.envelope ->> '$.unit' IN (SELECT unit FROM unit WHERE serial = ?)",
    "operator": "e.envelope ->> '$.operator' = ?",
    "verdict": "e.envelope ->> '$.answer.verdict' = ?",
    "kind": "e.kind = ?",
}

_QUERY = "SELECT e.envelope, e.hash, p.label FROM event AS e LEFT JOIN parcel AS p ON p.parcel = e.parcel"


@click.command()
@click.option("--since", type=Time(), help="From this time on (ISO 8601).")
@click.option("--until", type=Time(), help="Before this time (ISO 8601).")
@click.option("--serial", help="About this serial exactly.")
@click.option("--parcel", help="About this parcel label.")
@click.option("--operator", help="By this badge.")
@click.option("--verdict", help="Answered with this verdict.")
@click.option("--kind", help="Of this kind.")
@click.option("--last", type=click.IntRange(1), help="Only so many, the newest.")
@forms
def log(form: str | None, workbook: Path | None, last: int | None, **asked: str | None) -> None:
    """Show the log."""
    wanted = {name: value for name, value in asked.items() if value is not None}
    write(Table(_HEADER, _rows(wanted, last), _COLUMNS), form, workbook)


def _rows(wanted: dict[str, str], last: int | None) -> Iterator[dict[str, Any]]:
    clauses = " AND ".join(_FILTERS[name] for name in wanted)
    where = f" WHERE {clauses}" if clauses else ""
    # Our own constants make the query; every value goes by parameter. -1: no limit.
    newest = f"SELECT e.seq FROM event AS e{where} ORDER BY e.seq DESC LIMIT ?"  # noqa: S608 (our words)
    query = f"{_QUERY} WHERE e.seq IN ({newest})"
    values = [*wanted.values(), -1 if last is None else last]
    wording = Wording(load(default_folder()).language)
    with reading(default_folder()) as db:
        for row in db.query(f"{query} ORDER BY e.seq", values):
            yield _row(row, wording)


def _row(stored: dict[str, Any], wording: Wording) -> dict[str, Any]:
    envelope = msgspec.json.decode(stored["envelope"])
    answer = envelope.get("answer") or {}
    cause = envelope.get("cause") or {}
    return {
        "seq": envelope["seq"],
        "id": envelope["id"],
        "at": envelope["at"],
        "kind": envelope["kind"],
        "operator": envelope.get("operator"),
        "parcel": stored["label"],
        "unit": envelope.get("unit"),
        "scan": cause.get("text"),
        "source": cause.get("source") or cause.get("by"),
        "severity": answer.get("severity"),
        "verdict": answer.get("verdict"),
        "message": wording.sentence_of(answer) if answer else None,
        "body": envelope["body"],
        "hash": stored["hash"].hex(),
    }
