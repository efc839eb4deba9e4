"""The state folder: named, and held by one process at a time."""

import os
import subprocess
import sys

import pytest

from intake.errors import LockHeldError, StorageError
from intake.state_folder import Lock, default_folder, is_state_folder, list_path, socket_path


def test_the_folder_is_named_by_the_variable_or_lies_in_the_users_data(monkeypatch, tmp_path):
    monkeypatch.setenv("INTAKE_STATE", "~/somewhere")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder() == tmp_path / "somewhere"
    monkeypatch.delenv("INTAKE_STATE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert default_folder() == tmp_path / "data" / "intake"
    monkeypatch.setenv("INTAKE_STATE", "")
    assert default_folder() == tmp_path / "data" / "intake"


def test_a_held_folder_says_by_which_process_it_is_held(tmp_path):
    with Lock(tmp_path, "a test"), pytest.raises(LockHeldError) as caught:
        Lock(tmp_path, "another")
    assert f"process {os.getpid()} (a test)" in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_folder_let_go_is_free_and_letting_go_twice_is_harmless(tmp_path):
    lock = Lock(tmp_path, "one")
    lock.release()
    lock.release()
    Lock(tmp_path, "two").release()


def test_a_process_that_died_holds_nothing(tmp_path):
    program = (
        "import os, pathlib; from intake.state_folder import Lock;"
        "Lock(pathlib.Path('.'), 'dying'); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=False).returncode == 9
    lock = Lock(tmp_path, "living")
    assert (tmp_path / "lock").read_text() == f"process {os.getpid()} (living)"
    lock.release()


def test_a_lock_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    with pytest.raises(StorageError, match="expected a writable state folder"):
        Lock(tmp_path / "nowhere", "x")


@pytest.mark.parametrize("name", ["", "..", ".", "a/b", "../x", "a\0b", "x" * 41, "-x", "ü", "a b"])
def test_a_name_that_could_lead_elsewhere_names_no_list(tmp_path, name):
    assert list_path(tmp_path, name, "1") is None
    assert list_path(tmp_path, "campaign", name) is None


def test_paths(tmp_path):
    assert list_path(tmp_path, "jp-1", "v1.2") == tmp_path / "reference" / "list-jp-1-v1.2.db"
    assert socket_path(tmp_path) == tmp_path / "station.sock"
    assert not is_state_folder(tmp_path)
