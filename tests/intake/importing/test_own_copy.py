"""Own copies: what is proved is what is read, and nothing of it stays."""

import os
import stat

import pytest

from intake.errors import StorageError
from intake.importing.fault import TableError
from intake.importing.own_copy import own_copy


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"first\nA1\n")
    return path


def test_a_copy_has_the_files_name_and_stays_as_it_was(file, tmp_path):
    with own_copy(file, tmp_path / "reference") as copy:
        os.truncate(file, 0)
        file.unlink()
        assert copy.name == "list.csv"
        assert [copy.read_bytes() for _ in range(2)] == [b"first\nA1\n"] * 2
        assert copy.stat().st_size == 9


def test_what_is_copied_has_no_name_that_outlives_the_process(file, tmp_path):
    folder = tmp_path / "reference"
    with own_copy(file, folder):
        found = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
        (aside,) = folder.iterdir()
        assert (found, stat.S_IMODE(aside.stat().st_mode)) == ([], 0o700)
    assert list(folder.iterdir()) == []


def test_a_file_that_cannot_be_read_is_told_and_leaves_nothing(tmp_path):
    with pytest.raises(TableError, match=r"none\.csv: expected a file that can be read"):
        own_copy(tmp_path / "none.csv", tmp_path / "reference").__enter__()
    assert list((tmp_path / "reference").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(file):
    with (
        pytest.raises(StorageError, match=r"leave to write in .*list\.csv, got: File exists"),
        own_copy(file, file),
    ):
        pass
