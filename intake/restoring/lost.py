"""The lost stretch: what a station recorded after its backup, where it was restored without contact.

It is part of no journal any more: the restored one has gone on from the same event with other facts. The
central claims system has it, with all its effects, and its replacements stay those of their units. The
station keeps it as it was recorded, in `lost/<incarnation>.jsonl`, one envelope a line.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from intake import facts, payloads, people, photos, sqlite
from intake.chain import chain
from intake.content import flush_folder
from intake.errors import StorageError
from intake.events import Envelope, event_of
from intake.journal import Row
from intake.reading_room import reading_connection
from intake.request import EndRecovery, ErasePayload, ErasePhoto, ForgetPerson, Wish
from intake.restoring.history import Ask, Begun, Stretch, begun, rows

if TYPE_CHECKING:
    from intake.central.client import Central

_ENVELOPE = msgspec.json.Decoder(Envelope)
_ADDED = "SELECT envelope ->> '$.body.code' FROM event WHERE seq > ? AND kind = 'OperatorAdded'"
_ERASING = (facts.PhotoErased, facts.PayloadErased, facts.PersonForgotten)
_HASH = "SELECT hash FROM event WHERE seq = ?"


def lost_path(folder: Path, incarnation: str) -> Path:
    """Give where the lost end of an incarnation is kept."""
    return folder / "lost" / f"{incarnation}.jsonl"


def recover(folder: Path, central: Central) -> tuple[Wish, ...]:
    """Fetch what was lost at every restore, and give what the station is to record of it.

    To be called when the journal's own events have been sent. The last wish ends the recovery, so whatever is
    cut off before is done again. Raises HistoryError, StorageError, and as `central`.
    """
    with reading_connection(folder) as journal:
        own = begun(journal)
        if len(own) == 1:
            return ()
        known = {each.incarnation: each for each in central.positions().positions}
        wishes: list[Wish] = []
        for each in own[1:]:
            left = known.get(each.before or "")
            end = (left.seq, left.hash) if left else (0, "")
            stretch = Stretch(each.before or "", each.first - 1, *end)
            events = _kept(folder, journal, stretch, central.history)
            if not each.complete:
                wishes += [*_erasures(folder, journal, each), EndRecovery(each.incarnation, events)]
        return tuple(wishes)


def _kept(folder: Path, journal: sqlite.Connection, stretch: Stretch, ask: Ask) -> int:
    """Keep a lost stretch, and give how many events it has; what is kept already is not fetched again."""
    path, count = lost_path(folder, stretch.incarnation), 0
    (head,) = journal.execute(_HASH, (stretch.after,)).fetchone()
    for count, stored in enumerate(lines(path), 1):  # noqa: B007 (the last is what is wanted)
        head = chain(head, stored.encode())
    after = stretch.after + count
    if after >= stretch.until:
        return count
    _add(path, rows(ask, stretch._replace(after=after), head))
    return stretch.until - stretch.after


def lines(path: Path) -> Iterator[str]:
    """Give the envelopes of a lost stretch; none where there is no such file.

    Only a line feed ends a line: an envelope may hold other characters that Python takes for an end.
    """
    if path.exists():
        with path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                yield line.removesuffix("\n")


def _add(path: Path, parts: Iterable[list[Row]]) -> None:
    """Add events to a file, all of them or none, a part at a time: a stretch may be as long as a log."""
    draft = path.with_suffix(".new")
    try:
        path.parent.mkdir(mode=0o750, exist_ok=True)
        draft.write_bytes(b"")
        if path.exists():
            shutil.copyfile(path, draft)
        with draft.open("a", encoding="utf-8", newline="\n") as file:
            for part in parts:
                file.writelines(f"{row[4]}\n" for row in part)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        flush_folder(path.parent)
        flush_folder(path.parent.parent)
    except OSError as error:
        raise StorageError(f"expected to keep the lost events in {path}, got: {error}") from error


def _erasures(folder: Path, journal: sqlite.Connection, restored: Begun) -> Iterator[Wish]:
    """What had been erased has come back with the backup: ask for it to be erased again."""
    told = (event_of(_ENVELOPE.decode(line)).fact for line in lines(lost_path(folder, restored.before or "")))
    anew = {code for (code,) in journal.execute(_ADDED, (restored.first,))}
    pictures, texts, names = set(photos.digests(folder)), set(payloads.digests(folder)), people.names(folder)
    for fact in dict.fromkeys(fact for fact in told if isinstance(fact, _ERASING)):
        match fact:
            case facts.PhotoErased(sha256=digest, reason=reason) if digest in pictures:
                yield ErasePhoto(digest, reason)
            case facts.PayloadErased(sha256=digest, reason=reason) if digest in texts:
                yield ErasePayload(digest, reason)
            case facts.PersonForgotten(code=code, reason=reason) if code in names.keys() - anew:
                yield ForgetPerson(code, reason)
