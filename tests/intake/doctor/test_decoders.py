"""Decoders: with a camera the second opinion is missed, without one nobody asks for it."""

from dataclasses import replace

import pytest

from intake.doctor import Check, State
from tests.intake.doctor.conftest import case_of, words


def test_without_a_camera_nothing_is_missed(case, tmp_path):
    assert words(replace(case, machine=tmp_path), Check.DECODERS) == [(State.OK, "decoders_idle")]


@pytest.mark.parametrize("place", ["usr/lib/x86_64-linux-gnu", "usr/lib", "usr/local/lib"])
def test_the_second_opinion_is_found_where_the_linker_looks(site, tmp_path, place):
    site.write_settings('[[cameras]]\ndevice = "0"\n')
    bare = replace(case_of(site.folder), machine=tmp_path)
    assert words(bare, Check.DECODERS) == [(State.WARNING, "decoders_alone")]
    (tmp_path / place).mkdir(parents=True)
    (tmp_path / place / "libzbar.so.0").touch()
    assert words(bare, Check.DECODERS) == [(State.OK, "decoders")]
