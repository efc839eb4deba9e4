from __future__ import annotations

import codecs

import pytest

from intake.importing.form import Delimiter, Encoding


@pytest.mark.parametrize("encoding", list(Encoding))
def test_every_encoding_is_one_python_knows(encoding):
    assert "開始".encode(encoding.codec).decode(encoding.codec) == "開始"
    assert codecs.lookup(encoding.codec)


def test_windows_characters_are_part_of_shift_jis():
    assert b"\x87\x40\xfb\xfc".decode(Encoding.SHIFT_JIS.codec) == "①髙"


def test_delimiters_are_named():
    assert {each.word: each.value for each in Delimiter} == {"comma": ",", "semicolon": ";", "tab": "\t"}
