from __future__ import annotations

import pytest

from intake.importing.encoding import broken_line, encoding_of
from intake.importing.fault import TableError
from intake.importing.form import Encoding


def written(tmp_path, content):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"", Encoding.UTF_8),
        (b"first,last\n", Encoding.UTF_8),
        ("\ufeff開始".encode(), Encoding.UTF_8),
        ("開始".encode("cp932"), Encoding.SHIFT_JIS),
        ("ﾘｺｰﾙ①".encode("cp932"), Encoding.SHIFT_JIS),
        (("終" * 1_000_000).encode(), Encoding.UTF_8),
    ],
)
def test_the_encoding_is_the_one_the_whole_file_is_valid_in(tmp_path, content, encoding):
    assert encoding_of(written(tmp_path, content)) is encoding


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wide_characters_are_refused(tmp_path, codec):
    content = "\ufeffa,b".encode(codec)
    with pytest.raises(TableError, match="expected UTF-8 or Shift-JIS, got"):
        encoding_of(written(tmp_path, content))


def test_a_file_valid_in_neither_names_a_line_for_each(tmp_path):
    content = b"a\n" + "開始\n".encode("cp932") + b"b\n\x81 \n"
    with pytest.raises(TableError, match=r"line 2 is no utf-8, line 4 is no shift-jis\): say --encoding"):
        encoding_of(written(tmp_path, content))


def test_a_character_cut_at_the_end_is_broken(tmp_path):
    assert broken_line(written(tmp_path, b"a\n\xe7\xb5"), Encoding.UTF_8) == 2
