"""Pictures of models: narrow characters within their size; one for every model that ships."""

from __future__ import annotations

import pytest

from intake.campaign import UnNumber
from intake.catalogue import data_folder, load
from intake.pictures import CASINGS, CELLS, ROWS, picture

MODELS = [model for campaign in load().campaigns for model in campaign.models]


@pytest.mark.parametrize(
    "path", sorted((data_folder() / "pictures").glob("*.txt")), ids=lambda path: path.stem
)
def test_a_shipped_picture_fits_its_place(path) -> None:
    """As drawn: nothing is cut off by reading it."""
    lines = path.read_text("ascii").splitlines()
    assert len(lines) <= ROWS
    assert all(len(line) <= CELLS for line in lines)
    assert all(character.isprintable() for line in lines for character in line)
    assert "".join(picture(path.stem)).strip()


@pytest.mark.parametrize("name", sorted({*(model.name for model in MODELS), *UnNumber}))
def test_every_model_of_the_catalogue_has_a_picture(name: str) -> None:
    """And so have another power bank and another device."""
    assert len(picture(name)) == ROWS
    assert picture(name) != picture("NOWHERE-1")


def test_a_model_nobody_drew_is_a_question_mark() -> None:
    """A site's own campaign ships no pictures."""
    assert "?" in "".join(picture("NOWHERE-1"))
    assert picture("../locales/en") == picture("NOWHERE-1")


@pytest.mark.parametrize("colour", sorted({colour.name for model in MODELS for colour in model.colours}))
def test_every_colour_of_the_catalogue_is_shown(colour: str) -> None:
    """None is a question mark."""
    assert colour in CASINGS
