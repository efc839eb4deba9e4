"""Every command explains itself, and wrong usage is one sentence with exit code 2."""

import os
import signal
import subprocess

import click
import pytest

from intake import __version__
from intake.cli import COMMANDS
from intake.cli import intake as root
from tests.intake.conftest import PATIENCE, command, environment


def _commands(group, path=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))


ALL = dict(_commands(root))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_option_and_argument_is_explained(path):
    command = ALL[path]
    assert command.help, path
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, (path, parameter.name)
        elif not isinstance(parameter.type, click.Choice):
            assert parameter.name.upper().rstrip("S") in command.help.upper(), (path, parameter.name)


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_of_the_program_names_every_command(intake, tmp_path, flag):
    ran = intake(tmp_path, flag)
    assert ran.code == 0
    assert all(f"  {name} " in ran.out for name in COMMANDS)


GROUPS = [(), *(path for path, each in ALL.items() if isinstance(each, click.Group))]


@pytest.mark.parametrize("path", GROUPS, ids=" ".join)
def test_a_page_tells_each_of_its_commands_in_a_whole_sentence(path, capsys):
    root.main([*path, "--help"], standalone_mode=False, terminal_width=80)
    assert not [line for line in capsys.readouterr().out.splitlines() if line.endswith("...")][1:]


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_needs_no_state_folder_and_makes_none(path, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("INTAKE_STATE", str(tmp_path / "nowhere"))
    assert root.main([*path, "--help"], standalone_mode=False) == 0
    assert capsys.readouterr().out.startswith("Usage: ")
    assert not (tmp_path / "nowhere").exists()


def test_the_version_is_told(intake, tmp_path):
    assert __version__ in intake(tmp_path, "--version").out


WRONG = [
    ["bogus"],
    ["show"],
    ["show", "nothing"],
    ["show", "units", "--serial"],
    ["show", "containers", "--serial", "X"],
    ["check"],
    ["containers", "open", "X", "--class", "K2", "--un", "UN3480"],
    ["containers", "open", "X", "--class", "R", "--un", "UN3480", "--units", "many"],
    ["containers", "open", "RI-Q-0100-X", "--class", "R", "--un", "UN3480", "--wh", "inf"],
    ["containers", "open", "RI-Q-0100-X", "--class", "R", "--un", "UN3480", "--kg", "nan"],
    ["containers", "open", "RI-Q-0100-X", "--class", "R", "--un", "UN3480", "--tare", "inf"],
    ["containers", "open", "RI-Q-0100-X", "--class", "R", "--un", "UN3480", "--units", "0"],
    ["operators", "add", "RI-O-0050-Q", "--role", "king"],
    ["emergency", "close", "--lead", "X"],
    ["payloads", "erase", "x"],
    ["station", "--tape", "/nowhere"],
    ["station", "--headless", "--framing", "morse"],
    ["log", "--last", "0"],
    ["log", "--since", "yesterday"],
    ["show", "units", "--until", "17 o'clock"],
    ["campaigns", "show", "nothing"],
    ["init", "--bogus"],
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_is_told_on_standard_error_and_ends_with_2(site, intake, arguments):
    ran = intake(site.folder, *arguments)
    assert ran.code == 2, ran.err
    assert ran.out == ""
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("arguments", [["bogus"], ["show"], ["check", "--bogus", "X"]], ids=" ".join)
def test_wrong_usage_is_one_sentence(site, intake, arguments):
    ran = intake(site.folder, *arguments)
    assert ran.err.startswith("intake: ")
    assert ran.err.count("\n") == 1, ran.err


@pytest.mark.parametrize("arguments", [[], ["hub"], ["photos"]], ids=" ".join)
def test_a_group_without_a_command_shows_its_page(site, intake, arguments):
    ran = intake(site.folder, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == intake(site.folder, *arguments, "--help").out


def test_nobody_there_to_give_a_pin_is_told(site, intake):
    ran = intake(site.folder, "undo", "--lead", "RI-O-0002-R", "--reason", "mistake")
    assert ran.code == 130
    assert ran.err.splitlines()[-1] == "intake: ended before it was done"


def test_ctrl_c_ends_a_command_without_a_traceback(site, tmp_path):
    os.mkfifo(tmp_path / "list.csv")
    ran = subprocess.Popen(
        command("campaigns", "import", str(tmp_path / "list.csv"), "--campaign", "jp-2025-10-21"),
        stderr=subprocess.PIPE,
        env=environment(site.folder),
    )
    with (tmp_path / "list.csv").open("wb"):  # opened as soon as the command reads, and nothing comes
        ran.send_signal(signal.SIGINT)
        _, told = ran.communicate(timeout=PATIENCE)
    assert (ran.returncode, told) == (130, b"\nintake: ended before it was done\n")


@pytest.mark.parametrize(
    "arguments", [["log", "--json"], ["log", "--csv"], ["show", "containers"], ["verify"]], ids=" ".join
)
def test_a_reader_that_went_away_ends_a_command_quietly(site, arguments):
    """As `intake log | head` does: nothing is wrong, and nothing is left to say."""
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        command(*arguments), stdout=writing, stderr=subprocess.PIPE, env=environment(site.folder), check=False
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")
