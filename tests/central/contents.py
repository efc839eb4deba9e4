"""Whether the hub holds what the logs hold, each event once and byte for byte, and the queue that follows."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import psycopg

from intake import sqlite
from intake.state_folder import journal_path
from tests.central.model import Hub, Owner, read

EMPTIED = (
    *("event", "incarnation", "rejection", "parcel", "unit", "hold", "claim", "replacement", "reservation"),
    *("answer", "emergency"),
)
"""Tables of what stations have sent; who may send, and what is published, stays."""

UNSENT = {"HeadAnchored"}
"""What a night records of itself when all is sent: the next one sends it."""


class Stored(NamedTuple):
    """One event, wherever it is stored."""

    incarnation: str
    seq: int
    hash: bytes
    envelope: str


def journal(folder: Path) -> list[Stored]:
    """Read a station's whole log."""
    connection = sqlite.connect(journal_path(folder), readonly=True)
    try:
        rows = connection.execute("SELECT seq, hash, envelope FROM event ORDER BY seq").fetchall()
    finally:
        connection.close()
    return [Stored(json.loads(text)["incarnation"], seq, digest, text) for seq, digest, text in rows]


def held(look: psycopg.Connection, station: str) -> list[Stored]:
    """Read everything the hub has of a station, in the order of its log."""
    rows = look.execute(
        "SELECT incarnation, seq, hash, convert_from(envelope, 'UTF8') FROM event WHERE station = %s"
        " ORDER BY seq",
        (station,),
    ).fetchall()
    return [Stored(incarnation, seq, bytes(digest), text) for incarnation, seq, digest, text in rows]


def expect_log(look: psycopg.Connection, station: str, folder: Path) -> None:
    """Expect the hub to have each event of a station's log exactly once, and nothing else."""
    theirs, ours, lost = held(look, station), journal(folder), lost_events(folder)
    assert lost <= {event.envelope for event in theirs}, station
    twice = [place for place, count in Counter((e.incarnation, e.seq) for e in theirs).items() if count > 1]
    assert not twice, (station, twice)
    expect_chains(theirs)
    theirs = [event for event in theirs if event.envelope not in lost]
    assert theirs == ours[: len(theirs)], (station, _first_difference(theirs, ours))
    rest = [json.loads(event.envelope)["kind"] for event in ours[len(theirs) :]]
    assert set(rest) <= UNSENT, (station, rest)
    assert len(rest) <= 1, (station, rest)
    refused = look.execute(
        "SELECT seq, rejected FROM event WHERE station = %s AND rejected IS NOT NULL", (station,)
    ).fetchall()
    assert not refused, (station, refused)


def lost_events(folder: Path) -> set[str]:
    """Read what a disk took with it and the hub gave back: it stays a log beside the journal."""
    files = (folder / "lost").glob("*.jsonl")
    return {line for file in files for line in file.read_text("utf-8").splitlines()}


def expect_chains(events: list[Stored]) -> None:
    """Expect each hash to be over that of an event one before, and the bytes stored."""
    hashes = {0: {bytes(32)}}
    for event in events:
        assert any(_follows(event, prev) for prev in hashes[event.seq - 1]), event
        hashes.setdefault(event.seq, set()).add(event.hash)


def _follows(event: Stored, prev: bytes) -> bool:
    return hashlib.sha256(prev + event.envelope.encode()).digest() == event.hash


def _first_difference(theirs: list[Stored], ours: list[Stored]) -> object:
    for hub, station in zip(theirs, ours, strict=False):
        if hub != station:
            return {"hub": hub, "station": station}
    return {"hub": len(theirs), "station": len(ours)}


def expect_queue(look: psycopg.Connection, model: Hub) -> None:
    """Expect the dispatch queue, and what the stations were told last, to be the model's."""
    rows = look.execute("SELECT key, station, unit, state, compensate FROM replacement").fetchall()
    ours = {key: (*row.owner, str(row.state), row.compensate) for key, row in model.rows.items()}
    assert {key: tuple(rest) for key, *rest in rows} == ours
    told = look.execute(
        "SELECT DISTINCT ON (station, unit) station, unit, answer FROM answer"
        " ORDER BY station, unit, number DESC"
    ).fetchall()
    assert {Owner(station, unit): answer for station, unit, answer in told} == model.answers


def expect_heard(look: psycopg.Connection, station: str, folder: Path) -> None:
    """Expect a station to have recorded what the hub said last of each replacement it still owes."""
    connection = sqlite.connect(journal_path(folder), readonly=True)
    try:
        known = dict(connection.execute("SELECT unit, answer FROM replacement").fetchall())
    finally:
        connection.close()
    told = look.execute(
        "SELECT DISTINCT ON (unit) unit, answer FROM answer WHERE station = %s ORDER BY unit, number DESC",
        (station,),
    ).fetchall()
    for unit, answer in told:
        assert known.get(unit, answer) == answer, (station, unit, known[unit], answer)


def expect_settled(look: psycopg.Connection, station: str, folder: Path) -> None:
    """Expect a station's replacements to stand as its log says, in whatever order the hub took the logs."""
    parcels: dict[str, list[dict[str, object]]] = {}
    for event in journal(folder):
        read_event = json.loads(event.envelope)
        if read_event.get("parcel"):
            parcels.setdefault(read_event["parcel"], []).append(read_event)
    owed = [each for history in parcels.values() for each in read(station, history) if each.key]
    rows = look.execute("SELECT key, station, unit, state FROM replacement").fetchall()
    found = {key: (Owner(name, unit), state) for key, name, unit, state in rows}
    for each in owed:
        assert each.key is not None
        owner, state = found[each.key]
        if owner == each.owner:
            assert state in ({"held", "shipped"} if each.held else {"queued", "shipped"}), (each, state)
        else:  # the hub has told it, live or by night
            assert "DUPLICATE" in {kind for _, kind, _ in each.holds}, each


def empty(look: psycopg.Connection) -> None:
    """Forget everything that stations have sent."""
    with look.transaction():
        for name in EMPTIED:
            look.execute(f"DELETE FROM {name}")
        look.execute("UPDATE station SET last_answer = 0, last_rejected = 0")


def sweep(look: psycopg.Connection) -> None:
    """Clear away what was emptied, now and then: else every night would wade through those before it."""
    look.execute(f"VACUUM {', '.join(EMPTIED)}")
