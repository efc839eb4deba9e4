"""Taking over: a copied journal goes on where the station's newest log ends, in a new incarnation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake import facts, payloads, photos
from intake.events import Draft
from intake.journal import Identity, Journal, envelopes
from intake.people import People
from intake.rebuilding import rebuild
from intake.recorder import Recorder
from intake.restoring.history import Ask, Stretch, rows
from intake.surroundings import Surroundings

NOT_IN_BACKUP = "not in the backup"
"""Why bytes that the log names are gone: the disk they lay on is."""

_LAST = "ORDER BY seq DESC LIMIT 1"
_AFTER = "SELECT kind, envelope ->> '$.body.code' FROM event WHERE seq > ? AND kind IN (?, ?) ORDER BY seq"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What a restored journal has got besides its backup."""

    events: int
    """Fetched from the central claims system."""

    erased: int
    """Payloads and photos that the log names and nobody has any more."""

    last: str
    """When the last of all events was recorded, in UTC: what came later is not here."""

    badges: tuple[str, ...]
    """Added after the backup: their names and PINs were in no log."""


def fetch(journal: Journal, ask: Ask, stretches: tuple[Stretch, ...]) -> int:
    """Append what the backup lacks, byte for byte, and give how many events it was."""
    before = journal.seq
    for stretch in stretches:
        for part in rows(ask, stretch, journal.head):
            journal.adopt(part)
    if journal.seq > before:
        rebuild(journal.connection)
    return journal.seq - before


def take_over(
    folder: Path, journal: Journal, backed_up: int, surroundings: Surroundings, *, complete: bool
) -> TakenOver:
    """Begin the new incarnation of a journal whose backup ended at event `backed_up`, in its `folder`."""
    events = journal.seq - backed_up
    moment = surroundings.moment()
    last, new = next(envelopes(journal.connection, _LAST)), surroundings.new_id(moment.wall)
    restored = facts.StationRestored(new, last.incarnation, journal.seq, journal.head.hex(), complete)
    fetched = [Draft(facts.HistoryFetched(new, events))] if complete and events else []
    gone = [*_gone(journal, folder)]
    journal.identity = Identity(last.station, new)
    Recorder(journal).record((Draft(restored), *fetched, *gone), moment)
    _erase(journal, folder)
    return TakenOver(events, len(gone), last.at, _forget(journal, folder, backed_up))


def _gone(journal: Journal, folder: Path) -> Iterator[Draft]:
    """A log that names what is not there would be at fault for ever: say that it is gone, and why."""
    connection = journal.connection
    for digest in sorted(payloads.named(connection) - set(payloads.digests(folder))):
        yield Draft(facts.PayloadErased(digest, NOT_IN_BACKUP))
    for digest in sorted(photos.named(connection) - set(photos.digests(folder))):
        for parcel, unit in photos.of_units(connection, digest):
            yield Draft(facts.PhotoErased(digest, NOT_IN_BACKUP), parcel, unit)


def _erase(journal: Journal, folder: Path) -> None:
    """What was erased after the backup came back with it."""
    erased = {digest for (digest,) in journal.connection.execute("SELECT sha256 FROM erased")}
    for digest in erased & set(payloads.digests(folder)):
        payloads.erase(folder, digest)
    for digest in photos.left_over(journal.connection, folder):
        photos.erase(folder, digest)


def _forget(journal: Journal, folder: Path, backed_up: int) -> tuple[str, ...]:
    """Nobody keeps a name or a PIN that was erased after the backup, or of a badge that has a new holder."""
    kinds = (facts.OperatorAdded.__name__, facts.PersonForgotten.__name__)
    later = journal.connection.execute(_AFTER, (backed_up, *kinds)).fetchall()
    people = People(folder)
    for _, code in later:
        people.erase(code)
    people.close()
    return tuple(sorted({code for kind, code in later if kind == kinds[0]}))
