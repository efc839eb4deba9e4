"""Latin text needs no font; Japanese needs one that has its characters, or is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.printing.faces import LATIN, LATIN_BOLD, PACKAGE, CharacterError, Faces, FontError


def test_latin_text_needs_no_font():
    faces = Faces(places=[])
    assert faces.face("Señor Müller, 5 °C").name == LATIN
    assert faces.face("UNDO", bold=True).name == LATIN_BOLD


def test_japanese_without_a_font_names_the_package():
    with pytest.raises(FontError, match=rf"expected a font .* got none: install the package {PACKAGE}"):
        Faces(places=[]).face("破損")


def test_japanese_is_set_in_the_font_that_is_found_and_thickened_where_it_is_bold():
    faces = Faces()
    assert faces.face("破損") != faces.face("破損", bold=True)
    assert faces.face("破損", bold=True).thickened
    assert not faces.face("UNDO", bold=True).thickened


def test_a_file_that_is_no_font_is_refused(tmp_path: Path):
    (tmp_path / "a.ttf").write_bytes(b"OTTO, or a letter")
    with pytest.raises(FontError, match=r"expected a TrueType font, got .*a\.ttf"):
        Faces(tmp_path / "a.ttf").face("破損")
    with pytest.raises(FontError, match=r"expected a TrueType font, got .*none\.ttf"):
        Faces(tmp_path / "none.ttf").face("破損")


def test_a_character_the_font_lacks_is_named():
    with pytest.raises(FontError, match="expected a font with the character \U0001f9ca, got"):
        Faces().face("破損 \U0001f9ca")


@pytest.mark.parametrize("name", ["محمد علي", "שלום"])
def test_what_is_written_from_the_right_is_refused_not_turned_round(name: str):
    with pytest.raises(CharacterError, match="expected a text written from left to right"):
        Faces().face(name)
