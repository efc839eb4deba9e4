"""`intake backup` and `intake restore`: sentences, exit codes, and stable keys."""

import pytest

from intake import photos
from tests.intake.conftest import jpeg, stored

KEYS = {"folder", "station", "incarnation", "seq", "head", "at", "files", "bytes", "missing"}


def test_a_backup_is_told_in_words_and_as_json(site, intake, tmp_path):
    place = tmp_path / "backups"
    first = intake(site.folder, "backup", str(place), "--keep", "1")
    assert first.code == 0
    assert first.out.startswith("The backup of dock-1 at ")
    (row,) = intake(site.folder, "backup", str(place), "--keep", "1", "--json").rows
    assert row.keys() == KEYS | {"linked", "removed"}
    assert len(row["removed"]) == 1
    verified = intake(site.folder, "backup", "--verify", row["folder"], "--json")
    assert verified.rows[0].keys() == KEYS
    assert intake(site.folder, "backup", "--verify", row["folder"]).out.count(" is sound: ") == 1


def test_a_place_whose_disk_is_not_there_is_told_and_not_made(site, intake, tmp_path):
    made = intake(site.folder, "backup", str(tmp_path / "disk" / "backups"))
    assert (made.code, made.err.count("\n")) == (3, 1)
    assert f"expected a folder {tmp_path}/disk to back up into, got none: mount its disk" in made.err
    assert not (tmp_path / "disk").exists()
    (tmp_path / "disk").mkdir()
    made = intake(site.folder, "backup", str(tmp_path / "disk"))
    assert (made.code, "on the same disk as the state folder" in made.err) == (0, True)


def test_a_backup_that_decayed_is_exit_1(site, intake, tmp_path):
    (row,) = intake(site.folder, "backup", str(tmp_path), "--json").rows
    (tmp_path / row["folder"] / "people.db").write_bytes(b"rotten")
    found = intake(site.folder, "backup", "--verify", row["folder"])
    assert (found.code, found.err.count("\n")) == (1, 1)
    assert "people.db" in found.err
    shelf = intake(site.folder, "backup", "--verify", str(tmp_path))
    assert (shelf.code, shelf.err.split()[-1]) == (1, row["folder"].rpartition("/")[-1])


def test_a_file_that_the_journal_names_and_the_folder_lacks_is_exit_1(site, open_desk, intake, tmp_path):
    desk = open_desk(site)
    desk.open_parcel()
    desk.scan(site.affected())
    digest = desk.photograph(jpeg(1))
    desk.close()
    photos.erase(site.folder, digest)
    made = intake(site.folder, "backup", str(tmp_path / "backups"))
    assert made.code == 1
    assert f"photos/{digest}: expected what the journal names, got a file that is absent" in made.err
    assert " stands: " in made.out


def test_without_a_state_folder_there_is_nothing_to_copy(intake, tmp_path):
    made = intake(tmp_path / "none", "backup", str(tmp_path / "backups"))
    assert (made.code, "run intake init first" in made.err) == (3, True)


def test_a_folder_is_restored_and_what_is_left_to_do_is_said(site, intake, tmp_path):
    (row,) = intake(site.folder, "backup", str(tmp_path / "backups"), "--json").rows
    restored = intake(tmp_path / "new", "restore", row["folder"])
    assert restored.code == 0
    assert restored.out.startswith("dock-1 stands again at ")
    assert "No central claims system is set" in restored.out
    assert f"The last event here is of {stored(site.folder)[-1].at}: take stock" in restored.out
    assert intake(tmp_path / "new", "verify").code == 0
    again = intake(tmp_path / "new", "restore", row["folder"])
    assert (again.code, "it stays as it is" in again.err) == (3, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("restore", ".", "--offline", "--hub-url", "https://example.com"),
        ("backup", ".", "--verify", "--keep", "2"),
        ("backup", ".", "--keep", "0"),
    ],
)
def test_what_excludes_each_other_is_wrong_usage(site, intake, arguments):
    assert intake(site.folder, *arguments).code == 2


def test_a_token_is_never_repeated(site, intake, tmp_path):
    (row,) = intake(site.folder, "backup", str(tmp_path / "backups"), "--json").rows
    secret = tmp_path / "token"
    secret.write_bytes("これは秘密".encode())
    told = intake(tmp_path / "new", "restore", row["folder"], "--token-file", str(secret))
    assert (told.code, "秘密" in told.err, "expected a token in" in told.err) == (2, False, True)
