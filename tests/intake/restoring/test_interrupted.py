"""Somebody who does not want to wait for a central claims system presses Ctrl-C, and goes on without it."""

from __future__ import annotations

import signal
import socket
import subprocess

import pytest

from intake.backup import back_up
from intake.central.fault import CentralError
from intake.restoring import restore
from intake.restoring.restoration import Contact
from intake.state_folder import is_state_folder
from tests.hubs import hub_in_thread, station_token
from tests.intake.conftest import PATIENCE, command, environment, run

TOKEN = "a-token-of-this-test-0123456789"


@pytest.fixture
def backup(works, tmp_path):
    return back_up(works.copy("DOCK-1", tmp_path / "state").folder, tmp_path / "backups").folder


def test_nothing_half_made_is_left_and_the_way_on_is_told(backup, tmp_path):
    folder, token = tmp_path / "new", tmp_path / "token"
    folder.mkdir()
    token.write_text(TOKEN, "ascii")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(PATIENCE)
        asked = f"http://127.0.0.1:{silent.getsockname()[1]}"
        arguments = command("restore", str(backup), "--hub-url", asked, "--token-file", str(token))
        with subprocess.Popen(arguments, stderr=subprocess.PIPE, env=environment(folder)) as process:
            connection, _ = silent.accept()
            with connection:
                assert connection.recv(1)
                process.send_signal(signal.SIGINT)
                _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert b"intake restore --offline" in told
    assert not is_state_folder(folder)
    assert {path.name for path in folder.rglob("*")} == {"lock", ".restoring"}
    again = run(folder, "restore", str(backup), "--offline")
    assert (again.code, is_state_folder(folder)) == (0, True), again.err


def test_what_was_given_for_this_once_is_said(works, database, tmp_path):
    site = works.copy("DOCK-1", tmp_path / "old")
    made, folder, token = back_up(site.folder, tmp_path / "kept").folder, tmp_path / "new", tmp_path / "token"
    token.write_text(station_token(database, "DOCK-1"), "ascii")
    with hub_in_thread(database) as hub:
        told = run(folder, "restore", str(made), "--hub-url", hub.url, "--token-file", str(token))
    assert told.code == 0, told.err
    assert f"put it into {folder / 'hub-token'} (mode 0600)" in told.out
    assert "set hub_url in settings.toml" in told.out
    assert not (folder / "hub-token").exists()


def test_a_restore_that_fails_after_one_that_was_cut_off_while_it_moved_is_begun_again(backup, tmp_path):
    folder = tmp_path / "new"
    (folder / ".restoring").mkdir(parents=True)
    (folder / "people.db").write_bytes(b"moved before the power went")
    with pytest.raises(CentralError):
        restore(backup, folder, Contact("http://127.0.0.1:9", TOKEN, minutes=0.0))
    assert not any((folder / ".restoring").iterdir())
    restore(backup, folder, Contact(offline=True))
    assert is_state_folder(folder)
