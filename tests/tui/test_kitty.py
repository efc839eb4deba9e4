"""Kitty's graphics: every dot of a picture arrives, and the terminal is asked nothing."""

from __future__ import annotations

import re
import zlib
from base64 import b64decode
from random import Random

import pytest
from rich.cells import cell_len

from intake.settings import PreviewStyle
from tui.half_blocks import Dots
from tui.kitty import MOST_ROWS, is_there, placeholders, sent

NOISE = Dots(160, 90, Random(7).randbytes(160 * 90 * 3))
COMMAND = re.compile("\x1b_G([^;\x1b]*)(?:;([^\x1b]*))?\x1b\\\\")


def test_the_picture_arrives_whole() -> None:
    """In commands of at most 4096 bytes of data, all but the last saying that more follow."""
    commands = sent(NOISE, 40, 12)
    assert COMMAND.sub("", commands) == ""
    (_, nothing), *chunks = COMMAND.findall(commands)
    assert nothing == ""
    assert all(len(data) <= 4096 for _, data in chunks)
    assert [re.search("m=(.)", keys)[1] for keys, _ in chunks] == ["1"] * (len(chunks) - 1) + ["0"]  # type: ignore[index]
    assert zlib.decompress(b64decode("".join(data for _, data in chunks))) == NOISE.rgb
    assert {"s=160", "v=90", "c=40", "r=12", "f=24", "o=z", "U=1", "a=T"} <= {*chunks[0][0].split(",")}


def test_the_terminal_answers_nothing() -> None:
    """Its answers would come as the keys of a gun do."""
    assert all("q=2" in keys.split(",") for keys, _ in COMMAND.findall(sent(NOISE, 40, 12)))


def test_each_cell_is_one_placeholder() -> None:
    """As wide as it counts, in one colour that names the picture; rows without a mark are left out."""
    rows = placeholders(100, 500)
    assert len(rows) == MOST_ROWS
    assert {cell_len(segment.text) for row in rows for segment in row} == {100}
    assert {segment.text.count("\U0010eeee") for row in rows for segment in row} == {100}
    assert len({segment.text for row in rows for segment in row}) == MOST_ROWS
    assert len({segment.style for row in rows for segment in row}) == 1


@pytest.mark.parametrize("wanted", list(PreviewStyle))
@pytest.mark.parametrize("terminal", ["xterm-kitty", "xterm-ghostty", "xterm-256color", ""])
def test_it_is_used_where_the_site_or_the_terminals_name_says_so(wanted: PreviewStyle, terminal: str) -> None:
    is_kitty = terminal in {"xterm-kitty", "xterm-ghostty"}
    expected = wanted is PreviewStyle.KITTY or (wanted is PreviewStyle.AUTO and is_kitty)
    assert is_there(wanted, terminal) is expected
