"""Founding: a state folder is made once, whole, and is training or production for ever."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PosixPath

import pytest

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.errors import LockHeldError, StorageError
from intake.events import event_of
from intake.facts import ContainerOpened, StationCreated
from intake.founding import TRAINING_PIN, found
from intake.own_label import LabelKind, OwnLabel, parse
from intake.people import People
from intake.settings import Settings
from intake.state_folder import Lock, is_state_folder, journal_path
from intake.station import Station
from intake.verify import verify
from tests.intake.conftest import kinds, stored, write_campaign


def test_a_training_folder_begins_with_what_a_parcel_needs(state):
    found_kinds = kinds(state.folder)
    assert found_kinds[0] == "StationCreated"
    assert event_of(stored(state.folder)[0]).fact == StationCreated(training=True)
    assert found_kinds.count("OperatorAdded") == 4
    assert found_kinds.count("ContainerOpened") == 8 + 2
    assert found_kinds.count("RejectBinAdded") == 1
    assert "ListActivated" in found_kinds
    assert verify(state.folder).faults == ()
    opened = [event_of(one).fact for one in stored(state.folder)]
    boxes = [fact for fact in opened if isinstance(fact, ContainerOpened) and fact.holding]
    assert {(box.un_number, box.condition, box.holding, box.location) for box in boxes} == {
        (un_number, Condition.R, True, "desk") for un_number in UnNumber
    }
    folk = People(state.folder)
    assert folk.has_pin(state.lead, TRAINING_PIN)
    folk.close()


def test_a_production_folder_begins_with_nothing_but_its_first_fact(tmp_path):
    made = found(tmp_path / "state", training=False, station="dock-9")
    assert made.labels == ()
    assert kinds(made.folder) == ["StationCreated"]
    assert event_of(stored(made.folder)[0]).fact == StationCreated(training=False)
    assert stored(made.folder)[0].station == "dock-9"
    station = Station(made.folder, Settings())
    assert station.training is False
    station.close()


def test_a_training_folder_takes_every_campaign_with_a_training_list(tmp_path):
    write_campaign(tmp_path / "state", 5)
    write_campaign_two = tmp_path / "other"
    write_campaign(write_campaign_two, 6)
    for path in (write_campaign_two / "campaigns").iterdir():
        path.rename(tmp_path / "state" / "campaigns" / path.name)
    made = found(tmp_path / "state", training=True, station="s")
    named = {bytes(one.body).decode() for one in stored(made.folder) if one.kind == "ListActivated"}
    assert sum("zz-5" in body or "zz-6" in body for body in named) == 2


def test_every_label_told_is_a_label_that_works(tmp_path):
    made = found(tmp_path / "state", training=True, station="s")
    labels = [parse(code) for _, code in made.labels]
    assert {label.kind for label in labels if isinstance(label, OwnLabel)} == {
        LabelKind.BADGE,
        LabelKind.CONTAINER,
        LabelKind.REJECT_BIN,
    }


@pytest.mark.parametrize("training", [True, False])
def test_a_state_folder_is_never_made_twice(state, training):
    before = journal_path(state.folder).read_bytes()
    with pytest.raises(StorageError, match="it stays as it is"):
        found(state.folder, training=training, station="s")
    assert journal_path(state.folder).read_bytes() == before


def test_what_a_cut_off_founding_left_is_no_state_folder_and_is_made_anew(tmp_path):
    folder = tmp_path / "state"
    (folder / ".founding").mkdir(parents=True)
    for name in ("journal.db", "journal.db-wal", "people.db"):
        (folder / ".founding" / name).write_bytes(b"half a journal")
    assert not is_state_folder(folder)
    found(folder, training=False, station="s")
    assert not (folder / ".founding").exists()
    assert verify(folder).faults == ()


def test_nothing_is_founded_over_the_log_of_a_journal_that_is_gone(tmp_path):
    """What a backup brings back must not meet another journal."""
    (tmp_path / "journal.db-wal").write_bytes(b"what a power cut left")
    with pytest.raises(StorageError, match=r"lost journal.*backup"):
        found(tmp_path, training=True, station="dock-1")
    assert [each.name for each in tmp_path.iterdir()] == ["journal.db-wal"]


def test_a_folder_another_process_holds_is_not_made(tmp_path):
    (tmp_path / "state").mkdir()
    with Lock(tmp_path / "state", "another"), pytest.raises(LockHeldError, match="another"):
        found(tmp_path / "state", training=False, station="s")


def test_a_place_where_no_folder_can_be_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="expected"):
        found(tmp_path / "file" / "state", training=True, station="s")


class _Overtaken(PosixPath):
    """A folder that another process makes into a state folder while this one is about to."""

    def mkdir(self, *_args, **_options):
        """Be overtaken, right after it was found that there is no state folder yet."""
        found(Path(self), training=False, station="dock-1")


def test_a_founding_overtaken_by_another_leaves_that_ones_journal_alone(tmp_path):
    folder = tmp_path / "state"
    with pytest.raises(StorageError):
        found(_Overtaken(folder), training=False, station="dock-2")
    assert stored(folder)[0].station == "dock-1"


def test_foundings_at_once_make_one_folder(tmp_path):
    for attempt in range(8):
        folder, start = tmp_path / f"state-{attempt}", threading.Barrier(4)
        ends: list[str] = []

        def race(number, folder=folder, start=start, ends=ends):
            start.wait()
            with contextlib.suppress(StorageError):
                found(folder, training=False, station=f"dock-{number}")
                ends.append(f"dock-{number}")

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(race, range(4)))
        assert len(ends) == 1, f"attempt {attempt}: {ends} all say they made it"
        assert stored(folder)[0].station == ends[0]
