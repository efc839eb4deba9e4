"""Golden journals: what a release has written, every later one reads, folds and chains as it was.

A journal is kept for years, a release for weeks. `make.py` says how the files here came about. A release that
is out never changes its files; until then `python -m tests.golden.make` may make them anew.
"""

import hashlib
import json
import shutil
from pathlib import Path

import msgspec
import pytest

from intake import __version__, schema, sqlite
from intake.chain import GENESIS, chain
from intake.events import Envelope, event_of
from intake.language import Language
from intake.rebuilding import rebuild, rebuilt_beside
from intake.settings import Settings
from intake.state_folder import journal_path
from intake.station import Station
from intake.tables import Database
from intake.verify import verify
from intake.wording import Wording
from tests.golden.make import Still, make, place_list, views_of
from tests.intake.conftest import fold_log

HERE = Path(__file__).parent
RELEASES = sorted(path.stem for path in HERE.glob("*.jsonl"))


@pytest.fixture(params=RELEASES)
def release(request):
    return request.param


@pytest.fixture
def lines(release):
    return (HERE / f"{release}.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.fixture
def known(release):
    return json.loads((HERE / f"{release}.json").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path, lines):
    """A state folder whose journal holds the golden envelopes, chained anew."""
    place = tmp_path / "state"
    place.mkdir()
    shutil.copytree(HERE / "campaigns", place / "campaigns")
    place_list(place)
    connection = sqlite.connect(journal_path(place))
    schema.create(connection)
    prev = GENESIS
    with sqlite.immediate(connection):
        for line in lines:
            envelope = json.loads(line)
            digest = chain(prev, line.encode())
            row = (envelope["seq"], envelope["id"], prev, digest, line)
            connection.execute(
                "INSERT INTO event (seq, id, prev, hash, envelope) VALUES (?, ?, ?, ?, ?)", row
            )
            prev = digest
    yield place, connection
    connection.close()


def test_this_release_has_a_golden_journal():
    assert __version__ in RELEASES


def test_the_chain_over_the_golden_bytes_ends_at_the_golden_head(lines, known):
    """By nothing but SHA-256, as anybody can do it who has the envelopes."""
    head = bytes(32)
    for line in lines:
        head = hashlib.sha256(head + line.encode()).digest()
    assert head.hex() == known["head"]


def test_every_golden_envelope_is_read(lines):
    for number, line in enumerate(lines, 1):
        envelope = msgspec.json.decode(line, type=Envelope)
        event = event_of(envelope)
        assert (envelope.seq, event.seq, type(event.fact).__name__) == (number, number, envelope.kind)


def test_every_golden_answer_can_still_be_said(lines):
    for language in Language:
        wording = Wording(language)
        answers = [json.loads(line).get("answer") for line in lines]
        sentences = [wording.sentence_of(answer) for answer in answers if answer]
        assert len(sentences) > 40
        assert all(sentence.isprintable() for sentence in sentences)


def test_the_golden_journal_folds_to_the_golden_views(folder, known, tmp_path):
    """Views may have grown columns since; the golden ones hold what they held."""
    _, connection = folder
    fresh = rebuilt_beside(connection, tmp_path / "views.db")
    found = {}
    for table, columns in known["columns"].items():
        names = ", ".join(f"[{name}]" for name in columns)
        rows = fresh.execute(f"SELECT {names} FROM [{table}]")
        found[table] = sorted([list(row) for row in rows], key=str)
    fresh.close()
    assert found == known["views"]


def test_a_station_opens_the_golden_journal_where_the_lane_stood_and_goes_on(folder, known):
    place, connection = folder
    rebuild(connection)
    connection.close()
    station = Station(place, Settings(), Still().surroundings, synchronous="OFF")
    try:
        stood = json.loads(msgspec.json.encode(station.receipt))
        assert _part_of(known["receipt"], stood)
        assert fold_log(place) == station.receipt
        assert station.journal.head.hex() == known["head"]
        assert station.standing().recent
    finally:
        station.close()
    faults = [fault for fault in verify(place).faults if not fault.where.startswith(("list", "payload"))]
    assert faults == []


def _part_of(old, new):
    """Tell whether everything of `old` stands in `new`, which may have grown fields."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(key in new and _part_of(old[key], new[key]) for key in old)
    if isinstance(old, list):
        return isinstance(new, list) and len(old) == len(new) and all(map(_part_of, old, new))
    return old == new


def test_views_dropped_are_made_anew_in_the_golden_journal(folder):
    _, connection = folder
    rebuild(connection)
    before = views_of(connection)
    schema.drop_views(Database(connection))
    rebuild(connection)
    assert views_of(connection) == before
    assert before["unit"]


def test_the_day_of_this_release_gives_the_golden_journal_to_the_byte(tmp_path):
    """While a release is being made; once another has begun, its own golden day is made."""
    make(tmp_path)
    for end in ("jsonl", "json"):
        made, kept = (place / f"{__version__}.{end}" for place in (tmp_path, HERE))
        assert made.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8"), (
            "python -m tests.golden.make"
        )
