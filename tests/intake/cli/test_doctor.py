"""`intake doctor`: a line for each finding, the same for programs, and an exit code that says which."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios

import pytest

from intake.doctor import Check
from intake.founding import found
from intake.printable import cell_count
from intake.settings import FILE_NAME
from intake.state_folder import journal_path
from tests.intake.conftest import PATIENCE, SHIPPED, Template, command, environment, everything_in

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def founded(templates, tmp_path_factory):
    """A training folder founded by the machine's own clock, which the command goes by."""
    folder = tmp_path_factory.mktemp("founded") / "state"
    found(folder, training=True, station="dock-1")
    return Template(folder, templates[SHIPPED].campaign, templates[SHIPPED].listing)


@pytest.fixture
def here(founded, tmp_path):
    """A copy of it."""
    return founded.copy(tmp_path / "state")


def on_a_terminal(folder, columns, **more):
    """Run the command on a terminal of so many columns; its lines without colours, and with them."""
    near, far = pty.openpty()
    fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
    wanted = environment(folder, **{"TERM": "xterm-256color"} | more)
    with subprocess.Popen(command("doctor"), stdin=far, stdout=far, stderr=far, env=wanted) as process:
        os.close(far)
        heard = b""
        while True:
            ready, _, _ = select.select([near], [], [], PATIENCE)
            assert ready, "the command says nothing more and does not end"
            try:
                heard += os.read(near, 65_536)
            except OSError:  # the terminal's other end is closed
                break
        process.wait(PATIENCE)
    os.close(near)
    text = heard.decode()
    return ESCAPE.sub("", text).splitlines(), text


def test_a_sound_folder_has_no_fault_and_every_check_is_told(here, intake):
    ran = intake(here.folder, "doctor")
    assert ran.code == 0, ran
    assert not ran.err
    *lines, summary = ran.out.splitlines()
    assert all(re.match(r"[+!] (OK|WARNING) +[A-Z]", line) for line in lines)
    assert len(lines) >= len(Check)
    assert summary.startswith(("+ 0 fault(s)", "! 0 fault(s)"))


def test_a_serial_line_that_tells_no_size_is_not_said_to_be_small(here):
    lines, _ = on_a_terminal(here.folder, 0)
    assert any(re.match(r"\+ OK +Terminal: xterm-256color, 80×30", line) for line in lines)


def test_programs_get_stable_keys_in_the_stations_language(here, intake):
    rows = intake(here.folder, "doctor", "--json", INTAKE_LANGUAGE="ja").rows
    assert all(list(row) == ["check", "state", "message", "advice"] for row in rows)
    assert [check for check in Check if check not in {row["check"] for row in rows}] == []
    assert all(bool(row["advice"]) == (row["state"] != "ok") for row in rows)
    assert not any(row["message"].isascii() for row in rows if row["check"] in {"lists", "badges"})


def test_a_fault_ends_with_one_and_says_what_to_do(here, intake):
    (here.folder / FILE_NAME).write_text("langage = 'en'\n")
    ran = intake(here.folder, "doctor")
    assert ran.code == 1
    (fault,) = [line for line in ran.out.splitlines() if line.startswith("X FAULT ")]
    assert "'language'" in fault
    assert "the station does not start until then" in fault


def test_no_folder_and_a_broken_one_are_told_and_nothing_is_made(tmp_path, here, intake):
    ran = intake(tmp_path / "none", "doctor")
    assert (ran.code, ran.err) == (1, "")
    assert "intake init" in ran.out
    assert not (tmp_path / "none").exists()
    journal_path(here.folder).write_bytes(b"\0" * 9000)
    ran = intake(here.folder, "doctor", "--json")
    assert (ran.code, ran.err) == (1, "")
    assert {row["check"] for row in ran.rows} == set(Check)


def test_beside_a_running_station_nothing_changes(here, running, intake):
    """The station is held still meanwhile: it writes when nobody scans, and is not asked anything."""
    station = running(here.folder)
    station.scan(here.badge)
    station.process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, station.process.pid, os.WSTOPPED | os.WNOWAIT)
    before = everything_in(here.folder, "journal.db-shm")
    ran = intake(here.folder, "doctor", "--json")
    assert ran.code == 0, ran
    assert everything_in(here.folder, "journal.db-shm") == before  # readers leave their marks in that one
    station.process.send_signal(signal.SIGCONT)
    (lock,) = [row for row in ran.rows if row["check"] == "lock"]
    assert str(station.process.pid) in lock["message"]
    assert station.scan(here.parcel())["step"] == "PARCEL_OPEN"


@pytest.mark.parametrize(("language", "columns"), [("en", 80), ("ja", 44)])
def test_on_a_terminal_lines_are_broken_and_coloured(here, language, columns):
    lines, coloured = on_a_terminal(here.folder, columns, INTAKE_LANGUAGE=language)
    assert [line for line in lines if cell_count(line) > columns] == []
    assert "\x1b[32m" in coloured
    assert any(line.startswith("    ") for line in lines)


def test_an_output_without_japanese_gets_english(here, intake):
    ran = intake(here.folder, "doctor", INTAKE_LANGUAGE="ja", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert ran.code in {0, 1}
    assert not ran.err
    assert "Badges: 4 badge(s)" in ran.out


def test_a_text_console_gets_english_and_is_told_what_it_lacks(here):
    lines, _ = on_a_terminal(here.folder, 200, INTAKE_LANGUAGE="ja", TERM="linux")
    assert any(line.startswith("X FAULT ") and "cannot show Japanese" in line for line in lines)
