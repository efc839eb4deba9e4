"""Makes the golden journal of this release: a day in which every kind of fact happens once at least.

    python -m tests.golden.make

A release writes its journal here once, with a clock and identifiers that never vary, and every later
release must read it as it was: `<version>.jsonl` holds the envelopes exactly as stored, one a line;
`<version>.json` the head hash, the folded views and where the lane stood. Once a release is out its files
are never made again: a later release that writes another journal makes its own.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from intake import __version__, catalogue, photos, sqlite
from intake.affected import parse_csv
from intake.events import Draft
from intake.expected import publish as publish_expected
from intake.facts import KINDS, StationRestored
from intake.founding import found
from intake.journal import Identity
from intake.keying import Key
from intake.outcome import Outcome
from intake.receipt import Receipt
from intake.reference import publish
from intake.request import (
    AnchorHead,
    AnswerReplacements,
    EndRecovery,
    EndRejudging,
    FailPhoto,
    OfferPhoto,
    ReadNote,
    RecordReservation,
    RejudgeUnits,
    RematchParcels,
    Request,
    ResolveHold,
    TellDuplicate,
)
from intake.scan import Method, Moment
from intake.settings import Settings
from intake.state_folder import journal_path
from intake.station import Station
from intake.surroundings import Surroundings
from intake.view_columns import VIEWS
from scanners.symbology import scan_of
from tests.golden.day import BADGE, EXPECTED, EXPECTED_LATER, PHOTO, Act, Print, equipment, happenings

HERE = Path(__file__).parent
PUBLISHED = 1_761_955_200_000
"""When the expected returns were: their checksum is a fact, and must not follow the calendar."""

NEVER_WRITTEN: set[str] = set()
"""Kinds this release reads and folds, but has no way yet to write."""


class Still:
    """A clock that moves a second at every look, and identifiers that count."""

    def __init__(self) -> None:
        """Begin on 1 November 2025."""
        self._seconds = 1_761_955_200
        self._count = 0

    def moment(self) -> Moment:
        """Read both clocks, two seconds on."""
        self._seconds += 2
        return Moment(self._seconds * 1000, (self._seconds - 1_761_955_000) * 1_000_000_000)

    def new_id(self, _wall: int) -> str:
        """Give the next identifier."""
        self._count += 1
        return f"019a3ca1-d000-7000-8000-{self._count:012x}"

    @property
    def surroundings(self) -> Surroundings:
        """These as a station's surroundings, on a disk with room."""
        return Surroundings(self.moment, self.new_id, lambda _folder: 10**12, "golden-boot")


def begin(folder: Path, still: Still) -> None:
    """Make a production folder with the golden campaign and its list."""
    shutil.copytree(HERE / "campaigns", folder / "campaigns")
    found(folder, training=False, station="golden-1", surroundings=still.surroundings)
    place_list(folder)


def place_list(folder: Path) -> None:
    """Publish the golden list into a state folder that has the golden campaign."""
    (folder / "reference").mkdir(exist_ok=True)
    campaign = next(one for one in catalogue.load(folder).campaigns if one.id == "golden")
    for name in ("golden", "golden-2"):
        listing = parse_csv((HERE / "campaigns" / f"{name}.csv").read_text(encoding="utf-8"), campaign)
        publish(listing, folder / "reference")
    publish_expected(EXPECTED, "golden-1", folder / "reference", published=PUBLISHED)
    publish_expected(EXPECTED_LATER, "golden-2", folder / "reference", published=PUBLISHED)


def _live(folder: Path, still: Still) -> Receipt:
    station = Station(folder, Settings(), still.surroundings, synchronous="OFF")
    photos.keep(folder, PHOTO)
    for number, act in enumerate([*equipment(), *happenings()]):
        _do(station, number, act)
    station.close()
    return station.receipt


def _do(station: Station, number: int, act: Act) -> Outcome:
    if isinstance(act, RejudgeUnits | EndRejudging):
        act = _judged_by(station, act)
    if isinstance(act, Told):
        act = _told(station.journal.connection, act)
    match act:
        case str() | bytes():
            raw = act if isinstance(act, bytes) else act.encode()
            twice = raw == BADGE.encode()
            moment = Moment(1_761_955_300_000, 1_000_000_000 if twice else number * 10_000_000_000)
            return station.accept(scan_of(raw, "port:golden", Method.PORT, moment))
        case Print(text=text):
            moment = Moment(1_761_955_300_000, number * 10_000_000_000)
            return station.accept(scan_of(text.encode(), "camera:golden", Method.CAMERA, moment))
        case Key():
            return station.key(act)
        case OfferPhoto() | FailPhoto():
            asked = station.receipt.question
            answer = replace(act, wish=asked.about if asked else "")
            return station.accept(Request(f"golden-{number}", "desk", answer))
        case ResolveHold() | ReadNote() | RejudgeUnits() | RematchParcels():
            return station.accept(
                Request(f"golden-{number}", "uid:0", _named(station.journal.connection, act))
            )
        case _:
            return station.accept(Request(f"golden-{number}", "uid:0", act))


def _judged_by(station: Station, act: RejudgeUnits | EndRejudging) -> RejudgeUnits | EndRejudging:
    """Judge by what the station judges by; the day names the lists in force by their versions."""
    look_ups = station.look_ups
    versions = re.sub("#[0-9a-f]+", "", look_ups.lists_named)
    lists = look_ups.lists_named if act.lists == versions else act.lists
    return replace(act, lists=lists, rules=look_ups.rules_named)


Named = ResolveHold | ReadNote | RejudgeUnits | RematchParcels
"""Wishes about what only the journal has the name of."""


def _named(connection: sqlite.Connection, act: Named) -> Named:
    """Name what the day names by words: a hold by its kind, the oldest; a note, a unit, a parcel."""

    def found(query: str, word: str) -> str:
        row = connection.execute(query, (word,)).fetchone()
        return row[0] if row else word

    match act:
        case ReadNote(note=text):
            return replace(act, note=found("SELECT note FROM note WHERE text = ?", text))
        case RejudgeUnits(units=units):
            query = "SELECT unit FROM unit WHERE serial = ?"
            return replace(act, units=tuple(replace(each, unit=found(query, each.unit)) for each in units))
        case RematchParcels(parcels=parcels):
            query = "SELECT parcel FROM parcel WHERE label = ?"
            return replace(act, parcels=tuple(found(query, label) for label in parcels))
        case ResolveHold(hold=kind):
            query = "SELECT hold FROM hold WHERE reason = ? AND resolved_at IS NULL ORDER BY rowid"
            return replace(act, hold=found(query, kind))


Told = RecordReservation | TellDuplicate | AnswerReplacements | AnchorHead
"""What the central claims system says of units and of the log."""


def _told(connection: sqlite.Connection, act: Told) -> Told:
    """Name the units that the day names by their serials, and where the log ends "here"."""

    def about(serial: str) -> dict[str, str]:
        query = "SELECT parcel, unit, maker || '/' || serial FROM unit WHERE serial = ?"
        parcel, unit, key = connection.execute(query, (serial,)).fetchone()
        return {"parcel": parcel, "unit": unit, "key": key}

    match act:
        case RecordReservation(unit=serial) | TellDuplicate(unit=serial):
            return replace(act, **about(serial))
        case AnswerReplacements(answers=answers):
            return replace(act, answers=tuple(replace(each, **about(each.unit)) for each in answers))
        case AnchorHead(incarnation="here"):
            query = "SELECT envelope ->> '$.incarnation', seq, hash FROM event ORDER BY seq DESC LIMIT 1"
            incarnation, seq, digest = connection.execute(query).fetchone()
            return AnchorHead(incarnation, seq, digest.hex())
        case AnchorHead():
            return act


def _lose_a_guard(folder: Path, still: Still) -> None:
    connection = sqlite.connect(journal_path(folder))
    connection.execute("DROP TRIGGER event_is_never_deleted")
    connection.close()
    Station(folder, Settings(), still.surroundings, synchronous="OFF").close()


def _restore(folder: Path, still: Still) -> None:
    """Go on as a journal does that was restored from a backup, and lacks something until it is fetched."""
    station = Station(folder, Settings(), still.surroundings, synchronous="OFF")
    journal, before = station.journal, station.journal.identity
    journal.identity = Identity(before.station, "golden-restored")
    restored = StationRestored("golden-restored", before.incarnation, journal.seq, journal.head.hex())
    station.recorder.record((Draft(restored),), still.moment())
    station.accept(Request("golden-recovered", "uid:0", EndRecovery("golden-restored", 0)))
    station.close()


def views_of(connection: sqlite.Connection) -> dict[str, list[list[Any]]]:
    """Give every view's rows as named columns' values, sorted."""
    return {
        table: sorted(
            [list(row) for row in connection.execute(f"SELECT {', '.join(columns)} FROM [{table}]")], key=str
        )
        for table, columns in ((table, [f"[{name}]" for name in names]) for table, names in VIEWS.items())
    }


def make(into: Path) -> None:
    """Write the golden files of this release."""
    with tempfile.TemporaryDirectory() as place:
        folder, still = Path(place) / "state", Still()
        begin(folder, still)
        stood = _live(folder, still)
        _lose_a_guard(folder, still)
        _restore(folder, still)
        station = Station(folder, Settings(), still.surroundings, synchronous="OFF")
        connection = station.journal.connection
        rows = connection.execute("SELECT envelope FROM event ORDER BY seq").fetchall()
        known = {
            "head": station.journal.head.hex(),
            "receipt": msgspec.to_builtins(stood),
            "columns": {table: list(columns) for table, columns in VIEWS.items()},
            "views": views_of(connection),
        }
        station.close()
    kinds = {json.loads(envelope)["kind"] for (envelope,) in rows}
    if missing := KINDS.keys() - kinds - NEVER_WRITTEN:
        raise SystemExit(
            f"expected every kind of fact in the golden day, got none of {', '.join(sorted(missing))}"
        )
    (into / f"{__version__}.jsonl").write_text(
        "".join(f"{envelope}\n" for (envelope,) in rows), encoding="utf-8"
    )
    text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
    (into / f"{__version__}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    make(HERE)
