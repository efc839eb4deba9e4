"""Published: affected lists and expected returns, by version, never changed. Whole bodies lie in parts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from intake.hub.database import Connection
from intake.hub.refused import Refused
from intake.hub.times import iso
from intake.wire import (
    ExpectedLine,
    ListLine,
    ProblemCode,
    PublishedExpected,
    PublishedList,
    PublishedLists,
)

T = TypeVar("T")

PART = 1024 * 1024
"""Bytes of a body that are kept, and sent, at a time."""

_LISTS = "SELECT campaign, version, published, content, sha256, bytes, rows, in_force FROM affected_list"
_ADD_LIST = """
INSERT INTO affected_list (campaign, version, published, content, sha256, bytes, rows, in_force)
VALUES (%s, %s, %s, %s, %s, %s, %s, false) ON CONFLICT DO NOTHING
"""
_ADD_LIST_PART = "INSERT INTO list_part (campaign, version, number, body) VALUES (%s, %s, %s, %s)"
_LIST_PART = "SELECT body FROM list_part WHERE campaign = %s AND version = %s AND number = %s"
_LIST_OUT = "UPDATE affected_list SET in_force = false WHERE campaign = %s AND version <> %s AND in_force"
_LIST_IN = "UPDATE affected_list SET in_force = true WHERE campaign = %s AND version = %s"
_EXPECTED = "SELECT version, sha256, bytes, rows, published_at FROM expected_version"
_ADD_EXPECTED = """
INSERT INTO expected_version (version, sha256, bytes, rows, in_force) VALUES (%s, %s, %s, %s, false)
ON CONFLICT DO NOTHING
"""
_ADD_EXPECTED_PART = "INSERT INTO expected_part (version, number, body) VALUES (%s, %s, %s)"
_ADD_LINES = """
COPY expected_line (version, line, label, claim, serial, model, colour, count, replaced) FROM STDIN
"""
_EXPECTED_PART = "SELECT body FROM expected_part WHERE version = %s AND number = %s"
_EXPECTED_OUT = "UPDATE expected_version SET in_force = false WHERE in_force AND version <> %s"
_EXPECTED_IN = "UPDATE expected_version SET in_force = true WHERE version = %s"


class _Strict(ExpectedLine, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A line with nothing else in it: no name, no address."""


_LIST_LINE = msgspec.json.Decoder(ListLine)
_EXPECTED_LINE = msgspec.json.Decoder(_Strict)


async def lists(connection: Connection) -> PublishedLists:
    """Give every affected list, by campaign and version."""
    found = await (await connection.execute(f"{_LISTS} ORDER BY campaign, version")).fetchall()
    return PublishedLists(tuple(PublishedList(*row) for row in found))


async def list_part(connection: Connection, campaign: str, version: str, number: int) -> bytes | None:
    """Give a part of a list's body, from 0; None where there is none (any more)."""
    return await _part(connection, _LIST_PART, (campaign, version, number))


async def publish_list(
    connection: Connection, campaign: str, version: str, published: str, content: str, body: bytes
) -> PublishedList:
    """Publish an affected list; it is in force when `activate_list` says so.

    `body`: JSON Lines of `wire.ListLine`; `published`: the maker's day; `content`: what the rows say
    (`wire.PublishedList`). Raises Refused for a line that is none, and for another body under a known
    version.
    """
    rows = _count(body, _LIST_LINE)
    told = (campaign, version, published, content, _sha256(body), len(body), rows)
    if (await connection.execute(_ADD_LIST, told)).rowcount:
        await _add_parts(connection, _ADD_LIST_PART, (campaign, version), body)
    query = f"{_LISTS} WHERE campaign = %s AND version = %s"
    row = await (await connection.execute(query, (campaign, version))).fetchone()
    kept = PublishedList(*row) if row else None
    if kept is None or kept.sha256 != told[4]:
        raise Refused(ProblemCode.CONFLICT, f"Another list of {campaign} was published as {version}.")
    return kept


async def activate_list(connection: Connection, campaign: str, version: str) -> None:
    """Judge by a list from here on. Raises Refused where it is not published."""
    await connection.execute(_LIST_OUT, (campaign, version))
    if not (await connection.execute(_LIST_IN, (campaign, version))).rowcount:
        raise Refused(ProblemCode.NOT_FOUND, f"No list {version} of {campaign} is published here.")


async def expected(connection: Connection) -> PublishedExpected | None:
    """Give the expected returns in force, None where there are none."""
    row = await (await connection.execute(f"{_EXPECTED} WHERE in_force")).fetchone()
    if row is None:
        return None
    version, sha256, size, rows, published_at = row
    return PublishedExpected(version, sha256, size, rows, iso(published_at))


async def expected_part(connection: Connection, version: str, number: int) -> bytes | None:
    """Give a part of expected returns' body, from 0; None where there is none (any more)."""
    return await _part(connection, _EXPECTED_PART, (version, number))


async def publish_expected(connection: Connection, version: str, body: bytes) -> PublishedExpected:
    """Publish expected returns and put them in force.

    `body`: JSON Lines of `wire.ExpectedLine`. Raises Refused for a line that is none or says anything else,
    and for another body under a known version.
    """
    lines = list(_lines(body, _EXPECTED_LINE))
    told = (version, _sha256(body), len(body), len(lines))
    if (await connection.execute(_ADD_EXPECTED, told)).rowcount:
        await _add_parts(connection, _ADD_EXPECTED_PART, (version,), body)
        await _add_lines(connection, version, lines)
    await connection.execute(_EXPECTED_OUT, (version,))
    await connection.execute(_EXPECTED_IN, (version,))
    kept = await expected(connection)
    if kept is None or kept.sha256 != told[1]:
        raise Refused(ProblemCode.CONFLICT, f"Other expected returns were published as {version}.")
    return kept


async def _add_lines(connection: Connection, version: str, lines: Iterable[ExpectedLine]) -> None:
    async with connection.cursor().copy(_ADD_LINES) as copy:
        for number, line in enumerate(lines, 1):
            named = (line.label, line.claim, line.serial, line.model, line.colour)
            await copy.write_row((version, number, *named, line.count, line.replaced))


def _count(body: bytes, decoder: msgspec.json.Decoder[ListLine]) -> int:
    return sum(1 for _ in _lines(body, decoder))


def _lines(body: bytes, decoder: msgspec.json.Decoder[T]) -> Iterator[T]:
    """Read JSON Lines. Raises Refused, naming the line that is none."""
    for number, line in enumerate(body.splitlines(), 1):
        try:
            yield decoder.decode(line)
        except msgspec.DecodeError as error:
            told = f"expected in line {number} what `intake … export` writes, got: {error}"
            raise Refused(ProblemCode.MALFORMED, told) from error


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


async def _part(connection: Connection, query: str, values: Sequence[str | int]) -> bytes | None:
    row = await (await connection.execute(query, values)).fetchone()
    return bytes(row[0]) if row else None


async def _add_parts(connection: Connection, statement: str, name: tuple[str, ...], body: bytes) -> None:
    parts = enumerate(body[start : start + PART] for start in range(0, max(len(body), 1), PART))
    await connection.cursor().executemany(statement, [(*name, number, part) for number, part in parts])
