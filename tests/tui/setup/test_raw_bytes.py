"""Raw bytes: every byte can be read, and none moves a cursor."""

from __future__ import annotations

from tui.setup.raw_bytes import hexadecimal, named


def test_control_characters_have_their_names() -> None:
    assert named(b"\x02]C1RI-Q\x1d10\r\n\x7f\x9f") == "<STX>]C1RI-Q<GS>10<CR><LF><7F><9F>"


def test_every_byte_is_printable() -> None:
    assert named(bytes(range(256))).isascii()
    assert named(bytes(range(256))).isprintable()


def test_digits_are_those_of_the_makers_manuals() -> None:
    assert hexadecimal(b"\x02A\xff") == "02 41 FF"
