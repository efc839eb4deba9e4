"""Fill: a state folder with millions of real events, views and all, cast from moulds."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from intake import indexes, projections, sqlite
from intake.campaign import UnNumber
from intake.chain import chain
from intake.condition import Condition
from intake.founding import found
from intake.own_label import LabelKind, OwnLabel, check_character
from intake.request import OpenContainer, SealContainer
from intake.schema import EVENT, INDEXES
from intake.settings import load
from intake.state_folder import journal_path
from intake.station import Station
from intake.surroundings import Surroundings, iso, uuid7
from intake.view_columns import VIEWS
from tests.bench.mould import STEP, Caster, Clock, Mould
from tests.bench.parcels import ALPHABET, BADGE, UNITS_IN_CONTAINER, carrier_number, listed_serials, set_up

TOGETHER = 100_000
"""Events in one transaction."""

_CACHE_KIB = 1_500_000
_FIRST_CONTAINER = 10_000
_FIRST_BAG = 1_000_000
"""Full containers and bags cast have a digit more than labels do, which do not last for so many units."""

_CLASSES = [(c, u) for c in (Condition.R, Condition.D, Condition.K1, Condition.N) for u in UnNumber]
_PLACES = {pair: OwnLabel(LabelKind.CONTAINER, number).code for number, pair in enumerate(_CLASSES, 1)}
"""The containers a training folder begins with."""

_BADGES = (BADGE, OwnLabel(LabelKind.BADGE, 2).code)
_IN_SHIFT = 700
"""Parcels after which the other one takes over, so that each has taken in half of the units."""

_BIN = OwnLabel(LabelKind.REJECT_BIN, 1).code
_INTACT = {"condition": "RI-C-INTACT", "bag": ""}
_CARD = {"model": "RI-C-MODEL-A1263"}
_BANK = {"container": _PLACES[Condition.R, UnNumber.UN3480]}
_KINDS: tuple[tuple[int, dict[str, str]], ...] = (
    (70, {"label": "", "serial": "A1263", **_INTACT, **_BANK}),
    (12, {"label": "", "serial": "A3117", **_INTACT, "container": _PLACES[Condition.R, UnNumber.UN3481]}),
    (
        5,
        {
            "label": "",
            "serial": "A1263",
            "condition": "RI-C-D",
            "bag": "",
            "container": _PLACES[Condition.D, UnNumber.UN3480],
        },
    ),
    (4, {"label": "", "cable": "RI-C-CABLE", "bin": _BIN, "serial": "A1263", **_INTACT, **_BANK}),
    (
        6,
        {
            "label": "",
            "serial": "in no list",
            **_CARD,
            **_INTACT,
            "container": _PLACES[Condition.N, UnNumber.UN3480],
        },
    ),
    (3, {"label": "", "unread": "RI-C-UNREADABLE", **_CARD, **_INTACT, **_BANK}),
)
"""Of a hundred parcels so many, and what is scanned for them; what is each parcel's own is filled in."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A folder that is ready to be measured."""

    folder: Path
    seconds: float
    """What filling took; 0 where it was found ready."""


def cache() -> Path:
    """Give the folder where filled folders stay."""
    named = os.environ.get("INTAKE_BENCH_DIR")
    folder = Path(named) if named else Path(tempfile.gettempdir()) / "intake-bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def filled(events: int) -> Filled:
    """Give a folder with about so many events; it is made anew when the schema has changed since."""
    shape = hashlib.sha256(repr((EVENT, INDEXES, VIEWS, indexes.INDEXES)).encode()).hexdigest()[:8]
    folder = cache() / f"fill-{events}-{shape}"
    if folder.exists():
        return Filled(folder, 0.0)
    for outdated in cache().glob(f"fill-{events}-*"):
        shutil.rmtree(outdated)
    draft = cache() / f"draft-{os.getpid()}"
    start = time.perf_counter()
    try:
        _Filling(draft, events).run()
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Filled(folder, time.perf_counter() - start)


def _long(kind: str, number: int) -> str:
    body = f"{kind}-{number}"
    return f"{body}-{check_character(body)}"


class _Ledger:
    """The journal while it is filled: the chain goes on, rows are stored many at a time."""

    def __init__(self, folder: Path, seq: int, head: bytes) -> None:
        self.seq = seq
        self._head = head
        self._events: list[tuple[int, str, bytes, bytes, str]] = []
        self._rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self.sealed: list[tuple[str]] = []
        """Codes of containers sealed since rows were last stored."""

        self.connection = sqlite.connect(journal_path(folder), journal_mode="DELETE", synchronous="OFF")
        for pragma in ("journal_mode = OFF", "locking_mode = EXCLUSIVE", f"cache_size = -{_CACHE_KIB}"):
            self.connection.execute(f"PRAGMA {pragma}")

    def answer(self, envelopes: tuple[str, ...], values: dict[str, Any], wall: int) -> None:
        """Add the events of one answer."""
        values |= {"wall": wall, "at": iso(wall), "first": self.seq + 1}
        for envelope in envelopes:
            self.seq += 1
            values["seq"], values["id"] = self.seq, uuid7(wall)
            text = envelope % values
            digest = chain(self._head, text.encode())
            self._events.append((self.seq, values["id"], self._head, digest, text))
            self._head = digest

    def rows(self, mould: Mould, values: Mapping[str, Any]) -> None:
        """Add the view rows of one cast."""
        for line in mould.lines:
            self._rows[line.table].append(line.cast(values))

    def store(self, at_least: int = 0) -> None:
        """Store what has gathered, if it is that much."""
        if len(self._events) < at_least:
            return
        with sqlite.immediate(self.connection):
            self._insert("event (seq, id, prev, hash, envelope)", self._events)
            for table, rows in self._rows.items():
                self._insert(f"[{table}]", rows)
            self.connection.executemany("UPDATE container SET state = 'sealed' WHERE code = ?", self.sealed)
        for stored in (self._events, self._rows, self.sealed):
            stored.clear()

    def _insert(self, target: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            blanks = ", ".join("?" * len(rows[0]))
            self.connection.executemany(f"INSERT INTO {target} VALUES ({blanks})", rows)

    def close(self) -> None:
        """Store the rest and bring it onto the disk."""
        self.store()
        self.connection.close()


class _Pool:
    """Containers of one class and UN number, one in use at a time."""

    def __init__(self, opening: Mould, sealing: Mould, numbers: count[int]) -> None:
        self._opening = opening
        self._sealing = sealing
        self._numbers = numbers
        self._code = ""
        self._units = UNITS_IN_CONTAINER

    def container(self, ledger: _Ledger, wall: int) -> str:
        """Name the container for the next unit, after a full one was exchanged."""
        if self._units >= UNITS_IN_CONTAINER:
            self.seal(ledger, wall)
            self._code, self._units = _long("RI-Q", next(self._numbers)), 0
            ledger.rows(self._opening, self._ask(self._opening, ledger, wall))
        self._units += 1
        return self._code

    def seal(self, ledger: _Ledger, wall: int) -> None:
        """Seal the container in use, if there is one."""
        if self._code:
            self._ask(self._sealing, ledger, wall)
            ledger.sealed.append((self._code,))

    def _ask(self, mould: Mould, ledger: _Ledger, wall: int) -> dict[str, Any]:
        values = {"container": self._code, "at0": iso(wall), "u0": uuid7(wall)}
        ledger.answer(mould.answers[0], values, wall)
        return values


class _Filling:
    """One folder being filled."""

    def __init__(self, folder: Path, events: int) -> None:
        self._folder = folder
        self._events = events
        # So that the last parcel came in about now: seven events and five answers each.
        self._clock = Clock(time.time_ns() // 1_000_000 - events // 7 * 5 * STEP)
        self._around = Surroundings(moment=self._clock.moment)
        self._numbers = count(1)
        self._previous = ""
        self._listed: dict[str, list[str]] = {}

    def run(self) -> None:
        """Found the folder, take in a parcel of each kind, cast the rest, close the last."""
        set_up(self._folder)
        found(self._folder, training=True, station="bench", surroundings=self._around)
        station = self._station()
        caster = Caster(station, self._clock)
        self._mix = self._learn(caster)
        self._pools = self._containers(caster)
        self._previous = station.receipt.parcel.id if station.receipt.parcel else ""
        seq, head = station.journal.seq, station.journal.head
        station.close()
        self._cast(_Ledger(self._folder, seq, head))
        station = self._station()
        Caster(station, self._clock).scan("RI-C-CLOSE")
        station.close()

    def _station(self) -> Station:
        return Station(self._folder, load(self._folder), self._around, holder="bench")

    def _learn(self, caster: Caster) -> list[Mould]:
        """Take in a parcel before, one of each kind, and one after: a label closes the parcel before it."""
        caster.scan(BADGE)
        kinds = [_KINDS[0], *_KINDS, _KINDS[0]]
        taken = [caster.parcel(self._own(scans)) for _, scans in kinds]
        pairs = zip(_KINDS, taken[1:], taken[2:], strict=False)
        return [mould for (weight, _), it, after in pairs for mould in [caster.mould(it, after)] * weight]

    def _own(self, scans: Mapping[str, str]) -> dict[str, str]:
        """Fill in what is each parcel's own."""
        own = self._values(next(self._numbers))
        own["bag"] = OwnLabel(LabelKind.BAG, own["number"]).code
        wanted = scans.get("serial", "")
        if wanted not in self._listed:
            self._listed[wanted] = listed_serials(wanted)
        listed = self._listed[wanted]
        own["serial"] = listed[own["number"]] if listed else own["serial"]
        return {name: own.get(name, text) for name, text in scans.items()}

    @staticmethod
    def _values(number: int) -> dict[str, Any]:
        digits, rest = "", number
        for _ in range(10):
            rest, digit = divmod(rest, len(ALPHABET))
            digits = ALPHABET[digit] + digits
        return {
            "number": number,
            "label": carrier_number(48_000_000_000 + number),
            "serial": f"AFULL0{digits}",
            "bag": _long("RI-U", _FIRST_BAG + number),
            "operator": _BADGES[number // _IN_SHIFT % len(_BADGES)],
        }

    def _containers(self, caster: Caster) -> dict[str, _Pool]:
        """Open and seal one container of each class, to know how others are."""
        pools, numbers = {}, count(_FIRST_CONTAINER)
        for (condition, un_number), code in _PLACES.items():
            spare = OwnLabel(LabelKind.CONTAINER, int(code.split("-")[2]) + 2 * len(_PLACES)).code
            opening = caster.request(OpenContainer(spare, condition, un_number))
            pools[code] = _Pool(opening, caster.request(SealContainer(spare)), numbers)
        return pools

    def _cast(self, ledger: _Ledger) -> None:
        first, wall = self._previous, self._clock.wall + STEP
        closed_at = iso(wall)
        while ledger.seq < self._events - len(self._pools) - 10:
            number = next(self._numbers)
            # 37 has no divisor in common with the hundred kinds, so that they come well mixed.
            wall = self._parcel(ledger, self._mix[number * 37 % len(self._mix)], number, wall)
            ledger.store(TOGETHER)
        for pool in self._pools.values():
            pool.seal(ledger, wall)
        ledger.store()
        self._mend(ledger.connection, first, closed_at)
        ledger.close()
        self._clock.wall = wall

    def _parcel(self, ledger: _Ledger, mould: Mould, number: int, wall: int) -> int:
        """Cast one parcel and give the time when the next begins."""
        container = self._pools[mould.container].container(ledger, wall)
        values = self._values(number) | {"container": container, "previous": self._previous}
        values |= {"parcel": uuid7(wall)}
        values |= {f"u{n}": uuid7(wall) for n in range(mould.fresh)}
        for n, envelopes in enumerate(mould.answers):
            ledger.answer(envelopes, values, wall)
            values[f"at{n}"] = values["at"]
            wall += STEP
        values[f"at{len(mould.answers)}"] = iso(wall)
        ledger.rows(mould, values)
        self._previous = values["parcel"]
        return wall

    def _mend(self, connection: sqlite.Connection, first: str, closed_at: str) -> None:
        """Close the parcel before the casts, leave the last one open: the views know of neither."""
        query = "UPDATE parcel SET closed_at = ?, closing = ? WHERE parcel = ?"
        connection.execute(query, (closed_at, "next", first))
        connection.execute(query, (None, None, self._previous))
        projections.set_lane(connection, BADGE, self._previous, None)
        units = "SELECT count(*) FROM event WHERE kind = 'UnitIdentified'"
        connection.execute(f"UPDATE lane SET unchecked = ({units})")
