"""The desk over the whole screen: what its unit starts is there, and no key leads out of it."""

import configparser
import re
import subprocess

import pytest

from tests.systemd.units import HOUSE, PLACE, Unit

UNIT = Unit.read(PLACE / "intake-kiosk.service", program=HOUSE)
KIOSK = PLACE / "kiosk"

KEYS = {
    "scrollback-up-page",
    "scrollback-down-page",
    "clipboard-copy",
    "clipboard-paste",
    "primary-paste",
    "search-start",
    "font-increase",
    "font-decrease",
    "font-reset",
    "spawn-terminal",
    "show-urls-launch",
    "prompt-prev",
    "prompt-next",
}
"""What foot 1.13 has a key for, where its configuration does not take it away (foot.ini(5))."""

BUTTONS = {
    "selection-override-modifiers",
    "primary-paste",
    "select-begin",
    "select-begin-block",
    "select-extend",
    "select-extend-character-wise",
    "select-word",
    "select-word-whitespace",
    "select-row",
}
"""The same of a mouse."""


def commands(file):
    return [line for line in file.read_text("ascii").splitlines() if line and not line.startswith("#")]


def test_what_it_starts_names_files_that_are_there():
    house, words = UNIT.first("WorkingDirectory"), UNIT.command()
    assert (house, words[-1]) == (str(HOUSE), str(KIOSK / "sway.conf"))
    (started,) = [line.removeprefix("exec ") for line in commands(KIOSK / "sway.conf") if "exec" in line]
    assert (HOUSE / started).stat().st_mode & 0o111
    assert (HOUSE / re.findall(r"--config=(\S+)", (HOUSE / started).read_text("ascii"))[0]).exists()


def test_the_compositor_has_no_key():
    known = r"default_border|seat \* hide_cursor|focus_follows_mouse no|xwayland disable|exec "
    assert [line for line in commands(KIOSK / "sway.conf") if not re.match(known, line)] == []
    assert UNIT.environment["XKB_DEFAULT_OPTIONS"] == "srvrkeys:none"


def test_the_terminal_has_no_key_and_no_way_to_another_program():
    said = configparser.ConfigParser(interpolation=None)
    said.read_string("[main]\n" + (KIOSK / "foot.ini").read_text("ascii"))
    assert dict(said["key-bindings"]) == dict.fromkeys(KEYS, "none")
    assert dict(said["mouse-bindings"]) == dict.fromkeys(BUTTONS, "none")
    assert {said["main"]["notify"], said["url"]["launch"]} == {"true"}


def test_either_desk_ends_the_other():
    assert {"intake-station.service", "getty@tty1.service"} <= set(UNIT.first("Conflicts").split())


@pytest.fixture
def programs(tmp_path):
    """foot and swaymsg, which no test needs: one shows nobody what it runs, one notes what it was asked."""
    folder = tmp_path / "bin"
    folder.mkdir()
    shows = '#!/bin/sh\nwhile [ "${1#--}" != "$1" ]; do shift; done\n"$@" 2>/dev/null\n'
    for name, text in (("foot", shows), ("swaymsg", f'#!/bin/sh\necho "$@" >"{tmp_path}/asked"\n')):
        (folder / name).write_text(text, "utf-8")
        (folder / name).chmod(0o755)
    return folder


def test_what_the_desk_says_goes_to_the_journal_and_its_end_ends_the_compositor(programs, tmp_path):
    done = subprocess.run(
        [KIOSK / "desk"],
        env={"PATH": f"{programs}:/usr/bin:/bin", "INTAKE_STATE": str(tmp_path / "state"), "FONT": "any"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert "expected a terminal for the screen" in done.stderr
    assert (tmp_path / "asked").read_text("ascii") == "exit\n"
