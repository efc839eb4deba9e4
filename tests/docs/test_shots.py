"""The README's pictures show the screens as they are now: what stands on them is played again."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.shots import PICTURES, shots
from intake.language import Language

HEAVIEST = 80_000
"""Bytes of one picture."""


@pytest.mark.parametrize("language", list(Language))
async def test_the_pictures_show_what_stands_on_the_screens_today(language: Language, tmp_path: Path):
    played = {shot.name: shot.text async for shot in shots(language, tmp_path)}
    stored = {path.stem: path.read_text("utf-8") for path in PICTURES.glob(f"*.{language}.txt")}
    assert played.keys() == stored.keys(), "moments came or went: run `make shots`"
    changed = [name for name, text in played.items() if text != stored[name]]
    assert changed == [], "these screens look different now: run `make shots`"


def test_every_text_has_its_picture_and_none_is_heavy():
    texts = {path.stem for path in PICTURES.glob("*.txt")}
    weights = {path.stem: path.stat().st_size for path in PICTURES.glob("*.png")}
    assert texts == weights.keys()
    assert {name: weight for name, weight in weights.items() if weight > HEAVIEST} == {}
