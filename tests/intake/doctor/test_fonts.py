"""Fonts: one with Japanese characters, where the printing looks."""

from dataclasses import replace

from intake.doctor import Check, State
from intake.printing.faces import PLACES
from tests.intake.doctor.conftest import words


def test_one_is_enough(case, tmp_path):
    bare = replace(case, machine=tmp_path)
    assert words(bare, Check.FONTS) == [(State.WARNING, "fonts_none")]
    place = tmp_path / PLACES[-1].relative_to("/")
    place.parent.mkdir(parents=True)
    place.touch()
    assert words(bare, Check.FONTS) == [(State.OK, "fonts")]
