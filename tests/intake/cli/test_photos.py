"""`intake photos`: pictures of units listed, copied out and erased."""

import pytest

from intake import photos, sqlite
from intake.state_folder import journal_path
from tests.intake.conftest import Desk, jpeg


@pytest.fixture
def digest(site):
    desk = Desk(site)
    desk.open_parcel()
    desk.scan(site.affected())
    digest = desk.photograph(jpeg())
    desk.close()
    return digest


def test_they_are_listed_with_their_units(site, intake, digest):
    (row,) = intake(site.folder, "photos", "list", "--json").rows
    assert row.keys() == {*photos.Kept._fields}
    assert (row["sha256"], row["kept_by"], row["erased_at"]) == (digest, site.badge, None)


def test_one_is_copied_out_whole(site, intake, digest, tmp_path):
    copied = intake(site.folder, "photos", "export", digest, str(tmp_path / "unit.jpg"))
    assert (copied.code, copied.out, copied.err) == (0, "", "")
    assert (tmp_path / "unit.jpg").read_bytes() == jpeg()


@pytest.mark.parametrize("place", [".", "nowhere/unit.jpg", "there.jpg"])
def test_where_no_new_file_can_be_written_it_is_said_in_one_sentence(site, intake, digest, tmp_path, place):
    (tmp_path / "there.jpg").write_bytes(b"another")
    copied = intake(site.folder, "photos", "export", digest, str(tmp_path / place))
    assert (copied.code != 0, "Traceback" in copied.err) == (True, False)
    assert (tmp_path / "there.jpg").read_bytes() == b"another"


def test_a_folder_of_an_older_release_is_told_to_be_opened_by_the_station_once(site, intake):
    connection = sqlite.connect(journal_path(site.folder))
    connection.execute("DROP TABLE photo")
    connection.close()
    for words in (("photos", "list"), ("show", "units")):
        told = intake(site.folder, *words)
        assert (told.code, told.err.count("\n")) == (3, 1)
        assert "photo; start intake station once" in told.err


@pytest.mark.parametrize("name", ["0" * 64, "../journal.db"])
def test_one_that_is_not_there_is_refused_in_one_sentence(site, intake, digest, tmp_path, name):
    copied = intake(site.folder, "photos", "export", name, str(tmp_path / "unit.jpg"))
    assert (copied.code, copied.err.count("\n")) == (1, 1)
    assert not (tmp_path / "unit.jpg").exists()


def test_a_unit_names_those_it_has(site, intake, digest):
    (unit,) = intake(site.folder, "show", "units", "--json").rows
    assert unit["photos"] == [digest]
    intake(site.folder, "photos", "erase", digest, "--reason", "a face")
    (unit,) = intake(site.folder, "show", "units", "--json").rows
    assert unit["photos"] == []


def test_one_is_erased_and_stays_in_the_list(site, intake, digest):
    erased = intake(site.folder, "photos", "erase", digest, "--reason", "a face", "--by", site.supervisor)
    assert (erased.code, photos.digests(site.folder)) == (0, [])
    (row,) = intake(site.folder, "photos", "list", "--json").rows
    assert row["erased_at"] is not None
    assert intake(site.folder, "photos", "erase", digest, "--reason", "again").code == 1
    assert intake(site.folder, "photos", "export", digest, "unit.jpg").code == 1
