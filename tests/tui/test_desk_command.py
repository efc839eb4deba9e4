"""Commands of the desk are function keys, each another; two are cards as well."""

from __future__ import annotations

from intake.own_label import Command, parse
from tui.desk_command import SCANNED, DeskCommand


def test_each_command_has_a_function_key_of_its_own() -> None:
    """No letter and no digit, for a code may hold those; not F11, which terminals take for themselves."""
    numbers = (*range(1, 11), 12)
    assert [command.key for command in DeskCommand] == [f"f{number}" for number in numbers]


def test_the_ends_are_where_a_finger_looks_for_them() -> None:
    """Help is F1, quitting F10, as the screen says."""
    assert (DeskCommand.HELP.key, DeskCommand.QUIT.key) == ("f1", "f10")


def test_what_is_a_card_as_well_is_one_of_our_commands() -> None:
    """The key stands for the card's own text."""
    assert all(isinstance(parse(code), Command) for code in SCANNED.values())
