"""A gun's own ESC is data; a key's whole sequence and a person's ESC are keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.key_buffer import SLOWEST_GUN
from tui.terminal import Shield

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
