"""A gun's own ESC is data; a key's whole sequence and a person's ESC are keys."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App
from textual.message import Message

from tui.key_buffer import SLOWEST_GUN
from tui.terminal import DeskDriver, ReviewDriver, Shield

GUN = 0.001
PERSON = 2 * SLOWEST_GUN
ARROW = "\x1b[A"


@pytest.mark.parametrize(
    "inside", ["\x1b", "\x1b\x1b", "\x1b[A", "\x1b[200~", "\x1b[I", "\x1b[5;5R", "\x1bOP", "\x1b-"]
)
@given(data=st.data())
def test_an_escape_inside_a_code_is_data(inside: str, data: st.DataObject) -> None:
    """However the code is cut into reads, no sequence comes out of it, and its other characters stay."""
    code = f"RI{inside}-C-YES\r"
    shield, given_on = Shield(), ""
    while code:
        size = data.draw(st.integers(1, len(code)))
        given_on += shield.pass_on(code[:size], GUN)
        code = code[size:]
    assert given_on == f"RI{inside}-C-YES\r".replace("\x1b", "\x1a")


@pytest.mark.parametrize(
    ("reads", "pause"),
    [
        ([ARROW, ARROW, ARROW], GUN),  # a key held down
        ([ARROW * 3], GUN),
        (["RI-C-YES\r", "\x1b[24~", "RI-C-NO\r", "\x1b[24~"], GUN),  # F12 behind the end of a code
        (["RI-C-YES\r\x1b[24~RI-C-NO\r\x1bOP"], GUN),
        (["A", "\x1b", "B", ARROW], PERSON),
        (["\x1b", "[24~"], GUN),  # a sequence the network has cut
        ([""], GUN),
    ],
)
def test_keys_are_left_alone(reads: list[str], pause: float) -> None:
    """A person's are no part of a code, nor is a gun's behind its end."""
    shield = Shield()
    assert [shield.pass_on(read, pause) for read in reads] == reads


def keys_heard(driver_class: type[DeskDriver], typed: bytes) -> list[str]:
    """Give the keys a driver makes of bytes that arrive in one read."""

    class Heard(driver_class):  # type: ignore[misc, valid-type]
        def process_message(self, message: Message) -> None:
            if isinstance(message, events.Key):
                keys.append(message.key)

    keys: list[str] = []
    driver = Heard(App())
    read, write = os.pipe()
    os.write(write, typed)
    os.close(write)
    driver.fileno = read
    driver.run_input_thread()
    os.close(read)
    return keys


async def test_only_where_scans_are_typed_is_a_key_behind_a_letter_data() -> None:
    """Over a slow line a letter and an arrow arrive in one read: in the review the arrow moves."""
    assert keys_heard(ReviewDriver, b"a\x1b[B") == ["a", "down"]
    assert "down" not in keys_heard(DeskDriver, b"a\x1b[B")
