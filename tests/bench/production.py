"""A filled folder as a production station's: the training one's log with another beginning, chained anew."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from intake import sqlite
from intake.chain import GENESIS, chain
from intake.state_folder import journal_path
from tests.bench.fill import cache, filled

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_SERIAL = re.compile(r"AFULL0[0-9A-Z]{10}")
_TOGETHER = 20_000


def produced(events: int) -> Path:
    """Give a production folder with about so many events, to be copied; made where it is not there."""
    training = filled(events).folder
    folder = training.with_name(f"production-{training.name}")
    if not folder.exists():
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=cache())) / "state"
        shutil.copytree(training, draft)
        with closing(
            sqlite.connect(journal_path(draft), journal_mode="DELETE", synchronous="OFF")
        ) as connection:
            _chain_anew(connection)
        draft.rename(folder)
        draft.parent.rmdir()
    return folder


def _chain_anew(connection: sqlite.Connection) -> None:
    """Say of the log that it is no training, and let every event follow that."""
    guards = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    head, seq = GENESIS, 0
    with sqlite.immediate(connection):
        for guard in guards:  # the next start puts them back
            connection.execute(f"DROP TRIGGER [{guard}]")
        while rows := connection.execute(_SOME, (seq, _TOGETHER)).fetchall():
            changed = []
            for seq, text in rows:
                envelope = text.replace('"training":true', '"training":false') if seq == 1 else text
                digest = chain(head, envelope.encode())
                changed.append((head, digest, envelope, seq))
                head = digest
            connection.executemany("UPDATE event SET prev = ?, hash = ?, envelope = ? WHERE seq = ?", changed)


_SOME = "SELECT seq, envelope FROM event WHERE seq > ? ORDER BY seq LIMIT ?"


@contextmanager
def copied(events: int, settings: str) -> Iterator[Path]:
    """Give a copy of a production folder that may be changed, with more settings."""
    with tempfile.TemporaryDirectory(prefix="production-", dir=cache()) as place:
        folder = Path(place) / "state"
        shutil.copytree(produced(events), folder)
        with (folder / "settings.toml").open("a", encoding="utf-8") as file:
            file.write(settings)
        yield folder


@dataclass(frozen=True, slots=True)
class Log:
    """What a simulated station sends in its first night."""

    station: str
    incarnation: str
    envelopes: tuple[str, ...]


def cast(texts: list[str], number: int) -> Log:
    """Give a log as another station's: its own name, identifiers and serials, all else the same."""
    station, digits = f"dock-{number:05}", f"{number:05x}"
    whole = "\n".join(texts).replace('"station":"bench"', f'"station":"{station}"')
    # The last digits of each identifier are chance; these five are this station's own.
    whole = _UUID.sub(lambda found: found[0][:-5] + digits, whole)
    whole = _SERIAL.sub(lambda found: f"A{number:05}{found[0][6:]}", whole)
    envelopes = tuple(whole.split("\n"))
    (incarnation,) = set(re.findall(r'"incarnation":"([^"]+)"', envelopes[0]))
    return Log(station, incarnation, envelopes)


def night(events: int) -> list[str]:
    """Give the envelopes of a whole small log, the first one the station's beginning."""
    with closing(sqlite.connect(journal_path(produced(events)), readonly=True)) as connection:
        return [text for _, text in connection.execute(_SOME, (0, events))]
