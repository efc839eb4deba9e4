"""The units: systemd understands them, they allow little, and whoever reads them learns why."""

import importlib
import json
import re
import shlex

import click
import pytest

from intake.cli import COMMANDS
from tests.systemd.units import PLACE, SERVICES, TIMERS, Unit, analyse, install

MOST = {"intake-hub.service": 2.0}
"""Of systemd's points of exposure, 10 being the worst; a station's units 1.5."""

TIRESOME = re.compile(
    r"(No|Private|Protect|Restrict|Remove|Lock|Memory|SystemCallArch|Capability|Ambient|ProcSubset)\w*="
)
"""Of a sandbox, where each says what it is for by its name (systemd.exec(5))."""

PLAIN = re.compile(
    r"(Description|Documentation|Type|ExecStart|User|Group|StateDirectory\w*|UMask|WantedBy|Standard\w+"
    r"|Wants|After|Environment=LANG|TTYPath|DevicePolicy|IPAddressDeny|SystemCallFilter=@system-service)"
)


MODULES = {
    "char-ttyACM": "cdc_acm",
    "char-ttyUSB": "usbserial",
    "char-hidraw": "hid",
    "char-video4linux": "videodev",
    "char-alsa": "snd",
    "char-drm": "drm",
}
"""Kinds of devices that no kernel knows before a module is loaded. Terminals and input are built in."""


@pytest.fixture
def installed(tmp_path):
    return tmp_path, install(tmp_path)


def test_systemd_understands_every_line_of_every_unit(installed):
    folder, names = installed
    told = analyse("verify", "--man=no", *names, folder=folder)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_a_word_systemd_does_not_know_is_told(installed):
    folder, names = installed
    unit = folder / "intake-sync.service"
    unit.write_text(unit.read_text("utf-8").replace("ProtectSystem=", "ProtectSystems="), encoding="utf-8")
    assert "ProtectSystems" in analyse("verify", "--man=no", *names, folder=folder).stderr


def exposure(folder, name):
    told = analyse("security", "--offline=true", "--no-pager", name, folder=folder).stdout
    (points,) = re.findall(r"exposure level for .*: ([0-9.]+) ", told)
    return float(points)


@pytest.mark.parametrize("name", [file.name for file in SERVICES])
def test_a_unit_may_do_little(installed, name):
    folder, _ = installed
    assert exposure(folder, name) <= MOST.get(name, 1.5)


def test_what_is_opened_wide_is_seen_by_the_measure(installed):
    folder, _ = installed
    unit = folder / "intake-sync.service"
    kept = [line for line in unit.read_text("utf-8").splitlines() if not TIRESOME.match(line)]
    unit.write_text("\n".join(kept), encoding="utf-8")
    assert exposure(folder, unit.name) > 5


@pytest.mark.parametrize("file", [*SERVICES, *TIMERS], ids=lambda file: file.name)
def test_each_unusual_line_has_its_reason_above_it(file):
    """A comment stands for the lines below it that belong together: none of them is far away."""
    unsaid, since = [], 9
    for line in file.read_text(encoding="utf-8").splitlines():
        since = 0 if line.startswith("#") else since + 1
        is_plain = not line or line.startswith(("[", "#")) or TIRESOME.match(line) or PLAIN.match(line)
        if not is_plain and since > 8:
            unsaid.append(line)
    assert unsaid == []


@pytest.mark.parametrize("file", SERVICES, ids=lambda file: file.name)
def test_what_it_starts_is_a_command_with_these_options(file):
    """Also where it runs on no test's machine: a renamed option shows here."""
    words = shlex.split(Unit.read(file).first("ExecStart"))
    if not words[0].endswith("/intake"):
        return
    command, rest = _command(words[1:])
    known = {name for option in command.params for name in option.opts}
    assert {word for word in rest if word.startswith("--")} <= known


def _command(words):
    module, name = COMMANDS[words[0]].split(":")
    command, rest = getattr(importlib.import_module(module), name), words[1:]
    while isinstance(command, click.Group):
        command, rest = command.get_command(click.Context(command), rest[0]), rest[1:]
    return command, rest


@pytest.mark.parametrize("file", SERVICES, ids=lambda file: file.name)
def test_a_device_may_be_plugged_in_after_the_unit_has_started(file):
    """A kind whose module is not loaded by then is left out of what the unit may open."""
    unit = Unit.read(file)
    kinds = [value.split()[0] for value in unit.settings.get("DeviceAllow", [])]
    needed = {f"modprobe@{MODULES[kind]}.service" for kind in kinds if kind in MODULES}
    for key in ("Wants", "After"):
        assert needed <= set(" ".join(unit.settings.get(key, [])).split())


def test_what_a_failure_starts_is_there():
    names = {file.name for file in SERVICES}
    for unit in map(Unit.read, SERVICES):
        wanted = unit.first("OnFailure").replace(unit.name.partition(".")[0], "")
        assert wanted in {"", "getty@tty1.service", "intake-failed@.service"}
    assert "intake-failed@.service" in names


@pytest.mark.parametrize("file", TIMERS, ids=lambda file: file.name)
def test_a_timer_comes_once_a_day_and_makes_up_for_a_night_that_was_missed(file, tmp_path):
    timer = Unit.read(file)
    told = analyse("calendar", "--iterations=3", timer.first("OnCalendar"), folder=tmp_path)
    days = re.findall(r"(?:Next elapse|Iteration #\d|Iter\. #\d): \w+ (\d{4}-\d{2}-\d{2})", told.stdout)
    assert told.returncode == 0
    assert len(set(days)) == 3
    assert timer.has("Persistent")
    assert (PLACE / f"{file.stem}.service").exists()


def test_the_units_are_in_the_source_archive():
    assert json.dumps("/systemd") in (PLACE.parent / "pyproject.toml").read_text(encoding="utf-8")
