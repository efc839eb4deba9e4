"""A backup is a whole copy of one moment, or there is none."""

import os
import resource

import pytest

from intake import photos
from intake.backup import UnsoundBackupError, Why, back_up, verify_backup
from intake.backup.manifest import FILE_NAME
from intake.errors import LockHeldError, StorageError
from intake.facts import PhotoErased
from intake.founding import found
from intake.request import ErasePhoto
from intake.state_folder import Lock, journal_path
from intake.surroundings import Surroundings
from tests.intake.conftest import edit, everything_in, jpeg

SECRETS = ("hub-token", "hub-cert", "hub-key")


def paths(made):
    return {file.path for file in made.manifest.files}


def test_it_has_the_journal_and_all_that_goes_with_it(full, place):
    (full.site.folder / "emergency.toml").write_text("# the site's own\n")
    (full.site.folder / "keys").mkdir()
    (full.site.folder / "keys" / "maker.pub").write_text("a maker's public key\n")
    made = back_up(full.site.folder, place)
    photo = photos.digests(full.site.folder)[0]
    assert {"journal.db", "people.db", "settings.toml", "emergency.toml", f"photos/{photo}"} <= paths(made)
    assert {path.split("/")[0] for path in paths(made)} >= {"campaigns", "keys", "reference", "payloads"}
    assert (made.manifest.seq, made.manifest.head) == (
        full.station.journal.seq,
        full.station.journal.head.hex(),
    )
    assert made.manifest.missing == ()
    assert verify_backup(made.folder).faults == ()


def test_nothing_secret_and_nothing_of_other_processes_is_in_it(full, place):
    for name in SECRETS:
        (full.site.folder / name).write_text("a secret of this machine")
    made = back_up(full.site.folder, place)
    assert b"a secret of this machine" not in everything_in(made.folder)
    names = {path.name for path in made.folder.rglob("*")}
    assert not names & {*SECRETS, "lock", "station.sock", "sync.db", "sync.json", "journal.db-wal"}


def test_the_station_goes_on_and_the_backup_stays_as_it_was(full, place):
    made = back_up(full.site.folder, place)
    before = everything_in(made.folder)
    full.receive()
    assert full.station.journal.seq > made.manifest.seq
    assert everything_in(made.folder) == before
    assert verify_backup(made.folder).faults == ()


def test_contents_are_shared_with_the_backup_before_where_they_still_are_what_they_were(full, place):
    first = back_up(full.site.folder, place)
    second = back_up(full.site.folder, place)
    photo = photos.digests(full.site.folder)[0]
    assert second.linked > 0
    assert (first.folder / "photos" / photo).samefile(second.folder / "photos" / photo)
    (second.folder / "photos" / photo).write_bytes(b"decayed")  # one file by two names
    third = back_up(full.site.folder, place)
    assert not (second.folder / "photos" / photo).samefile(third.folder / "photos" / photo)
    assert verify_backup(third.folder).faults == ()
    assert verify_backup(second.folder).faults


def test_what_the_folder_has_lost_comes_from_the_backup_before(full, place):
    back_up(full.site.folder, place)
    photo = photos.digests(full.site.folder)[0]
    (full.site.folder / "photos" / photo).write_bytes(b"rotten")
    made = back_up(full.site.folder, place)
    assert made.manifest.missing == ()
    assert (made.folder / "photos" / photo).read_bytes() == jpeg(1)


@pytest.mark.parametrize(("rotten", "why"), [(None, Why.ABSENT), (b"rotten", Why.DAMAGED)])
def test_what_the_folder_lacks_is_told(full, place, rotten, why):
    photo = photos.digests(full.site.folder)[0]
    path = full.site.folder / "photos" / photo
    path.unlink() if rotten is None else path.write_bytes(rotten)
    made = back_up(full.site.folder, place)
    assert [(each.path, each.why) for each in made.manifest.missing] == [(f"photos/{photo}", why)]
    assert verify_backup(made.folder).faults == ()


def test_what_is_erased_while_it_is_copied_is_explained_by_its_fact(full, place):
    photo = photos.digests(full.site.folder)[0]

    def erase_meanwhile():
        """The clock is read when the journal is copied, and nothing else yet."""
        full.ask(ErasePhoto(photo, "asked for"))
        return full.site.clock.moment()

    made = back_up(full.site.folder, place, surroundings=Surroundings(erase_meanwhile))
    assert full.row("SELECT kind FROM event ORDER BY seq DESC LIMIT 1") == (PhotoErased.__name__,)
    assert [each.why for each in made.manifest.missing] == [Why.ERASED]
    assert verify_backup(made.folder).faults == ()


def test_only_so_many_of_a_station_are_kept_and_none_of_others_is_touched(full, place, tmp_path):
    found(tmp_path / "other", training=True, station="dock-1")
    theirs = back_up(tmp_path / "other", place).folder
    stranger = place / "photos-of-the-summer"
    stranger.mkdir()
    torn = place / "dock-1-20261123T010203.004Z-7"
    torn.mkdir()
    (torn / FILE_NAME).write_text('{"format": 1}')
    made = [back_up(full.site.folder, place, keep=2).folder for _ in range(4)]
    assert [folder.exists() for folder in made] == [False, False, True, True]
    assert theirs.exists()
    assert stranger.exists()
    assert torn.exists()


def test_a_clock_that_was_set_back_never_costs_the_newest(full, place):
    from_tomorrow = back_up(full.site.folder, place, surroundings=full.site.surroundings).folder
    full.site.clock.pass_by(-86_400)
    made = back_up(full.site.folder, place, keep=1, surroundings=full.site.surroundings)
    assert made.folder.exists()
    assert not from_tomorrow.exists()


def test_an_unsound_journal_is_not_copied(full, place):
    folder = full.site.folder
    good = back_up(folder, place, keep=1).folder
    full.close()
    data = bytearray(journal_path(folder).read_bytes())
    data[8192:12288] = os.urandom(4096)
    journal_path(folder).write_bytes(data)
    with pytest.raises((UnsoundBackupError, StorageError), match="expected"):
        back_up(folder, place, keep=1)
    assert [*place.iterdir()] == [good]


def test_a_place_that_cannot_be_written_is_a_sentence(full, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageError, match="expected to back up"):
        back_up(full.site.folder, tmp_path / "file")


def test_a_station_whose_desk_was_never_opened_has_nobody_to_copy(tmp_path, place):
    found(tmp_path / "new", training=False, station="dock-1")
    made = back_up(tmp_path / "new", place)
    assert paths(made) == {"journal.db"}
    assert verify_backup(made.folder).faults == ()


@pytest.mark.parametrize("inside", ["", "backups", "../state/backups"])
def test_a_backup_does_not_lie_in_what_it_is_to_outlive(site, inside):
    assert site.folder.name == "state"
    before = {path.name for path in site.folder.iterdir()}
    with pytest.raises(StorageError, match="expected a place outside"):
        back_up(site.folder, site.folder / inside)
    assert {path.name for path in site.folder.iterdir()} == before


def test_two_at_once_are_one_after_the_other(full, place):
    """Each would take the other's for one too many."""
    with Lock(full.site.folder, "the first", "backup.lock"), pytest.raises(LockHeldError, match="the first"):
        back_up(full.site.folder, place, keep=1)
    assert back_up(full.site.folder, place, keep=1).folder.exists()


def test_a_full_disk_is_a_sentence_about_that_disk(full, place):
    back_up(full.site.folder, place)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, limits[1]))
    try:
        with pytest.raises(StorageError, match=r"expected to copy journal\.db to .*backups"):
            back_up(full.site.folder, place)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert len([*place.iterdir()]) == 1


def test_a_copy_that_does_not_read_back_gets_no_name(full, place):
    """SQLite finds nothing wrong with a file that somebody changed; the chain does."""
    full.close()
    edit(
        full.site.folder, ("UPDATE event SET envelope = replace(envelope, 'dock', 'dick') WHERE seq = 3", ())
    )
    with pytest.raises(UnsoundBackupError, match="event 3"):
        back_up(full.site.folder, place)
    assert [*place.iterdir()] == []
