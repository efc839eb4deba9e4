"""Opens a state folder with the real product after a crash, and says what is wrong with it, if anything.

Many crash states hold the same journal once SQLite has recovered it. What the product says of a journal
is therefore asked once for each one that differs; what each state was promised is compared every time.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from intake import sqlite
from intake.journal import events_of_parcel
from intake.people import People
from intake.receipt import fold_parcel
from intake.settings import Settings
from intake.state_folder import journal_path
from intake.station import Station
from intake.verify import verify
from tests.crash.day import NAME, NEWCOMER
from tests.crash.replay import State


@dataclass(frozen=True, slots=True)
class Promise:
    """One outcome line of the station: what it said is recorded."""

    index: int
    """The record of the log that completed the line."""

    seq: int | None
    events: tuple[str, ...]


def promise(index: int, line: str) -> Promise:
    """Read an outcome line."""
    outcome = msgspec.json.decode(line)
    events = (event if isinstance(event, str) else event["id"] for event in outcome["events"])
    return Promise(index, outcome["seq"], tuple(events))


@dataclass(frozen=True, slots=True)
class Image:
    """What was found once about one recovered journal."""

    faults: tuple[str, ...]
    kept: int
    """How many promises, from the first on, it holds."""

    payloads: tuple[str, ...]
    """SHA-256 of the payload files its events name."""


class Checker:
    """Checks the states of one run."""

    def __init__(self, scratch: Path, promises: Sequence[Promise], tape: Sequence[str]) -> None:
        """Prepare for states of a run that was fed `tape` and answered with `promises`."""
        self._scratch = scratch
        self._promises = promises
        self._tape = tape
        self._images: dict[bytes, Image] = {}

    @property
    def journals(self) -> int:
        """How many different journals the states held."""
        return len(self._images)

    def faults(self, state: State) -> list[str]:
        """Say everything that is wrong with one state, in sentences; nothing means sound."""
        promised = sum(1 for promise in self._promises if promise.index < state.point)
        try:
            image = self._image(state)
        except Exception as error:  # noqa: BLE001 (whatever the product raises here is the finding)
            return [f"the product cannot open it: {type(error).__name__}: {error}"]
        lost = [f"lost: {self._promises[image.kept]} was acknowledged"] if image.kept < promised else []
        return [*image.faults, *lost, *_missing_payloads(image.payloads, state.files)]

    def _image(self, state: State) -> Image:
        content = self._recovered(state)
        if content not in self._images:
            folder = self._folder(state)
            self._images[content] = examine(folder, self._promises, self._tape)
        return self._images[content]

    def _recovered(self, state: State) -> bytes:
        """Let SQLite recover the journal; return the digest of the whole database."""
        journal = journal_path(self._folder(state))
        connection = sqlite.connect(journal, synchronous="OFF")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        return hashlib.blake2b(journal.read_bytes()).digest()

    def _folder(self, state: State) -> Path:
        folder = self._scratch / "state"
        folder.mkdir(parents=True, exist_ok=True)
        state.write(folder)
        return folder


def _missing_payloads(named: Iterable[str], files: Mapping[str, bytes | bytearray]) -> list[str]:
    found = {sha: hashlib.sha256(files.get(f"payloads/{sha}", b"")).hexdigest() for sha in named}
    return [f"lost: payload {sha}, which the journal names" for sha, got in found.items() if sha != got]


def examine(folder: Path, promises: Sequence[Promise], tape: Sequence[str]) -> Image:
    """Start the product on a state folder, as after a crash, and ask it about everything."""
    faults = _resumed_wrongly(folder)
    faults += [str(fault) for fault in verify(folder).faults] + _unsound(folder)
    envelopes = envelopes_in(folder)
    faults += out_of_order(envelopes, tape) + doubled(envelopes) + _nameless(folder, envelopes)
    erased = {each["body"]["sha256"] for each in envelopes if each["kind"] == "PayloadErased"}
    named = tuple(sha for each in envelopes if (sha := each["body"].get("payload")) and sha not in erased)
    return Image(tuple(faults), kept(envelopes, promises), named)


def _resumed_wrongly(folder: Path) -> list[str]:
    """Start the station, and hold the open parcel it stands at against that parcel's events."""
    station = Station(folder, Settings(), synchronous="OFF")
    parcel, connection = station.receipt.parcel, station.journal.connection
    folded = fold_parcel(events_of_parcel(connection, parcel.id)) if parcel else None
    station.close()
    return [] if parcel == folded else [f"resumed: expected {folded}, the station stands at {parcel}"]


def _unsound(folder: Path) -> list[str]:
    connection = sqlite.connect(journal_path(folder), readonly=True)
    (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    connection.close()
    return [] if found == "ok" else [f"integrity_check: {found}"]


def _nameless(folder: Path, envelopes: Iterable[dict[str, Any]]) -> list[str]:
    """Name the newcomer whose badge the journal knows and whose name is lost."""
    added = {"code": NEWCOMER, "role": "lead"} in [each["body"] for each in envelopes]
    people = People(folder)
    name = people.names().get(NEWCOMER)
    people.close()
    return [f"lost: the name behind {NEWCOMER}, got {name}"] if added and name != NAME else []


def kept(envelopes: Sequence[dict[str, Any]], promises: Sequence[Promise]) -> int:
    """Count the promises, from the first on, whose events all stand in the journal at their place."""
    places = {each["id"]: each["seq"] for each in envelopes}
    for count, promise in enumerate(promises):
        wanted = range(promise.seq or 0, (promise.seq or 0) + len(promise.events))
        if [places.get(event) for event in promise.events] != list(wanted):
            return count
    return len(promises)


def causes(envelopes: Iterable[dict[str, Any]]) -> list[str]:
    """Name what led to the facts, one entry for each answer: a scan's text or digest, a request's id."""
    found = []
    for each in envelopes:
        cause, body = each.get("cause"), each["body"]
        if isinstance(cause, dict) and isinstance(body, dict):
            found.append(str(cause.get("id") or cause.get("text") or body.get("payload")))
    return found


def once(tape: Iterable[str]) -> list[str]:
    """Leave out requests sent again: they act once. (A scan sent again is another scan.)"""
    lines: list[str] = []
    for line in tape:
        if not (line.startswith("{") and line in lines):
            lines.append(line)
    return lines


def fed(tape: Iterable[str]) -> list[str]:
    """Name what was fed, as `causes` does."""
    return [
        msgspec.json.decode(line)["request"]["id"] if line.startswith("{") else line for line in once(tape)
    ]


def scans_of(envelopes: Iterable[dict[str, Any]], tape: Sequence[str]) -> list[str]:
    """Name what led to facts from the first line of the tape on; what came before made the folder."""
    recorded, first = causes(envelopes), fed(tape)[0]
    return recorded[recorded.index(first) :] if first in recorded else []


def envelopes_in(folder: Path) -> list[dict[str, Any]]:
    """Read every event; read-only, so that mending the journal is left to the product."""
    connection = sqlite.connect(journal_path(folder), readonly=True)
    try:
        rows = connection.execute("SELECT envelope FROM event ORDER BY seq")
        return [msgspec.json.decode(row[0]) for row in rows]
    finally:
        connection.close()


def out_of_order(envelopes: Sequence[dict[str, Any]], tape: Sequence[str]) -> list[str]:
    """Say where the scans in the journal are not the first part of the tape, each once and in order."""
    if not tape:
        return []
    recorded, wanted = scans_of(envelopes, tape), fed(tape)
    for number, (have, want) in enumerate(zip(recorded, wanted, strict=False)):
        digest = hashlib.sha256(want.encode()).hexdigest()
        if have not in (want, digest):
            return [f"scan {number}: expected {want!r}, the journal has {have!r}"]
    return (
        []
        if len(recorded) <= len(wanted)
        else [f"the journal has {len(recorded)} scans, {len(wanted)} were fed"]
    )


ONCE = {
    "UnitIdentified": "unit",
    "BagAttached": "unit",
    "UnitContained": "unit",
    "ParcelOpened": "parcel",
}
"""Facts that one unit or parcel may have once in a day without reopening, and what they are about."""


def doubled(envelopes: Iterable[dict[str, Any]]) -> list[str]:
    """Name facts that stand in the journal more than once."""
    found = Counter(
        (each["kind"], each.get(ONCE[str(each["kind"])])) for each in envelopes if each["kind"] in ONCE
    )
    return [
        f"doubled: {kind} of {about}, {times} times" for (kind, about), times in found.items() if times > 1
    ]
